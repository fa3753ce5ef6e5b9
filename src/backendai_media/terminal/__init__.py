"""Terminals on the web: programs on pseudo-terminals, in sessions that outlive connections."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ..errors import TerminalError

if TYPE_CHECKING:
    from .access import Identity
    from .app import TerminalApp
    from .command import Command
    from .limits import Limits

__all__ = ["Command", "Identity", "Limits", "TerminalApp", "TerminalError"]

_MODULES = {"Command": "command", "Identity": "access", "Limits": "limits", "TerminalApp": "app"}


def __getattr__(name: str) -> Any:
    # The other modules need a system with pseudo-terminals.
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_MODULES[name]}", __name__), name)


def __dir__() -> list[str]:
    return __all__
