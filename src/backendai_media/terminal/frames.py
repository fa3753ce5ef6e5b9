"""What clients and servers tell each other; `protocol` turns it into bytes and back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hello:
    """The first frame: which session ("" for a new one), as whom, from where on, in what size."""

    version: int
    client: bytes
    session: str = ""
    offset: int | None = None
    rows: int = 0
    columns: int = 0
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class Input:
    """Something typed; `sequence` counts a client's inputs."""

    sequence: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Ack:
    """The emulator has parsed everything before `offset`."""

    offset: int


@dataclass(frozen=True, slots=True)
class Resize:
    """The viewer's size, and the terminal's new one."""

    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Focus:
    """The viewer is the one in use now."""


@dataclass(frozen=True, slots=True)
class Ping:
    """Asks for a `Pong` with the same data."""

    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Pong:
    """Answers a `Ping`."""

    data: bytes = b""


@dataclass(frozen=True, slots=True)
class End:
    """Ends the session."""


@dataclass(frozen=True, slots=True)
class Welcome:
    """Answers `Hello`."""

    version: int
    session: str
    writable: bool
    offset: int
    live: int
    received: int
    window: int
    input_window: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Output:
    """Bytes of the program, the first of them at `offset`."""

    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Gap:
    """The bytes from `start` to `end` are gone; the emulator starts afresh."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Written:
    """The program's terminal has taken a client's inputs up to `sequence`."""

    sequence: int


@dataclass(frozen=True, slots=True)
class Exit:
    """The program ended. Both are None where it is not known how."""

    code: int | None = None
    signal: int | None = None


ClientFrame = Hello | Input | Ack | Resize | Focus | Ping | Pong | End
ServerFrame = Welcome | Output | Gap | Written | Resize | Exit | Ping | Pong
