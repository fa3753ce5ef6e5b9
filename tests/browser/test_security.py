"""Every payload through every field of an output: nothing runs, is fetched, or changes the page."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests import FULL, VECTORS, hostile

from .engines import PageError
from .engines.chromium import Chromium
from .stage import BODY, HERE, STRICT, Stage

# Payloads a page: many, for speed; one that fails is searched by halves.
BATCH = 40

# Names that attackers take, which no field may turn into something else.
WORDS = [
    "__proto__",
    "constructor",
    "toString",
    "\ud800",
    "\x00\x01\x1b[",
    "\x1b]8;;javascript:alert(1)\x07x\x1b]8;;\x07",
    "\x1b]0;title\x07\x1b]52;c;YWJj\x07\x1bP$q\x1b\\\x1b[6n\x1b[c",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    " \tjava\nscript:alert(1)",
    "{{constructor.constructor('alert(1)')()}}",
    "${alert(1)}",
    "<%= alert(1) %>",
    "]]><script>alert(1)</script>",
    "--><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</textarea></title></xmp><img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<img src=https://canary.example/x>",
    "<link rel=stylesheet href=https://canary.example/x.css><style>@import 'https://canary.example/y.css'</style>",
    "<style>*{background:url(https://canary.example/z)}h1{display:none}</style>",
    "<a id=BackendAI name=Media href=javascript:alert(1)>x</a>",
    "<form id=document><input name=cookie><input name=body></form>",
    "<meta http-equiv=refresh content='0;url=https://canary.example/'>",
    "<base href=https://canary.example/><a href=x target=_self>x</a>",
    "<button formaction=javascript:alert(1) form=host>x</button>",
    "<div data-toggle=modal data-target='<img src=x onerror=alert(1)>'>x</div>",
    "<div data-bind='html: alert(1)' v-html='alert(1)' x-data='{a:alert(1)}' hx-on:load=alert(1)>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<video src=https://canary.example/v poster=https://canary.example/p autoplay></video>",
    "[a](javascript:alert(1)) ![b](javascript:alert(1)) <javascript:alert(1)> [c](data:text/html;base64,PHNjcmlwdD4=)",
    '[a](<j&#x61;vascript:alert(1)> "\\" onclick=alert(1)") [b][b]\n\n[b]: java\tscript:alert(1)',
    "![a](https://canary.example/m) ![b][b]\n\n[b]: https://canary.example/n 'title\" onerror=alert(1)'",
    '```"><img src=x onerror=alert(1)>\nx\n```\n# " onclick=alert(1) x="',
    "$\\href{javascript:alert(1)}{x}$ $\\url{javascript:alert(1)}$ $\\style{color:red}{x}$",
    '$\\htmlData{><img/onerror=alert(1)"src=,a=b}{x}$ $\\class{"><img src=x onerror=alert(1)>}{x}$',
    "$\\includegraphics[height=1em]{https://canary.example/l.png}$ $\\ref{javascript:alert(1)}$",
    "$\\def\\a{\\a\\a}\\a$ $\\def\\b#1.{\\b#1#1.}\\b x.$ $\\rule{99999em}{99999em}\\kern{-99999em}x$",
    "$\\newcommand{\\frac}{\\href{javascript:alert(1)}{x}}\\frac$ $\\tag{<img src=x onerror=alert(1)>}$",
    "<body onload=alert(1)><input autofocus onfocus=alert(1)><details open ontoggle=alert(1)>",
]

# What Chromium reports of an inert document, which asks for nothing: attributes, and the tracks of a video.
PARSED = re.compile(r"(script-src-attr|style-src-attr|style-src-elem) inline|media-src \S+\.vtt ")
FILES = re.compile(r"\.js$|/favicon\.ico$")

HOST = """() => ['html', 'body', 'main', 'h1', '#host', '#out'].map(selector => {
  const style = getComputedStyle(document.querySelector(selector));
  const { display, position, color, backgroundColor, backgroundImage, font, visibility } = style;
  return [selector, display, position, color, backgroundColor, backgroundImage, font, visibility];
})"""


def payloads() -> list[str]:
    fixtures = json.loads((VECTORS / "security/dompurify_fixtures.json").read_text())
    found = [one["payload"] for one in fixtures]
    found += [one["html"] for one in hostile.PAYLOADS]
    assert len(found) > 1000
    return WORDS + [text for text in found if isinstance(text, str)]


PAYLOADS = payloads()
# Every word and every eighth of the rest.
SAMPLE = WORDS + PAYLOADS[len(WORDS) :: 8]
# Tests that the full tier's payloads are divided among: one may take minutes, not many.
PARTS = 4 if FULL else 1


def open_page(stage: Stage, *, strict: bool) -> None:
    stage.site.calm()
    attack = stage.site.page(
        "security.js", (HERE / "security.js").read_bytes(), Content_Type="text/javascript"
    )
    policy = STRICT.format(probe=f"{stage.site.url}/probe.js {attack}", assets=stage.root)
    policy += "; media-src data:"
    stage.open(
        head=f'<script src="{stage.root}/js/main.min.js"></script><script src="{attack}"></script>',
        body=BODY + '<form id="host" action="/stolen"><input name="token" value="secret"></form>',
        **({"Content_Security_Policy": policy} if strict else {}),
    )


def sins(stage: Stage, batch: Sequence[str], *, strict: bool) -> list[str]:
    """What a batch did on a fresh page that it must not."""
    open_page(stage, strict=strict)
    before = stage.js(HOST)
    try:
        found: list[str] = stage.js("list => __security.attack(list)", list(batch))
        if stage.js(HOST) != before:
            found.append("the host page's styles")
        # Browsers report what they see while hostile HTML is parsed, where nothing of it can run.
        violations = [one for one in stage.probe("violations") if not PARSED.match(one)]
        found += [f"violation {one}" for one in violations]
        errors = [one for one in stage.probe("errors") if "ResizeObserver loop" not in one]
        found += [f"error {one}" for one in errors]
    except PageError as error:
        found = [f"page lost: {error}"]
    found += [f"dialog {text}" for text in stage.engine.dialogs()]
    found += [f"popup {url}" for url in getattr(stage.engine, "popups", [])]
    found += [f"fetched {url}" for url in stage.site.elsewhere]
    asked = [*stage.site.requests, *stage.assets.requests]
    asked.remove("GET /page.html")
    return found + [f"fetched {line}" for line in asked if not FILES.search(line)]


def culprit(stage: Stage, batch: Sequence[str], *, strict: bool) -> tuple[str, list[str]] | None:
    """The first payload of a batch that misbehaves and what it did, found by halves."""
    found = sins(stage, batch, strict=strict)
    while found and len(batch) > 1:
        half = len(batch) // 2
        batch = batch[:half] if sins(stage, batch[:half], strict=strict) else batch[half:]
        found = sins(stage, batch, strict=strict) or ["only together with others", *found]
    return (batch[0], found) if found else None


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("strict", [False, True], ids=["open", "strict"])
def test_nothing_happens(stages: Stage, strict: bool, part: int) -> None:
    # In the quick tier some of them, each without or with a policy.
    chosen = PAYLOADS[part::PARTS] if FULL else SAMPLE[6 * strict :: 12]
    if stages.engine.name == "chromium" and not FULL:
        chosen = chosen + PAYLOADS[len(WORDS) + 12 * strict :: 24]
    for start in range(0, len(chosen), BATCH):
        assert culprit(stages, chosen[start : start + BATCH], strict=strict) is None


def test_the_canaries_sing(stages: Stage) -> None:
    """What the other test relies on is noticed in each engine."""
    open_page(stages, strict=False)
    stages.js(
        """html => {
          const render = (data, { host }) => void (host.innerHTML = html);
          BackendAI.Media.register('x/bad', { render });
          return __probe.show([['x/bad', 1]]);
        }""",
        "<img src=https://canary.example/x onerror='alert(1); window.stolen = document.title = 1'>",
    )
    stages.wait("() => window.stolen")
    found = stages.js("() => __security.attack([])")
    assert {"alert(1)", "global stolen", "title"} <= set(found)
    assert any("canary.example" in url for url in stages.site.elsewhere)


RAW = [
    ["x/unknown", "<script>alert(1)</script>"],
    ["application/x-html", "ä <b>"],
    ["image/png", "!"],
    ["image/svg+xml", "<svg onload=alert(1)"],
]


def test_what_is_saved_cannot_run_here(stage: Stage, chromium: Chromium) -> None:
    """Raw data is saved as plain bytes, not as a type that runs where it is opened; SVG has its namespace."""
    stage.open_strict()
    stage.handle_all(RAW)
    stage.wait("() => __probe.all('a[download]').length === 4")
    addresses = stage.js("() => __probe.all('a[download]').map(link => link.href)")
    assert all(address.startswith("data:application/octet-stream") for address in addresses)
    links = chromium.page.locator("a[download]")
    for index, (_, raw) in enumerate(RAW):
        with chromium.page.expect_download() as download:
            links.nth(index).click()
        saved = Path(download.value.path()).read_text(encoding="utf-8")
        assert saved.replace(' xmlns="http://www.w3.org/2000/svg"', "") == raw
    assert stage.js("() => location.pathname") == "/page.html"
