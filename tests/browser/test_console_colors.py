"""Console text is coloured whenever it is seen, wherever it was before."""

from __future__ import annotations

import pytest

from .engines import Json
from .stage import Stage

COUNT = 30

# Of each console in view: the coloured word, the colour behind it, and whether the word has one of its own.
SEEN = """() => [...document.querySelectorAll('.backendai-console')]
  .filter(console => {
    const { top, bottom, height } = console.getBoundingClientRect();
    return height > 0 && bottom > 0 && top < innerHeight;
  })
  .map(console => {
    const span = [...console.querySelectorAll('span')].find(({ textContent }) => textContent.startsWith('word'));
    if (!span) return 'plain: ' + console.textContent.slice(0, 40);
    const { backgroundColor, color } = getComputedStyle(span);
    return [span.textContent, backgroundColor, color !== getComputedStyle(console).color];
  })"""

# Observers are told after a frame, and work that they ask for comes later still.
REST = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 150)))"


def behind(number: int) -> str:
    """The colour behind an output's coloured word: another one for each."""
    return f"rgb({10 + number}, 0, {200 - number})"


def output(number: int) -> Json:
    """A stream, a text or an error, in turn."""
    color = f"48;2;{10 + number};0;{200 - number}"
    word = f"\x1b[{color}mword {number}\x1b[0m"
    lines = "\n".join(f"line {line}" for line in range(12))
    if number % 3 == 0:
        return ["stdout", f"\x1b[32m{word}\n{lines}\n"]
    if number % 3 == 1:
        return {"data": {"text/plain": f"\x1b[31m{word}\n{lines}"}}
    trace = [f"\x1b[35m{word}", *lines.splitlines()]
    return {"output_type": "error", "ename": "E", "evalue": "v", "traceback": trace}


def check_seen(stage: Stage, least: int) -> set[str]:
    """All that is in view is coloured, or soon is; → the words of it."""
    stage.js(REST)
    try:
        stage.wait(f"() => ({SEEN})().every(Array.isArray)", seconds=5)
    except AssertionError:
        pytest.fail(f"in view, without colours: {stage.js(SEEN)}")
    found = stage.js(SEEN)
    assert len(found) >= least
    for word, background, _ in found:
        assert background == behind(int(word.split()[1])), word
    assert all(has_own for word, _, has_own in found), found
    return {word for word, _, _ in found}


def test_a_page_of_outputs_scrolled_through(stages: Stage) -> None:
    stages.open()
    stages.handle_all([output(number) for number in range(COUNT)])
    words = {f"word {number}" for number in range(COUNT)}
    for steps in (range(0, 101, 10), range(100, -1, -10), (50, 100, 0, 100)):
        seen = set()
        for percent in steps:
            stages.js(
                "p => scrollTo(0, (document.documentElement.scrollHeight - innerHeight) * p / 100)",
                percent,
            )
            seen |= check_seen(stages, 2)
        assert seen == words or steps == (50, 100, 0, 100)


def test_what_comes_while_it_is_out_of_view(stages: Stage) -> None:
    """A program goes on printing while somebody looks elsewhere on the page."""
    stages.open(body='<main><div id="out"></div><div style="height: 9000px"></div></main>')
    stages.js(
        """text => {
          window.area = BackendAI.Media.open('r', document.querySelector('#out'));
          area.append(['stdout', text]);
        }""",
        "begins\n",
    )
    stages.js("() => scrollTo(0, 9000)")
    stages.js(REST)
    stages.js("item => area.append(item)", output(3))
    stages.js(REST)
    stages.js("() => scrollTo(0, 0)")
    assert check_seen(stages, 1) == {"word 3"}


#: How a place is hidden at first, and how it is shown and hidden; `place` is what does that.
PLACES = {
    "a dialog": ("<dialog id=place><div id=out></div></dialog>", "showModal()", "close()"),
    "display: none": (
        "<div id=place style='display: none'><div id=out></div></div>",
        "style.display = ''",
        "style.display = 'none'",
    ),
    "details": (
        "<details id=place><summary>s</summary><div id=out></div></details>",
        "open = true",
        "open = false",
    ),
    "attached later": (
        "<template><div id=place><div id=out></div></div></template>",
        "home.append(place)",
        "remove()",
    ),
}


@pytest.mark.parametrize("name", PLACES)
def test_a_place_that_shows_later(stages: Stage, name: str) -> None:
    body, show, hide = PLACES[name]
    stages.open(body=f"<main>{body}</main>")
    show, hide = (
        f"() => {{ place.{change} }}" if not change.startswith("home") else f"() => {{ {change} }}"
        for change in (show, hide)
    )
    stages.js(
        """items => {
          const template = document.querySelector('template');
          window.home = document.querySelector('main');
          window.place = template ? template.content.firstChild : document.querySelector('#place');
          if (template) place.remove();
          return BackendAI.Media.handle_all(items, 'r', place.querySelector('#out'));
        }""",
        [output(number) for number in range(3)],
    )
    for _ in range(3):
        stages.js(REST)
        stages.js(show)
        assert check_seen(stages, 2) >= {"word 0", "word 1"}
        stages.js(hide)
