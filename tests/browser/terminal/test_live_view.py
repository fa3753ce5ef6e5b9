"""asciinema's live streams: of our own server, and what a server must not send."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .json_server import Raw
from .screen import Screen
from .servers import Ours

LOOK = """async (address) => {
  const place = document.createElement("div");
  place.style.cssText = "width: 800px; height: 300px";
  document.querySelector("main").append(place);
  const viewer = (window.viewer = new BackendAI.Webterm(place, "", { dialect: "v1.alis" }));
  window.seen = () => {
    const { active } = viewer.term.buffer;
    return Array.from({ length: active.length }, (_, at) => active.getLine(at).translateToString(true)).join("\\n");
  };
  await viewer.connect(address);
  return [viewer.state, viewer.term.rows, viewer.term.cols];
}"""


@pytest.mark.one_engine
def test_a_live_view_follows(screens: Screen, ours: Ours) -> None:
    """It shows what was there and what comes, in the same size; nothing can be typed in it."""
    place = f"{ours.url}/show"
    assert screens.open(place) == "connected"
    screens.stdin("echo be''fore\n")
    screens.shows("before")
    size = screens.js("() => [term.term.rows, term.term.cols]")
    assert screens.js(LOOK, place) == ["connected", *size]
    screens.wait("() => seen().includes('before')")
    screens.js("() => (viewer.stdin('echo typed\\n'), viewer.paste('echo typed'))")
    screens.stdin("printf '\\355\\225'; sleep 0.2; printf '\\234글 after\\n'\n")
    screens.wait("() => seen().includes('한글 after')")
    assert "typed" not in screens.js("() => seen()")
    screens.js("() => (term.container.style.width = '500px')")
    screens.wait("() => term.term.cols < 70 && viewer.term.cols === term.term.cols")
    screens.stdin("exit 3\n")
    screens.wait("() => viewer.state === 'ended'")
    screens.clean()


@pytest.mark.parametrize(
    "frames",
    [
        ["text"],
        [b"no magic"],
        [b"ALiS\x01", b"o\x01\x00\x05abc"],
        [b"ALiS\x01", b"\x01\x00\x00\x80"],
        [b"ALiS\x01", b"\x01\x00\x00\x50\x18\x07\x00"],
    ],
)
def test_what_is_no_live_stream_is_given_up(
    screen: Screen, raw: Callable[..., Raw], frames: list[bytes | str]
) -> None:
    server = raw(frames, "v1.alis", greets=False)
    assert screen.open(server.url, dialect="v1.alis") == "connection failure"
    screen.becomes("reconnecting")
    screen.js("() => term.close()")
