"""A turtle module as fresh as after its import, and what is to be seen of its drawing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest

from backendai_media import _emit
from backendai_media import turtle as ours
from backendai_media.drawing.scene import Scene, Stage
from backendai_media.model import Item
from backendai_media.turtle import _tk, _warnings
from backendai_media.turtle._stdlib import load

NONE = "#ffffff00"


class Picture:
    """What a drawing shows, in the turtles' coordinates."""

    def __init__(self, paper: Any) -> None:
        stage = Stage()
        stage.apply(paper.commands if paper else [(0, "canvas", 640, 600)])
        (self.scene,) = stage.scenes.values()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.scene, name)

    def at(self, x: float, y: float) -> tuple[float, float]:
        scene: Scene = self.scene
        return _round(x - scene.width // 2 - 0.5), _round(scene.height // 2 + 0.5 - y)

    def _all(self, shape: str) -> list[dict[str, Any]]:
        states = [one.state for one in self.scene.objects]
        return [one for one in states if one["shape"] == shape and one["visible"]]

    @property
    def lines(self) -> list[tuple[float, ...]]:
        found = [one for one in self._all("line") if one["color"] != NONE]
        return [(*self.at(one["x1"], one["y1"]), *self.at(one["x2"], one["y2"])) for one in found]

    @property
    def pens(self) -> list[tuple[str, float]]:
        return [(one["color"], one["width"]) for one in self._all("line") if one["color"] != NONE]

    @property
    def dots(self) -> list[tuple[Any, ...]]:
        return [
            (*self.at(one["x"], one["y"]), one["radius"], one["fill"])
            for one in self._all("circle")
        ]

    @property
    def fills(self) -> list[tuple[str, list[tuple[float, float]]]]:
        found = [
            one for one in self._all("polygon") if one["fill"] != NONE or one["border"] != NONE
        ]
        return [
            (
                one["fill"],
                [
                    self.at(*pair)
                    for pair in zip(one["points"][::2], one["points"][1::2], strict=True)
                ],
            )
            for one in found
        ]

    @property
    def texts(self) -> list[tuple[Any, ...]]:
        return [(one["text"], one["align"], tuple(one["font"])) for one in self._all("text")]

    @property
    def images(self) -> list[tuple[float, float, float, float]]:
        # They lie between pixels, as others lie in the middle of them.
        return [
            (*self.at(one["x"] + 0.5, one["y"] + 0.5), one["w"], one["h"])
            for one in self._all("image")
        ]

    @property
    def turtles(self) -> list[tuple[float, ...]]:
        """Where they are and how far they are turned, clockwise."""
        return [(*self.at(one["x"], one["y"]), _round(one["angle"])) for one in self._all("path")]

    @property
    def paths(self) -> list[dict[str, Any]]:
        return self._all("path")


def _round(value: float) -> float:
    return round(value, 1) + 0.0


@pytest.fixture
def sent() -> Iterator[list[Item]]:
    """Items that go out."""
    items: list[Item] = []
    with _emit.sink(items.append):
        yield items


@pytest.fixture
def turtle(sent: list[Item], monkeypatch: pytest.MonkeyPatch) -> Any:
    module = load()
    monkeypatch.setitem(sys.modules, "turtle", module)
    monkeypatch.setattr(_warnings, "_warned", set())
    loop = _tk.loop
    for name, value in vars(type(loop)()).items():
        if name not in {"terminator", "gone"}:
            monkeypatch.setattr(loop, name, value)
    for owner, names in (
        (module.Turtle, ("_pen", "_screen")),
        (module._Screen, ("_root", "_canvas")),
    ):
        for name in names:
            monkeypatch.setattr(owner, name, None)
    monkeypatch.setattr(module.TurtleScreen, "_RUNNING", True)
    monkeypatch.setattr(module.RawTurtle, "screens", [])
    return module


@pytest.fixture
def seen(turtle: Any) -> Any:
    """A function that returns what is to be seen now."""
    return lambda screen=None: Picture(ours.drawing(screen))
