"""The normal form: the vectors that both languages share, and what only Python meets."""

import dataclasses
import json
import sys
from collections import UserDict, UserList, deque
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

from backendai_media import ItemError, accept, normalize, render
from backendai_media.model import (
    ClearItem,
    ErrorItem,
    InputItem,
    InvalidItem,
    LogItem,
    MediaItem,
    StreamItem,
    UpdateItem,
    to_builtins,
    to_json,
)
from tests import VECTORS

CASES = json.loads((VECTORS / "normalize.json").read_bytes())


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_vectors(case: dict[str, Any]) -> None:
    items = normalize(case["input"])
    assert to_builtins(items) == case["items"]
    assert json.loads(to_json(items)) == case["items"]
    assert normalize(items) == items  # items are in the normal form already


def raw(value: Any) -> Any:
    """Return what stands for a value in JSON."""
    (item,) = normalize(("application/json", value))
    assert isinstance(item, MediaItem)
    assert json.loads(to_json([item]))[0]["data"] == item.data
    return item.data["application/json"]


def test_strict_names_the_path() -> None:
    with pytest.raises(ItemError) as caught:
        normalize({"console": [["stdout", "fine"], ["image/png", 5]]}, strict=True)
    assert caught.value.path == "$.console[1]"
    assert str(caught.value) == "$.console[1]: expected text"


def test_tuples_and_their_like_are_lists() -> None:
    assert normalize(("stdout", "a")) == [StreamItem("stdout", "a")]
    assert normalize(UserList([("stdout", "a")])) == [StreamItem("stdout", "a")]
    assert normalize(deque([("stdout", "a")])) == [StreamItem("stdout", "a")]
    assert normalize(UserDict({"type": "stdout", "data": "a"})) == [StreamItem("stdout", "a")]


def test_bytes_are_payloads_of_binary_types_only() -> None:
    assert normalize(("image/png", b"\x89PNG"))[0] == MediaItem({"image/png": "iVBORw=="}, {})
    assert normalize({"image/png": bytearray(b"\x89PNG"), "text/plain": b"x"}) == [
        MediaItem({"image/png": "iVBORw=="}, {})
    ]
    assert normalize(("stdout", b"x")) == [InvalidItem("$", "expected text", ["stdout", "eA=="])]
    assert normalize(("text/html", b"x")) == [
        InvalidItem("$", "expected text", ["text/html", "eA=="])
    ]
    assert normalize({"output_type": b"stream", "data": 1})[0] == InvalidItem(
        "$", "unknown item shape", {"output_type": "c3RyZWFt", "data": 1}
    )
    assert raw([b"x", {"k": memoryview(b"x")}]) == ["eA==", {"k": "eA=="}]
    assert type(raw([b"x"])[0]) is str


@dataclasses.dataclass
class Point:
    x: int
    y: Any


def test_values_that_json_does_not_know() -> None:
    assert raw([float("nan"), float("inf"), 2**2000, 2**70]) == [None, None, None, 2**70]
    assert raw({3: "a", None: "b", True: "c"}) == {"3": "a", "null": "b", "true": "c"}
    assert raw({1, 3, 2}) == [1, 2, 3]
    assert raw(Point(1, [Point(2, None)])) == {"x": 1, "y": [{"x": 2, "y": None}]}
    assert raw([Decimal("1.5"), datetime(2020, 1, 2, tzinfo=UTC)]) == [
        "1.5",
        "2020-01-02 00:00:00+00:00",
    ]
    assert raw("a\ud800b\ud83d\ude00") == "a\ufffdb😀"
    assert raw({"\udc00": 1}) == {"\ufffd": 1}


def test_numpy_and_pandas() -> None:
    values = [np.int64(3), np.float32(0.5), np.float64("nan"), np.bool_(True), np.str_("s")]
    assert raw(values) == [3, 0.5, None, True, "s"]
    assert raw(np.arange(4).reshape(2, 2)) == [[0, 1], [2, 3]]
    assert raw(pd.Series([1, 2])) == [1, 2]
    assert normalize(("log", [np.int64(20), "", "", np.float64(1.5)]))[0] == LogItem(
        20, "", "", 1.5
    )


class Hostile:
    """Raises wherever it is touched."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(name)

    def __str__(self) -> str:
        raise RuntimeError("str")

    __repr__ = __str__


class HostileDict(dict[str, Any]):
    def __getitem__(self, key: str) -> Any:
        raise RuntimeError(key)


class HostileText(str):
    __slots__ = ()

    def __str__(self) -> str:
        raise RuntimeError("str")

    def split(self, *_: Any) -> Any:
        raise RuntimeError("split")


def test_objects_that_raise() -> None:
    assert raw([Hostile()]) == ["<Hostile>"]
    assert raw([HostileText("a")]) == ["a"]
    assert normalize((HostileText("text/plain; x=y"), HostileText("a"))) == [
        MediaItem({"text/plain": "a"}, {})
    ]
    (item,) = normalize(HostileDict(type="stdout", data="a"))
    assert isinstance(item, InvalidItem)
    (item,) = normalize(Hostile())
    assert item == InvalidItem("$", "expected an item or a list", "<Hostile>")


def test_cycles_and_depth() -> None:
    cycle: list[Any] = []
    cycle.append(cycle)
    cycle.append({"again": cycle})
    assert raw(cycle) == [None, {"again": None}]
    assert to_json(normalize(cycle))
    deep: Any = "x"
    for _ in range(100_000):
        deep = [deep]
    for value in (deep, ("application/json", deep), {"data": {"a/b": {"c": deep}}}):
        json.loads(to_json(normalize(value)))
    text = "[" * 100_000 + "]" * 100_000
    assert normalize(("media", text)) == [
        InvalidItem("$", "expected [type, data]", ["media", text])
    ]
    del deep


def test_little_stack_left() -> None:
    def fall(levels: int) -> Any:
        return fall(levels - 1) if levels else normalize(("application/json", [[[[1]]]] * 3))

    depth = len(__import__("inspect").stack())
    for left in range(20, 120, 7):
        try:
            json.loads(to_json(fall(sys.getrecursionlimit() - depth - left)))
        except RecursionError:
            # There was not even room for the call itself.
            assert left < 60


def test_huge_numbers_in_json_text() -> None:
    text = f'["application/json", [{"9" * 5000}, 1e999]]'
    assert normalize(("media", text)) == [MediaItem({"application/json": [None, None]}, {})]


def test_items_are_checked_like_anything_else() -> None:
    items = [
        MediaItem({"image/png": b"x", "text/html": 5}, {"a": {1}}, "id"),
        UpdateItem("id", {"Text/Plain": "a"}, {}),
        ErrorItem("E", "m", ["t"]),
        LogItem("", "", "", "x"),
        ClearItem(wait=True),
        InputItem("?", password=False),
        InvalidItem("$.x", "why", {1, 2}),
    ]
    assert normalize(items) == [
        MediaItem({"image/png": "eA=="}, {"a": [1]}, "id"),
        UpdateItem("id", {"text/plain": "a"}, {}),
        *items[2:6],
        InvalidItem("$.x", "why", [1, 2]),
    ]
    assert normalize([MediaItem({"image/png": 5}, {})])[0] == InvalidItem(
        "$[0]", "expected text", {"data": {"image/png": 5}, "metadata": {}, "display_id": None}
    )


def test_json_of_no_items() -> None:
    assert to_json([]) == "[]"
    assert to_builtins([ClearItem(wait=False)]) == [
        {"kind": "control", "action": "clear", "wait": False}
    ]


@pytest.fixture
def accepted() -> Iterator[None]:
    def graded(value: Any) -> Any:
        if isinstance(value, dict) and "verdict" in value:
            return [["stdout", value["log"]], ("text/markdown", f"**{value['verdict']}**")]
        return None

    accept("grader", graded)
    accept("broken", lambda value: value["no such"] if value == ["broken"] else None)
    yield
    accept("grader", None)
    accept("broken", None)


@pytest.mark.usefixtures("accepted")
def test_shapes_of_ones_own() -> None:
    given = {"status": "finished", "verdict": "right", "log": "a\n"}
    expected = [StreamItem("stdout", "a\n"), MediaItem({"text/markdown": "**right**"}, {})]
    assert normalize(given) == expected
    assert normalize({"result": [["stdout", "x"], given]})[1:] == expected[1:]
    assert normalize([["broken"], ["stdout", "b"]]) == [
        InvalidItem(
            "$[0]",
            "broken: TypeError: list indices must be integers or slices, not str",
            ["broken"],
        ),
        StreamItem("stdout", "b"),
    ]
    assert "<strong>right</strong>" in render(given)
    accept("grader", None)
    assert normalize(given) != expected


def test_a_shape_that_never_ends() -> None:
    accept("endless", lambda value: [value])
    try:
        assert [type(one) for one in normalize({"a": 1})] == [InvalidItem]
    finally:
        accept("endless", None)
