"""HTML outputs: what people write survives, what attackers write does nothing."""

from __future__ import annotations

import gzip
import json
import subprocess
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from backendai_media.assets import build, node

from .engines import PageError
from .stage import HERE, STRICT, VECTORS, Stage, pixels, png

FIXTURES = HERE / "html"


def fixture(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found


LEGITIMATE = fixture(FIXTURES / "legitimate.json")
HOSTILE = [(it["name"], it["html"]) for it in fixture(FIXTURES / "hostile.json")]
CORPUS = [
    (f"{it['id']} {it['title']}", it["payload"])
    for it in fixture(VECTORS / "security" / "dompurify_fixtures.json")
]

BODY = """<main><h1>A page</h1><div id="out"></div><p id="after">after</p></main>
<form id="host-form" action="/stolen"><input name="token" value="secret">
<button id="host-button" type="button">b</button></form>"""

#: What is computed of the host page's own and our elements.
HOST = """() => ['html', 'body', 'main', 'h1', '#out', '.backendai-item', '.backendai-html', '#after', '#host-form']
  .map(it => document.querySelector(it)).map(it => {
    const { display, position, color, backgroundColor, contain, visibility, zIndex } = getComputedStyle(it);
    return [it.localName, display, position, color, backgroundColor, contain, visibility, zIndex].join(' ');
  })"""

ITEM = ", '.backendai-item', '.backendai-html'"


def show(stage: Stage, html: str, **options: Any) -> Any:
    """→ the report. With options in a new slot, else in the one that is there."""
    call = "(html, options) => __visit.show(html, options).then(it => it.report)"
    return stage.js(call, html, options or None)


def check(stage: Stage, expression: str) -> Any:
    """Evaluates `expression` over `root`, `one`, `all`, `css`, `box` of the output."""
    return stage.js(f"() => __visit.check(({{ root, one, all, css, box }}) => {expression})")


def open_page(stage: Stage, *, strict: bool) -> None:
    visit = stage.site.page(
        "visit.js", (FIXTURES / "visit.js").read_bytes(), Content_Type="text/javascript"
    )
    policy = STRICT.format(probe=f"{stage.site.url}/probe.js {visit}", assets=stage.root)
    headers = {"Content_Security_Policy": f"{policy}; media-src data:"} if strict else {}
    head = f'<script src="{stage.root}/js/main.min.js"></script><script src="{visit}"></script>'
    stage.open(head=head, body=BODY, **headers)


@pytest.fixture(params=[False, True], ids=["open", "strict"])
def page(request: pytest.FixtureRequest, stages: Stage) -> Stage:
    """A page in each engine, without a policy and under the strict one."""
    open_page(stages, strict=request.param)
    return stages


@pytest.fixture
def strict(stage: Stage) -> Stage:
    """A page under the strict policy, in Chromium."""
    open_page(stage, strict=True)
    return stage


def requests(stage: Stage) -> list[str]:
    """What was asked for, but for the page, the script and its parts."""
    return [
        *stage.site.elsewhere,
        *(
            line
            for line in [*stage.site.requests, *stage.assets.requests]
            if not line.endswith((".js", "/page.html", "/favicon.ico"))
        ),
    ]


def test_legitimate_forms_survive(page: Stage) -> None:
    lost = []
    for form in LEGITIMATE:
        report = show(page, form["html"])
        try:
            fine = check(page, form["check"])
        except PageError as error:
            fine = str(error)
        if report["failed"] or not fine or isinstance(fine, str):
            lost.append((form["name"], fine, report["failed"]))
    assert lost == []
    assert len(LEGITIMATE) >= 26
    assert page.probe("violations") == []
    assert page.probe("errors") == []
    assert requests(page) == []


def test_pandas(strict: Stage) -> None:
    frame = pd.DataFrame({"name": ["a", "b"], "value": [1.5, -2.0]})
    show(strict, frame.to_html())
    assert check(strict, "css('thead tr', 'textAlign')") == "right"
    assert check(strict, "css('td', 'borderTopWidth')") == "0px", "our quiet look, not border=1"
    show(strict, frame._repr_html_())  # type: ignore[operator]
    assert check(strict, "css('tbody th', 'verticalAlign')") == "middle"
    styler = (
        frame.style.background_gradient(subset=["value"])
        .bar(subset=["value"])
        .set_caption("Styled")
        .set_table_styles([{"selector": "th", "props": "color: rgb(1, 2, 3)"}])
        .map(lambda value: "color: rgb(200, 0, 0)" if value < 0 else "", subset=["value"])
    )
    show(strict, styler.to_html())
    assert check(strict, "css('td.row1.col1', 'color')") == "rgb(200, 0, 0)"
    assert check(strict, "css('td.row1.col1', 'backgroundImage')").startswith("linear-gradient")
    assert check(strict, "css('th.col_heading', 'color')") == "rgb(1, 2, 3)"
    assert check(strict, "one('caption').textContent") == "Styled"
    assert strict.probe("violations") == []


@pytest.mark.parametrize("payloads", [HOSTILE, CORPUS], ids=["own", "dompurify"])
def test_hostile_forms_do_nothing(page: Stage, payloads: list[tuple[str, str]]) -> None:
    before = page.js(HOST.replace(ITEM, ""))
    assert page.js("list => __visit.survive(list)", payloads) == []
    assert page.engine.dialogs() == []
    assert requests(page) == []
    assert page.js(HOST.replace(ITEM, "")) == before
    assert page.js("() => document.forms[0].elements.length") == 2
    assert page.js("() => document.title") == "A page"


def hostile(name: str) -> str:
    return next(html for it, html in HOSTILE if it == name)


@pytest.mark.parametrize("name", [it["name"] for it in fixture(FIXTURES / "hostile.json") if it.get("lesson") == "overlay"])
def test_nothing_covers_the_page(page: Stage, name: str) -> None:
    show(page, "<p>x</p>")
    before = page.js(HOST)
    show(page, hostile(name))
    assert page.js(HOST) == before
    covered = page.js("""() => ['h1', '#after', '#host-button'].map(it => {
      const element = document.querySelector(it);
      element.scrollIntoView();
      const { left, top, height } = element.getBoundingClientRect();
      return element === document.elementFromPoint(left + 5, top + height / 2);
    })""")
    assert covered == [True, True, True]
    page.js("() => scrollTo(0, 0)")
    top = page.js("() => document.querySelector('.backendai-item').getBoundingClientRect().top")
    shot = pixels(page.engine.screenshot())
    lime = [(0, 255, 0)]
    assert not any(shot.getpixel((x, y)) in lime for x in range(0, 1000, 9) for y in range(0, int(top) - 1, 3))


def test_remote_media_load_on_a_click_only(page: Stage) -> None:
    page.site.page("picture.png", __import__("base64").b64decode(png()), Content_Type="image/png")
    address = f"{page.assets.url}/picture.png"
    html = f'<a href="https://example.org/"><img id="i" alt="a plot" src="{address}"></a><video><source src="{address}"></video>'
    show(page, html)
    host = address.split("/")[2]
    assert check(page, "all('button').map(it => it.textContent)") == [f"Load from {host}"] * 2
    assert check(page, "one('button').title") == address
    assert check(page, "root.querySelector('video').previousSibling.localName") == "button"
    assert requests(page) == []
    check(page, "{ one('button').click() }")
    page.wait("() => __visit.inside().querySelectorAll('button').length === 1")
    assert check(page, "one('#i').src") == address
    page.site.calm()
    page.assets.calm()
    for hosts in ([host], [f"http://{host}"]):
        show(page, html, sanitize={"hosts": hosts})
        assert check(page, "all('button').length") == 0
        assert check(page, "one('#i').src") == address
    for hosts in (["example.org"], [f"https://{host}"], [host.split(":")[0]], ["*"]):
        show(page, html, sanitize={"hosts": hosts})
        assert check(page, "all('button').length") == 2, hosts
