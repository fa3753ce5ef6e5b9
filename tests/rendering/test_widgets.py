"""Static widgets: at their last values, nobody can change them, and nothing of them acts."""

from __future__ import annotations

import base64
import json
import math
import re
import secrets
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from backendai_media import render
from backendai_media._spec import WIDGET_MAX_LEVELS, WIDGET_MAX_VIEWS
from backendai_media.rendering import render_mail
from backendai_media.rendering.notebooks import notebook
from backendai_media.rendering.print_page import render_paper
from backendai_media.rendering.widget_numbers import format_number
from backendai_media.rendering.widget_styles import hex_of, safe_color, safe_value
from tests import VECTORS, hostile
from tests.effort import calls, growth
from tests.mail_programs import html_of, text_of

RECORDED = json.loads((Path(__file__).parents[1] / "browser/widgets/recorded.json").read_bytes())
NUMBERS = json.loads((VECTORS / "widget_numbers.json").read_bytes())
VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABV6GK2wAAAABJRU5ErkJggg=="
#: What would do something.
ACTIVE = re.compile(
    r"<(?:script|iframe|object|embed|base|link|meta|form)\b|\son\w+=|javascript:", re.IGNORECASE
)
IDS = re.compile("[0-9a-f]{32}")


def open_(widget: str, model: str, **state: Any) -> dict[str, Any]:
    data = {"state": {"_model_name": f"{model}Model", **state}}
    content = {"comm_id": widget, "target_name": "jupyter.widget", "data": data}
    return {"msg_type": "comm_open", "content": content}


def view(widget: str, **others: Any) -> dict[str, Any]:
    data = {VIEW: {"model_id": widget}, "text/plain": "Widget()", **others}
    return {"output_type": "display_data", "data": data, "metadata": {}}


def shown(model: str, **state: Any) -> LexborNode:
    """Return the element of a widget."""
    made = LexborHTMLParser(render([open_("w", model, **state), view("w")]))
    found = made.css_first(".backendai-widget")
    assert found
    return found


def attribute(node: LexborNode | LexborHTMLParser, selector: str, name: str) -> Any:
    found = node.css_first(selector)
    assert found, selector
    return found.attributes.get(name)


@pytest.mark.parametrize(("value", "form", "text"), NUMBERS)
def test_numbers_as_readouts_ask_for_them(value: float, form: str, text: str) -> None:
    assert format_number(value, form) == text


def test_numbers_that_are_none() -> None:
    assert format_number(math.nan, "d") == "NaN"
    assert format_number(math.inf, ".2f") == "Infinity"


@pytest.mark.parametrize("name", ["tqdm", "nested", "rich"])
def test_programs_end_at_their_last_value(name: str) -> None:
    made = LexborHTMLParser(render(RECORDED[name]))
    assert not made.css(".backendai-widget-note")
    if name == "rich":
        assert "100%" in made.text()
        return
    (bar,) = made.css("[role=progressbar]")
    assert bar.attributes["aria-valuenow"] == bar.attributes["aria-valuemax"]
    assert attribute(bar, ".backendai-widget-bar", "style") == "width: 100%;"
    assert {"tqdm": "5/5", "nested": "2/2"}[name] in made.text()


def test_what_an_output_widget_captured_is_in_its_place() -> None:
    made = LexborHTMLParser(render(RECORDED["interact"]))
    place = made.css_first(".backendai-widget-VBox > .backendai-widget-outer")
    assert place
    assert place.text().strip() == "x is 3 and y is b"
    assert made.text().count("x is 3") == 1
    assert made.text().endswith("A Jupyter widget: it needs its running kernel")


def test_output_widgets_in_each_other() -> None:
    def into(widget: str, text: str) -> list[Any]:
        content = {"comm_id": widget, "data": {"method": "update", "state": {"msg_id": "m"}}}
        end = {**content, "data": {"method": "update", "state": {"msg_id": ""}}}
        stream = {"msg_type": "stream", "content": {"name": "stdout", "text": text}}
        inner = {"parent_header": {"msg_id": "m"}}
        return [
            {"msg_type": "comm_msg", "content": content},
            {**inner, **stream},
            {"msg_type": "comm_msg", "content": end},
        ]

    made = LexborHTMLParser(
        render(
            [
                open_("a", "Output"),
                open_("b", "Output"),
                open_("box", "HBox", children=["IPY_MODEL_b", "IPY_MODEL_a", "IPY_MODEL_b"]),
                view("box"),
                ["stdout", "between"],
                *into("a", "to a"),
                *into("b", "to b"),
            ]
        )
    )
    places = [one.text().strip() for one in made.css(".backendai-widget-output")]
    assert places == ["to b", "to a", ""]
    assert made.text() == "to bto abetween"


def test_every_control_shows_its_value() -> None:
    made = render(RECORDED["board"])
    page = LexborHTMLParser(made)
    controls = page.css("input, select, textarea, .backendai-widget-button")
    assert len(controls) > 50
    assert not [one.html for one in controls if "disabled" not in one.attributes]
    values = {
        one.attributes.get("aria-label"): one.attributes.get("value")
        for one in page.css(".backendai-widget-input, .backendai-widget-readout")
    }
    expected = {
        "IntSlider": "7",
        "FloatSlider": "2.50",
        "FloatLog": "100",
        "IntRange": "20 – 60",
        "FloatRange": "2.50 – 7.50",
        "Selection": "mid",
        "Between": "b – d",
        "up": "30",
        "BoundedFloat": "1.5",
        "Text": "Hello World",
        "Date": "2026-01-02",
        "Time": "03:04",
        "Datetime": "2026-03-04T05:06",
        "Color": "blue",
    }
    assert expected.items() <= values.items()
    chosen = [one.text() for one in page.css("option[selected]")]
    assert chosen == ["Two", "macOS", "Pears"]
    assert attribute(page, "[type=color]", "value") == "#0000ff"
    tags = [one.text() for one in page.css(".backendai-widget-tag")]
    assert tags == ["pizza", "fries", "red", "#2f6d30", "1.30", "4.56", "1", "4", "3"]
    assert [one.text() for one in page.css("summary")] == ["One", "Other", "Tab 1", "Tab 2", "1"]
    pressed = [one.text() for one in page.css("[aria-pressed=true]")]
    assert pressed == ["✓ Toggle", "Fast"]
    assert "grid-template-areas: &#34;widget001" in made.replace("&quot;", "&#34;")
    assert attribute(page, "img", "src") == f"data:image/png;base64,{PNG}"
    assert "E=mc^2" not in made
    assert "<math" in made
    assert "No game controller" in page.text()
    assert "secret" not in made
    assert not IDS.search(made)


def test_a_saved_notebook() -> None:
    made = notebook(RECORDED["notebook"], standalone=True)
    assert "5/5\u2007[" in made
    assert made.count("backendai-widget-slider") > 8
    assert not IDS.search(made)
    assert "Widget()" not in made
    assert "VBox(children" not in made


def test_what_an_output_widget_kept_in_a_notebook() -> None:
    kept = {"output_type": "stream", "name": "stdout", "text": "kept"}
    state = {
        "o": {"model_name": "OutputModel", "state": {"outputs": [kept]}},
        "w": {"model_name": "VBoxModel", "state": {"children": ["IPY_MODEL_o"]}},
    }
    cells = [
        {"cell_type": "code", "source": "", "outputs": [view("w")]},
        {"cell_type": "code", "source": "", "outputs": [view("w")]},
    ]
    made = notebook({"cells": cells, "metadata": {"widgets": {STATE: {"state": state}}}})
    places = LexborHTMLParser(made).css(".backendai-widget-VBox .backendai-widget-output")
    assert [one.text() for one in places] == ["kept", "kept"]


def test_beside_a_result_and_without_a_state() -> None:
    state = {"w": {"model_name": "LabelModel", "state": {"value": "said"}}}
    made = LexborHTMLParser(render(view("w", **{STATE: {"state": state}})))
    assert made.text() == "said"
    made = LexborHTMLParser(render(view("w")))
    assert made.text() == "Widget()A Jupyter widget: it needs its running kernel"


def test_a_widget_that_was_closed_shows_nothing() -> None:
    close = {"msg_type": "comm_close", "content": {"comm_id": "w"}}
    made = render([open_("w", "Label", value="a"), view("w"), close])
    assert LexborHTMLParser(made).text() == ""


def test_what_does_not_run_here_says_so() -> None:
    foreign = open_("w", "AnyModel", _model_module="anywidget", _anywidget_id="own.Counter")
    made = LexborHTMLParser(render([foreign, view("w")]))
    assert made.text() == "A widget of own.Counter: its own code does not run hereWidget()"
    made = LexborHTMLParser(render([foreign, view("w", **{"text/html": "<b>map</b>"})]))
    assert "own code" not in made.text()
    assert made.css_first("[data-type='text/html']")
    made = LexborHTMLParser(render([open_("w", "IntSlider", _model_module="evil"), view("w")]))
    assert "A widget of evil" in made.text()


def test_states_of_ipywidgets_7() -> None:
    fold = {"children": ["IPY_MODEL_a"], "_titles": {"0": "Old"}, "selected_index": 0}
    made = LexborHTMLParser(
        render([open_("a", "Label", value="in"), open_("w", "Accordion", **fold), view("w")])
    )
    assert made.text() == "Oldin"
    assert made.css_first("details[open]")
    assert shown("Label", description_tooltip="tip").attributes["title"] == "tip"


def test_values_of_any_kind() -> None:
    values: list[Any] = [None, [], {}, True, "x", -1e999, 10**400, [[]], [1, 2, 3], math.nan]
    for value in values:
        for model in ("IntSlider", "FloatLogSlider", "IntRangeSlider", "SelectionSlider"):
            traits = dict.fromkeys(("value", "index", "min", "max", "step", "base"), value)
            readout = attribute(shown(model, **traits), ".backendai-widget-readout", "value")
            assert isinstance(readout, str | None)
        for model in ("FloatProgress", "Select", "DatePicker", "TagsInput", "Tab", "Image"):
            shown(model, value=value, index=value, children=value, options=value, max=value)


def test_a_slider_without_a_readout() -> None:
    found = shown("IntSlider", value=3, readout=False)
    assert found.css_first(".backendai-widget-readout[hidden]")
    said = text_of(render_mail([open_("w", "IntSlider", value=3, readout=False), view("w")]))
    assert said.split()[0] == "3"


@pytest.mark.parametrize(
    "value",
    [
        "url(x)",
        "var(--x)",
        "1px; position: fixed",
        "1px}",
        "calc(1px",
        "1px)",
        "'a",
        "100000px",
        "99999",
        "1px /*",
        "\\75rl(x)",
        "x" * 301,
        True,
        None,
        ["1px"],
        10**400,
    ],
)
def test_styles_that_are_left_out(value: Any) -> None:
    assert safe_value(value) == ""
    made = shown("HBox", layout="IPY_MODEL_l")
    assert "style" not in made.attributes
    made_markup = render(
        [open_("l", "Layout", width=value), open_("w", "Box", layout="IPY_MODEL_l"), view("w")]
    )
    assert attribute(LexborHTMLParser(made_markup), ".backendai-widget", "style") is None


def test_styles_that_are_kept() -> None:
    layout = {"width": "50%", "border_top": "1px solid red", "grid_template_areas": '"a b"\n"c d"'}
    layout |= {"position": "fixed", "top": "0", "margin": "-9px"}
    style = {"text_color": "blue", "button_color": "lightgreen"}
    made = LexborHTMLParser(
        render(
            [
                open_("l", "Layout", **layout),
                open_("s", "ButtonStyle", **style),
                open_("w", "Button", layout="IPY_MODEL_l", style="IPY_MODEL_s"),
                view("w"),
            ]
        )
    )
    assert attribute(made, ".backendai-widget-colored", "style") == (
        ' border-top: 1px solid red; grid-template-areas: "a b" "c d"; width: 50%;'
        " --backendai-widget-ground: lightgreen; color: blue;"
    )


def test_colors() -> None:
    assert [safe_color(one) for one in ("red", "#abc", "oklch(0.5 0.1 20)")] != ["", "", ""]
    for one in ("currentColor", "rgb(from red r g b)", "var(--x)", "red;}", "url(x)", 5, None):
        assert safe_color(one) == ""
    assert [hex_of(one) for one in ("lime", "#abc", "x")] == ["#00ff00", "#aabbcc", "#000000"]


HOSTILE_SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script>
<image href="https://evil.example/x"/><foreignObject><img xmlns="http://www.w3.org/1999/xhtml" src="x"
onerror="alert(3)"/></foreignObject><a href="javascript:alert(4)"><rect width="9" height="9"/></a></svg>"""


def test_pictures_and_addresses() -> None:
    def picture(content: bytes | str, form: str) -> str:
        data = content if isinstance(content, str) else base64.b64encode(content).decode()
        message = open_("w", "Image", format=form)
        message["content"]["data"]["buffer_paths"] = [["value"]]
        return render([{**message, "buffers": [data]}, view("w")])

    assert "data:image/svg+xml" in picture(b"<svg></svg>", "svg+xml")
    # As a picture only, in which no browser runs anything.
    page = LexborHTMLParser(picture(HOSTILE_SVG, "svg+xml"))
    assert not page.css("svg, script, image, foreignObject")
    (shown_,) = page.css(".backendai-widget img")
    assert (shown_.attributes["src"] or "").startswith("data:image/svg+xml")
    assert not [name for name in shown_.attributes if name.startswith("on")]
    assert PNG in picture(f"{PNG[:20]}\n{PNG[20:].rstrip('=')}", "png")
    far = b"https://far.example/a.png"
    for made in (
        picture(far, "url"),
        picture(far, "svg+xml"),
        picture("https://far.example/a.png", "png"),
        picture(far, 'png" onerror="x'),
    ):
        assert not re.search("src=.?https", made)


NAMES = {
    "_model_name",
    "_model_module",
    "_view_name",
    "_view_module",
    "layout",
    "style",
    "children",
}


def filled(value: Any, payload: str) -> Any:
    """A trait's value with its texts replaced."""
    if isinstance(value, str):
        return value if value.startswith("IPY_MODEL_") else payload
    if isinstance(value, list):
        return [filled(one, payload) for one in value] or [payload]
    if isinstance(value, dict):
        return {key: filled(one, payload) for key, one in value.items()}
    return value


def hostile_board(payload: str) -> list[Any]:
    """The recorded board with a payload for each text."""
    messages = []
    for one in RECORDED["board"]:
        state = one["content"].get("data", {}).get("state")
        if one["msg_type"] != "comm_open" or not state:
            messages.append(one)
            continue
        extra = {"width": "", "border": "", "bar_color": "", "font_family": "", "tooltip": ""}
        state = {
            key: value if key in NAMES else filled(value, payload)
            for key, value in {**extra, **state}.items()
        }
        state |= {"description_allow_html": True} if "description" in state else {}
        data = {**one["content"]["data"], "state": state}
        messages.append({**one, "content": {**one["content"], "data": data}})
    return messages


@pytest.mark.parametrize("payload", hostile.SAMPLE[::6], ids=lambda one: one["name"])
def test_markup_in_every_trait(payload: hostile.Payload) -> None:
    made = render(hostile_board(payload["html"]))
    page = LexborHTMLParser(re.sub(r"<template[^>]*>.*?</template>", "", made, flags=re.DOTALL))
    assert len(page.css(".backendai-widget")) > 50
    for node in page.css("*"):
        assert node.tag not in {"script", "iframe", "object", "embed", "base", "link", "form"}
        for name, value in node.attributes.items():
            assert not name.startswith("on")
            if name in {"src", "href"}:
                assert (value or "").startswith("data:")
            if name == "style":
                assert not re.search(r"url\(|expression|evil|position:", value or "")
    plain = LexborHTMLParser(render(hostile_board(payload["html"]), shadow=False))
    for node in plain.css("*"):
        assert not [name for name in node.attributes if name.startswith("on")]
        assert (node.attributes.get("src") or "data:").startswith("data:")
    # What is in shadow roots is the sanitiser's, which has tests of its own.
    assert not re.search(r"<(script|iframe|object|embed)\b", made, re.IGNORECASE)


def test_circles_and_many_of_the_same() -> None:
    circle = [
        open_("a", "VBox", children=["IPY_MODEL_b"]),
        open_("b", "VBox", children=["IPY_MODEL_a", "IPY_MODEL_b", "IPY_MODEL_c"]),
        open_("c", "Label", value="in"),
        view("a"),
    ]
    assert LexborHTMLParser(render(circle)).text() == "in"
    many = [open_("t0", "Label", value="x")]
    for level in range(1, 9):
        children = [f"IPY_MODEL_t{level - 1}"] * 9
        many.append(open_(f"t{level}", "HBox", children=children))
    made = render([*many, view("t8")])
    assert len(made) < 500_000
    assert "is left out" in made or "left out" in made.lower()


def test_deep_boxes() -> None:
    deep = [open_("0", "Label", value="x")]
    deep += [open_(f"{n}", "Tab", children=[f"IPY_MODEL_{n - 1}"]) for n in range(1, 500)]
    made = render([*deep, view("499")])
    assert made.count("<details") == WIDGET_MAX_LEVELS


@pytest.mark.slow
def test_many_models() -> None:
    names = [f"m{n}" for n in range(10_000)]
    models = [open_(name, "IntSlider", value=n % 100) for n, name in enumerate(names)]
    box = open_("w", "VBox", children=[f"IPY_MODEL_{name}" for name in names])
    made = render([*models, box, view("w")])
    assert 1000 < made.count('type="range"') <= WIDGET_MAX_VIEWS
    assert "widgets-note" not in made


def test_a_widget_that_is_shown_often_costs_no_more_than_its_size() -> None:
    text = f"<b>{secrets.token_hex(50_000)}</b>"
    made = render([open_("w", "HTML", value=text), *[view("w")] * 500])
    assert len(made) < 30 * len(text)


@pytest.mark.slow
def test_time_grows_with_the_number_of_models() -> None:
    def work(count: int) -> None:
        models = [open_(f"m{n}", "FloatSlider", description="d") for n in range(count)]
        box = open_("w", "VBox", children=[f"IPY_MODEL_m{n}" for n in range(count)])
        render([*models, box, view("w")])

    work(10)
    assert growth(work, 100) < 2


def test_what_does_not_fit_is_not_made_again_and_again() -> None:
    def work(count: int) -> None:
        options = ["&" * 100] * count
        children = ["IPY_MODEL_s"] * 2000
        render(
            [
                open_("s", "Select", _options_labels=options),
                open_("w", "VBox", children=children),
                view("w"),
            ]
        )

    work(10)
    assert growth(work, 50) < 2


def test_states_of_a_notebook_are_read_once() -> None:
    state = {f"m{n}": {"model_name": "LabelModel", "state": {"value": "a"}} for n in range(50)}
    metadata = {"widgets": {STATE: {"state": state}}}

    def work(count: int) -> int:
        cell = {"cell_type": "code", "source": "", "outputs": [view("m1")]}
        return calls(lambda: notebook({"cells": [cell] * count, "metadata": metadata}))

    work(1)
    few, more = work(1), work(11)
    assert (more - few) / 10 < few


def test_mail_and_paper_read_the_values() -> None:
    mail = render_mail(RECORDED["board"])
    said = text_of(mail)
    for line in ("IntSlider 7", "IntRange 20 – 60", "IntProgress 40%", "Dropdown Two", "up 30"):
        assert f"\n{line}\n" in f"\n{said}\n"
    assert "[x] ✓ Toggle" in said
    assert "[ ] pineapple" in said
    assert "two\nlines" in said
    markup = html_of(mail)
    assert not re.search("<(input|select|button|textarea)", markup)
    # No mail program finds the color of text for it.
    assert ":#2f6d30" not in markup
    for one in (markup, str(render_paper(RECORDED["board"]))):
        page = LexborHTMLParser(one)
        text = " ".join(page.text(separator=" ").split())
        assert "IntSlider 7" in text
        assert "IntProgress 40%" in text
        assert "Dropdown Two" in text
        assert not page.css("option")


def test_without_style_sheets() -> None:
    made = render(RECORDED["board"], style="inline")
    assert "backendai-widget-slider" in made
    assert ACTIVE.search(made) is None


def test_only_pages_with_widgets_have_their_styles() -> None:
    shown_ = [open_("w", "IntSlider", value=3), view("w")]
    assert ".backendai-widget" in render(shown_, standalone=True)
    assert ".backendai-widget" not in render(["stdout", "x"], standalone=True)
