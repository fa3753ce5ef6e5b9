"""The terminal in a page, in three engines, with our own server."""

from __future__ import annotations

import pytest

from .screen import Screen
from .servers import Ours


@pytest.mark.one_engine
def test_a_shell(screens: Screen, ours: Ours) -> None:
    """Under the strict policy: what is typed runs, colours are there, and nothing is violated."""
    assert screens.open(ours.url, renderer="dom") == "connected"
    screens.shows("$")
    screens.type("echo typed; ")
    screens.stdin("printf 'a\\033[31mred\\033[0m한글👍🏽|\\n'\n")
    screens.shows("ared한글👍🏽|")
    screens.wait(
        """() => [...document.querySelectorAll('.xterm-fg-1')].some(span =>
          span.textContent === 'red' && getComputedStyle(span).color !== getComputedStyle(
            span.closest('.xterm-rows')).color)"""
    )
    screens.stdin("exit 3\n")
    screens.becomes("ended")
    assert screens.events("exit") == [{"code": 3}]
    assert "exit code 3" in screens.status()
    screens.clean()
