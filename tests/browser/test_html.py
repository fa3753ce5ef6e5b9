"""HTML outputs: what people write survives, what attackers write does nothing."""

from __future__ import annotations

import base64
import json
import os
import random
import subprocess
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from backendai_media.build import bundle, node
from tests import FULL, VECTORS
from tests.hostile import SAMPLE

from .engines import PageError
from .engines.chromium import Chromium
from .stage import HERE, STRICT, Stage, pixels, png

pytestmark = pytest.mark.one_engine

FIXTURES = HERE / "html"


def fixture(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def parts(payloads: list[tuple[str, str]], size: int = 200) -> list[list[tuple[str, str]]]:
    """Divides payloads among tests, so that none takes long."""
    return [payloads[start : start + size] for start in range(0, len(payloads), size)]


LEGITIMATE = fixture(FIXTURES / "legitimate.json")
HOSTILE = [(it["name"], it["html"]) for it in SAMPLE]
OVERLAYS = [(it["name"], it["html"]) for it in SAMPLE if it.get("lesson") == "overlay"]
CORPUS = [
    (f"{it['id']} {it['title']}", it["payload"])
    for it in fixture(VECTORS / "security" / "dompurify_fixtures.json")
]

BODY = """<main><h1>A page</h1><div id="out"></div><p id="after">after</p></main>
<form id="host-form" action="/stolen"><input name="token" value="secret">
<button id="host-button" type="button">b</button></form>"""

#: What is computed of the host page's own and our elements.
HOST = """() => ['html', 'body', 'main', 'h1', '#out', '.backendai-item', '.backendai-html',
  '#after', '#host-form'].map(it => getComputedStyle(document.querySelector(it))).map(it =>
    [it.display, it.position, it.color, it.backgroundColor, it.contain, it.visibility, it.zIndex]
    .join(' '))"""

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
        try:
            fine = show(page, form["html"])["failed"] == [] and check(page, form["check"])
        except PageError as error:
            fine = str(error)
        if not fine or isinstance(fine, str):
            lost.append((form["name"], fine))
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


@pytest.mark.parametrize("payloads", [*parts(HOSTILE), CORPUS])
def test_hostile_forms_do_nothing(page: Stage, payloads: list[tuple[str, str]]) -> None:
    before = page.js(HOST.replace(ITEM, ""))
    assert page.js("list => __visit.survive(list)", payloads) == []
    assert page.engine.dialogs() == []
    assert requests(page) == []
    assert page.js(HOST.replace(ITEM, "")) == before
    assert page.js("() => document.forms[0].elements.length") == 2
    assert page.js("() => document.title") == "A page"


@pytest.mark.parametrize("overlays", parts(OVERLAYS, 20))
def test_nothing_covers_the_page(page: Stage, overlays: list[tuple[str, str]]) -> None:
    show(page, "<p tabindex=0>x</p>")
    page.js("() => __visit.touch()")
    page.wait("() => document.querySelector('.backendai-bar')")  # ours, which the item then holds
    before = page.js(HOST)
    sins = []
    for name, html in overlays:
        show(page, html)
        # What opens on a click or on focus is opened.
        page.js("() => __visit.touch()")
        sins += [(name, "styles")] * (page.js(HOST) != before)
        covered = page.js("""() => ['h1', '#after', '#host-button'].filter(it => {
          const element = document.querySelector(it);
          element.scrollIntoView();
          const { left, top, height } = element.getBoundingClientRect();
          return element !== document.elementFromPoint(left + 5, top + height / 2);
        })""")
        sins += [(name, one) for one in covered]
        # WebKit's driver waits for ever for a picture of a page that does not change.
        if page.engine.name != "webkit":
            sins += [(name, "drawn above")] * is_lime_above(page)
    assert sins == []


def is_lime_above(page: Stage) -> bool:
    """Whether something of the output is drawn above its item."""
    page.js("() => scrollTo(0, 0)")
    top = page.js("() => document.querySelector('.backendai-item').getBoundingClientRect().top")
    shot = pixels(page.engine.screenshot())
    places = [(x, y) for x in range(0, 1000, 9) for y in range(0, int(top) - 1, 3)]
    return any(shot.getpixel(place) == (0, 255, 0) for place in places)


def test_remote_media_load_on_a_click_only(page: Stage) -> None:
    page.site.page("picture.png", base64.b64decode(png()), Content_Type="image/png")
    address = f"{page.assets.url}/picture.png"
    image = f'<a href="https://example.org/"><img id="i" alt="a plot" src="{address}"></a>'
    html = f'{image}<video><source src="{address}"></video>'
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


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A module with both ways through the sanitiser."""
    sources = bundle.sources()
    assert sources
    out = tmp_path_factory.mktemp("paths") / "paths.js"
    command = [
        str(node.find_esbuild(sources)),
        str(FIXTURES / "paths.js"),
        "--bundle",
        "--format=esm",
    ]
    environment = {**os.environ, "NODE_PATH": str(sources / "node_modules")}
    more = [f"--outfile={out}", "--log-level=warning"]
    subprocess.run([*command, *more], check=True, env=environment)
    return out.read_bytes()


def random_tables(count: int) -> list[tuple[str, str]]:
    """Tables of strangers: pieces of markup in any order, within a table mostly."""
    choose = random.Random(7)
    pieces = (
        "<tr>|</tr>|<td>|</td>|<th>|</th>|<td>1</td>|<th>a</th>|<td>&lt;b&gt;&amp;</td>|<td></td>|"
        "<td>x<b>y</b></td>|<td id=i>z</td>|<table>|</table>|<tbody>|</tbody>|<thead>|<caption>|"
        "<!--c-->|text| |<svg>|</svg>|<math>|<select>|<template>|</template>|<form>|<button>|<b>|"
        "<a href='javascript:alert(1)'>|<img src=x onerror=alert(1)>|<tr headers=0>|<td headers=1>|"
        "<textarea>|</textarea>|<p title='<td>1</td><td>2</td>'>|<tr style='color: red'>|<plaintext>"
    ).split("|")
    weights = [12] * 10 + [1] * (len(pieces) - 10)
    return [
        (
            f"table {n}",
            "<table>" + "".join(choose.choices(pieces, weights, k=choose.randint(3, 60))),
        )
        for n in range(count)
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<p>a</p>" * 5000,
        "<div><div>" + "<p>a<b>c</b></p>" * 5000,
        "<div>" * 200 + "<p>a</p>" * 5000,
        "<div><p>a</p>" * 200 + "<p>b</p>" * 2000 + "</div><i>c</i>" * 200,
        "<table><tr>" + "<td><i>a</i>" * 3000,
        "<svg>" + "<g><g><path /></g></g>" * 2000 + "</svg>",
    ],
    ids=["flat", "in one", "deep", "all levels", "one row", "picture"],
)
def test_slices_are_small(stage: Stage, paths: bytes, html: str) -> None:
    """However the elements are nested, so many are sanitised at once that no task is long."""
    stage.site.page("paths.js", paths, Content_Type="text/javascript")
    open_page(stage, strict=False)
    call = "async (html, slice) => (await import('/paths.js')).counted(html, slice)"
    count, wrong, most = stage.js(call, html, 100)
    assert count >= 2400
    assert wrong == 0
    assert most <= 200


@pytest.mark.parametrize(
    "payloads", [*parts(HOSTILE), CORPUS, [(it["name"], it["html"]) for it in LEGITIMATE]]
)
def test_slices_are_as_strict_as_one_call(
    stage: Stage, paths: bytes, payloads: list[tuple[str, str]]
) -> None:
    # Also deep in other content, so that what is divided has company.
    company = [
        (f"{name}, in company", f"<div><p>a<i>b</i></p>{html}<b>c</b></div>d")
        for name, html in payloads
    ]
    assert_slices_are_strict(stage, paths, payloads + company)


def test_slices_of_tables_are_as_strict_as_one_call(stage: Stage, paths: bytes) -> None:
    assert_slices_are_strict(stage, paths, random_tables(4_000 if FULL else 300))


def assert_slices_are_strict(stage: Stage, paths: bytes, payloads: list[tuple[str, str]]) -> None:
    stage.site.page("paths.js", paths, Content_Type="text/javascript")
    open_page(stage, strict=False)
    different = stage.js(
        """async list => {
          const { atOnce, inSlices } = await import('/paths.js');
          const different = [];
          for (const [name, html] of list) {
            const whole = atOnce(html);
            for (const [slice, units] of [[0, 0], [5, 3], [Infinity, 40]]) {
              // A parser's own limit of levels counts those of a document; the guard's is less.
              const sliced = inSlices(html, slice, name.startsWith('deep') ? 0 : units);
              if (sliced !== whole) different.push([name, slice, units, html, whole, sliced]);
            }
          }
          return different;
        }""",
        payloads,
    )
    assert different == []
    assert stage.site.elsewhere == []
    assert stage.probe("calls") == []


def table(rows: int, columns: int) -> str:
    cells = "".join(f"\n      <td>{i * 1.37:.3f}</td>" for i in range(columns))
    body = "".join(f"\n    <tr>\n      <th>{i}</th>{cells}\n    </tr>" for i in range(rows))
    return f'<div><table border="1" class="dataframe">\n  <tbody>{body}\n  </tbody>\n</table></div>'


def test_plain_cells_are_not_asked_about(strict: Stage) -> None:
    """What the sanitiser visits grows with the rows of a data frame, not with its cells."""
    strict.js("""() => {
      const { nextNode } = NodeIterator.prototype;
      window.visited = 0;
      NodeIterator.prototype.nextNode = function () { visited++; return nextNode.call(this); };
    }""")
    show(strict, table(50, 40))
    strict.wait("() => __visit.inside().querySelectorAll('td').length === 2000")
    assert 50 < strict.js("() => visited") < 150
    assert check(strict, "one('tr:last-child').textContent").endswith("53.430")


def test_an_element_of_the_page_is_not_made(page: Stage) -> None:
    """`is` names a class of the page's, whose code would run with the output's attributes."""
    page.js("""() => {
      window.made = [];
      class Own extends HTMLParagraphElement {
        constructor() { super(); made.push('made'); }
        connectedCallback() { made.push(this.title); }
      }
      customElements.define('x-own', Own, { extends: 'p' });
    }""")
    show(page, f"<p is=x-own title=evil>a</p><div>{'<i>b</i>' * 1500}<p is=x-own>c</p></div>")
    page.wait("() => __visit.inside().querySelectorAll('i').length === 1500")
    assert page.js("() => made") == []


@pytest.mark.parametrize(
    "comment", ["<!x>", "<?xml version='1.0'?>", "<![CDATA[x]]>", "<!--<b>-->"]
)
def test_comments_beside_text(page: Stage, comment: str) -> None:
    for html in (f"&lt;b&gt; {comment}", f"&lt;b&gt; {comment}{table(400, 10)}"):
        assert show(page, html)["failed"] == []
        assert check(page, "root.textContent").startswith("<b> ")


@pytest.mark.parametrize("around", ["div", "video", "svg><g"])
def test_what_waits_for_a_click_and_is_long(page: Stage, around: str) -> None:
    """The button is beside it, not around it."""
    html = f"<{around} src='https://x.example/'>{'<a>b</a>' * 1500}"
    show(page, html)
    page.wait("() => __visit.inside().querySelectorAll('a').length === 1500")
    assert check(page, "all('button').length") == 1
    assert check(page, "all('button *').length") == 0


def test_long_html_is_shown_in_slices(strict: Stage) -> None:
    assert show(strict, table(400, 25))["failed"] == []
    strict.wait("() => __visit.inside().querySelectorAll('tr').length === 400")
    assert check(strict, "all('td').length") == 10_000
    assert check(strict, "all('table').length") == 1
    assert check(strict, "all('tr').every(it => it.cells.length === 26)") is True
    assert strict.probe("violations") == []


def test_html_beyond_the_limit_is_asked_for(page: Stage) -> None:
    html = f"<h2>title</h2><img src=x onerror=alert(1)>{'<p>word</p>' * 3000}"
    show(page, html, sanitize={"limit": 30_000})
    assert check(page, "all('h2,img').length") == 0
    assert check(page, "one('pre').textContent.length") == 20_000
    label = check(page, "root.firstChild.data")
    assert f"({len(html)} characters)" in label.replace(",", "")
    assert check(page, "all('button').map(it => it.textContent)") == ["Show as HTML", "Download"]
    check(page, "{ one('button').click() }")
    page.wait("() => __visit.inside().querySelectorAll('p').length === 3000")
    assert check(page, "one('h2').textContent") == "title"
    assert page.probe("calls") == []


def test_updates_in_place_without_a_flash(page: Stage) -> None:
    show(page, f"<style>p {{ color: rgb(1, 1, 1) }}</style><p>old</p>{'<i>x</i>' * 9000}")
    page.wait("() => __visit.inside().querySelectorAll('i').length === 9000")
    seen = page.js(
        """async html => {
      const root = __visit.inside();
      const seen = new Set();
      const first = () => root.querySelector('p');
      const look = new MutationObserver(() => seen.add(first()?.textContent));
      look.observe(root, { childList: true });
      await __visit.show(html);
      while (first().textContent === 'old') await new Promise(done => setTimeout(done, 5));
      await new Promise(done => setTimeout(done, 50));
      const { length } = root.querySelectorAll('b');
      return [root === __visit.inside(), [...seen], getComputedStyle(first()).color, length];
    }""",
        f"<style>p {{ color: rgb(2, 2, 2) }}</style><p>new</p>{'<b>x</b>' * 9000}",
    )
    assert seen == [True, ["new"], "rgb(2, 2, 2)", 9000]


def test_fails_closed(strict: Stage) -> None:
    strict.js("() => { NodeIterator.prototype.nextNode = () => { throw Error('broken') } }")
    report = strict.js(
        """html => BackendAI.Media.handle_all(
          { 'text/html': html, 'text/plain': 'plain form' }, 'html', document.querySelector('#out'))
        """,
        table(200, 10),
    )
    assert [it["type"] for it in report["failed"]] == ["text/html"]
    strict.wait("() => __probe.text(document.querySelector('#out')).includes('plain form')")
    assert strict.js("() => document.querySelector('#out .backendai-html')") is None


def test_equal_styles_are_shared(strict: Stage) -> None:
    shared = strict.js(
        """async html => {
      const out = document.querySelector('#out');
      await BackendAI.Media.handle_all([['text/html', html], ['text/html', html]], 'r', out);
      const [a, b] = [...out.querySelectorAll('.backendai-html > div')]
        .map(it => it.shadowRoot.adoptedStyleSheets);
      return [a.length, a[0] === b[0], a[1] === b[1]];
    }""",
        "<style>p { color: red }</style><p>x</p>",
    )
    assert shared == [2, True, True]


@pytest.mark.parametrize("place", ['id="ü b"', 'name="ü b"'])
def test_anchors_lead_to_places_in_the_output(page: Stage, place: str) -> None:
    links = '<a href="#%C3%BC%20b">there</a> <a href="#%FF">broken</a> <a href="#none">nowhere</a>'
    between = f'<p style="height: 3000px" title="{"word " * 5000}"></p>'
    page.handle_all([["text/html", f"{links}{between}<a {place}>place</a>"]])
    page.wait("() => document.querySelector('.backendai-fold')")
    address = page.js("() => location.href")
    check(page, "[...all('a')].slice(0, 3).reverse().forEach((link) => link.click())")
    page.wait("() => scrollY > 2000")
    assert not page.js("() => document.querySelector('.backendai-fold')")
    assert page.js("() => location.href") == address
    assert page.probe("errors") == []


def test_is_reached_by_keyboard_where_it_scrolls(page: Stage) -> None:
    show(page, "<p>short</p>")
    frame = "document.querySelector('.backendai-html')"
    assert page.js(f"() => {frame}.tabIndex") == -1
    show(page, '<div style="width: 9000px">wide</div>')
    page.wait(f"() => {frame}.tabIndex === 0")


def flood(part: str, size: int) -> str:
    """Markup of about `size` characters; some of it lies deep."""
    return {
        "deep": "<div>" * 450 + "<b></b>" * (size // 130),
        "deep in a picture": "<svg>" + "<g>" * 450 + "<a></a>" * (size // 130),
        "rows in rows": "<svg>" + "<tr>" * 450 + "&" * (3 * size // 2),
        "tables in tables": "<table><tr><td>1</td><td>" * 120 + "a" * (3 * size // 2),
    }.get(part) or part * (size // len(part))


def test_hostile_markup_takes_linear_time(strict: Stage, chromium: Chromium) -> None:
    """In time of the page's own processor, so that it does not matter what else the machine does."""
    devtools = chromium.devtools()
    devtools.send("Performance.enable", {"timeDomain": "threadTicks"})

    def clock() -> float:
        metrics = devtools.send("Performance.getMetrics")["metrics"]
        return next(float(one["value"]) for one in metrics if one["name"] == "ThreadTime")

    def cost(part: str, size: int) -> float:
        start = clock()
        strict.js("html => __visit.show(html)", flood(part, size))
        return clock() - start

    parts = (
        "<|<a '|<a \"|<style |<style>|</style|<style \"|<!--|<script>|> |>\t<|\"'|<a b='|url(|image"
    )
    nested = ["deep", "deep in a picture", "rows in rows", "tables in tables"]
    growth = {}
    for part in [*parts.split("|"), *nested]:
        small, large = (min(cost(part, size) for _ in range(2)) for size in (12_500, 200_000))
        growth[part] = large / small
    # 16 times as much; with the square it were 256 times as dear.
    assert {part: times for part, times in growth.items() if times > 64} == {}


def test_tables_that_wait_for_a_chunk_have_their_turns(stages: Stage) -> None:
    """All at once, they would be one long task, and be laid out although most are out of view."""
    stages.open()
    rows = "<tr>" + "<td>1</td>" * 10 + "</tr>"
    tables = [["text/html", f"<table>{rows * 20}</table>"]] * 200
    most = stages.js(
        """async (items) => {
          const shown = () => [...document.querySelectorAll('.backendai-html > div')]
            .filter((it) => it.shadowRoot.querySelector('table')).length;
          const counts = [0];
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => { counts.push(shown()); port2.postMessage(0); };
          port2.postMessage(0);
          await BackendAI.Media.handle_all(items, 'r', document.querySelector('#out'));
          port1.close();
          return Math.max(...[...counts, shown()].map((count, i, all) => count - (all[i - 1] ?? 0)));
        }""",
        tables,
    )
    assert most < 100
