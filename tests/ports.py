"""Ports for servers that cannot choose one themselves."""

from __future__ import annotations

import random
import socket
from contextlib import ExitStack

#: Systems give connections ports from 32768 on, so that none of these is taken by chance.
RANGE = range(20_000, 32_000)


def free_ports(count: int) -> list[int]:
    """Return ports in a row that nobody listens on."""
    while True:
        first = random.SystemRandom().choice(RANGE[:-count])
        found = list(range(first, first + count))
        with ExitStack() as stack:
            try:
                for port in found:
                    stack.enter_context(socket.create_server(("127.0.0.1", port)))
            except OSError:
                continue
            return found


def free_port() -> int:
    """Return a port that nobody listens on."""
    return free_ports(1)[0]
