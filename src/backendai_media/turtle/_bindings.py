"""What widgets do at a key or a button: Tk's sequences, and functions bound to them."""

import re
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from ..errors import TclError
from ._events import DOM_KEYS, is_keysym

__all__ = ["Bindings", "Event", "Wanted"]

_MODIFIERS: Final = re.compile(
    r"Control|Shift|Lock|Alt|Meta|Command|Option|Any|Double|Triple|Quadruple|(?:Button|B)([1-5])"
    r"|(?:Mod|M)[1-5]"
)
_TYPES: Final = {
    "Key": "KeyPress",
    "KeyPress": "KeyPress",
    "KeyRelease": "KeyRelease",
    "Button": "Button",
    "ButtonPress": "Button",
    "ButtonRelease": "ButtonRelease",
    "Motion": "Motion",
}
#: Events that Tk has, and drawings have not.
_OTHERS: Final = frozenset(
    "Activate Circulate CirculateRequest Colormap Configure ConfigureRequest Create Deactivate "
    "Destroy Enter Expose FocusIn FocusOut Gravity Leave Map MapRequest MouseWheel Property "
    "Reparent ResizeRequest Unmap Visibility".split()
)
#: Older names of keys.
_ALIASES: Final = {
    "quoteright": "apostrophe",
    "quoteleft": "grave",
    "Page_Up": "Prior",
    "Page_Down": "Next",
}


class Event:
    """What a bound function is called with; the names are Tk's."""

    def __init__(self, kind: str, detail: str = "", x: float = 0, y: float = 0) -> None:
        self.kind = kind
        self.detail = detail
        self.x = self.x_root = int(x)
        self.y = self.y_root = int(y)
        is_key = kind.startswith("Key")
        self.keysym = detail if is_key else "??"
        self.char = DOM_KEYS.get(detail, detail) if is_key else "??"
        self.char = self.char if len(self.char) == 1 or not is_key else ""
        self.num: int | str = "??" if is_key or not detail else int(detail)
        self.keycode = ord(self.char) if is_key and self.char else 0
        self.state = self.delta = self.time = 0
        self.widget: Any = None


class _Sequence(NamedTuple):
    """An event that functions are bound to; an empty `detail` is any key or button."""

    kind: str
    detail: str
    #: The button that is held, if one has to be.
    held: str


class Wanted(NamedTuple):
    """What is bound: the keys, by the pages' names, and how much of the pointer."""

    keys: frozenset[str] = frozenset()
    #: 0: nothing, 1: clicks, 2: moves with a button held, 3: all moves.
    pointer: int = 0


class Bindings:
    """The functions of a widget, or of an item of a canvas."""

    def __init__(self) -> None:
        self._functions: dict[_Sequence, list[Callable[[Any], object]]] = {}

    def __bool__(self) -> bool:
        return bool(self._functions)

    def bind(self, sequence: Any, function: Callable[[Any], object], add: Any = None) -> None:
        """Call a function at an event, with `add` after those that are bound already.

        Raises `TclError` for what is no sequence.
        """
        found = _parsed(str(sequence))
        if found is None:
            return
        before = self._functions.get(found, []) if add else []
        self._functions[found] = [*before, function]

    def unbind(self, sequence: Any) -> None:
        """Call nothing at an event any longer. Raises `TclError` for what is no sequence."""
        if found := _parsed(str(sequence)):
            self._functions.pop(found, None)

    def clear(self) -> None:
        """Forget all functions."""
        self._functions.clear()

    def functions(self, event: Event, held: str = "") -> list[Callable[[Any], object]]:
        """Return the functions of the most specific sequence that an event is."""
        for button in (held, "") if held else ("",):
            for detail in (event.detail, ""):
                if found := self._functions.get(_Sequence(event.kind, detail, button)):
                    return list(found)
        return []

    def wanted(self) -> Wanted:
        """Return what is bound."""
        keys = frozenset(
            DOM_KEYS.get(one.detail, one.detail) or "*"
            for one in self._functions
            if one.kind.startswith("Key")
        )
        levels = [
            (2 if one.held else 3) if one.kind == "Motion" else 1
            for one in self._functions
            if not one.kind.startswith("Key")
        ]
        return Wanted(keys, max(levels, default=0))


def _parsed(sequence: str) -> _Sequence | None:
    """Read a sequence; `None` for one that never happens here."""
    if not sequence.startswith("<"):
        return _Sequence("KeyPress", _key(sequence), "") if len(sequence) == 1 else None
    if sequence.startswith("<<"):
        return None
    if not sequence.endswith(">"):
        raise TclError('missing ">" in binding')
    fields = [one for one in re.split(r"[-\s]+", sequence[1:-1]) if one]
    held, never = "", False
    while fields and (found := _MODIFIERS.fullmatch(fields[0])):
        held = found[1] or held
        # Chords and double clicks do not come from pages.
        never = never or (not found[1] and fields[0] not in {"Any", "Shift"})
        fields.pop(0)
    if fields and fields[0] in _OTHERS:
        return None
    kind = _TYPES[fields.pop(0)] if fields and fields[0] in _TYPES else ""
    detail = fields.pop(0) if fields else ""
    if fields:
        raise TclError("extra characters after detail in binding")
    if not kind and not detail:
        raise TclError("no event type or button # or keysym")
    return None if never else _detailed(kind, detail, held)


def _detailed(kind: str, detail: str, held: str) -> _Sequence:
    if not kind:
        kind = "Button" if re.fullmatch("[1-5]", detail) else "KeyPress"
    if kind == "Motion":
        if detail:
            raise TclError(f'specified button "{detail}" for non-button event')
        return _Sequence(kind, "", held)
    if kind.startswith("Button"):
        if detail and not re.fullmatch("[1-5]", detail):
            raise TclError(f'bad button number "{detail}"')
        # `<Button1-ButtonRelease>` is how turtles say `<ButtonRelease-1>`.
        return _Sequence(kind, detail or held, "")
    return _Sequence(kind, _key(detail) if detail else "", "")


def _key(name: str) -> str:
    if not is_keysym(name):
        raise TclError(f'bad event type or keysym "{name}"')
    return _ALIASES.get(name, name)
