"""What runs in a frame reaches neither the page nor the network, whatever it says and tries."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error

from .charts import VEGALITE
from .framing import HEARD, fetched, open_page
from .stage import Stage

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
    stages.js("([data]) => { postMessage(data, '*', [new MessageChannel().port2]) }", [PWN])
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


PWNED = "top.postMessage('pwned','*')"
IMG = f'<img src=x onerror="{PWNED}"><img src=https://canary.example/x>'
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
    mermaid(
        f"architecture-beta\n    group api(cloud)[API]\n    service db '{IMG}'[Database] in api\n"
    ),
    mermaid(f'architecture-beta\n    service db "{IMG}"[Database]\n'),
    mermaid(
        f"sequenceDiagram\n  participant A as Alice{IMG}$$\\\\text{{Alice}}$$\n  A->>B: $${IMG}x$$\n"
    ),
    mermaid(
        f'flowchart LR\n A["{IMG}"] --> B\n click A call top.postMessage("pwned")\n click B href "javascript:{PWNED}"\n'
    ),
    mermaid(
        f'%%{{init: {{"securityLevel":"loose","htmlLabels":true,"themeCSS":"*{{background:url(https://canary.example/c)}}"}}}}%%\nflowchart LR\n A["{IMG}"]\n'
    ),
    mermaid(
        f"---\ntitle: '{IMG}'\nconfig:\n  securityLevel: loose\n---\nclassDiagram\n class A\n link A \"javascript:{PWNED}\"\n"
    ),
    mermaid('flowchart LR\n A@{ img: "https://canary.example/i.png", label: "x", h: 60 }\n'),
    [
        "application/vnd.plotly.v1+json",
        {
            "data": [
                {
                    "type": "bar",
                    "x": [IMG],
                    "y": [1],
                    "name": IMG,
                    "text": [IMG],
                    "hovertemplate": IMG,
                },
                {"type": "image", "source": "https://canary.example/source.png"},
                {"type": "scattergeo", "lat": [1], "lon": [1]},
            ],
            "layout": {
                "title": {"text": f'<a href="javascript:{PWNED}">x</a><svg onload="{PWNED}">{IMG}'},
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
