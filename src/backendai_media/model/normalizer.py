"""Which shape a value has. The rules and their order are those of `docs/normal-form.md`."""

from typing import Any

from .._spec import MAX_NESTING_LEVELS
from ..errors import ItemError
from .backendai import FIELDS, result
from .builtins import exact, plain
from .items import InvalidItem, Item, LogItem, MediaItem, StreamItem, UpdateItem
from .jsonio import loads
from .jupyter import error, input_, output
from .media_types import SPACES, type_name
from .walk import Walk, is_text, is_texts


def normalize(value: Any, *, strict: bool = False) -> list[Item]:
    """Return the items of a value of any accepted shape, in order.

    What is malformed becomes an `InvalidItem` in its own place and stops nothing; with `strict`,
    the first one is raised as an `ItemError`. Content never makes this fail in another way.
    Bytes are taken for payloads of binary types. Python values that JSON does not know become ones
    that it does, so that the items can always be written.
    """
    given = plain(value)
    walk = Walk(given)
    one(walk, given, 1)
    items = _join(walk.items)
    invalid = next((item for item in items if isinstance(item, InvalidItem)), None)
    if strict and invalid:
        raise ItemError(invalid.path, invalid.reason)
    return items


def one(walk: Walk, value: Any, level: int) -> None:
    """Add the items of a plain value."""
    if level > MAX_NESTING_LEVELS:
        walk.invalid("nested too deeply")
    elif _is_pair(value):
        _tuple(walk, value[0], value[1])
    elif isinstance(value, list):
        _each(walk, value, level)
    elif isinstance(value, dict):
        _object(walk, value, level)
    elif isinstance(value, Item):
        _given(walk, value)
    else:
        walk.invalid("expected an item or a list")


def _each(walk: Walk, values: list[Any], level: int) -> None:
    for index, value in enumerate(values):
        walk.inside(index, value, lambda value: one(walk, value, level + 1))


def _object(walk: Walk, value: dict[str, Any], level: int) -> None:
    header = value.get("header")
    message = value.get("msg_type")
    if not is_text(message):
        message = header.get("msg_type") if isinstance(header, dict) else None
    listed = next((key for key in ("cells", "outputs") if isinstance(value.get(key), list)), None)
    if "result" in value:
        if not is_texts(value["result"]):
            walk.inside("result", value["result"], lambda value: one(walk, value, level + 1))
    elif is_text(value.get("output_type")):
        if not output(walk, value["output_type"], value):
            walk.invalid("unknown output type")
    elif is_text(message):
        content = value.get("content")
        if isinstance(content, dict):
            output(walk, message, content)
        else:
            walk.invalid("expected content")
    elif listed:
        walk.inside(listed, value[listed], lambda values: _each(walk, values, level))
    elif not is_text(value.get("cell_type")):
        _other(walk, value, level)


def _other(walk: Walk, value: dict[str, Any], level: int) -> None:
    """Objects that are no container and no Jupyter message."""
    if is_text(value.get("type")) and "data" in value:
        _tuple(walk, value["type"], value["data"], value.get("metadata"))
    elif isinstance(value.get("data"), dict) and "type" not in value:
        output(walk, "display_data", value)
    elif any(key in value for key in FIELDS) or is_text(value.get("status")):
        result(walk, value, lambda part: one(walk, part, level + 1))
    elif value and all("/" in key for key in value):
        walk.media(value)
    else:
        walk.invalid("unknown item shape")


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and is_text(value[0])


def _tuple(walk: Walk, type_: str, payload: Any, metadata: Any = None) -> None:
    """Add a tuple, or an object with `type` and `data`."""
    name = type_name(type_)
    if not name:
        walk.invalid("expected a type name")
    elif name in {"stdout", "stderr"}:
        walk.stream("stderr" if name == "stderr" else "stdout", payload)
    elif name == "log":
        _log(walk, payload)
    elif name in {"error", "input"}:
        if isinstance(payload, dict):
            (error if name == "error" else input_)(walk, payload)
        else:
            walk.invalid("expected an object")
    elif name == "media":
        _media(walk, payload)
    else:
        walk.media({"text/html" if name == "html" else name: payload}, metadata)


def _log(walk: Walk, value: Any) -> None:
    if is_text(value):
        walk.items.append(LogItem("", "", "", value))
    elif isinstance(value, list) and len(value) == 4:
        walk.items.append(LogItem(*map(_log_field, value)))
    else:
        walk.invalid("expected [level, time, logger, message]")


def _log_field(value: Any) -> str | int | float:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if number or is_text(value) else ""


def _media(walk: Walk, value: Any) -> None:
    """Add the payload of a `media` tuple: another tuple, perhaps as JSON text."""
    inner = value
    if is_text(value):
        try:
            inner = plain(loads(value))
        except (ValueError, RecursionError):
            if value.lstrip(SPACES).startswith("<"):
                walk.media({"text/html": value})
                return
    match inner:
        case [str() as type_, data] if is_text(type_) and "/" in type_:
            _tuple(walk, type_, data)
        case {"type": str() as type_, "data": data} if is_text(type_) and "/" in type_:
            _tuple(walk, type_, data, inner.get("metadata"))
        case _:
            walk.invalid("expected [type, data]")


def _given(walk: Walk, item: Item) -> None:
    """Add an item that is one already; its payloads are checked like any other's."""
    walk.raw = fields = plain({name: getattr(item, name) for name in item.__struct_fields__})
    match item:
        case StreamItem(name=name):
            walk.stream(name, fields["text"])
        case MediaItem() | UpdateItem():
            display = {**fields, "transient": {"display_id": fields["display_id"]}}
            update = isinstance(item, UpdateItem)
            output(walk, "update_display_data" if update else "display_data", display)
        case InvalidItem(path=place, reason=reason):
            walk.items.append(InvalidItem(str(place), str(reason), exact(fields["raw"])))
        case _:
            walk.items.append(type(item)(**exact(fields)))


def _join(items: list[Item]) -> list[Item]:
    """Make consecutive stream items of one name one."""
    joined: list[Item] = []
    texts: list[str] = []
    for item in [*items, None]:
        last = joined[-1] if joined else None
        if isinstance(last, StreamItem):
            if isinstance(item, StreamItem) and item.name == last.name:
                texts.append(item.text)
                continue
            if len(texts) > 1:
                joined[-1] = StreamItem(last.name, "".join(texts))
        if item is not None:
            joined.append(item)
            texts = [item.text] if isinstance(item, StreamItem) else []
    return joined
