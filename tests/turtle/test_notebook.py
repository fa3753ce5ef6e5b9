"""Turtle programs in cells of a real IPython kernel."""

from __future__ import annotations

from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient

from backendai_media import normalize
from backendai_media.drawing import decode_commands
from backendai_media.drawing.encoding import TYPE
from backendai_media.model import Item, MediaItem, StreamItem


def run(kernel: BlockingKernelClient, code: str) -> list[Item]:
    messages: list[dict[str, Any]] = []
    kernel.execute_interactive(code, output_hook=messages.append, timeout=60)
    return normalize(messages)


def drawings(items: list[Item]) -> list[list[list[Any]]]:
    shown = [one.data for one in items if isinstance(one, MediaItem)]
    return [decode_commands(data[TYPE]) for data in shown if TYPE in data]


def test_cells(kernel: BlockingKernelClient) -> None:
    first = drawings(
        run(
            kernel,
            "import backendai_media.turtle; backendai_media.turtle.install()\n"
            "import turtle; turtle.forward(50)",
        )
    )
    assert [one[1] for one in first[0]].count("canvas") == 1, "shown when the cell has run"
    items = run(kernel, "turtle.left(90); turtle.forward(50); 1 / 0")
    (more,) = drawings(items)
    assert "canvas" not in {one[1] for one in more}
    assert more[0][0] == first[0][0][0], "the same drawing goes on"
    assert (
        "<animate" in next(one for one in items if isinstance(one, MediaItem)).data["image/svg+xml"]
    )
    assert drawings(run(kernel, "1 + 1")) == []
    order = run(kernel, "print('a'); turtle.fd(9); turtle.done(); print('b')")
    assert [type(one).__name__ for one in order] == ["StreamItem", "MediaItem", "StreamItem"]
    (anew,) = drawings(run(kernel, "turtle.bye(); turtle.fd(5)"))
    assert anew[0][1] == "canvas"
    (twice,) = drawings(
        run(kernel, "turtle.clearscreen(); turtle.fd(5)\nbackendai_media.turtle.drawing()")
    )[:1]
    assert twice[0][1] == "canvas"


def test_questions_are_answered_as_those_of_input(kernel: BlockingKernelClient) -> None:
    asked = []

    def answer(message: dict[str, Any]) -> None:
        asked.append(message["content"]["prompt"])
        kernel.input("Ada" if len(asked) == 1 else "5")

    code = (
        "import backendai_media.turtle; turtle = backendai_media.turtle.install()\n"
        "turtle.fd(9); print(turtle.textinput('Name', 'Who?'), turtle.numinput('N', '', minval=3))"
    )
    messages: list[dict[str, Any]] = []
    hooks: dict[str, Any] = {"stdin_hook": answer, "output_hook": messages.append}
    kernel.execute_interactive(code, timeout=60, **hooks)
    drawing, text = normalize(messages)
    assert drawings([drawing]), "what was drawn is shown before it asks"
    assert (asked, text) == (["Name: Who? ", "N: "], StreamItem("stdout", "Ada 5.0\n"))
    kernel.execute_interactive(code, timeout=60, allow_stdin=False, output_hook=messages.append)
    assert StreamItem("stdout", "None None\n") in normalize(messages)
