"""How items leave a kernel: by a sink, the hook, IPython or the standard output.

An item goes to the first of these that exists: a sink set by the caller, the hook of Backend.AI's
kernels `builtins._sorna_emit`, IPython's display, the standard output as text. Kernels that forward
images only get other types inside an SVG envelope. They are recognised by `BACKENDAI_KERNEL_ID`,
which Backend.AI sets; `BACKENDAI_MEDIA_ENVELOPE=0` or `1` overrides that.
"""

import builtins
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

from .model import (
    ClearItem,
    ErrorItem,
    InputItem,
    Item,
    LogItem,
    MediaItem,
    StreamItem,
    UpdateItem,
    media_types,
    normalize,
    svg_envelope,
)

__all__ = ["Picture", "Record", "Sink", "emit", "images_only", "offer", "set_sink", "sink"]

Sink = Callable[[Item], object]
#: SVG text, or a function that returns it, called only if it is needed.
Picture = str | Callable[[], str]


class Record(NamedTuple):
    """What the hook of Backend.AI's kernels takes."""

    type: str
    data: Any


_WIDGET = "application/vnd.jupyter.widget-view+json"
_FORWARDED = ("image/png", "image/jpeg", "image/svg+xml")
_default: Sink | None = None
_current: ContextVar[Sink | None] = ContextVar("backendai_media_sink", default=None)


def set_sink(target: Sink | None) -> None:
    """Send all items of this process to `target` from now on; `None` restores the default."""
    global _default  # noqa: PLW0603 - the process has one
    _default = target


@contextmanager
def sink(target: Sink) -> Iterator[None]:
    """Send the items of this block, in this thread or task, to `target`."""
    token = _current.set(target)
    try:
        yield
    finally:
        _current.reset(token)


def emit(value: Any, *, picture: Picture | None = None) -> None:
    """Send a value in any shape that `normalize` accepts.

    `picture` is SVG text for viewers that do not know the type, or a function that returns it,
    called only if it is needed. Raises `ItemError` if the value is malformed, `ValueError` if the
    picture is not SVG.
    """
    for item in normalize(value, strict=True):
        target = _current.get() or _default
        if target:
            target(_with_picture(item, picture))
        elif isinstance(item, MediaItem | UpdateItem):
            _emit_media(item, picture)
        else:
            _emit_other(item)


def offer(data: dict[str, Any]) -> dict[str, Any]:
    """Return a mimebundle for `_repr_mimebundle_`, as the present kernel forwards it.

    Its payloads are those of the normal form.
    """
    if not images_only() or getattr(builtins, "_sorna_emit", None):
        return data
    return data if _best(data) == "text/plain" else _image_bundle(data, None)


def images_only() -> bool:
    """Whether the present kernel forwards images only."""
    setting = os.environ.get("BACKENDAI_MEDIA_ENVELOPE")
    return setting == "1" if setting else "BACKENDAI_KERNEL_ID" in os.environ


def _emit_media(item: MediaItem | UpdateItem, picture: Picture | None) -> None:
    hook = getattr(builtins, "_sorna_emit", None)
    shell = _shell()
    if hook:
        hook(_record(item.data))
        return
    if shell and not images_only():
        shown = _with_picture(item, picture)
        _publish(shell, item, _with_text(shown.data), item.metadata)
    elif shell and _best(item.data) != "text/plain":
        _publish(shell, item, _image_bundle(item.data, picture), item.metadata)
    else:
        print(_text(item.data))


def _emit_other(item: Item) -> None:
    match item:
        case StreamItem(name=name, text=text):
            (sys.stderr if name == "stderr" else sys.stdout).write(text)
        case ErrorItem(name=name, message=message, traceback=traceback):
            print("\n".join(traceback) or f"{name}: {message}", file=sys.stderr)
        case LogItem():
            fields = (item.level, item.time, item.logger, item.message)
            print(*(one for one in fields if one != ""), file=sys.stderr)
        case ClearItem(wait=wait):
            if shell := _shell():
                shell.display_pub.clear_output(wait)
        case InputItem(prompt=prompt):
            sys.stdout.write(prompt)


def _shell() -> Any:
    """Return IPython's shell, if this process runs one."""
    module = sys.modules.get("IPython")
    return module.get_ipython() if module else None


def _publish(
    shell: Any, item: MediaItem | UpdateItem, data: dict[str, Any], metadata: dict[str, Any]
) -> None:
    transient = {"display_id": item.display_id} if item.display_id is not None else {}
    update = isinstance(item, UpdateItem)
    shell.display_pub.publish(data=data, metadata=metadata, transient=transient, update=update)


def _with_picture(item: Item, picture: Picture | None) -> Any:
    """Return the item with the picture added, unless it has one."""
    if not picture or not isinstance(item, MediaItem | UpdateItem):
        return item
    if "image/svg+xml" in item.data:
        return item
    data = {**item.data, "image/svg+xml": _resolved(picture)}
    if isinstance(item, UpdateItem):
        return UpdateItem(item.display_id, data, item.metadata)
    return MediaItem(data, item.metadata, item.display_id)


def _resolved(picture: Picture | None) -> str | None:
    return picture() if callable(picture) else picture


def _best(data: dict[str, Any]) -> str:
    """Return the type of a bundle that is shown first: unknown ones, then the table's order."""
    return min(data, key=media_types.rank_of)


def _image_bundle(data: dict[str, Any], picture: Picture | None) -> dict[str, Any]:
    """Return a bundle that a kernel which forwards images only will forward."""
    best = _best(data)
    if best in _FORWARDED:
        return {best: data[best], "text/plain": _text(data)}
    drawn = _resolved(picture) or data.get("image/svg+xml")
    if not drawn:
        from . import previews

        drawn = previews.preview_svg(data, best)
    # A live widget is nothing without messages of its kernel, which forwards none.
    picture = drawn if best == _WIDGET else svg_envelope.wrap(best, data[best], drawn)
    return {"image/svg+xml": picture, "text/plain": _text(data)}


def _with_text(data: dict[str, Any]) -> dict[str, Any]:
    return data if "text/plain" in data else {**data, "text/plain": _text(data)}


def _text(data: dict[str, Any]) -> str:
    return str(data.get("text/plain", f"<{_best(data)}>"))


def _record(data: dict[str, Any]) -> Record:
    best = _best(data)
    payload = data[best]
    raw = isinstance(payload, str) and ":" not in payload[:64]
    if best.startswith("image/") and best != "image/svg+xml" and raw:
        payload = f"data:{best};base64,{payload}"  # old front ends accept only a URL
    return Record(best, payload)
