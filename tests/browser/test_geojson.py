"""GeoJSON as a map in the page."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from .stage import Stage
from .tasks import longest_task
from .toolbar import copied, saved

TYPE = "application/geo+json"
MAP = "document.querySelector('.backendai-map-over')"
#: Colour of a pixel of the picture, at a part of its width and height.
PIXEL = """([x, y]) => {
  const canvas = document.querySelector('.backendai-map-canvas');
  const at = [x * canvas.width, y * canvas.height].map(Math.round);
  return [...canvas.getContext('2d').getImageData(...at, 1, 1).data];
}"""
NAME = "() => document.querySelector('.backendai-map-title')?.textContent"


def feature(kind: str, coordinates: Any, **properties: Any) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def box(west: float, south: float, east: float, north: float, **properties: Any) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return feature("Polygon", [ring], **properties)


def collection(*features: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def coast(corners: int, at: tuple[float, float] = (0, 0), size: float = 1) -> list[list[float]]:
    """A ring of so many corners."""
    ring = []
    for i in range(corners):
        angle = 2 * math.pi * i / corners
        far = size * (1 + 0.1 * math.sin(angle * 37) + 0.02 * math.sin(angle * 997))
        ring.append([at[0] + far * math.cos(angle), at[1] + far * math.sin(angle)])
    return [*ring, ring[0]]


def show(stage: Stage, data: Any, **metadata: Any) -> Any:
    return stage.handle_all([{"data": {TYPE: data}, "metadata": metadata}])


def label(stage: Stage) -> str:
    found: str = stage.js(f"() => {MAP}.ariaLabel")
    return found


def click(stage: Stage, x: float, y: float) -> str | None:
    """At a part of the map's width and height; → the name of the feature that is chosen then."""
    page = stage.engine.page  # type: ignore[attr-defined]
    area = page.locator(".backendai-map-over").bounding_box()
    page.mouse.click(area["x"] + x * area["width"], area["y"] + y * area["height"])
    found: str | None = stage.js(NAME)
    return found


def clean(stage: Stage) -> None:
    assert stage.probe("errors") + stage.probe("violations") + stage.probe("calls") == []


def test_a_map(stages: Stage) -> None:
    """Under the strict policy: colours, a hole, a name, keys."""
    stages.open_strict()
    square = box(10, 40, 20, 50, name="Square", fill="#ff0000")
    square["properties"]["fill-opacity"] = 1
    hole = [[13, 43], [17, 43], [17, 47], [13, 47], [13, 43]]
    square["geometry"]["coordinates"].append(hole)
    report = show(stages, collection(square, feature("LineString", [[10, 40], [20, 50]])))
    assert report == {"rendered": 1, "failed": []}
    assert stages.types() == [TYPE]
    assert label(stages) == "Map of 2 features: 1 polygon, 1 line"
    left = stages.js(
        f"() => {{ const b = {MAP}.getBoundingClientRect(); return 0.5 - 0.35 * b.height / b.width * Math.cos(Math.PI / 4) }}"
    )
    assert stages.js(PIXEL, [left, 0.5]) == [255, 0, 0, 255]
    assert stages.js(PIXEL, [0.515, 0.53])[3] == 0
    stages.engine.click(".backendai-map-head")
    stages.wait("() => document.querySelector('.backendai-map-names button')")
    stages.engine.click(".backendai-map-names button")
    assert stages.js(NAME) == "Square"
    stages.js(f"() => {MAP}.focus()")
    stages.engine.type("---0\x1b")
    assert stages.js(NAME) is None
    stages.wait(f"() => !{MAP}.style.transform")
    assert stages.js(PIXEL, [left, 0.5]) == [255, 0, 0, 255]
    clean(stages)


def test_all_geometries(stage: Stage) -> None:
    stage.open()
    nested: dict[str, Any] = {"type": "Point", "coordinates": [3, 3]}
    for _ in range(3000):
        nested = {"type": "GeometryCollection", "geometries": [nested]}
    square = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]
    geometries = [
        {"type": "Point", "coordinates": [2, 2, 100]},
        {"type": "MultiPoint", "coordinates": [[2, 1], [1, 2]]},
        {"type": "MultiLineString", "coordinates": [[[0, 2], [1, 3]], [[2, 0], [3, 1]]]},
        {"type": "MultiPolygon", "coordinates": [[square], [[[x + 5, y] for x, y in square]]]},
    ]
    parts = [{"type": "Feature", "geometry": one, "properties": None} for one in geometries]
    one = {"type": "Feature", "geometry": {"type": "GeometryCollection", "geometries": geometries}}
    # Too deep for a driver's own JSON.
    stage.js(
        """async (type, text, depth) => {
          const data = JSON.parse(text);
          let nested = { type: 'Point', coordinates: [3, 3] };
          while (depth--) nested = { type: 'GeometryCollection', geometries: [nested] };
          data.features.push({ type: 'Feature', geometry: nested });
          await __probe.show([[type, data]]);
        }""",
        TYPE,
        json.dumps(collection(*parts, one, {"type": "Feature", "geometry": None})),
        100_000,
    )
    assert label(stage) == "Map of 7 features: 4 polygons, 4 lines, 7 points"
    for geometry in geometries:
        assert show(stage, geometry)["failed"] == []
        assert label(stage).startswith("Map of 1 feature: ")
    # Text of JSON is taken, too.
    assert show(stage, json.dumps(geometries[0]))["failed"] == []
    clean(stage)


def test_across_the_antimeridian(stage: Stage) -> None:
    stage.open()
    # One that goes over it, as RFC 7946 would have cut it, and as many files have it.
    halves = collection(
        box(170, -20, 180, -10, name="West"), box(-180, -20, -170, -10, name="East")
    )
    show(stage, halves)
    assert click(stage, 0.4, 0.5) == "West"
    assert click(stage, 0.6, 0.5) == "East"
    show(stage, box(170, -20, -170, -10, name="Whole"))
    assert [click(stage, x, 0.5) for x in (0.4, 0.5, 0.6)] == ["Whole"] * 3
    assert click(stage, 0.02, 0.5) is None
    # A continent round the pole, and the whole world, stay where they are.
    ring = [[x, -70 - 5 * math.sin(x / 9)] for x in range(-180, 181, 5)]
    world = collection(
        box(-180, -89, 180, 89, name="World"), feature("Polygon", [ring], name="Ice")
    )
    show(stage, world)
    assert click(stage, 0.5, 0.3) == "World"
    assert click(stage, 0.3, 0.93) == click(stage, 0.7, 0.93) == "Ice"
    show(
        stage,
        collection(feature("Point", [179, 0], name="a"), feature("Point", [-179, 0], name="b")),
    )
    edge = 24 / stage.js(f"() => {MAP}.clientWidth")
    assert [click(stage, x, 0.5) for x in (edge, 0.5, 1 - edge)] == ["a", None, "b"]


HOSTILE: list[Any] = [
    collection(),
    collection(None, 7, "x", [], {"type": "Feature"}, {"type": {"toString": 1}}),
    {"type": "FeatureCollection", "features": "no"},
    {"type": "GeometryCollection"},
    {"type": "Polygon", "coordinates": [[[1e308, 0], [0, 1e308], [-1e308, 1], [1e308, 0]]]},
    {"type": "Polygon", "coordinates": [[[0, 0], ["1", "2"], [None, 1], {}, [1]]]},
    {"type": "LineString", "coordinates": [[0, 0], [99999999, 99999999], [-99999999, 1]]},
    {"type": "MultiPolygon", "coordinates": 5},
    {"type": "Point", "coordinates": [1e-300, -1e-300]},
    {"type": "MultiPoint", "coordinates": [[0, 90], [0, -90], [180, 0], [-180, 0]]},
    feature("Point", [0, 0], name={"toString": 1, "valueOf": 1, "toJSON": 1}, stroke=["red"]),
    feature(
        "LineString",
        [[0, 0], [1, 1]],
        **{
            "title": "<img src=x onerror=alert(1)>" * 9,
            "stroke": "url(https://evil.example/x)",
            "fill": "var(--x)",
            "marker-size": "constructor",
            "stroke-width": 1e308,
            "stroke-opacity": -1,
            "<b onclick=alert(1)>": "javascript:alert(1)",
            "__proto__": {"x": 1},
        },
    ),
]


def test_hostile_data(stage: Stage) -> None:
    stage.open_strict()
    for data in HOSTILE:
        assert show(stage, data)["failed"] == [], data
        click(stage, 0.5, 0.5)
        stage.js(f"() => {{ {MAP}.focus() }}")
        stage.engine.type("+++---0")
    stage.js(f"""async () => {{
      const loop = {{ type: 'GeometryCollection' }};
      loop.geometries = [loop, loop, {{ type: 'Point', coordinates: [NaN, Infinity] }}];
      await __probe.show([['{TYPE}', loop]]);
    }}""")
    assert "4 malformed parts omitted" in label(stage)
    clean(stage)
    for data in (None, 7, [], {}, {"type": "Topology"}, "no JSON", {"type": ["Point"]}):
        (failed,) = show(stage, data)["failed"]
        assert "Expected GeoJSON" in failed["error"]


def test_by_mouse_and_keys(stage: Stage) -> None:
    stage.open(body='<main><h1>A page</h1><div id="out"></div><p style="height:2000px"></p></main>')
    show(stage, collection(box(0, 0, 10, 10, name="A <i>"), box(11, 0, 20, 10, name="B", n=[1])))
    page = stage.engine.page  # type: ignore[attr-defined]
    area = page.locator(".backendai-map-over").bounding_box()
    middle = area["x"] + area["width"] / 2, area["y"] + area["height"] / 2
    scale = "() => parseFloat(document.querySelector('.backendai-map-scale').textContent)"
    page.mouse.move(middle[0] - 100, middle[1])
    tip = page.locator(".backendai-map-tip")
    assert tip.text_content() == "A <i>"
    # Where the map has no focus, the page scrolls.
    before = stage.js(scale)
    page.mouse.wheel(0, 200)
    stage.wait("() => scrollY > 0")
    assert stage.js(scale) == before
    stage.js("() => scrollTo(0, 0)")
    page.keyboard.down("Control")
    page.mouse.wheel(0, -240)
    page.keyboard.up("Control")
    stage.wait(f"before => ({scale})() < before", before)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] - 300, middle[1], steps=5)
    page.mouse.move(middle[0] - 600, middle[1], steps=5)
    page.mouse.up()
    assert stage.js(NAME) is None
    stage.wait(f"() => !{MAP}.style.transform")
    assert click(stage, 0.7, 0.5) == "B"
    rows = "() => [...document.querySelectorAll('.backendai-map-row')].map(row => row.innerText)"
    assert stage.js(rows) == ["name\tB", "n\t[1]"]
    page.keyboard.press("0")
    page.get_by_role("button", name="Zoom in").click()
    page.get_by_role("button", name="Whole map").click()
    stage.wait(f"before => ({scale})() === before", before)
    for _ in range(4):
        page.keyboard.press("Tab")
    page.locator(".backendai-map-head").press("Enter")
    page.get_by_role("button", name="A <i>").click()
    assert stage.js(NAME) == "A <i>"


def test_colours_follow_the_page(stage: Stage) -> None:
    stage.open()
    stage.js("() => { document.documentElement.style.colorScheme = 'light dark' }")
    show(stage, feature("LineString", [[-10, 0], [10, 0.01]], **{"stroke-width": 20}))
    stage.js("() => { document.querySelector('main').dataset.backendaiTheme = 'light' }")
    light = stage.js(PIXEL, [0.5, 0.5])
    stage.js("() => { document.querySelector('main').dataset.backendaiTheme = 'dark' }")
    stage.wait(f"async light => ({PIXEL})([0.5, 0.5])[0] !== light[0]", light)


@pytest.mark.full
def test_a_hundred_thousand_corners(stage: Stage) -> None:
    """No task is long: not when it is shown, not when it is zoomed and moved."""
    stage.open()
    lands = [
        feature("Polygon", [coast(1000, (x * 3, y * 3))], name=f"{x}/{y}")
        for x in range(10)
        for y in range(10)
    ]
    points = feature("MultiPoint", [[i % 300 / 10, i // 300 / 5] for i in range(30_000)])
    show(stage, lands[0])
    page = stage.engine.page  # type: ignore[attr-defined]
    stage.js("text => { window.given = JSON.parse(text) }", json.dumps(collection(*lands, points)))
    with longest_task(stage) as longest:
        stage.js(f"() => __probe.show([['{TYPE}', given]])")
        stage.js(f"() => {MAP}.focus()")
        for key in "+++":
            page.keyboard.press(key)
        area = page.locator(".backendai-map-over").bounding_box()
        page.mouse.move(area["x"] + 300, area["y"] + 200)
        page.mouse.down()
        page.mouse.move(area["x"] + 500, area["y"] + 300, steps=10)
        page.mouse.up()
        page.keyboard.press("0")
        stage.wait(f"() => !{MAP}.style.transform")
    assert longest[0] <= 50
    assert label(stage) == "Map of 101 features: 100 polygons, 30,000 points"


def test_accessible(stage: Stage) -> None:
    axe = Path(__file__).parents[2] / "browser/node_modules/axe-core/axe.min.js"
    for theme in ("light", "dark"):
        stage.open(
            body=f'<main data-backendai-theme="{theme}" style="color-scheme:{theme}"><h1>A page</h1><div id="out"></div></main>'
        )
        show(stage, collection(*(box(i, 0, i + 0.5, 1, name=f"N{i}") for i in range(300))))
        stage.engine.click(".backendai-map-head")
        click(stage, 0.5, 0.5)
        stage.wait(
            "() => /100 more/.test(document.querySelector('.backendai-map-names').textContent)"
        )
        page = stage.engine.page  # type: ignore[attr-defined]
        page.add_script_tag(path=str(axe))
        found = page.evaluate(
            "async () => (await axe.run('#out')).violations.map(v => [v.id, v.nodes.map(n => n.html + n.failureSummary)])"
        )
        assert found == []


def test_it_is_copied_and_saved_whole(stage: Stage) -> None:
    stage.open()
    place = {"type": "Point", "coordinates": [1, 2]}
    show(stage, place)
    width = stage.js("() => document.querySelector('.backendai-map-canvas').width")
    assert copied(stage, ".backendai-item", "image/png") == width
    name, content = saved(stage, ".backendai-item")
    assert (name, json.loads(content)) == ("map.geojson", place)


def test_disposing_frees_all(stage: Stage) -> None:
    stage.open()
    show(stage, box(0, 0, 1, 1))
    stage.js("() => BackendAI.Media.dispose()")
    assert stage.js("() => document.querySelectorAll('[class*=backendai-map]').length") == 0
    clean(stage)
