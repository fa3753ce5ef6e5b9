"""The playground's terminals: shells on this machine, for users who may run code anyway."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..server.login import OneTimeCodeLogin

if TYPE_CHECKING:
    from ..terminal import TerminalApp


def make(login: OneTimeCodeLogin) -> TerminalApp | None:
    """Return the application, or None on systems without pseudo-terminals."""
    if sys.platform not in ("linux", "darwin"):
        return None
    from ..terminal import Identity, TerminalApp

    def authenticate(scope: Any) -> Identity | None:
        # Checked again, so that the endpoint does not rely on being wrapped.
        return Identity("local") if login.is_logged_in(scope) else None

    return TerminalApp(
        ["bash", "-l"] if shutil.which("bash") else ["sh"],
        authenticate=authenticate,
        allowed_origins=login.origins,
        cwd=Path.cwd(),
    )
