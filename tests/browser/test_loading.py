"""Where chunks come from, how often, and what happens when they do not come (Chromium)."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from backendai_media.build import frame_bundles, node
from backendai_media.rendering import render

from .engines.chromium import Chromium
from .server import Site
from .stage import HERE, Stage, png

pytestmark = pytest.mark.one_engine

SOURCES = HERE.parents[1] / "browser/src"
OUT = ["stdout", "hello"]
SCRIPT = "<script>(window.BackendAI ??= {{}}).assetRoot = '{root}';</script>"

Sites = Callable[[bool], tuple[Site, Site]]


def on(chromium: Chromium, sites: Sites, release: Path, *, tls: bool = False) -> Stage:
    pages, assets = sites(tls)
    for site in (pages, assets):
        site.calm()
    return Stage(chromium, pages, assets, f"{assets.url}/{release.name}")


@pytest.mark.parametrize("tls", [False, True], ids=["http", "https"])
@pytest.mark.parametrize(
    "form",
    [
        "{url}/{hash}",
        "{url}/{hash}/",
        "//{host}/{hash}",
        "//{host}/{hash}/",
        "/{hash}",
        "/{hash}/",
        "{hash}",
        "{hash}/",
    ],
)
def test_asset_root_forms(
    chromium: Chromium, sites: Sites, release: Path, form: str, tls: bool
) -> None:
    stage = on(chromium, sites, release, tls=tls)
    root = form.format(url=stage.assets.url, host=stage.assets.host, hash=release.name)
    tag = f'<script src="{stage.root}/js/main.min.js"></script>'
    stage.open(head=SCRIPT.format(root=root) + tag)
    assert stage.handle_all([OUT]) == {"rendered": 1, "failed": []}
    there = stage.assets if "{host}" in form or "{url}" in form else stage.site
    assert there.asked("/js/console.js") == 1
    assert stage.js("() => BackendAI.assetRoot") == root


@pytest.mark.parametrize("tls", [False, True], ids=["http", "https"])
@pytest.mark.parametrize("form", ["{url}/{hash}/", "//{host}/{hash}", "/{hash}", ""])
def test_in_srcdoc(chromium: Chromium, sites: Sites, release: Path, form: str, tls: bool) -> None:
    stage = on(chromium, sites, release, tls=tls)
    root = form.format(url=stage.assets.url, host=stage.assets.host, hash=release.name)
    setting = SCRIPT.format(root=root) if form else ""
    inner = f'{setting}<script src="{stage.root}/js/main.min.js"></script><div id=out></div>'
    stage.open(head="", body=f"<iframe srcdoc='{inner.replace(chr(39), '&#39;')}'></iframe>")
    report = stage.js("""async () => {
      const inner = document.querySelector('iframe').contentWindow;
      const out = () => inner.document.querySelector('#out');
      while (!inner.BackendAI?.Media || !out()) await __probe.sleep(20);
      return inner.BackendAI.Media.handle_all([['stdout', 'x']], 'r', out());
    }""")
    assert report == {"rendered": 1, "failed": []}


@pytest.mark.parametrize("tls", [False, True], ids=["http", "https"])
def test_the_originals_page_snippet(
    chromium: Chromium, sites: Sites, release: Path, tls: bool
) -> None:
    stage = on(chromium, sites, release, tls=tls)
    at = f"{stage.assets.host}/{release.name}"
    stage.open(
        head=f"""<script>
window.BackendAI = window.BackendAI || {{}};
window.BackendAI.assetRoot = '//{at}';
</script>
<script src="//{at}/js/main.min.js"></script>"""
    )
    report = stage.js(
        "png => BackendAI.Media.handle_all([['image/png', png], ['stdout', 'hi']], 'resultId',"
        " document.getElementById('out'))",
        png(),
    )
    assert report == {"rendered": 2, "failed": []}
    assert stage.probe("errors") == []


def test_asset_root_defaults_to_where_the_script_came_from(stage: Stage) -> None:
    stage.open()
    assert stage.js("() => new URL(BackendAI.assetRoot).href.replace(/\\/$/, '')") == stage.root
    assert stage.handle_all([OUT])["failed"] == []


def test_asset_root_set_after_the_script(stage: Stage) -> None:
    stage.open()
    stage.js("root => { BackendAI.assetRoot = root }", f"/{stage.root.rsplit('/', 1)[1]}")
    assert stage.handle_all([OUT])["failed"] == []
    assert [at.asked("/js/console.js") for at in (stage.site, stage.assets)] == [1, 0]


@pytest.mark.parametrize("strict", [False, True], ids=["plain", "strict"])
def test_included_twice(stage: Stage, strict: bool) -> None:
    tag = f'<script src="{stage.root}/js/main.min.js"></script>'
    (stage.open_strict if strict else stage.open)(head=tag + tag)
    assert stage.handle_all([OUT, ["text/html", "<b>h</b>"]])["failed"] == []
    assert stage.probe("errors") + stage.probe("violations") == []
    assert stage.js("() => document.querySelectorAll('.backendai-output').length") == 1


def test_only_one_global(stage: Stage) -> None:
    stage.open()
    assert stage.js("() => __probe.globals()") == ["BackendAI"]
    stage.handle_all(
        [OUT, ["text/html", "<b id=name>h</b>"], ["image/png", png()], ["image/svg+xml", "<svg/>"]]
    )
    assert stage.js("() => __probe.globals()") == ["BackendAI"]


def test_what_a_page_put_there_stays(stage: Stage) -> None:
    tag = f'<script src="{stage.root}/js/main.min.js"></script>'
    stage.open(
        head="<script>var BackendAI = {mine: 1, options: {rank: {'text/plain': 999}}}</script>"
        + tag
    )
    version = json.loads((HERE.parents[1] / "browser/package.json").read_text())["version"]
    assert stage.js("() => [BackendAI.mine, BackendAI.version]") == [1, version]
    stage.handle_all([{"text/plain": "p", "image/png": png()}])
    assert stage.types() == ["text/plain"]


def test_no_chunk_before_it_is_needed_and_each_once(stage: Stage) -> None:
    stage.open()
    stage.handle_all([])
    assert [line for line in stage.assets.requests if "main.min.js" not in line] == []
    stage.handle_all([["image/png", png()]])
    scripts = [line for line in stage.assets.requests if "main.min.js" not in line]
    assert [line.split()[1].rpartition("/")[2] for line in scripts] == ["image.js"]
    for _ in range(3):
        value = [OUT, ["stderr", "x"], ["text/html", "<b>h</b>"], ["text/plain", "p"]]
        stage.js(
            "value => Promise.all(['a', 'b'].map(id => __probe.show(value, id)))",
            value,
        )
    assert stage.assets.asked("/js/console.js") == 1
    assert stage.assets.asked("/js/html.js") == 1


def test_a_dropped_connection_is_tried_again(stages: Stage) -> None:
    stages.open()
    stages.assets.trouble("/js/console.js", fail=1)
    assert stages.handle_all([OUT]) == {"rendered": 1, "failed": []}
    asked = stages.assets.asked("/js/console.js")
    assert asked >= 2
    stages.handle_all([OUT])
    assert stages.assets.asked("/js/console.js") == asked


def test_a_chunk_that_never_comes(stages: Stage) -> None:
    stages.open()
    stages.assets.trouble("/js/console.js", fail=1000)
    report = stages.handle_all([OUT, ["image/png", png()], ["text/html", "<b>bold</b>"]])
    assert report["rendered"] == 2
    assert [(entry["index"], entry["type"]) for entry in report["failed"]] == [(0, "stdout")]
    assert stages.types() == ["stdout", "image/png", "text/html"]
    # Where it was looked for; and the text, which needs no renderer to be read.
    address = f"{stages.root}/js/console.js"
    assert report["failed"][0]["error"].startswith(f"Not loaded {address}")
    stages.wait("() => __probe.items()[0][1].includes('Download')")
    assert address in stages.text()
    assert "hello" in stages.text()
    stages.assets.calm()
    assert stages.handle_all([OUT]) == {"rendered": 1, "failed": []}
    assert stages.items() == [("stdout", "hello")]


def test_a_chunk_that_is_missing(stage: Stage) -> None:
    stage.open()
    stage.js("() => { BackendAI.assetRoot = '/nowhere' }")
    report = stage.handle_all([["text/html", "<b>bold</b>"], ["image/png", png()]])
    assert sorted(entry["index"] for entry in report["failed"]) == [0, 1]
    for chunk in ("html", "image"):
        assert f"/nowhere/js/{chunk}.js" in stage.text()
    assert "<b>bold</b>" not in stage.js("() => document.querySelector('#out').innerHTML"), (
        "fail closed"
    )


def test_plain_text_without_any_chunk(stage: Stage) -> None:
    stage.open()
    stage.js("() => { BackendAI.assetRoot = '/nowhere' }")
    bundle = {"data": {"text/html": "<b>bold</b>", "text/plain": "a text\nof two lines"}}
    report = stage.handle_all([bundle, ["stdout", "printed"]])
    failed = {entry["type"] for entry in report["failed"]}
    assert failed == {"text/html", "text/plain", "stdout"}
    assert stage.types() == ["text/plain", "stdout"]
    shown = stage.js("() => document.querySelector('#out').innerText")
    assert "a text\nof two lines" in shown
    assert "printed" in shown


@pytest.mark.parametrize("chunk", ["console", "html"])
def test_a_tampered_chunk_is_refused(stage: Stage, chunk: str) -> None:
    stage.open()
    stage.assets.trouble(f"/js/{chunk}.js", change=lambda body: b"window.tampered = 1;" + body)
    value = {"console": OUT, "html": ["text/html", "<b>x</b>"]}[chunk]
    report = stage.handle_all([value, ["image/png", png()]])
    assert [(entry["index"], entry["type"]) for entry in report["failed"]] == [(0, value[0])]
    assert report["rendered"] == 1
    assert stage.js("() => window.tampered") is None
    assert report["failed"][0]["error"] in stage.items()[0][1]


NONCE = (
    "script-src {probe} 'nonce-abc123'; "
    "require-trusted-types-for 'script'; trusted-types backendai-media"
)


@pytest.mark.parametrize("more", ["", " 'strict-dynamic'"])
def test_a_nonce_is_enough(stage: Stage, more: str) -> None:
    policy = NONCE.format(probe=f"{stage.site.url}/probe.js").replace(
        "'nonce-abc123'", f"'nonce-abc123'{more}"
    )
    tag = f'<script nonce="abc123" src="{stage.root}/js/main.min.js"></script>'
    nonced = (
        tag.replace(f"{stage.root}/js/main.min.js", f"{stage.site.url}/probe.js") if more else ""
    )
    stage.open(head=nonced + tag, Content_Security_Policy=policy)
    assert stage.handle_all([OUT, ["text/html", "<b>h</b>"]])["failed"] == []


#: Chunks that carry a library.
THIRD_PARTY = {
    "html": "dompurify/dist/purify.min.js",
    "webterm-image": "@xterm/addon-image/lib/addon-image.mjs",
    "webterm-search": "@xterm/addon-search/lib/addon-search.mjs",
    "webterm-serialize": "@xterm/addon-serialize/lib/addon-serialize.mjs",
    "webterm-webgl": "@xterm/addon-webgl/lib/addon-webgl.mjs",
}


#: Chunks around a library that comes in modules: what is imported of it.
MODULES = {
    "code": ["renderers/code/index.ts"],
    "latex": ["renderers/latex/typeset.ts", "renderers/latex/index.ts"],
    "markdown": ["renderers/markdown/parse.ts"],
}


def weight_alone(paths: list[str]) -> int:
    """Bytes (gzip) of the libraries that modules import, bundled and minified without them."""
    browser = HERE.parents[1] / "browser"
    source = "".join((browser / "src" / path).read_text(encoding="utf-8") for path in paths)
    imports = re.findall(r'^import (\w+) from "([^."].*)";$', source, re.MULTILINE)
    entry = "".join(f'export {{ default as {name} }} from "{module}";' for name, module in imports)
    return bundled(entry)


def bundled(entry: str) -> int:
    """Bytes (gzip) of a module with all that it imports, minified."""
    browser = HERE.parents[1] / "browser"
    command = [str(node.find_esbuild(browser)), "--bundle", "--minify", "--format=esm"]
    command.append("--loader:.css=text")
    done = subprocess.run(
        command, cwd=browser, input=entry.encode(), check=True, capture_output=True
    )
    return len(gzip.compress(done.stdout, 9, mtime=0))


def sizes(release: Path, name: str) -> tuple[int, int]:
    """(raw, gzip) bytes of a script."""
    content = (release / f"js/{name}.js").read_bytes()
    return len(content), len(gzip.compress(content, 9, mtime=0))


def test_budgets(release: Path) -> None:
    found = {
        path.name.removesuffix(".js"): sizes(release, path.name.removesuffix(".js"))
        for path in (release / "js").glob("*.js")
    }
    assert found["element"][1] <= 2 * 1024, found
    assert found.pop("cdn")[1] <= sum(found[name][1] for name in ("main.min", "element")), found
    for name, limit in {"react.js": 1, "vue.js": 1}.items():
        assert len(gzip.compress((release / "npm" / name).read_bytes(), 9)) <= limit * 1024, name
    for path in (release / "npm/svelte").glob("*.svelte"):
        assert len(gzip.compress(path.read_bytes(), 9)) <= 1024, path.name
    raw, packed = found["main.min"]
    assert raw <= 20 * 1024, found
    assert packed <= 7 * 1024, found
    assert packed + found["console"][1] + found["html"][1] <= 28.3 * 1024, found
    own = {name: packed for name, (_, packed) in found.items() if name not in ("html", "main.min")}
    assert own.pop("drawing") <= 20 * 1024, found
    assert own.pop("gitgraph") <= 12 * 1024, found
    assert own.pop("geojson") <= 8.1 * 1024, found
    assert own.pop("widgets") <= 22 * 1024, found
    # What the entry leaves to it, and the shapes of other platforms.
    assert own.pop("reader") <= 9 * 1024, found
    assert bundled('export * from "./src/renderers/reader/platforms.ts";') <= 4 * 1024
    assert own.pop("apps") <= 6 * 1024, found
    assert own.pop("esm") <= 5 * 1024, found
    for name, library in THIRD_PARTY.items():
        # What the library weighs and 3 KB.
        packed = found[name][1]
        own.pop(name, None)
        weight = len(
            gzip.compress((HERE.parents[1] / "browser/node_modules" / library).read_bytes(), 9)
        )
        assert packed <= weight + 3 * 1024, name
    for name, paths in MODULES.items():
        assert own.pop(name) <= weight_alone(paths) + 4 * 1024, name
    own.pop("webterm")
    for name in frame_bundles.library_names(SOURCES):
        own.pop(name)  # tests/browser/test_frame.py
    assert max(own.values()) <= 8 * 1024, found
    manifest = json.loads((release / "manifest.json").read_bytes())
    assert manifest["files"]["js/webterm.js"]["brotli"] <= 100 * 1024


def test_a_chunk_comes_while_memory_is_collected(stages: Stage) -> None:
    """What waits for a chunk is held, though nothing in the page refers to its script."""
    stages.open()
    for chunk in ("console", "html", "tools"):
        stages.assets.trouble(f"/js/{chunk}.js", delay=0.5)
    report = stages.js("""async () => {
      const value = [['stdout', 'a'], ['text/html', '<b>b</b>'], ['log', 'c']];
      const shown = __probe.show(value);
      for (let round = 0; round < 20; round++) {
        for (let i = 0, held = []; i < 100; i++) held.push(new Array(10_000).fill(i));
        globalThis.gc?.();
        await __probe.sleep(20);
      }
      return Promise.race([shown, __probe.sleep(20000)]);
    }""")
    assert report == {"rendered": 3, "failed": []}


def test_a_picture_that_is_pushed_off_screen_is_not_waited_for(stage: Stage) -> None:
    """It was near when it came; what is above it came later, and nobody loads it now."""
    stage.open()
    address = stage.site.page("slow.png", b"", Content_Type="image/png")
    stage.site.trouble("slow.png", gate=threading.Event())
    stage.assets.trouble("/html.js", delay=0.5)
    tall = '<div style="height: 9000px">tall</div>'
    report = stage.handle_all([["text/html", tall], ["image/png", address]])
    assert report == {"rendered": 2, "failed": []}
    assert not stage.js("() => document.querySelector('#out img').complete")


def test_of_hundreds_of_pictures_those_far_off_come_when_they_are_near(stages: Stage) -> None:
    stages.open_strict()
    pictures = [["image/png", png("red", (40, 100 + n))] for n in range(400)]
    pictures[380] = ["image/png", "AAAA"]
    failed = "addEventListener('backendai:error', e => (window.failed = e.detail.index))"
    stages.js(f"() => {{ {failed} }}")
    assert stages.handle_all(pictures) == {"rendered": 400, "failed": []}
    loaded = "() => __probe.all('#out img').map(it => it.complete && it.naturalWidth > 0)"
    first = stages.js(loaded)
    assert all(first[:99])
    assert not any(first[300:])
    lazy = [it == "lazy" for it in stages.js("() => __probe.all('#out img').map(it => it.loading)")]
    static = render(pictures).split("<img ")[1:]
    assert lazy == [' loading="lazy"' in it for it in static] == [n >= 99 for n in range(400)]
    stages.js("() => __probe.all('#out img')[380].scrollIntoView()")
    stages.wait("() => window.failed === 380")
    stages.wait("() => __probe.items()[380][1].includes('Broken image')")
    stages.js("() => __probe.all('#out .backendai-item')[399].scrollIntoView()")
    stages.wait("() => __probe.all('#out img').at(-1).naturalWidth === 40")
    assert len(stages.js(loaded)) == 399
    assert stages.probe("errors") + stages.probe("violations") == []
