"""Text can be read on its ground: in the page and in static pages, in light and in dark."""

from __future__ import annotations

from typing import Any

import pytest

from backendai_media import render

from .stage import HERE, Stage

LOW = (HERE / "contrast.js").read_text(encoding="utf-8").rstrip().rstrip(";")
THEMES = ("light", "dark")


def show(stage: Stage, value: Any, place: str, theme: str, **options: Any) -> None:
    """Show a value in the page, or in a static page of Python's."""
    if place == "page":
        stage.open(body=f'<main data-backendai-theme="{theme}"><div id="out"></div></main>')
        report = stage.handle_all(value, **options)
        assert report["failed"] == []
    else:
        made = render(value, standalone=True, theme=theme)
        stage.engine.open(stage.site.page("contrast.html", made))


def low(stage: Stage) -> list[dict[str, Any]]:
    """The texts of the page's output that cannot be read well."""
    found: list[dict[str, Any]] = stage.js(LOW, ".backendai-output")
    return found


def sgr(*codes: str) -> str:
    return "".join(f"\x1b[{code}mAg\x1b[0m " for code in codes)


PALETTE = [*range(30, 38), *range(90, 98)]
GROUNDS = [*range(40, 48), *range(100, 108)]
#: Two colours of the palette, text and ground; the same one twice is hidden on purpose.
PAIRS = [
    f"{text};{ground}"
    for i, text in enumerate(PALETTE)
    for j, ground in enumerate(GROUNDS)
    if i != j
]
STEPS = (0, 51, 102, 153, 204, 255)
#: Every 13th of 256 on every 29th, and the other way round; RGB on RGB.
INDEXED = [
    f"{first};5;{i};{second};5;{j}"
    for first, second in ((38, 48), (48, 38))
    for i in range(0, 256, 13)
    for j in range(5, 256, 29)
    if i != j
]
COLORS = [(r, g, b) for r in STEPS[::2] for g in STEPS for b in STEPS[::3]]
RGB = [
    f"38;2;{';'.join(map(str, text))};48;2;{';'.join(map(str, ground))}"
    for text in COLORS[::3]
    for ground in COLORS[::5]
    if text != ground
]
ALONE = [
    *(f"{code}" for code in [*PALETTE, *GROUNDS]),
    *(f"{plane};5;{index}" for plane in (38, 48) for index in range(256)),
    *(f"38;2;{r};{g};{b}" for r, g, b in COLORS),
]
STYLED = [
    f"{style};{colors}"
    for style in ("1", "2", "7", "2;7")
    for colors in ["31", "44", "38;5;250", "90", *PAIRS[::7], *RGB[::9]]
]
CONSOLE = {
    "pairs": PAIRS,
    "256": INDEXED,
    "rgb": RGB,
    "alone": ALONE,
    "styled": ["2", "7", *STYLED],
}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("place", ["page", "python"])
def test_console(stage: Stage, place: str, theme: str) -> None:
    assert len(PAIRS) == 240
    for name, codes in CONSOLE.items():
        for stream in ("stdout", "stderr"):
            show(stage, [[stream, sgr(*codes)]], place, theme)
            assert stage.js("() => document.querySelectorAll('.backendai-console span').length")
            assert low(stage) == [], f"{name} {stream}"


def test_grounds_stay(stages: Stage) -> None:
    """The text's colour is what changes."""
    show(stages, [["stdout", "\x1b[38;2;9;9;9;48;2;20;30;40mx"]], "page", "dark")
    style = "(({ color, backgroundColor }) => [color, backgroundColor])"
    span = "getComputedStyle(document.querySelector('.backendai-bg'))"
    color, ground = stages.js(f"() => {style}({span})")
    assert ground == "rgb(20, 30, 40)"
    assert color != "rgb(9, 9, 9)"
    assert low(stages) == []


#: What keeps its colours: drawn with characters, concealed, of the ground's own colour; and all of it as sent.
KEPT = ("▀█", "─╭", "⣿⡇", "\ue0b0", "\U0001fb00")


@pytest.mark.parametrize("place", ["page", "python"])
def test_pictures_and_hidden_text_keep_their_colours(stage: Stage, place: str) -> None:
    dark = "38;2;20;30;40;48;2;30;40;50"
    parts = [f"\x1b[{dark}m{text}\x1b[0m" for text in (*KEPT, f"a{KEPT[0]}b")]
    parts.append("\x1b[38;2;7;7;7;48;2;7;7;7msame\x1b[0m\x1b[31;41msame\x1b[0m")
    parts.append(f"\x1b[8;{dark}mconcealed\x1b[0m")
    show(stage, [["stdout", "\n".join(parts)]], place, "light")
    found = stage.js("""() => [...document.querySelectorAll('.backendai-bg')]
      .map(span => [span.textContent, getComputedStyle(span).color])""")
    sent = "rgb(20, 30, 40)"
    assert [tuple(one) for one in found[: len(KEPT)]] == [(text, sent) for text in KEPT]
    a, picture, b = found[len(KEPT) : len(KEPT) + 3]
    assert (picture[1], a[1] == b[1], a[1] == sent) == (sent, True, False)
    same, palette, concealed = found[len(KEPT) + 3 :]
    assert same[1] == "rgb(7, 7, 7)"
    assert palette[1] == "rgb(179, 38, 30)"
    assert concealed[1] == "rgba(0, 0, 0, 0)"


def test_as_sent(stage: Stage) -> None:
    show(stage, [["stdout", "\x1b[38;2;9;9;9;48;2;20;30;40mx"]], "page", "dark", readable=False)
    color = "() => getComputedStyle(document.querySelector('.backendai-fg')).color"
    assert stage.js(color) == "rgb(9, 9, 9)"
