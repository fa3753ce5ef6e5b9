"""What drawings cost a kernel."""

import sys

from backendai_media.drawing import Canvas, encode_commands
from tests.effort import calls, growth, imports


def test_importing_needs_msgspec_only_and_few_modules() -> None:
    loaded = imports("backendai_media.drawing")
    third = {name.split(".")[0] for name in loaded} - sys.stdlib_module_names
    assert third - {"typing_extensions"} == {"backendai_media", "msgspec"}  # msgspec may use it
    assert len(loaded) < 130


def draw(count: int) -> Canvas:
    canvas = Canvas(1000, 1000)
    for number in range(count):
        canvas.line(number, 1.5, 3, 4.5)
    return canvas


def test_a_command_costs_the_same_however_many_there_are() -> None:
    assert calls(lambda: draw(1_000)) < 15 * 1_000
    assert growth(lambda count: encode_commands(draw(count).commands), 2_000) < 4
    assert len(encode_commands(draw(32_000).commands)) < 65 * 32_000
