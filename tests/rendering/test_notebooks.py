"""Notebooks as their JSON and as its value."""

import json

import pytest

from backendai_media import BackendAIMediaError, ItemError
from backendai_media.rendering import notebook

VALUE = {
    "nbformat": 4,
    "cells": [
        {"cell_type": "markdown", "source": ["# Title\n", "text"]},
        {
            "cell_type": "code",
            "source": "1 + 1",
            "outputs": [{"output_type": "stream", "name": "stdout", "text": "two\n"}],
        },
    ],
}


def test_text_bytes_and_value_are_one() -> None:
    text = json.dumps(VALUE)
    made = notebook(VALUE)
    assert "two" in made
    assert notebook(text) == notebook(text.encode()) == made


@pytest.mark.parametrize("content", ["", b"\xff\xfe\xfd", "[" * 100_000, "[]", "1", "null"])
def test_what_is_no_notebook_is_named(content: str | bytes) -> None:
    with pytest.raises(ItemError, match=r"not JSON|expected a notebook"):
        notebook(content)


def test_code_begins_in_the_first_line() -> None:
    """Only a line feed right behind the tag is none."""
    cell = {"cell_type": "code", "source": "\nx", "metadata": {}, "outputs": []}
    made = notebook({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    assert '<pre tabindex="0">\n<code>\nx</code>' in made


def test_without_a_style_sheet() -> None:
    made = notebook(VALUE, style="inline")
    assert "<template" not in made
    assert "<style" not in made
    assert 'style="' in made
    with pytest.raises(BackendAIMediaError, match="style must be one of"):
        notebook(VALUE, style="none")
