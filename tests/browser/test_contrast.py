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


#: As xarray has it: variables of JupyterLab, and rules for pages that say that they are dark.
AWARE = (
    "<style>:root { --text: var(--jp-content-font-color2, rgba(0, 0, 0, 0.54));"
    " --row: var(--jp-layout-color2, #d9d9d9) }"
    ' html[data-theme="dark"], body.vscode-dark { --text: #bbb; --row: #333 }'
    " @media (prefers-color-scheme: dark) { .m { color: #ddd } }"
    " @media (prefers-color-scheme: light) { .m { color: #222 } }"
    " .t { color: var(--text) } .r { background: var(--row) }</style>"
    '<p class="t">text</p><p class="r">row</p><p class="m">query</p>'
)
#: What cannot be read on a dark page as it is: it goes on white paper.
FOR_WHITE = {
    "rich": '<pre><span style="color: #000080">blue</span> <b style="color:#800000">a</b></pre>',
    "a note": '<div style="background: #fffbe6">note <a href="https://example.org">link</a></div>',
    "a cell": '<table><tr><td bgcolor="#ffff99">a</td><td>b</td></tr></table>',
    "a Styler": (
        "<style>#T_1 tr:hover { background-color: #ffa } #T_1_0 { background-color: yellow }"
        '</style><table id="T_1"><tbody><tr><th>r</th><td id="T_1_0">1</td></tr></tbody></table>'
    ),
    "code": (
        "<style>.output_html { background: #f8f8f8 } .output_html .k { color: #008000 }</style>"
        '<div class="highlight"><pre><span class="k">def</span> f</pre></div>'
    ),
    "named": '<font color="navy">text</font>',
}
PLAIN = '<p>text</p><table border="1"><tr><th>a</th><td>1</td></tr></table><pre>x = 1</pre>'


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("place", ["page", "python"])
def test_html(stage: Stage, place: str, theme: str) -> None:
    values = [["text/html", html] for html in (AWARE, PLAIN, *FOR_WHITE.values())]
    show(stage, [*values, ["text/markdown", "# a\n\n`b` | [c](https://example.org)"]], place, theme)
    assert low(stage) == []
    papers = stage.js("() => document.querySelectorAll('.backendai-paper').length")
    assert papers == len(FOR_WHITE)


def test_a_theme_that_changes(stages: Stage) -> None:
    show(stages, [["text/html", AWARE]], "page", "light")
    for theme in ("dark", "light"):
        stages.js(
            "theme => { document.querySelector('main').dataset.backendaiTheme = theme }", theme
        )
        color = "rgb(221, 221, 221)" if theme == "dark" else "rgb(34, 34, 34)"
        stages.wait("color => getComputedStyle(__probe.all('.m')[0]).color === color", color)
        assert low(stages) == []


DATA = [
    ["text/csv", "name,n\nab,1\ncd,-2"],
    ["application/json", {"a": [1, None, "x", True]}],
    ["application/geo+json", {"type": "FeatureCollection", "features": []}],
    ["stderr", "a warning"],
    ["log", ["error", "12:00", "root", "careful"]],
    ["error", {"ename": "E", "evalue": "v", "traceback": ["\x1b[30;43mx\x1b[0m", "\x1b[2;31my"]}],
]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("place", ["page", "python"])
def test_data(stage: Stage, place: str, theme: str) -> None:
    show(stage, DATA, place, theme)
    assert low(stage) == []


def test_code_keeps_its_colours(stages: Stage) -> None:
    show(stages, [["text/html", FOR_WHITE["code"]]], "page", "light")
    assert stages.js("() => getComputedStyle(__probe.all('.k')[0]).color") == "rgb(0, 128, 0)"


STICKY = (
    '<style>#T_s tbody th { position: sticky; left: 0; background-color: inherit }</style><table id="T_s">'
    "<thead><tr><th></th><th>a</th></tr></thead><tbody><tr><th>r</th><td>1</td></tr></tbody></table>"
)
LOOK = """selector => {
  const style = getComputedStyle(__probe.all(selector)[0]);
  const align = style.textAlign.replace(/^-(webkit|moz)-/, '');
  return [style.backgroundColor, align, parseFloat(style.paddingLeft) > 5];
}"""


@pytest.mark.parametrize("theme", THEMES)
def test_every_table_has_a_look(stages: Stage, theme: str) -> None:
    show(stages, [["text/html", STICKY]], "page", theme)
    ground = "rgb(255, 255, 255)" if theme == "light" else "rgb(22, 27, 34)"
    assert stages.js(LOOK, "tbody th") == [ground, "right", True]
    plain = (
        '<table class="simpletable"><tr><th>x</th><td>0.13</td><td align="left">b</td></tr></table>'
    )
    show(stages, [["text/html", plain]], "page", theme)
    assert stages.js(LOOK, "td")[1:] == ["right", True]
    assert stages.js(LOOK, "td[align]")[1:] == ["left", True]


HOST = """<style>main { text-align: center; text-transform: uppercase; letter-spacing: 5px; text-indent: 3em;
  white-space: pre; word-spacing: 9px }</style>"""
INHERITED = """() => ['.backendai-console', 'td', 'p', '.backendai-table-cell', '.backendai-json-row'].map(selector => {
  const { textTransform, letterSpacing, textIndent, wordSpacing, textAlign } =
    getComputedStyle(__probe.all(selector)[0]);
  return [textTransform, letterSpacing, textIndent, wordSpacing, textAlign === 'center'];
})"""
# Where the first character of a text is, compared with its last one.
ORDER = """(selector, text) => {
  const node = [...__probe.all(selector)].flatMap(e => [...e.childNodes])
    .find(one => one.nodeType === 3 && one.data.includes(text));
  const left = at => {
    const range = new Range();
    range.setStart(node, node.data.indexOf(text) + at);
    range.setEnd(node, node.data.indexOf(text) + at + 1);
    return range.getBoundingClientRect().left;
  };
  return left(0) < left(text.length - 1);
}"""


def test_what_a_page_inherits_does_not_reach_outputs(stages: Stage) -> None:
    head = f'<script src="{stages.root}/js/main.min.js"></script>{HOST}'
    stages.open(head=head)
    html = "<p>a</p><table><tr><td>1</td></tr></table>"
    values = [["stdout", "a"], ["text/html", html], *DATA[:2]]
    stages.handle_all(values)
    for found in stages.js(INHERITED):
        assert found == ["none", "normal", "0px", "0px", False]


def test_data_run_from_left_to_right(stages: Stage) -> None:
    body = '<main dir="rtl"><div id="out"></div></main>'
    stages.open(body=body)
    html = "<p>-3 [x].</p><pre>y = [1].</pre><table><tr><td>-2</td></tr></table>"
    stages.handle_all([["stdout", "x = [1, 2]."], ["text/html", html], *DATA[:2]])
    for selector, text in [
        ("div", "x = [1, 2]."),
        ("p", "-3 [x]."),
        ("pre", "y = [1]."),
        ("td", "-2"),
        (".backendai-table-cell", "-2"),
    ]:
        assert stages.js(ORDER, selector, text), text
