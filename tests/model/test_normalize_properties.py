"""Whatever JSON comes in: no exception, and what is malformed is named by its place."""

import copy
import json
import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backendai_media import ItemError, normalize
from backendai_media.model import InvalidItem, StreamItem, to_builtins, to_json

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
NUMBERS = st.integers(-(2**40), 2**40) | st.floats(allow_nan=False, allow_infinity=False)
LEAVES = st.none() | st.booleans() | NUMBERS | TEXT
TYPES = st.sampled_from(
    "stdout,stderr,html,log,media,text/plain,text/html,image/png,image/svg+xml,application/json,"
    "application/x-foo, Text/HTML;a,,;".split(",")
)
KEYS = st.sampled_from(
    "result output_type msg_type header content cells outputs cell_type type data metadata "
    "transient display_id console stdout stderr media html exceptions status msg options "
    "is_password name text ename evalue traceback wait prompt password text/plain image/png".split()
)
WORDS = st.sampled_from(
    "stream display_data execute_result update_display_data error clear_output input_request "
    "status waiting-input exec-timeout server-restarting".split()
) | st.sampled_from(['["image/png", "x"]', '{"type": "text/plain", "data": 5}', "<b>"])
JSON = st.recursive(
    LEAVES | TYPES | WORDS,
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.tuples(TYPES, inner).map(list)
        | st.dictionaries(KEYS | TYPES | TEXT, inner, max_size=5)
    ),
    max_leaves=25,
)


def follow(value: Any, path: str) -> Any:
    """Return the value at a path; `null` where the last key leads nowhere."""
    assert path.startswith("$")
    tokens = re.findall(r'\.([A-Za-z_$][A-Za-z0-9_$]*)|\[("(?:[^"\\]|\\.)*"|\d+)\]', path[1:])
    rebuilt = "".join(f".{name}" if name else f"[{rest}]" for name, rest in tokens)
    assert rebuilt == path[1:]
    keys = [name or json.loads(rest) for name, rest in tokens]
    for position, key in enumerate(keys):
        if isinstance(value, dict) and key not in value:
            assert position == len(keys) - 1
            return None
        value = value[key]
    return value


@given(JSON)
def test_any_json(value: Any) -> None:
    before = copy.deepcopy(value)
    items = normalize(value)
    assert value == before
    for item in items:
        if isinstance(item, InvalidItem):
            assert follow(value, item.path) == item.raw
    assert json.loads(to_json(items)) == to_builtins(items)
    assert normalize(json.loads(json.dumps(value))) == items
    for one, next_ in pairwise(items):
        streams = isinstance(one, StreamItem) and isinstance(next_, StreamItem)
        assert not streams or one.name != next_.name  # type: ignore[union-attr]


@given(JSON)
def test_strict_raises_where_something_is_invalid(value: Any) -> None:
    items = normalize(value)
    invalid = [item for item in items if isinstance(item, InvalidItem)]
    if invalid:
        with pytest.raises(ItemError) as caught:
            normalize(value, strict=True)
        assert (caught.value.path, caught.value.reason) == (invalid[0].path, invalid[0].reason)
    else:
        assert normalize(value, strict=True) == items


@given(JSON)
def test_items_are_a_fixed_point(value: Any) -> None:
    items = normalize(value)
    assert normalize(items) == items


@given(st.lists(st.tuples(st.sampled_from(["stdout", "stderr"]), TEXT)))
def test_no_text_is_lost(parts: list[tuple[str, str]]) -> None:
    items = normalize(list(parts))
    for name in ("stdout", "stderr"):
        got = "".join(one.text for one in items if isinstance(one, StreamItem) and one.name == name)
        assert got == "".join(text for stream, text in parts if stream == name)


ANY = st.recursive(
    LEAVES | st.binary() | st.floats() | st.text(st.characters()) | st.sets(st.integers()),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(TYPES, inner)
        | st.dictionaries(st.integers() | st.none() | KEYS, inner, max_size=4)
    ),
    max_leaves=20,
)


@given(ANY)
def test_any_python_value_can_be_written(value: Any) -> None:
    assert len(json.loads(to_json(normalize(value)))) == len(normalize(value))
