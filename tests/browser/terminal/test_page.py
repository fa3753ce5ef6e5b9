"""The page of `backendai-media terminal`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..stage import Stage
from .servers import Ours


def test_the_page(stages: Stage, serve: Callable[..., Ours], release: Path) -> None:
    """It fills its window, goes by the theme, and takes the program's title."""
    server = serve(release=release)
    stages.engine.open(server.page)
    stages.js(
        "() => { window.bad = []; addEventListener('securitypolicyviolation', e => bad.push(e.blockedURI)); }"
    )
    rows = "() => [...document.querySelectorAll('.xterm-rows > div')].map(row => row.textContent).join('\\n')"
    stages.wait("() => document.activeElement?.className === 'xterm-helper-textarea'", seconds=30)
    stages.engine.type("printf '\\033]2;hello\\007'; echo a$((6*7))b\n")
    stages.wait("() => document.title.startsWith('hello')", seconds=20)
    if stages.engine.name != "webkit":  # it draws on its GPU
        stages.wait(f"() => ({rows})().includes('a42b')")
    box = stages.js(
        "() => { const b = document.querySelector('main').getBoundingClientRect(); return [b.width - innerWidth, b.height - innerHeight] }"
    )
    assert box == [0, 0]
    assert stages.js("() => bad") == []
