"""Which shape a value has. The rules and their order are those of `docs/normal-form.md`."""

from typing import Any

from ..errors import ItemError
from ..jsontext import loads
from ..mime import SPACES, payload_of, type_name
from .backendai import FIELDS, result
from .jupyter import output
from .plain import exact, plain
from .records import InvalidItem, Item, LogItem, MediaItem, StreamItem, UpdateItem
from .walk import Path, Walk, checked, is_text, is_texts

#: Values within values, at most.
MAX_LEVELS = 16


def normalize(value: Any, *, strict: bool = False) -> list[Item]:
    """Return the items of a value of any accepted shape, in order.

    What is malformed becomes an `InvalidItem` in its own place and stops nothing; with `strict`,
    the first one is raised as an `ItemError`. Content never makes this fail in another way.
    Bytes are taken for payloads of binary types. Python values that JSON does not know become ones
    that it does, so that the items can always be written.
    """
    walk = Walk()
    one(walk, plain(value), Path(), 1)
    items = _join(walk.items)
    invalid = next((item for item in items if isinstance(item, InvalidItem)), None)
    if strict and invalid:
        raise ItemError(invalid.path, invalid.reason)
    return items


def one(walk: Walk, value: Any, path: Path, level: int) -> None:
    """Add the items of a plain value."""
    if level > MAX_LEVELS:
        walk.invalid(path, "nested too deeply", value)
    elif _is_pair(value):
        _tuple(walk, value, path, (0, 1))
    elif isinstance(value, list):
        _each(walk, value, path, level)
    elif isinstance(value, dict):
        _object(walk, value, path, level)
    elif isinstance(value, Item):
        _given(walk, value, path)
    else:
        walk.invalid(path, "expected an item or a list", value)


def _each(walk: Walk, values: list[Any], path: Path, level: int) -> None:
    for index, value in enumerate(values):
        one(walk, value, path / index, level + 1)


def _object(walk: Walk, value: dict[str, Any], path: Path, level: int) -> None:
    header = value.get("header")
    message = value.get("msg_type")
    if not is_text(message):
        message = header.get("msg_type") if isinstance(header, dict) else None
    listed = next((key for key in ("cells", "outputs") if isinstance(value.get(key), list)), None)
    if "result" in value:
        if not is_texts(value["result"]):
            one(walk, value["result"], path / "result", level + 1)
    elif is_text(value.get("output_type")):
        if not output(walk, value["output_type"], value, path):
            walk.invalid(path, "unknown output type", value)
    elif is_text(message):
        content = value.get("content")
        if isinstance(content, dict):
            output(walk, message, content, path / "content")
        else:
            walk.invalid(path / "content", "expected content", content)
    elif listed:
        _each(walk, value[listed], path / listed, level)
    elif not is_text(value.get("cell_type")):
        _other(walk, value, path, level)


def _other(walk: Walk, value: dict[str, Any], path: Path, level: int) -> None:
    """Objects that are no container and no Jupyter message."""
    if is_text(value.get("type")) and "data" in value:
        _tuple(walk, value, path, ("type", "data"))
    elif isinstance(value.get("data"), dict) and "type" not in value:
        output(walk, "display_data", value, path)
    elif any(key in value for key in FIELDS) or is_text(value.get("status")):
        result(walk, value, path, lambda part, place: one(walk, part, place, level + 1))
    elif value and all("/" in key for key in value):
        walk.media(value, {}, path)
    else:
        walk.invalid(path, "unknown item shape", value)


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and is_text(value[0])


def _tuple(walk: Walk, value: Any, path: Path, keys: tuple[Any, Any]) -> None:
    """Add a tuple, or an object with `type` and `data`; `keys` are where these two are."""
    type_, payload = value[keys[0]], value[keys[1]]
    metadata = value.get("metadata") if isinstance(value, dict) else None
    place = path / keys[1]
    name = type_name(type_)
    if not name:
        walk.invalid(path / keys[0], "expected a type name", type_)
    elif name in {"stdout", "stderr"}:
        walk.stream("stderr" if name == "stderr" else "stdout", payload, place)
    elif name == "log":
        _log(walk, payload, place)
    elif name == "media":
        _media(walk, payload, place)
    else:
        _typed(walk, "text/html" if name == "html" else name, payload, metadata, place)


def _typed(walk: Walk, name: str, payload: Any, metadata: Any, path: Path) -> None:
    """Add media of one type (lowered); `path` is that of the payload."""
    if _fits(name, payload):
        walk.media({name: payload}, metadata, path)
    else:
        walk.invalid(path, "expected text", payload)


def _fits(name: str, payload: Any) -> bool:
    return payload_of(name) not in {"text", "binary"} or checked(name, payload) is not None


def _log(walk: Walk, value: Any, path: Path) -> None:
    if is_text(value):
        walk.items.append(LogItem("", "", "", value))
    elif isinstance(value, list) and len(value) == 4:
        walk.items.append(LogItem(*map(_log_field, value)))
    else:
        walk.invalid(path, "expected [level, time, logger, message]", value)


def _log_field(value: Any) -> str | int | float:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if number or is_text(value) else ""


def _media(walk: Walk, value: Any, path: Path) -> None:
    """Add the payload of a `media` tuple: another tuple, perhaps as JSON text."""
    inner = value
    if is_text(value):
        try:
            inner = plain(loads(value))
        except (ValueError, RecursionError):
            if value.lstrip(SPACES).startswith("<"):
                _typed(walk, "text/html", value, None, path)
                return
    keys: tuple[Any, Any] | None = (0, 1) if _is_pair(inner) else None
    if isinstance(inner, dict) and is_text(inner.get("type")) and "data" in inner:
        keys = ("type", "data")
    if keys is None or "/" not in inner[keys[0]]:
        walk.invalid(path, "expected [type, data]", value)
    elif inner is value:
        _tuple(walk, inner, path, keys)
    else:
        # No path leads into JSON text, so what is wrong in it is said of all of it.
        within = Walk()
        _tuple(within, inner, path, keys)
        for item in within.items:
            if isinstance(item, InvalidItem):
                walk.invalid(path, item.reason, value)
            else:
                walk.items.append(item)


def _given(walk: Walk, item: Item, path: Path) -> None:
    """Add an item that is one already; its payloads are checked like any other's."""
    match item:
        case StreamItem(name=name, text=text):
            walk.stream(name, plain(text), path / "text")
        case MediaItem(data=data, metadata=metadata, display_id=identity):
            content = plain({"data": data, "metadata": metadata, "display_id": identity})
            display = {**content, "transient": {"display_id": content["display_id"]}}
            output(walk, "display_data", display, path)
        case UpdateItem(data=data, metadata=metadata, display_id=identity):
            content = plain({"data": data, "metadata": metadata, "display_id": identity})
            display = {**content, "transient": {"display_id": content["display_id"]}}
            output(walk, "update_display_data", display, path)
        case InvalidItem(path=place, reason=reason, raw=raw):
            walk.items.append(InvalidItem(str(place), str(reason), exact(plain(raw))))
        case _:
            fields = {name: exact(plain(getattr(item, name))) for name in item.__struct_fields__}
            walk.items.append(type(item)(**fields))


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
