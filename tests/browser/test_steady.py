"""No input freezes a page: what becomes of it stays in proportion, and the page goes on."""

from __future__ import annotations

import itertools
import json
import math
import re
from typing import Any

import pytest

from tests import FULL

from ..steady.shapes import shapes
from .engines import Json
from .stage import Stage
from .steady import Input, inputs, kinds, open_steady

#: In the quick tier every twelfth shape of a type is tried, and of a type with several versions the first.
QUICK = 12
KINDS = [
    pytest.param(kind, marks=[] if number == 0 else pytest.mark.full)
    for _, versions in itertools.groupby(sorted(kinds()), lambda kind: re.sub(r"\d", "", kind))
    for number, kind in enumerate(versions)
]
#: Sizes of inputs in characters, each twice the one before.
SIZES = (1000, 2000, 4000)
#: Five and fifty times as much is measured by `python -m benchmarks.steady`: all shapes in three engines take hours.
LARGE_SIZE = 200_000
#: Elements, and characters in texts and attributes, that an item may become: a constant (coloured code; 65,536 blanks
#: that cursors of console text make), and for each character of it.
MAX_ELEMENTS, MAX_CHARACTERS, MAX_FACTOR = 1000, 120_000, 20
#: Further ones of a whole result: notices for a thousand malformed parts, and what the views of a widget that is shown
#: again may have.
RESULT_ELEMENTS, RESULT_CHARACTERS = 10_000, 400_000
#: Cells that short rows lack, of which markdown-it adds so many at most.
ADDED_CELLS = 0x10000
#: Growth of elements or characters with the size of the input.
MAX_EXPONENT = 1.2


def of_kind(kind: str) -> list[Input]:
    return [one for one in inputs() if one.kind == kind]


def test_every_type_has_shapes() -> None:
    assert set(kinds()) <= {one.kind for one in inputs()}


def test_inputs_are_built_alike(stage: Stage) -> None:
    """The page builds them itself: megabytes would take longer on their way than to be shown."""
    open_steady(stage)
    for shape in shapes():
        built = stage.js("(shape, size) => __steady.build(shape, size)", vars(shape), 500)
        assert built == shape.text(500), shape.name


@pytest.mark.parametrize("kind", KINDS)
def test_what_becomes_of_inputs_is_in_proportion(stage: Stage, kind: str) -> None:
    open_steady(stage)
    found = {}
    for one in of_kind(kind)[:: 1 if FULL else QUICK]:
        rows = stage.js("inputs => __steady.all(inputs)", [one.at(size) for size in SIZES])
        faults = [fault for row in rows for fault in faults_of(row)]
        for count, constant in constants(kind):
            if exponent(rows, count, constant) > MAX_EXPONENT:
                faults.append(f"{count} grow faster than the input: {[row[count] for row in rows]}")
        if faults:
            found[one.name] = faults
    assert not found, json.dumps(found, indent=1)


def patient(kind: str) -> Any:
    """A kind with time for each of its inputs, however busy the machine is: only a page that hangs takes that."""
    return pytest.param(kind, marks=pytest.mark.timeout(60 + 30 * len(of_kind(kind))))


@pytest.mark.full
@pytest.mark.parametrize("kind", [patient(kind) for kind in kinds()])
def test_no_input_holds_the_page(stages: Stage, kind: str) -> None:
    open_steady(stages)
    found = {}
    for one in of_kind(kind):
        row = stages.js("input => __steady.one(input)", one.at(LARGE_SIZE))
        if faults := faults_of(row):
            found[one.name] = faults
    assert not found, json.dumps(found, indent=1)


def faults_of(row: Json) -> list[str]:
    """What is wrong: an item is shown or says why not, in proportion, and the next one is shown."""
    faults = []
    if not (row["rendered"] or row["failed"]):
        faults.append("neither shown nor failed")
    if not row["later"]:
        faults.append("a later item does not show")
    for count, constant in constants(row["type"]):
        if row[count] > constant + MAX_FACTOR * row["size"]:
            faults.append(f"{row[count]:,} {count} of {row['size']:,} characters")
    return faults


def constants(type_: str) -> list[tuple[str, int]]:
    """What inputs of a type may become, however short they are."""
    is_result = type_ == "result"
    elements = MAX_ELEMENTS + ADDED_CELLS * (type_ == "text/markdown") + RESULT_ELEMENTS * is_result
    return [("elements", elements), ("characters", MAX_CHARACTERS + RESULT_CHARACTERS * is_result)]


def exponent(rows: Json, count: str, constant: int) -> float:
    """With which power of its size an input's output grows, where it is more than a constant."""
    first, last = rows[0], rows[-1]
    if last[count] <= constant or last["size"] <= first["size"]:
        return 0
    return math.log(last[count] / max(1, first[count])) / math.log(last["size"] / first["size"])
