"""Altair's charts with VegaFusion, where it is installed; the cases have one that was recorded."""

from __future__ import annotations

from typing import Any

import altair as alt
import pytest

from backendai_media import display
from backendai_media._emit import sink
from backendai_media.model import Item, MediaItem

pytest.importorskip("vegafusion")


def test_a_chart_has_the_data_that_show() -> None:
    rows = [{"town": "u", "rain": 2}, {"town": "v", "rain": 4}, {"town": "u", "rain": 6}]
    library: Any = alt
    chart = library.Chart(library.Data(values=rows)).mark_bar().encode(x="town:N", y="sum(rain):Q")
    items: list[Item] = []
    with alt.data_transformers.enable("vegafusion"), sink(items.append):
        display(chart)
    (item,) = items
    assert isinstance(item, MediaItem)
    ((type_, spec),) = ((key, value) for key, value in item.data.items() if key != "text/plain")
    assert type_ == "application/vnd.vega.v6+json"
    found = [row for data in spec["data"] for row in data.get("values", ())]
    sums = {(row["town"], row["sum_rain"]) for row in found if "sum_rain" in row}
    assert sums == {("u", 8), ("v", 4)}
