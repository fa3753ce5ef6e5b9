"""JSON as a browser reads it, and as files have it."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backendai_media.model.jsonio import loads, read


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r'"\ud83d\ude00"', "😀"),
        (r'"\ud83d"', "\ud83d"),
        ("1e999", math.inf),
        ("9" * 500, math.inf),
        ("123456789012345678901234567890", 123456789012345678901234567890),
        ('{"a": 1, "a": 2}', {"a": 2}),
        ("-0", 0),
    ],
)
def test_what_a_browser_reads_is_read(text: str, value: object) -> None:
    assert loads(text) == value


@pytest.mark.parametrize("text", ["NaN", "[Infinity]", "", "{", "[1,]", "'a'", "\ufeff1"])
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - its kind is all that callers go by
        loads(text)


def test_files_may_have_what_python_writes() -> None:
    assert math.isnan(read(b'{"y": NaN}')["y"])
    assert read('{"ü": "\\ud800"}'.encode("utf-16")) == {"ü": "\ud800"}
    assert read(b"\xef\xbb\xbf[1]") == [1]
    with pytest.raises(RecursionError):
        read(b"[" * 100_000)


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.slow
@given(values)
def test_a_text_and_a_file_are_read_alike(value: object) -> None:
    text = json.dumps(value)
    assert loads(text) == read(text.encode()) == value
