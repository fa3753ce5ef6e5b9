"""What goes wrong on the way, and what must not: a byte lost or doubled, a timer left, a reset screen."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

import pytest

from backendai_media.terminal import protocol
from backendai_media.terminal.frames import Gap, Output, Welcome
from tests import FULL

from .json_server import Raw
from .screen import Screen
from .servers import Ours

LINES = 60_000 if FULL else 12_000
CUTS = 60 if FULL else 12

COUNT = f"for i in $(seq 1 {LINES}); do echo \"line $i\"; done; echo do''ne\n"


def test_cuts(screen: Screen, ours: Ours) -> None:
    """Cuts anywhere in a stream, while it is typed into it: no line lost or doubled."""
    proxy = ours.proxy()
    assert screen.open(proxy.url, scrollback=LINES + 1000) == "connected"
    screen.shows("$")
    screen.stdin("stty -echo\n")
    screen.stdin(COUNT)
    for number in range(CUTS):
        screen.wait("async () => { await __probe.sleep(40); return term.connected }")
        screen.stdin(f"echo typed {number}\n")
        proxy.cut()
    screen.shows("\ndone", seconds=60)
    screen.shows(f"\ntyped {CUTS - 1}")
    lines = screen.lines().splitlines()
    assert [line for line in lines if line.startswith("line ")] == [
        f"line {n}" for n in range(1, LINES + 1)
    ]
    assert [line for line in lines if line.startswith("typed ")] == [
        f"typed {n}" for n in range(CUTS)
    ]
    assert proxy.opened > CUTS // 2
    screen.clean()


@pytest.mark.one_engine
def test_the_page_is_loaded_again(screens: Screen, ours: Ours) -> None:
    """Its session goes on, its screen is there again, and what it typed is not typed twice."""
    assert screens.open(ours.url) == "connected"
    screens.stdin("echo a$((1+1))b; n=$((n+1))\n")
    screens.shows("a2b")
    screens.js("() => void setTimeout(() => location.reload(), 50)")
    screens.reloaded()
    assert screens.start(ours.url) == "connected"
    screens.shows("a2b")
    screens.stdin("echo n=$n\n")
    screens.shows("n=1")
    assert len(ours.sessions) == 1


def test_a_session_that_is_gone(screen: Screen, ours: Ours) -> None:
    """A name that the tab kept is no reason to refuse: another session is opened at once."""
    screen.open(None)
    screen.js(
        "() => sessionStorage.setItem('backendai-terminal:two', 'gone ' + btoa('0123456789abcdef'))"
    )
    assert screen.start(ours.url, session="two") == "connected"
    assert "reconnecting" not in screen.js("() => states()")
    screen.shows("$")


def test_half_open(screen: Screen, ours: Ours) -> None:
    """A connection that died without a word is found out when the page wakes, and replaced."""
    proxy = ours.proxy()
    screen.open(proxy.url)
    screen.shows("$")
    proxy.freeze(True)
    screen.stdin("echo not''lost\n")
    screen.js("() => dispatchEvent(new Event('online'))")
    screen.becomes("connecting")
    proxy.freeze(False)
    screen.becomes("connected")
    screen.shows("\nnotlost")
    assert screen.lines().count("\nnotlost") == 1
    assert "reconnecting" in screen.js("() => states()")


def test_words_and_reconnecting(screen: Screen, ours: Ours) -> None:
    """It says that it waits, waits longer each time, and tries at once when the network is back."""
    proxy = ours.proxy()
    screen.open(proxy.url)
    screen.shows("$")
    proxy.refusing = True
    proxy.cut()
    screen.wait("() => states().filter(state => state === 'reconnecting').length > 2")
    assert "Reconnecting in" in screen.status()
    assert "Reconnect now" in screen.status()
    seconds = [
        said["seconds"] for said in screen.events("state") if said["state"] == "reconnecting"
    ]
    assert seconds == sorted(seconds)
    proxy.refusing = False
    screen.js("() => dispatchEvent(new Event('online'))")
    screen.becomes("connected")
    assert screen.status() == ""
    assert screen.lines() == "$"


@pytest.mark.one_engine
def test_who_hears_of_a_state_may_leave(screens: Screen) -> None:
    """A page that leaves as soon as it hears that the terminal waits is not connected again."""
    screens.open(None)
    screens.js("""async () => {
      const out = document.querySelector('#out');
      out.addEventListener('backendai:terminal-state', ({ detail }) => detail.state === 'reconnecting' && term.detach());
      await term.connect('ws://127.0.0.1:9/').catch(() => 0);
      await __probe.sleep(700); // the first attempt comes within 0.3 s
    }""")
    states = screens.js("() => states()")
    assert states[states.index("reconnecting") :] == ["reconnecting", "closed"]


def test_nothing_lives_on(screen: Screen, ours: Ours) -> None:
    """After close() there is no timer, listener or socket; it may be called at any time."""
    screen.open(None)
    counts = """() => {
      const kinds = ['setTimeout', 'setInterval'];
      window.running = new Set();
      for (const kind of kinds) {
        const real = window[kind];
        window[kind] = (call, ms, ...more) => {
          const id = real((...a) => { if (kind === 'setTimeout') running.delete(id); call(...a); }, ms, ...more);
          if (ms >= 1000) running.add(id);
          return id;
        };
        const clear = kind.replace('set', 'clear');
        const end = window[clear];
        window[clear] = (id) => { running.delete(id); end(id); };
      }
    }"""
    screen.js(counts)
    screen.js("() => term.close()")
    screen.js("async url => { await term.connect(url); term.close(); term.close(); }", ours.url)
    assert screen.js("() => [term.state, term.connected, running.size]") == ["closed", False, 0]
    screen.js("async url => { await term.connect(url); }", ours.url)
    assert screen.js("() => running.size") > 0
    screen.js("() => { term.dispose(); }")
    assert screen.js("() => running.size") == 0
    assert screen.js("() => document.querySelector('#out').childElementCount") == 0
    assert screen.js("() => document.adoptedStyleSheets.length") <= 2
    screen.js("() => { void term.connect('ws://127.0.0.1:9/').catch(() => 0); term.close(); }")
    assert screen.js("() => running.size") == 0
    screen.wait("() => true")
    assert screen.stage.probe("errors") == []


def test_the_original_contract(screen: Screen, ours: Ours) -> None:
    """As front ends of the original class use it."""
    screen.open(None)
    found = screen.js(
        """async url => {
          const seen = [];
          const t = window.term;
          seen.push(t.connecting, t.connected);
          const first = t.connect(url);
          seen.push(t.connecting, await t.connect(url).catch(String));
          seen.push(await first, t.connecting, t.connected, await t.connect(url).catch(String));
          t.resizeToFit(); t.requestRedraw(); t.focus();
          t.theme = { foreground: '#c5c1c1', background: '#131416' };
          seen.push(t.theme.background, t.term.options.theme.background);
          t.close();
          seen.push(t.connected, await t.connect('ws://127.0.0.1:9/').catch(String));
          t.close();
          return seen;
        }""",
        ours.url,
    )
    assert found == [
        False,
        False,
        True,
        "already connecting",
        None,
        False,
        True,
        "already connected",
        "#131416",
        "#131416",
        False,
        "connection failure",
    ]


def test_an_address_for_each_attempt(screen: Screen, ours: Ours) -> None:
    """A function is asked each time, so that tickets that work once serve."""
    proxy = ours.proxy()
    screen.open(None)
    connect = """async url => {
      window.asked = 0;
      await term.connect(async () => { asked++; await 0; return url; });
    }"""
    screen.js(connect, proxy.url)
    proxy.cut()
    screen.wait("() => asked === 2 && term.connected")


SIGN_IN = "The server refused: Sign in to continue"


@pytest.mark.one_engine
def test_who_is_not_signed_in_is_told(screens: Screen, ours: Ours) -> None:
    """At once, and also in the middle: a page that is refused does not wait for the network."""
    proxy = ours.proxy()
    ours.known = False
    hosts = f"ws://{proxy.host} http://{proxy.host}"
    assert screens.open(proxy.url, hosts=hosts) == "connection failure"
    screens.becomes("refused")
    assert screens.status().startswith(SIGN_IN)
    ours.known = True
    screens.js("() => document.querySelector('.backendai-terminal-status button').click()")
    screens.becomes("connected")
    ours.known = False
    proxy.cut()
    screens.becomes("refused")
    assert screens.status().startswith(SIGN_IN)


def test_a_ticket_that_is_refused_is_asked_for_again(screen: Screen, ours: Ours) -> None:
    ours.known = False
    screen.open(None, hosts=f"ws://{ours.host} http://{ours.host}")
    connect = """async url => {
      window.asked = 0;
      await term.connect(async () => `${url}?ticket=used${asked++}`).catch(() => 0);
    }"""
    screen.js(connect, ours.url)
    screen.becomes("refused")
    assert screen.status().startswith(SIGN_IN)
    assert screen.js("() => asked") >= 2
    assert "Reconnect" not in screen.status()


WELCOME = protocol.encode(Welcome(2, "s", True, 0, 0, 0, 1 << 19, 1 << 16, 24, 80))
BAD = {
    "text": "a text",
    "empty": b"",
    "cut": WELCOME[:20],
    "early": protocol.encode(Output(0, b"early")),
}
AFTER = {
    "out of order": protocol.encode(Output(77, b"later")),
    "a gap backwards": protocol.encode(Gap(9, 3)),
    "cut output": b"\x82\0\0",
}


@pytest.mark.parametrize("name", [*BAD, *AFTER])
def test_a_server_that_talks_nonsense(screen: Screen, raw: Callable[..., Raw], name: str) -> None:
    """It is left, asked again a few times, and then the person is."""
    frames = [BAD[name]] if name in BAD else [WELCOME, AFTER[name]]
    server = raw(frames, "backendai.term.2")
    screen.open(server.url)
    screen.wait("() => states().filter(state => state === 'reconnecting').length > 1", seconds=30)
    assert "early" not in screen.lines()
    assert "later" not in screen.lines()
    assert screen.stage.probe("errors") == []


def test_huge_and_unknown(screen: Screen, raw: Callable[..., Raw]) -> None:
    """A frame of megabytes is parsed in slices; kinds of a later version are left alone."""
    big = b"".join(b"%07d\r\n" % n for n in range(400_000))
    frames = [WELCOME, b"\xf0later", protocol.encode(Output(0, big)), b"\x89", b"\x85\0\1"]
    server = raw(frames[:4], "backendai.term.2")
    screen.open(server.url)
    screen.shows("0399999", seconds=60)
    tail = [line for line in screen.lines().splitlines() if line]
    assert tail[-4000:] == [f"{n:07}" for n in range(396_000, 400_000)]
    acks = [int.from_bytes(one[1:9], "big") for one in server.received if one[0] == 3]
    assert acks == sorted(acks)
    screen.wait("() => true")
    server.wait(
        lambda: any(
            one[0] == 3 and one[1:9] == len(big).to_bytes(8, "big") for one in server.received
        )
    )


def test_characters_cut_anywhere(screen: Screen, raw: Callable[..., Raw]) -> None:
    """Every character of prose is shown, wherever its bytes are cut; what is none, as U+FFFD."""
    source = random.Random(16)
    marks = "\u2014 \u201c \u201d \u2026 \u2022 \u0100 \u4000 \U00010000 \U0001f600 a b c".split()
    lines = [
        f"{number} " + "".join(source.choices(marks, k=source.randrange(1, 24)))
        for number in range(130_000 if FULL else 20_000)
    ]
    text = "\r\n".join([*lines, ""]).encode() + b"bad \xff\xe2\x80 \xf0\x9f end"
    frames: list[bytes | str] = [WELCOME]
    at = 0
    while at < len(text):
        size = source.choice([1, 2, 3, source.randrange(1, 20_000)])
        frames.append(protocol.encode(Output(at, text[at : at + size])))
        at += size
    server = raw(frames, "backendai.term.2")
    screen.open(server.url, scrollback=len(lines) + 100)
    screen.wait("() => lines().endsWith('end')", seconds=120)
    *shown, last = screen.lines().split("\n")
    wrong = [pair for pair in zip(shown, lines, strict=True) if pair[0] != pair[1]]
    assert wrong[:3] == []
    assert last == "bad \ufffd\ufffd \ufffd end"


def test_random_frames(screen: Screen, raw: Callable[..., Raw]) -> None:
    """Whatever a server sends, the page goes on."""
    source = random.Random(5)
    frames: list[bytes | str] = [WELCOME]
    for _ in range(400):
        kind = source.choice([0x81, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x90])
        frames.append(bytes([kind]) + source.randbytes(source.choice([0, 1, 5, 16, 38, 60])))
    server = raw(frames, "backendai.term.2")
    screen.open(server.url)
    screen.wait("() => states().length > 2")
    assert screen.js("() => 6 * 7") == 42
    assert screen.stage.probe("errors") == []
    screen.js("() => term.close()")


def test_gap(screen: Screen, raw: Callable[..., Raw]) -> None:
    """What is gone is gone: the emulator is reset behind what it has, and goes on there."""
    frames = [
        WELCOME,
        protocol.encode(Output(0, b"before\x1b]0;in a title \xed\x95")),
        protocol.encode(Gap(23, 1000)),
        protocol.encode(Output(1000, b"after")),
    ]
    server = raw(frames, "backendai.term.2")
    screen.open(server.url)
    screen.shows("after")
    assert screen.lines() == "after"
    server.wait(lambda: server.received[-1] == b"\x03" + (1005).to_bytes(8, "big"))
    cast = screen.js("async () => (await term.recording()).text()")
    events = [json.loads(line) for line in cast.splitlines()[1:]]
    assert "".join(data for _, code, data in events if code == "o").endswith("\x1bcafter")
