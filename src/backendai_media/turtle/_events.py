"""Keys and pointers of the page: the events that a host passes on, and what Tk calls them.

docs/turtle.md describes the contract. A host gives a source to `set_events`; until then a drawing
is a picture, which nobody can touch.
"""

import unicodedata
from collections.abc import Iterable
from typing import Any, Final, NamedTuple, Protocol

__all__ = [
    "DOM_KEYS",
    "EventSource",
    "PageEvent",
    "is_keysym",
    "keysym_of",
    "read_events",
    "set_source",
]

#: Names of keys in pages (`KeyboardEvent.key`) → Tk's.
_KEYSYMS: Final = {
    "ArrowLeft": "Left",
    "ArrowRight": "Right",
    "ArrowUp": "Up",
    "ArrowDown": "Down",
    "Enter": "Return",
    "Backspace": "BackSpace",
    "PageUp": "Prior",
    "PageDown": "Next",
    "Shift": "Shift_L",
    "Control": "Control_L",
    "Alt": "Alt_L",
    "Meta": "Super_L",
    "CapsLock": "Caps_Lock",
    "NumLock": "Num_Lock",
    "ScrollLock": "Scroll_Lock",
    "PrintScreen": "Print",
    "ContextMenu": "Menu",
    **dict(
        zip(
            " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
            "space exclam quotedbl numbersign dollar percent ampersand apostrophe parenleft "
            "parenright asterisk plus comma minus period slash colon semicolon less equal greater "
            "question at bracketleft backslash bracketright asciicircum underscore grave braceleft "
            "bar braceright asciitilde".split(),
            strict=True,
        )
    ),
}
DOM_KEYS: Final = {tk: page for page, tk in _KEYSYMS.items()}
#: What else Tk calls keys of usual keyboards; `quoteright` and `quoteleft` are old names.
_OTHERS: Final = {
    *"Escape Tab Delete Insert Home End Pause Clear Help Cancel Select Execute Undo Redo".split(),
    *"Shift_R Control_R Alt_R Meta_L Meta_R Super_R Win_L Win_R App ISO_Left_Tab Linefeed".split(),
    *"Page_Up Page_Down Sys_Req Break Find Mode_switch Multi_key quoteright quoteleft".split(),
    *(f"F{number}" for number in range(1, 36)),
    *"ssharp ae AE eth thorn ETH THORN sterling EuroSign section degree".split(),
}
_KEYPAD: Final = frozenset(
    "0 1 2 3 4 5 6 7 8 9 Enter Add Subtract Multiply Divide Decimal Separator Equal Space Tab Left "
    "Right Up Down Home End Prior Next Begin Insert Delete F1 F2 F3 F4".split()
)
#: What is in names of letters that Tk writes behind the letter, as in `eacute`.
_MARKS: Final = "grave acute circumflex tilde diaeresis ring cedilla caron stroke".split()
_MARKED: Final = "stroke", "slash"
KINDS: Final = frozenset({"listens", "shown", "press", "release", "down", "move", "up"})


class PageEvent(NamedTuple):
    """An event of a drawing: of a key, or of a pointer in the drawing's coordinates.

    `listens` and `shown` are the page's own: it has the drawing, and has shown what was sent.
    """

    drawing: int
    kind: str
    key: str = ""
    x: float = 0.0
    y: float = 0.0
    button: int = 0


class EventSource(Protocol):
    """Where events come from."""

    def __call__(self, seconds: float, /) -> Iterable[Any]:
        """Return what has come, the oldest first; if nothing has, wait for up to `seconds`.

        Each is a dict as docs/turtle.md describes it. Raises `KeyboardInterrupt` if the program is
        to end.
        """


#: Where the events of this process come from, if anybody passes them on.
source: EventSource | None = None


def set_source(given: EventSource | None) -> None:
    """Take events from a source from now on."""
    global source  # noqa: PLW0603 - the process has one
    source = given


def keysym_of(key: str) -> str:
    """Return Tk's name of a key that pages call `key`."""
    if key in _KEYSYMS:
        return _KEYSYMS[key]
    return _letter(key) if len(key) == 1 and not key.isascii() else key


def is_keysym(name: str) -> bool:
    """Return whether Tk knows a key of this name."""
    if len(name) == 1:
        return name.isascii() and name.isalnum()
    return (
        name in DOM_KEYS
        or name in _OTHERS
        or (name.startswith("KP_") and name[3:] in _KEYPAD)
        or name[1:] in {*_MARKS, "slash"}
    )


def _letter(key: str) -> str:
    """Return Tk's name of a letter such as é."""
    special = {"ß": "ssharp", "æ": "ae", "Æ": "AE"}
    base, _, mark = unicodedata.name(key, "").lower().partition(" with ")
    if key in special or mark not in (*_MARKS, "ring above"):
        return special.get(key, key)
    letter = base.rpartition(" ")[2]
    tail = mark.removesuffix(" above").replace(*_MARKED)
    return (letter.upper() if key.isupper() else letter) + tail


def read_events(given: Iterable[Any]) -> list[PageEvent]:
    """Return events; what is none is left out, and of moves that follow each other all but one."""
    found: list[PageEvent] = []
    for one in given:
        event = _read(one)
        if event is None:
            continue
        if found and event.kind == "move" and found[-1][:3] == event[:3]:
            found.pop()
        found.append(event)
    return found


def _read(given: Any) -> PageEvent | None:
    if not isinstance(given, dict) or given.get("kind") not in KINDS:
        return None
    try:
        return PageEvent(
            int(given["drawing"]),
            given["kind"],
            str(given.get("key", "")),
            float(given.get("x", 0)),
            float(given.get("y", 0)),
            int(given.get("button", 0)),
        )
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
