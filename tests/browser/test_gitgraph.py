"""Git graphs in the page."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from tests import FULL

from ..gitgraph.make_vectors import CASES, FOLDER, chain, commit, payload, random_history, wide
from .stage import Stage

TYPE = "application/vnd.sorna.gitgraph"
ROWS = "__probe.all('.backendai-git-row')"
LIST = "document.querySelector('.backendai-git-list')"


def large(size: int, seed: int = 1) -> list[Any]:
    """A history of any size: a main line, branches of it that merge, an octopus now and then."""
    commits: list[Any] = []
    tips: list[str] = []
    main = ""
    for i in range(size):
        oid = f"{i * 2654435761 % 2**32:08x}{i:032x}"
        turn = (i * 7 + seed) % 11
        if not main or turn < 5:
            parents = [main] if main else []
            if turn < 2 and tips:
                parents += [tips.pop(0) for _ in range(min(len(tips), 3 if i % 97 == 0 else 1))]
            main, branch = oid, "main"
        elif turn < 7 or not tips:
            parents, branch = [main], f"topic-{i % 40}"
            tips.append(oid)
        else:
            at = i % len(tips)
            parents, branch = [tips[at]], f"topic-{i % 40}"
            tips[at] = oid
        commits.append(
            {
                "oid": oid,
                "parent_ids": parents,
                "author": f"Author {i % 23}",
                "message": f"Commit number {i}",
                "branch": branch,
                "time": 1_600_000_000 + i * 900,
                "refs": ["HEAD", "refs/heads/main"] if i == size - 1 else [],
            }
        )
    return commits


def show(stage: Stage, commits: Any, **options: Any) -> Any:
    return stage.handle_all([[TYPE, commits]], **options)


def subjects(stage: Stage) -> list[str]:
    """What stands in the rows, from the top."""
    found: list[str] = stage.js(f"""() => {ROWS}
      .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
      .map(row => row.querySelector('.backendai-git-subject').lastChild?.data.trim() ?? '')""")
    return found


def hear(stage: Stage) -> None:
    stage.js("""() => {
      window.heard = [];
      for (const name of ['select', 'open'])
        document.addEventListener(`backendai:commit-${name}`, ({ detail }) => heard.push([name, detail.oid, detail.resultId]));
    }""")


LAYOUT = """async (root, commits) => {
  const { layOut, createLayout } = await import(`${root}/js/gitgraph.js`);
  const made = createLayout();
  for (const _ of layOut(commits, made));
  const { segmentLanes: segment_lanes, segmentLines: segment_lines, rows, ...rest } = made;
  const plain = value => value instanceof Int32Array ? [...value] : value;
  const all = Object.entries({ ...rest, segment_lanes, segment_lines });
  return Object.fromEntries(all.map(([name, value]) => [name, plain(value)]));
}"""


def test_layouts_are_those_of_python(stages: Stage) -> None:
    stages.open()
    for name in CASES:
        vector = json.loads((FOLDER / f"{name}.json").read_bytes())
        assert stages.js(LAYOUT, stages.root, vector["commits"]) == vector["layout"], name


def test_layouts_of_many_histories_are_those_of_python(stage: Stage) -> None:
    from backendai_media.gitgraph import lay_out

    from ..gitgraph.make_vectors import numbers

    stage.open()
    for seed in range(100, 140):
        commits = random_history(seed, 200, live=3 + seed % 90, shuffled=seed % 3 == 0)
        assert stage.js(LAYOUT, stage.root, commits) == numbers(lay_out(commits)), seed


def drawn(stage: Stage) -> Counter[tuple[Any, ...]]:
    """Where the lines in the page start and end, and the dots."""
    paths = stage.js("""() => __probe.all('.backendai-git-line,.backendai-git-dots').map(path =>
      [path.matches('.backendai-git-dots'), path.getAttribute('d')])""")
    return Counter((dots, part) for dots, path in paths for part in path.split("M") if part)


@pytest.mark.parametrize("number", ["08", "09"])
def test_samples(stages: Stage, number: str) -> None:
    stages.open_strict()
    commits = payload(number)
    report = show(stages, commits)
    assert report["failed"] == []
    assert stages.types() == [TYPE]
    assert subjects(stages) == [one["message"].strip() for one in commits[::-1]]
    assert sum(count for (dots, _), count in drawn(stages).items() if dots) == len(commits)
    assert stages.probe("errors") + stages.probe("violations") == []


def test_use_in_every_engine(stages: Stage) -> None:
    stages.open_strict()
    commits = large(2_000)
    show(stages, commits)
    hear(stages)
    stages.engine.click(".backendai-git-row")
    stages.wait("() => heard.length === 1")
    assert stages.js("() => heard[0]") == ["select", commits[-1]["oid"], "r"]
    stages.js(f"() => {{ {LIST}.focus(); {LIST}.scrollTop = 20000 }}")
    stages.wait(f"() => {ROWS}.some(row => row.textContent.includes('number 1160'))")
    stages.engine.click(".backendai-git-filter")
    stages.engine.type("author:20\n")
    stages.wait(
        "() => document.querySelector('.backendai-git-status').textContent.startsWith('87 of')"
    )
    assert stages.probe("errors") + stages.probe("violations") == []


def test_a_row(stage: Stage) -> None:
    stage.open()
    one = {
        **commit("0123456789abcdef", "fedcba9876543210"),
        "author": "Ann",
        "email": "ann@example.com",
        "message": "A subject\n\nand a body",
        "time": 1_600_000_000,
        "refs": ["HEAD", "refs/heads/main", "refs/tags/v1", "refs/remotes/origin/main"],
    }
    show(stage, [one])
    texts = stage.js(f"() => [...{ROWS}[0].children].map(part => part.textContent.trim())")
    assert texts[0] == "HEAD main +2 A subject"
    assert texts[1] == "Ann"
    assert texts[2].endswith("years ago")
    assert texts[3] == "0123456"
    stage.engine.page.locator(".backendai-git-date").hover()  # type: ignore[attr-defined]
    titles = stage.js(f"() => [...{ROWS}[0].children].map(part => part.title)")
    assert titles[0] == "HEAD\nmain\nv1\norigin/main\nA subject\n\nand a body"
    assert titles[1] == "ann@example.com"
    assert "2020" in titles[2]
    assert stage.js("() => !!document.querySelector('.backendai-git-stubs').getAttribute('d')")


def test_the_hash_is_copied(stage: Stage) -> None:
    stage.open()
    show(stage, chain("0123456789abcdef"))
    stage.engine.click(".backendai-git-hash")
    stage.wait("() => document.querySelector('.backendai-git-status').textContent === 'Copied'")
    assert stage.js("() => navigator.clipboard.readText()") == "0123456"
    stage.engine.click(".backendai-git-detail button")
    stage.wait("async () => await navigator.clipboard.readText() === '0123456789abcdef'")


def test_the_keyboard(stage: Stage) -> None:
    stage.open()
    commits = large(3_000)
    show(stage, commits)
    hear(stage)
    stage.js(f"() => {LIST}.focus()")
    page = stage.engine.page  # type: ignore[attr-defined]

    def press(*keys: str) -> str:
        for key in keys:
            page.keyboard.press(key)
        found: str = stage.js("() => heard.at(-1)?.[1]")
        return found

    oids = [one["oid"] for one in commits[::-1]]
    rows = {oid: row for row, oid in enumerate(oids)}
    parents = {one["oid"]: one["parent_ids"] for one in commits}
    assert press("ArrowDown") == oids[0]
    assert press("ArrowDown", "ArrowDown", "ArrowUp") == oids[1]
    assert press("End") == oids[-1]
    assert press("Home") == oids[0]
    assert rows[press("PageDown")] > 10
    start = press("ArrowDown")
    assert press("ArrowRight") == parents[start][0]
    child = next(
        oid
        for oid in reversed(oids[: rows[parents[start][0]]])
        if parents[start][0] in parents[oid]
    )
    assert press("ArrowLeft") == child
    merge = next(oid for oid in oids[100:] if len(parents[oid]) > 1)
    while press("ArrowDown") != merge:
        pass
    assert press("Shift+ArrowRight") == parents[merge][-1]
    assert stage.js(f"() => document.activeElement === {LIST}")
    current = stage.js(
        f"() => document.getElementById({LIST}.getAttribute('aria-activedescendant'))?.ariaSelected"
    )
    assert current == "true"
    press("Enter")
    assert stage.js("() => heard.at(-1)[0]") == "open"
    box, row = stage.js(
        f"() => [{LIST}, document.querySelector('[aria-selected=true]')].map(e => e.getBoundingClientRect().toJSON())"
    )
    assert box["top"] <= row["top"]
    assert row["bottom"] <= box["bottom"] + 1


def test_opening_and_jumping_by_mouse(stage: Stage) -> None:
    stage.open()
    show(stage, payload("09"))
    hear(stage)
    page = stage.engine.page  # type: ignore[attr-defined]
    page.locator(".backendai-git-row", has_text="octopus").dblclick()
    assert [name for name, *_ in stage.js("() => heard")] == ["select", "open"]
    parents = page.locator(".backendai-git-relatives").first.locator("button")
    assert parents.all_text_contents() == ["75a4d66", "01acf9b", "15ffa18", "a55c124"]
    parents.nth(2).click()
    assert stage.js("() => heard.at(-1)")[1] == "15ffa18"
    page.locator(".backendai-git-relatives", has_text="Children").locator("button").click()
    assert stage.js("() => heard.at(-1)")[1] == "b960131"


def test_little_is_in_the_page(stage: Stage) -> None:
    stage.open()
    page = stage.engine.page  # type: ignore[attr-defined]
    commits = large(100_000 if FULL else 10_000)
    for one in commits:
        one["refs"] = ["HEAD", "refs/heads/a", "refs/tags/b", "refs/tags/c"]
    show(stage, commits)
    nodes = f"() => {{ const all = document.createTreeWalker({LIST}.parentNode); let n = 0; while (all.nextNode()) n++; return n }}"
    elements = f"() => {LIST}.parentNode.querySelectorAll('*').length"
    assert stage.js(elements) < 300
    for place in (0.3, 0.7, 1):
        stage.js(f"p => {{ {LIST}.scrollTop = p * {LIST}.scrollHeight }}", place)
        page.wait_for_timeout(100)
        assert stage.js(nodes) <= 500
        assert stage.js(elements) < 350
    assert subjects(stage)[-1] == "Commit number 0"
    page.locator(".backendai-git-row").last.click()
    assert stage.js(nodes) <= 500


@pytest.mark.full
def test_a_million(stage: Stage) -> None:
    """It is scrolled from end to end, although no element can be that tall."""
    stage.open()
    report = stage.js(
        """async type => {
      const commits = Array.from({ length: 1e6 }, (_, i) =>
        ({ oid: `c${i}`, parent_ids: i ? [`c${i - 1}`] : [], message: `number ${i}` }));
      return BackendAI.Media.handle_all([[type, commits]], 'r', document.querySelector('#out'));
    }""",
        TYPE,
    )
    assert report["rendered"] == 1
    status = "document.querySelector('.backendai-git-status').textContent"
    stage.wait(f"() => {status}.startsWith('1,000,000 of')", seconds=60)
    stage.js(f"() => {{ {LIST}.scrollTop = 1e9 }}")
    stage.wait(f"() => {ROWS}.some(row => row.textContent.includes('number 0'))")
    stage.js(f"() => {{ {LIST}.scrollTop = {LIST}.scrollHeight / 2 }}")
    stage.wait(f"() => {ROWS}.some(row => /number (499|500)/.test(row.textContent))")
    box, last = stage.js(
        f"() => [{LIST}, {ROWS}.at(-1)].map(e => e.getBoundingClientRect().toJSON())"
    )
    assert last["bottom"] >= box["bottom"]


def test_the_filter(stage: Stage) -> None:
    stage.open()
    show(stage, large(500))
    page = stage.engine.page  # type: ignore[attr-defined]
    box = page.get_by_role("searchbox", name="Filter")
    status = "document.querySelector('.backendai-git-status').textContent"
    for query, count in [
        ("number 499", 1),
        ("COMMIT", 500),
        ("author:author author:7", 43),
        ("branch:topic-3", None),
        ("branch:refs/heads/main", 1),
        ("nothing-has-this", 0),
    ]:
        box.fill(query)
        if count is not None:
            stage.wait(f"n => {status} === `${{n}} of 500 commits`", count)
    box.fill("author:12")
    found = sum("12" in one["author"] for one in large(500))
    stage.wait(f"n => {status} === `${{n}} of 500 commits`", found)
    hear(stage)
    for _ in range(3):
        box.press("Enter")
    assert len(stage.js("() => heard")) == 3
    assert stage.js("() => document.querySelector('[aria-selected=true]').classList.length") == 1
    dimmed = stage.js(
        f"() => {ROWS}.filter(row => !/Author 12/.test(row.textContent)).every(row => row.matches('.backendai-git-off'))"
    )
    assert dimmed
    box.press("Shift+Enter")
    assert stage.js("() => heard.at(-1)[1] === heard.at(-3)[1]")
    box.fill("")
    stage.wait(f"() => {status} === '500 of 500 commits'")
    assert stage.js("() => document.querySelectorAll('.backendai-git-off').length") == 0


def test_highlights(stage: Stage) -> None:
    stage.open()
    show(stage, payload("08"))
    page = stage.engine.page  # type: ignore[attr-defined]
    hot = "document.querySelector('.backendai-git-hot').getAttribute('d')"
    assert stage.js(f"() => {hot}") == ""
    page.locator(".backendai-git-row", has_text="second branch commit").first.hover()
    stage.wait(f"() => {hot}.length > 10")
    other = stage.js(f"() => {hot}")
    page.locator(".backendai-git-row", has_text="fifth").hover()
    stage.wait(f"d => {hot}.length > 10 && {hot} !== d", other)
    page.mouse.move(0, 0)
    stage.wait(f"() => {hot} === ''")
    page.get_by_role("button", name="First parents").click()
    bright = stage.js(f"() => {ROWS}.filter(row => !row.matches('.backendai-git-off')).length")
    assert bright == sum(1 for one in payload("08") if one["branch"] == "master")


def test_oldest_first(stage: Stage) -> None:
    stage.open()
    commits = large(300)
    show(stage, commits, gitgraph={"reverse": True})
    assert subjects(stage)[:3] == ["Commit number 0", "Commit number 1", "Commit number 2"]
    page = stage.engine.page  # type: ignore[attr-defined]
    page.get_by_role("button", name="Oldest first").click()
    assert subjects(stage)[0] == "Commit number 299"
    hear(stage)
    page.get_by_role("button", name="Oldest first").click()
    page.locator(".backendai-git-row", has_text="number 1").first.click()
    stage.js(f"() => {LIST}.focus()")
    page.keyboard.press("ArrowDown")
    assert [oid for _, oid, _ in stage.js("() => heard")] == [one["oid"] for one in commits[1:3]]
    item = {"data": {TYPE: commits}, "metadata": {TYPE: {"reverse": True}}}
    stage.handle_all([item], "other")
    assert stage.js(f"() => {ROWS}.at(-1).ariaPosInSet")


def test_more_commits_keep_the_place_and_the_selection(stage: Stage) -> None:
    stage.open()
    commits = large(3_000)
    page = stage.engine.page  # type: ignore[attr-defined]
    stage.handle([TYPE, commits[:2_500]])
    stage.wait(f"() => {ROWS}.length > 10")
    stage.js(f"() => {{ {LIST}.scrollTop = 9000 + 7 }}")
    page.wait_for_timeout(100)
    page.locator(".backendai-git-row").nth(10).click()
    place = "() => { const row = document.querySelector('[aria-selected=true]'); return [row.textContent, row.getBoundingClientRect().top] }"
    before = stage.js(place)
    keep = f"() => {{ window.kept = {LIST} }}"
    stage.js(keep)
    stage.handle([TYPE, commits])
    stage.wait(
        "() => document.querySelector('.backendai-git-status').textContent.startsWith('3,000 of')"
    )
    after = stage.js(place)
    assert after[0] == before[0]
    assert abs(after[1] - before[1]) < 1
    assert stage.js(f"() => kept === {LIST}")
    stage.js(f"() => {{ {LIST}.scrollTop = 0 }}")
    stage.handle([TYPE, commits[:2_000]])
    stage.wait(f"() => {ROWS}.some(row => row.textContent.includes('number 1999'))")


def test_a_newer_value_settles_an_older_one(stage: Stage) -> None:
    """One that came while another was being laid out is what shows, and nothing is taken away later."""
    stage.open()
    stage.js(
        """async (type, older, newer) => {
          const out = document.querySelector('#out');
          BackendAI.Media.handle([type, older], 'r', out);
          while (!out.querySelector('.backendai-git-list')) await new Promise(done => setTimeout(done, 5));
          BackendAI.Media.handle([type, newer], 'r', out);
        }""",
        TYPE,
        large(60_000 if FULL else 10_000),
        large(100),
    )
    status = "document.querySelector('.backendai-git-status').textContent"
    stage.wait(f"() => {status} === '100 of 100 commits'")
    assert stage.probe("errors") == []


def test_screen_readers_get_a_list(stage: Stage) -> None:
    stage.open()
    show(stage, payload("08"))
    page = stage.engine.page  # type: ignore[attr-defined]
    options = page.get_by_role("listbox", name="Git history").get_by_role("option")
    assert options.count() == 10
    label = options.nth(1).get_attribute("aria-label")
    assert label == "Merge branch 'new-branch' Tester Park 73b011e Parents 36b290b ff055c1"
    assert [options.nth(1).get_attribute(f"aria-{name}") for name in ("posinset", "setsize")] == [
        "2",
        "10",
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_accessible(stage: Stage, theme: str) -> None:
    from pathlib import Path

    axe = Path(__file__).parents[2] / "browser/node_modules/axe-core/axe.min.js"
    stage.open(
        body=f'<main data-backendai-theme="{theme}" style="color-scheme:{theme}"><h1>A page</h1><div id="out"></div></main>'
    )
    commits = payload("08")
    commits[-1]["refs"] = ["HEAD", "refs/heads/main", "refs/tags/v1"]
    show(stage, commits)
    stage.engine.click(".backendai-git-row")
    page = stage.engine.page  # type: ignore[attr-defined]
    page.add_script_tag(path=str(axe))
    found = page.evaluate(
        "async () => (await axe.run('#out')).violations.map(v => [v.id, v.nodes.map(n => n.html + n.failureSummary)])"
    )
    assert found == []


HOSTILE = [
    [7, None, [], {"oid": []}, commit("a", "a", "b", "b")],
    [commit("a", "b"), commit("b", "a")],
    [
        {
            "oid": "<img src=x onerror=alert(1)>",
            "message": "<img src=x onerror=alert(1)>" * 9,
            "refs": ["<b>", 7, None],
        }
    ],
    [
        {
            "oid": "x",
            "message": 7,
            "author": {},
            "time": 1e300,
            "refs": "no",
            "email": [],
            "parent_ids": "no",
        }
    ],
    [{"oid": "__proto__", "parent_ids": ["constructor"], "branch": "__proto__"}],
    [{"oid": "a" * 100_000, "message": "m" * 1_000_000, "author": "\u202e" * 1000, "time": -1e15}],
    [],
]


@pytest.mark.parametrize("commits", HOSTILE)
def test_hostile_data(stage: Stage, commits: list[Any]) -> None:
    stage.open_strict()
    assert show(stage, commits)["failed"] == []
    if commits:
        stage.engine.click(".backendai-git-row")
    assert stage.probe("errors") + stage.probe("violations") + stage.probe("calls") == []
    assert stage.js("() => document.querySelector('#out').innerHTML.length") < 40_000


@pytest.mark.parametrize(
    ("value", "reason"),
    [({"a": 1}, "must be a list"), ("x", "must be a list"), ([1, 2], "None of the entries")],
)
def test_what_is_no_graph_is_said(stage: Stage, value: Any, reason: str) -> None:
    stage.open()
    (failed,) = show(stage, value)["failed"]
    assert reason in failed["error"]


def test_a_very_wide_octopus(stage: Stage) -> None:
    stage.open()
    assert show(stage, wide(100_000))["failed"] == []
    stage.wait(
        "() => document.querySelector('.backendai-git-status').textContent.startsWith('100,004 of')",
        seconds=30,
    )
    stage.js(f"() => {{ {LIST}.scrollTop = {LIST}.scrollHeight / 2 }}")
    stage.wait(f"() => {ROWS}.length > 10")
    assert stage.js("() => document.querySelector('.backendai-git-graph').clientWidth") < 600


def test_disposing_frees_all(stage: Stage) -> None:
    stage.open()
    show(stage, large(50_000 if FULL else 5_000))
    stage.js("() => BackendAI.Media.dispose('r')")
    assert stage.js("() => document.querySelectorAll('[class*=backendai-git]').length") == 0
    assert stage.probe("errors") == []
