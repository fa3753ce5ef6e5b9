"""`normalize`: recognises the shape of a value, by the rules of `docs/normal-form.md`."""

from typing import Any

from .._spec import MAX_NESTING_LEVELS
from ..errors import ItemError
from .backendai import FIELDS, read_result
from .items import InvalidItem, Item, LogItem, MediaItem, StreamItem, UpdateItem
from .jsonio import loads
from .jupyter import read_error, read_input, read_output
from .media_types import SPACES, type_name
from .normalize_context import NormalizeContext, is_text, is_texts
from .plain_values import strip_markers, to_plain


def normalize(value: Any, *, strict: bool = False) -> list[Item]:
    """Return the items of a value in any accepted shape, in order.

    A malformed part becomes an `InvalidItem` in its place; with `strict`, the first one is raised
    as an `ItemError` instead. Nothing else is raised, whatever the content. Bytes are payloads of
    binary types. Python values without a counterpart in JSON are converted, so that the items can
    always be serialised.
    """
    given = to_plain(value)
    context = NormalizeContext(given)
    add_value(context, given, 1)
    items = _join(context.items)
    invalid = next((item for item in items if isinstance(item, InvalidItem)), None)
    if strict and invalid:
        raise ItemError(invalid.path, invalid.reason)
    return items


def add_value(context: NormalizeContext, value: Any, level: int) -> None:
    """Add the items of a plain value."""
    if level > MAX_NESTING_LEVELS:
        context.invalid("nested too deeply")
    elif _is_pair(value):
        _tuple(context, value[0], value[1])
    elif isinstance(value, list):
        _each(context, value, level)
    elif isinstance(value, dict):
        _object(context, value, level)
    elif isinstance(value, Item):
        _add_item(context, value)
    else:
        context.invalid("expected an item or a list")


def _each(context: NormalizeContext, values: list[Any], level: int) -> None:
    for index, value in enumerate(values):
        context.descend(index, value, lambda value: add_value(context, value, level + 1))


def _object(context: NormalizeContext, value: dict[str, Any], level: int) -> None:
    header = value.get("header")
    message = value.get("msg_type")
    if not is_text(message):
        message = header.get("msg_type") if isinstance(header, dict) else None
    listed = next((key for key in ("cells", "outputs") if isinstance(value.get(key), list)), None)
    if "result" in value:
        if not is_texts(value["result"]):
            context.descend(
                "result", value["result"], lambda value: add_value(context, value, level + 1)
            )
    elif is_text(value.get("output_type")):
        if not read_output(context, value["output_type"], value):
            context.invalid("unknown output type")
    elif is_text(message):
        content = value.get("content")
        if isinstance(content, dict):
            read_output(context, message, content)
        else:
            context.invalid("expected content")
    elif listed:
        context.descend(listed, value[listed], lambda values: _each(context, values, level))
    elif not is_text(value.get("cell_type")):
        _other(context, value, level)


def _other(context: NormalizeContext, value: dict[str, Any], level: int) -> None:
    """Add an object that is neither a container nor a Jupyter message."""
    if is_text(value.get("type")) and "data" in value:
        _tuple(context, value["type"], value["data"], value.get("metadata"))
    elif isinstance(value.get("data"), dict) and "type" not in value:
        read_output(context, "display_data", value)
    elif any(key in value for key in FIELDS) or is_text(value.get("status")):
        read_result(context, value, lambda part: add_value(context, part, level + 1))
    elif value and all("/" in key for key in value):
        context.media(value)
    else:
        context.invalid("unknown item shape")


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and is_text(value[0])


def _tuple(context: NormalizeContext, type_: str, payload: Any, metadata: Any = None) -> None:
    """Add a tuple, or an object with `type` and `data`."""
    name = type_name(type_)
    if not name:
        context.invalid("expected a type name")
    elif name in {"stdout", "stderr"}:
        context.stream("stderr" if name == "stderr" else "stdout", payload)
    elif name == "log":
        _log(context, payload)
    elif name in {"error", "input"}:
        if isinstance(payload, dict):
            (read_error if name == "error" else read_input)(context, payload)
        else:
            context.invalid("expected an object")
    elif name == "media":
        _media(context, payload)
    else:
        context.media({"text/html" if name == "html" else name: payload}, metadata)


def _log(context: NormalizeContext, value: Any) -> None:
    if is_text(value):
        context.items.append(LogItem("", "", "", value))
    elif isinstance(value, list) and len(value) == 4:
        context.items.append(LogItem(*map(_log_field, value)))
    else:
        context.invalid("expected [level, time, logger, message]")


def _log_field(value: Any) -> str | int | float:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if number or is_text(value) else ""


def _media(context: NormalizeContext, value: Any) -> None:
    """Add the payload of a `media` tuple: another tuple, possibly as JSON text."""
    inner = value
    if is_text(value):
        try:
            inner = to_plain(loads(value))
        except (ValueError, RecursionError):
            if value.lstrip(SPACES).startswith("<"):
                context.media({"text/html": value})
                return
    match inner:
        case [str() as type_, data] if is_text(type_) and "/" in type_:
            _tuple(context, type_, data)
        case {"type": str() as type_, "data": data} if is_text(type_) and "/" in type_:
            _tuple(context, type_, data, inner.get("metadata"))
        case _:
            context.invalid("expected [type, data]")


def _add_item(context: NormalizeContext, item: Item) -> None:
    """Add what is an item already; its payloads are checked like all others."""
    context.raw = fields = to_plain({name: getattr(item, name) for name in item.__struct_fields__})
    match item:
        case StreamItem(name=name):
            context.stream(name, fields["text"])
        case MediaItem() | UpdateItem():
            display = {**fields, "transient": {"display_id": fields["display_id"]}}
            update = isinstance(item, UpdateItem)
            read_output(context, "update_display_data" if update else "display_data", display)
        case InvalidItem(path=place, reason=reason):
            context.items.append(InvalidItem(str(place), str(reason), strip_markers(fields["raw"])))
        case _:
            context.items.append(type(item)(**strip_markers(fields)))


def _join(items: list[Item]) -> list[Item]:
    """Join consecutive stream items of the same name."""
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
