"""Resource limits."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """Resource limits of a terminal server; docs/terminal-server.md has them as a table.

    Raises `ValueError` if a limit is not above 0, or if `replay` is smaller than `window`.
    """

    sessions: int = 100
    """Open sessions."""
    sessions_per_user: int = 20
    """Open sessions of one user."""
    viewers: int = 10
    """Viewers of one session."""
    window: int = 1 << 19
    """Bytes of output sent to a viewer and not yet acknowledged; beyond it the program waits."""
    replay: int = 1 << 20
    """Bytes of output kept for viewers that reconnect."""
    input_window: int = 1 << 16
    """Bytes of one client's input that the program has not taken yet."""
    frames_per_second: int = 2000
    """Frames accepted from one connection per second; more are delayed."""
    failures: int = 30
    """Failed authentications from one address per minute before its attempts are refused."""
    tickets: int = 1000
    """Unused tickets."""
    ticket_lifetime: float = 30.0
    """Seconds for which a ticket is valid."""
    hello_timeout: float = 10.0
    """Seconds to wait for a client's first message."""
    keepalive_timeout: float = 75.0
    """Seconds without a frame from a client after which its connection is closed."""
    reattach_timeout: float = 300.0
    """Seconds for which a session without viewers is kept."""
    backpressure_timeout: float = 15.0
    """Seconds a program without viewers waits once the replay buffer is full; then it runs on."""
    hang_up_timeout: float = 5.0
    """Seconds for processes to exit by themselves when their session ends."""
    idle_timeout: float = math.inf
    """Seconds without input and output after which a session ends."""

    def __post_init__(self) -> None:
        for field in fields(self):
            if not getattr(self, field.name) > 0:
                raise ValueError(f"the limit {field.name} must be above 0")
        if self.replay < self.window:
            raise ValueError("replay must not be smaller than window")
