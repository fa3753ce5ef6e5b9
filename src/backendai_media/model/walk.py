"""What all rules share: the place in the input, and the items so far."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeGuard

from .builtins import Base64, exact, plain
from .items import InvalidItem, Item, MediaItem, StreamItem
from .media_types import payload_of, type_name
from .svg_envelope import read as read_envelope


def is_text(value: Any) -> TypeGuard[str]:
    """Tell whether a plain value is text; what was bytes is not."""
    return isinstance(value, str) and not isinstance(value, Base64)


def is_texts(value: Any) -> TypeGuard[list[str]]:
    """Tell whether a plain value is a list of texts."""
    return isinstance(value, list) and all(map(is_text, value))


def joined(value: Any) -> Any:
    """Return multi-line text as one text, anything else as it is."""
    return "".join(value) if is_texts(value) else value


def text_or_empty(value: Any) -> str:
    """Return text, `""` for anything else."""
    return value if is_text(value) else ""


def dict_or_empty(value: Any) -> dict[str, Any]:
    """Return an object, `{}` for anything else."""
    return exact(value) if isinstance(value, dict) else {}


@dataclass
class Walk:
    """Collects the items of one call, and knows which value is being read."""

    raw: Any
    keys: list[str | int] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)

    def inside(self, key: str | int, part: Any, read: Callable[[Any], None]) -> None:
        """Read a part of the value, which stands at `key`."""
        self.keys.append(key)
        self.raw = part
        read(part)
        self.keys.pop()

    def invalid(self, reason: str) -> None:
        """Put an `invalid` item in the place of the value that is being read."""
        steps = (f".{key}" if isinstance(key, str) else f"[{key}]" for key in self.keys)
        self.items.append(InvalidItem("$" + "".join(steps), reason, exact(self.raw)))

    def stream(self, name: Literal["stdout", "stderr"], value: Any) -> None:
        """Add a stream of multi-line text."""
        text = joined(value)
        if is_text(text):
            self.items.append(StreamItem(name, text))
        else:
            self.invalid("expected text")

    def media(self, data: dict[str, Any], metadata: Any = None, display_id: Any = None) -> None:
        """Add a mimebundle."""
        if bundle := self.bundle(data):
            identity = display_id if is_text(display_id) else None
            self.items.append(MediaItem(bundle, dict_or_empty(metadata), identity))

    def bundle(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return a bundle with its payloads checked; empty where none is left (said already)."""
        entries: dict[str, Any] = {}
        bad = False
        for key, value in data.items():
            name = type_name(key)
            payload = checked(name, value)
            if payload is None and payload_of(name) in {"text", "binary"}:
                bad = True
                continue
            opened = read_envelope(payload) if name == "image/svg+xml" else None
            if opened:
                entries.setdefault(opened[0], exact(plain(opened[1])))
            entries[name] = opened[2] if opened else payload
        if bad and not entries:
            self.invalid("expected text")
        return entries


def checked(name: str, value: Any) -> Any:
    """Return the payload of a type (lowered); `None` where it must be text and is not."""
    kind = payload_of(name)
    if kind == "json":
        return exact(value)
    if kind is None:
        return joined(value) if is_texts(value) else exact(value)
    text = joined(value)
    fits = is_text(text) or (kind == "binary" and isinstance(text, Base64))
    return str.__str__(text) if fits else None
