"""Frames: charts, JavaScript and HTML with scripts, shut off from the page that shows them."""

from __future__ import annotations

import gzip
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

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
    stage.js("() => void setInterval(() => { document.querySelector('h1').textContent += '.' }, 50)")
    data = pixels(stage.engine.screenshot()).tobytes()
    near = (all(abs(data[at + i] - color[i]) < 4 for i in range(3)) for at in range(0, len(data), 3))
    return sum(near)


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
