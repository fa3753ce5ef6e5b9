"""Console text: what it shows, and what a change costs. Its markup is in spec/vectors/render."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import pytest

from backendai_media import render
from backendai_media.model.plain_values import replace_surrogates
from backendai_media.rendering import console
from backendai_media.rendering.console_lines import Line
from backendai_media.rendering.console_screen import Screen
from backendai_media.rendering.sgr import Style

from .. import VECTORS

CASES = json.loads((VECTORS / "console.json").read_bytes())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_lines(case: dict[str, Any]) -> None:
    """However the text is cut into messages."""
    messages = case["input"]
    whole = "".join(messages)
    assert shown(messages if isinstance(messages, list) else [whole]) == case["lines"]
    assert shown([whole]) == case["lines"]
    assert shown([*whole]) == case["lines"]


def shown(messages: list[str]) -> list[str | list[Any]]:
    screen = Screen()
    for message in messages:
        screen.write(replace_surrogates(message))
    return [runs_of(line.pack(), screen.styles) for line in screen.lines]


def runs_of(line: Line, styles: list[Style]) -> str | list[Any]:
    """Return a line as the vectors have it: text, or runs of text, some with a style."""
    if not line.runs:
        return line.text
    runs: list[Any] = []
    starts, numbers = [0, *line.runs[::2]], [0, *line.runs[1::2]]
    for start, end, number in zip(starts, [*starts[1:], None], numbers, strict=True):
        if text := line.text[start:end]:
            runs.append([text, named(styles[number])] if number else text)
    return runs


def named(style: Style) -> dict[str, Any]:
    """Return a style with colours of the palette by their number, and flags that are true."""
    found: dict[str, Any] = {}
    for key, value in style.items():
        index = re.match(r"var\(--backendai-ansi-(\d+)", value)
        found[key] = int(index[1]) if index else value if key in {"fg", "bg", "link"} else True
    return found


@pytest.mark.parametrize("change", ["\rab", "\r漢", "\b\bé", "\x1b[9Gab", "\x1b[2D\x1b[K\tx"])
def test_a_change_costs_the_same_however_long_its_line_is(change: str) -> None:
    def cost(columns: int) -> float:
        output = ["stdout", "漢" + "x" * columns + change * 1000]
        start = time.thread_time()
        render(output)
        return time.thread_time() - start

    # Where each change takes time for the whole line, it is thirty times as much, whatever disturbs.
    assert any(cost(3500) < 3 * cost(100) for _ in range(5))


@pytest.mark.parametrize(
    "content",
    [
        *(
            "",
            "a",
            "a\n",
            "\n\na b \n",
            "<b>&amp;\"'</b>",
            "é × ˆ\n¡a\u00a0b",
            "a\n" * 255,
            "a" * 4096,
        ),
        *(
            "soft\u00adhyphen",
            "a\u0300",
            "a\tb\n",
            "a\rb",
            "\x1b[31mred",
            "漢\n",
            "a\n" * 256,
            "a" * 4097,
        ),
    ],
)
def test_text_without_a_screen_is_as_on_one(content: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = render(["stdout", content])
    monkeypatch.setattr(console, "_simple_blocks", lambda _: None)
    assert render(["stdout", content]) == made
