"""Raster images and SVG as `<img>`, in which scripts are inert."""

from __future__ import annotations

import base64
import binascii
import math
import re
from typing import Any
from urllib.parse import unquote, unquote_to_bytes

from .._spec import SVG_MAX_COMMENTS
from ..model.jsonio import dumps
from ..model.media_types import SPACES
from .context import Context, MessageError
from .markup import element
from .notice import encode_data

__all__ = ["as_svg", "attachment", "image", "light_address"]

_ADDRESS = re.compile("(https?|blob|data):", re.IGNORECASE)
#: An SVG in a data URL, which is read as text first.
_SVG_ADDRESS = re.compile(r"data:image/svg[^,]*?(;\s*base64\s*)?,", re.IGNORECASE)
_PICTURE = re.compile(r"image/[\w.+-]+", re.ASCII)
_BASE64 = re.compile("[A-Za-z0-9+/=_-]+")
_COMMENT = re.compile(r"<!--[\s\S]*?(?:-->|\Z)|<\?[\s\S]*?(?:\?>|\Z)")
#: What a bundle's text says of its picture, in characters at most.
MAX_SAID = 400
#: The name of a class, perhaps with its module's.
_CLASS = re.compile(r"[A-Za-z0-9_.]*\b[A-Z]\w*", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?", re.IGNORECASE)
#: The tag of a root without a prefix, and its text up to the next tag.
_ROOT = re.compile(r"<svg(?=[\s/>])([^<]*)")
_NAMESPACE = '<svg xmlns="http://www.w3.org/2000/svg"'


def image(type_: str, data: Any, context: Context) -> str:
    """Return the element that `browser/src/renderers/image/index.ts` creates."""
    if not isinstance(data, str):
        raise MessageError("broken_image")
    address = _address(type_, data.strip(SPACES), context)
    said = _said(str(context.bundle.get("text/plain", "")).strip(SPACES))
    alt = context.metadata.get("alt") or said or context.translate("image")
    return element(
        "img",
        role="button",
        tabindex="0",
        alt=alt if isinstance(alt, str) else dumps(alt),
        width=_pixels(context.metadata.get("width")),
        height=_pixels(context.metadata.get("height")),
        loading="lazy" if context.is_far or not address.startswith("data:") else None,
        src=address,
    )


def _said(text: str) -> str:
    """Return what a bundle's text says of its picture; nothing where it only names an object."""
    name, opening, _ = text.partition("(")
    is_call = opening and text[-1] == ")" and _CLASS.fullmatch(name)
    return "" if is_call or (text[:1] == "<" and text[-1] == ">") else text[:MAX_SAID]


def _address(type_: str, text: str, context: Context) -> str:
    if "svg" in type_:
        svg = as_svg(text)
        if svg is not None or not _ADDRESS.match(text):
            named = _without_comments(_named(text if svg is None else svg))
            return f"data:{type_},{context.placeholders.stash(encode_data(named))}"
    if _ADDRESS.match(text):
        return light_address(text)
    if context.save:
        try:
            content = base64.b64decode(text, validate=False)
        except (binascii.Error, ValueError):
            raise MessageError("broken_image") from None
        if kept := context.save(content, type_):
            return kept
    return f"data:{type_};base64,{context.placeholders.stash_value(text)}"


def attachment(name: str, context: Context) -> str | None:
    """Return the address of a picture that is attached to a Markdown cell, if there is one."""
    attached, known = context.attachments, context.attached
    if not isinstance(attached, dict):
        return None
    if name not in attached:
        name = unquote(name)
    if name not in known:
        known[name] = _attached(attached.get(name))
        context.meter.grant(len(known[name]))
    is_shown = known[name] and context.meter.write(len(known[name]), "left_out_repeated")
    return context.placeholders.stash(known[name]) if is_shown else None


def _attached(bundle: Any) -> str:
    """Return the address of a picture, or `""`."""
    for type_, data in bundle.items() if isinstance(bundle, dict) else ():
        if not _PICTURE.fullmatch(type_) or not isinstance(data, str):
            continue
        if "<" in data:
            return f"data:{type_},{encode_data(_without_comments(data))}"
        if _BASE64.fullmatch(content := "".join(data.split())):
            return light_address(f"data:{type_};base64,{content}")
    return ""


def light_address(address: str) -> str:
    """Return an address; that of an SVG with very many comments becomes one without them."""
    svg = as_svg(address)
    if svg is None or (light := _without_comments(svg)) == svg:
        return address
    return f"data:image/svg+xml,{encode_data(light)}"


def as_svg(address: str) -> str | None:
    """Return the SVG in a data URL; `None` for another text, and for base64 that is damaged.

    Browsers end the data at `#`; here it is text, as in `fill="#fa0"`.
    """
    found = _SVG_ADDRESS.match(address)
    if found is None:
        return None
    content = unquote_to_bytes(address[found.end() :])
    if found[1]:
        try:
            content = base64.b64decode(content)
        except (binascii.Error, ValueError):
            return None
    return content.decode(errors="replace")


def _named(svg: str) -> str:
    """Return an SVG whose root has a namespace, without which it is no picture."""
    root = _ROOT.search(svg)
    if root is None or "xmlns=" in root[1]:
        return svg
    return f"{svg[: root.start()]}{_NAMESPACE}{svg[root.start() + 4 :]}"


def _without_comments(svg: str) -> str:
    """Return an SVG without its comments and processing instructions if they are very many."""
    count = svg.count("<!--") + svg.count("<?")
    return _COMMENT.sub("", svg) if count > SVG_MAX_COMMENTS else svg


def _pixels(value: Any) -> int | None:
    """Return a length in whole pixels, as an image element parses it; `None` if there is none."""
    if isinstance(value, str):
        found = _NUMBER.fullmatch(value.strip(SPACES))
        value = float(found.group()) if found else 0
    if not isinstance(value, int | float) or not math.isfinite(value) or not value > 0:
        return None
    whole = int(value) % 2**32
    return whole if whole < 2**31 else 0
