"""The other dialects: real servers where there are some, Backend.AI's own messages else."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests import VECTORS

from .json_server import JsonServer
from .screen import Screen

pytestmark = pytest.mark.one_engine

VECTOR = json.loads((VECTORS / "14_pty_messages.json").read_text())


@pytest.fixture
def speaking() -> Iterator[Callable[..., JsonServer]]:
    made: list[JsonServer] = []

    def start(*arguments: Any, **options: Any) -> JsonServer:
        made.append(JsonServer(*arguments, **options))
        return made[-1]

    yield start
    for server in made:
        server.close()


@pytest.mark.one_engine
@pytest.mark.parametrize(("path", "relay"), [("/stream/session/x/pty", False), ("/terminal", True)])
@pytest.mark.parametrize("frames", ["text", "binary"])
def test_backend_ai(
    screens: Screen, speaking: Callable[..., JsonServer], path: str, relay: bool, frames: str
) -> None:
    """A shell, whose characters are cut anywhere; what is sent has just the keys it may have."""
    server = speaking(path, frames)
    assert screens.open(server.url, session="sess1") == "connected"
    screens.shows("$")
    screens.type("echo $((6*7)); ")
    screens.stdin("echo 한글-👍🏽-$((6*7)); stty size\n")
    screens.shows("한글-👍🏽-42")
    rows, columns = screens.js("() => [term.term.rows, term.term.cols]")
    screens.shows(f"{rows} {columns}")
    screens.js("() => term.restartKernel()")
    screens.wait("async () => (await (await term.recording()).text()).includes('Restarting')")
    wanted = {"stdin": {"chars"}, "resize": {"rows", "cols"}, "ping": set(), "restart": set()}
    for message in server.received:
        keys = wanted[message["type"]] | {"type"} | ({"sid"} if relay else set())
        assert set(message) == keys
        assert not relay or message["sid"] == "sess1"
    screens.stdin("exit\n")
    screens.becomes("ended")
    screens.clean()


def test_backend_ai_vector(screen: Screen, speaking: Callable[..., JsonServer]) -> None:
    """What Backend.AI's servers send is shown; what is typed is sent as their clients do."""
    script = [
        *VECTOR["server_to_client"],
        *VECTOR["server_to_client_utf8_split_over_two_messages"],
        {"type": "error", "data": "<human-readable-message>"},
        {"type": "error", "reason": "<message>"},
        {"type": "out", "data": "*no base64*"},
        {"type": "of a later version"},
    ]
    server = speaking("/stream/session/x/pty", "binary", script)
    screen.open(server.url, session="sess1")
    screen.shows("helloworld")
    screen.shows("user@main:~$ Restarting...")
    screen.shows("한글")
    status = "document.querySelector('.backendai-terminal-status')"
    screen.wait(f"() => {status}.textContent === '<message>'")
    assert screen.status() == "<message>"
    screen.stdin("ls -al\r")
    screen.js("() => term.requestRedraw()")
    screen.js("() => (term.container.style.height = '440px')")
    screen.js("() => term.restartKernel()")
    screen.becomes("ended")
    sent = server.received
    for wanted in VECTOR["client_to_server"]:
        if wanted["type"] == "resize":
            sizes = [one for one in sent if one["type"] == "resize"]
            assert sizes
            assert all(set(one) == set(wanted) for one in sizes)
        elif wanted["type"] != "ping":
            assert wanted in sent
    screen.clean()


@pytest.mark.parametrize(
    ("code", "state"),
    [(1000, "ended"), (4001, "refused"), (3000, "refused"), (1012, "reconnecting")],
)
def test_backend_ai_closes(
    screen: Screen, speaking: Callable[..., JsonServer], code: int, state: str
) -> None:
    """Ended, refused with its reason, or gone for a while."""
    server = speaking("/stream/session/x/pty", "text", VECTOR["server_to_client"], close=code)
    screen.open(server.url)
    screen.js("() => term.restartKernel()")
    screen.wait("state => states().includes(state)", state)
    if state == "refused":
        assert "as the test wants" in screen.status()
    screen.clean()


def test_jupyter(screens: Screen, notebook: Callable[[], str]) -> None:
    """Jupyter Server's terminals; what it kept is not shown twice after a cut, nor answered."""
    url = notebook()
    assert screens.open(url) == "connected"
    screens.type("echo $((6*7)); ")
    screens.stdin("echo 한글-$((6*7)); stty size; printf '\\033[c\\033[6n\\n'; echo asked\n")
    screens.shows("asked")
    rows, columns = screens.js("() => [term.term.rows, term.term.cols]")
    screens.shows(f"{rows} {columns}")
    screens.stdin("\x15clear\n")
    screens.stdin("printf '\\033[c\\033[6n\\n'; echo onc''e\n")
    screens.shows("once")
    screens.stdin("\x15: cle''an\n")
    screens.shows(": cle''an\n")
    screens.js("() => term.detach()")
    assert screens.js("async url => { await term.connect(url); return term.state }", url)
    screens.shows("once")
    screens.stdin("echo end''ed\n")
    screens.shows("ended")
    assert screens.lines().count("\nonce") == 1
    screens.stdin("exit\n")
    screens.becomes("ended")
    screens.clean()


def test_ttyd(screens: Screen, ttyd_url: str) -> None:
    """ttyd, found by its subprotocol; it is asked to pause in a flood."""
    assert screens.open(ttyd_url) == "connected"
    screens.type("echo $((6*7)); ")
    screens.stdin("echo 한글-$((6*7)); stty size\n")
    screens.shows("한글-42")
    rows, columns = screens.js("() => [term.term.rows, term.term.cols]")
    screens.shows(f"{rows} {columns}")
    screens.stdin("seq 1 200000; echo do''ne\n")
    screens.shows("\ndone", seconds=60)
    numbers = [line for line in screens.lines().splitlines() if line.isdigit()]
    assert numbers == [str(n) for n in range(200_001 - len(numbers), 200_001)]
    screens.stdin("exit\n")
    # ttyd closes with 1000 after exit code 0, with some versions of its library without a word.
    screens.wait("() => states().includes('ended') || states().includes('reconnecting')")
    screens.clean()


def test_the_first_message_tells(screen: Screen, speaking: Callable[..., JsonServer]) -> None:
    """At an address that says nothing, of a server that takes no subprotocol."""
    encoded = base64.b64encode(b"hello").decode()
    server = speaking("/ws", "text", [{"type": "out", "data": encoded}])
    assert screen.open(server.url) == "connected"
    screen.shows("hello")
    assert server.protocols[-1] is None
    lists = speaking("/elsewhere", "text", [["setup", {}], ["stdout", "as a list"]])
    assert screen.open(lists.url) == "connected"
    screen.shows("as a list")
