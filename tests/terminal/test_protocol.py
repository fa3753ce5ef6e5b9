"""The bytes of `backendai.term.2`: the table of the specification, and anything else."""

import contextlib
import re
import struct
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backendai_media._spec import TERMINAL_MAX_SIZE
from backendai_media.errors import ProtocolError
from backendai_media.terminal import protocol
from backendai_media.terminal.frames import (
    Ack,
    ClientFrame,
    End,
    Exit,
    Focus,
    Gap,
    Hello,
    Input,
    Output,
    Ping,
    Pong,
    Resize,
    ServerFrame,
    Welcome,
    Written,
)
from backendai_media.terminal.protocol import MAX_FRAME_BYTES, encode, parse

from .wire import decode, pack

U64 = st.integers(0, (1 << 64) - 1)
SIDE = st.integers(1, 1000)
DATA = st.binary(max_size=100)
CLIENT_FRAMES: st.SearchStrategy[ClientFrame] = st.one_of(
    st.builds(
        Hello,
        st.just(2),
        st.binary(min_size=16, max_size=16).filter(any),
        st.text("abc0", max_size=40),
        st.none() | U64,
        st.integers(0, 1000),
        st.integers(0, 1000),
        st.booleans(),
    ),
    st.builds(Input, U64.filter(bool), DATA),
    st.builds(Ack, U64),
    st.builds(Resize, SIDE, SIDE),
    st.just(Focus()),
    st.just(End()),
    st.builds(Ping, st.binary(max_size=32)),
    st.builds(Pong, st.binary(max_size=32)),
)
SERVER_FRAMES: st.SearchStrategy[ServerFrame] = st.one_of(
    st.builds(
        Welcome,
        st.just(2),
        st.text("abc0", max_size=40),
        st.booleans(),
        *[U64] * 3,
        *[st.integers(0, (1 << 32) - 1)] * 2,
        *[SIDE] * 2,
    ),
    st.builds(Output, U64, DATA),
    st.builds(Gap, U64, U64),
    st.builds(Written, U64),
    st.builds(Resize, SIDE, SIDE),
    st.builds(Exit, st.integers(0, 255)),
    st.builds(Exit, st.none(), st.integers(1, 64)),
    st.just(Exit()),
    st.builds(Ping, DATA),
    st.builds(Pong, DATA),
)
#: Of a fixed size, so that what follows is for later versions.
GROWING = (Ack, Resize, Focus, End, Hello)


@given(CLIENT_FRAMES)
def test_what_a_client_packs_is_parsed(frame: ClientFrame) -> None:
    assert parse(pack(frame)) == frame


@given(SERVER_FRAMES)
def test_what_the_server_encodes_is_what_a_client_reads(frame: ServerFrame) -> None:
    assert decode(encode(frame)) == frame


@given(st.binary(max_size=80))
@example(b"\x01" + b"\xff" * 80)
def test_anything_is_a_frame_or_unknown_or_refused(data: bytes) -> None:
    try:
        frame = parse(data)
    except ProtocolError:
        return
    assert frame is None or parse(pack(frame)) == frame


@given(CLIENT_FRAMES, st.data())
def test_cut_frames_are_refused_and_longer_ones_understood(
    frame: ClientFrame, data: st.DataObject
) -> None:
    packed = pack(frame)
    if isinstance(frame, GROWING):
        assert parse(packed + b"later") == frame
    cut = packed[: data.draw(st.integers(0, len(packed) - 1))]
    with contextlib.suppress(ProtocolError):
        assert parse(cut) != frame


@given(st.integers(0, 255).filter(lambda kind: not 1 <= kind <= 8), DATA)
def test_unknown_kinds_are_ignored(kind: int, data: bytes) -> None:
    assert parse(bytes([kind]) + data) is None


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\x02" + bytes(MAX_FRAME_BYTES), "more than 16384"),
        (b"\x02" + bytes(8), "start at 1"),
        (b"\x03\0\0", "0x03 is too short"),
        (b"\x01\x02" + bytes(30), "not zero"),
        (b"\x01\x02" + b"c" * 16 + bytes(13) + b"\x05abcd", "0x01 is too short"),
        (b"\x01\x02" + b"c" * 16 + bytes(13) + b"\x02\xff\xff", "must be ASCII"),
    ],
)
def test_refusals_say_why(data: bytes, reason: str) -> None:
    with pytest.raises(ProtocolError, match=reason):
        parse(data)


def test_sizes_are_bounded() -> None:
    assert parse(b"\x04" + struct.pack(">HH", 65535, 1)) == Resize(1000, 1)
    assert parse(b"\x04" + struct.pack(">HH", 0, 80)) is None


def test_the_specification_names_every_frame_and_number() -> None:
    text = (Path(__file__).parents[2] / "docs/terminal-protocol.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(0x[0-9a-f]{2})` \| `([A-Z]+)`", text, re.MULTILINE))
    client = {n: type(parse(pack(frame))).__name__ for n, frame in _one_of_each_client().items()}
    server = {n: type(decode(encode(frame))).__name__ for n, frame in _one_of_each().items()}
    assert {int(n, 16): name for n, name in rows.items()} == {
        n: name.upper() for n, name in {**client, **server}.items()
    }
    for number in (MAX_FRAME_BYTES, protocol.MAX_PING_BYTES, TERMINAL_MAX_SIZE):
        assert str(number) in text
    assert protocol.SUBPROTOCOL in text


def _one_of_each_client() -> dict[int, ClientFrame]:
    frames = (
        Hello(2, b"c" * 16),
        Input(1, b""),
        Ack(1),
        Resize(1, 1),
        Focus(),
        End(),
        Ping(),
        Pong(),
    )
    return {pack(frame)[0]: frame for frame in frames}


def _one_of_each() -> dict[int, ServerFrame]:
    frames: tuple[ServerFrame, ...] = (
        Welcome(2, "", True, 0, 0, 0, 0, 0, 1, 1),
        Output(0, b"x"),
        Gap(0, 1),
        Written(1),
        Resize(1, 1),
        Exit(0),
        Ping(),
        Pong(),
    )
    return {encode(frame)[0]: frame for frame in frames}
