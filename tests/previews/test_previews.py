"""Pictures of items: readable, well-formed, and never what a payload wants."""

from __future__ import annotations

import base64
import io
import re
import xml.etree.ElementTree as ET
from typing import Any

import altair as alt
import pandas as pd
import PIL.Image
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backendai_media import Audio, Table
from backendai_media.model import svg_envelope
from backendai_media.previews import card_svg, preview_svg, table_svg, text_svg
from tests import FULL, hostile
from tests.effort import growth

SVG = "{http://www.w3.org/2000/svg}"
FRAME: Any = pd.DataFrame({"city": ["Seoul", "부산"] * 500, "n": range(1000), "x": [0.25] * 1000})


def words(svg: str) -> list[str]:
    """Return the texts in a picture, after it was read as XML."""
    return ["".join(one.itertext()) for one in ET.fromstring(svg).iter(f"{SVG}text")]


def shown(type_: str, payload: Any, **more: Any) -> list[str]:
    return words(preview_svg({type_: payload, **more}))


def test_a_data_frame() -> None:
    assert shown("text/html", FRAME._repr_html_())[:10] == [
        *("city", "n", "x"),
        *("0", "Seoul", "0", "0.25"),
        *("1", "부산", "1"),
    ]
    assert shown("text/html", FRAME._repr_html_())[-1] == "… 995 more rows"
    assert shown("text/html", FRAME.head(12)._repr_html_())[-1] == "… 2 more rows"
    assert shown("text/html", FRAME.head(2)._repr_html_())[-1] == "0.25"
    assert shown("text/html", pl.DataFrame(FRAME[["n"]])._repr_html_()) == [
        *("n / i64", "0", "1", "2", "3", "4", "… 995 more rows")
    ]


def test_spans_of_a_table() -> None:
    frame = FRAME.head(4).pivot_table(index=["city", "n"], values="x", aggfunc=["min", "max"])
    assert shown("text/html", frame._repr_html_()) == [
        *("city", "n", "min / x", "max / x"),
        *("Seoul", "0", "0.25", "0.25"),
        *("2", "0.25", "0.25"),
        *("부산", "1", "0.25", "0.25"),
        *("3", "0.25", "0.25"),
    ]


def test_a_styled_table() -> None:
    html = FRAME.head(1).style.set_caption("Cities").hide(axis=0).to_html()
    assert shown("text/html", html) == ["Cities", "city", "n", "x", "Seoul", "0", "0.250000"]


def test_other_tables() -> None:
    data = Table(FRAME[["n"]], max_rows=None).data
    whole = ["n", *map(str, range(10)), "… 990 more rows"]
    assert (
        shown("application/vnd.dataresource+json", data["application/vnd.dataresource+json"])
        == whole
    )
    assert shown("text/csv", "n\n" + "\n".join(map(str, range(1000)))) == whole
    assert shown("text/tab-separated-values", "a\tb\n1\t2") == ["a", "b", "1", "2"]
    # What has no picture of its own has that of the next form.
    big = Table(FRAME.loc[FRAME.index.repeat(10)]).data
    assert "… 9,990 more rows" in words(preview_svg(big, next(iter(big))))


def test_a_wide_table() -> None:
    names = [f"c{n}" for n in range(20)]
    found = words(table_svg(names, [names] * 30, more_rows=70))
    assert found[-1] == "… 90 more rows and 12 more columns"
    assert found[7:9] == ["c7", "c0"]
    long = words(table_svg(["한" * 50], [["x" * 5000]]))
    assert [one[-1] for one in long] == ["…", "…"]
    assert [len(one) for one in long] == [13, 26]


def test_text() -> None:
    assert shown("text/markdown", "# T\n\n\tx") == ["# T", "    x"]
    assert shown("application/json", {"a": [1]}) == ["{", '  "a": [', "    1", "  ]", "}"]
    assert words(text_svg("\n".join(map(str, range(100)))))[-1] == "… 76 more lines"
    assert len(words(text_svg("\n".join(map(str, range(24)))))) == 24
    assert shown("text/latex", r"$\unknown{x}$") == [r"$\unknown{x}$"]
    assert shown("text/x-unknown", "\x1b[31mred\x1b[0m \0") == ["red "]
    assert shown("application/vnd.own+json", 1) == ["1"]


def test_what_plays_is_named() -> None:
    sound = Audio([0, 1] * 4000, 8000).data
    assert words(preview_svg(sound, "audio/wav")) == ["Sound", "audio/wav · 16 kB · 1.0 s"]
    assert words(preview_svg({"text/html": sound["text/html"]})) == ["Sound"]
    assert shown("video/mp4", "AAAA" * 1_000_000) == ["Video", "video/mp4 · 3.0 MB"]
    assert shown("video/mp4", "https://example.org/a.mp4")[1].endswith("example.org/a.mp4")
    assert shown("application/pdf", "JVBE" * 10) == ["PDF document", "30 bytes"]
    cast = '{"version": 2, "width": 80, "height": 24, "title": "Build"}\n[0, "o", "x"]'
    assert shown("application/vnd.asciinema.asciicast", cast) == ["Build", "80 × 24"]
    widget = "application/vnd.jupyter.widget-view+json"
    said = "VBox(children=(IntSlider(value=0), Label()))"
    assert shown(widget, {}, **{"text/plain": said}) == ["Widget", said]
    assert shown(widget, {}) == ["Widget", "Interactive while its kernel runs."]
    (label,) = re.findall('aria-label="([^"]*)"', preview_svg({widget: {}, "text/plain": said}))
    assert label == f"Widget {said}"
    script = "<div id='chart'></div><script>draw()</script>"
    assert shown("text/html", script) == ["Interactive page"]
    assert shown("text/html", f"<title>A map</title>{script}") == ["Interactive page", "A map"]


def test_charts() -> None:
    spec = alt.Chart(FRAME.head(3)).mark_bar().encode(x="n", y="x").to_dict()
    drawn = preview_svg({"application/vnd.vegalite.v6+json": spec})
    assert ET.fromstring(drawn).tag == f"{SVG}svg"
    assert len(re.findall('aria-roledescription="bar"', drawn)) == 3
    assert shown("application/vnd.vegalite.v6+json", {"title": "T", "mark": 5}) == [
        "T",
        "Vega-Lite: 5",
    ]
    figure = {"data": [{"type": "bar"}, {}], "layout": {"title": {"text": "Sales"}}}
    assert shown("application/vnd.plotly.v1+json", figure) == ["Sales", "Plotly: bar, scatter"]


def test_formulas_are_drawn_where_matplotlib_is_loaded() -> None:
    import matplotlib.figure  # noqa: F401

    drawn = preview_svg({"text/latex": r"$\displaystyle \int_0^1 \frac{\sin x}{\sqrt{x}} dx$"})
    assert "Formula" in drawn
    assert ET.fromstring(drawn).find(f"{SVG}g/{SVG}svg") is not None


def test_maps() -> None:
    square = [[0, 60], [1, 60], [1, 61], [0, 61], [0, 60]]
    value = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [square]}},
            {"type": "Feature", "geometry": {"type": "Point", "coordinates": [0.5, 60.5]}},
            {"type": "Feature", "geometry": None},
            {"type": "LineString", "coordinates": square[:2]},
        ],
    }
    root = ET.fromstring(preview_svg({"application/geo+json": value}))
    (area, line) = [one.attrib for one in root.iter(f"{SVG}path")]
    assert area["d"].endswith("Z")
    corners = [tuple(map(float, one.split())) for one in area["d"][1:-1].split("L")]
    (west, south), (east, _), (_, north) = corners[:3]
    assert south > north, "north is above"
    assert (east - west) / (south - north) == pytest.approx(0.49, abs=0.02), "narrow at 60 degrees"
    assert not line["d"].endswith("Z")
    assert [one.get("cx") for one in root.iter(f"{SVG}circle")] == ["240.0"]
    assert shown("application/geo+json", {"type": "GeometryCollection"})[0] == "Map"


def test_other_raster_images() -> None:
    file = io.BytesIO()
    PIL.Image.new("P", (30, 20)).save(file, "GIF")
    payload = base64.b64encode(file.getvalue()).decode()
    root = ET.fromstring(preview_svg({"image/gif": payload}))
    assert (root.get("width"), root.get("height")) == ("30", "20")
    assert root[0].get("href") == f"data:image/gif;base64,{payload}"
    assert shown("image/webp", "https://example.org/x") == ["Image", "image/webp"]


def test_what_is_unknown_is_named() -> None:
    assert shown("application/x-foo", 1) == ["application/x-foo output"]
    assert shown("application/x-foo", 1, **{"text/plain": "<foo>"}) == ["application/x-foo output"]
    assert shown("application/x-foo", 1, **{"text/plain": "foo 1"}) == ["foo 1"]
    assert words(preview_svg({})) == ["no output"]
    assert words(card_svg("A", "b", "", "c")) == ["A", "b", "c"]


HOSTILE = [
    "<table><tr><td>]]></metadata></svg><script>alert(1)</script>",
    "<table><tr><th colspan=99999999 rowspan=99999999>x<td>y</table>",
    "<table>" * 3000,
    "<tr><td rowspan=5 colspan=0 rowspan=-1>x",
    "<!--" * 1000,
    "&#x0;&#xd800;&lt;svg onload=alert(1)&gt;",
    "<title></title><caption>&quot;/><script>",
    "",
]
TYPES = [
    "text/html",
    "text/markdown",
    "text/latex",
    "text/csv",
    "text/plain",
    "application/json",
    "application/geo+json",
    "application/vnd.dataresource+json",
    "application/vnd.plotly.v1+json",
    "application/vnd.asciinema.asciicast",
    "audio/wav",
    "video/mp4",
    "image/gif",
    "application/pdf",
    'image/"><script>',
    "application/x-<foo",
]


def check(svg: str) -> None:
    """It is XML, an envelope can be made of it, and all it holds is what draws."""
    tags = {one.tag.removeprefix(SVG) for one in ET.fromstring(svg).iter()}
    assert tags <= {"svg", "rect", "g", "path", "text", "circle", "image"} or "Formula" in svg
    assert not tags & {"script", "foreignObject", "a", "animate", "set", "iframe"}
    svg_envelope.wrap("application/x-foo", "kA==", svg)


@pytest.mark.parametrize("payload", HOSTILE)
@pytest.mark.parametrize("type_", TYPES)
def test_hostile_payloads_stay_text(type_: str, payload: str) -> None:
    check(preview_svg({type_: payload}))


def test_known_corpora_stay_text() -> None:
    for html in [payload["html"] for payload in hostile.PAYLOADS]:
        for type_ in TYPES if FULL else ("text/html", "text/markdown", f"x/{html}"):
            check(preview_svg({type_: html}))
        wrapped = svg_envelope.wrap("text/html", html, svg_envelope.box("x"))
        ET.fromstring(wrapped)
        assert svg_envelope.read(wrapped) == ("text/html", html, svg_envelope.box("x"))


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
objects = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["Polygon", "Point", "FeatureCollection"]),
        "coordinates": json_values,
        "features": json_values,
        "data": json_values,
        "schema": st.fixed_dictionaries({"fields": json_values}),
        "layout": json_values,
        "title": json_values,
    },
)


@given(st.sampled_from(TYPES), json_values | objects)
def test_any_payload_has_a_picture(type_: str, payload: Any) -> None:
    check(preview_svg({type_: payload}))


@given(
    st.lists(
        st.sampled_from(
            [
                "<table>",
                "<tr>",
                "<td rowspan=3>",
                "<th colspan=2>",
                "</tr>",
                "x",
                "<thead>",
                "</thead>",
                "</table>",
                "</td>",
                "2 rows × 3 columns",
                "...",
                "<script>",
                "<audio>",
                "<p>",
                "</p>",
                "<caption>",
                "</caption>",
            ]
        )
    )
)
def test_any_markup_has_a_picture(parts: list[str]) -> None:
    check(preview_svg({"text/html": "".join(parts)}))


def test_long_payloads_make_small_pictures() -> None:
    assert len(preview_svg({"text/html": "<table><tr><td>x</td></tr>" * 200_000})) < 20_000
    assert len(preview_svg({"application/json": {"a": list(range(100_000))}})) < 20_000
    assert len(preview_svg({"text/csv": "a,b\n" * 500_000})) < 20_000
    assert len(preview_svg({"text/markdown": "x" * 5_000_000})) < 20_000


@pytest.mark.parametrize(
    "part",
    [
        *("<!--", "<a ", "<", "<<a", "&", "<![CDATA[", "</", "<a b='", "<?", "<!x ", "<script>"),
        *("<title>", "<textarea>", "<caption>", "<td rowspan=99 colspan=99>", "<table><tr><th>"),
        *("<tr><td rowspan=99 colspan=99>x</td></tr>", "&lt;", "<tr>", "<a>", "<!---->"),
    ],
)
def test_time_grows_with_the_length(part: str) -> None:
    assert (
        growth(lambda length: preview_svg({"text/html": part * (length // len(part))}), 4_000) < 4
    )
