"""The log joins, keeps order, replays, and stays within its limits."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from backendai_media.demo.page_protocol import Finished, Started
from backendai_media.demo.run_log import MAX_LINE_CHARACTERS, Cursor, Log

MakeLog = Callable[..., Log]


@pytest.fixture
def make_log() -> Iterator[MakeLog]:
    logs: list[Log] = []

    def make(**options: Any) -> Log:
        logs.append(Log(**options))
        return logs[-1]

    yield make
    for log in logs:
        log.close()


def stream(text: str, name: str = "stdout") -> dict[str, Any]:
    return {"msg_type": "stream", "content": {"name": name, "text": text}}


def read(log: Log, cursor: Cursor | None = None, size: int = 1 << 18) -> list[dict[str, Any]]:
    cursor, lines = cursor or Cursor(), b""
    while piece := log.read(cursor, size):
        assert piece.endswith(b"\n")
        lines += piece
    return [json.loads(line) for line in lines.splitlines()]


def text(events: list[dict[str, Any]]) -> str:
    return "".join(
        event["message"]["content"]["text"] for event in events if event["type"] == "output"
    )


def test_demo_log_joins_what_nobody_has_read(make_log: MakeLog) -> None:
    log = make_log()
    for n in range(1000):
        log.output("a", stream(f"{n}\n"))
    log.output("a", stream("!", "stderr"))
    log.output("b", stream("?", "stderr"))
    events = read(log)
    assert [event["run"] for event in events] == ["a", "a", "b"]
    assert events[0]["message"]["content"]["text"].count("\n") == 1000


def test_demo_log_passes_on_at_once_what_a_quick_reader_takes(make_log: MakeLog) -> None:
    log, cursor = make_log(), Cursor()
    for n in range(3):
        log.output("a", stream(str(n)))
        assert text(read(log, cursor)) == str(n)


def test_demo_log_cuts_long_texts_and_keeps_them_whole(make_log: MakeLog) -> None:
    log, long = make_log(), "é🎉\x1b[1m" * MAX_LINE_CHARACTERS
    log.output("a", stream(long))
    log.append(Finished("a", "ok", 1, 0.5))
    events = read(log, size=1000)
    assert len(events) > 5
    assert text(events) == long
    assert events[-1]["type"] == "finished"


def test_demo_log_tells_how_much_is_to_come(make_log: MakeLog) -> None:
    log, cursor = make_log(), Cursor()
    for run in "abc":
        log.begin()
        log.append(Started(run))
        log.output(run, stream("x" * 1000))
    log.read(cursor, 1)
    behind = log.unread(cursor)
    rest = b""
    while piece := log.read(cursor, 100):
        rest += piece
    assert len(rest) == behind
    assert log.unread(cursor) == 0


def test_demo_log_drops_old_runs_and_the_reader_goes_on(make_log: MakeLog) -> None:
    log, cursor = make_log(limit=10_000), Cursor()
    log.begin()
    log.append(Started("first"))
    log.read(cursor, 10)
    for n in range(50):
        log.begin()
        log.append(Started(str(n)))
        log.output(str(n), stream("x" * 1000))
    kept = [event["run"] for event in read(log, cursor) if event["type"] == "started"]
    assert kept[-1] == "49"
    assert 5 < len(kept) < 15
    assert kept == [str(n) for n in range(50 - len(kept), 50)]


def test_demo_log_says_once_that_one_run_is_too_long(make_log: MakeLog) -> None:
    log = make_log(limit=100_000)
    log.begin()
    for n in range(100):
        log.output("a", stream("x" * 5000, "stdout" if n % 2 else "stderr"))
    log.append(Finished("a", "ok", 1, 0.1))
    events = read(log)
    assert text(events).count("is dropped") == 1
    assert len(text(events)) < 120_000
    assert events[-1]["type"] == "finished"


def test_demo_log_mends_half_characters(make_log: MakeLog) -> None:
    log = make_log()
    log.output("a", stream("half \ud83d"))
    log.output(
        "a", {"msg_type": "display_data", "content": {"data": {"text/plain": ["\udc00", 1]}}}
    )
    assert text(read(log)[:1]) == "half \ufffd"


def test_demo_log_forgets(make_log: MakeLog) -> None:
    log, cursor = make_log(), Cursor()
    log.output("a", stream("old"))
    assert read(log, cursor)
    log.clear()
    assert read(log) == read(log, cursor) == []
    log.output("b", stream("new"))
    assert text(read(log, cursor)) == "new"
