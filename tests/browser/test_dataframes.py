"""Tables of pandas and polars in HTML: sorted, copied and saved where they are."""

from __future__ import annotations

import csv
import io

import numpy as np
import pandas as pd

from .stage import Stage

FRAME = pd.DataFrame({"city": ["b", "a", None], "n": [10, 9, 100], "p": [1.5, float("nan"), -2]})
#: As polars 2.1 writes it.
POLARS = """<div><style>.dataframe > thead > tr > th { text-align: right; white-space: pre-wrap; }</style>
<small>shape: (3, 2)</small><table border="1" class="dataframe"><thead><tr><th>a</th><th>b</th></tr>
<tr><td>i64</td><td>str</td></tr></thead><tbody><tr><td>3</td><td>&quot;x&quot;</td></tr>
<tr><td>1</td><td>&quot;y&quot;</td></tr><tr><td>null</td><td>&quot;z&quot;</td></tr></tbody></table></div>"""
BODY = "__probe.all('tbody tr').map(row => [...row.cells].map(cell => cell.textContent.trim()))"


def show(stage: Stage, html: str) -> None:
    assert stage.handle_all([["text/html", html]]) == {"rendered": 1, "failed": []}
    stage.wait("() => __probe.all('.backendai-data-bar').length")


def sort(stage: Stage, name: str) -> list[list[str]]:
    found = stage.js(
        f"""name => {{
          __probe.all('th').find(cell => cell.textContent === name).click();
          return {BODY};
        }}""",
        name,
    )
    return [list(row) for row in found]


def test_sorting(stages: Stage) -> None:
    stages.open_strict()
    show(stages, FRAME.to_html())
    assert [row[2] for row in sort(stages, "n")] == ["9", "10", "100"]
    assert [row[2] for row in sort(stages, "n")] == ["100", "10", "9"]
    assert [row[0] for row in sort(stages, "n")] == ["0", "1", "2"]
    assert [row[3] for row in sort(stages, "p")] == ["-2.0", "1.5", "NaN"]
    sorts = stages.js(
        "() => __probe.all('th[aria-sort]').map(cell => [cell.ariaSort, cell.tabIndex])"
    )
    assert sorts == [["none", 0], ["none", 0], ["ascending", 0]]
    show(stages, POLARS)
    assert [row[0] for row in sort(stages, "a")] == ["1", "3", "null"]
    assert stages.probe("errors") + stages.probe("violations") == []


def test_tables_far_off_are_left_alone(stages: Stage) -> None:
    """To ask how high they are would have all of them laid out."""
    stages.open_strict()
    stages.js("""() => {
      const own = Object.getOwnPropertyDescriptor(Element.prototype, 'scrollHeight');
      window.asked = 0;
      const get = function () { window.asked++; return own.get.call(this) };
      Object.defineProperty(Element.prototype, 'scrollHeight', { ...own, get });
    }""")
    long = pd.DataFrame({"n": range(40)}).to_html()
    report = stages.handle_all([["text/html", long]] * 60)
    assert report == {"rendered": 60, "failed": []}
    stages.wait("() => __probe.all('.backendai-data-bar').length")
    assert stages.js("() => asked") < 10
    assert stages.js("() => __probe.all('.backendai-data-bar').length") < 10
    stages.js("() => __probe.all('#out .backendai-item')[59].scrollIntoView()")
    bar = "__probe.items().at(-1)[1].includes('Save as CSV')"
    stages.wait(f"() => {bar}")


def test_styles_stay(stage: Stage) -> None:
    stage.open_strict()
    show(stage, FRAME.style.background_gradient(subset=["n"]).to_html())
    colors = "() => __probe.all('td').map(cell => getComputedStyle(cell).backgroundColor)"
    before = stage.js(colors)
    assert len(set(before)) > 2
    sort(stage, "n")
    assert sorted(stage.js(colors)) == sorted(before)


def test_what_is_left_as_it_is(stage: Stage) -> None:
    """Headers and rows that span several, and frames of which rows are left out."""
    stage.open_strict()
    rows = pd.MultiIndex.from_product([["x", "y"], [1, 2]], names=["k", "l"])
    columns = pd.MultiIndex.from_tuples([("A", "a"), ("A", "b")])
    many = pd.DataFrame(np.arange(8).reshape(4, 2), index=rows, columns=columns)
    long = pd.DataFrame({"v": range(100)})
    for frame in (many.to_html(), long.to_html(max_rows=10)):
        show(stage, frame)
        assert stage.js("() => __probe.all('[aria-sort]').length") == 0
    show(stage, many.to_html())
    page = stage.engine.page  # type: ignore[attr-defined]
    page.locator("table").hover()
    page.get_by_text("Copy", exact=True).click()
    stage.wait("async () => (await navigator.clipboard.readText()).startsWith('k')")
    copied = stage.js("() => navigator.clipboard.readText()")
    assert list(csv.reader(io.StringIO(copied), delimiter="\t")) == [
        ["k", "l", "A a", "b"],
        ["x", "1", "0", "1"],
        ["", "2", "2", "3"],
        ["y", "1", "4", "5"],
        ["", "2", "6", "7"],
    ]


def test_hostile(stage: Stage) -> None:
    stage.open_strict()
    markup = "<img src=x onerror=&quot;window.hit = 1&quot;>"
    html = (
        '<table class="dataframe"><thead><tr><th>a</th><th colspan="99999999">b</th></tr></thead>'
        f'<tbody><tr><td rowspan="65534">{markup}</td></tr><tr><td>2</td></tr></tbody></table>'
        '<table class="dataframe"><form><input name="tBodies"><input name="rows"></form></table>'
        '<table class="dataframe"></table>'
    )
    assert stage.handle_all([["text/html", html]])["failed"] == []
    stage.wait("() => __probe.all('.backendai-data-bar').length")
    page = stage.engine.page  # type: ignore[attr-defined]
    page.locator("table").first.hover()
    page.get_by_text("Copy", exact=True).first.click()
    assert stage.js("() => window.hit") is None
    assert stage.probe("errors") + stage.probe("violations") == []
