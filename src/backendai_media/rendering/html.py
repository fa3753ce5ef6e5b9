"""HTML of outputs: sanitised by `nh3`, with its styles confined to a shadow root.

The lists are those of the browser's sanitiser (`browser/src/renderers/html/`, DOMPurify), as far as
they apply to static HTML.
"""

from __future__ import annotations

import re
import weakref
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any

import nh3

from .._spec import HTML_MAX_LENGTH
from . import charts
from .altair import chart_in
from .context import Context, MessageError, RenderError
from .css import declarations, declarations_cost, sheet, sheet_cost
from .html_formulas import typeset
from .images import attachment, light_address
from .markup import element, text
from .notice import notice
from .paper import is_for_paper
from .svg_mathml import rebuild
from .tags import ARIA_REFERENCES, attribute, flattened, lightened, unwrapped
from .themes import knows_themes, themed
from .urls import parse_url

__all__ = ["confine", "render", "sanitize"]

# As in HTML, only ASCII letters have another case: the sign of the Kelvin is no `k`.
_CASELESS = re.IGNORECASE | re.ASCII
# Elements that need scripts; and what is visible without: text, a replaced element, a coloured bar.
_ACTIVE = re.compile("<(script|iframe|object|embed)", _CASELESS)
_SHOWN = re.compile(
    r"(?:^|>)[^<]*[^<\s]|<(?:img|svg|math|audio|video|hr|input|progress|meter)\b"
    r"|<[^>]*\sstyle=\"[^\">]*(?:background|border)"
)
#: What libraries have in the place of a drawing, for readers in another program.
_FOREIGN_ADVICE = re.compile(
    r"File\s*-&gt;\s*Trust|\btrust(?:ed)?\s+(?:this\s+|the\s+)?notebook", _CASELESS
)
_TEXT = re.compile(r">([^<]++)(?=<)")
#: An element that only a script would fill, with a size.
_PLACE = re.compile(
    r"<(div|p|section|figure|span)\b(?![^>]*(?:background|border))"
    r"(?>[^>]*\sstyle=\"[^\">]*(?:height|padding)[^>]*>)\s*+</\1>"
)
_TAGS = frozenset(
    "a abbr acronym address area article aside audio b bdi bdo big blockquote br caption center "
    "cite code col colgroup data dd del details dfn dir div dl dt em fieldset figcaption figure "
    "font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img input ins kbd label legend li main map "
    "mark menu meter nav nobr ol output p picture pre progress q rp rt ruby s samp search section "
    "small source span strike strong sub summary sup table tbody td tfoot th thead time tr track "
    "tt u ul var video wbr".split()
)
#: Elements that are dropped with their contents.
_DROPPED = frozenset(
    "script style iframe noembed noframes noscript plaintext title xmp svg math template select "
    "annotation annotation-xml foreignobject".split()
)
#: Other elements of HTML; what is none is unwrapped.
_OTHERS = frozenset(
    "applet base basefont bgsound body button canvas datalist dialog embed form frame frameset "
    "head html image isindex keygen link listing marquee menuitem meta object optgroup option "
    "param rb rtc selectedcontent slot textarea".split()
)
_ATTRIBUTES = frozenset(
    "align alt axis background bgcolor border cellpadding cellspacing char charoff checked cite "
    "class clear color cols colspan controls coords datetime default dir disabled face for "
    "headers height hidden high href hreflang id ismap kind label lang loading loop low max min "
    "muted name noshade nowrap open optimum playsinline poster preload pubdate reversed role "
    "rows rowspan scope shape size span src srclang start step style summary tabindex title "
    "translate type usemap valign value width".split()
)
#: Without a shadow root, attributes that the page's own styles, scripts and anchors may use.
_NAMES = frozenset("class id name for headers usemap".split())
_ADDRESSES = frozenset("href src poster background".split())
_DATA = re.compile(r"data:(image|audio|video|text/vtt)\b")
_ATTACHED = re.compile(r"\s*attachment:(.*)", _CASELESS | re.DOTALL)
_WEB = {"http", "https"}
_LINKS = {*_WEB, "mailto", "tel"}
#: Operations of a piece of HTML, however short.
HTML_OPERATIONS = 100
#: Base for relative URLs; any absolute one would do.
_BASE = "https://page.invalid/"

_MATH = (
    "m(?:ath|error|frac|i|multiscripts|n|o|over|padded|phantom|prescripts|root|row|s|space|sqrt"
    "|style|sub|subsup|sup|table|td|text|tr|under|underover)"
)
#: Markup in which there is nothing to leave out: formatting, formulas, web addresses and fragments.
_HARMLESS = re.compile(
    rf"""(?>[^<\r\0]++
    |</?(?:p|h[1-6]|em|strong|s|code|pre|blockquote|[ou]l|li|table|thead|tbody|tr|t[hd]|span|a)>
    |<[bh]r>|<h[1-6]\ id="[^"<>&\xa0]*+">|<ol\ start="[0-9]++">|<pre\ tabindex="0">
    |<t[hd]\ style="text-align:(?:left|center|right)">|<(?:code|span)\ class="[\w -]++">
    |<a\ href="(?:\#|mailto:|https?://(?:(?!xn--)[a-z0-9-]++\.)+[a-z]{{2,}}(?=["/?\#]))(?>[^"<>&\xa0]|&amp;)*+">
    |</?{_MATH}/?>|<{_MATH}(?>\ (?:accent|accentunder|columnalign|columnspacing|depth|display
    |displaystyle|fence|form|height|largeop|linethickness|lspace|mathvariant|maxsize|minsize
    |movablelimits|rowspacing|rspace|scriptlevel|separator|stretchy|symmetric|voffset|width
    )="[\w .%+-]*+")++/?>
    )*+\Z""",
    re.ASCII | re.VERBOSE,
)
_REL = "noopener noreferrer"
_LINK = re.compile('<a href="(#?)([^"]*)">')
# Style and script elements; comments; start tags. Approximate: the sanitiser runs afterwards.
_PARTS = re.compile(
    r"<(style|script)\b[^>]*(?:>|$)|<!--.*?(?:-->|$)"
    r"""|<([a-z][^\s/>"']*+)[^"'>]*+(?>(?:"[^"]*+"|'[^']*+')[^"'>]*+)*+>?""",
    _CASELESS | re.DOTALL,
)
_ENDS = {name: re.compile(rf"</{name}\b[^>]*(?:>|$)", _CASELESS) for name in ("style", "script")}
_MATTERS = re.compile(
    r"<(?:style|script|svg|math|img|video|audio|source|iframe|object|embed)\b|<!--", _CASELESS
)
#: Elements of which something else may be made.
_REPLACED = frozenset("svg math img video audio source iframe object embed".split())
#: Those of SVG and MathML, out of which the sanitiser would not take the contents.
_KNOWN = (_TAGS | _OTHERS | _DROPPED) - {"annotation", "annotation-xml", "foreignobject"}
_FOREIGN = {
    name: re.compile(rf"""<(/?){name}\b[^"'<>]*+(?>(?:"[^"]*+"|'[^']*+')[^"'<>]*+)*+>""", _CASELESS)
    for name in ("svg", "math")
}
_SOURCE = re.compile(r"""\ssrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", _CASELESS)
#: The end of a table without values, as the sanitiser writes it; and a data frame's tag.
_NO_VALUES = re.compile(
    r"<tbody\b[^>]*+>[^<]*+(?><(?!td|tbody|table|/tbody)[^>]*+>[^<]*+)*+</tbody>\s*+</table>"
)
_FRAME = re.compile(r"""<table\b[^>]*(?: class="(?:[^"]* )?dataframe[ "]| id="T_)""")
#: Markup that the page's theme may concern; its scripts and style sheets, and its classes.
_COLORS = ("colo", "ground", "theme", "output", "<svg", "--jp")
#: Tags: colours that a text names, such as code, are none.
_TAGS_ALONE = re.compile(r"""<[a-z](?>"[^"]*+"?+|'[^']*+'?+|[^"'>]++)*+""", _CASELESS)
_CLASSES = re.compile(r"""\sclass\s*=\s*["']([^"'>]*)""", _CASELESS)
#: Elements that embed a page, and where they have its address.
_EMBEDDED = {"iframe": "src", "embed": "src", "object": "data"}
#: Characters of what is no web address.
MAX_NAME_CHARACTERS = 100
#: Fields, as the sanitiser writes them: it escapes `>` in attributes.
_FIELDS = re.compile('<input(?![^>]* type="(?:checkbox|radio)")[^>]*>')


def render(type_: str, data: Any, context: Context) -> str:
    """Return sanitised HTML in an element that confines it."""
    if not isinstance(data, str):
        raise RenderError("expected text")
    if len(data) > HTML_MAX_LENGTH:
        raise MessageError("too_long", n=len(data))
    context.meter.grant(len(data))
    if not context.meter.spend(HTML_OPERATIONS, "left_out_parts"):
        raise MessageError("too_long", n=len(data))
    content, styles, is_paper = sanitize(context.placeholders.stash_base64(data), context)
    content, more = typeset(content, context)
    styles += more
    if not _ACTIVE.search(data):
        if not _SHOWN.search(content.replace("&nbsp;", " ")) and _has_other(context):
            raise RenderError("shows nothing")
        return confine(content, styles, context, is_paper=is_paper)
    content = _TEXT.sub(lambda one: ">" if _FOREIGN_ADVICE.search(one[1]) else one[0], content)
    content = _PLACE.sub("", content)
    if (line := escape(context.translate("embedded_page"))) in content:
        # A line is not as high as a page.
        content = re.sub(rf' style="[^"]*"(?=[^>]*>\s*<span>{re.escape(line)})', "", content)
    if _SHOWN.search(content):
        return confine(content, styles, context, is_paper=is_paper)
    if chart := chart_in(data):
        kind, spec, options = chart
        context.metadata = {**context.metadata, "embed_options": options}
        return charts.vega(kind, spec, context)
    if _has_other(context):
        raise MessageError("needs_scripts")
    return notice(type_, context.translate("needs_scripts"), data, context)


def _has_other(context: Context) -> bool:
    """Whether another type of the bundle says more than the name of an object."""
    for type_, payload in context.bundle.items():
        if type_ == "text/plain":
            plain = str(payload).strip()
            if plain and not (plain.startswith("<") and plain.endswith(">")):
                return True
        elif "/" in type_ and not type_.endswith(("html", "json", "script")):
            return True
    return False


def confine(
    content: str, styles: Iterable[str], context: Context, *, is_paper: bool = False
) -> str:
    """Return sanitised markup in an element beyond which its styles have no effect.

    With `is_paper` it is shown on white paper in the dark, too.
    """
    if not context.confined:
        return element("div", content, class_="backendai-html")
    sheets = "".join(element("style", context.sheet(css)) for css in [context.base, *styles] if css)
    if not context.meter.style(len(sheets)):
        sheets = ""
    root = element("template", sheets, context.anchors.mark(content), shadowrootmode="open")
    names = "backendai-html backendai-paper" if is_paper else "backendai-html"
    return element("div", element("div", root), class_=names)


def sanitize(
    data: str, context: Context, *, is_closed: bool = False
) -> tuple[str, list[str], bool]:
    """Return markup without unsafe parts, its style sheets, and whether it is for white paper.

    `is_closed`: each element in it is, within those around it, and few are in each other. Then what
    is listed as harmless is not parsed, which takes most of the time.
    """
    token = context.token
    if is_closed and context.confined and _HARMLESS.match(data):
        return _LINK.sub(_linked, data.replace("&quot;", '"').replace("\xa0", "&nbsp;")), [], False
    parts = _Parts()
    prepared, is_flat, names = flattened(_prepare(data, parts, context))
    if unknown := {name for name in names if name not in _KNOWN}:
        prepared = unwrapped(prepared, unknown)
    if is_flat:
        context.meter.left_out["left_out_nested"] = None
    prepared, is_light = lightened(prepared)
    if is_light:
        context.meter.left_out["left_out_parts"] = None
    if context.sanitizer is None:
        context.sanitizer = _sanitizer(context)
    clean = context.sanitizer.clean(prepared)
    clean = _FIELDS.sub("", clean).replace(f'{token}"', '" target="_blank"')
    if parts.drawn:
        first, *others = clean.split(f'<span {token}="')
        pieces = (piece.partition('"></span>') for piece in others)
        clean = first + "".join(parts.drawn[int(number)] + rest for number, _, rest in pieces)
    clean = _say_empty(clean, context)
    meter = context.meter
    themed_styles, is_paper = _adapt(parts, context)
    sheets = [
        sheet(css)
        for css in dict.fromkeys(themed_styles)
        if meter.spend(sheet_cost(css), "left_out_formatting")
    ]
    return clean, sheets, is_paper


def _linked(found: re.Match[str]) -> str:
    target = "" if found[1] else ' target="_blank"'
    return f'<a href="{found[1]}{found[2]}"{target} rel="{_REL}">'


def _say_empty(markup: str, context: Context) -> str:
    """Return markup in which data frames (of pandas, its Styler, polars) without values say so."""
    note = element("small", text(context.translate("empty_table")))
    return _NO_VALUES.sub(
        lambda found: (
            found[0] + note * bool(_FRAME.match(markup, markup.rfind("<table", 0, found.start())))
        ),
        markup,
    )


def _adapt(parts: _Parts, context: Context) -> tuple[list[str], bool]:
    """Return style sheets in the page's theme, and whether markup was drawn for white paper."""
    styles = parts.styles
    html, css = "".join(parts.own), "\n".join(styles)
    # Quicker than a pattern, and most markup has none of them.
    lower = (html + css).lower()
    if not context.confined or not any(sign in lower for sign in _COLORS):
        return styles, False
    is_empty = not html.strip()
    html = "".join(_TAGS_ALONE.findall(html))
    is_aware = knows_themes(css, html)
    classes = {name for found in _CLASSES.finditer(html) for name in found[1].split()}
    adapted = [themed(one, classes, context.theme) for one in styles]
    if "--jp-" in html or "--jp-" in css:
        adapted.insert(0, context.jupyter)
    # A style sheet alone shows nothing that wants paper.
    return adapted, not (is_aware or is_empty) and is_for_paper(html, css)


def _sanitizer(context: Context) -> nh3.Cleaner:
    """Return the sanitiser of a document: it takes longer to make one than to use it."""
    # Python's garbage collector does not see what it holds.
    get_context = weakref.ref(context)

    def kept(tag: str, name: str, value: str) -> str | None:
        context = get_context()
        return _kept_value(tag, name, value, context) if context else None

    names = _ATTRIBUTES if context.confined else _ATTRIBUTES - _NAMES
    return nh3.Cleaner(
        tags=set(_TAGS),
        clean_content_tags=set(_DROPPED),
        attributes={"*": {*names, context.token}},
        attribute_filter=kept,
        generic_attribute_prefixes={"aria-"},
        url_schemes={*_LINKS, "data", "attachment"},
        link_rel=_REL,
    )


def _kept_value(tag: str, name: str, value: str, context: Context) -> str | None:
    """Return the value of an attribute that may be kept, or `None`."""
    if name == "style":
        if not context.meter.spend(declarations_cost(value), "left_out_formatting"):
            return None
        return declarations(value, confined=context.confined) or None
    if name in _ADDRESSES:
        return _address(tag, name, value, context)
    if name in ARIA_REFERENCES and not context.confined:
        return None
    return value.lower() if tag == "input" and name == "type" else value


def _address(tag: str, name: str, value: str, context: Context) -> str | None:
    if name == "href":
        if tag not in {"a", "area"}:
            return None
        if value.startswith("#"):
            return value
        if context.pages and (page := context.pages.address(value)):
            return page
        found = parse_url(value, _BASE)
        return f"{value}{context.token}" if found and found.scheme in _LINKS else None
    if _DATA.match(value):
        return light_address(value)
    if name == "src" and (attached := _ATTACHED.match(value)):
        return attachment(attached[1], context)
    if tag == "img" and name == "src" and context.pictures:
        local = context.pictures.address(value)
        if local:
            return context.placeholders.stash_value(local)
    return value if context.is_allowed(value) else None


@dataclass
class _Parts:
    """What is found in markup: style sheets, SVG and MathML as they are shown, and pieces of it.

    The pieces are its own: there are no style sheets, scripts, comments and embedded pages in them.
    """

    styles: list[str] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    own: list[str] = field(default_factory=list)


def _prepare(data: str, parts: _Parts, context: Context) -> str:
    """Return markup without styles, scripts and comments; SVG and MathML become placeholders."""
    out: list[str] = []
    ends: dict[str, dict[int, int]] = {}
    at = kept = 0
    # Nothing changes after the last match: a table may have a hundred thousand tags.
    last = max((found.start() for found in _MATTERS.finditer(data)), default=-1)
    while at <= last and (found := _PARTS.search(data, at)):
        at = found.end()
        raw, name = found.groups()
        name = name and name.lower()
        if name and name not in _REPLACED:
            continue
        before = data[kept : found.start()]
        out.append(before)
        parts.own.append(before)
        if raw:
            ending = _ENDS[raw.lower()].search(data, at)
            body = data[at : ending.start() if ending else len(data)]
            at = ending.end() if ending else len(data)
            if raw.lower() == "style":
                parts.styles.append(re.sub(r"<!\[CDATA\[|\]\]>", "", body))
        elif name:
            if name in _FOREIGN and name not in ends:
                ends[name] = _ends(data, name)
            end = ends[name].get(found.start(), 0) if name in _FOREIGN else 0
            if end:
                out.append(f'<span {context.token}="{len(parts.drawn)}"></span>')
                piece = data[found.start() : end]
                parts.drawn.append(rebuild(piece, confined=context.confined, meter=context.meter))
                parts.own.append(piece)
                at = end
            else:
                out.append(_tag(name, found.group(), context))
                if name not in _EMBEDDED:
                    parts.own.append(found.group())
        kept = at
    parts.own.append(data[kept:])
    return "".join([*out, data[kept:]])


def _ends(data: str, name: str) -> dict[int, int]:
    """Return the ends of all elements of a name that are closed, by their starts."""
    ends: dict[int, int] = {}
    starts: list[int] = []
    for found in _FOREIGN[name].finditer(data):
        if found.group().endswith("/>"):
            ends[found.start()] = found.end()
        elif not found.group(1):
            starts.append(found.start())
        elif starts:
            ends[starts.pop()] = found.end()
    return ends


def _tag(name: str, tag: str, context: Context) -> str:
    if name in _EMBEDDED:
        # The sanitiser drops the element, and need not read a document in `srcdoc`.
        return f"{_embedded(name, tag, context)}<{name}>"
    if name in {"img", "video", "audio", "source"} and (found := _SOURCE.search(tag)):
        address = parse_url(unescape(next(filter(None, found.groups()), "")), _BASE)
        given = unescape(next(filter(None, found.groups()), ""))
        if name == "img" and context.pictures and context.pictures.address(given):
            return tag
        if address and address.scheme in _WEB and not context.is_allowed(address.href):
            host = address.host if address.origin != _BASE.rstrip("/") else ""
            place = host or address.href.removeprefix(_BASE)
            note = escape(f"[{context.translate('not_loaded_from', host=place)}]")
            return f'<span title="{escape(address.href)}">{note}</span>{tag}'
    return tag


def _embedded(name: str, tag: str, context: Context) -> str:
    """Return what stands for an embedded page: a line with a link, or the picture that it is."""
    address = attribute(tag[len(name) + 1 :].rstrip(">"), _EMBEDDED[name]).strip()
    if address[:11].lower() == "data:image/":
        return f'<img alt="" src="{escape(address)}">'
    if not address or re.match("(about|javascript):", address, _CASELESS):
        return ""
    url = parse_url(address)
    shown = escape(address[:MAX_NAME_CHARACTERS])
    if url and url.scheme in _WEB:
        shown = f'<a href="{escape(url.href)}">{escape(url.host)}</a>'
    return f"<span>{escape(context.translate('embedded_page'))} {shown}</span>"
