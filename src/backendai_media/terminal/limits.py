"""How much of everything there may be."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """Bounds of a terminal server. Sizes are bytes, times are seconds."""

    sessions: int = 100
    sessions_per_user: int = 20
    viewers: int = 10
    """Viewers of one session."""
    window: int = 1 << 19
    """Output that a viewer has not acknowledged; beyond it the program waits."""
    replay: int = 1 << 20
    """Output that is kept for viewers that come back."""
    input_window: int = 1 << 16
    """Input of one client that the program has not taken."""
    frames_per_second: int = 2000
    """Of one connection; more are slowed down."""
    failures: int = 30
    """Failed authentications from one address in a minute, before its attempts are refused."""
    tickets: int = 1000
    """Tickets that wait to be redeemed."""
    ticket_life: float = 30.0
    hello: float = 10.0
    """For a client to say what it wants."""
    silence: float = 75.0
    """Without any frame of a client, after which its connection is dead."""
    grace: float = 300.0
    """For which a session waits for a viewer, and its last words for one who comes back."""
    full: float = 15.0
    """For which a program waits when the replay buffer is full and nobody looks."""
    hang_up: float = 5.0
    """For processes to end by themselves when the session does."""
    idle: float = math.inf
    """Without input and output, after which a session ends."""

    def __post_init__(self) -> None:
        for field in fields(self):
            if not getattr(self, field.name) > 0:
                raise ValueError(f"the limit {field.name} must be above 0")
        if self.replay < self.window:
            raise ValueError("the replay buffer must not be smaller than the window")
