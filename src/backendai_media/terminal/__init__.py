"""Terminals on the web: programs on pseudo-terminals, in sessions that outlive connections."""

from typing import TYPE_CHECKING

from .._imports import attach
from ..errors import TerminalError

if TYPE_CHECKING:
    from .access import Grant
    from .app import TerminalApp
    from .command import Command
    from .limits import Limits

__all__ = ["Command", "Grant", "Limits", "TerminalApp", "TerminalError"]

# The rest needs a system with pseudo-terminals.
__getattr__, __dir__ = attach(
    __name__, {"Command": "command", "Grant": "access", "Limits": "limits", "TerminalApp": "app"}
)
