"""Audio, video, PDF documents and terminal recordings."""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import Any

from .._spec import RECORDING_MAX_CELLS
from ..model.media_types import SPACES
from .console import screen
from .context import Context, MessageError, RenderError
from .markup import element, text
from .recorded_screen import RecordedScreen

__all__ = ["asciicast", "media", "pdf"]

#: Media types without a suffix such as `+xml`, which would make it a document.
_PLAIN = re.compile(r"(audio|video)/[\w.-]+")
_ADDRESS = re.compile(r"(?:https?:|data:(?:audio|video)/[\w.-]+[;,])", re.IGNORECASE)
_SPACE = re.compile(rf"[{re.escape(SPACES)}]+")
#: Largest screen of a recording.
MAX_COLUMNS, MAX_ROWS = 1000, 400
_SIZE = re.compile("([0-9]{1,5})x([0-9]{1,5})")
_BYTES = "data:application/octet-stream"


def media(type_: str, data: Any, context: Context) -> str:
    """Return the browser's own player."""
    if not isinstance(data, str) or not _PLAIN.fullmatch(type_):
        raise MessageError("broken_media")
    translate = context.translate
    given = data.strip(SPACES)
    is_audio = type_.startswith("audio/")
    address = given if _ADDRESS.match(given) else f"data:{type_};base64,{_base64(given)}"
    about = context.metadata
    named = next((about[key] for key in ("title", "alt") if about.get(key) is not None), None)
    sides = {side: about.get(side) for side in ("width", "height")}
    css = " ".join(
        f"{side}: {size:g}px;"
        for side, size in sides.items()
        if isinstance(size, int | float) and 0 < size < 1e5
    )
    player = element(
        "audio" if is_audio else "video",
        controls=True,
        preload="metadata",
        aria_label=str(named) if named is not None else translate("audio" if is_audio else "video"),
        loop=about.get("loop") is True,
        style=css or None,
        src=address,
    )
    return element("div", player, class_="backendai-media")


def pdf(type_: str, data: Any, context: Context) -> str:  # noqa: ARG001 - as all renderers
    """Return a link that saves a PDF document: a static page cannot show it in a frame."""
    if not isinstance(data, str):
        raise MessageError("not_data")
    given = data.strip(SPACES)
    body = (
        given.partition(",")[2]
        if given.lower().startswith("data:application/pdf;base64")
        else given
    )
    try:
        raw = base64.b64decode(_base64(body))
    except binascii.Error:
        raise MessageError("not_data") from None
    if b"%PDF-" not in raw[:1024]:
        raise MessageError("not_pdf")
    address = f"{_BYTES};base64,{_base64(body)}"
    translate = context.translate
    link = element("a", text(translate("download")), href=address, download="output.pdf")
    size = translate.number(max(1, round(len(raw) / 1024)))
    name = text(f"{translate('pdf_document')}, {size} KB ")
    return element("div", element("b", name), link, class_="backendai-notice backendai-file")


def asciicast(type_: str, data: Any, context: Context) -> str:
    """Return the last screen of a terminal recording (asciicast v2 or v3)."""
    if not isinstance(data, str):
        raise RenderError("expected text")
    first, *lines = data.strip().split("\n")
    header = _parsed(first)
    if not isinstance(header, dict) or header.get("version") not in (2, 3):
        raise MessageError("not_asciicast")
    given = [_parsed(line) for line in lines if line.strip() and line[0] != "#"]
    events = [one for one in given if _is_event(one)]
    context.meter.grant(len(data))
    recorded = RecordedScreen(*_first_size(header), context.meter)
    for _, code, content in events:
        if code == "r":
            recorded.resize(*_size(content))
        elif code == "o" and not recorded.write(content):
            break
    translate = context.translate
    about = translate("last_screen", n=round(_seconds(header, events)))
    if len(given) > len(events):
        about += f". {translate('malformed_lines', n=len(given) - len(events))}"
    note = element("div", text(about), class_="backendai-static-note")
    title = header.get("title")
    head = element("b", text(title)) if isinstance(title, str) else ""
    shown = screen(recorded.lines(), recorded.styles, type_, context)
    return element("div", head, shown, note, class_="backendai-static-cast")


def _is_event(value: Any) -> bool:
    """Whether a line is `[time, code, data]`."""
    match value:
        case [int() | float(), str() as code, str() as data, *_]:
            return code != "r" or all(_size(data))
    return False


def _size(text: str) -> tuple[int, int]:
    """Return the columns and rows that a resize names, as a terminal may have them; 0: none."""
    found = _SIZE.fullmatch(text)
    if not found:
        return 0, 0
    columns = min(int(found[1]), MAX_COLUMNS)
    return columns, min(int(found[2]), MAX_ROWS, RECORDING_MAX_CELLS // max(columns, 1))


def _first_size(header: dict[str, Any]) -> tuple[int, int]:
    term = header.get("term") if header["version"] == 3 else header
    term = term if isinstance(term, dict) else {}

    def side(*names: str, most: int, otherwise: int) -> int:
        value = next((term[name] for name in names if term.get(name) is not None), None)
        return min(value, most) if isinstance(value, int) and value > 0 else otherwise

    columns = side("cols", "width", most=MAX_COLUMNS, otherwise=80)
    rows = side("rows", "height", most=MAX_ROWS, otherwise=24)
    return columns, min(rows, RECORDING_MAX_CELLS // columns)


def _parsed(line: str) -> Any:
    """Return a line of a recording, or `None` if it is not JSON."""
    try:
        return json.loads(line)
    except ValueError:
        return None


def _seconds(header: dict[str, Any], events: list[Any]) -> float:
    times = [one[0] for one in events]
    if header["version"] == 3:
        return float(sum(times))
    return float(max(times, default=0))


def _base64(given: str) -> str:
    body = _SPACE.sub("", given)
    if not re.fullmatch("[A-Za-z0-9+/]*={0,2}", body):
        raise MessageError("not_data")
    return body
