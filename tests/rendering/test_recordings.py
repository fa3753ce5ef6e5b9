"""Recorded terminals: what is on the last screen."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from backendai_media import render
from tests import FULL

TYPE = "application/vnd.asciinema.asciicast"


def shown(*outputs: str | tuple[str, str], columns: int = 20, rows: int = 4) -> str:
    """Return the text of the screen after outputs, and events of other kinds."""
    lines: list[Any] = [{"version": 2, "width": columns, "height": rows}]
    for place, one in enumerate(outputs):
        code, data = ("o", one) if isinstance(one, str) else one
        lines.append([place, code, data])
    return text_of("\n".join(map(json.dumps, lines)))


def text_of(recording: str) -> str:
    made = render((TYPE, recording))
    screen = re.search('<div class="">(.*?)</div>', made, re.DOTALL)
    assert screen
    return re.sub("<[^>]*>", "", screen[1])


# As xterm.js 6.0.0 has it.
@pytest.mark.parametrize(
    ("output", "screen"),
    [
        ("\x1b[2J\x1b[Hone\x1b[2;1Htwo\x1b[1;1HONE", "ONE\ntwo"),
        ("a" * 20 + "b\r\nc", "a" * 20 + "\nb\nc"),
        ("a" * 20 + "\rb", "b" + "a" * 19),
        ("a" * 19 + "圍b", "a" * 19 + "\n圍b"),
        ("圍棋\x1b[2Dx\x1b[1;2Hy", " yx"),
        ("e\u0301x", "e\u0301x"),
        ("a\tb\x1b[1;5Hc", "a   c   b"),
        ("a\nb\nc\nd\ne", "a\n b\n  c\n   d\n    e"),
        ("1\r\n2\r\n3\r\n4\x1b[2;3r\x1b[3;1H\nx", "1\n3\nx\n4"),
        ("1\r\n2\r\n3\x1b[1;2H\x1b[Mx", "x\n3"),
        ("1\r\n2\x1b[H\x1b[Lx", "x\n1\n2"),
        ("abcdef\x1b[1;2H\x1b[2P\x1b[@x\x1b[X", "ax ef"),
        ("abc\x1b[1;2H\x1b[1K", "  c"),
        ("x\x1b[3b\x1b[4hy\x1b[H1\x1b[4l2", "12xxxy"),
        ("\x1b(0lqk\x1b(Bq\x1b)0\x0ex\x0fx", "┌─┐q│x"),
        ("a\x1b7\x1b[3;3Hb\x1b8c", "ac\n\n  b"),
        ("\x1b[3;1Ha\x1b[H\x1bMb", "b\n\n\na"),
        ("\x1b[?7l" + "a" * 25 + "b", "a" * 19 + "b"),
        ("\x1b]0;title\x07a\x1b[?25l\x1b[>4;2mb", "ab"),
    ],
)
def test_programs_place_the_cursor(output: str, screen: str) -> None:
    assert shown(output) == screen
    # Wherever it is cut.
    assert shown(*output) == screen


def test_the_alternate_screen_is_left_again() -> None:
    assert shown("$ edit\r\n", "\x1b[?1049h\x1b[Htext", "\x1b[?1049l$") == "$ edit\n$"
    assert shown("$ edit\r\n", "\x1b[?1049h\x1b[Htext") == "text"


def test_of_a_cleared_screen_what_was_there_is_shown() -> None:
    for clear in ("\x1b[2J", "\x1b[H\x1b[J", "\x1bc"):
        assert shown("a\r\nb", clear) == "a\nb"
        assert shown("a\r\nb", clear, "\x1b[Hc") == "c"


def test_resizes_are_followed() -> None:
    assert shown("a\r\nb", ("r", "5x9"), "\x1b[9;1Hcdefgh") == "a\nb\n\n\n\n\n\n\ncdefg\nh"
    assert shown("a\r\nb\r\nc", ("r", "5x2"), "\x1b[Hx") == "a\nx\nc"
    assert shown("ab", ("r", "nx2"), ("r", "0x0"), "c") == "abc"


def test_lines_that_are_no_events_are_left_out() -> None:
    head = '{"version": 3, "term": {"cols": 9, "rows": 3}}\n[1, "o", "x"]\n'
    for cut in ('[1, "o", "y', "[1]", '["a", "o", "y"]', "{}", '[1, "o", 5]'):
        made = render((TYPE, head + cut))
        assert text_of(head + cut) == "x"
        assert "1 malformed line omitted" in made


def test_colours_and_links_stay() -> None:
    recording = (
        json.dumps({"version": 2})
        + "\n"
        + json.dumps(
            [
                0,
                "o",
                "\x1b[31mred\x1b[0m \x1b]8;;https://a.example/\x07link\x1b]8;;\x07 \x1b[44m\x1b[K",
            ]
        )
    )
    made = render((TYPE, recording))
    assert 'href="https://a.example/"' in made
    assert re.search(r"--fg: [^>]*>red</span>", made)
    assert re.search(r"--bg: [^>]*> {70,}</span>", made)


@pytest.mark.slow
def test_the_work_is_limited() -> None:
    for unit in ("\x1b[9L", "\x1b[2Jx", "\x1b[?1049h\x1b[?1049l", "x\x1b[9999b", "\x1b[8@"):
        made = render(
            (
                TYPE,
                json.dumps({"version": 2, "width": 99, "height": 400})
                + "\n"
                + json.dumps([0, "o", unit * (20_000 if FULL else 4_000)]),
            )
        )
        assert len(made) < 2_000_000
