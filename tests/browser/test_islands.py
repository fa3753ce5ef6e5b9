"""Results that a page carries as data, in three engines, under the strict policy."""

from __future__ import annotations

from backendai_media.assets import result_tag

from .stage import Stage

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
    assert stages.js("() => document.querySelectorAll('section div.backendai-output').length") == 1
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
