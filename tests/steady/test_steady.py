"""No input causes work, output or memory out of proportion to its size, whatever its shape."""

from __future__ import annotations

import ast
import base64
import json
import sys
from collections.abc import Callable, Iterator
from functools import _lru_cache_wrapper, partial
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backendai_media import _spec, render
from backendai_media.model.widgets import VIEW
from backendai_media.rendering.error_text import indented
from backendai_media.rendering.limits import Limits
from backendai_media.rendering.standalone import shadow_style

from .forms import BINARY, FAMILIES, RESULTS, forms
from .measure import exponent, operations, peak_memory, seconds
from .parsers import NOT_PARSERS, PARSERS, SIGNS
from .shapes import Shape, shapes

pytestmark = pytest.mark.slow

SOURCE = Path(_spec.__file__).parent
MAX_EXPONENT = 1.2
#: Characters or bytes for each one of the input, and at first.
MAX_FACTOR, FIRST_OUTPUT, FIRST_MEMORY = 20, 1_000_000, 8_000_000
#: Bytes of memory for each byte of the input: what JSON's parser makes of `[],` takes 64, and
#: Markdown's makes two or three objects of each sign; mail makes two trees of objects.
MAX_MEMORY_FACTOR, MAX_MARKDOWN_FACTOR, MAX_TREE_FACTOR = 100, 300, 400
#: Function calls for each character of the input, and at first.
MAX_CALLS, FIRST_CALLS = 60, 1_200_000
#: Limits that are small enough to be reached.
LIMITS = Limits(operations=20_000)
SIZE, CHEAP = 300, 10_000
#: Sizes in the full tier.
LARGE = 1_000_000

#: In the quick tier each shape at one of its types, and one of so many of these.
QUICK = 48
CASES = [
    pytest.param(
        shape,
        kind,
        id=f"{kind}: {shape.name}",
        marks=[] if number % QUICK == 0 and place == number % len(shape.of) else pytest.mark.full,
    )
    for number, shape in enumerate(shapes())
    for place, kind in enumerate(shape.of)
]


@pytest.mark.parametrize(("shape", "kind"), CASES)
def test_operations_and_output(shape: Shape, kind: str) -> None:
    for form, first in forms(kind, shape.text(0)).items():
        first()  # what is loaded at the first call
        # One unit at least: some are items with very many parts.
        size = max(SIZE, 2 * len(shape.unit) + len(shape.close))
        counts, sizes = _measured(shape, kind, form, size)
        # Larger, where work is cheap or the first sizes lie on both sides of a limit's step.
        while size < 64 * SIZE and not (counts[-1] >= CHEAP and _is_linear(counts, sizes)):
            size *= 4
            counts, sizes = _measured(shape, kind, form, size)
        assert counts[-1] <= FIRST_CALLS + MAX_CALLS * sizes[-1], (form, counts)
        assert _is_linear(counts, sizes), (form, counts)


def _is_linear(counts: list[int], sizes: list[int]) -> bool:
    is_cheap = counts[-1] - counts[0] <= CHEAP / 2
    return is_cheap or exponent(sizes, counts[1:], counts[0]) <= MAX_EXPONENT


def _measured(shape: Shape, kind: str, form: str, size: int) -> tuple[list[int], list[int]]:
    """Return the calls for the least input and for three sizes, and those sizes."""
    fixed = len(shape.text(0))
    texts = [shape.text(0), *(shape.text(fixed + size * factor) for factor in (1, 2, 4))]
    counts = []
    for text in texts:
        made: list[str] = []
        work = forms(kind, text, LIMITS)[form]
        _clear_caches()
        counts.append(operations(partial(_keep, made, work)))
        output = _output_size(made[0])
        assert output <= FIRST_OUTPUT + MAX_FACTOR * len(text.encode()), (form, output)
    return counts, [len(text) - fixed for text in texts[1:]]


def _keep(made: list[str], work: Callable[[], str]) -> None:
    made.append(work())


def _clear_caches() -> None:
    """Forget results for inputs; what is made once, without a bound, stays."""
    for name, module in list(sys.modules.items()):
        if name.startswith("backendai_media."):
            for value in list(vars(module).values()):
                if isinstance(value, _lru_cache_wrapper) and value.cache_parameters()["maxsize"]:
                    value.cache_clear()


@pytest.mark.parametrize(("kind", "name"), BINARY)
def test_binary(kind: str, name: str) -> None:
    payloads = [BINARY[kind, name](SIZE * factor) for factor in (1, 2, 4)]
    works = [forms(kind, payload, LIMITS)["render"] for payload in payloads]
    works[0]()
    counts = [operations(work) for work in works]
    assert counts[2] <= counts[1] * 2**MAX_EXPONENT + 1000, counts
    large = BINARY[kind, name](SIZE * 30)
    work = forms(kind, large)["render"]
    assert len(work()) <= FIRST_OUTPUT + MAX_FACTOR * len(large)
    assert peak_memory(work) <= FIRST_MEMORY + MAX_MEMORY_FACTOR * len(large)


@pytest.mark.full
@pytest.mark.timeout(600)
@pytest.mark.parametrize(("shape", "kind"), CASES)
def test_large_inputs(shape: Shape, kind: str) -> None:
    texts = [shape.text(LARGE // factor) for factor in (16, 8, 4)]
    sizes = [len(text) for text in texts]
    for form, work in forms(kind, texts[-1]).items():
        works = [*(forms(kind, text)[form] for text in texts[:-1]), work]
        costs = [seconds(one) for one in works]
        if costs[-1] > 0.1:
            assert exponent(sizes, costs, 0) <= MAX_EXPONENT, (form, costs)
        factor = MAX_MARKDOWN_FACTOR if kind == "text/markdown" else MAX_MEMORY_FACTOR
        if form in {"mail", "inline", "paper"}:
            factor = MAX_TREE_FACTOR
        assert peak_memory(work) <= FIRST_MEMORY + factor * len(texts[-1].encode()), form


@pytest.mark.full
@settings(max_examples=300)
@given(st.data())
def test_mixed_shapes(data: st.DataObject) -> None:
    """Shapes of one kind after one another."""
    kind = data.draw(
        st.sampled_from(sorted({"stdout", "text/html", "text/markdown", "text/latex"}))
    )
    chosen = data.draw(
        st.lists(
            st.sampled_from([one for one in shapes() if kind in one.of]), min_size=2, max_size=4
        )
    )
    sizes = [250, 500, 1000]
    texts = ["".join(one.text(size) for one in chosen) for size in sizes]
    counts = [operations(forms(kind, text, LIMITS)["render"]) for text in texts]
    assert counts[-1] <= FIRST_CALLS + MAX_CALLS * len(texts[-1])


def test_many_small_items_are_no_more_than_a_long_one() -> None:
    """Of what renders as much more than it is, as much as there is room for."""
    for item in (
        ["application/json", [[]] * 40],
        ["application/vnd.sorna.gitgraph", [{"oid": f"a{number}"} for number in range(20)]],
    ):
        one = len(render([item]))
        many = render([item] * 2000)
        size = len(json.dumps(item)) * 2000
        assert one * 2000 > FIRST_OUTPUT + MAX_FACTOR * size
        assert _output_size(many) <= FIRST_OUTPUT + MAX_FACTOR * size
        assert "further parts" in many or "more not listed" in many or "older commits" in many


def test_what_a_widget_shows_again_brings_no_room() -> None:
    picture = base64.b64encode(bytes(30_000)).decode()
    box = {"_model_name": "VBoxModel", "children": ["IPY_MODEL_b"] * 2000}
    made = render(
        [
            opened("a", box),
            {**opened("b", {"_model_name": "ImageModel"}, [["value"]]), "buffers": [picture]},
            {"output_type": "display_data", "data": {VIEW: {"model_id": "a"}}},
        ]
    )
    assert picture in made
    assert len(made) < MAX_FACTOR * len(picture)


def test_a_field_that_is_listed_again_brings_no_room() -> None:
    rows = [{"a": f"{number} {'x' * 900}"} for number in range(900)]
    value = {"schema": {"fields": [{"name": "a"}] * 100}, "data": rows}
    made = render([["application/vnd.dataresource+json", value]])
    assert len(made) < len(json.dumps(value))


def test_indentation_is_no_more_than_what_it_indents() -> None:
    wide: Any = [1] * 20_000
    for _ in range(40):
        wide = [wide]
    assert indented(wide) == json.dumps(wide, separators=(",", ":"))
    assert indented([[1, {"a": 2}]]) == '[\n  [\n    1,\n    {\n      "a": 2\n    }\n  ]\n]'


def opened(name: str, state: dict[str, Any], paths: list[list[str]] | None = None) -> Any:
    """Return the message that opens a widget."""
    data = {"state": state, "buffer_paths": paths or []}
    return {"msg_type": "comm_open", "content": {"comm_id": name, "data": data}}


def _output_size(made: str) -> int:
    """Return the size without the style sheets of shadow roots, which each of them has."""
    for sheet in (shadow_style(), shadow_style("markdown")):
        made = made.replace(sheet, "")
    return len(made.encode())


def test_every_type_has_shapes() -> None:
    kinds = {kind for shape in shapes() for kind in shape.of} | {kind for kind, _ in BINARY}
    types = {*_spec.PAYLOADS, "stdout", "stderr", *RESULTS, "notebook"}
    assert not types - kinds - set(FAMILIES) | (set(FAMILIES) - kinds)


def test_every_parser_is_listed() -> None:
    found = set()
    for name in ("_outputs", "drawing", "gitgraph", "model", "previews", "rendering"):
        for path in (SOURCE / name).glob("*.py"):
            if SIGNS.intersection(_imports(path)):
                found.add(f"{name}.{path.stem}")
    assert not found - set(PARSERS) - set(NOT_PARSERS)
    assert not set(PARSERS) & set(NOT_PARSERS)
    for name in [*PARSERS, *NOT_PARSERS]:
        assert (SOURCE / f"{name.replace('.', '/')}.py").exists()


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name.partition(".")[0] for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").rpartition(".")[2]
            yield (node.module or "").partition(".")[0]
            yield from (one.name for one in node.names if node.level)


@pytest.mark.parametrize("kind", sorted(set(PARSERS.values())))
def test_every_parser_is_reached(kind: str) -> None:
    texts = [shape.text(200) for shape in shapes() if kind in shape.of]
    texts += [make(100) for (one, _), make in BINARY.items() if one == kind]
    # Neighbours are alike: one of ten at a time reaches more, sooner.
    texts = [text for start in range(10) for text in texts[start::10]]
    files: set[str] = set()
    expected = {name for name, one in PARSERS.items() if one == kind}
    missing = {name: f"{SOURCE}/{name.replace('.', '/')}.py" for name in expected}
    for text in texts:
        for work in forms(kind, text).values():
            _trace(work, files)
            missing = {name: path for name, path in missing.items() if path not in files}
            if not missing:
                return
    assert not missing


def _trace(run: Callable[[], object], files: set[str]) -> None:
    def note(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call":
            files.add(frame.f_code.co_filename)

    sys.setprofile(note)
    try:
        run()
    finally:
        sys.setprofile(None)
