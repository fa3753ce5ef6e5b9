"""Frames: charts, JavaScript and HTML with scripts, shut off from the page that shows them."""

from __future__ import annotations

import gzip
import json
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error

from backendai_media.assets import build_framed, csp, node

from .charts import CHARTS, MERMAID, PLOTLY, SCRIPTED, VEGALITE
from .stage import HERE, Stage, pixels

BROWSER = HERE.parents[1] / "browser"
#: Colours that only the charts have, their pixels at least.
COLORS = {
    "application/vnd.vegalite.v5+json": (255, 165, 0),
    "application/vnd.vega.v5+json": (0, 128, 128),
    "application/vnd.plotly.v1+json": (31, 119, 180),
    "text/vnd.mermaid": (236, 236, 255),
}
#: Collects what frames say to the top window, as an attacker's own server would.
HEARD = """() => {
  window.heard = [];
  addEventListener('message', event => heard.push(event.data));
}"""


def open_page(stage: Stage) -> None:
    """A page under the policy that is recommended to pages."""
    stage.site.calm()
    policy = csp(stage.root, hosts=[f"{stage.site.url}/probe.js"])
    stage.open(Content_Security_Policy=policy)
    stage.js(HEARD)


def fetched(stage: Stage) -> list[str]:
    """What was asked for but the page, and the release's scripts and frame."""
    own = (".js", "/page.html", "/frame.html", "/favicon.ico")
    asked = [line for line in [*stage.site.requests, *stage.assets.requests] if not line.endswith(own)]
    return [*stage.site.elsewhere, *asked]


def colored(stage: Stage, color: tuple[int, int, int]) -> int:
    """How many pixels of what is seen have about this colour."""
    # WebKit's driver waits for ever for a picture of a page that does not change.
    stage.js("() => void setInterval(() => { (document.querySelector('h1') ?? document.body.appendChild(document.createElement('h1'))).textContent += '.' }, 50)")
    data = pixels(stage.engine.screenshot()).tobytes()
    near = (all(abs(data[at + i] - color[i]) < 4 for i in range(3)) for at in range(0, len(data), 3))
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
ATTACK = """<p>hostile</p><script>
const tries = {
  parent: () => parent.document.title,
  outer: () => parent.location.href,
  top: () => top.document.body.innerHTML,
  frameElement: () => frameElement.id,
  localStorage: () => localStorage.length,
  sessionStorage: () => sessionStorage.length,
  cookie: () => { if (!document.cookie) throw 1 },
  "set cookie": () => { document.cookie = "a=1"; if (!document.cookie) throw 1 },
  indexedDB: () => new Promise((resolve, reject) => {
    const open = indexedDB.open("x"); open.onsuccess = resolve; open.onerror = reject }),
  caches: () => caches.open("x"),
  serviceWorker: () => navigator.serviceWorker.register("SITE/sw.js"),
  fetch: () => fetch("SITE/fetch", { mode: "no-cors" }),
  xhr: () => new Promise((resolve, reject) => {
    const it = new XMLHttpRequest(); it.open("GET", "SITE/xhr"); it.onload = resolve; it.onerror = reject; it.send() }),
  image: () => new Promise((resolve, reject) => {
    Object.assign(new Image(), { onload: resolve, onerror: reject, src: "SITE/image" }) }),
  script: () => new Promise((resolve, reject) => {
    document.head.append(Object.assign(document.createElement("script"),
      { onload: resolve, onerror: reject, src: "SITE/script" })) }),
  module: () => import("SITE/module"),
  style: () => new Promise((resolve, reject) => {
    document.head.append(Object.assign(document.createElement("link"),
      { rel: "stylesheet", onload: resolve, onerror: reject, href: "SITE/style" })) }),
  worker: () => new Promise((resolve, reject) => {
    const it = new Worker(URL.createObjectURL(new Blob(["fetch('SITE/worker').then(() => postMessage(1), () => { throw 1 })"])));
    it.onmessage = resolve; it.onerror = reject; setTimeout(reject, 900) }),
  socket: () => new Promise((resolve, reject) => {
    const it = new WebSocket("SITE/socket".replace("http", "ws")); it.onopen = resolve; it.onerror = reject }),
  events: () => new Promise((resolve, reject) => {
    const it = new EventSource("SITE/events"); it.onopen = resolve; it.onerror = reject }),
  frame: () => { document.body.append(Object.assign(document.createElement("iframe"), { src: "SITE/frame" })); throw 1 },
  object: () => { document.body.append(Object.assign(document.createElement("object"), { data: "SITE/object" })); throw 1 },
  open: () => { if (!window.open("SITE/open")) throw 1 },
  "top away": () => { top.location = "SITE/top" },
  "outer away": () => { parent.location = "SITE/outer" },
  form: () => {
    const form = document.createElement("form"); form.action = "SITE/form"; document.body.append(form); form.submit(); throw 1 },
  base: () => {
    document.head.append(Object.assign(document.createElement("base"), { href: "SITE/" }));
    if (document.baseURI.startsWith("SITE")) return 1; throw 1 },
  beacon: () => { navigator.sendBeacon("SITE/beacon"); throw 1 },
  prefetch: () => { document.head.append(Object.assign(document.createElement("link"), { rel: "prefetch", href: "SITE/prefetch" })); throw 1 },
  ping: () => { const a = Object.assign(document.createElement("a"), { href: "#x", ping: "SITE/ping" }); document.body.append(a); a.click(); throw 1 },
  nested: () => new Promise((resolve, reject) => {
    const it = document.createElement("iframe");
    it.srcdoc = "<script>fetch('SITE/nested').then(() => parent.postMessage('out', '*'), () => parent.postMessage('shut', '*'))<\\/script>";
    addEventListener("message", ({ data }) => data === "out" ? resolve() : reject());
    document.body.append(it) }),
};
(async () => {
  const reached = [];
  for (const [name, attempt] of Object.entries(tries)) {
    try {
      await Promise.race([attempt(), new Promise((_, reject) => setTimeout(reject, 2000))]);
      reached.push(name);
    } catch {}
  }
  top.postMessage({ reached, tries: Object.keys(tries).length, origin }, "*");
  location = "SITE/away";
})();
</script>"""


def test_a_script_reaches_nothing(stages: Stage) -> None:
    """Neither the page nor storage nor the network, and it cannot lead its frame elsewhere."""
    open_page(stages)
    attack = ATTACK.replace("SITE", f"{stages.site.url}/canary")
    stages.js("() => { document.cookie = 'secret=1'; localStorage.secret = 1 }")
    assert stages.handle_all([["text/html", attack]], active="sandbox")["failed"] == []
    stages.wait("() => heard[0]", seconds=30)
    heard = stages.js("() => heard[0]")
    assert heard["reached"] == []
    assert heard["tries"] > 25
    assert heard["origin"] == "null"
    stages.js("() => __probe.sleep(300)")
    assert fetched(stages) == []
    assert stages.js("() => [document.title, document.cookie]") == ["A page", "secret=1"]
    assert stages.js("() => location.pathname") == "/page.html"
    assert stages.js("() => top === window && document.querySelectorAll('iframe').length") == 1
    assert stages.engine.dialogs() == []


#: Makes a frame of frame.html and speaks to it as the library would.
SPEAK = """async ([url, sandbox, messages]) => {
  const frame = document.createElement('iframe');
  if (sandbox !== null) frame.sandbox = sandbox;
  frame.src = url;
  await new Promise(done => { frame.onload = done; document.body.append(frame) });
  for (const message of messages) {
    const ports = message.port ? [new MessageChannel().port2] : [];
    frame.contentWindow.postMessage(message.data, '*', ports);
  }
  await new Promise(done => setTimeout(done, 400));
  return window.heard ?? [];
}"""
PWN = [False, "<script>top.postMessage('pwned ' + origin, '*')</script>", "x"]


def test_the_frame_alone_does_nothing(stages: Stage) -> None:
    """Opened by itself, on the origin that it comes from, and where somebody else speaks first."""
    url = f"{stages.assets.url}/{Path(stages.root).name}/frame.html"
    with_port, without = {"data": PWN, "port": True}, {"data": PWN, "port": False}
    stages.engine.open(url)
    stages.js(
        "([data]) => { postMessage(data, '*', [new MessageChannel().port2]) }", [PWN]
    )
    stages.js("() => new Promise(done => setTimeout(done, 200))")
    assert stages.js("() => document.querySelectorAll('iframe').length") == 0
    # A page on the release's own origin: what it says is no more than it could do itself.
    stages.engine.open(stages.assets.page("evil.html", "<!doctype html><body>evil"))
    stages.js(HEARD)
    assert stages.js(SPEAK, [url, None, [with_port]]) == []
    assert stages.js(SPEAK, [url, "allow-scripts allow-same-origin", [with_port]]) == []
    assert stages.js(SPEAK, [url, "allow-scripts", [without, with_port]]) == []
    assert stages.js(SPEAK, [url, "allow-scripts", [{"data": "x", "port": True}, with_port]]) == []
    assert stages.js(SPEAK, [url, "", [with_port]]) == []
    assert stages.js(SPEAK, [url, "allow-scripts", [with_port]]) == ["pwned null"]


@pytest.fixture
def page(stage: Stage) -> Stage:
    """A page in Chromium under the policy that is recommended."""
    open_page(stage)
    return stage


def inside(stage: Stage, function: str, at: int = 0) -> Any:
    """Evaluates a function within the frame that shows the output."""
    frames = [one for one in stage.engine.page.frames if one.url.startswith("about:srcdoc")]  # type: ignore[attr-defined]
    return frames[at].evaluate(function)


HOSTILE = """<script>
let port;
addEventListener("message", ({ ports }) => { port ??= ports[0] });
const bad = [NaN, Infinity, -Infinity, -5, 1e300, "900", "9px", null, undefined, {}, [], true, 1n, new Date(), { valueOf: 7 }];
const links = ["javascript:top.heard.push(1)", "data:text/html,<script>1</scr" + "ipt>", "blob:null/x", "file:///etc/passwd",
  "//example.com", "x", "", "https://example.com/" + "x".repeat(1e5), 5, null, ["https://example.com"], "vbscript:1"];
setTimeout(() => {
  for (const one of bad) { port.postMessage(["size", one]); port.postMessage([one, one]); port.postMessage(one) }
  for (const one of links) port.postMessage(["link", one]);
  for (const one of bad) for (const kind of ["ready", "shown", "error", "blocked", "theme", "script", "show", "__proto__", "constructor"]) port.postMessage([kind, one, one]);
  port.postMessage(["blocked", "<img src=x onerror=top.heard.push(1)>" + "x".repeat(1e5)]);
  for (let i = 0; i < 99; i++) port.postMessage(["blocked", "https://host" + i]);
  for (let i = 0; i < 999; i++) port.postMessage(["size", 100 + i * 1000]);
  port.postMessage(["link", "https://example.com/?stolen=1"]);
  top.postMessage("done", "*");
}, 300);
</script>"""


def test_hostile_messages(page: Stage) -> None:
    page.handle_all([["text/html", HOSTILE], ["stdout", "after"]], active="sandbox")
    page.wait("() => heard[0] === 'done'")
    page.js("() => __probe.sleep(300)")
    assert page.js("() => document.querySelector('.backendai-frame').clientHeight") <= 10_000
    assert page.js("() => heard") == ["done"]
    # A link that nobody clicked on is not opened; a person may.
    link = "() => { const it = document.querySelector('.backendai-aside a'); return [it.href, it.target, it.rel] }"
    assert page.js(link) == ["https://example.com/?stolen=1", "_blank", "noopener noreferrer"]
    text = page.js("() => document.querySelector('.backendai-item').innerText")
    assert len(text) < 2000
    assert "host1" in text
    assert "host7" not in text
    assert page.engine.popups == []  # type: ignore[attr-defined]
    assert page.probe("errors") == []
    assert page.js("() => location.pathname") == "/page.html"
    assert page.items()[-1] == ("stdout", "after")


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
    inside(page, "() => { document.body.innerHTML = '<div style=\"position:absolute;top:0;height:400px\">x</div>' }")
    page.wait(f"() => ({height})() === 400")
    assert page.js("() => document.querySelector('.backendai-html').hidden") is True


def test_hosts_that_the_page_names(page: Stage) -> None:
    page.site.page("lib.js", "document.body.append('library')", Content_Type="text/javascript")
    host = page.site.host
    html = f"<body><script src='{page.site.url}/lib.js'></script><p>text</p>"
    page.handle_all([["text/html", html]], active="sandbox")
    page.wait("() => document.querySelector('.backendai-aside')")
    said = "() => document.querySelector('.backendai-aside').textContent"
    assert page.js(said) == f"Not loaded, as the page does not allow it: {host}"
    assert page.site.asked("/lib.js") == 0
    page.handle_all([["text/html", html]], "s", active={"sandbox": True, "hosts": [host]})
    page.wait("() => document.querySelectorAll('.backendai-frame[data-shown]').length === 2")
    assert page.site.asked("/lib.js") == 1
    assert "library" in inside(page, "() => document.body.textContent", -1)
    report = page.handle_all([["text/vnd.mermaid", MERMAID]], "t", active={"sandbox": True, "hosts": ["x; script-src *"]})
    assert "is no host" in report["failed"][0]["error"]


def test_scripts_are_left_out_and_said_so(page: Stage) -> None:
    data = '<script type="application/json">{}</script><b>data</b>'
    shown = [["text/html", SCRIPTED], ["text/html", data], ["application/javascript", "heard.push(1)"]]
    assert page.handle_all(shown)["failed"] == []
    page.wait("() => document.querySelector('.backendai-aside')")
    texts = [text for _, text in page.items()]
    assert texts[0].startswith("Its scripts were left out")
    assert "before" in texts[0]
    assert texts[1] == "data"
    assert texts[2] == "A script, not runSourceheard.push(1)"
    assert page.js("() => [heard, document.querySelectorAll('iframe').length]") == [[], 0]
    page.handle_all([["application/javascript", "element.textContent = origin"]], "s", active="sandbox")
    assert inside(page, "() => document.querySelector('#output').textContent") == "null"


def test_nothing_is_framed_where_the_page_forbids_it(page: Stage) -> None:
    bundle = {"data": {"text/vnd.mermaid": MERMAID, "text/plain": "a diagram"}}
    report = page.handle_all([bundle], active="none")
    assert page.items() == [("text/plain", "a diagram")]
    assert report["failed"] == [{"index": 0, "type": "text/vnd.mermaid", "error": "The page shows no charts"}]
    assert page.js("() => document.querySelectorAll('iframe').length") == 0


def test_a_page_whose_policy_has_no_frames(stage: Stage) -> None:
    stage.open_strict()
    bundle = {"data": {"text/vnd.mermaid": MERMAID, "text/plain": "a diagram"}}
    report = stage.handle_all([bundle])
    assert stage.items() == [("text/plain", "a diagram")]
    assert "frame-src" in report["failed"][0]["error"]


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


PWNED = "top.postMessage('pwned','*')"
IMG = f"<img src=x onerror=\"{PWNED}\"><img src=https://canary.example/x>"
TOUCH = """() => {
  for (const it of document.querySelectorAll('*'))
    for (const kind of ['mouseover', 'mousemove', 'click'])
      it.dispatchEvent(new MouseEvent(kind, { bubbles: true, cancelable: true }));
}"""


def vega_signal(expression: str) -> dict[str, Any]:
    return {
        "$schema": "https://vega.github.io/schema/vega/v5.json",
        "width": 20,
        "height": 20,
        "signals": [{"name": "a", "init": expression}, {"name": "b", "update": expression}],
        "marks": [{"type": "text", "encode": {"update": {"text": {"signal": "a"}}}}],
    }


def mermaid(text: str) -> list[Any]:
    return ["text/vnd.mermaid", text]


EXPLOITS: list[list[Any]] = [
    # CVE-2025-59840 and its like: functions reached from an expression.
    *(
        ["application/vnd.vega.v5+json", vega_signal(expression)]
        for expression in (
            "''.constructor.constructor(\"top.postMessage('pwned','*')\")()",
            "replace('x', 'x', ''.constructor.constructor(\"top.postMessage('pwned','*')\"))",
            "{toString: event.view.eval, valueOf: 1} + ''",
            "'' + {toString: event.view.VEGA_DEBUG.vega.CanvasHandler.prototype.on, events: event.view}",
            "[1].map(top.postMessage)",
            "window.top.postMessage('pwned','*')",
            "vlSelectionTuples([{datum: {}}], {fields: [{getter: ''.constructor.constructor}]})",
            "pluck([1], 'constructor.constructor')",
        )
    ),
    [
        "application/vnd.vegalite.v5+json",
        {
            **VEGALITE,
            "usermeta": {
                "embedOptions": {
                    "ast": False,
                    "actions": True,
                    "patch": "https://canary.example/patch.json",
                    "loader": {"baseURL": "https://canary.example/"},
                    "defaultStyle": "</style><img src=https://canary.example/style>",
                    "expressionFunctions": {"pwn": PWNED},
                }
            },
            "title": IMG,
            "transform": [{"calculate": "''.constructor.constructor('1')()", "as": "c"}],
        },
    ],
    # CVE-2025-54880 (architecture diagrams) and -54881 (KaTeX in sequence diagrams).
    mermaid(f"architecture-beta\n    group api(cloud)[API]\n    service db '{IMG}'[Database] in api\n"),
    mermaid(f'architecture-beta\n    service db "{IMG}"[Database]\n'),
    mermaid(f"sequenceDiagram\n  participant A as Alice{IMG}$$\\\\text{{Alice}}$$\n  A->>B: $${IMG}x$$\n"),
    mermaid(f'flowchart LR\n A["{IMG}"] --> B\n click A call top.postMessage("pwned")\n click B href "javascript:{PWNED}"\n'),
    mermaid(f'%%{{init: {{"securityLevel":"loose","htmlLabels":true,"themeCSS":"*{{background:url(https://canary.example/c)}}"}}}}%%\nflowchart LR\n A["{IMG}"]\n'),
    mermaid(f"---\ntitle: '{IMG}'\nconfig:\n  securityLevel: loose\n---\nclassDiagram\n class A\n link A \"javascript:{PWNED}\"\n"),
    mermaid('flowchart LR\n A@{ img: "https://canary.example/i.png", label: "x", h: 60 }\n'),
    [
        "application/vnd.plotly.v1+json",
        {
            "data": [
                {"type": "bar", "x": [IMG], "y": [1], "name": IMG, "text": [IMG], "hovertemplate": IMG},
                {"type": "image", "source": "https://canary.example/source.png"},
                {"type": "scattergeo", "lat": [1], "lon": [1]},
            ],
            "layout": {
                "title": {"text": f"<a href=\"javascript:{PWNED}\">x</a><svg onload=\"{PWNED}\">{IMG}"},
                "annotations": [{"text": IMG, "x": 0, "y": 0}],
                "images": [{"source": "https://canary.example/layout.png", "x": 0, "y": 1}],
                "font": {"family": "x;background:url(https://canary.example/font)"},
            },
            "config": {
                "plotlyServerURL": "https://canary.example",
                "topojsonURL": "https://canary.example/",
                "sendData": True,
                "showSendToCloud": True,
                "modeBarButtonsToAdd": [{"name": IMG, "title": IMG, "icon": {"svg": IMG}}],
            },
        },
    ],
]


def test_known_exploits_do_nothing(page: Stage) -> None:
    """Nothing of them runs or loads, though some of them show."""
    for kind, payload in EXPLOITS:
        page.handle_all([[kind, payload]], kind)
        for frame in page.engine.page.frames[1:]:  # type: ignore[attr-defined]
            # One that failed goes meanwhile.
            with suppress(Error):
                frame.evaluate(TOUCH)
    page.js("() => __probe.sleep(500)")
    assert page.js("() => heard") == []
    assert fetched(page) == []
    assert page.engine.popups == []  # type: ignore[attr-defined]
    # What is looked for would be seen.
    page.js("() => BackendAI.Media.dispose()")
    page.handle_all([["text/html", f"<script>{PWNED}</script>"]], "s", active="sandbox")
    page.wait("() => heard[0] === 'pwned'")


def test_data_from_elsewhere_is_refused_and_said_so(page: Stage) -> None:
    for number, url in enumerate(("https://canary.example/cars.json", "data/cars.json")):
        spec = {**VEGALITE, "data": {"url": url}}
        page.handle_all([["application/vnd.vegalite.v5+json", spec]], f"r{number}")
        page.wait("n => document.querySelectorAll('.backendai-aside').length === n", number + 1)
        where = "canary.example" if number == 0 else url
        said = page.js("() => [...document.querySelectorAll('.backendai-aside')].at(-1).textContent")
        assert said == f"Not loaded, as the page does not allow it: {where}"
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


def test_of_many_frames_the_unseen_go(page: Stage) -> None:
    count = 30
    page.handle_all([["application/javascript", "element.style.height = '700px'"]] * count, active="sandbox")
    for number in range(count):
        page.js("n => document.querySelectorAll('.backendai-item')[n].scrollIntoView()", number)
        page.wait("n => document.querySelectorAll('.backendai-frame')[n].dataset.shown === ''", number)
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
    assert inside(page, "() => getComputedStyle(document.body).backgroundColor") == "rgba(0, 0, 0, 0)"
    # What an output brings is meant for white paper.
    assert inside(page, "() => getComputedStyle(document.documentElement).backgroundColor", 1) == "rgb(255, 255, 255)"
    schemes = "() => [...document.querySelectorAll('iframe')].map(it => it.style.colorScheme)"
    assert page.js(schemes) == ["dark", "light"]


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


def test_a_widget_says_what_it_is(page: Stage) -> None:
    view = {"version_major": 2, "version_minor": 0, "model_id": "4f1d"}
    assert page.handle_all([["application/vnd.jupyter.widget-view+json", view]])["failed"] == []
    assert page.items() == [("application/vnd.jupyter.widget-view+json", "A Jupyter widget: it needs its live kernel (4f1d)")]
    bundle = {"application/vnd.jupyter.widget-view+json": view, "text/plain": "IntSlider(value=5)"}
    page.handle_all({"data": bundle})
    assert page.text() == "A Jupyter widget: it needs its live kernel (4f1d)IntSlider(value=5)"


ALONE = {
    "mermaid": 'export { default } from "mermaid";',
    "plotly": 'export { default } from "plotly.js-strict-dist-min";',
    "vega": 'export { default } from "vega-embed"; export { expressionInterpreter } from "vega-interpreter";',
}


@pytest.mark.parametrize("name", ALONE)
def test_a_library_weighs_little_more_than_alone(release: Path, name: str) -> None:
    options = "--bundle --minify --format=esm --target=es2022 --legal-comments=none --log-level=error"
    command = [str(node.find_esbuild(BROWSER)), *options.split()]
    alone = subprocess.run(command, input=ALONE[name].encode(), capture_output=True, check=True, cwd=BROWSER).stdout
    files = json.loads((release / "manifest.json").read_bytes())["files"]
    assert sorted(ALONE) == build_framed.library_names(BROWSER / "src")
    assert files[f"js/{name}.js"]["gzip"] <= len(gzip.compress(alone, 9)) + 3 * 1024
