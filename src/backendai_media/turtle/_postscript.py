"""Writes a canvas as Encapsulated PostScript, as Tk does. Images are left out."""

from collections.abc import Iterable

from ._items import Item
from ._recorder import Recorder
from ._text import Font

__all__ = ["to_postscript"]

#: At 96 pixels to the inch.
_POINTS_PER_PIXEL = 0.75
_FONTS = {"sans-serif": "Helvetica", "serif": "Times", "monospace": "Courier"}
_STYLES = {"normal": "", "bold": "-Bold", "italic": "-Oblique", "bold italic": "-BoldOblique"}
_TIMES = {"normal": "-Roman", "bold": "-Bold", "italic": "-Italic", "bold italic": "-BoldItalic"}
#: Re-encodes a font as ISO 8859-1.
_LATIN = (
    "/latin {findfont dup length dict begin {1 index /FID ne {def} {pop pop} ifelse} forall "
    "/Encoding ISOLatin1Encoding def currentdict end /Latin exch definefont} bind def"
)
_CIRCLE = "{:.2f} {:.2f} translate {:.2f} {:.2f} scale 0 0 1 0 360 arc"


def to_postscript(recorder: Recorder) -> str:
    """Return the contents of a canvas as an EPS file."""
    width, height = recorder.size
    left, top = recorder.corner
    scale = _POINTS_PER_PIXEL
    w, h = width * scale, height * scale
    items = sorted(recorder.items.values(), key=lambda one: one.key)
    return "\n".join(
        (
            "%!PS-Adobe-3.0 EPSF-3.0",
            f"%%BoundingBox: 0 0 {round(w)} {round(h)}",
            "%%Pages: 1",
            "%%EndComments",
            "%%Page: 1 1",
            f"gsave {scale} {-scale} scale {-left} {-height - top} translate",
            f"{left} {top} {width} {height} rectclip",
            f"{_color(recorder.background)} {left} {top} {width} {height} rectfill",
            "1 setlinecap 1 setlinejoin",
            _LATIN,
            *(part for item in items if item.visible for part in _parts(item)),
            "grestore showpage",
            "%%EOF",
            "",
        )
    )


def _parts(item: Item) -> Iterable[str]:
    if item.kind == "text":
        yield _text(item)
    elif item.kind == "line":
        yield f"{_color(item.fill)} {item.width:.2f} setlinewidth {_path(item)} stroke"
    elif item.kind in {"polygon", "rectangle", "oval"}:
        outline = _outline(item)
        if item.options.get("fill"):
            yield f"{_color(item.fill)} gsave {outline} eofill grestore"
        if item.options.get("outline"):
            paint = f"{_color(item.outline)} {item.width:.2f} setlinewidth"
            yield f"{paint} gsave matrix currentmatrix {outline} setmatrix stroke grestore"


def _color(text: str) -> str:
    red, green, blue = (int(text[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return f"{red:.3f} {green:.3f} {blue:.3f} setrgbcolor"


def _path(item: Item) -> str:
    pairs = zip(item.coords[::2], item.coords[1::2], strict=False)
    first, *others = (f"{x:.2f} {y:.2f}" for x, y in pairs)
    return f"newpath {first} moveto " + " ".join(f"{one} lineto" for one in others)


def _outline(item: Item) -> str:
    if item.kind == "polygon":
        return f"{_path(item)} closepath"
    left, top, right, bottom = item.coords[:4]
    x, y, a, b = (left + right) / 2, (top + bottom) / 2, (right - left) / 2, (bottom - top) / 2
    if item.kind == "oval":
        return f"newpath {_CIRCLE.format(x, y, a or 1, b or 1)} closepath"
    corners = f"{right:.2f} {top:.2f} lineto {right:.2f} {bottom:.2f} lineto"
    return f"newpath {left:.2f} {top:.2f} moveto {corners} {left:.2f} {bottom:.2f} lineto closepath"


def _text(item: Item) -> str:
    font = Font.of(item.options.get("font", ""))
    name = _FONTS[font.generic]
    style = (_TIMES if name == "Times" else _STYLES)[font.style]
    left, top, right, _ = item.box()
    anchor = str(item.options.get("anchor", "center"))
    share = 0 if "w" in anchor else 1 if "e" in anchor else 0.5
    x = left + (right - left) * share
    shown = []
    for number, line in enumerate(str(item.options["text"]).split("\n")):
        y = top + font.ascent + number * 1.2 * font.size
        letters = line.encode("latin-1", "replace").decode("latin-1")
        for mark in "\\()":
            letters = letters.replace(mark, "\\" + mark)
        letters = "".join(one if one.isascii() else f"\\{ord(one):03o}" for one in letters)
        place = f"gsave {x:.2f} {y:.2f} translate 1 -1 scale 0 0 moveto ({letters})"
        shown.append(f"{place} dup stringwidth pop {-share} mul 0 rmoveto show grestore")
    return (
        f"{_color(item.fill)} /{name}{style} latin {font.size:.1f} scalefont setfont "
        + " ".join(shown)
    )
