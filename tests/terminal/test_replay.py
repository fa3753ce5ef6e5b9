"""The replay buffer against the simplest model of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backendai_media.terminal.replay import BLOCK_BYTES, Replay

SIZES = st.lists(st.integers(0, 3 * BLOCK_BYTES), max_size=20)


def stream(size: int) -> bytes:
    """Return bytes in which every place is different from its neighbours."""
    return b"".join(b"%07d\n" % n for n in range(size // 8 + 1))[:size]


@given(SIZES, st.integers(1, 4 * BLOCK_BYTES))
def test_keeps_what_it_promises(sizes: list[int], limit: int) -> None:
    whole, replay = stream(sum(sizes)), Replay(limit)
    for size in sizes:
        replay.append(whole[replay.end : replay.end + size])
        assert min(limit, replay.end) <= replay.end - replay.start < limit + BLOCK_BYTES
    assert replay.end == len(whole)
    assert replay.read(replay.start, len(whole)) == whole[replay.start :]


@given(SIZES, st.integers(1, 4 * BLOCK_BYTES), st.data())
def test_reads_anywhere(sizes: list[int], limit: int, data: st.DataObject) -> None:
    whole, replay = stream(sum(sizes)), Replay(limit)
    for size in sizes:
        replay.append(whole[replay.end : replay.end + size])
    offset = data.draw(st.integers(replay.start, replay.end))
    size = data.draw(st.integers(0, 3 * BLOCK_BYTES))
    assert replay.read(offset, size) == whole[offset : offset + size]
    piece = replay.piece(offset, size)
    assert bool(piece) == bool(replay.read(offset, size))
    assert whole[offset : offset + size].startswith(piece)


def test_refuses_what_is_gone_or_not_there_yet() -> None:
    replay = Replay(10)
    replay.append(b"x" * (2 * BLOCK_BYTES))
    assert replay.start == BLOCK_BYTES
    for offset in (replay.start - 1, replay.end + 1, -1):
        with pytest.raises(LookupError):
            replay.read(offset, 1)
    assert replay.read(replay.end, 1) == b""


def test_tail_starts_at_a_line() -> None:
    replay = Replay(100)
    replay.append(b"one\ntwo\nthree\n")
    assert replay.read(replay.tail(8), 99) == b"three\n"
    assert replay.read(replay.tail(99), 99) == b"one\ntwo\nthree\n"
    replay.append(b"x" * 50)
    assert replay.read(replay.tail(20), 99) == b"x" * 20


def test_needs_room() -> None:
    with pytest.raises(ValueError, match="at least one byte"):
        Replay(0)
