"""Widgets of the playground: the page's controls, the kernel, and its answers."""

from __future__ import annotations

import base64
import uuid
from typing import Any

from playwright.sync_api import Page, expect

from .conftest import Client
from .test_demo_page import axe, run
from .widgets import BARS, ENDS, INTERACT, LIVE, MOVE

NEEDS_KERNEL = "A Jupyter widget: it needs its running kernel"


def opened(messages: list[dict[str, Any]]) -> dict[str, str]:
    """Return the ids of widgets by the names of their models."""
    opens = [one["content"] for one in messages if one["msg_type"] == "comm_open"]
    return {one["data"]["state"]["_model_name"]: one["comm_id"] for one in opens}


def move(page: Page, values: list[str]) -> None:
    """Move the newest run's slider, once it is there."""
    page.locator(".run [type=range]").wait_for()
    page.evaluate(MOVE, values)


def tell(client: Client, run: str, widget: str, data: dict[str, Any], *buffers: bytes) -> str:
    """Tell a widget's part in the kernel something, and wait until that is done."""
    name = uuid.uuid4().hex
    client.send(
        type="comm",
        run=run,
        id=name,
        msg_type="comm_msg",
        content={"comm_id": widget, "data": data},
        metadata={"version": "2.1.0"},
        buffers=[base64.b64encode(one).decode() for one in buffers],
    )

    def is_done(event: dict[str, Any]) -> bool:
        message = event.get("message", {})
        if message.get("msg_type") != "status":
            return False
        found = message["content"]["execution_state"], message["parent_header"]["msg_id"]
        return found == ("idle", name)

    client.until(is_done)
    return name


def test_demo_answers_belong_to_the_widgets_run(client: Client) -> None:
    code = (
        "from ipywidgets import IntSlider, Label; s, l = IntSlider(), Label(); "
        "s.observe(lambda c: (setattr(l, 'value', str(c.new)), print('at', c.new)), 'value'); s"
    )
    first = client.submit(code)
    client.finish(first)
    widgets = opened(client.messages(first))
    client.run("print('another run')")
    state = {"method": "update", "state": {"value": 5}, "buffer_paths": []}
    name = tell(client, first, widgets["IntSliderModel"], state)
    answers = [m for m in client.messages(first) if m.get("parent_header") == {"msg_id": name}]
    kinds = [m["msg_type"] for m in answers]
    assert kinds[0] == kinds[-1] == "status"
    assert {"comm_msg", "stream"} <= set(kinds)
    label = [m["content"] for m in answers if m["content"].get("comm_id") == widgets["LabelModel"]]
    assert label[-1]["data"]["state"] == {"value": "5"}
    assert client.text(first) == "at 5\n"


def test_demo_binary_values_go_both_ways(client: Client) -> None:
    code = (
        "import ipywidgets; i = ipywidgets.Image(value=b'\\x00\\x01'); "
        "turn = lambda i, got, buffers: i.send({'got': got}, [bytes(buffers[0])[::-1]]); "
        "i.on_msg(turn); i"
    )
    run = client.submit(code)
    client.finish(run)
    (image,) = [
        m
        for m in client.messages(run)
        if m["content"].get("data", {}).get("state", {}).get("_model_name") == "ImageModel"
    ]
    assert image["buffers"] == [base64.b64encode(b"\x00\x01").decode()]
    data = {"method": "custom", "content": "x"}
    tell(client, run, image["content"]["comm_id"], data, b"\xff\x01\x02")
    (answer,) = [
        m
        for m in client.messages(run)
        if m["content"].get("data", {}).get("content") == {"got": "x"}
    ]
    assert answer["buffers"] == [base64.b64encode(b"\x02\x01\xff").decode()]


def test_demo_the_log_says_when_widgets_lost_their_kernel(client: Client) -> None:
    run = client.submit("from ipywidgets import IntSlider; IntSlider()")
    client.finish(run)
    for ends in (1, 1):  # the second kernel has none
        client.send(type="restart")
        client.kernel("restarting")
        client.kernel("idle")
        client.run("print('and on')")
        states = [m["content"] for m in client.messages(run) if m["msg_type"] == "status"]
        assert [one["execution_state"] for one in states] == ["restarting"] * ends
    # What a page says to a widget that is gone harms nobody.
    client.send(type="comm", run=run, id="a", msg_type="comm_msg", content={"comm_id": "gone"})
    client.send(type="comm", run=run, id="b", msg_type="execute_request", content={})
    assert client.until(lambda e: e["type"] == "notice")
    assert client.run("print('still')")[0]["outcome"] == "ok"


def test_demo_widgets_are_live_and_keep_their_values(page: Page) -> None:
    shown = run(page, LIVE)
    move(page, ["3", "10", "21"])
    expect(shown).to_contain_text("twice is 42")
    page.get_by_role("button", name="ask").click()
    expect(shown).to_contain_text("asked at 21")
    move(page, ["22"])
    page.get_by_role("button", name="ask").click()
    expect(shown).to_contain_text("asked at 22")
    expect(shown).not_to_contain_text("asked at 21")
    expect(shown).to_contain_text("before")
    expect(shown.get_by_role("status")).to_have_text("")
    page.get_by_role("button", name="Restart").click()
    for _ in range(2):
        expect(shown.locator("[type=range]")).to_be_disabled()
        expect(page.get_by_role("button", name="ask")).to_be_disabled()
        expect(shown.locator("[type=range]")).to_have_value("22")
        expect(shown).to_contain_text("twice is 44")
        expect(shown).to_contain_text("asked at 22")
        expect(shown.get_by_role("status")).to_have_text(NEEDS_KERNEL)
        assert axe(page) == []
        page.reload()


def test_demo_a_busy_kernel_is_waited_for(page: Page) -> None:
    shown = run(page, LIVE)
    run(page, "import time; print('so'); time.sleep(7)", "running")
    slider = shown.locator("[type=range]")
    slider.evaluate("it => { it.value = 9; it.dispatchEvent(new Event('input', {bubbles: true})) }")
    page.wait_for_timeout(5000)  # after 4 s without an answer a widget says so
    expect(shown.get_by_role("status")).to_have_text("")
    expect(shown).to_contain_text("twice is 18")


def test_demo_bars_end_at_their_last_value(page: Page) -> None:
    shown = run(page, BARS)
    expect(shown).to_contain_text("outer: 100%")
    expect(shown).to_contain_text("files")
    expect(shown).to_contain_text("100%")
    page.wait_for_function(f"() => ({ENDS})().length === 3")
    assert page.evaluate(ENDS) == ["3/3", "3/3", "5/5"]


def test_demo_interact_draws_again(page: Page) -> None:
    shown = run(page, INTERACT)
    picture = shown.locator(".backendai-widget-output img")
    expect(picture).to_have_count(1)
    width = picture.evaluate("it => it.getBoundingClientRect().width")
    move(page, ["5"])
    script = "before => document.querySelector('.run .outputs img')?.width > before"
    page.wait_for_function(script, arg=width + 100)
    expect(picture).to_have_count(1)


def test_demo_an_anywidget_counts_in_the_kernel(page: Page) -> None:
    page.locator("[data-example=counter]").click()
    shown = page.locator(".run").first
    expect(shown).to_have_attribute("data-state", "ok")
    inner = shown.frame_locator("iframe").frame_locator("iframe")
    inner.get_by_role("button").click()
    expect(inner.get_by_role("button")).to_have_text("clicked 1 times")
    inner.get_by_role("button").click()
    expect(shown).to_contain_text("the kernel knows: 2")


def test_demo_widgets_of_a_second_tab_follow(page: Page) -> None:
    shown = run(page, LIVE)
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator(".run [type=range]")).to_have_value("7")
    move(page, ["30"])
    expect(other.locator(".run [type=range]")).to_have_value("30")
    move(other, ["31"])
    expect(shown).to_contain_text("twice is 62")
    expect(shown.locator("[type=range]")).to_have_value("31")
