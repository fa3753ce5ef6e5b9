"""SVG as PNG, in a process of its own that can be stopped: a short SVG may take long to draw."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
from collections.abc import Sequence

__all__ = ["rasterized"]

#: Pixels of a picture for each CSS pixel; its largest sides, in CSS pixels.
SCALE, MAX_WIDTH, MAX_HEIGHT = 2, 640, 4000
#: Seconds for all pictures of a call, and bytes of memory.
MAX_SECONDS, MAX_MEMORY = 20, 2 << 30

#: A document type that declares something; whatever names a file or address, by any prefix.
_DECLARES = re.compile(r"<!DOCTYPE[^>\[]*+\[|<!ENTITY", re.IGNORECASE)
_REFERENCE = re.compile(r"""href\s*+=\s*+("[^"]*+"|'[^']*+')""", re.IGNORECASE)
_KEPT = re.compile(r"""["']\s*+(?:#|data:image/)""", re.IGNORECASE)


def rasterized(pictures: Sequence[tuple[str, str]]) -> list[tuple[bytes, int] | None]:
    """Return PNGs of SVGs on grounds, each with its width in CSS pixels; `None` without a picture.

    Nothing is loaded: neither files nor addresses.
    """
    if not pictures:
        return []
    given = json.dumps([(_safe(svg), ground) for svg, ground in pictures])
    command = [sys.executable, "-m", __name__]
    try:
        # Each PNG is a line of its own: those before the time is over are kept.
        done = subprocess.run(  # noqa: S603 - this package
            command, input=given.encode(), capture_output=True, timeout=MAX_SECONDS, check=False
        )
        out = done.stdout
    except subprocess.TimeoutExpired as late:
        out = late.stdout or b""
    except OSError:
        out = b""
    lines = out.split(b"\n")[:-1]
    found = [_read(one) for one in lines[: len(pictures)]]
    return [*found, *[None] * (len(pictures) - len(found))]


def _read(line: bytes) -> tuple[bytes, int] | None:
    width, _, content = line.partition(b" ")
    return (base64.b64decode(content), int(width)) if content else None


def _safe(svg: str) -> str:
    """Return an SVG that names nothing outside of itself; `""` if it might."""
    if _DECLARES.search(svg):
        return ""
    return _REFERENCE.sub(lambda found: found[0] if _KEPT.match(found[1]) else 'href=""', svg)


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))


def _main() -> None:
    import resvg_py

    from ..drawing.png import fonts

    _limit()
    for svg, ground in json.loads(sys.stdin.buffer.read()):
        line = b"0 "
        try:
            given = fonts() if "<text" in svg else {"skip_system_fonts": True}
            # Without a resolution, lengths in points are none.
            given = {**given, "svg_string": svg, "background": ground, "dpi": 96}
            small = resvg_py.svg_to_bytes(**given) if svg else b""
            width, height = (int.from_bytes(small[at : at + 4]) for at in (16, 20))
            if small and width and height:
                wide = min(width, MAX_WIDTH, max(1, width * MAX_HEIGHT // height))
                made = resvg_py.svg_to_bytes(zoom=SCALE * wide / width, **given)
                line = b"%d %s" % (wide, base64.b64encode(made))
        except Exception:  # noqa: BLE001, S110 - the library's, for what is no picture
            pass
        sys.stdout.buffer.write(line + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    _main()
