"""asciinema's own player as a viewer of a session of ours: it is what else speaks ALiS."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ..stage import Stage
from .screen import Screen
from .servers import Ours

PLAYER = Path(__file__).parents[3] / "browser/node_modules/asciinema-player/dist/bundle"
BODY = """<main><h1>A page</h1><div id="out" style="width: 800px; height: 300px"></div>
<div id="peer" style="width: 800px"></div></main>"""
#: Its text; wide characters are elements of their own.
SHOWN = "document.querySelector('#peer').innerText.replace(/\\s/g, '')"


@pytest.mark.full
def test_asciinema_player(stage: Stage, serve: Callable[..., Ours]) -> None:
    server = serve()
    site = stage.site
    for name, kind in (("min.js", "text/javascript"), ("css", "text/css")):
        content = (PLAYER / f"asciinema-player.{name}").read_bytes()
        site.page(f"asciinema-player.{name}", content, **{"Content-Type": kind})
    head = (
        f'<script src="{stage.root}/js/main.min.js"></script>'
        f'<link rel="stylesheet" href="{site.url}/asciinema-player.css">'
        f'<script src="{site.url}/asciinema-player.min.js"></script>'
    )
    # The player's emulator is WebAssembly, its styles are inline: that is its page's policy, not ours.
    policy = (
        f"default-src 'none'; script-src {site.url} {stage.assets.url} 'wasm-unsafe-eval'; "
        f"style-src {site.url} 'unsafe-inline'; img-src data:; font-src data:; connect-src data: ws:"
    )
    stage.open(head=head, body=BODY, Content_Security_Policy=policy)
    screen = Screen(stage)
    assert screen.start(f"{server.url}/shown", style="width: 800px; height: 300px") == "connected"
    screen.shows("$")
    stage.js(
        """url => {
          window.player = AsciinemaPlayer.create({ driver: 'websocket', url }, document.querySelector('#peer'));
          return player.play().then(() => true);
        }""",
        f"{server.url}/shown",
    )
    screen.stdin("printf 'live \\033[31m%s\\033[0m 한글\\n' $((6 * 7))\n")
    screen.shows("live 42 한글")
    stage.wait(f"() => {SHOWN}.includes('live42한글')", seconds=20)
    # What it types goes nowhere.
    stage.js("() => document.querySelector('#peer .ap-player').focus()")
    stage.engine.type("echo typed\n")
    screen.stdin("echo the end\n")
    screen.shows("the end")
    stage.wait(f"() => {SHOWN}.includes('theend$')", seconds=20)
    assert "typed" not in screen.lines()
    assert stage.probe("violations") == []
