"""Widgets with code of their own (anywidget's): in a frame where the page allows it, else a line."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .stage import HERE, Stage
from .test_widgets import LISTEN, SENT, VIEW, show, update

COUNTER = json.loads((HERE / "widgets/anywidget.json").read_text(encoding="utf-8"))
FRAME = "document.querySelector('#out .backendai-frame iframe')"
ALLOWED = {"active": "sandbox"}
LINE = "A widget of __main__.Counter: its own code does not run here"


def model_of(esm: str, css: str = "", **state: Any) -> dict[str, Any]:
    """The message that opens a widget with a module."""
    names = {
        "_model_name": "AnyModel",
        "_model_module": "anywidget",
        "_view_name": "AnyView",
        "_view_module": "anywidget",
        "_anywidget_id": "mine.Widget",
    }
    data = {"state": {**names, "_esm": esm, "_css": css, **state}, "buffer_paths": []}
    content = {"comm_id": "w", "target_name": "jupyter.widget", "data": data}
    return {"msg_type": "comm_open", "content": content}


def view(text: str = "Widget()") -> dict[str, Any]:
    data = {VIEW: {"model_id": "w"}, "text/plain": text}
    return {"output_type": "display_data", "data": data}


def module(body: str) -> str:
    return f"export default {{ render({{ model, el, experimental, signal }}) {{ {body} }} }}"


#: Says what it sees by the trait `said`.
SAY = "const say = value => { model.set('said', value); model.save_changes(); };"


def test_a_line_by_default(stage: Stage) -> None:
    stage.open_strict()
    show(stage, *COUNTER)
    assert LINE in stage.text()
    assert "__main__.Counter object" in stage.text()
    assert not stage.js(f"() => !!{FRAME}")
    assert stage.probe("violations") == []


def test_a_counter(stages: Stage) -> None:
    """What anywidget's own kernel side sent, with a button that a person presses, and the kernel's answer."""
    stages.open()
    stages.js(LISTEN)
    widget = next(one["content"]["comm_id"] for one in COUNTER if "_esm" in json.dumps(one))
    pressing = "setTimeout(() => document.querySelector('button').click(), 100);"
    messages = json.loads(
        json.dumps(COUNTER).replace(
            "el.appendChild(button);", f"el.appendChild(button); {pressing}"
        )
    )
    assert stages.handle_all(messages, append=True, **ALLOWED)["failed"] == []
    stages.wait("() => window.sent.length")
    assert stages.js(SENT) == [[widget, "comm_msg", "update", {"value": 4}]]
    assert LINE not in stages.text()
    # As high as the button.
    stages.wait(f"() => {FRAME}.clientHeight > 30 && {FRAME}.clientHeight < 100")
    assert stages.probe("errors") == []


def test_the_model(stage: Stage) -> None:
    """Traits, events, custom messages, buffers both ways, commands."""
    esm = module(
        SAY
        + """
      model.on('change:value', () => say(['value', model.get('value')]));
      model.on('msg:custom', (content, buffers) => {
        if (content.kind) return;
        say(['custom', content, new Uint8Array(buffers[0].buffer, buffers[0].byteOffset, buffers[0].byteLength)[1]]);
      });
      model.send({ hello: 1 }, undefined, [new Uint8Array([1, 2, 3]).buffer]);
      experimental.invoke('_double', 21).then(([answer]) => say(['answer', answer]));
      say(['first', model.get('value'), model.get('bytes').getUint8(0), typeof model.get('nothing')]);
    """
    )
    opened = model_of(esm, value=1, bytes=None, said=None)
    opened["content"]["data"]["buffer_paths"] = [["bytes"]]
    opened["buffers"] = ["Bw=="]
    stage.open()
    stage.js(LISTEN)
    stage.handle_all([opened, view()], append=True, **ALLOWED)
    stage.wait("() => window.sent.length >= 3")
    sent = stage.js(SENT)
    assert next(one[3] for one in sent if one[2] == "custom") == {"hello": 1}
    assert stage.js(
        "() => window.sent.filter(it => it.buffers.length)"
        ".map(it => [...new Uint8Array(it.buffers[0].buffer, it.buffers[0].byteOffset, it.buffers[0].byteLength)])"
    ) == [[1, 2, 3]]
    command = next(one[3] for one in sent if one[2] == "custom" and "kind" in one[3])
    assert (command["kind"], command["name"], command["msg"]) == (
        "anywidget-command",
        "_double",
        21,
    )

    def custom(content: Any, *buffers: str) -> dict[str, Any]:
        data = {"method": "custom", "content": content}
        message = {"comm_id": "w", "data": data}
        return {"msg_type": "comm_msg", "content": message, "buffers": [*buffers]}

    def said(*expected: Any) -> None:
        last = (
            "window.sent.filter(it => it.content.data.state?.said).at(-1)?.content.data.state.said"
        )
        stage.wait(
            f"text => JSON.stringify({last}) === text", json.dumps(expected, separators=(",", ":"))
        )

    said("first", 1, 7, "undefined")
    stage.handle_all([update("w", value=5)], append=True, **ALLOWED)
    said("value", 5)
    stage.handle_all([custom({"a": [1]}, "AQI=")], append=True, **ALLOWED)
    said("custom", {"a": [1]}, 2)
    answer = {"id": command["id"], "kind": "anywidget-command-response", "response": 42}
    stage.handle_all([custom(answer)], append=True, **ALLOWED)
    said("answer", 42)
    assert stage.probe("errors") == []


def test_several_views_and_hot_updates(stage: Stage) -> None:
    """What one view changes, the other sees; new code and styles replace the old, which cleans up."""
    esm = module(
        "el.textContent = `a${model.get('value')}`; el.style.height = '60px';"
        "model.on('change:value', () => el.style.height = `${60 + 10 * model.get('value')}px`);"
        "setTimeout(() => { if (model.get('value') === 0) { model.set('value', 1); model.save_changes(); } }, 300);"
        "return () => { model.set('ended', true); model.save_changes(); }"
    )
    stage.open()
    stage.js(LISTEN)
    stage.handle_all([model_of(esm, value=0, ended=False), view(), view()], append=True, **ALLOWED)
    heights = "() => [...document.querySelectorAll('#out .backendai-frame iframe')].map(it => it.clientHeight)"
    stage.wait(f"() => ({heights})().join() === '70,70'")
    changed = update(
        "w",
        _esm=module("el.textContent = 'b'; el.className = 'tall'"),
        _css=".tall { height: 120px }",
    )
    stage.handle_all([changed], append=True, **ALLOWED)
    stage.wait(f"() => ({heights})().join() === '120,120'")
    stage.wait("() => window.sent.some(it => it.content.data.state?.ended)")
    # A module that does not run says so beside the frame.
    stage.handle_all(
        [update("w", _esm="export default { render() { throw new Error('no way') } }")],
        append=True,
        **ALLOWED,
    )
    stage.wait("() => document.querySelector('#out').innerText.includes('no way')")


@pytest.mark.one_engine
def test_strangers_code_stays_in_its_frame(stages: Stage) -> None:
    """It sees neither the page, its storage and cookies, nor hosts that the page does not list; nor its own definition."""
    esm = module(
        SAY
        + """
      const attempts = {
        parent: () => parent.document.title,
        top: () => top.document.title,
        storage: () => localStorage.length,
        // WebKit gives an empty text.
        cookie: () => { if (!document.cookie) throw new Error('none'); },
      };
      const found = [];
      for (const [name, attempt] of Object.entries(attempts)) {
        try { attempt(); found.push(name); } catch {}
      }
      try { top.location = 'https://evil.example/'; } catch {}
      parent.postMessage(['size', 99999], '*');
      const circle = {}; circle.a = circle.b = circle;
      model.set('circle', circle);
      model.set('_esm', 'export default {}');
      model.set('__proto__', { polluted: 1 });
      model.save_changes();
      model.send(circle);
      fetch('https://evil.example/x').catch(() => found.push('blocked')).then(() => say(found));
    """
    )
    site = stages.site.url
    stages.open()
    stages.js("() => { document.cookie = 'secret=1'; localStorage.secret = 1; }")
    stages.js(LISTEN)
    stages.handle_all([model_of(esm, said=None, circle=None), view()], append=True, **ALLOWED)
    said = "window.sent.map(it => it.content.data.state?.said).find(Boolean)"
    stages.wait(f"() => {said}")
    assert stages.js(f"() => {said}") == ["blocked"]
    assert stages.js("() => location.href").startswith(site)
    assert stages.js("() => window.sent.every(it => !JSON.stringify(it.content).includes('_esm'))")
    assert stages.js("() => ({}).polluted ?? null") is None
    assert stages.js("() => document.querySelectorAll('script[src^=blob]').length") == 0
    # Nothing of its code is in the page.
    assert "attempts" not in stages.js("() => document.documentElement.innerHTML")


def test_saved_and_without_a_kernel(stage: Stage) -> None:
    """It shows at its last values; what it changes stays within."""
    esm = module(
        "el.textContent = model.get('value'); el.style.height = '80px'; model.set('value', 9); model.save_changes();"
    )
    content = model_of(esm, value=3)["content"]
    state = {
        "w": {
            "model_name": "AnyModel",
            "model_module": "anywidget",
            "state": content["data"]["state"],
        }
    }
    stored = "application/vnd.jupyter.widget-state+json"
    stage.open()
    stage.js(LISTEN)
    bundle = {**view()["data"], stored: {"version_major": 2, "version_minor": 0, "state": state}}
    stage.handle_all([{"output_type": "display_data", "data": bundle}], **ALLOWED)
    stage.wait(f"() => {FRAME}?.clientHeight === 80")
    assert stage.js(SENT) == []
    assert stage.probe("errors") == []
