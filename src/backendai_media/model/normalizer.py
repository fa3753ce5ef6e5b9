"""`normalize`: recognises the shape of a value, by the rules of `docs/normal-form.md`."""

from collections.abc import Callable
from typing import Any

from msgspec import structs

from .._spec import MAX_NESTING_LEVELS
from ..errors import ItemError
from . import platforms
from .backendai import is_result, read_result
from .items import CommItem, InvalidItem, Item, LogItem, StreamItem, continues, to_builtins
from .jsonio import loads
from .jupyter import read_error, read_input, read_output, read_reply
from .kept import read_kept
from .media_types import SPACES, type_name
from .normalize_context import NormalizeContext, dict_or_empty, is_text, is_texts, log_field
from .plain_values import to_plain
from .widgets import COMMS, SAVED, VIEW, OutputWidgets, view_of


def normalize(value: Any, *, strict: bool = False) -> list[Item]:
    """Return the items of a value in any accepted shape, in order.

    A malformed part becomes an `InvalidItem` in its place; with `strict`, the first one is raised
    as an `ItemError` instead. Nothing else is raised, whatever the content. Bytes are payloads of
    binary types. Python values without a counterpart in JSON are converted, so that the items can
    always be serialised.
    """
    items = read(value, OutputWidgets())
    invalid = next((item for item in items if isinstance(item, InvalidItem)), None)
    if strict and invalid:
        raise ItemError(invalid.path, invalid.reason)
    return items


def read(value: Any, widgets: OutputWidgets) -> list[Item]:
    """Return the items of a value in a document whose widgets are known."""
    given = to_plain(value)
    context = NormalizeContext(given, widgets, owner=widgets.owner())
    add_value(context, given, 1)
    return _join(context.items)


def read_saved(metadata: Any, widgets: OutputWidgets) -> list[Item]:
    """Return what opens the widgets that were saved with a notebook, and fills Output widgets."""
    return read({"outputs": [], "metadata": metadata}, widgets)


#: What reads shapes of the program's own, by name.
_acceptors: dict[str, Callable[[Any], Any]] = {}


def accept(name: str, acceptor: Callable[[Any], Any] | None) -> None:
    """Have `normalize`, `render` and `display` read JSON of a shape of your own.

    `acceptor` gets a plain value and returns its items, in any shape that `normalize` takes, or
    `None` if the value is not one of its own. It is asked before all built-in rules, for every
    value and every element of a list. `None` in its place forgets what was given for the name.
    What it raises becomes an `InvalidItem` that says so.
    """
    _acceptors.pop(name, None)
    if acceptor:
        _acceptors[name] = acceptor


def _add_accepted(context: NormalizeContext, value: Any, level: int) -> bool:
    """Add the items of a value of one's own shape; `False` for others."""
    for name, acceptor in list(_acceptors.items()):
        try:
            items = acceptor(value)
        except Exception as error:  # noqa: BLE001 - it is not ours
            context.invalid(f"{name}: {type(error).__name__}: {error}")
            return True
        if items is not None:
            add_value(context, to_plain(items), level + 1)
            return True
    return False


def add_value(context: NormalizeContext, value: Any, level: int) -> None:
    """Add the items of a plain value."""
    if level > MAX_NESTING_LEVELS:
        context.invalid("nested too deeply")
    elif _acceptors and _add_accepted(context, value, level):
        return
    elif _is_pair(value):
        _tuple(context, value[0], value[1])
    elif isinstance(value, list):
        _each(context, value, level)
    elif isinstance(value, dict):
        _object(context, value, level)
    elif isinstance(value, Item):
        _add_item(context, value, lambda part: add_value(context, part, level + 1))
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

    def below(part: Any) -> None:
        add_value(context, part, level + 1)

    if is_text(value.get("kind")) and (
        read_kept(context, value) or context.widgets.read_item(context, value, below)
    ):
        return
    if is_text(value.get("output_type")):
        if (made := platforms.old_output(value)) is not None:
            context.made(made, below)
        elif not _output(context, value["output_type"], value, below):
            context.invalid("unknown output type")
    elif is_text(message):
        _message(context, message, value, below)
    elif (made := platforms.translate(value)) is not None:
        context.made(made, below)
    else:
        _container(context, value, level, below)


def _container(
    context: NormalizeContext, value: dict[str, Any], level: int, read: Callable[[Any], None]
) -> None:
    listed = next((key for key in ("cells", "outputs") if isinstance(value.get(key), list)), None)
    if "result" in value:
        if not is_texts(value["result"]):
            context.descend("result", value["result"], read)
    elif listed:
        context.made(value.get("metadata"), lambda part: _saved(context, part, read))
        context.descend(listed, value[listed], lambda values: _each(context, values, level))
    elif not is_text(value.get("cell_type")):
        _other(context, value, read)


def _saved(context: NormalizeContext, metadata: Any, read: Callable[[Any], None]) -> None:
    """Take over the widgets that were saved in a notebook's metadata."""
    widgets = dict_or_empty(dict_or_empty(metadata).get("widgets"))
    context.widgets.read_saved(context, widgets.get(SAVED), read)


def _message(
    context: NormalizeContext, type_: str, message: dict[str, Any], read: Callable[[Any], None]
) -> None:
    content = message.get("content")
    if not isinstance(content, dict):
        context.invalid("expected content")
        return
    outer, context.owner = context.owner, context.widgets.owner(message)
    if type_ == "execute_reply":
        read_reply(context, content)
    elif type_ in COMMS:
        context.widgets.read_comm(context, type_, message, read)
        outer = context.widgets.owner()
    else:
        _output(context, type_, content, read)
    context.owner = outer


def _output(
    context: NormalizeContext, type_: str, content: dict[str, Any], read: Callable[[Any], None]
) -> bool:
    """Add an output, and what the Output widgets in it show; `False` for unknown types."""
    data = content.get("data")
    if isinstance(data, dict) and SAVED in data:
        context.widgets.read_saved(context, data[SAVED], read, beside=True)
        if len(data) == 1:  # alone it shows nothing
            return True
    view = view_of(data)
    if view is None or type_ == "update_display_data":
        return read_output(context, type_, content)
    is_known = context.widgets.is_output(view) or read_output(context, type_, content)
    context.widgets.show(context, view)
    return is_known


def _other(context: NormalizeContext, value: dict[str, Any], read: Callable[[Any], None]) -> None:
    """Add an object that is neither a container nor a Jupyter message."""
    if is_text(value.get("type")) and "data" in value:
        _tuple(context, value["type"], value["data"], value.get("metadata"))
    elif isinstance(value.get("data"), dict) and "type" not in value:
        _output(context, "display_data", value, read)
    elif VIEW in value or SAVED in value:
        _output(context, "display_data", {"data": value}, read)
    elif is_result(value):
        read_result(context, value, read)
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
        context.add(LogItem("", "", "", value))
    elif isinstance(value, list) and len(value) == 4:
        context.add(LogItem(*map(log_field, value)))
    else:
        context.invalid("expected [level, time, logger, message]")


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


def _add_item(context: NormalizeContext, item: Item, read: Callable[[Any], None]) -> None:
    """Add what is an item already."""
    names = (name for name in item.__struct_fields__ if name != "widget" or item.widget)
    context.raw = fields = to_plain(
        to_builtins([item])[0]
        if isinstance(item, CommItem)
        else {name: getattr(item, name) for name in names}
    )
    kept = {**fields, "kind": item.__struct_config__.tag}
    if not read_kept(context, kept):
        context.widgets.read_item(context, kept, read)


def _join(items: list[Item]) -> list[Item]:
    """Join consecutive stream items of the same name."""
    joined: list[Item] = []
    texts: list[str] = []
    for item in [*items, None]:
        last = joined[-1] if joined else None
        if isinstance(last, StreamItem):
            if continues(item, last):
                texts.append(item.text)
                continue
            if len(texts) > 1:
                joined[-1] = structs.replace(last, text="".join(texts))
        if item is not None:
            joined.append(item)
            texts = [item.text] if isinstance(item, StreamItem) else []
    return joined
