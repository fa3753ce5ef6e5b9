"""Results that a page carries as data, in three engines, under the strict policy."""

from __future__ import annotations

import pytest

from backendai_media import render
from backendai_media.assets import result_tag

from .stage import Stage

pytestmark = pytest.mark.one_engine

MAIN = '<script src="{0}/js/main.min.js"></script>'
SCRIPTS = MAIN + '<script src="{0}/js/islands.js" defer></script>'
OUT = [("stdout", "one </script> & <b>two</b>")]


def open_page(stage: Stage, body: str, head: str = SCRIPTS) -> None:
    stage.open_strict(head=head.format(stage.root), body=body)


def faults(stage: Stage) -> list[str]:
    return stage.probe("errors") + stage.probe("violations")


def test_each_in_its_place(stages: Stage) -> None:
    between = "<p>between</p>"
    open_page(stages, result_tag(OUT, "a") + between + result_tag([("text/html", "<i>x</i>")], 2))
    stages.wait("() => __probe.text(document.body).includes('two') && __probe.all('i').length")
    assert stages.items("body") == [("stdout", "one </script> & <b>two</b>"), ("text/html", "x")]
    order = "() => [...document.body.children].map(e => e.localName)"
    assert stages.js(order) == ["script", "div", "p", "script", "div"]
    assert faults(stages) == []


def test_one_that_is_added_later(stages: Stage) -> None:
    stages.open(head=SCRIPTS.format(stages.root), body='<div id="late"></div>')
    stages.js(
        """text => {
          const island = document.createElement('script');
          island.type = 'application/json';
          island.dataset.backendaiResult = 'late';
          island.append(text);
          const part = document.createElement('section');
          part.append(island);
          document.querySelector('#late').append(part);
        }""",
        '[["stdout", "later"]]',
    )
    stages.wait("() => __probe.items().some(([, text]) => text === 'later')")
    stages.js(
        "() => { const s = document.querySelector('section'); s.remove(); document.body.append(s) }"
    )
    assert (
        stages.js("() => document.querySelectorAll('section div > .backendai-output').length") == 1
    )
    assert faults(stages) == []


def test_text_that_is_no_json(stages: Stage) -> None:
    island = '<script type="application/json" data-backendai-result="r">[1, </script>'
    open_page(stages, island + result_tag(OUT, "a"))
    stages.wait("() => __probe.items().length === 2 && __probe.items()[1][1].includes('two')")
    assert [kind for kind, _ in stages.items("body")] == ["invalid", "stdout"]
    assert faults(stages) == []


def test_without_the_entry(stages: Stage) -> None:
    """It was blocked, or is no longer there: the page is as it would be without us."""
    open_page(stages, "<h1>A page</h1>" + result_tag(OUT, "a"), SCRIPTS.replace(MAIN, ""))
    assert stages.js("() => document.body.innerText.trim()") == "A page"
    assert faults(stages) == []


STILL = [("stdout", "one\n"), ("application/json", {"a": 1})]


def test_static_markup_is_taken_over(stages: Stage) -> None:
    """What Python wrote shows until the script has the same, and not beside it."""
    open_page(stages, result_tag(STILL, "s", static=render(STILL, "s")) + "<p>after</p>")
    stages.wait("() => !document.querySelector('[data-backendai-result=s].backendai-output')")
    children = "() => [...document.body.children].map(e => e.localName)"
    assert stages.js(children) == ["script", "div", "p"]
    assert [kind for kind, _ in stages.items("body")] == ["stdout", "application/json"]
    still = "() => document.querySelector('[data-backendai-static]')"
    assert stages.js(f"() => ({still})().children.length") == 1
    assert stages.js(f"() => ({still})().firstElementChild.style.length") == 0
    assert stages.js(f"() => ({still})().offsetHeight > 20")


def test_static_markup_stays_where_the_script_fails(stages: Stage) -> None:
    head = SCRIPTS.replace(MAIN, "")
    open_page(stages, result_tag(STILL, "s", static=render(STILL, "s")), head)
    assert [kind for kind, _ in stages.items("body")] == ["stdout", "application/json"]
    stages.assets.trouble("console.js", fail=99)
    open_page(stages, result_tag(STILL, "s", static=render(STILL, "s")))
    stages.wait("() => document.querySelectorAll('.backendai-output').length === 1")
    assert stages.items("body")[0] == ("stdout", "one\n")
