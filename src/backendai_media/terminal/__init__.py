"""Terminals on the web: programs on pseudo-terminals, in sessions that outlive connections."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ..errors import TerminalError

if TYPE_CHECKING:
    from .access import Grant
    from .app import TerminalApp
    from .command import Command
    from .limits import Limits

__all__ = ["Command", "Grant", "Limits", "TerminalApp", "TerminalError"]

_HOMES = {"Command": "command", "Grant": "access", "Limits": "limits", "TerminalApp": "app"}


def __getattr__(name: str) -> Any:
    # The rest needs a system with pseudo-terminals.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)


def __dir__() -> list[str]:
    return __all__
