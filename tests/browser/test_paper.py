"""What is shown in parts is whole on paper and in exported files."""

from __future__ import annotations

import re
from html import escape
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from .charts import MERMAID, PLOTLY, VEGALITE
from .drawing import vector
from .framing import open_page
from .stage import Stage
from .test_arrow import TYPE as ARROW
from .test_arrow import VECTOR

#: CSS pixels of A4's width, within margins of 1 cm.
PAPER = 718
READ = """selector => [...document.querySelectorAll(selector)]
  .filter(it => it.checkVisibility({ visibilityProperty: true })).map(it => it.textContent)"""
#: What is seen and beyond the edge of the paper; what is there to be clicked; what scrolls.
FAULTS = """() => {
  const all = root => [...root.querySelectorAll('*')].flatMap(it =>
    [it, ...(it.shadowRoot ? all(it.shadowRoot) : [])]);
  const seen = all(document.querySelector('.backendai-output')).filter(it => it.checkVisibility());
  const wide = seen.filter(it => it.getBoundingClientRect().right > innerWidth + 1);
  const dead = seen.filter(it => it.matches('button, input, select, textarea'));
  const scrolling = seen.filter(it => /auto|scroll/.test(getComputedStyle(it).overflow)
    && (it.scrollHeight > it.clientHeight + 1 || it.scrollWidth > it.clientWidth + 1));
  return [wide, dead, scrolling].map(them => them.map(it => it.outerHTML.slice(0, 120)));
}"""

ROWS = "\n".join(["name,square", *(f"n{i},{i * i}" for i in range(500))])
WIDE = "\n".join(
    ",".join(cells)
    for cells in [
        [f"column {i}" for i in range(40)],
        *([f"{i * 997 % 10_000}" for i in range(40)] for _ in range(30)),
    ]
)
FRAME = (
    "<table class='dataframe'><thead><tr><th></th><th colspan=20>first</th><th colspan=20>second</th></tr><tr><th></th>"
    + "".join(f"<th>measure {i}</th>" for i in range(40))
    + "</tr></thead><tbody>"
    + "".join(
        f"<tr><th>{row}</th>" + "".join(f"<td>{row}.{i:04}</td>" for i in range(40)) + "</tr>"
        for row in range(300)
    )
    + "</tbody></table>"
)
DEEP: Any = {"leaf": "of all"}
for _ in range(30):
    DEEP = {"down": DEEP}


def print_preview(stage: Stage) -> None:
    browser: Any = stage.engine
    browser.page.set_viewport_size({"width": PAPER, "height": 1000})
    browser.page.emulate_media(media="print")
    # The page is told at the next frame.
    frame = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    stage.js(frame)


@pytest.fixture
def paper(stage: Stage) -> Any:
    """The page of the engine, given back as it was."""
    browser: Any = stage.engine
    size = browser.page.viewport_size
    yield browser.page
    browser.page.emulate_media(media="screen")
    browser.page.set_viewport_size(size)


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_all_rows_are_printed(stage: Stage, paper: Any) -> None:
    stage.open_strict()
    stage.handle_all([["text/csv", ROWS], ["stdout", "after"]])
    stage.wait("() => document.querySelector('.backendai-table').whole")
    assert stage.js("() => document.querySelectorAll('.backendai-table [role=row]').length") < 100
    assert pages(paper.pdf()) > 5
    # Printed, it is as it was.
    assert stage.js("() => document.querySelectorAll('.backendai-whole').length") == 0
    print_preview(stage)
    rows = stage.js(READ, ".backendai-whole tbody tr")
    assert rows == [f"n{i}{i * i}" for i in range(500)]
    assert stage.js(READ, ".backendai-whole-note") == ["500 rows, 2 columns"]
    assert stage.js(READ, ".backendai-data-bar, [role=grid]") == []
    assert stage.js(FAULTS) == [[], [], []]
    assert stage.probe("errors") + stage.probe("violations") == []


def test_frames_of_a_terminal_keep_their_lines(stage: Stage, paper: Any) -> None:
    """As wide as rich is in notebooks."""
    box = "\n".join(["╭" + "─" * 113 + "╮", "│" + " " * 113 + "│", "╰" + "─" * 113 + "╯"])
    pre = "white-space:pre;overflow-x:auto;line-height:normal;font-family:Menlo,monospace"
    html = f'<pre style="{pre}"><span style="color: #000080">{box}</span></pre>'
    stage.open_strict()
    stage.handle_all([{"data": {"text/plain": f"\x1b[34m{box}\x1b[0m", "text/html": html}}])
    stage.wait("() => document.querySelector('.backendai-unwrapped')")
    print_preview(stage)
    lines = stage.js("""() => {
      const text = document.querySelector('.backendai-unwrapped');
      return text.clientHeight / parseFloat(getComputedStyle(text).lineHeight);
    }""")
    assert round(lines) == 3
    assert stage.js(FAULTS) == [[], [], []]


@pytest.mark.one_engine
def test_paper_is_laid_in_each_engine(stages: Stage) -> None:
    """When the page is printed, as the engine tells it; afterwards it is as it was."""
    stages.open_strict()
    stages.handle_all(
        [["text/csv", ROWS], ["application/json", {"deep": DEEP}], ["text/html", FRAME]]
    )
    stages.wait("() => [...document.querySelectorAll('.backendai-data')].every(it => it.whole)")
    table = "document.querySelector('.backendai-html > *').shadowRoot.querySelector('table')"
    stages.wait(f"() => {table}.whole")
    rows = "() => document.querySelectorAll('.backendai-whole tbody tr').length"
    parts = "() => __probe.all('.backendai-paper table').length"
    stages.js("() => { dispatchEvent(new Event('beforeprint')) }")
    assert stages.js(rows) == 500
    assert stages.js(parts) > 1
    assert 'leaf: "of all"' in stages.js("() => document.querySelector('#out').textContent")
    stages.js("() => { dispatchEvent(new Event('afterprint')) }")
    assert stages.js(rows) == stages.js(parts) == 0
    assert stages.probe("errors") + stages.probe("violations") == []


def test_what_was_sorted_and_filtered_is_printed_so(stage: Stage, paper: Any) -> None:
    stage.open()
    stage.handle_all([["text/csv", ROWS]])
    stage.wait("() => document.querySelector('.backendai-table').whole")
    paper.fill("#out input", "square>248000")
    stage.wait("() => document.querySelector('#out [role=status]').textContent.startsWith('2 of')")
    print_preview(stage)
    assert stage.js(READ, ".backendai-whole tbody tr") == ["n498248004", "n499249001"]


def test_of_very_many_rows_a_line_says_how_many_are_printed(stage: Stage, paper: Any) -> None:
    stage.open()
    stage.handle_all([["text/csv", "a\n" + "\n".join(str(i) for i in range(30_000))]])
    stage.wait(
        "() => document.querySelector('#out [role=status]').textContent.startsWith('30,000')"
    )
    stage.wait("() => document.querySelector('.backendai-table').whole")
    print_preview(stage)
    assert len(stage.js(READ, ".backendai-whole tbody tr")) == 10_000
    assert stage.js(READ, ".backendai-whole-note") == ["10,000 of 30,000 rows, 1 column"]


def test_wide_tables_fit_on_paper(stage: Stage, paper: Any) -> None:
    """In parts below each other, which begin alike; no word of a header is broken."""
    stage.open_strict()
    stage.handle_all([["text/csv", WIDE], ["text/html", FRAME]])
    stage.wait("() => document.querySelector('.backendai-table').whole")
    stage.wait(
        "() => document.querySelector('.backendai-html > *').shadowRoot.querySelector('table').whole"
    )
    print_preview(stage)
    assert stage.js(FAULTS) == [[], [], []]
    heads = stage.js("""() => [...document.querySelectorAll('.backendai-whole thead')]
      .map(it => [...it.rows[0].cells].map(cell => cell.textContent))""")
    assert len(heads) > 1
    assert {head[0] for head in heads} == {"column 0"}
    assert [name for head in heads for name in head[1:]] == [f"column {i}" for i in range(1, 40)]
    found = stage.js("""() => {
      const root = document.querySelector('.backendai-html > *').shadowRoot;
      const parts = [...root.querySelectorAll('.backendai-paper table')];
      const line = table => table.tHead.rows[1].getBoundingClientRect().height;
      return [parts.map(table => [...table.tHead.rows].map(row =>
        [...row.cells].map(cell => [cell.textContent, cell.colSpan]))), parts.map(line),
        parts.map(table => table.tBodies[0].rows.length),
        [...parts.at(-1).tBodies[0].rows].at(-1).textContent.endsWith('299.0039')];
    }""")
    tops, heights, lengths, is_whole = found
    assert sum(span for part in tops for text, span in part[0] if text == "first") == 20
    assert sum(span for part in tops for text, span in part[0] if text == "second") == 20
    names = [text for part in tops for text, _ in part[1] if text]
    assert names == [f"measure {i}" for i in range(40)]
    assert max(heights) < 60
    assert set(lengths) == {300}
    assert is_whole


def test_arrow_and_histories(stage: Stage, paper: Any) -> None:
    stage.open()
    graph = vector("08")["media"][0]
    stage.handle_all([graph, [ARROW, VECTOR["stream"]]])
    stage.wait("() => document.querySelector('.backendai-git-list').whole")
    stage.wait("() => document.querySelector('.backendai-table').whole")
    print_preview(stage)
    assert stage.js(FAULTS) == [[], [], []]
    assert stage.js(
        "() => document.querySelectorAll('.backendai-git-printed .backendai-git-row').length"
    )


def test_json_is_printed_open(stage: Stage, paper: Any) -> None:
    stage.open_strict()
    long = "a long text " * 100
    stage.handle_all([["application/json", {"deep": DEEP, "long": long, "list": [*range(300)]}]])
    stage.wait("() => document.querySelector('.backendai-data').whole")
    print_preview(stage)
    lines = stage.js(READ, ".backendai-json-line")
    assert 'leaf: "of all"' in lines
    assert f'long: "{long}"' in lines
    assert "299: 299" in lines
    assert stage.js(FAULTS) == [[], [], []]


def test_colours_of_what_is_far_off_are_printed(stage: Stage, paper: Any) -> None:
    stage.open()
    text = "".join(f"\x1b[3{i % 6 + 1}mline {i}\x1b[0m\n" for i in range(5_000))
    stage.handle_all([["stdout", text], ["stderr", "\x1b[32mat the end\x1b[0m"]])
    stage.wait("() => [...document.querySelectorAll('.backendai-console')].every(it => it.whole)")
    colored = "() => document.querySelectorAll('.backendai-console .backendai-fg').length"
    assert stage.js(colored) < 4_000
    print_preview(stage)
    assert stage.js(colored) == 5_001


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_far_below_are_printed_for_white_paper(
    stage: Stage, paper: Any, scheme: str
) -> None:
    paper.emulate_media(color_scheme=scheme)
    try:
        open_page(stage)
        stage.handle_all(
            [
                ["stdout", "line\n" * 300],
                ["application/vnd.plotly.v1+json", PLOTLY],
                ["application/vnd.vegalite.v5+json", VEGALITE],
                ["text/vnd.mermaid", MERMAID],
            ]
        )
        assert stage.js("() => document.querySelectorAll('iframe').length") == 0
        stage.wait(
            "() => document.querySelectorAll('.backendai-frame > img').length === 3", seconds=60
        )
        print_preview(stage)
        shown = stage.js("""async () => {
          const images = [...document.querySelectorAll('.backendai-frame > img')];
          await Promise.all(images.map(it => it.decode()));
          return images.map(it => [it.checkVisibility(), it.naturalWidth > 200, /Chart|Diagram/.test(it.alt)]);
        }""")
        assert shown == [[True, True, True]] * 3
        texts = stage.js("""() => [...document.querySelectorAll('.backendai-frame > img')]
          .map(it => decodeURIComponent(it.src))""")
        assert not any("#e6e6e6" in text or "rgb(230, 230, 230)" in text for text in texts)
        assert stage.js(FAULTS) == [[], [], []]
    finally:
        paper.emulate_media(color_scheme="null")


def test_a_chart_that_was_not_drawn_says_so_on_paper(stage: Stage, paper: Any) -> None:
    open_page(stage)
    stage.handle_all([["stdout", "line\n" * 300], ["text/vnd.mermaid", MERMAID]])
    print_preview(stage)
    said = "() => getComputedStyle(document.querySelector('.backendai-frame'), '::before').content"
    assert stage.js(said) == '"This chart was not drawn in time"'


#: Draws on a canvas, in a shadow root, by classes and in SVG.
DRAWN = """<style>.bar { fill: rgb(0, 128, 0) } td { background: rgb(0, 0, 200); color: #fff }</style>
<div id=out></div><script>
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 100;
  const brush = canvas.getContext('2d');
  brush.fillStyle = 'rgb(200, 0, 0)';
  brush.fillRect(0, 0, 100, 100);
  document.getElementById('out').attachShadow({ mode: 'open' }).append(canvas);
  document.body.insertAdjacentHTML('beforeend', '<table><tr><td colspan=2>a cell that spans two others'
    + '<tr><td>one<td>two</table><svg width=100 height=100><rect class=bar width=100 height=100 /></svg>'
    + '<p>a &amp; b</p><input value="an answer">');
</script>"""
COLORED = """async image => {
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  const brush = canvas.getContext('2d');
  brush.drawImage(image, 0, 0);
  const { data } = brush.getImageData(0, 0, canvas.width, canvas.height);
  const seen = { '200,0,0': 0, '0,0,200': 0, '0,128,0': 0, '255,255,255': 0 };
  for (let at = 0; at < data.length; at += 4) {
    const name = `${data[at]},${data[at + 1]},${data[at + 2]}`;
    if (name in seen) seen[name]++;
  }
  return Object.values(seen);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_scripts_drew_is_a_picture_on_paper_and_in_files(
    stage: Stage, paper: Any, scheme: str
) -> None:
    paper.emulate_media(color_scheme=scheme)
    try:
        open_page(stage)
        stage.handle_all([["stdout", "line\n" * 300], ["text/html", DRAWN]], active="sandbox")
        assert stage.js("() => document.querySelectorAll('iframe').length") == 0
        stage.wait("() => document.querySelector('.backendai-frame > img')", seconds=60)
        drawn = f"() => ({COLORED})(document.querySelector('.backendai-frame > img'))"
        red, blue, green, white = stage.js(drawn)
        assert red == green == 10_000
        assert blue > 1_000
        assert white > 10_000
        # What runs is printed as it is.
        print_preview(stage)
        assert stage.js(READ, ".backendai-frame > img") == []
        assert len(stage.js(READ, ".backendai-frame iframe")) == 1
        assert stage.js(FAULTS) == [[], [], []]
        html = stage.js("async () => (await BackendAI.Media.export('r')).text()")
        stage.engine.open(stage.site.page("export.html", html))
        assert stage.js(f"() => ({COLORED})(document.querySelector('img'))")[:3] == [
            red,
            blue,
            green,
        ]
    finally:
        paper.emulate_media(color_scheme="null")


def test_documents_within_and_remote_pictures_are_in_files(stage: Stage) -> None:
    """As maps have them: a document in `srcdoc`, whose script shows pictures of a host."""
    open_page(stage)
    tile = Image.new("RGB", (50, 50), (0, 0, 200))
    file = BytesIO()
    tile.save(file, "PNG")
    headers = {"Content-Type": "image/png", "Access-Control-Allow-Origin": "*"}
    address = stage.site.page("tile.png", file.getvalue(), **headers)
    within = (
        "<body style='margin:0'><div style='width:100px;height:100px;background:rgb(200,0,0)'></div>"
        f"<img src='{address}'><script>document.body.append('text')</script>"
    )
    html = f'<div style="height:200px"><iframe style="width:100%;height:200px;border:0" srcdoc="{escape(within)}"></iframe></div>'
    hosts = {"sandbox": True, "hosts": [stage.site.host]}
    stage.handle_all([["text/html", html]], active=hosts)
    stage.wait("() => document.querySelector('.backendai-frame[data-shown]')")
    file_ = stage.js("async () => (await BackendAI.Media.export('r')).text()")
    stage.engine.open(stage.site.page("export.html", file_))
    red, blue, *_ = stage.js(f"() => ({COLORED})(document.querySelector('img'))")
    assert red == 10_000
    assert blue == 2_500


def test_an_exported_file_is_whole_and_has_no_dead_control(stage: Stage, paper: Any) -> None:
    open_page(stage)
    prompt = {"msg_type": "input_request", "content": {"prompt": "Name: ", "password": False}}
    stage.handle_all(
        [
            ["stdout", "".join(f"\x1b[31mline {i}\x1b[0m\n" for i in range(3_000))],
            ["text/csv", ROWS],
            ["text/csv", WIDE],
            ["application/json", {"deep": DEEP, "long": "x" * 3000}],
            ["text/html", FRAME],
            ["text/html", "<p>high</p>" * 3000],
            prompt,
            ["image/png", 5],
            ["application/vnd.vegalite.v5+json", VEGALITE],
        ]
    )
    stage.wait("() => [...document.querySelectorAll('.backendai-data')].every(it => it.whole)")
    stage.js("""() => {
      const field = document.querySelector('.backendai-input input');
      field.value = 'Ada';
      field.form.requestSubmit();
    }""")
    html = stage.js("async () => (await BackendAI.Media.export('r')).text()")
    assert "<iframe" not in html
    stage.engine.open(stage.site.page("export.html", html))
    assert len(stage.js(READ, ".backendai-whole tbody tr")) > 500
    found = stage.js("() => document.body.textContent")
    for part in ("n499249001", 'leaf: "of all"', "x" * 3000, "line 2999", "Ada"):
        assert part in found
    assert stage.js("() => document.querySelectorAll('.backendai-fg').length") == 3_000
    assert stage.js(
        "async () => { const it = document.querySelector('img[alt=Chart]'); await it.decode(); return it.naturalWidth > 200 }"
    )
    dead = """() => {
      const all = root => [...root.querySelectorAll('*')].flatMap(it =>
        [it, ...(it.shadowRoot ? all(it.shadowRoot) : [])]);
      return all(document).filter(it => it.matches(
        'button, input, select, textarea, a[href="#"], [role=grid], [role=tree], th[tabindex], iframe'))
        .map(it => it.outerHTML.slice(0, 100));
    }"""
    assert stage.js(dead) == []
    print_preview(stage)
    assert stage.js(FAULTS) == [[], [], []]
