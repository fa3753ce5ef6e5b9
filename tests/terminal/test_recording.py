"""Recordings: what is in the file, and what a full disk does."""

import asyncio
import json
import os
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest

from backendai_media.terminal import TerminalError
from backendai_media.terminal.recording import Recording

from .conftest import PATIENCE, in_loop, python
from .test_session import lines, numbered
from .viewer_client import ViewerClient, session


def read(path: Path) -> tuple[dict[str, Any], list[tuple[float, str, str]]]:
    head, *events = path.read_text("utf-8").splitlines()
    return json.loads(head), [tuple(json.loads(one)) for one in events]


@in_loop
async def test_everything_shown_is_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.cast"
    async with session(*numbered(50_000)) as one:
        recording = Recording(path, *one.size)
        one.observers.append(recording)
        ann = ViewerClient(one)
        one.resize(ann.viewer, 40, 120)
        await ann.look(lambda: ann.exit)
        await recording.finish()
    head, events = read(path)
    assert head["version"] == 3
    assert head["term"] == {"cols": 80, "rows": 24, "type": "xterm-256color"}
    assert "".join(text for _, kind, text in events if kind == "o").encode() == lines(50_000)
    assert [text for _, kind, text in events if kind == "r"] == ["120x40"]
    assert events[-1][1:] == ("x", "0")
    assert all(time >= 0 for time, _, _ in events)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@in_loop
async def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.cast"
    async with session(*python("import os; os.write(1, bytes(range(128, 256)))")) as one:
        recording = Recording(path, *one.size)
        one.observers.append(recording)
        ann = ViewerClient(one)
        await ann.look(lambda: ann.exit)
        await recording.finish()
    assert set("".join(text for _, kind, text in read(path)[1] if kind == "o")) == {
        "\N{REPLACEMENT CHARACTER}"
    }


@in_loop
async def test_nothing_is_overwritten(tmp_path: Path) -> None:
    path, link = tmp_path / "a.cast", tmp_path / "link.cast"
    path.write_text("mine")
    link.symlink_to(tmp_path / "elsewhere")
    for taken in (path, link, tmp_path / "no/such/place"):
        with pytest.raises(TerminalError, match="Cannot record"):
            Recording(taken, 24, 80)
    assert path.read_text() == "mine"
    assert not (tmp_path / "elsewhere").exists()


@pytest.fixture
def small_disk(tmp_path: Path) -> Any:
    """A disk of 64 KiB, where one may be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    options = ["-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
    if os.geteuid() or subprocess.call(["mount", *options]):
        pytest.skip("mounting a small disk needs root")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@in_loop
async def _full(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with session(*numbered(50_000)) as one:
        recording = Recording(path, *one.size)
        one.observers.append(recording)
        ann = ViewerClient(one)
        async with asyncio.timeout(PATIENCE):
            await ann.look(lambda: ann.exit)
        assert ann.seen == lines(50_000)  # the session does not care
        await recording.finish()
        assert recording.failed == "No space left on device"
    [record] = [r for r in caplog.records if "recording.stopped" in r.message]
    assert record.terminal["reason"] == "No space left on device"  # type: ignore[attr-defined]


def test_a_full_disk(small_disk: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = small_disk / "a.cast"
    _full(path, caplog)
    assert json.loads(path.read_bytes().split(b"\n")[0])["version"] == 3
