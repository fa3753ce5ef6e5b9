"""Drawings live: state across items, animation, and what a frame costs."""

from __future__ import annotations

import random
from typing import Any

import pytest

from .drawing import OPEN, STILL, disc, item, pixel, press, to_the_end, vector
from .stage import Stage
from .test_page import ENVELOPE

WHITE, RED, BLUE = [255, 255, 255, 255], [255, 0, 0, 255], [0, 0, 255, 255]
TO_BLUE = [0, "update", 0, "fill", "#0000ffff"]
COUNT = "() => document.querySelectorAll('canvas').length"


def show(stage: Stage, *items: Any, result: str = "r", **options: Any) -> None:
    assert stage.handle_all(list(items), result, **options)["failed"] == []


@pytest.fixture
def page(stage: Stage) -> Stage:
    """A strict page, on which nothing may go wrong."""
    stage.open_strict()
    return stage


def test_updates_in_later_items_and_results(page: Stage) -> None:
    show(page, item(OPEN, STILL, disc()), item([0, "update", 0, "x", 150]))
    assert [pixel(page, 50, 50), pixel(page, 150, 50)] == [WHITE, RED]
    show(page, item(TO_BLUE), append=True)
    assert pixel(page, 150, 50) == BLUE
    show(page, item([0, "update", 0, "y", 100]), result="another")
    assert pixel(page, 150, 100) == BLUE
    page.handle(item([0, "update", 0, "x", 50]), "r")
    page.wait(
        "() => document.querySelector('canvas').getContext('2d').getImageData(50, 100, 1, 1).data[0] === 0"
    )
    assert pixel(page, 50, 100) == BLUE
    assert page.js(COUNT) == 1


def test_containers_are_apart_unless_they_share_a_scope(page: Stage) -> None:
    page.js(
        "() => { for (const id of 'abc') document.body.append(Object.assign(document.createElement('div'), { id })) }"
    )
    draw = """(v, id, scope) =>
      BackendAI.Media.handle_all(v, id, document.getElementById(id), scope ? { scope } : {})"""
    page.js(draw, [item(OPEN, STILL, disc())], "a", None)
    page.js(draw, [item(OPEN, STILL, disc())], "b", "shared")
    page.js(draw, [item(TO_BLUE)], "c", "shared")
    assert pixel(page, 50, 50, "#a canvas") == RED
    assert pixel(page, 50, 50, "#b canvas") == BLUE
    assert page.js(COUNT) == 2


def test_a_canvas_that_is_opened_again_elsewhere_leaves_a_picture(page: Stage) -> None:
    show(page, item(OPEN, STILL, disc()), item(OPEN, STILL, disc(x=100)), item(TO_BLUE))
    first, second = (f"#out .backendai-item:nth-child({n}) canvas" for n in (1, 2))
    assert pixel(page, 50, 50, first) == RED
    assert pixel(page, 100, 50, second) == BLUE


def test_a_result_that_is_shown_again_starts_clean(page: Stage) -> None:
    turn = [item(OPEN, STILL, disc(x=20)), item([0, "update", 0, "x", 90])]
    for _ in range(3):
        show(page, *turn)
        assert pixel(page, 90, 50) == RED
        assert pixel(page, 20, 50) == WHITE
        show(page, item(disc(1, 150, 100)), append=True)
        assert pixel(page, 150, 100) == RED
    show(page, turn[0])
    assert [pixel(page, 20, 50), pixel(page, 90, 50), pixel(page, 150, 100)] == [RED, WHITE, WHITE]
    show(page, item([1, "canvas", 30, 20, "#0000ffff", "#000000ff"]))
    assert page.js("() => [...document.querySelectorAll('canvas')].map(c => c.width)") == [30]
    show(page, ["stdout", "x"])
    assert page.js(COUNT) == 0


def test_what_is_disposed_is_gone(page: Stage) -> None:
    show(page, item(OPEN, STILL, disc()))
    show(page, item(TO_BLUE), result="late")
    page.js("() => BackendAI.Media.dispose('r')")
    show(page, item(TO_BLUE), result="late")
    assert page.js(COUNT) == 0
    show(page, item(OPEN, STILL, disc()))
    assert pixel(page, 50, 50) == RED


def test_many_items_are_one_paint(page: Stage) -> None:
    show(page, item(OPEN, STILL, disc()))
    page.js("""() => {
      const { prototype } = CanvasRenderingContext2D, real = prototype.clearRect;
      window.paints = 0;
      prototype.clearRect = function (...a) { paints += this.canvas.isConnected; real.apply(this, a) };
    }""")
    items = [item([0, "update", 0, "x", n % 150]) for n in range(500)]
    frames = page.js(
        """async items => {
      let frames = 0, on = true;
      const count = () => on && (frames++, requestAnimationFrame(count));
      count();
      await __probe.show(items, 'r', { append: true });
      on = false;
      return frames;
    }""",
        items,
    )
    assert page.js("() => paints") <= frames + 3
    assert pixel(page, 499 % 150, 50) == RED


@pytest.mark.one_engine
def test_the_report_comes_with_the_first_frame_and_what_follows_queues(stages: Stage) -> None:
    stages.open_strict()
    slowly = [[0, "resume-anim"], [0, "speed", 0.05], [0, "update", 0, "x", 60]]
    quickly = [[0, "speed", 2], [0, "update", 0, "x", 150]]
    show(stages, item(OPEN, STILL, disc(), *slowly), item(*quickly, TO_BLUE))
    assert pixel(stages, 50, 50) == RED
    show(stages, item([0, "update", 0, "y", 100]), append=True)
    assert pixel(stages, 50, 50) == RED, "it queues"
    assert pixel(stages, 150, 100) == WHITE
    look = """(x, y) => {
      const found = document.querySelector('canvas').getContext('2d').getImageData(x, y, 1, 1).data;
      return found[0] === 0 && found[2] === 255; }"""
    stages.wait(look, 150, 100)
    assert stages.js(COUNT) == 1
    assert stages.probe("errors") + stages.probe("violations") == []


def test_groups_move_together_and_steps_do_not(page: Stage) -> None:
    commands = [OPEN, STILL, disc(0, 50, 30, 10), disc(1, 50, 100, 10), [0, "resume-anim"]]
    moves = [[0, "update", key, "x", 150] for key in (0, 1)]
    show(page, item(*commands, [0, "begin-group"], *moves, [0, "end-group"], *moves))
    press(page, "Home")
    steps = "() => document.querySelector('#out input').max"
    assert page.js(steps) == "3"
    press(page, "ArrowRight")
    page.wait("() => document.querySelector('#out input').value === '1'")
    assert [pixel(page, 150, 30), pixel(page, 150, 100)] == [RED, RED]


@pytest.mark.parametrize("where", ["detached", "hidden", "below"])
def test_it_is_painted_where_nobody_looks(stages: Stage, where: str) -> None:
    stages.open_strict()
    found = stages.js(
        """async (items, where) => {
      const box = document.createElement('div');
      if (where !== 'detached') document.body.append(box);
      if (where === 'hidden') box.style.display = 'none';
      if (where === 'below') box.style.marginTop = '9000px';
      const report = await BackendAI.Media.handle_all(items, 'x', box);
      const data = box.querySelector('canvas').getContext('2d').getImageData(50, 50, 1, 1).data;
      return [report.failed.length, ...data];
    }""",
        [item(OPEN, STILL, disc()), item(TO_BLUE)],
        where,
    )
    assert found == [0, *BLUE]


def test_off_screen_it_stands_still_and_goes_on_when_it_comes(page: Stage) -> None:
    page.js("() => { __probe.out().style.marginTop = '3000px' }")
    show(page, item(OPEN, STILL, disc(), [0, "resume-anim"], [0, "update", 0, "x", 150]))
    page.js("() => __probe.sleep(700)")
    assert pixel(page, 50, 50) == RED
    page.js("() => __probe.out().scrollIntoView()")
    page.wait(
        "() => document.querySelector('canvas').getContext('2d').getImageData(150, 50, 1, 1).data[1] === 0"
    )


def test_reduced_motion_and_print_show_the_end(page: Stage) -> None:
    browser: Any = page.engine
    moves = [[0, "update", 0, "x", x] for x in (60, 70, 80, 90, 150)]
    show(page, item(OPEN, STILL, disc(), [0, "resume-anim"], *moves))
    browser.page.emulate_media(media="print")
    page.wait(
        "() => document.querySelector('canvas').getContext('2d').getImageData(150, 50, 1, 1).data[1] === 0",
        seconds=0.5,
    )
    browser.page.emulate_media(media="screen", reduced_motion="reduce")
    show(page, item(OPEN, STILL, disc(), [0, "resume-anim"], *moves, TO_BLUE))
    assert pixel(page, 150, 50) == BLUE


def test_it_is_crisp_at_any_ratio_and_fits_narrow_containers(page: Stage) -> None:
    browser: Any = page.engine
    size = "() => { const c = document.querySelector('canvas'); return [c.width, c.height, c.clientWidth] }"
    show(page, item(OPEN, STILL, disc()))
    assert page.js(size) == [200, 150, 200]
    devtools = browser.devtools()
    screen = {"width": 1000, "height": 700, "deviceScaleFactor": 2, "mobile": False}
    devtools.send("Emulation.setDeviceMetricsOverride", screen)
    page.js("() => { __probe.out().style.width = '100px' }")
    page.wait("() => document.querySelector('canvas').clientWidth === 100")
    page.wait("() => document.querySelector('canvas').width === 200")
    assert page.js(size) == [200, 150, 100]
    assert pixel(page, 50, 50) == RED


def test_a_frame_costs_what_moves(page: Stage) -> None:
    """While a turtle walks over 20,000 finished objects, few of them are painted."""
    finished = [disc(n, n % 200, n // 200, 3) for n in range(20_000)]
    steps = [[0, "update", 0, "x", x] for x in (100, 150)]
    show(page, item(OPEN, STILL, *finished))
    page.js("""() => {
      const { prototype } = CanvasRenderingContext2D, real = prototype.fill;
      window.fills = 0;
      prototype.fill = function (...a) { fills++; real.apply(this, a) };
    }""")
    show(page, item([0, "resume-anim"], *steps), append=True)
    frames = page.js("""async () => {
      let frames = 0;
      for (const end = performance.now() + 500; performance.now() < end; frames++)
        await new Promise(requestAnimationFrame);
      return frames;
    }""")
    assert page.js("() => fills") < 2000 + 300 * frames


def test_long_programs_hurry_and_can_be_scrubbed(page: Stage) -> None:
    steps = [[0, "update", 0, "x", n % 200] for n in range(10_000)]
    show(page, item(OPEN, STILL, disc(r=5), [0, "resume-anim"], *steps))
    press(page, "ArrowRight")
    # The button says so at the next frame.
    page.wait("() => document.querySelector('#out [aria-label=Play]')")
    page.js("() => document.querySelector('#out [aria-label=Play]').click()")
    # Two minutes and more at the usual pace, so longer than this waits.
    page.wait("() => +document.querySelector('#out input').value > 600", seconds=60)
    for step in (7_777, 3, 10_000, 5_050):
        page.js(
            """step => { const range = document.querySelector('#out input');
          range.value = step; range.dispatchEvent(new Event('input')) }""",
            step,
        )
        page.wait(
            "s => document.querySelector('#out input').ariaValueText === `Step ${s.toLocaleString()} of 10,000`",
            step,
        )
        assert pixel(page, (step - 1) % 200, 50) == RED


def test_a_large_drawing_leaves_the_page_responsive(page: Stage) -> None:
    commands = [disc(n, n % 200, n % 150, 5) for n in range(100_000)]
    ticks = page.js(
        """async items => {
      let ticks = 0;
      const timer = setInterval(() => ticks++, 1);
      await __probe.show(items);
      clearInterval(timer);
      return ticks;
    }""",
        [item(OPEN, STILL, *commands)],
    )
    assert ticks > 8
    assert (
        page.js("() => document.querySelector('canvas').ariaLabel")
        == "Drawing of 100,000 objects: 100,000 circles"
    )


def test_its_words(page: Stage) -> None:
    words = {
        "drawing_of": "Zeichnung von {n} Dingen",
        "circles": {"one": "{n} Kreis", "other": "{n} Kreise"},
        "play": "Los",
    }
    commands = [
        OPEN,
        disc(),
        [0, "obj", 1, ["text", 1, 20, "Hallo"]],
        [0, "obj", 2, ["text", 1, 40, "Welt"]],
    ]
    show(page, item(*commands), messages=words)
    to_the_end(page)
    label = page.js("() => document.querySelector('canvas').ariaLabel")
    assert label == "Zeichnung von 3 Dingen: 1 Kreis, 2 texts, “Hallo”, “Welt”"
    assert page.js("() => document.querySelector('#out button').ariaLabel") == "Los"
    assert page.js("() => document.querySelector('canvas').role") == "img"


def test_the_exported_file_has_the_picture(page: Stage) -> None:
    show(page, *vector("06")["media"])
    to_the_end(page)
    html = page.js("async () => (await BackendAI.Media.export('r')).text()")
    assert '<img role="img"' in html
    assert 'src="data:image/png;base64,' in html
    assert "<canvas" not in html
    assert "<button" not in html


def test_a_container_that_goes_takes_its_drawing_along(page: Stage) -> None:
    found = page.js(
        """async items => {
      let box = document.body.appendChild(document.createElement('div'));
      await BackendAI.Media.handle_all(items, 'x', box);
      box.querySelector('canvas').focus();
      const canvas = new WeakRef(box.querySelector('canvas'));
      await __probe.sleep(100);
      box.remove();
      box = undefined;
      for (let i = 0; i < 20 && canvas.deref(); i++) {
        await __probe.sleep(100);
        gc();
      }
      return canvas.deref() === undefined;
    }""",
        [item(OPEN, disc(), [0, "update", 0, "x", 150])],
    )
    assert found


def test_items_wait_for_each_other_though_one_goes(page: Stage) -> None:
    """The first takes long, the second goes while it waits, the third comes after the first."""
    many = [disc(n, n % 200, 100, 2) for n in range(50_000)]
    found = page.js(
        """async (first, second, third) => {
      const one = BackendAI.Media.handle_all(first, 'a', __probe.out());
      BackendAI.Media.handle_all(second, 'b', __probe.out());
      BackendAI.Media.dispose('b');
      const reports = [await one, await BackendAI.Media.handle_all(third, 'c', __probe.out())];
      return reports.map(report => report.failed.length);
    }""",
        [item(OPEN, STILL, *many, disc(0))],
        [item([0, "update", 0, "x", 10])],
        [item(TO_BLUE)],
    )
    assert found == [0, 0]
    assert pixel(page, 50, 50) == BLUE


def test_what_is_hidden_is_not_painted_and_nobody_sees_it(page: Stage) -> None:
    """A crowd at once, and the same in parts, in which nothing is looked for, give equal pixels."""
    numbers = random.Random(5)

    def shape() -> list[Any]:
        place = [numbers.uniform(-20, 220), numbers.uniform(-20, 170)]
        most = numbers.choice((8, 8, 8, 40))
        width, height = numbers.uniform(1, most), numbers.uniform(1, most)
        colors = [f"#{numbers.randrange(1 << 24):06x}{alpha}" for alpha in ("ff", "ff", "80")]
        numbers.shuffle(colors)
        kind = numbers.choice(("line", "circle", "rect", "triangle", "arc"))
        border = numbers.choice((0, 1, 2))
        if kind == "line":
            return [kind, *place, place[0] + width, place[1] - height, colors[0], border]
        if kind == "circle":
            return [kind, *place, width / 2, *colors[:2], 0, border]
        if kind == "arc":
            return [kind, *place, width, 20, 200, *colors[:2], 0, border]
        return [kind, *place, width, height, *colors[:2], numbers.choice((0, 30, 75.5)), border]

    shapes = [[0, "obj", n, shape()] for n in range(9000)]
    count = """() => {
      const { prototype } = CanvasRenderingContext2D, real = prototype.fill;
      window.fills = 0;
      prototype.fill = function (...a) { fills++; real.apply(this, a) };
    }"""
    page.js(count)
    picture = "() => document.querySelector('canvas').toDataURL()"
    show(page, item(OPEN, STILL, *shapes))
    whole, fills = page.js(picture), page.js("() => fills")
    show(page, item(OPEN, STILL, *shapes[:900]), result="parts")
    for start in range(900, 9000, 900):
        show(page, item(*shapes[start : start + 900]), result="parts", append=True)
    assert page.js(picture.replace("'canvas'", "'#out > :last-child canvas'")) == whole
    assert fills < (page.js("() => fills") - fills) / 2


#: Whether there is more than the background on the canvas.
DRAWN = """() => {
  const canvas = document.querySelector('#out canvas');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return new Set(new Uint32Array(data.buffer)).size > 1;
}"""

#: A page so busy that its observers are told of several changes at once, as the standard has it.
BUSY = """<script>
  window.IntersectionObserver = class extends IntersectionObserver {
    constructor(call, options) {
      let waiting = [];
      super((entries, observer) => {
        if (!waiting.length) setTimeout(() => call(waiting.splice(0), observer), 300);
        waiting.push(...entries);
      }, options);
    }
  };
</script>"""


def test_a_page_that_is_busy_when_it_comes_into_view(stages: Stage) -> None:
    """It plays where it was out of view first, and both were told at once."""
    script = f'<script src="{stages.root}/js/main.min.js"></script>'
    stages.open(
        head=BUSY + script,
        body='<main><div id="above" style="height: 3000px"></div><div id="out"></div></main>',
    )
    stages.handle_all([ENVELOPE])
    # Frames pass, in which it is out of view and then in view, before it is told.
    stages.js("""async () => {
      const frame = () => new Promise(done => requestAnimationFrame(done));
      await frame();
      await frame();
      document.querySelector('#above').remove();
    }""")
    stages.wait(DRAWN)
