"""The programs of docs/python-apps.md, each run by its real framework and opened in Chromium."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.environments import environment
from tests.ports import free_ports

from .engines.chromium import Chromium
from .stage import HERE

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/python-apps.md").read_text(encoding="utf-8")
PINS = HERE / "python_apps.txt"
SECTIONS = dict(re.findall(r"^## (.*)\n((?:(?!## ).*\n)*)", PAGE, re.MULTILINE))
#: Of each framework: what starts its program at a port, and where the page is.
COMMANDS = {
    "Streamlit": "streamlit run app.py --server.port {0} --server.headless true",
    "Gradio": "python app.py",
    "NiceGUI": "python app.py",
    "Panel": "panel serve app.py --port {0}",
    "Dash": "python app.py",
    "Chainlit": "chainlit run app.py --port {0} --headless",
    "Reflex": "reflex run --env prod --frontend-port {0} --backend-port {0}",
    "marimo": "marimo run app.py --port {0} --headless",
}
PATHS = {"Panel": "app"}
#: Where programs and what goes with them are, if not in `app.py`.
PROGRAMS = {"Reflex": "app/app.py"}
FILES = {
    "Reflex": ("rxconfig.py", "import reflex as rx\nconfig = rx.Config(app_name='app')\n"),
    # It is light, if nobody says so.
    "marimo": ("pyproject.toml", '[tool.marimo.display]\ntheme = "system"\n'),
}
#: Nobody is told; frameworks that have no option for the port are told it.
ENVIRONMENT = {
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "REFLEX_TELEMETRY_ENABLED": "false",
    "REFLEX_USE_NPM": "1",
    "MARIMO_SKIP_UPDATE_CHECK": "1",
}
LOW = (HERE / "contrast.js").read_text(encoding="utf-8").rstrip().rstrip(";")
#: The text of all results, and those of its words that cannot be read on their ground.
STATE = f"""() => {{
  const all = (root) => [...root.querySelectorAll('*')].flatMap((it) =>
    [...(it.matches('.backendai-output') ? [it] : []), ...(it.shadowRoot ? all(it.shadowRoot) : [])]);
  const found = all(document);
  const text = (it) => [...it.childNodes].map(text).join('') + (it.shadowRoot ? text(it.shadowRoot) : it.data ?? '');
  return [found.map(text).join('\\n'), found.flatMap((it) => ({LOW})(it)), found.map(it => getComputedStyle(it).backgroundColor)];
}}"""
GROUNDS = {False: "rgb(255, 255, 255)", True: "rgb(22, 27, 34)"}


def test_every_framework_has_a_section() -> None:
    assert [*SECTIONS][: len(COMMANDS)] == [*COMMANDS]
    assert re.findall(r"^\| \[(\w+)\]\(#\w+\)", PAGE, re.MULTILINE) == [*COMMANDS]


def test_pins_name_no_registry() -> None:
    lines = PINS.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.match(r"[\w.-]+==[\w.]+( ; .*)?$", line)] == []


@pytest.fixture(scope="module")
def programs() -> Path:
    """Where the programs of an environment with all of the frameworks are."""
    return environment("python-apps", PINS)


def block(section: str, language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", SECTIONS[section], re.MULTILINE | re.DOTALL)
    assert found, section
    return found[1]


def write(name: str, folder: Path, port: int) -> None:
    files = dict([FILES[name]] if name in FILES else [])
    program = block(name, "python").replace("ui.run()", f"ui.run(port={port}, show=False)")
    files[PROGRAMS.get(name, "app.py")] = program
    if name == "Chainlit":
        files["public/elements/Output.jsx"] = block(name, "jsx")
    for file, text in files.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8")


@contextmanager
def started(name: str, folder: Path, programs: Path) -> Iterator[str]:
    (port,) = free_ports(1)
    write(name, folder, port)
    variables = {
        # NiceGUI takes a process with this for a test of its own.
        **{key: value for key, value in os.environ.items() if key != "PYTEST_CURRENT_TEST"},
        **ENVIRONMENT,
        "PATH": f"{programs}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
        "GRADIO_SERVER_PORT": str(port),
        "PORT": str(port),  # Dash's
    }
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            COMMANDS[name].format(port).split(),
            cwd=folder,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    url = f"http://localhost:{port}/{PATHS.get(name, '')}"
    try:
        deadline = time.monotonic() + 300
        while True:
            said = (folder / "server.log").read_text(encoding="utf-8", errors="replace")
            assert process.poll() is None, said
            assert time.monotonic() < deadline, said
            try:
                if httpx.get(url).is_success:
                    break
            except httpx.TransportError:
                pass
            time.sleep(0.1)
        yield url
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def look(chromium: Chromium, name: str, url: str, *, dark: bool) -> list[int]:
    """Open the page until all of it is there; → how many lines the log had, in turn."""
    chromium.dark(dark)
    # Panel is told in the address; Chainlit is dark until a reader chooses.
    chromium.open(f"{url}?theme=dark" if name == "Panel" and dark else url)
    if name == "Chainlit" and not dark:
        chromium.evaluate("() => localStorage.setItem('vite-ui-theme', 'light')")
        chromium.page.reload()
    counts: list[int] = []
    deadline = time.monotonic() + 60
    while True:
        text, low, grounds = chromium.evaluate(STATE)
        count = len(re.findall(r"step \d", text))
        if counts[-1:] != [count]:
            counts.append(count)
        if count == 5 and "epoch 1, loss 0.412" in text and "Lima" in text:
            break
        assert time.monotonic() < deadline, text
        time.sleep(0.05)
    assert low == []
    # Dash has no dark pages of its own.
    assert set(grounds) == {GROUNDS[dark and name != "Dash"]}
    return counts


@pytest.mark.full
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", COMMANDS)
def test_a_framework(chromium: Chromium, programs: Path, tmp_path: Path, name: str) -> None:
    """The result and the log can be read, light and dark; the log grows."""
    try:
        with started(name, tmp_path, programs) as url:
            for dark in (False, True):
                counts = look(chromium, name, url, dark=dark)
                assert len(counts) >= 3, "the log came at once"
                assert counts == sorted(counts), "lines were taken away on the way"
    finally:
        chromium.dark(False)
