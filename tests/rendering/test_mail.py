"""`render_mail`: what is in the message, and that mail programs drop nothing of it."""

from __future__ import annotations

import base64
import email
import email.policy
import json
from collections.abc import Callable
from email.message import EmailMessage
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from PIL import Image

from backendai_media import BackendAIMediaError
from backendai_media.cli import main
from backendai_media.rendering import render_mail
from backendai_media.rendering.raster import rasterized
from tests import FULL
from tests.effort import calls, growth
from tests.mail_programs import CLIENTS, HARMLESS, filtered, html_of, pictures, text_of

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}"><rect width="99%" height="99%" fill="{}"/></svg>'


def picture(format_: str, width: int = 20) -> str:
    file = BytesIO()
    Image.new("RGB", (width, 10), "teal").save(file, format_)
    return base64.b64encode(file.getvalue()).decode()


PROSE = """# A *title*

Some `code`, a [link](https://example.org/a) and $\\frac{a+b}{2}$.

$$\\sum_{i=1}^n i = \\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}$$

- [x] done
- open

> said

```python
def f(x):
    return x
```

| l | r |
|---|--:|
| 1 | 2 |
"""
STYLED = """<style>
.a { color: rgb(1 2 3 / 50%); background: var(--ground, #fee); display: flex; border-radius: 3px }
tr:nth-child(2n) > td { background: light-dark(#eef, #223) }
@media (prefers-color-scheme: dark) { .a { color: red } }
.a::before { content: "x" }
</style>
<div class="a" style="position: fixed; top: -9px; padding: 4px 1ch; opacity: .5; margin-inline-start: 2rem">boxed</div>
<table><tr><td>1</td></tr><tr><td>2</td></tr></table>
<details><summary>more</summary>folded</details><progress value="3" max="4"></progress>
<ruby>漢<rt>kan</rt></ruby><mark>marked</mark>"""
ITEMS: list[Any] = [
    [
        "stdout",
        "name   value\na      1\n\tb\t\x1b[31mred\x1b[0m\x1b[1;4;42mloud\x1b[0m \x1b[2mdim\x1b[0m\n",
    ],
    ["stderr", "warning\n  indented\n"],
    {"text/markdown": PROSE},
    {"text/html": STYLED},
    ["text/csv", "name,value\nalpha,1\nbeta,22\n"],
    ["application/json", {"a": [1, {"b": None}], "s": "text"}],
    ["image/png", picture("PNG")],
    ["image/jpeg", picture("JPEG")],
    ["image/webp", picture("WEBP", 30)],
    ["image/svg+xml", SVG.format(40, 10, "#fa0")],
    ["application/geo+json", {"type": "Point", "coordinates": [1, 2]}],
    ["application/x-nobody", "what"],
    ["application/pdf", base64.b64encode(b"%PDF-1.4 x").decode()],
    ["audio/wav", base64.b64encode(b"RIFF0000WAVE").decode()],
    ["text/latex", r"\begin{aligned}a&=b\\c&=d\end{aligned}"],
    ["text/plain", "שלום\n"],
    {
        "output_type": "error",
        "ename": "E",
        "evalue": "v",
        "traceback": ["\x1b[31m----\x1b[0m", "E: v"],
    },
]


@cache
def all_kinds(theme: str = "light") -> EmailMessage:
    return render_mail(ITEMS, theme=theme)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("client", CLIENTS)
def test_nothing_is_used_that_a_program_drops(client: str, theme: str) -> None:
    _, dropped = filtered(html_of(all_kinds(theme)), client)
    assert {one for one in dropped if one not in HARMLESS} == set()


def test_styles_are_at_the_elements() -> None:
    html = html_of(all_kinds())
    for word in ("<style", "class=", "var(", "light-dark(", "shadowrootmode", "<template", "--"):
        assert word not in html.replace("----", "")
    assert '<span style="color:#b3261e">red</span>' in html
    # Half of the colour, on the ground of its box.
    assert "background-color:#fee" in html
    assert "position" not in html
    # The output's own rules, by their selectors.
    assert '<td style="background-color:#eef' in html
    assert "marked" in html
    assert "75%" in html


def test_console_lines_are_lines_in_every_program() -> None:
    html = html_of(render_mail([["stdout", "name   value\na      1\n\tb\n"]]))
    assert ">name   value\na      1\n        b\n</pre>" in html


def test_pictures_are_attached() -> None:
    mail = all_kinds()
    found = pictures(mail)
    assert {kind for kind, _ in found.values()} == {"image/png", "image/jpeg"}
    html = html_of(mail)
    for cid in found:
        assert html.count(f'src="cid:{cid}"') == 1
    assert "data:" not in html
    sizes = sorted(Image.open(BytesIO(content)).size for _, content in found.values())
    # Those that are drawn have two pixels for each of the page.
    assert (20, 10) in sizes
    assert (60, 20) in sizes
    assert (80, 20) in sizes


def test_the_same_picture_is_attached_once() -> None:
    mail = render_mail([["image/png", picture("PNG")]] * 3)
    assert len(pictures(mail)) == 1


def test_files_are_beside_the_mail() -> None:
    mail = all_kinds()
    files = {one.get_content_type(): one.get_content() for one in mail.iter_attachments()}
    assert files["application/pdf"] == b"%PDF-1.4 x"
    assert files["audio/wav"] == b"RIFF0000WAVE"
    assert files["text/plain"] == "what"
    for one in mail.iter_attachments():
        assert f"({one.get_filename()})" in html_of(mail)


def test_text_of_the_same_items() -> None:
    text = text_of(all_kinds())
    for piece in [
        "name   value\na      1\n        b       redloud dim\n",
        "A title\n",
        "link <https://example.org/a> and (a + b)/2.",
        "∑_(i = 1)^n i = (1 2; 3 4)",
        "- [x] done\n- open\n",
        "> said",
        "def f(x):\n    return x\n",
        "l  r\n1  2\n",
        "name   value\nalpha      1\nbeta      22\n",
        "  a: [2]\n    0: 1\n",
        "[Image]",
        "a = b; c = d",
        "boxed\n",
        "more\nfolded",
        "----\nE: v\n",
    ]:
        assert piece in text, piece


def test_wide_characters_are_two_columns_of_a_table_of_text() -> None:
    text = text_of(render_mail([["text/csv", "a,b\n日本,1\nx,2\n"]]))
    assert "a     b\n日本  1\nx     2\n" in text


def test_formulas() -> None:
    html = html_of(render_mail([["text/latex", r"x_1^2 + \frac{a+b}{\sqrt{c}} \ne -1"]]))
    assert "<i>x</i><sub>1</sub><sup>2</sup>" in html
    assert "<math" not in html
    inline = html_of(render_mail([{"text/markdown": r"$\frac{a+b}{\sqrt{c}}$ $\hat x$"}]))
    assert "(<i>a</i> + <i>b</i>)/(√<i>c</i>)" in inline
    assert "<i>x̂</i>" in inline


def test_gmail_hides_nothing() -> None:
    long = "".join(f"line {number} of many\n" for number in range(20_000))
    rows = "a,b\n" + "\n".join(f"{number},x" for number in range(900))
    mail = render_mail(
        [["stdout", "first\n"], ["stdout", long], ["text/csv", rows], ["stdout", "last\n"]]
    )
    html = html_of(mail)
    assert len(html.encode()) <= 102 * 1024
    assert html.count("further parts") == 2
    assert "first\n" in html
    assert "last\n" in html
    assert "line 19999 of many" in text_of(mail)
    assert html.endswith("</html>\n")


def test_what_has_no_room_in_a_mail_takes_no_time() -> None:
    cells = "".join(f"<td>{number}" for number in range(30_000))
    mail = render_mail([["stdout", "first"], ["text/html", f"<table>{cells}"], ["stdout", "last"]])
    html, plain = html_of(mail), text_of(mail)
    assert html.count("further parts") == plain.count("further parts") == 1
    assert "first" in html
    assert "last" in html
    assert "9000" in plain
    assert "11000" not in plain


def test_what_a_picture_names_is_not_loaded(tmp_path: Path) -> None:
    """The rasteriser would read files of the machine that makes the mail."""
    Image.new("RGB", (9, 9), "red").save(tmp_path / "secret.png")
    for name in ("href", "xlink:href", "other:href", "HREF"):
        for quote in "\"'":
            svg = (
                '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
                'xmlns:other="http://www.w3.org/1999/xlink" width="9" height="9">'
                f"<image width='9' height='9' {name} = {quote}{tmp_path}/secret.png{quote}/></svg>"
            )
            [drawn] = rasterized([(svg, "#ffffff")])
            assert drawn is None or Image.open(BytesIO(drawn[0])).convert("RGB").getpixel(
                (9, 9)
            ) == (
                255,
                255,
                255,
            )
    declared = '<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    assert rasterized([(declared, "#ffffff")]) == [None]


def test_what_cannot_be_drawn_is_attached() -> None:
    mail = render_mail([["image/svg+xml", "<svg>broken"], ["image/avif", "AAAA"]])
    names = {one.get_filename() for one in mail.iter_attachments()}
    assert names == {"picture-1.svg", "picture-2.avif"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "html",
    [
        "<style>" + "a " * 60 + "b {color: red}</style>" + "<div>" * 200 + "x",
        "<style>"
        + "".join(f".c{n} ~ div {{color: red}}" for n in range(300))
        + "</style>"
        + "<div>x</div>" * (3000 if FULL else 1000),
        "<style>:root{--a:xx"
        + "".join(f";--{chr(98 + n)}:var(--{chr(97 + n)})var(--{chr(97 + n)})" for n in range(24))
        + "} p{font-family:var(--y)}</style><p>x",
        "<style>" + ":is(" * 40 + "p" + ")" * 40 + "{color:red}</style><p>x",
    ],
)
def test_hostile_styles_take_no_time(html: str) -> None:
    assert "x" in html_of(render_mail([{"text/html": html}]))
    assert calls(lambda: render_mail([{"text/html": html}])) < 20_000_000


@pytest.mark.slow
@pytest.mark.parametrize(
    "shape",
    [
        lambda size: [["stdout", "\x1b[31mred\x1b[0m line\n" * size]],
        lambda size: [
            {"text/html": f"<style>.a b{{color:red}}</style>{'<p class=a><b>x</b> y</p>' * size}"}
        ],
        lambda size: [{"text/html": f"<p style='margin:{'1' * 20 * size}ch'>x</p>"}],
        lambda size: [{"text/html": f"<p class='{' '.join(f'c{n}' for n in range(size))}'>x</p>"}],
        lambda size: [["text/csv", "a,b\n" + "1,x\n" * size]],
    ],
)
def test_time_is_in_proportion(shape: Callable[[int], Any]) -> None:
    assert growth(lambda size: render_mail(shape(size)), 40) < 4


def test_deep_elements_are_text() -> None:
    html = html_of(render_mail([{"text/html": "<div>" * 250 + "<b>deep</b>"}]))
    assert "deep" in html
    deep = "$" + "\\sqrt{" * 50 + "x" + "}" * 50 + "$"
    assert "√" in html_of(render_mail([{"text/markdown": "> " * 40 + deep}]))


def test_a_notebook_and_its_title(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "source": "# T", "metadata": {}},
        {
            "cell_type": "code",
            "source": "\tx = 1\ny",
            "execution_count": 3,
            "metadata": {},
            "outputs": [],
        },
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    html = html_of(render_mail(notebook))
    assert "[3]" in html
    source = tmp_path / "n.ipynb"
    source.write_text(json.dumps(notebook))
    done = CliRunner().invoke(main, ["render", "--mail", str(source), "-o", str(tmp_path)])
    assert done.output == f"{tmp_path / 'n.eml'}\n"
    mail = email.message_from_bytes((tmp_path / "n.eml").read_bytes(), policy=email.policy.default)
    assert mail["Subject"] == "n"
    assert mail.get_content_type() == "multipart/alternative"


def test_the_message_is_ascii_and_in_short_lines() -> None:
    raw = render_mail([["stdout", "日本 " * 900 + "\n\0\x1b[0m"]], subject="Größe").as_bytes()
    assert raw.isascii()
    assert max(map(len, raw.split(b"\n"))) < 998


def test_unknown_theme() -> None:
    with pytest.raises(BackendAIMediaError, match="theme must be one of"):
        render_mail([], theme="blue")
    assert text_of(render_mail([])) == "\n"
