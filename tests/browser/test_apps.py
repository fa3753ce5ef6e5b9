"""Views of MCP Apps: the specification's own `App` in frames, and what the page around answers."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from backendai_media import render
from backendai_media.build import node

from .framing import inside, open_page
from .stage import HERE, Stage

ROOT = HERE.parents[1]
URI = "ui://weather/view.html"
LINE = f"An MCP App (not run): {URI}"
TYPE = "application/vnd.mcp.app+json"
TEXT = {"content": [{"type": "text", "text": "8 °C"}]}
#: Notes what the page asks for, and answers what `window.answers` has.
ATTEND = """() => {
  window.asked = [];
  window.answers = {};
  document.querySelector('#out').addEventListener('backendai:app', ({ detail }) => {
    asked.push([detail.method, detail.params, detail.uri, detail.resultId]);
    const answer = answers[detail.method];
    if (answer) detail.reply(answer(detail.params));
  });
}"""
VIEW = """<!doctype html><body style="margin:0"><p id="said" style="margin:0;height:120px">…</p>
<script type="module">
import { App } from "%s/app-with-deps.js";
const app = window.app = new App({ name: "Weather", version: "1.0.0" }, {}, { autoResize: %s });
const log = window.log = [];
for (const name of ["toolinput", "toolinputpartial", "toolresult", "toolcancelled", "hostcontextchanged"])
  app.addEventListener(name, params => log.push([name, params]));
app.onteardown = () => { parent.postMessage({ jsonrpc: "2.0", method: "notifications/message", params: { data: "bye" } }, "*"); return {} };
app.connect().then(() => document.getElementById("said").textContent = "connected");
</script>"""


@pytest.fixture(scope="module")
def package() -> Path:
    """The npm package with the class that views use, as the lock file pins it."""
    folder = ROOT / ".cache/mcp_apps"
    lock = (HERE / "mcp_apps/package-lock.json").read_bytes()
    made = folder / "node_modules/@modelcontextprotocol/ext-apps/dist/src"
    if not made.exists() or (folder / "package-lock.json").read_bytes() != lock:
        shutil.copytree(HERE / "mcp_apps", folder, dirs_exist_ok=True)
        command = [*(node.find_npm() or []), "ci", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    return made


def resource(text: str, **ui: Any) -> dict[str, Any]:
    return {
        "uri": URI,
        "mimeType": "text/html;profile=mcp-app",
        "text": text,
        "_meta": {"ui": ui},
    }


def view_of(stage: Stage, package: Path, *, auto: bool = False, **ui: Any) -> dict[str, Any]:
    """A view whose script comes from the site of the test."""
    address = stage.site.mount("mcp", package)
    markup = VIEW % (address, json.dumps(auto))
    return resource(markup, **{"csp": {"resourceDomains": [stage.site.url]}, **ui})


def allowed(stage: Stage) -> dict[str, Any]:
    return {"active": {"sandbox": True, "hosts": [stage.site.host]}}


def show(stage: Stage, view: dict[str, Any], **call: Any) -> None:
    report = stage.handle_all({"contents": [view], **call}, **allowed(stage))
    assert report == {"rendered": 1, "failed": []}


def connected(stage: Stage) -> None:
    """Until the view in the frame has connected."""
    stage.wait("() => document.querySelector('.backendai-frame[data-shown] iframe')")
    within = "() => document.getElementById('said')?.textContent"
    for _ in range(200):
        if inside(stage, within) == "connected":
            return
        stage.js("() => __probe.sleep(25)")
    raise AssertionError(stage.text())


def within(stage: Stage, expression: str) -> Any:
    return inside(stage, f"async () => {expression}")


@pytest.fixture
def page(stage: Stage) -> Stage:
    open_page(stage)
    stage.js(ATTEND)
    return stage


def test_a_line_where_scripts_do_not_run(page: Stage) -> None:
    view = resource("<p>view</p><script>parent.postMessage(1, '*')</script>")
    result = {"content": [*TEXT["content"], {"type": "resource", "resource": view}]}
    assert page.handle_all(result) == {"rendered": 2, "failed": []}
    assert page.items() == [("text/plain", "8 °C"), (TYPE, LINE)]
    assert page.js("() => document.querySelector('iframe')") is None
    markup = render(result)
    assert LINE in markup
    assert "postMessage" not in markup


def test_an_app_is_told_of_its_tools_call(page: Stage, package: Path) -> None:
    view = view_of(page, package)
    page.js(
        "() => { answers['ui/initialize'] = () => ({ hostCapabilities: { serverTools: {} } }) }"
    )
    show(
        page,
        view,
        toolInputPartial={"city": "Seo"},
        toolInfo={"tool": {"name": "weather", "inputSchema": {"type": "object"}}},
    )
    connected(page)
    assert within(page, "app.getHostVersion().name") == "backendai-media"
    assert within(page, "app.getHostCapabilities()") == {
        "serverTools": {},
        "sandbox": {
            "csp": {"resourceDomains": [page.site.url], "connectDomains": []},
            "permissions": {},
        },
    }
    context = within(page, "app.getHostContext()")
    assert context["theme"] == "light"
    assert context["locale"] == "en"
    assert context["displayMode"] == "inline"
    assert context["toolInfo"]["tool"]["name"] == "weather"
    assert context["containerDimensions"]["width"] > 300
    assert context["styles"]["variables"]["--font-sans"] == "var(--font)"
    frame = page.js("() => (window.kept = document.querySelector('iframe')).title")
    assert frame == "Output with scripts"
    show(page, view, toolInput={"city": "Seoul"})
    show(page, view, toolInput={"city": "Seoul"}, toolResult=TEXT)
    page.js("() => __probe.sleep(100)")
    told = [one for one in within(page, "log") if one[0] != "hostcontextchanged"]
    assert told == [
        ["toolinputpartial", {"arguments": {"city": "Seo"}}],
        ["toolinput", {"arguments": {"city": "Seoul"}}],
        ["toolresult", TEXT],
    ]
    # The frame is the same.
    assert page.js("() => kept === document.querySelector('iframe')") is True
    assert page.probe("violations") == []
    assert page.probe("errors") == []


#: Says what it hears, and asks for a tool and its height.
TELLING = """<!doctype html><body style="margin:0"><p style="margin:0;height:90px">view</p><script type="module">
import { App } from "%s/app-with-deps.js";
const app = new App({ name: "Weather", version: "1.0.0" }, {}, { autoResize: false });
app.addEventListener("toolresult", async ({ content }) => {
  const { content: [{ text }] } = await app.callServerTool({ name: "now", arguments: {} });
  await app.sendSizeChanged({ height: 123 });
  await app.sendLog({ level: "info", data: [content[0].text, text, app.getHostContext().theme] });
});
app.connect();
</script>"""


@pytest.mark.one_engine
def test_an_app_in_each_engine(stages: Stage, package: Path) -> None:
    open_page(stages)
    stages.js(ATTEND)
    stages.js(
        "() => { answers['tools/call'] = () => ({ content: [{ type: 'text', text: 'noon' }] }) }"
    )
    address = stages.site.mount("mcp", package)
    view = resource(TELLING % address, csp={"resourceDomains": [stages.site.url]})
    show(stages, view, toolInput={}, toolResult=TEXT)
    stages.wait("() => asked.some(([method]) => method === 'notifications/message')")
    said = "() => asked.find(([method]) => method === 'notifications/message')[1]"
    assert stages.js(said) == {"level": "info", "data": ["8 °C", "noon", "light"]}
    stages.wait("() => document.querySelector('.backendai-frame').clientHeight === 123")
    assert stages.probe("errors") == []
    assert stages.probe("violations") == []


def test_an_app_in_a_result_has_an_input_first(page: Stage, package: Path) -> None:
    content = [*TEXT["content"], {"type": "resource", "resource": view_of(page, package)}]
    assert page.handle_all({"content": content}, **allowed(page))["failed"] == []
    connected(page)
    page.js("() => __probe.sleep(100)")
    told = [one for one in within(page, "log") if one[0] != "hostcontextchanged"]
    assert told == [["toolinput", {}], ["toolresult", TEXT]]


def test_everything_is_refused_by_default(page: Stage, package: Path) -> None:
    show(page, view_of(page, package))
    connected(page)
    link = "app.openLink({ url: 'https://far.example/' })"
    message = "app.sendMessage({ role: 'user', content: [{ type: 'text', text: 'hi' }] })"
    file = "app.downloadFile({ contents: [{ type: 'resource_link', uri: 'https://far.example/', name: 'a' }] })"
    for asked in (link, message, file):
        assert within(page, asked) == {"isError": True}
    for asked in (
        "app.callServerTool({ name: 'delete', arguments: {} })",
        "app.readServerResource({ uri: 'file:///etc/passwd' })",
        "app.updateModelContext({ content: [] })",
    ):
        assert "Refused by the page" in within(page, f"{asked}.catch(error => error.message)")
    assert within(page, "app.requestDisplayMode({ mode: 'fullscreen' })") == {"mode": "inline"}
    # What no page should be asked for.
    for url in ("javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "no address"):
        assert within(page, f"app.openLink({{ url: '{url}' }})") == {"isError": True}
    methods = [one[0] for one in page.js("() => asked")]
    assert methods == [
        "ui/initialize",
        "ui/open-link",
        "ui/message",
        "ui/download-file",
        "tools/call",
        "resources/read",
        "ui/update-model-context",
    ]
    assert page.js(
        "() => asked.every(one => one[2] === 'ui://weather/view.html' && one[3] === 'r')"
    )


def test_the_page_answers(page: Stage, package: Path) -> None:
    show(page, view_of(page, package))
    connected(page)
    page.js("""() => {
      answers['tools/call'] = async ({ name }) => {
        await __probe.sleep(20);
        if (name !== 'now') throw new Error('No such tool');
        return { content: [{ type: 'text', text: 'noon' }] };
      };
      answers['ui/open-link'] = () => undefined;
    }""")
    assert within(page, "app.callServerTool({ name: 'now', arguments: {} })") == {
        "content": [{"type": "text", "text": "noon"}]
    }
    said = within(
        page, "app.callServerTool({ name: 'x', arguments: {} }).catch(error => error.message)"
    )
    assert "No such tool" in said
    assert within(page, "app.openLink({ url: 'https://far.example/' })") == {}
    # What no message can hold.
    page.js("() => { answers['resources/read'] = () => ({ contents: [document] }) }")
    said = "app.readServerResource({ uri: 'a:b' }).catch(error => error.message)"
    assert "could not be cloned" in within(page, said)
    # An answer that comes when all is over.
    page.js("""() => {
      window.late = new Promise(done =>
        document.querySelector('#out').addEventListener('backendai:app', ({ detail }) => setTimeout(() => {
          try { done(detail.reply({})) } catch (error) { done(error.message) }
        })));
    }""")
    message = "app.sendMessage({ role: 'user', content: [] })"
    assert within(page, message) == {"isError": True}
    assert "too late" in page.js("() => late")


def test_height_and_theme(page: Stage, package: Path) -> None:
    show(page, view_of(page, package, prefersBorder=True))
    connected(page)
    height = "() => document.querySelector('.backendai-frame').clientHeight"
    page.wait(f"() => ({height})() === 120")
    within(page, "app.sendSizeChanged({ height: 300 })")
    page.wait(f"() => ({height})() === 300")
    # What it asked for holds, whatever its content does.
    within(page, "document.getElementById('said').style.height = '500px'")
    page.js("() => __probe.sleep(100)")
    assert page.js(height) == 300
    # What a view is told of colours once holds in both themes.
    color = "getComputedStyle(document.body).color"
    set_color = "document.body.style.color = app.getHostContext().styles.variables"
    within(page, f"{{ {set_color}['--color-text-primary'] }}")
    assert within(page, color) == "rgb(31, 35, 40)"
    page.js("() => { document.querySelector('main').dataset.backendaiTheme = 'dark' }")
    changed = (
        "log.filter(([name, it]) => name === 'hostcontextchanged' && it.theme === 'dark').length"
    )
    for _ in range(100):
        if within(page, changed):
            break
        page.js("() => __probe.sleep(25)")
    assert within(page, changed)
    assert within(page, color) == "rgb(230, 230, 230)"
    page.js("() => { document.querySelector('#out').style.width = '321px' }")
    wide = "log.some(([, it]) => it.containerDimensions?.width <= 321)"
    for _ in range(100):
        if within(page, wide):
            break
        page.js("() => __probe.sleep(25)")
    assert within(page, wide)


def test_an_app_that_fits_itself(page: Stage, package: Path) -> None:
    show(page, view_of(page, package, auto=True))
    connected(page)
    page.wait("() => document.querySelector('.backendai-frame').clientHeight === 120")
    within(page, "document.getElementById('said').style.height = '260px'")
    page.wait("() => document.querySelector('.backendai-frame').clientHeight === 260")


def test_an_app_ends(page: Stage, package: Path) -> None:
    view = view_of(page, package)
    show(page, view)
    connected(page)
    within(page, "app.requestTeardown()")
    page.js("() => __probe.sleep(100)")
    assert page.js("() => document.querySelectorAll('iframe').length") == 1
    show(page, view, teardown=True)
    assert page.js("() => document.querySelectorAll('iframe').length") == 0
    assert [one[:2] for one in page.js("() => asked")][-2:] == [
        ["ui/notifications/request-teardown", {}],
        ["notifications/message", {"data": "bye"}],
    ]
    # It comes again.
    show(page, view)
    connected(page)
    page.js("() => { answers['ui/notifications/request-teardown'] = () => true }")
    within(page, "app.requestTeardown()")
    page.wait("() => !document.querySelector('iframe')")
    show(page, view)
    connected(page)


def test_what_a_view_may_load(page: Stage) -> None:
    """What its metadata and the page both allow: not what only one of them does."""
    tries = """<p id=said>…</p><script>
      const log = window.log = [];
      addEventListener('securitypolicyviolation', event => log.push(event.effectiveDirective + ' ' + event.blockedURI));
      const load = src => new Promise(done => {
        const image = new Image();
        image.onload = () => done(true);
        image.onerror = () => done(false);
        image.src = src;
      });
      const ask = url => fetch(url).then(() => true, () => false);
    </script>"""
    site, assets = page.site, page.assets
    both: dict[str, Any] = {"active": {"sandbox": True, "hosts": [site.host, assets.host]}}
    for each in (site, assets):
        each.page(
            "a.svg",
            "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
            Content_Type="image/svg+xml",
            Access_Control_Allow_Origin="*",
        )
    csp = {"resourceDomains": [site.url, "https://far.example"], "connectDomains": [assets.url]}
    view = resource(tries, csp={**csp, "frameDomains": [site.url], "baseUriDomains": [site.url]})
    page.handle_all({"contents": [view]}, **both)
    page.wait("() => document.querySelector('.backendai-frame[data-shown]')")
    assert within(page, f"load('{site.url}/a.svg')") is True
    assert within(page, f"load('{assets.url}/a.svg')") is False
    assert within(page, f"ask('{assets.url}/a.svg')") is True
    assert within(page, f"ask('{site.url}/a.svg')") is False
    assert within(page, "load('https://far.example/a.svg')") is False
    assert site.elsewhere == []
    # A page that lists none.
    page.handle_all({"contents": [view]}, "s", active="sandbox")
    page.wait("() => document.querySelectorAll('.backendai-frame[data-shown]').length === 2")
    assert inside(page, f"() => load('{site.url}/a.svg')", 1) is False
    assert inside(page, f"() => ask('{assets.url}/a.svg')", 1) is False


#: A view that sends what no `App` would.
HOSTILE = """<p id=said>…</p><script>
  const send = message => parent.postMessage(message, '*');
  const heard = window.heard = [];
  addEventListener('message', ({ data }) => heard.push(data));
  const circle = {};
  circle.a = circle;
  for (const data of [null, 5, 'x', [], [[]], {}, { jsonrpc: '2.0' }, { jsonrpc: '1.0', id: 1, method: 'ping' },
    { jsonrpc: '2.0', id: {}, method: 'ping' }, { jsonrpc: '2.0', id: 1, method: [] }, { jsonrpc: '2.0', id: 2, method: 'ping', params: circle },
    { jsonrpc: '2.0', id: 3, method: '__proto__' }, { jsonrpc: '2.0', id: 4, method: 'constructor' },
    { jsonrpc: '2.0', method: 'ui/notifications/size-changed', params: { height: 1e9 } },
    { jsonrpc: '2.0', method: 'ui/notifications/size-changed', params: { height: 'x' } },
    { jsonrpc: '2.0', method: 'ui/notifications/tool-result', params: {} },
    { jsonrpc: '2.0', id: 5, result: {} }]) send(data);
  for (let id = 100; id < 400; id++) send({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'a' } });
  send({ jsonrpc: '2.0', id: 'last', method: 'ping' });
</script>"""


def test_a_hostile_view(page: Stage) -> None:
    page.js("() => { answers['tools/call'] = () => new Promise(() => {}) }")
    report = page.handle_all({"contents": [resource(HOSTILE)]}, active="sandbox")
    assert report == {"rendered": 1, "failed": []}
    page.wait("() => document.querySelector('.backendai-frame[data-shown]')")
    done = "heard.filter(one => one?.id === 'last')"
    for _ in range(200):
        if within(page, f"{done}.length"):
            break
        page.js("() => __probe.sleep(25)")
    # More than a hundred that wait are refused, this one too.
    assert [one["id"] for one in within(page, done)] == ["last"]
    answered = [one for one in within(page, "heard") if isinstance(one, dict)]
    assert {one["id"]: one["error"]["code"] for one in answered if one["id"] in (3, 4)} == {
        3: -32601,
        4: -32601,
    }
    assert page.js("() => asked.length") == 100
    assert page.js("() => document.querySelector('.backendai-frame').clientHeight") == 10_000
    assert page.js("() => heard") == []
    assert page.probe("errors") == []


def test_a_resource_without_markup(page: Stage) -> None:
    view = {"uri": URI, "mimeType": "text/html;profile=mcp-app"}
    report = page.handle_all({"contents": [view]}, active="sandbox")
    assert "has no text" in report["failed"][0]["error"]
    # The bytes of its text.
    blob = {**view, "blob": "PHA+Z3LDvMOfZTwvcD4="}
    assert page.handle_all({"contents": [blob]}, active="sandbox")["failed"] == []
    page.wait("() => document.querySelector('.backendai-frame[data-shown]')")
    assert within(page, "document.body.textContent") == "grüße"
