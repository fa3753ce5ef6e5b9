"""Terminals on the web: programs on pseudo-terminals, in sessions that outlive connections."""

from typing import TYPE_CHECKING

from .._imports import attach
from ..errors import TerminalError

if TYPE_CHECKING:
    from .access import Identity
    from .app import TerminalApp
    from .command import Command
    from .limits import Limits

__all__ = ["Command", "Identity", "Limits", "TerminalApp", "TerminalError"]

# The other modules need a system with pseudo-terminals.
__getattr__, __dir__ = attach(
    __name__, {"Command": "command", "Identity": "access", "Limits": "limits", "TerminalApp": "app"}
)
