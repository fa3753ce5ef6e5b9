"""Widgets from strangers: markup in every trait that holds text, states and messages of any shape, floods."""

from __future__ import annotations

import base64
import json
import random
from typing import Any

import pytest

from backendai_media._spec import WIDGET_MAX_KEPT
from tests import FULL
from tests.hostile import SAMPLE

from .stage import HERE, Stage
from .test_widgets import open_, update, view

RECORDED = json.loads((HERE / "widgets/recorded.json").read_text(encoding="utf-8"))
OPENED: list[dict[str, Any]] = [
    one["content"]
    for name in ("board", "tqdm", "interact")
    for one in RECORDED[name]
    if one["msg_type"] == "comm_open"
]
VIEWS = [one for one in RECORDED["board"] if one["msg_type"] == "display_data"]
#: Traits that say what a model is.
NAMES = {
    "_model_name",
    "_model_module",
    "_view_name",
    "_view_module",
    "layout",
    "style",
    "children",
}

#: Nothing of an output may become a script, a handler, an address that is asked for or a rule of the page's.
UNSAFE = """() => __probe.all('*', document.querySelector('#out')).flatMap(it => [
  ...[...it.attributes].filter(({ name, value }) => /^on/i.test(name)
    || (/^(href|src|action|formaction|srcdoc|data|xlink:href)$/i.test(name) && /^\\s*(javascript|vbscript):/i.test(value))
    || /evil\\.example/.test(/^(src|href|srcset|poster|background)$/.test(name) && it.localName !== 'a' ? value : ''))
    .map(({ name, value }) => `${it.localName} ${name}=${value}`),
  ...(/^(script|iframe|object|embed|base|link|meta|frame)$/.test(it.localName) ? [it.outerHTML.slice(0, 99)] : []),
  ...(/url\\(|expression|evil/.test(it.getAttribute('style') ?? '') && !it.getRootNode().host ? [it.getAttribute('style')] : []),
])"""


def filled(value: Any, payload: str) -> Any:
    """A trait's value with its texts replaced."""
    if isinstance(value, str):
        return value if value.startswith("IPY_MODEL_") else payload
    if isinstance(value, list):
        return [filled(one, payload) for one in value] or [payload]
    if isinstance(value, dict):
        return {key: filled(one, payload) for key, one in value.items()}
    return value


def hostile_board(payload: str) -> list[dict[str, Any]]:
    messages = []
    for content in OPENED:
        state = content["data"]["state"]
        is_layout = "LayoutModel" in state["_model_name"] or "StyleModel" in state["_model_name"]
        extra = {"width": "", "border": "", "grid_area": "", "bar_color": "", "font_family": ""}
        state = {**(extra if is_layout else {"tooltip": ""}), **state}
        state = {
            key: value if key in NAMES else filled(value, payload) for key, value in state.items()
        }
        state |= {"description_allow_html": True} if "description" in state else {}
        data = {**content, "data": {"state": state, "buffer_paths": []}}
        messages.append({"msg_type": "comm_open", "content": data})
    return messages


def check(stage: Stage) -> None:
    assert stage.js(UNSAFE) == []
    assert stage.probe("calls") == []
    errors = [one for one in stage.probe("errors") if "ResizeObserver loop" not in one]
    assert errors == []
    assert [one for one in stage.site.requests if "evil" in one] == []


@pytest.mark.parametrize("part", range(4))
def test_markup_in_every_trait(stages: Stage, part: int) -> None:
    payloads = [one["html"] for one in SAMPLE if "name" in one]
    some = payloads[part :: 4 if FULL else 40]
    css = [
        "red;background:url(//evil.example/x)",
        "url(javascript:alert(1))",
        "</style><script>alert(1)</script>",
    ]
    for payload in [*some, *(css if part == 0 else ["javascript:alert(1)"])]:
        stages.open()
        stages.handle_all([*hostile_board(payload), *VIEWS])
        stages.js("() => __probe.sleep(60)")
        check(stages)


SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" onload="parent.alert(1)">
<script>parent.alert(2)</script><image href="//evil.example/x.png"/><style>@import "//evil.example/x.css"</style>
<foreignObject width="9" height="9"><img xmlns="http://www.w3.org/1999/xhtml" src="x" onerror="parent.alert(3)"/>
</foreignObject><a href="javascript:alert(4)"><rect width="40" height="20" onclick="alert(5)"/></a></svg>"""


def picture(form: str, content: str) -> list[dict[str, Any]]:
    """An Image widget, shown."""
    message = open_("w", "Image", format=form)
    message["content"]["data"]["buffer_paths"] = [["value"]]
    value = base64.b64encode(content.encode()).decode()
    return [{**message, "buffers": [value]}, view("w")]


def test_svg_of_an_image_widget_is_a_picture(stages: Stage) -> None:
    stages.open()
    stages.handle_all(picture("svg+xml", SVG))
    stages.wait("() => document.querySelector('#out img')?.naturalWidth === 40")
    stages.engine.click("#out img")
    inside = (
        "() => [...document.querySelectorAll('.backendai-widget-media *')].map(it => it.localName)"
    )
    assert stages.js(inside) == ["img"]
    # Neither markup nor addresses come in by its format.
    for form in ("svg+xml;x,", "../html", "url", "html", "SVG+XML"):
        stages.handle_all(picture(form, "javascript:alert(6)" if form == "url" else SVG))
    for far in ("https://evil.example/x.svg", "//evil.example/x", " data:text/html,<script>"):
        stages.handle_all(picture("svg+xml", far))
    stages.js("() => __probe.sleep(100)")
    check(stages)


POOL: list[Any] = [
    None, True, False, 0, -1, 1.5, 1e308, -1e308, "", "text", "9" * 400, "\ud800", [], {}, [[]], [None],
    {"a": {"b": {}}}, ["IPY_MODEL_nobody"], "IPY_MODEL_", "IPY_MODEL_w0", [0] * 500, {"length": 9},
    {"__proto__": {"x": 1}}, "constructor", "__proto__", {"year": "x", "month": 1e9, "date": -4},
    "\u202e\u0000", [1, 2, 3, 4, 5], ["a", 5, {}, None], {"0": "title"}, "100000px", "url(x)", "repeat(9999, 1fr)",
]  # fmt: skip
TRAITS = sorted({key for content in OPENED for key in content["data"]["state"]} - {"_model_name"})
MODELS = sorted({content["data"]["state"]["_model_name"] for content in OPENED})
ODD_IDS = ["__proto__", "constructor", "", "toString", "hasOwnProperty", "w0", "w1", "x" * 5000]

TASKS = """async value => {
  const tasks = [];
  const observer = globalThis.PerformanceObserver?.supportedEntryTypes?.includes('longtask')
    ? new PerformanceObserver(list => tasks.push(...list.getEntries().map(it => Math.round(it.duration)))) : undefined;
  observer?.observe({ type: 'longtask' });
  const report = await BackendAI.Media.handle_all(value, 'r', __probe.out(), { append: true });
  await __probe.sleep(150);
  observer?.disconnect();
  return { report, tasks };
}"""


def fuzzed(chance: random.Random) -> list[Any]:
    """Messages of any order and shape."""
    names = [f"w{index}" for index in range(12)] + ODD_IDS

    def state() -> dict[str, Any]:
        picked = {chance.choice(TRAITS): chance.choice(POOL) for _ in range(chance.randrange(20))}
        family = [f"IPY_MODEL_{chance.choice(names)}" for _ in range(chance.randrange(6))]
        return picked | ({"children": family} if chance.random() < 0.5 else {})

    made: list[Any] = []
    for _ in range(60):
        name = chance.choice(names)
        kind = chance.randrange(8)
        if kind < 3:
            model = chance.choice(MODELS).removesuffix("Model")
            made.append(open_(name, model, **state()))
        elif kind < 5:
            made.append(update(name, chance.choice(["update", "echo_update"]), **state()))
        elif kind == 5:
            made.append(view(name))
        elif kind == 6:
            content = {"comm_id": chance.choice([name, 5, None]), "data": chance.choice(POOL)}
            type_ = chance.choice(
                ["comm_open", "comm_msg", "comm_close", "comm_info_reply", "status"]
            )
            made.append({"msg_type": type_, "content": content, "buffers": chance.choice(POOL)})
        else:
            data = {
                "method": "update",
                "state": state(),
                "buffer_paths": [["a", 0], "x", [{}], ["value"]],
            }
            content = {"comm_id": name, "data": data}
            made.append(
                {"msg_type": "comm_msg", "content": content, "buffers": ["AA==", 5, "!", "AAAA"]}
            )
    return made


@pytest.mark.parametrize("seed", range(40 if FULL else 8))
def test_messages_of_any_shape(stages: Stage, seed: int) -> None:
    chance = random.Random(seed)
    stages.open()
    for _ in range(4):
        found = stages.js(TASKS, json.loads(json.dumps(fuzzed(chance))))
        assert found["report"]["rendered"] > 0
    assert stages.probe("errors") == []
    assert stages.js("() => ({}).x === undefined && Object.keys(Object.prototype).length === 0")
    stages.js("() => BackendAI.Media.items('r')")
    stages.js("() => BackendAI.Media.dispose()")
    assert stages.probe("errors") == []


def test_circles_and_many_of_the_same(stage: Stage) -> None:
    stage.open()
    circle = [
        open_("a", "VBox", children=["IPY_MODEL_b", "IPY_MODEL_a"]),
        open_("b", "HBox", children=["IPY_MODEL_a"]),
    ]
    # Each level has the next one twice.
    doubled = [open_(f"d{at}", "VBox", children=[f"IPY_MODEL_d{at + 1}"] * 2) for at in range(40)]
    stage.js(TASKS, [*circle, view("a"), *doubled, open_("d40", "Label", value="x"), view("d0")])
    assert stage.js("() => document.querySelectorAll('#out *').length") < 12_000
    assert stage.probe("errors") == []


def test_more_models_than_are_kept(stage: Stage) -> None:
    """A flood of foreign ids takes no more memory than the limit allows, and harms nothing that is there."""
    stage.open()
    there = [open_("mine", "Label", value="mine"), view("mine")]
    stage.js(TASKS, there)
    flood = """async count => {
      const area = BackendAI.Media.open('r', __probe.out(), { append: true });
      for (let at = 0; at < count; at++) {
        const data = { method: 'update', state: { _model_name: 'LabelModel', value: `label ${at}` } };
        area.append({ msg_type: 'comm_msg', content: { comm_id: `foreign ${at}`, data } });
        if (at % 1000 === 0) await __probe.sleep(0);
      }
      area.close();
      await area.done;
    }"""
    stage.js(flood, WIDGET_MAX_KEPT + 100)
    for at, text in ((5, "label 5"), (WIDGET_MAX_KEPT + 50, "Widget()")):
        assert stage.handle_all([view(f"foreign {at}")], append=True)["failed"] == []
        stage.wait("text => document.querySelector('#out').textContent.includes(text)", text)
    stage.js(TASKS, [update("mine", value="still mine")])
    assert stage.js("() => document.querySelector('#out').textContent").startswith("still mine")
    assert stage.probe("errors") == []


@pytest.mark.parametrize("engine", ["chromium"])
def test_ten_thousand_models_leave_the_page_responsive(stage: Stage, engine: str) -> None:
    assert engine
    stage.open()
    models = [
        open_(
            f"w{at}",
            ["IntSlider", "Label", "FloatProgress", "Text"][at % 4],
            value=at,
            description=f"{at}",
        )
        for at in range(10_000)
    ]
    family = [f"IPY_MODEL_w{at}" for at in range(10_000)]
    found = stage.js(TASKS, [*models, open_("box", "VBox", children=family), view("box")])
    assert found["report"]["failed"] == []
    # Some at each frame, up to a limit.
    stage.wait("() => document.querySelectorAll('#out .backendai-widget').length === 5001")
    assert stage.probe("errors") == []
    stage.js("() => BackendAI.Media.dispose()")
    assert stage.js("() => document.querySelectorAll('.backendai-widget').length") == 0
