"""Tables in the page: CSV, TSV, data resources."""

from __future__ import annotations

import csv
import io
import json
import random
from typing import Any

import pandas as pd
import pytest

from .stage import Stage

CSV = "text/csv"
TSV = "text/tab-separated-values"
RESOURCE = "application/vnd.dataresource+json"
PEOPLE = (
    'name,born,height,member\n"Kim, A.",2001-02-03,1.5,true\nlee,1999-12-31,10.25,false\nPark,,,\n'
)


def show(stage: Stage, value: Any, kind: str = CSV, metadata: Any = None) -> Any:
    return stage.handle_all({"type": kind, "data": value, "metadata": metadata or {}})


def cells(stage: Stage) -> list[list[str]]:
    """The header and the rows that are there, without the spaces that align numbers."""
    found = stage.js("""() => __probe.all('[role=row]').map(row =>
      [...row.children].map(cell => cell.textContent.replace(/[\\u2007\\u2008]/g, '')))""")
    return [list(row) for row in found]


def column(stage: Stage, index: int) -> list[str]:
    return [row[index] for row in cells(stage)[1:]]


def status(stage: Stage) -> str:
    return str(stage.js("() => document.querySelector('#out [role=status]').textContent"))


def press(stage: Stage, *keys: str, shift: bool = False) -> None:
    stage.js(
        """(keys, shiftKey) => { for (const key of keys) document.querySelector('[role=grid]').dispatchEvent(
          new KeyboardEvent('keydown', { key, shiftKey, bubbles: true, cancelable: true })) }""",
        list(keys),
        shift,
    )


def head(stage: Stage, index: int) -> str:
    return f"document.querySelectorAll('[role=columnheader]')[{index}]"


def click(stage: Stage, index: int) -> None:
    """Clicks a header, and waits until it took effect."""
    stage.js(f"() => {head(stage, index)}.click()")
    stage.wait("() => document.querySelector('[role=grid]').ariaBusy === 'false'")


def sort(stage: Stage, index: int) -> list[str]:
    """Clicks a header; → what the column then is."""
    click(stage, index)
    return column(stage, index)


def test_table(stages: Stage) -> None:
    stages.open_strict()
    assert show(stages, PEOPLE) == {"rendered": 1, "failed": []}
    assert cells(stages) == [
        ["name", "born", "height", "member"],
        ["Kim, A.", "2001-02-03", "1.5", "true"],
        ["lee", "1999-12-31", "10.25", "false"],
        ["Park", "", "", ""],
    ]
    assert status(stages) == "3 rows, 4 columns"
    kinds = stages.js("() => __probe.all('[role=columnheader]').map(cell => cell.dataset.kind)")
    assert kinds == ["text", "date", "number", "boolean"]
    assert sort(stages, 2) == ["1.5", "10.25", ""]
    assert sort(stages, 2) == ["10.25", "1.5", ""]
    assert stages.js(f"() => {head(stages, 2)}.ariaSort") == "descending"
    assert sort(stages, 2) == ["1.5", "10.25", ""]
    assert stages.js(f"() => {head(stages, 2)}.ariaSort") == "none"
    assert sort(stages, 1)[0] == "1999-12-31"
    press(stages, "ArrowDown", "ArrowLeft")
    press(stages, "ArrowDown", "ArrowRight", shift=True)
    copied = stages.js("""() => {
      const data = new DataTransfer();
      const event = new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true });
      document.querySelector('[role=grid]').dispatchEvent(event);
      return [event.defaultPrevented, (event.clipboardData ?? data).getData('text/plain')];
    }""")
    # WebKit gives scripts' own events no data.
    assert copied[0]
    assert copied[1] in ("lee\t1999-12-31\nKim, A.\t2001-02-03", "")
    grid = stages.js("""() => {
      const grid = document.querySelector('[role=grid]');
      const cell = document.getElementById(grid.getAttribute('aria-activedescendant'));
      return [grid.tabIndex, grid.ariaRowCount, grid.ariaColCount, cell.role, cell.ariaColIndex,
        cell.parentNode.role, cell.parentNode.ariaRowIndex];
    }""")
    assert grid == [0, "4", "4", "gridcell", "2", "row", "3"]
    assert stages.probe("errors") + stages.probe("violations") == []


RESOURCES = [
    (
        {"schema": {"fields": [{"name": "a", "type": "integer"}]}, "data": [{"a": 2}, {"a": None}]},
        [["a"], ["2"], ["null"]],
    ),
    (
        {"schema": {"fields": [{"name": "a"}, {"name": "b"}]}, "data": [[1, {"x": [1]}]]},
        [["a", "b"], ["1", '{"x":[1]}']],
    ),
    ({"data": [{"x": 1}, {"y": "z"}]}, [["x", "y"], ["1", "null"], ["null", "z"]]),
    ({"schema": {"fields": []}, "data": []}, [[]]),
    ({"schema": {"fields": [{"name": "__proto__"}, 5, None]}, "data": [{"a": 1}, 7, None]}, None),
    ('{"data": [{"a": true}]}', [["a"], ["true"]]),
]


def test_data_resources(stage: Stage) -> None:
    stage.open_strict()
    for resource, expected in RESOURCES:
        assert show(stage, resource, RESOURCE) == {"rendered": 1, "failed": []}
        if expected is not None:
            assert cells(stage) == expected
    frame = pd.DataFrame(
        {
            "when": pd.date_range("2026-01-01", periods=2, tz="UTC"),
            "big": [10**15, None],
            "text": ["<b>", None],
        }
    )
    show(stage, json.loads(frame.to_json(orient="table")), RESOURCE)
    assert cells(stage)[0] == ["index", "when", "big", "text"]
    assert cells(stage)[2] == ["1", "2026-01-02T00:00:00.000Z", "null", "null"]
    bads: list[Any] = [{}, {"data": 5}, [], 5, None, "nothing"]
    for bad in bads:
        report = show(stage, bad, RESOURCE)
        assert len(report["failed"]) == 1, bad


READ = """async (root, texts) => {
  const { createCsv, sniff } = await import(`${root}/js/csv.js`);
  return texts.map(([text, delimiter, header]) => {
    const csv = createCsv(text, delimiter ?? sniff(text), header ?? undefined);
    for (const _ of csv.read());
    for (const _ of csv.settle());
    const rows = Array.from({ length: csv.rows }, (_, row) => csv.columns.map(column => column.text(row) ?? null));
    const glances = csv.columns.map(column => { column.kind = 'text'; return Array.from({ length: csv.rows }, (_, row) => column.key(row) ?? null) });
    return { names: csv.columns.map(({ name }) => name), rows, glances };
  });
}"""


def test_reads_what_python_writes(stage: Stage) -> None:
    """Python's csv module, with all that it can put into a cell."""
    stage.open()
    rng = random.Random(5)
    pieces = [
        "a",
        "B c",
        '"',
        '""',
        ",",
        ";",
        "\t",
        "\n",
        "\r\n",
        "'",
        "é",
        "😀",
        " ",
        "1",
        "=1+1",
        "|",
    ]
    texts, expected = [], []
    for turn in range(120):
        delimiter = ",;\t|"[turn % 4]
        width = rng.randint(2, 6)
        rows = [
            ["".join(rng.choices(pieces, k=rng.randint(0, 6))) for _ in range(width)]
            for _ in range(rng.randint(1, 30))
        ]
        out = io.StringIO()
        end = ["\r\n", "\n"][turn % 2]
        csv.writer(
            out,
            delimiter=delimiter,
            lineterminator=end,
            quoting=csv.QUOTE_MINIMAL if turn % 3 else csv.QUOTE_ALL,
        ).writerows(rows)
        text = out.getvalue()
        texts.append(
            [
                ("\ufeff" if turn % 5 == 0 else "")
                + (text.rstrip("\r\n") if turn % 7 == 0 else text),
                delimiter,
                False,
            ]
        )
        expected.append(rows)
    for found, rows in zip(stage.js(READ, stage.root, texts), expected, strict=True):
        assert found["rows"] == rows
        for index, glances in enumerate(found["glances"]):
            # As it is sorted by: nothing where it says nothing.
            assert [a or "" for a in glances] == [
                "" if not row[index].strip() else row[index] for row in rows
            ]


def test_odd_text(stage: Stage) -> None:
    stage.open()
    cases: list[tuple[str, list[str], list[list[str | None]]]] = [
        ("", [], []),
        ("\n\n\n", [], []),
        ("a", ["a"], []),
        ("a\n\nb\n", ["a"], [[""], ["b"]]),
        ("a,b\n1\n1,2,3\n", ["a", "b", ""], [["1", None, None], ["1", "2", "3"]]),
        ("1,2\n3,4", ["1", "2"], [["1", "2"], ["3", "4"]]),
        ("1;2\n3;4", ["1", "2"], [["1", "2"], ["3", "4"]]),
        ('a,b\n"x"y,z\n', ["a", "b"], [["xy", "z"]]),
        ('a,b\n"never closed,1\n2,3', ["a", "b"], [["never closed,1\n2,3", None]]),
        ("sep=|\na|b\n1|2", ["a", "b"], [["1", "2"]]),
        ("a\tb\n1,5\t2", ["a", "b"], [["1,5", "2"]]),
        ("a,b\r1,2\r3,4\r", ["a", "b"], [["1", "2"], ["3", "4"]]),
        ("a;b\n1,5;2,5\n", ["a", "b"], [["1,5", "2,5"]]),
    ]
    found = stage.js(READ, stage.root, [[text] for text, _, _ in cases])
    for (text, names, rows), one in zip(cases, found, strict=True):
        assert (one["names"], one["rows"]) == (names, rows), text
    show(stage, "x|y\n1|2", metadata={"delimiter": "|", "header": False})
    assert cells(stage) == [["1", "2"], ["x", "y"], ["1", "2"]]
    show(stage, "a\tb\n1\t2", TSV)
    assert cells(stage) == [["a", "b"], ["1", "2"]]


def test_filter(stage: Stage) -> None:
    stage.open_strict()
    cities = ["Seoul", "Paris", "New York"]
    notes = ['"a, ""b"""', "c"]
    lines = [f"{i},{cities[i % 3]},{i / 4},{notes[i % 5 > 0]}" for i in range(3000)]
    show(stage, "id,city,value,note\n" + "\n".join(lines))

    def look(query: str, count: int) -> None:
        stage.engine.page.fill("#out input", query)  # type: ignore[attr-defined]
        rows = f"{count:,} of 3,000 rows, 4 columns" if query else "3,000 rows, 4 columns"
        stage.wait(
            "wanted => document.querySelector('#out [role=status]').textContent === wanted", rows
        )

    look("PARIS", 1000)
    look("city:paris value>=700", 67)
    look("id=17", 1)
    look("id<10 seoul", 4)
    look('"new york" value<1', 1)
    look("b", 600)
    look("nowhere", 0)
    look("a,", 600)
    look(".*", 0)
    look("", 3000)
    look("city:york", 1000)
    assert sort(stage, 0)[:2] == ["2", "5"]
    assert sort(stage, 0)[:2] == ["2999", "2996"]


def test_sorting_is_stable_and_knows_types(stage: Stage) -> None:
    stage.open()
    rng = random.Random(3)
    rows = [
        (
            i,
            rng.choice(["b", "a", "", "C"]),
            rng.choice(
                ["", "10", "9", "-1.5", "1e2", "nan", "x"]
                if i < 2
                else ["10", "9", "-1.5", "1e2", ""]
            ),
        )
        for i in range(5000)
    ]
    rows[0] = (0, "b", "7")
    rows[1] = (1, "b", "8")
    show(stage, "i,letter,number\n" + "\n".join(f"{i},{a},{n}" for i, a, n in rows))
    shown = "() => __probe.all('.backendai-table-row').map(row => [...row.children].map(cell => cell.textContent.trim()))"
    click(stage, 1)
    first = sorted((row for row in rows if row[1]), key=lambda row: row[1])
    assert [int(row[0]) for row in stage.js(shown)] == [row[0] for row in first[:20]]
    click(stage, 2)
    click(stage, 2)
    down = sorted((row for row in rows if row[2]), key=lambda row: -float(row[2]))
    assert [int(row[0].replace("\u2007", "")) for row in stage.js(shown)] == [
        row[0] for row in down[:20]
    ]
    press(stage, "ArrowDown")
    stage.js("() => { document.querySelector('[role=grid]').scrollTop = 1e9 }")
    stage.wait(f"async () => (await ({shown})()).at(-1)[2] === ''")


def test_saved_and_copied(stage: Stage) -> None:
    stage.open_strict()
    rows = [
        ["name", "value"],
        ["=1+1", "-5"],
        ["-x", "+3"],
        ["@a", '"q", r'],
        ["two\nlines", "\t"],
        ["plain", "1e5"],
    ]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    show(stage, out.getvalue())
    page = stage.engine.page  # type: ignore[attr-defined]
    with page.expect_download() as waiting:
        page.get_by_text("Save as CSV").click()
    text = waiting.value.path().read_bytes().decode()
    assert waiting.value.suggested_filename == "table.csv"
    saved = list(csv.reader(io.StringIO(text, newline="")))
    safe = [
        ["name", "value"],
        ["'=1+1", "-5"],
        ["'-x", "+3"],
        ["'@a", '"q", r'],
        ["two\nlines", "'\t"],
        ["plain", "1e5"],
    ]
    assert saved == safe
    page.get_by_text("Copy", exact=True).click()
    stage.wait("async () => (await navigator.clipboard.readText()).includes('plain')")
    copied = stage.js("() => navigator.clipboard.readText()")
    assert list(csv.reader(io.StringIO(copied, newline=""), delimiter="\t")) == safe


@pytest.mark.window
def test_chosen_cells_are_copied(stage: Stage) -> None:
    stage.open_strict()
    show(stage, 'name,value\n=1+1,-5\n-x,+3\n@a,"""q"", r"\n')
    page = stage.engine.page  # type: ignore[attr-defined]
    page.locator("[role=gridcell]").nth(2).click()
    page.locator("[role=gridcell]").nth(5).click(modifiers=["Shift"])
    page.locator("[role=grid]").press("ControlOrMeta+c")
    stage.wait(
        'async () => await navigator.clipboard.readText() === \'\\\'-x\\t+3\\n\\\'@a\\t"""q"", r"\''
    )
    assert status(stage) == "Copied 4 cells"


def test_keyboard_and_widths(stage: Stage) -> None:
    stage.open_strict()
    show(
        stage,
        "\n".join(",".join(f"{r}.{c}" for c in range(300)) for r in range(1000)),
        metadata={"header": False},
    )
    page = stage.engine.page  # type: ignore[attr-defined]
    page.locator("[role=grid]").focus()
    active = "document.getElementById(document.querySelector('[role=grid]').getAttribute('aria-activedescendant'))"
    for keys, text in [
        (["ArrowDown"], "0.0"),
        (["ArrowDown", "ArrowRight"], "1.1"),
        (["End"], "1.299"),
        (["ControlOrMeta+End"], "999.299"),
        (["Home"], "999.0"),
        (["ControlOrMeta+Home"], "0.0"),
    ]:
        for key in keys:
            page.keyboard.press(key)
        stage.wait(f"text => {active}?.textContent.trim() === text", text)
        assert stage.js("() => document.querySelectorAll('#out *').length") <= 500
    page.keyboard.press("PageDown")
    assert 10 < float(stage.js(f"() => {active}.textContent")) < 20
    page.keyboard.press("ControlOrMeta+Home")
    page.keyboard.press("ArrowUp")
    assert stage.js(f"() => {active}.role") == "columnheader"
    before = stage.js(f"() => {active}.offsetWidth")
    page.keyboard.press("Shift+ArrowRight")
    assert stage.js(f"() => {active}.offsetWidth") == before + 16
    page.keyboard.press("Enter")
    assert stage.js(f"() => {active}.ariaSort") == "ascending"
    edge = page.locator(".backendai-table-edge").nth(1).bounding_box()
    page.mouse.move(edge["x"] + 4, edge["y"] + 5)
    page.mouse.down()
    page.mouse.move(edge["x"] + 54, edge["y"] + 5)
    page.mouse.up()
    widths = stage.js("() => __probe.all('[role=columnheader]').map(cell => cell.offsetWidth)")
    assert widths[1] >= widths[2] + 45


def test_hostile(stage: Stage) -> None:
    stage.open_strict()
    markup = '<img src=x onerror="window.hit = 1">'
    big = "a\n" + "x" * 10_000_000
    wide = ",".join(f"c{i}" for i in range(100_000)) + "\n" + ",".join(["1"] * 100_000)
    quotes = "a,b\n" + '"' * 1_000_001
    for text in (
        big,
        wide,
        quotes,
        f"{markup},b\n{markup},2",
        "\0,\ufffe\n\ud800,1",
        "a\n" + "\n" * 300_000,
        "," * 50_000,
    ):
        assert show(stage, text) == {"rendered": 1, "failed": []}
        assert stage.js("() => document.querySelectorAll('#out *').length") <= 500
    show(stage, wide)
    press(stage, "ArrowDown", "End")
    assert "c99999" in stage.text()
    show(stage, f"{markup},b\n" + f"{markup},2\n" * 30)
    press(stage, "ArrowDown")
    stage.js(
        "async () => { const box = document.querySelector('#out input'); box.value = '(('; box.dispatchEvent(new Event('input')); await __probe.sleep(400) }"
    )
    assert status(stage).startswith("0 of 30 rows")
    assert stage.js("() => window.hit") is None
    assert stage.probe("errors") + stage.probe("violations") == []


def test_heights_beyond_a_browsers(stage: Stage) -> None:
    """Two million rows are higher than any engine lays out: the last one is reached all the same."""
    stage.open()
    stage.js(
        "() => __probe.show([['text/csv', 'n\\n' + Array.from({ length: 2e6 }, (_, i) => i).join('\\n')]])"
    )
    stage.wait(
        "() => document.querySelector('#out [role=status]').textContent === '2,000,000 rows, 1 column'",
        seconds=30,
    )
    press(stage, "ArrowDown", "End")
    stage.js("() => { document.querySelector('[role=grid]').scrollTop = 1e9 }")
    stage.wait("() => __probe.all('.backendai-table-row').at(-1).textContent.trim() === '1999999'")
    for _ in range(3):
        press(stage, "PageUp")
    assert stage.js("""() => {
      const grid = document.querySelector('[role=grid]').getBoundingClientRect();
      const cell = document.querySelector('.backendai-table-row [aria-selected=true]').getBoundingClientRect();
      return cell.top >= grid.top && cell.bottom <= grid.bottom;
    }""")
    height = stage.js("() => document.querySelector('.backendai-data-space').offsetHeight")
    assert height <= 16_000_000
