"""State of one `normalize` call: the position in the input, and the items so far."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, TypeGuard

from msgspec import structs

from .._spec import BUNDLE_MAX_TYPES, NORMALIZE_MAX_INVALID
from .items import InvalidItem, Item, MediaItem, StreamItem
from .media_types import payload_of, type_name
from .plain_values import Base64, strip_markers, to_plain
from .svg_envelope import read as read_envelope

if TYPE_CHECKING:
    from .widgets import OutputWidgets


def is_text(value: Any) -> TypeGuard[str]:
    """Whether a plain value is text; converted bytes are not."""
    return isinstance(value, str) and not isinstance(value, Base64)


def is_texts(value: Any) -> TypeGuard[list[str]]:
    """Whether a plain value is a list of texts."""
    return isinstance(value, list) and all(map(is_text, value))


def join_lines(value: Any) -> Any:
    """Join text given as a list of lines; return anything else unchanged."""
    return "".join(value) if is_texts(value) else value


def text_or_empty(value: Any) -> str:
    """Return text, or `""` for anything else."""
    return value if is_text(value) else ""


def log_field(value: Any) -> str | int | float:
    """Return text or a number, or `""` for anything else."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if number or is_text(value) else ""


def dict_or_empty(value: Any) -> dict[str, Any]:
    """Return an object, or `{}` for anything else."""
    return strip_markers(value) if isinstance(value, dict) else {}


@dataclass
class NormalizeContext:
    """Collects items, and keeps track of the value that is being read."""

    raw: Any
    widgets: "OutputWidgets"
    keys: list[str | int] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    #: The Output widget that what is being read is part of.
    owner: str | None = None
    #: Whether what is being read was made of the value at `keys`, so that it has no paths.
    is_made: bool = False
    #: The value that an item showed last, and how.
    _shown: tuple[Any, Any] | None = None
    _invalid: int = 0

    def add(self, item: Item) -> None:
        """Add an item, to the widget whose content is being read."""
        self.items.append(structs.replace(item, widget=self.owner) if self.owner else item)

    def into(self, owner: str | None, value: Any, read: Callable[[Any], None]) -> None:
        """Read content of an Output widget, which was made of the value that is being read."""
        outer, self.owner = self.owner, owner
        self.made(value, read)
        self.owner = outer

    def descend(self, key: str | int, part: Any, read: Callable[[Any], None]) -> None:
        """Read a part of the value, at `key`."""
        if self.is_made:
            read(part)
            return
        self.keys.append(key)
        self.raw = part
        read(part)
        self.keys.pop()

    def made(self, value: Any, read: Callable[[Any], None]) -> None:
        """Read what was made of the value that is being read."""
        outer, self.is_made = self.is_made, True
        read(value)
        self.is_made = outer

    def invalid(self, reason: str) -> None:
        """Add an `InvalidItem` for the value that is being read, if there are not too many."""
        self._invalid += 1
        if self._invalid > NORMALIZE_MAX_INVALID:
            return
        steps = (f".{key}" if isinstance(key, str) else f"[{key}]" for key in self.keys)
        # Of parts that were made of one value it is the same.
        if self._shown is None or self._shown[0] is not self.raw:
            self._shown = self.raw, strip_markers(self.raw)
        self.add(InvalidItem("$" + "".join(steps), reason, self._shown[1]))

    def stream(self, name: Literal["stdout", "stderr"], value: Any) -> None:
        """Add a stream of multi-line text."""
        text = join_lines(value)
        if is_text(text):
            self.add(StreamItem(name, text))
        else:
            self.invalid("expected text")

    def media(self, data: dict[str, Any], metadata: Any = None, display_id: Any = None) -> None:
        """Add a mimebundle."""
        if bundle := self.bundle(data):
            identity = display_id if is_text(display_id) else None
            self.add(MediaItem(bundle, dict_or_empty(metadata), identity))

    def bundle(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return a bundle of the valid payloads; if it is empty, an `InvalidItem` was added."""
        entries: dict[str, Any] = {}
        has_invalid = False
        for key, value in islice(data.items(), BUNDLE_MAX_TYPES):
            name = type_name(key)
            payload = checked_payload(name, value)
            if payload is None and payload_of(name) in {"text", "binary"}:
                has_invalid = True
                continue
            opened = read_envelope(payload) if name == "image/svg+xml" else None
            if opened:
                entries.setdefault(opened[0], strip_markers(to_plain(opened[1])))
            entries[name] = opened[2] if opened else payload
        if has_invalid and not entries:
            self.invalid("expected text")
        return entries


def checked_payload(name: str, value: Any) -> Any:
    """Return the payload of a (lower-case) type; `None` if it must be text and is not."""
    kind = payload_of(name)
    if kind == "json":
        return strip_markers(value)
    if kind is None:
        return join_lines(value) if is_texts(value) else strip_markers(value)
    text = join_lines(value)
    fits = is_text(text) or (kind == "binary" and isinstance(text, Base64))
    return str.__str__(text) if fits else None
