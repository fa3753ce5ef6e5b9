"""SVG envelopes: an item of any type inside a picture of it.

Outputs are hostile, so they are not given to an XML parser: a few patterns read up to the end of
the envelope's `<metadata>`, and reject a document type with an internal subset. `wrap` writes what
`read` reads.
"""

import base64
import binascii
import re
from html import escape
from typing import Any

from .jsonio import dumps, loads
from .media_types import SPACES, payload_of, type_name

__all__ = ["NAMESPACE", "box", "read", "wrap"]

NAMESPACE = "urn:backendai:media"
SVG = "http://www.w3.org/2000/svg"

_WHITE = re.escape(SPACES)
_S = f"[{_WHITE}]"
_SKIP = re.compile(r"(?>[^<]+|<!--(?s:.*?)-->|<\?(?s:.*?)\?>|<!DOCTYPE[^>\[]*>)*+")
_TAG = re.compile(
    rf"<([^{_WHITE}/>]+)"
    rf"((?>{_S}+[^{_WHITE}=>]+{_S}*={_S}*(?:\"[^\"<]*\"|'[^'<]*'))*+){_S}*>"
)
_ATTRIBUTE = re.compile(rf"([^{_WHITE}=]+){_S}*={_S}*(?:\"([^\"]*)\"|'([^']*)')")
_CONTENT = re.compile(r"((?>[^<]+|<!\[CDATA\[(?s:.*?)\]\]>)*+)</[^>]+>")
_CDATA = re.compile(r"(<!\[CDATA\[(?s:.*?)\]\]>)")
_END = re.compile(r"</[^>]+>")
_ENTITY = re.compile(r"&(?:#([0-9]+)|#[xX]([0-9a-fA-F]+)|(lt|gt|amp|quot|apos));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_BASE64 = re.compile(r"[A-Za-z0-9+/]*={0,2}")
#: Characters that no XML can contain, not even as references.
_NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class _NoEnvelopeError(Exception):
    pass


def read(svg: str) -> tuple[str, Any, str] | None:
    """Return the inner type, its payload and the SVG without metadata; `None` for other SVG."""
    if NAMESPACE not in svg:
        return None
    try:
        return _Reader(svg).read()
    except (_NoEnvelopeError, ValueError, RecursionError, OverflowError):
        return None


def wrap(type_: str, payload: Any, picture: str) -> str:
    """Return `picture` (SVG text) with an item inside.

    `payload` is the type's payload as in a bundle: text, base64 text, or a JSON value.
    Raises `ValueError` if `picture` is not SVG, or is an envelope already.
    """
    reader = _Reader(picture)
    try:
        position = reader.end_of_root_tag()
    except _NoEnvelopeError:
        raise ValueError("The picture must be an SVG document with a root element") from None
    if read(picture):
        raise ValueError("The picture is an envelope already; envelopes do not nest")
    kind = payload_of(type_) or ("text" if type_.startswith("text/") else "binary")
    is_base64 = kind != "text"
    if kind == "json":
        text = base64.b64encode(dumps(payload).encode()).decode()
    elif kind == "binary" and not _decodable(payload):
        is_base64, text = False, payload
    elif kind == "text" and _NOT_XML.search(payload):
        is_base64, text = True, base64.b64encode(payload.encode(errors="replace")).decode()
    else:
        text = payload
    encoding = ' encoding="base64"' if is_base64 else ""
    item = f'<item xmlns="{NAMESPACE}" type="{escape(type_)}"{encoding}>{escape(text)}</item>'
    namespace = "" if reader.names.get("") == SVG else f' xmlns="{SVG}"'
    metadata = f"<metadata{namespace}>{item}</metadata>"
    return picture[:position] + metadata + picture[position:]


def box(label: str, width: int = 320, height: int = 60) -> str:
    """Return a box with a label as SVG; `width` and `height` are CSS pixels."""
    return (
        f'<svg xmlns="{SVG}" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<rect x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="6" '
        'fill="#f6f7f9" stroke="#9aa3af"/>'
        f'<text x="50%" y="50%" dy="0.35em" text-anchor="middle" font-family="sans-serif" '
        f'font-size="13" fill="#374151">{escape(label)}</text></svg>'
    )


def _decodable(text: str) -> bool:
    try:
        _from_base64(text)
    except ValueError:
        return False
    return True


def _from_base64(text: str) -> bytes:
    """Decode base64 as `atob` does, with optional padding. Raises `ValueError`."""
    if not _BASE64.fullmatch(text):
        raise binascii.Error("not base64")
    bare = text.rstrip("=")
    if len(bare) != len(text) and len(text) % 4:
        raise binascii.Error("wrong padding")
    return base64.b64decode(bare + "=" * (-len(bare) % 4))


def _character(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    return _NAMED[name] if name else chr(int(decimal) if decimal else int(hexadecimal, 16))


def _decode(text: str) -> str:
    return _ENTITY.sub(_character, text)


def _payload(type_: str, *, is_base64: bool, text: str) -> Any:
    kind = payload_of(type_) or ("text" if type_.startswith("text/") else "binary")
    if is_base64:
        text = re.sub(f"{_S}+", "", text)
        content = _from_base64(text)
        if kind != "binary":
            text = content.decode("utf-8")
    return loads(text) if kind == "json" else text


class _Reader:
    def __init__(self, svg: str) -> None:
        self.svg = svg
        self.position = 0
        self.names: dict[str, str] = {}

    def next(self, pattern: re.Pattern[str]) -> re.Match[str]:
        match = pattern.match(self.svg, self.position)
        if not match:
            raise _NoEnvelopeError
        self.position = match.end()
        return match

    def open(self) -> tuple[str | None, str, dict[str, str]]:
        """Read the next start tag: its namespace, local name and attributes."""
        self.next(_SKIP)
        name, rest = self.next(_TAG).groups()
        attributes = {}
        for key, double, single in _ATTRIBUTE.findall(rest):
            attributes[key] = _decode(double or single)
        for key, value in attributes.items():
            if key == "xmlns" or key.startswith("xmlns:"):
                self.names[key[6:]] = value
        prefix, _, local = name.rpartition(":")
        return self.names.get(prefix), local, attributes

    def end_of_root_tag(self) -> int:
        namespace, local, _ = self.open()
        if (namespace, local) != (SVG, "svg"):
            raise _NoEnvelopeError
        return self.position

    def read(self) -> tuple[str, Any, str] | None:
        self.end_of_root_tag()
        self.next(_SKIP)
        start = self.position
        metadata = self.open()
        namespace, local, attributes = self.open()
        if metadata[:2] != (SVG, "metadata") or (namespace, local) != (NAMESPACE, "item"):
            return None
        raw = self.next(_CONTENT).group(1)
        self.next(_SKIP)
        self.next(_END)
        type_ = type_name(attributes.get("type", ""))
        if "/" not in type_ or type_ == "image/svg+xml":
            return None
        text = "".join(
            part[9:-3] if part.startswith("<![CDATA[") else _decode(part)
            for part in _CDATA.split(raw)
        )
        payload = _payload(type_, is_base64=attributes.get("encoding") == "base64", text=text)
        return type_, payload, self.svg[:start] + self.svg[self.position :]
