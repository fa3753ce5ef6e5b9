"""Long data that stands aside while a page is made comes back whole, where it was and nowhere else."""

from __future__ import annotations

import re

import pytest

from backendai_media.rendering import render
from backendai_media.rendering.placeholders import Placeholders

LONG = "QUJD" * 2000
PICTURE = f"data:image/png;base64,{LONG}"


@pytest.mark.parametrize(
    "item",
    [
        ["image/png", LONG],
        ["html", f'<img src="{PICTURE}"><p>after</p>'],
        ["html", f"<img src='{PICTURE}'><p>after</p>"],
        ["text/markdown", f"![a]({PICTURE})\n\nafter"],
        ["text/markdown", f"`{PICTURE}`"],
    ],
)
@pytest.mark.parametrize("standalone", [False, True])
def test_it_is_all_there(item: list[str], standalone: bool) -> None:
    made = render([item], standalone=standalone)
    assert made.count(LONG) == 1
    assert ("after" in made) == ("after" in item[1])


@pytest.mark.parametrize("end", ['" onerror="alert(1)', "'><script>alert(1)</script>", "<b>x</b>"])
def test_what_is_no_base64_goes_the_way_of_all(end: str) -> None:
    made = render([["html", f'<img src="{PICTURE}{end}">'], ["image/png", LONG + end]])
    assert not re.search(r"<[^>\"]*(?:\"[^\"]*\"[^>\"]*)*\bonerror=", made)
    assert "<script>alert" not in made


def test_parsers_see_little_of_it() -> None:
    away = Placeholders()
    text = f'one "{PICTURE}" two ({PICTURE}) three {PICTURE}'
    seen = away.stash_base64(text)
    assert len(seen) < 300
    assert away.restore(seen) == text
    assert away.restore(f"t{'0' * 24}n0t") == f"t{'0' * 24}n0t"


def test_an_output_cannot_name_another_ones_data() -> None:
    made = render([["image/png", LONG], ["html", "t000000000000000000000000n0t"]])
    assert made.count(LONG) == 1
