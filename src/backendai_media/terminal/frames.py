"""The messages between clients and servers; `protocol` encodes and parses them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hello:
    """A client's first frame: session ("" for a new one), client id, position and size."""

    version: int
    client: bytes
    session: str = ""
    offset: int | None = None
    rows: int = 0
    columns: int = 0
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class Input:
    """Typed bytes; `sequence` counts a client's inputs from 1."""

    sequence: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Ack:
    """The client's emulator has parsed all output before `offset`."""

    offset: int


@dataclass(frozen=True, slots=True)
class Resize:
    """A viewer's size; from the server, the terminal's new size."""

    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Focus:
    """The viewer has the focus."""


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
    """Output of the program; its first byte is at `offset`."""

    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Gap:
    """The output from `start` to `end` is lost; the emulator must be reset."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Written:
    """The program's terminal has taken a client's inputs up to `sequence`."""

    sequence: int


@dataclass(frozen=True, slots=True)
class Exit:
    """The program has exited with a code or by a signal; both are None if that is unknown."""

    code: int | None = None
    signal: int | None = None


ClientFrame = Hello | Input | Ack | Resize | Focus | Ping | Pong | End
ServerFrame = Welcome | Output | Gap | Written | Resize | Exit | Ping | Pong
