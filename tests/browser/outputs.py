"""Strategies for outputs of each family, as programs and libraries send them."""

from __future__ import annotations

import base64
import json
from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import strategies as st

from .formulas import FORMULAS

__all__ = ["FAMILIES"]

Strategy = st.SearchStrategy[Any]


def item(type_: str, data: Strategy) -> Strategy:
    return data.map(lambda value: [[type_, value]])


WORDS = st.sampled_from(
    ["a", "name", "한국어", "x y", "München", "", "NA", "None", "null", "é", "<b>", "a&b", "Ünï"]
)
CELLS = st.one_of(
    WORDS,
    st.integers(-(10**12), 10**20).map(str),
    st.floats(allow_nan=False, allow_infinity=False, width=32).map(str),
    st.sampled_from(
        [
            *("true", "False", "2026-01-02", "2026/1/2", "2026-01-02 03:04:05Z", "007", "1,5"),
            *("inf", "-inf", "nan", "1e5", "+3", "=1+1", ".5", "5.", "0", "-0", "12:30"),
            *(" 1", "1 ", "#a", "# b", "\u00a0", "a\tb"),
        ]
    ),
)
QUOTED = st.sampled_from(['"a"', '"a,b"', '"a;b"', '"a""b"', '"x\ny"', '"', 'a"b', '"a"b', '""'])


@st.composite
def separated(draw: st.DrawFn) -> Any:
    """CSV and TSV, regular or not."""
    mark = draw(st.sampled_from([",", ",", ";", "\t", "|"]))
    end = draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))
    width = draw(st.integers(1, 5))
    cell = st.one_of(CELLS, CELLS, CELLS, QUOTED)
    lines: list[str] = []
    for _ in range(draw(st.integers(0, 8))):
        count = width + draw(st.sampled_from([0, 0, 0, 0, 0, 1, -1]))
        lines.append(mark.join(draw(cell) for _ in range(max(count, 0))))
    if draw(st.booleans()) and lines:
        lines[0] = mark.join(
            draw(st.sampled_from(["a", "b", "c", "id", "x", "a"])) for _ in range(width)
        )
    if draw(st.integers(0, 5)) == 0:
        lines.insert(0, draw(st.sampled_from(["# a comment", "sep=;", "#a,b", "\ufeff", "#"])))
    text = end.join(lines) + draw(st.sampled_from(["", end, end + end]))
    type_ = "text/tab-separated-values" if mark == "\t" and draw(st.booleans()) else "text/csv"
    about = draw(
        st.sampled_from([{}, {}, {}, {"header": True}, {"header": False}, {"delimiter": ";"}])
    )
    return [{"output_type": "display_data", "data": {type_: text}, "metadata": {type_: about}}]


NUMBERS = st.one_of(
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([0.1, 1e21, 1e-7, 5e-324, 1.0, -0.0, 100000.0, 1e16, 123456789012345680.0]),
)
TEXTS = st.one_of(
    WORDS,
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12),
    st.sampled_from(['"', "\\", "a\nb", "\t", "\x7f", "\x1b[31m", "\u2028", "x" * 400, "1"]),
)
#: Objects of JavaScript have integers first, whatever the order was.
KEYS = TEXTS.filter(lambda text: not text.isdecimal())
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)
JSON_TEXT = st.one_of(
    st.sampled_from(
        [
            *('{"a": 1.0, "a": 2e5}', "[1.10, -0, 1E400, 0.1e-7]", '{"a": [}', "[1, 2", "{}", "[]"),
            *(' {"b": {"c": []}}', "\n[true, false, null]", "[NaN]", '"text"', "12", "text", ""),
            *('{"10": 1, "2": 2, "a": 3}', "[12345678901234567890]", '["\\u0041\\ud83d\\ude00"]'),
        ]
    ),
    st.builds(json.dumps, JSON, indent=st.sampled_from([None, 2]), ensure_ascii=st.booleans()),
    st.builds(lambda value, cut: json.dumps(value)[:cut], JSON, st.integers(1, 40)),
)


@st.composite
def resource(draw: st.DrawFn) -> Any:
    """A tabular data resource."""
    names = draw(
        st.lists(st.sampled_from(["a", "b", "index", "한", "x y"]), max_size=4, unique=True)
    )
    types = ["integer", "number", "string", "boolean", "datetime", "any", None]
    fields = [{"name": name, "type": draw(st.sampled_from(types))} for name in names]
    cell = st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS, JSON)
    rows: Any = st.lists(
        st.one_of(
            st.fixed_dictionaries({}, optional=dict.fromkeys(names or ["a"], cell)),
            st.lists(cell, max_size=4) if draw(st.integers(0, 4)) == 0 else st.nothing(),
        ),
        max_size=6,
    )
    schema = draw(
        st.sampled_from([{"schema": {"fields": fields}}, {}, {"schema": {"fields": fields}}])
    )
    return {**schema, "data": draw(rows)}


ARROW_TYPES: dict[Any, Strategy] = {
    pa.int8(): st.integers(-128, 127),
    pa.uint64(): st.integers(0, 2**64 - 1),
    pa.int64(): st.integers(-(2**63), 2**63 - 1),
    pa.float32(): st.floats(width=32),
    pa.float64(): st.floats(),
    pa.float16(): st.floats(width=16).map(np.float16),
    pa.bool_(): st.booleans(),
    pa.string(): st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    pa.large_string(): WORDS,
    pa.string_view(): WORDS,
    pa.binary(): st.binary(max_size=20),
    pa.binary(3): st.binary(min_size=3, max_size=3),
    pa.binary_view(): st.binary(max_size=20),
    pa.decimal32(7, 3): st.decimals(-9999, 9999, places=3),
    pa.decimal64(15, -2): st.integers(-(10**10), 10**10).map(lambda n: n * 100),
    pa.decimal128(30, 10): st.decimals(-(10**19), 10**19, places=10),
    pa.decimal256(50, 0): st.integers(-(10**49), 10**49),
    pa.date32(): st.integers(-(2**31), 2**31 - 1),
    pa.date64(): st.integers(-(10**8), 10**8).map(lambda days: days * 86_400_000),
    pa.time32("s"): st.integers(0, 86_399),
    pa.time64("ns"): st.integers(0, 86_400 * 10**9 - 1),
    pa.duration("us"): st.integers(-(2**63), 2**63 - 1),
    pa.month_day_nano_interval(): st.tuples(
        st.integers(-(2**31), 2**31 - 1),
        st.integers(-(2**31), 2**31 - 1),
        st.integers(-(2**63), 2**63 - 1),
    ),
    **{
        pa.timestamp(unit, zone): st.integers(-(2**63), 2**63 - 1) | st.integers(-(10**12), 10**12)
        for unit, zone in [
            *(("s", None), ("ms", "UTC"), ("us", "Asia/Seoul"), ("ns", "America/New_York")),
            *(("s", "+05:30"), ("ms", "Nowhere/At all"), ("s", "Europe/Berlin")),
        ]
    },
}


@st.composite
def arrays(draw: st.DrawFn, size: int, level: int = 0) -> pa.Array:
    """An array of any type."""
    kinds = ["list", "struct", "map", "fixed", "view", "union"] if level < 2 else []
    kind = draw(st.sampled_from(["plain"] * 6 + ["dictionary", *kinds]))
    if kind == "plain":
        type_ = draw(st.sampled_from([*ARROW_TYPES]))
        values = st.one_of(st.none(), ARROW_TYPES[type_], ARROW_TYPES[type_])
        given = draw(st.lists(values, min_size=size, max_size=size))
        if pa.types.is_date(type_) or (
            pa.types.is_temporal(type_) and type_.id != pa.lib.Type_INTERVAL_MONTH_DAY_NANO
        ):
            storage = pa.int32() if type_.bit_width == 32 else pa.int64()
            return pa.array(given, storage).view(type_)
        return pa.array(given, type_)
    if kind == "dictionary":
        return pa.array(
            draw(st.lists(st.one_of(st.none(), WORDS), min_size=size, max_size=size)), pa.string()
        ).dictionary_encode()
    if kind == "runs":
        if not size:
            return pa.nulls(0)
        return pa.RunEndEncodedArray.from_arrays([size], draw(arrays(1, 2)))
    inner = draw(arrays(2 * size, level + 1))
    offsets = pa.array([2 * at for at in range(size + 1)], pa.int32())
    if kind == "list":
        return pa.ListArray.from_arrays(offsets, inner)
    if kind == "view":
        return pa.ListViewArray.from_arrays(
            offsets[:-1],
            pa.array([draw(st.integers(0, 2)) for _ in range(size)], pa.int32()),
            inner,
        )
    if kind == "fixed":
        return pa.FixedSizeListArray.from_arrays(inner, 2)
    if kind == "map":
        keys = pa.array([f"k{at}" for at in range(2 * size)])
        return pa.MapArray.from_arrays(offsets, keys, inner)
    other = draw(arrays(2 * size, level + 1))
    if kind == "union":
        codes = pa.array([draw(st.integers(0, 1)) for _ in range(size)], pa.int8())
        return pa.UnionArray.from_sparse(codes, [inner[:size], other[:size]])
    return pa.StructArray.from_arrays(
        [inner[:size], other[:size]], draw(st.sampled_from([["a", "b"], ["a", "a"]]))
    )


@st.composite
def arrow(draw: st.DrawFn) -> Any:
    """A stream or a file, of several batches, compressed or not."""
    size = draw(st.integers(0, 4))
    columns = [draw(arrays(size)) for _ in range(draw(st.integers(1, 4)))]
    names = [draw(st.sampled_from(["a", "b", "é", ""])) for _ in columns]
    batch = pa.record_batch(columns, names)
    options = pa.ipc.IpcWriteOptions(
        compression=draw(st.sampled_from([None, None, "lz4", "zstd"])),
        metadata_version=draw(
            st.sampled_from([pa.ipc.MetadataVersion.V5, pa.ipc.MetadataVersion.V4])
        )
        if not any("union" in str(one.type) or "run_end" in str(one.type) for one in columns)
        else pa.ipc.MetadataVersion.V5,
    )
    sink = pa.BufferOutputStream()
    new = draw(st.sampled_from([pa.ipc.new_stream, pa.ipc.new_file]))
    with new(sink, batch.schema, options=options) as writer:
        for _ in range(draw(st.integers(0, 2))):
            writer.write_batch(batch)
    return base64.b64encode(sink.getvalue().to_pybytes()).decode()


PLACES = st.one_of(
    st.floats(-180, 180).map(lambda one: round(one, 3)),
    st.sampled_from([0, 180, -180, 179.5, -179.5, 1e9, "x", None]),
)
POSITION = st.lists(PLACES, min_size=0, max_size=3) | st.tuples(
    st.integers(-170, 170), st.integers(-80, 80)
).map(list)
LINE = st.lists(POSITION, max_size=5)
RING = st.lists(st.tuples(st.integers(-170, 170), st.integers(-80, 80)).map(list), max_size=5)
GEOMETRY = st.recursive(
    st.one_of(
        *(
            st.fixed_dictionaries({"type": st.just(kind), "coordinates": places})
            for kind, places in [
                ("Point", POSITION),
                ("MultiPoint", LINE),
                ("LineString", LINE),
                ("MultiLineString", st.lists(LINE, max_size=3)),
                ("Polygon", st.lists(RING, max_size=3)),
                ("MultiPolygon", st.lists(st.lists(RING, max_size=2), max_size=2)),
                ("Circle", POSITION),
            ]
        ),
        st.sampled_from([None, {}, {"type": "Point"}, [], "x"]),
    ),
    lambda inner: st.fixed_dictionaries(
        {"type": st.just("GeometryCollection"), "geometries": st.lists(inner, max_size=3)}
    ),
    max_leaves=4,
)
FEATURE = st.fixed_dictionaries(
    {"type": st.just("Feature"), "geometry": GEOMETRY},
    optional={"properties": st.dictionaries(WORDS, TEXTS, max_size=2), "id": st.integers()},
)
GEOJSON = st.one_of(
    GEOMETRY.filter(lambda one: isinstance(one, dict)),
    FEATURE,
    st.fixed_dictionaries(
        {"type": st.just("FeatureCollection"), "features": st.lists(FEATURE | GEOMETRY, max_size=4)}
    ),
)

SCREEN = st.lists(
    st.sampled_from(
        [
            *(
                "text",
                "한",
                "\r\n",
                "\r\n",
                "\n",
                "\r",
                "\b",
                "\t",
                "\x1b[31m",
                "\x1b[0m",
                "\x1b[2J",
            ),
            *("\x1b[H", "\x1b[3;5H", "\x1b[A", "\x1b[2B", "\x1b[C", "\x1b[2D", "\x1b[K", "\x1b[1K"),
            *(
                "\x1b[?1049h",
                "\x1b[?1049l",
                "\x1b[2;4r",
                "\x1b[r",
                "\x1bM",
                "\x1bD",
                "\x1b7",
                "\x1b8",
            ),
            *("\x1b[L", "\x1b[M", "\x1b[P", "\x1b[2@", "\x1b[X", "x" * 30, "\x1b]0;t\x07", "é"),
            *("\x1b[S", "\x1b[T", "\x1b[?7l", "\x1b[?7h", "\x1b[3J", "\x1b[2K", "👍", "e\u0301"),
        ]
    ),
    max_size=12,
).map("".join)


@st.composite
def recording(draw: st.DrawFn) -> Any:
    """An asciicast."""
    version = draw(st.sampled_from([2, 3]))
    size = {"width": 20, "height": 5} if version == 2 else {"term": {"cols": 20, "rows": 5}}
    lines = [json.dumps({"version": version, **size})]
    for at in range(draw(st.integers(0, 5))):
        event = draw(
            st.one_of(
                st.tuples(st.just(at), st.just("o"), SCREEN),
                st.tuples(st.just(at), st.just("o"), SCREEN),
                st.sampled_from([[at, "i", "x"], [at, "m", ""], "bad", [at]]),
            )
        )
        lines.append(json.dumps(event))
    if draw(st.integers(0, 4)) == 0:
        lines.append(lines[-1][:-4])
    return "\n".join(lines)


MARKDOWN = st.lists(
    st.sampled_from(
        [
            *(
                "# Title",
                "## Über `code` $x$",
                "text *em* **strong** ~~gone~~ `code`",
                "- a\n- b",
                "1. x",
            ),
            *("- [ ] open\n- [x] done", "> quote\n> more", "```python\nx = 1\n```", "    indented"),
            *("| a | b |\n|---|--:|\n| 1 | 2 |", "---", "[link](https://example.org) <b>bold</b>"),
            *("www.example.org and a@example.org", "note[^1]\n\n[^1]: the note", "$a^2$ and $$b$$"),
            *("<div>block</div>", "line  \nbreak\\\nthis", "&amp; &copy; \\* \\[x\\]", "\\(c\\)"),
            *(
                "![alt](https://example.org/a.png)",
                "[ref]\n\n[ref]: /path 'title'",
                "a\u00a0b",
                "* * *",
            ),
            *("$5 and $6", "<!-- hidden -->after", "<details><summary>s</summary>d</details>"),
            *(
                "\\begin{align}a&=b\\\\c&=d\\end{align}",
                "Setext\n===",
                "- a\n\n  b\n- c",
                "<https://a.b>",
            ),
            *(
                "**한국어**(텍스트)",
                "_a_b_",
                "https://example.org/a_b_c.",
                "a<br>b",
                "\t- tab",
                "#no",
            ),
        ]
    ),
    min_size=1,
    max_size=6,
).map("\n\n".join)

HTML = st.recursive(
    st.sampled_from(
        [
            *(
                "text",
                " ",
                "a &amp; b",
                "<br>",
                "<hr>",
                "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>",
            ),
            *(
                "\\(a^2\\)",
                "$$b$$",
                "<style>p{color:red}</style>",
                "<!-- c -->",
            ),
            *(
                "<input type=checkbox checked>",
                "&nbsp;",
                "<wbr>",
                "<a href='#x'>link</a>",
                "<b>x</i>",
            ),
            *(
                "<a href='https://example.org'>out</a>",
                "<svg width=9 height=9><rect width=9 height=9 /></svg>",
            ),
            *(
                "<math><mi>x</mi></math>",
                "<progress value=1 max=2></progress>",
                "<unknown>in</unknown>",
                "<noscript>none</noscript>",
            ),
        ]
    ),
    lambda inner: st.tuples(
        st.sampled_from(
            [
                *(
                    "p",
                    "div",
                    "b",
                    "span",
                    "ul",
                    "li",
                    "table",
                    "tr",
                    "td",
                    "th",
                    "pre",
                    "h2",
                    "code",
                ),
                *(
                    "details",
                    "summary",
                    "blockquote",
                    "em",
                    "a",
                    "section",
                    "center",
                    "font",
                    "form",
                ),
                *(
                    "button",
                    "label",
                    "dl",
                    "dt",
                    "dd",
                    "sub",
                    "nobr",
                ),
            ]
        ),
        st.lists(inner, max_size=3).map("".join),
    ).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"),
    max_leaves=8,
)

STREAM = st.lists(
    st.sampled_from(
        [
            *(
                "a",
                "word ",
                "\n",
                "\n",
                "\r",
                "\b",
                "\t",
                "한",
                "👍🏽",
                "e\u0301",
                "&<",
                "\x1b[31m",
            ),
            *("\x1b[1m", "\x1b[0m", "\x1b[7m", "\x1b[A", "\x1b[3C", "\x1b[2D", "\x1b[K", "\x1b[2K"),
        ]
    ),
    max_size=20,
).map("".join)
OUTPUT = st.one_of(
    st.builds(
        lambda name, text: {"output_type": "stream", "name": name, "text": text},
        st.sampled_from(["stdout", "stderr"]),
        STREAM,
    ),
    st.builds(
        lambda data: {"output_type": "display_data", "data": data, "metadata": {}},
        st.fixed_dictionaries(
            {"text/plain": WORDS},
            optional={
                "text/html": HTML,
                "text/markdown": MARKDOWN,
                "application/json": JSON,
                "text/latex": st.sampled_from(FORMULAS),
            },
        ),
    ),
    st.builds(
        lambda name, text: {
            "output_type": "error",
            "ename": name,
            "evalue": text,
            "traceback": [f"{name}: {text}"],
        },
        WORDS,
        WORDS,
    ),
)
CELL = st.one_of(
    st.builds(
        lambda outputs: {
            "cell_type": "code",
            "source": "",
            "execution_count": 1,
            "metadata": {},
            "outputs": outputs,
        },
        st.lists(OUTPUT, max_size=3),
    ),
    st.builds(lambda text: {"cell_type": "markdown", "source": text, "metadata": {}}, MARKDOWN),
)
NOTEBOOK = st.builds(
    lambda cells: {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5},
    st.lists(CELL, max_size=4),
)

FAMILIES: dict[str, Strategy] = {
    "separated": separated(),
    "json": item("application/json", JSON),
    "json text": item("application/json", JSON_TEXT),
    "resource": item("application/vnd.dataresource+json", resource()),
    "arrow": item("application/vnd.apache.arrow.stream", arrow()),
    "formulas": item("text/latex", st.sampled_from(FORMULAS)),
    "geojson": item("application/geo+json", GEOJSON),
    "recordings": item("application/vnd.asciinema.asciicast", recording()),
    "markdown": item("text/markdown", MARKDOWN),
    "html": item("text/html", HTML),
    "console": st.lists(
        st.tuples(st.sampled_from(["stdout", "stderr"]), STREAM).map(list), max_size=3
    ),
    "notebooks": NOTEBOOK,
}
