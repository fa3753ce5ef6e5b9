"""HTML before the sanitiser reads it: what would take it long is gone, and nothing else."""

import nh3
import pytest

from backendai_media._spec import HTML_MAX_ATTRIBUTES
from backendai_media.rendering.tags import lightened

PIECES = [
    "&",
    "&amp;",
    "&#65;",
    "&lt",
    "x" * 20_000,
    "y",
    "<p title='a&b>'>",
    "<pre>\n",
    "< ",
    "</x>",
]


@pytest.mark.parametrize("first", PIECES)
@pytest.mark.parametrize("second", PIECES)
def test_long_texts_stay_as_they_are(first: str, second: str) -> None:
    markup = (first + second * 5_000)[:20_000] + first + second
    made, is_light = lightened(markup)
    assert nh3.clean(made) == nh3.clean(markup)
    assert not is_light


@pytest.mark.parametrize("attribute", [" a", "\n/b=1", " c = 'x > y'", ' d="\'"', " e=f'g", "/=g"])
def test_attributes_are_limited(attribute: str) -> None:
    few, many = (f"x<P{attribute * count}>y" for count in (HTML_MAX_ATTRIBUTES, 5000))
    assert lightened(few) == (few, False)
    assert lightened(many) == (few, True)
