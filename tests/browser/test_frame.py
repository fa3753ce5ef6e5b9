"""Frames: charts, JavaScript and HTML with scripts, shut off from the page that shows them."""

from __future__ import annotations

import gzip
import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from backendai_media.assets import csp
from backendai_media.build import frame_bundles, node
from tests import FULL

from .charts import CHARTS, MERMAID, PLOTLY, SCRIPTED, VEGALITE
from .framing import fetched, inside, open_page
from .server import Reply
from .stage import HERE, Stage, pixels, png
from .test_drawing import BUSY

BROWSER = HERE.parents[1] / "browser"
#: Colours that only the charts have, their pixels at least.
COLORS = {
    "application/vnd.vegalite.v5+json": (255, 165, 0),
    "application/vnd.vega.v5+json": (0, 128, 128),
    "application/vnd.plotly.v1+json": (31, 119, 180),
    "text/vnd.mermaid": (236, 236, 255),
}


def colored(stage: Stage, color: tuple[int, int, int]) -> int:
    """How many pixels of what is seen have about this colour."""
    # WebKit's driver waits for ever for a picture of a page that does not change.
    stage.js(
        "() => void setInterval(() => { (document.querySelector('h1') ?? document.body.appendChild(document.createElement('h1'))).textContent += '.' }, 50)"
    )
    data = pixels(stage.engine.screenshot()).tobytes()
    near = (
        all(abs(data[at + i] - color[i]) < 4 for i in range(3)) for at in range(0, len(data), 3)
    )
    return sum(near)


@pytest.mark.one_engine
@pytest.mark.parametrize("kind", CHARTS)
def test_a_chart(stages: Stage, kind: str) -> None:
    open_page(stages)
    assert stages.handle_all([[kind, CHARTS[kind]]]) == {"rendered": 1, "failed": []}
    assert stages.types() == [kind]
    assert stages.js("() => document.querySelector('.backendai-frame').clientHeight") > 90
    assert colored(stages, COLORS[kind]) > 1000
    assert stages.probe("violations") == []
    assert stages.probe("errors") == []
    assert fetched(stages) == []


#: Tries all that a script might, and tells how it went. Each is a name and what it gets.
@pytest.fixture
def page(stage: Stage) -> Stage:
    """A page in Chromium under the policy that is recommended."""
    open_page(stage)
    return stage


def test_what_grows_because_it_may_grow_ends(page: Stage) -> None:
    html = "<body style='height:110vh'>x<script>1</script>"
    page.handle_all([["text/html", html]], active="sandbox")
    page.wait("() => document.querySelector('.backendai-frame[data-shown]')")
    steps = page.js("""async () => {
      const box = document.querySelector('.backendai-frame');
      let steps = 0;
      for (let still = 0, last = 0; still < 20; await __probe.sleep(50)) {
        still = box.clientHeight === last ? still + 1 : 0;
        if (!still) steps++;
        last = box.clientHeight;
      }
      return steps;
    }""")
    assert 1 < steps < 60
    assert page.js("() => document.querySelector('.backendai-frame').clientHeight") <= 10_000


def test_a_document_grows_and_shrinks_with_its_content(page: Stage) -> None:
    html = "<p id=a style='margin:0;height:50px'>x</p><script>1</script>"
    page.handle_all([["text/html", html]], active={"sandbox": True})
    height = "() => document.querySelector('.backendai-frame')?.clientHeight"
    page.wait(f"() => ({height})() === 50")
    for wanted in (900, 30):
        inside(page, f"() => {{ document.getElementById('a').style.height = '{wanted}px' }}")
        page.wait(f"() => ({height})() === {wanted}")
    # What is placed absolutely counts as well.
    inside(
        page,
        "() => { document.body.innerHTML = '<div style=\"position:absolute;top:0;height:400px\">x</div>' }",
    )
    page.wait(f"() => ({height})() === 400")
    assert page.js("() => document.querySelector('.backendai-html').hidden") is True


def test_hosts_that_the_page_names(page: Stage) -> None:
    page.site.page("lib.js", "document.body.append('library')", Content_Type="text/javascript")
    host = page.site.host
    html = f"<body><script src='{page.site.url}/lib.js'></script><p>text</p>"
    page.handle_all([["text/html", html]], active="sandbox")
    page.wait("() => document.querySelector('.backendai-aside')")
    said = "() => document.querySelector('.backendai-aside').textContent"
    assert (
        page.js(said)
        == f"Not loaded, because this page does not allow it: {host} (options.active.hosts)"
    )
    assert page.site.asked("/lib.js") == 0
    page.handle_all([["text/html", html]], "s", active={"sandbox": True, "hosts": [host]})
    page.wait("() => document.querySelectorAll('.backendai-frame[data-shown]').length === 1")
    assert page.site.asked("/lib.js") == 1
    assert "library" in inside(page, "() => document.body.textContent", -1)
    report = page.handle_all(
        [["text/vnd.mermaid", MERMAID]], "t", active={"sandbox": True, "hosts": ["x; script-src *"]}
    )
    assert "is no host" in report["failed"][0]["error"]


def test_scripts_are_left_out_and_said_so(page: Stage) -> None:
    data = '<script type="application/json">{}</script><b>data</b>'
    shown = [
        ["text/html", SCRIPTED],
        ["text/html", data],
        ["application/javascript", "heard.push(1)"],
    ]
    assert page.handle_all(shown)["failed"] == []
    page.wait("() => document.querySelector('.backendai-aside')")
    texts = [text for _, text in page.items()]
    assert texts[0].startswith("Scripts removed: this page does not allow them")
    assert "before" in texts[0]
    assert texts[1] == "data"
    assert texts[2] == "A script (not run)Sourceheard.push(1)"
    assert page.js("() => [heard, document.querySelectorAll('iframe').length]") == [[], 0]
    page.handle_all(
        [["application/javascript", "element.textContent = origin"]], "s", active="sandbox"
    )
    assert inside(page, "() => document.querySelector('#output').textContent") == "null"


def test_nothing_is_framed_where_the_page_forbids_it(page: Stage) -> None:
    bundle = {"data": {"text/vnd.mermaid": MERMAID, "text/plain": "a diagram"}}
    report = page.handle_all([bundle], active="none")
    assert page.items() == [("text/plain", "a diagram")]
    assert report["failed"] == [
        {"index": 0, "type": "text/vnd.mermaid", "error": "Charts are disabled on this page"}
    ]
    assert page.js("() => document.querySelectorAll('iframe').length") == 0


def test_a_page_whose_policy_has_no_frames(stage: Stage) -> None:
    stage.open_strict()
    bundle = {"data": {"text/vnd.mermaid": MERMAID, "text/plain": "a diagram"}}
    report = stage.handle_all([bundle])
    assert stage.items() == [("text/plain", "a diagram")]
    assert "frame-src" in report["failed"][0]["error"]


NOT_OURS: dict[str, Reply] = {
    "missing": Reply(b"not found", {"Content-Type": "text/html"}, 404),
    "not to be framed": Reply(b"", {"Content-Type": "text/html", "X-Frame-Options": "DENY"}),
    "served as text": Reply(b"<!doctype html><script>1</script>", {"Content-Type": "text/plain"}),
}


@contextmanager
def instead_of_frames(stage: Stage, reply: Reply, *names: str) -> Iterator[None]:
    """Files that frames are made of, all if none is named, are something else meanwhile."""
    folder = stage.root.rsplit("/", 1)[1]
    paths = [f"/{folder}/{name}" for name in names or frame_bundles.PAGES]
    stage.assets.pages.update(dict.fromkeys(paths, reply))
    try:
        yield
    finally:
        for path in paths:
            del stage.assets.pages[path]


@pytest.mark.one_engine
@pytest.mark.parametrize("kind", NOT_OURS)
def test_a_frame_that_cannot_answer(stages: Stage, kind: str) -> None:
    """What loads in its place does not say so; the next type is shown, long before it times out."""
    # A page that is made of its text is not allowed either.
    stages.open(Content_Security_Policy=f"frame-src {stages.assets.url}/")
    bundle = {"data": {"text/vnd.mermaid": MERMAID, "text/plain": "THE FALLBACK"}}
    with instead_of_frames(stages, NOT_OURS[kind]):
        report = stages.handle_all([bundle, bundle, ["text/vnd.mermaid", MERMAID]])
    assert sorted(one["index"] for one in report["failed"]) == [0, 1, 2]
    assert all("frame.html did not answer" in one["error"] for one in report["failed"])
    assert report["rendered"] == 2
    assert stages.types() == ["text/plain", "text/plain", "text/vnd.mermaid"]
    assert stages.text().count("THE FALLBACK") == 2
    assert stages.js("() => document.querySelectorAll('iframe').length") == 0


def test_the_next_type_shows_where_a_frame_fails_later(page: Stage) -> None:
    page.js("() => { document.querySelector('h1').style.height = '6000px' }")
    with instead_of_frames(page, NOT_OURS["missing"]):
        bundle = {"data": {"text/vnd.mermaid": MERMAID, "text/plain": "THE FALLBACK"}}
        assert page.handle_all([bundle]) == {"rendered": 1, "failed": []}
        page.js("() => document.querySelector('.backendai-item').scrollIntoView()")
        page.wait("() => document.querySelector('.backendai-item').dataset.type === 'text/plain'")


@pytest.mark.one_engine
@pytest.mark.parametrize("place", ["frame.html", "frame.svg", "blob:"])
def test_a_frame_finds_its_page(stages: Stage, place: str) -> None:
    """Hosts of packages give HTML out as text; a bundler's server has another page there, or none."""
    names = {
        "frame.html": ("no.html",),
        "frame.svg": ("frame.html",),
        "blob:": ("frame.html", "frame.svg"),
    }
    sources = place if place == "blob:" else f"{stages.assets.url}/"
    stages.open(Content_Security_Policy=f"frame-src {sources}")
    with instead_of_frames(stages, NOT_OURS["served as text"], *names[place]):
        report = stages.handle_all([["text/vnd.mermaid", MERMAID]] * 3)
    assert report == {"rendered": 3, "failed": []}
    shown = stages.js("() => [...document.querySelectorAll('iframe')].map(it => it.src)")
    assert len(shown) == 3
    assert all(place in address for address in shown)
    # From then on it is known.
    stages.handle_all([["text/vnd.mermaid", MERMAID]], "s")
    assert stages.js("() => [...document.querySelectorAll('iframe')].at(-1).src").count(place)


@pytest.mark.parametrize("style", ["display: none", "height: 0; overflow: hidden"])
def test_a_hidden_container_does_not_hold_the_report(page: Stage, style: str) -> None:
    page.js("s => { document.querySelector('main').style.cssText = s }", style)
    started = page.js("() => performance.now()")
    assert page.handle_all([["text/vnd.mermaid", MERMAID]]) == {"rendered": 1, "failed": []}
    # Frames that wait are given up after 20 s.
    assert page.js("() => performance.now()") - started < 15_000
    page.js("() => { document.querySelector('main').style.cssText = '' }")
    page.wait("() => document.querySelector('.backendai-frame[data-shown]')", seconds=40)


LIBRARY = "<script>window.Lib = { draw: id => { document.getElementById(id).textContent = 'drawn' } }</script>"
LOADER = {
    "application/javascript": "window.Lib = { draw: id => { document.getElementById(id).textContent = 'drawn' } }",
    "application/vnd.lib_load.v0+json": "",
}
TWO_STEPS: dict[str, list[Any]] = {
    "HTML and HTML": [
        {"text/html": LIBRARY},
        {"text/html": "<div id=d1></div><script>Lib.draw('d1')</script>"},
    ],
    "a script, a place and a script": [
        LOADER,
        {"text/html": "<div id=d1></div>"},
        {"application/javascript": "Lib.draw('d1')", "application/vnd.lib_exec.v0+json": ""},
    ],
}


@pytest.mark.parametrize("kind", TWO_STEPS)
def test_what_an_earlier_output_loaded_is_there(page: Stage, kind: str) -> None:
    """Also in another result of the scope, as in two cells."""
    for number, bundle in enumerate(TWO_STEPS[kind]):
        result = f"r{min(number, 1)}"
        page.handle_all([{"data": bundle}], result, active="sandbox", append=True)
    page.wait("() => [...document.querySelectorAll('iframe')].length > 1")
    drawn = "() => document.body.innerText.includes('drawn')"
    for _ in range(100):
        if inside(page, drawn, -1):
            break
        page.js("() => __probe.sleep(50)")
    assert inside(page, drawn, -1)


def test_a_frame_in_which_nothing_shows_says_why(page: Stage) -> None:
    html = "<div id=d1></div><script>globalThis.NotThere?.draw('d1')</script>"
    page.handle_all([["text/html", html]], active="sandbox")
    page.wait("() => document.querySelector('.backendai-aside')")
    said = page.js("() => document.querySelector('.backendai-aside').textContent")
    assert said.startswith("Nothing shows here")
    page.handle_all(
        [["text/html", html.replace("<div", "<div style='height:525px'")]], "s", active="sandbox"
    )
    page.wait("() => document.querySelectorAll('.backendai-aside').length === 2")
    heights = page.js(
        "() => [...document.querySelectorAll('.backendai-frame')].map(it => it.clientHeight)"
    )
    assert heights == [1, 1]


#: What is missing on a page that lists no hosts, and what is said of it. As pyecharts and folium have them.
MISSING = {
    "modules": (
        """<script>require.config({paths: {'charts': 'https://one.example/charts.min'}})</script>
        <div id=c style='width:300px;height:500px'></div><script>require(['charts'], it => it.draw('c'))</script>""",
        ["one.example (options.active.hosts)", "require is not defined"],
    ),
    "a document within": (
        """<div style='position:relative;height:0;padding-bottom:60%'><span>Make this Notebook Trusted to load map:
        File -> Trust Notebook</span><iframe srcdoc="&lt;script src=&quot;https://two.example/map.js&quot;>&lt;/script>
        &lt;div id=m style=height:100%>&lt;/div>&lt;script>Maps.draw(&quot;m&quot;)&lt;/script>"
        style='position:absolute;width:100%;height:100%'></iframe></div>""",
        ["two.example (options.active.hosts)", "Maps is not defined"],
    ),
    "a script": (
        "<div id=c style='height:400px'></div><script>Charts.draw('c')</script>",
        ["Charts is not defined"],
    ),
}


@pytest.mark.parametrize("kind", MISSING)
def test_what_is_missing_is_said_and_leaves_no_box(page: Stage, kind: str) -> None:
    html, parts = MISSING[kind]
    bundle = {"text/html": html, "text/plain": "<lib.Chart at 0x7f>"}
    page.handle_all([{"data": bundle}], active="sandbox")
    lines = "() => [...document.querySelectorAll('.backendai-aside')].map(it => it.textContent)"
    page.wait(f"n => ({lines})().length === n", len(parts))
    said = page.js(lines)
    assert all(any(part in line for line in said) for part in parts), said
    assert page.js("() => document.querySelector('.backendai-frame').clientHeight") == 1


@pytest.mark.parametrize("kind", MISSING)
@pytest.mark.parametrize("other", ["image/png", "text/plain"])
def test_the_next_type_stands_for_what_is_missing(page: Stage, kind: str, other: str) -> None:
    html, parts = MISSING[kind]
    data = {"image/png": png(), "text/plain": "two bars"}[other]
    page.handle_all([{"data": {"text/html": html, other: data}}], active="sandbox")
    page.wait("type => document.querySelector('.backendai-item').dataset.type === type", other)
    page.wait("() => !document.querySelector('.backendai-frame')")
    if other == "text/plain":
        page.wait("() => document.querySelector('.backendai-aside')")
        assert "two bars" in page.text()
        assert "example" not in str(parts) or parts[0] in page.text()


def test_what_only_loads_leaves_no_strip_in_the_dark(page: Stage) -> None:
    page.js("() => { document.querySelector('main').dataset.backendaiTheme = 'dark' }")
    # As Bokeh has them: places for later, with a document of their own.
    places = "document.body.append(document.createElement('div')); document.body.lastChild.attachShadow({ mode: 'open' })"
    loader = f"<style>p {{ margin: 0 }}</style><script>window.Lib = 1; {places}</script>"
    page.handle_all([["text/html", loader], ["text/html", SCRIPTED]], active="sandbox")
    page.wait("() => document.querySelectorAll('.backendai-frame[data-shown]').length === 2")
    ground = "() => getComputedStyle(document.documentElement).backgroundColor"
    for _ in range(100):
        found = {inside(page, ground, at) for at in (0, 1)}
        if len(found) == 2:
            break
        page.js("() => __probe.sleep(50)")
    assert found == {"rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"}
    height = "() => document.querySelector('.backendai-frame').clientHeight"
    assert page.js(height) == 1


def test_what_is_dark_by_itself_has_no_white_frame(page: Stage) -> None:
    """As itables is where the system is dark."""
    page.js("() => { document.querySelector('main').dataset.backendaiTheme = 'dark' }")
    own = "<style>table {{ color: {}; background: {} }}</style><table><tr><td>1<td>2</table><script>1</script>"
    tables = [["text/html", own.format(*pair)] for pair in (("#eee", "#222"), ("#222", "#eee"))]
    page.handle_all(tables, active="sandbox")
    page.wait("() => document.querySelectorAll('.backendai-frame[data-shown]').length === 2")
    ground = "() => getComputedStyle(document.documentElement).backgroundColor"
    for _ in range(100):
        found = [inside(page, ground, at) for at in (0, 1)]
        if found[1] != "rgba(0, 0, 0, 0)":
            break
        page.js("() => __probe.sleep(50)")
    assert found == ["rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"]


def test_a_table_stays_where_its_script_comes_from_elsewhere(page: Stage) -> None:
    """As itables has it: its script would hide the static table first."""
    html = (
        "<table id=t hidden><tr><td>Loading</table><div id=f><table><tr><td>cell</table></div>"
        "<script>document.getElementById('t').hidden = false; document.getElementById('f').hidden = true</script>"
        "<script type=module>import { Table } from 'https://tables.example/t.js'; new Table('#t')</script>"
    )
    page.handle_all([["text/html", html]], active="sandbox")
    assert page.js("() => document.querySelectorAll('iframe').length") == 0
    assert "cell" in page.text()
    assert "Not loaded, because this page does not allow it: tables.example" in page.text()
    hosts = {"sandbox": True, "hosts": ["*.example"]}
    page.handle_all([["text/html", html]], "s", active=hosts)
    page.wait("() => document.querySelectorAll('iframe').length === 1")


def test_a_place_for_a_drawing_is_not_left_open(page: Stage) -> None:
    html = "<h3>Sales</h3><div style='height:525px'><div id=p></div></div><canvas></canvas><script>1</script>"
    plain = "<div id=p style='height:525px'></div><script>1</script>"
    page.handle_all([["text/html", html], ["text/html", plain]])
    page.wait("() => document.querySelectorAll('.backendai-aside').length === 2")
    heights = page.js(
        "() => [...document.querySelectorAll('.backendai-item')].map(it => it.clientHeight)"
    )
    assert max(heights) < 200
    assert min(heights) > 10


def test_pages_of_listed_hosts_are_framed(stages: Stage) -> None:
    """Only those of other origins; a page under the policy that lists them allows them, too."""
    stages.site.calm()
    host = stages.assets.host.replace("127.0.0.1", "localhost")
    stages.assets.page("embedded.html", "<p>embedded</p>", Content_Type="text/html")
    policy = csp(stages.root, hosts=[f"{stages.site.url}/probe.js"], frames=[host])
    stages.open(Content_Security_Policy=policy)
    own, release = f"{stages.site.url}/page.html", f"{stages.assets.url}/embedded.html"
    html = "".join(
        f"<iframe src='{one}'></iframe>" for one in (f"http://{host}/embedded.html", own, release)
    )
    frames = [host, stages.site.host, stages.assets.host]
    assert stages.handle_all([["text/html", html]], sanitize={"frames": frames})["failed"] == []
    stages.wait("() => __probe.all('iframe').length === 1")
    assert stages.js("() => __probe.all('iframe')[0].sandbox.value") == (
        "allow-scripts allow-same-origin allow-popups"
    )
    assert stages.text().count("An embedded page, not shown here:") == 2
    assert stages.probe("violations") == []


BROKEN: list[tuple[str, Any]] = [
    ("text/vnd.mermaid", "flowchart LR\n A --> "),
    ("text/vnd.mermaid", "no diagram at all"),
    ("text/vnd.mermaid", {"a": 1}),
    ("application/vnd.plotly.v1+json", [1]),
    ("application/vnd.plotly.v1+json", {"data": {"x": 1}}),
    ("application/vnd.vegalite.v5+json", {"mark": 5}),
    ("application/vnd.vegalite.v5+json", "{"),
    ("application/vnd.vega.v5+json", {"signals": [{"name": "a", "update": "(("}]}),
]


def test_broken_payloads_say_what_is_wrong(page: Stage) -> None:
    report = page.handle_all([[kind, data] for kind, data in BROKEN] + [["stdout", "after"]])
    assert sorted(one["index"] for one in report["failed"]) == list(range(len(BROKEN)))
    assert all(len(one["error"]) > 8 for one in report["failed"])
    assert page.js("() => document.querySelectorAll('iframe').length") == 0
    assert page.items()[-1] == ("stdout", "after")


def test_data_from_elsewhere_is_refused_and_said_so(page: Stage) -> None:
    for number, url in enumerate(("https://canary.example/cars.json", "data/cars.json")):
        spec = {**VEGALITE, "data": {"url": url}}
        page.handle_all([["application/vnd.vegalite.v5+json", spec]], f"r{number}")
        page.wait("n => document.querySelectorAll('.backendai-aside').length === n", number + 1)
        where = "canary.example" if number == 0 else url
        said = page.js(
            "() => [...document.querySelectorAll('.backendai-aside')].at(-1).textContent"
        )
        assert (
            said
            == f"Not loaded, because this page does not allow it: {where} (options.active.hosts)"
        )
    assert fetched(page) == []


LIGHT = "<p>light</p><script>1</script>"


def test_frames_are_made_when_they_come_near_and_go_with_their_result(page: Stage) -> None:
    page.js("() => { document.querySelector('h1').style.height = '6000px' }")
    assert page.handle_all([["text/vnd.mermaid", MERMAID]]) == {"rendered": 1, "failed": []}
    assert page.js("() => document.querySelectorAll('iframe').length") == 0
    page.js("() => document.querySelector('.backendai-item').scrollIntoView()")
    page.wait("() => document.querySelector('.backendai-frame[data-shown]')", seconds=20)
    page.js("() => BackendAI.Media.dispose('r')")
    page.wait("() => !document.querySelector('iframe')")


def test_a_frame_on_a_page_that_is_busy_when_it_comes_into_view(stage: Stage) -> None:
    stage.open(
        head=f'{BUSY}<script src="{stage.root}/js/main.min.js"></script>',
        body='<main><div id="above" style="height: 5000px"></div><div id="out"></div></main>',
    )
    stage.handle_all([["application/javascript", "element.textContent = 'a'"]], active="sandbox")
    stage.js("""async () => {
      const frame = () => new Promise(done => requestAnimationFrame(done));
      await frame();
      await frame();
      document.querySelector('#above').remove();
    }""")
    stage.wait("() => document.querySelector('.backendai-frame[data-shown]')")


def test_of_many_frames_the_unseen_go(page: Stage) -> None:
    count = 30 if FULL else 15
    page.handle_all(
        [["application/javascript", "element.style.cssText = 'height: 700px; background: teal'"]]
        * count,
        active="sandbox",
    )
    for number in range(count):
        page.js("n => document.querySelectorAll('.backendai-item')[n].scrollIntoView()", number)
        page.wait(
            "n => document.querySelectorAll('.backendai-frame')[n].dataset.shown === ''", number
        )
    assert page.js("() => document.querySelectorAll('iframe').length") <= 12
    page.js("() => document.querySelector('.backendai-item').scrollIntoView()")
    page.wait("() => document.querySelector('.backendai-frame').dataset.shown === ''")
    page.js("() => BackendAI.Media.dispose()")
    assert page.js("() => document.querySelectorAll('iframe').length") == 0


def test_an_update_stays_in_its_frame(page: Stage) -> None:
    page.handle_all([["application/vnd.plotly.v1+json", PLOTLY]])
    page.js("() => { document.querySelector('iframe').kept = 1 }")
    layout = {**PLOTLY["layout"], "title": {"text": "Another"}, "height": 250}
    page.handle_all([["application/vnd.plotly.v1+json", {**PLOTLY, "layout": layout}]])
    page.wait("() => document.querySelector('.backendai-frame').clientHeight === 250")
    assert page.js("() => document.querySelector('iframe').kept") == 1
    assert inside(page, "() => document.querySelector('.gtitle').textContent") == "Another"


def test_a_figure_has_its_own_configuration(page: Stage) -> None:
    config = {
        "displayModeBar": True,
        "displaylogo": True,
        "modeBarButtonsToRemove": ["zoom2d", "autoScale2d"],
        "modeBarButtonsToAdd": ["drawline", {"name": "no function"}],
        "showLink": True,
    }
    layout = {"width": 400, "height": 250}
    figure = {**PLOTLY, "layout": layout, "config": config}
    static = {**PLOTLY, "config": {"staticPlot": True}}
    page.handle_all([["application/vnd.plotly.v1+json", one] for one in (figure, static)])
    page.wait("() => document.querySelectorAll('.backendai-frame[data-shown]').length === 2")
    names = "() => [...document.querySelectorAll('.modebar-btn')].map(it => it.dataset.title)"
    # A frame that did not answer at once is loaded again, and is the last then.
    first = 0 if inside(page, names) else 1
    shown = inside(page, names, first)
    assert "Draw line" in shown
    assert "Produced with Plotly.js (v" in str(shown)
    assert not {"Zoom", "Autoscale", "Download plot as a PNG"} & set(shown)
    assert (
        inside(page, "() => document.querySelectorAll('.js-plot-link-container').length", first)
        == 0
    )
    assert inside(page, "() => document.querySelector('.main-svg').clientWidth", first) == 400
    assert inside(page, names, 1 - first) == []


def test_a_chart_has_the_options_of_its_metadata(page: Stage) -> None:
    """As Altair sends them (`embed_options`); what the chart itself says comes first."""
    kind = "application/vnd.vegalite.v5+json"
    options = {"renderer": "svg", "theme": "dark", "actions": True, "width": 111}
    own = {**VEGALITE, "usermeta": {"embedOptions": {"theme": "fivethirtyeight"}}}
    for spec, paper, title in (
        (VEGALITE, "rgb(51, 51, 51)", "#fff"),
        (own, "rgb(240, 240, 240)", None),
    ):
        metadata = {kind: {"embed_options": options}}
        page.handle_all([{"data": {kind: spec}, "metadata": metadata}])
        page.wait("() => document.querySelector('.backendai-frame[data-shown]')")
        style = "() => getComputedStyle(document.querySelector('svg')).backgroundColor"
        assert inside(page, style) == paper
        found = inside(
            page,
            "() => document.querySelector('svg .role-title-text text')?.attributes.fill?.value",
        )
        assert title in (found, None)
    assert inside(page, "() => document.querySelector('.vega-actions')") is None


#: Altair's own HTML, with the options as its renderers and `to_html` have them.
HTML_OPTIONS = {
    "renderer": '<div id=v></div><script>(function(spec, embedOpt){ vegaEmbed("#v", spec, embedOpt) })({SPEC}, {OPTIONS});</script>',
    "to_html": '<div id=v></div><script>(function(vegaEmbed) { var spec = {SPEC};\n  var embedOpt = {OPTIONS};\nvegaEmbed("#v", spec, embedOpt) })(vegaEmbed);</script>',
    "direct": '<div id=v></div><script>vegaEmbed("#v", {SPEC}, {OPTIONS})</script>',
}


@pytest.mark.parametrize("form", HTML_OPTIONS)
def test_a_chart_has_the_options_of_its_html(page: Stage, form: str) -> None:
    options = {"renderer": "svg", "theme": "dark", "mode": "vega-lite"}
    spec = {"$schema": "https://vega.github.io/schema/vega-lite/v6.1.0.json", **VEGALITE}
    html = HTML_OPTIONS[form].replace("{SPEC}", json.dumps(spec))
    page.handle_all([["text/html", html.replace("{OPTIONS}", json.dumps(options))]])
    page.wait("() => document.querySelector('.backendai-frame[data-shown]')")
    style = "() => getComputedStyle(document.querySelector('svg')).backgroundColor"
    assert inside(page, style) == "rgb(51, 51, 51)"


def test_the_theme_is_followed(page: Stage) -> None:
    page.handle_all([["text/vnd.mermaid", MERMAID]])
    page.handle_all([["text/html", LIGHT]], "s", active="sandbox")
    is_dark = "() => document.documentElement.hasAttribute('data-dark')"
    fill = "() => getComputedStyle(document.querySelector('.node rect')).fill"
    assert (inside(page, is_dark), inside(page, fill)) == (False, "rgb(236, 236, 255)")
    page.js("() => { document.querySelector('main').dataset.backendaiTheme = 'dark' }")
    for _ in range(100):
        if inside(page, is_dark) and inside(page, fill) != "rgb(236, 236, 255)":
            break
        page.js("() => __probe.sleep(50)")
    assert inside(page, is_dark)
    assert (
        inside(page, "() => getComputedStyle(document.body).backgroundColor") == "rgba(0, 0, 0, 0)"
    )
    # What an output brings is meant for white paper.
    assert (
        inside(page, "() => getComputedStyle(document.documentElement).backgroundColor", 1)
        == "rgb(255, 255, 255)"
    )
    schemes = "() => [...document.querySelectorAll('iframe')].map(it => it.style.colorScheme)"
    assert page.js(schemes) == ["dark", "light"]


@pytest.mark.full
def test_an_export_has_pictures_of_charts(page: Stage) -> None:
    page.handle_all([[kind, CHARTS[kind]] for kind in CHARTS] + [["stdout", "after"]])
    page.wait("() => document.querySelectorAll('[data-shown]').length === 4", seconds=40)
    html = page.js("async () => (await BackendAI.Media.export('r')).text()")
    assert "<iframe" not in html
    page.engine.open(page.site.page("export.html", html))
    sizes = page.js(
        "async () => { const all = [...document.images]; await Promise.all(all.map(it => it.decode()));"
        " return all.map(it => [it.naturalWidth, it.naturalHeight]) }"
    )
    assert len(sizes) == len(CHARTS)
    assert all(width > 100 and height > 50 for width, height in sizes)
    assert colored(page, COLORS["application/vnd.vega.v5+json"]) > 1000


ALONE = {
    "snapshot": "",  # of our own
    "mermaid": 'export { default } from "mermaid";',
    "plotly": 'export { default } from "plotly.js-strict-dist-min";',
    "vega": 'export { default } from "vega-embed"; export { expressionInterpreter } from "vega-interpreter";',
}


@pytest.mark.parametrize("name", ALONE)
def test_a_library_weighs_little_more_than_alone(release: Path, name: str) -> None:
    options = (
        "--bundle --minify --format=esm --target=es2022 --legal-comments=none --log-level=error"
    )
    command = [str(node.find_esbuild(BROWSER)), *options.split()]
    alone = subprocess.run(
        command, input=ALONE[name].encode(), capture_output=True, check=True, cwd=BROWSER
    ).stdout
    files = json.loads((release / "manifest.json").read_bytes())["files"]
    assert sorted(ALONE) == frame_bundles.library_names(BROWSER / "src")
    assert files[f"js/{name}.js"]["gzip"] <= len(gzip.compress(alone, 9)) + 3 * 1024
