"""Terminals on the web: programs on pseudo-terminals, in sessions that outlive connections."""

import sys
from typing import TYPE_CHECKING

from .._imports import attach
from ..errors import TerminalError

if TYPE_CHECKING:
    from .access import Identity
    from .app import TerminalApp
    from .command import Command
    from .limits import Limits

# Before any module that needs `fcntl`, `pwd` or `termios`, which Windows does not have.
if sys.platform not in ("linux", "darwin"):
    raise TerminalError(f"Terminals need Linux or macOS; {sys.platform} is not supported.")

__all__ = ["Command", "Identity", "Limits", "TerminalApp", "TerminalError"]

__getattr__, __dir__ = attach(
    __name__, {"Command": "command", "Identity": "access", "Limits": "limits", "TerminalApp": "app"}
)
