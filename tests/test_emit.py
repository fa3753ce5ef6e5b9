"""Where items go: the caller's sink, the Backend.AI hook, the standard output."""

import asyncio
import builtins
import subprocess
import sys
from typing import Any

import pytest

from backendai_media import ItemError, display
from backendai_media._emit import Record, emit, set_sink, sink
from backendai_media.model import ClearItem, Item, MediaItem, StreamItem, UpdateItem, svg_envelope

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg"><rect/></svg>'


def collected(*values: Any, **options: Any) -> list[Item]:
    items: list[Item] = []
    with sink(items.append):
        for value in values:
            display(value, **options)
    return items


def test_a_sink_gets_items() -> None:
    items = collected(("stdout", "a"), {"text/plain": "b"}, [("html", "<i>"), ("stderr", "c")])
    assert items == [
        StreamItem("stdout", "a"),
        MediaItem({"text/plain": "b"}, {}),
        MediaItem({"text/html": "<i>"}, {}),
        StreamItem("stderr", "c"),
    ]


def test_a_picture_comes_along() -> None:
    items: list[Item] = []
    with sink(items.append):
        emit(("application/x-foo", 1), picture=PICTURE)
        emit(("image/svg+xml", "<svg/>"), picture=PICTURE)
    assert items == [
        MediaItem({"application/x-foo": 1, "image/svg+xml": PICTURE}, {}),
        MediaItem({"image/svg+xml": "<svg/>"}, {}),
    ]


def test_display_ids() -> None:
    assert collected(("text/plain", "a"), display_id="d") == [
        MediaItem({"text/plain": "a"}, {}, "d")
    ]
    assert collected(("text/plain", "b"), display_id="d", update=True) == [
        UpdateItem("d", {"text/plain": "b"}, {})
    ]
    with pytest.raises(ValueError, match="display_id"):
        display(("text/plain", "b"), update=True)


@pytest.mark.parametrize(
    "value",
    [
        [1, 2],
        {"a": 1},
        {"a/b": 1},
        {"status": "ok"},
        {"stdout": "a"},
        {"data": {"rows": 1}},
        {"data": {"text/plain": "a"}, "name": "mine"},
        {"type": "point", "data": 1},
        {"result": [1]},
        ["Paris", "Seoul"],
        ["html", "css"],
        ("count", 3),
        [{"name": "x"}],
        [("html", "<b>"), 5],
        [],
        {},
    ],
)
def test_plain_containers_are_objects(value: Any) -> None:
    assert collected(value) == [MediaItem({"text/plain": repr(value)}, {})]


def test_malformed_items_are_the_producers_fault() -> None:
    with pytest.raises(ItemError, match="expected text"):
        display(("image/png", 5))


def test_sinks_nest_and_a_default_stands_behind_them() -> None:
    default: list[Item] = []
    inner: list[Item] = []
    set_sink(default.append)
    try:
        emit(("stdout", "1"))
        with sink(inner.append):
            emit(("stdout", "2"))
        emit(("stdout", "3"))
    finally:
        set_sink(None)
    assert [default, inner] == [
        [StreamItem("stdout", "1"), StreamItem("stdout", "3")],
        [StreamItem("stdout", "2")],
    ]


def test_sinks_of_two_tasks_do_not_mix() -> None:
    async def work(name: str) -> list[Item]:
        items: list[Item] = []
        with sink(items.append):
            for _ in range(3):
                emit(("stdout", name))
                await asyncio.sleep(0)
        return items

    async def both() -> list[list[Item]]:
        return list(await asyncio.gather(work("a"), work("b")))

    assert asyncio.run(both()) == [[StreamItem("stdout", "a")] * 3, [StreamItem("stdout", "b")] * 3]


def test_backendai_hook(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    records: list[Record] = []
    monkeypatch.setattr(builtins, "_sorna_emit", records.append, raising=False)
    emit([("application/x-sorna-drawing", "kA=="), ("stdout", "text\n"), ("image/png", "iVBO")])
    emit({"image/svg+xml": PICTURE, "application/x-foo": [1]}, picture=PICTURE)
    emit({"text/plain": "p", "text/html": "<i>"})
    assert [(record.type, record.data) for record in records] == [
        ("application/x-sorna-drawing", "kA=="),
        ("image/png", "data:image/png;base64,iVBO"),
        ("application/x-foo", [1]),
        ("text/html", "<i>"),
    ]
    assert capsys.readouterr().out == "text\n"


def test_plain_text_where_there_is_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    emit([("stdout", "a"), ("stderr", "b"), {"text/plain": "c", "text/html": "<c>"}])
    emit([("application/x-foo", 1), ("log", ["info", 1, "", "m"])])
    emit({"output_type": "error", "ename": "E", "evalue": "v"})
    emit([{"msg_type": "clear_output", "content": {}}, {"status": "waiting-input", "stdout": "? "}])
    out, err = capsys.readouterr()
    assert out == "ac\n<application/x-foo>\n? "
    assert err == "binfo 1 m\nE: v\n"


def test_emitting_imports_no_notebook() -> None:
    code = """
import sys
from backendai_media import display
display(("text/plain", "hello"))
assert "IPython" not in sys.modules and "numpy" not in sys.modules
"""
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert run.stdout == "hello\n"


class Figure:
    def _repr_html_(self) -> str:
        return "<i>figure</i>"

    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        return b"x", {"width": 3}

    def _repr_svg_(self) -> None:
        return None

    def __repr__(self) -> str:
        return "figure"


class Bundle(Figure):
    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Any:
        return {"text/html": "<b>", "application/x-foo": 1}, {"application/x-foo": {"a": 1}}


def test_objects_that_tell_how_they_look() -> None:
    assert collected(Figure(), Bundle(), 5, "text", Figure) == [
        MediaItem(
            {"text/plain": "figure", "text/html": "<i>figure</i>", "image/png": "eA=="},
            {"image/png": {"width": 3}},
        ),
        MediaItem(
            {
                "text/plain": "figure",
                "text/html": "<b>",
                "image/png": "eA==",
                "application/x-foo": 1,
            },
            {"image/png": {"width": 3}, "application/x-foo": {"a": 1}},
        ),
        MediaItem({"text/plain": "5"}, {}),
        MediaItem({"text/plain": "'text'"}, {}),
        MediaItem({"text/plain": repr(Figure)}, {}),
    ]


def test_items_are_shown_as_they_are() -> None:
    assert collected(MediaItem({"a/b": 1}, {}), ClearItem(wait=True)) == [
        MediaItem({"a/b": 1}, {}),
        ClearItem(wait=True),
    ]


def test_box_names_what_it_stands_for() -> None:
    assert "application/x-&lt;foo" in svg_envelope.box("application/x-<foo")


def test_pictures_are_made_where_they_are_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    def picture() -> str:
        made.append(1)
        return '<svg xmlns="http://www.w3.org/2000/svg"/>'

    monkeypatch.setattr(builtins, "_sorna_emit", lambda _: None, raising=False)
    emit(("application/x-sorna-drawing", "kA=="), picture=picture)
    assert made == []
    items: list[Item] = []
    with sink(items.append):
        emit(("application/x-sorna-drawing", "kA=="), picture=picture)
        emit(("image/svg+xml", "<svg/>"), picture=picture)
    assert made == [1]
    assert isinstance(items[0], MediaItem)
    assert items[0].data["image/svg+xml"] == picture()
