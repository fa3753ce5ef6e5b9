"""What text becomes in markup: nothing of it is ever taken for markup."""

from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backendai_media.rendering import notebook
from backendai_media.rendering.markup import element, quoted, text
from backendai_media.rendering.python_code import highlight

#: What a parser leaves as it is.
PLAIN = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"))


@pytest.mark.parametrize("length", [0, 300])
@pytest.mark.parametrize("character", "&<>\"'\r\0\ud800")
def test_each_character_that_matters_is_written_as_another(character: str, length: int) -> None:
    value = "a" * length + character
    assert quoted(value)[length:] != character
    assert (text(value)[length:] == character) == (character in "\"'")


@given(PLAIN)
def test_texts_and_attributes_come_back(value: str) -> None:
    assert text(value) == escape(value, quote=False)
    assert quoted(value) == escape(value)
    assert unescape(element("p", title=value)) == f'<p title="{value}"></p>'


@given(PLAIN)
def test_colours_leave_nothing_of_a_source_as_markup(source: str) -> None:
    made = highlight(f"{source}<b a='")
    for kind in "comment string meta number keyword title literal built_in".split():
        made = made.replace(f'<span class="code-{kind}">', "")
    assert "<" not in made.replace("</span>", "")
    assert unescape(made.replace("</span>", "")) == f"{source}<b a='"


def test_a_cell_of_code_is_no_markup() -> None:
    sources = ["a <b", 'x = "<img src=x onerror=alert(1)>" # <i', "@<u\n%%html <u>", "def <s"]
    cells = [{"cell_type": "code", "source": one, "outputs": []} for one in sources]
    made = notebook({"cells": cells})
    assert not [tag for tag in ("<b", "<i", "<u", "<s>", "<s<") if tag in made.replace("<span", "")]
    assert "&lt;img src=x onerror=alert(1)&gt;" in made
