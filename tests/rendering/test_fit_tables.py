"""Tables on paper: their sizes, parts and heads."""

from __future__ import annotations

from backendai_media.rendering.fit_tables import SIZES, fitted
from backendai_media.rendering.nodes import Node, parse, written


def fit(markup: str, width: int = 700) -> list[Node]:
    [table] = parse(markup).elements()
    return [one for one in fitted(table, width) if isinstance(one, Node)]


def texts(table: Node) -> list[list[str]]:
    return [[cell.content() for cell in row.elements()] for row in table.walk() if row.name == "tr"]


def rows(*given: list[str], tag: str = "td") -> str:
    return "".join(
        "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in row) + "</tr>" for row in given
    )


def test_a_small_table_is_as_it_was() -> None:
    [table] = fit(f"<table>{rows(['a', 'b'])}</table>")
    assert written(table) == (
        '<table style="overflow-wrap:anywhere;font-size:11px"><tr><td>a</td><td>b</td></tr></table>'
    )


def test_smaller_letters_where_these_fit() -> None:
    [table] = fit(f"<table>{rows(['word' * 2] * 10)}</table>")
    assert table.style["font-size"] == f"{SIZES[1]}px"


def test_parts_begin_alike() -> None:
    head = [f"column-{at:02}" for at in range(40)]
    body = [[f"{row}/{at}" for at in range(40)] for row in range(3)]
    tables = fit(
        f"<table><thead>{rows(head, tag='th')}</thead><tbody>{rows(*body)}</tbody></table>"
    )
    assert len(tables) > 2
    columns = []
    for table in tables:
        found = texts(table)
        assert [row[0] for row in found] == ["column-00", "0/0", "1/0", "2/0"]
        assert [one.name for one in table.elements()] == ["colgroup", "thead", "tbody"]
        columns += found[0][1:]
    assert columns == head[1:]


def test_cells_over_several_columns_are_in_each_part() -> None:
    names = "<tr><th></th><th colspan=20>first</th><th colspan=20>second</th></tr>"
    body = "".join(
        f"<tr><th>r{row}</th>{''.join(f'<td>{row}:{at:06}</td>' for at in range(40))}</tr>"
        for row in range(2)
    )
    tables = fit(f"<table><thead>{names}</thead><tbody>{body}</tbody></table>")
    for table in tables:
        head, *others = [row for row in table.walk() if row.name == "tr"]
        width = sum(int(cell.attributes.get("colspan", 1)) for cell in head.elements())
        assert {len(row.elements()) for row in others} == {width}


def test_rows_with_common_names() -> None:
    body = (
        "<tr><th rowspan=2>both</th>" + "".join(f"<td>{at:08}</td>" for at in range(30)) + "</tr>"
    )
    body += "<tr>" + "".join(f"<td>{at:08}</td>" for at in range(30, 60)) + "</tr>"
    tables = fit(f"<table><tbody>{body}</tbody></table>")
    found = [cell for table in tables for row in texts(table) for cell in row]
    assert sorted(set(found)) == sorted({"both", *(f"{at:08}" for at in range(60))})
    assert found.count("both") == len(tables)


def test_long_words_are_broken_and_no_others() -> None:
    [table] = fit(f"<table>{rows(['a', 'x' * 300], ['b', 'word ' * 90])}</table>")
    widths = [col.style["width"] for col in table.elements()[0].elements()]
    assert table.style["table-layout"] == "fixed"
    assert float(widths[0][:-1]) < 6 < 90 < float(widths[1][:-1])


def test_names_in_the_first_row_are_a_head() -> None:
    [table] = fit(f"<table><tbody>{rows(['a', 'b'], tag='th')}{rows(['1', '2'])}</tbody></table>")
    assert [one.name for one in table.elements()] == ["thead", "tbody"]


def test_tables_in_tables_are_left_alone() -> None:
    assert len(fit("<table><tr><td><table><tr><td>x</td></tr></table></td></tr></table>")) == 1


def test_hostile_spans() -> None:
    markup = f"<table>{'<tr>' + '<td colspan=9999 rowspan=9999>x</td>' * 50 + '</tr>'}</table>"
    assert fit(markup)
    assert fit("<table></table>")
    assert fit("<table><tr></tr></table>")
