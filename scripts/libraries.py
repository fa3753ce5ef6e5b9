"""Runs the gallery's cells of real libraries on a real kernel, and looks at what they send.

Steps: `install` (pinned versions into a folder of their own), `run` (each cell on a fresh kernel;
its messages go to FOLDER/NAME.json), `show` (each result in a page: light, dark, printed) and
`sheet` (one picture of them all, docs/images/libraries.webp). The default is all of them.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tomllib
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
CELLS = ROOT / "src/backendai_media/demo/gallery/libraries.toml"
PINS = Path(__file__).with_suffix(".txt")
#: What makes outputs, or changes them.
KINDS = frozenset(
    "stream display_data execute_result error update_display_data clear_output comm_open comm_msg "
    "comm_close".split()
)
CELL_SECONDS = 180

Library = dict[str, Any]


def libraries(names: list[str]) -> list[Library]:
    """Return the cells of that name, or all; exits if there is none of a name."""
    found: list[Library] = tomllib.loads(CELLS.read_text("utf-8"))["library"]
    known = [one["name"] for one in found]
    if unknown := set(names) - set(known):
        sys.exit(f"No such library: {', '.join(sorted(unknown))}. There are {', '.join(known)}.")
    return [one for one in found if not names or one["name"] in names]


def install(environment: Path) -> None:
    """Install the pinned packages, unless these pins are installed already, and Graphviz."""
    if not shutil.which("dot"):
        from scripts.setup import apt

        apt(["graphviz"], "networkx's drawing")
    done = environment / "installed.txt"
    if done.exists() and done.read_text("utf-8") == PINS.read_text("utf-8"):
        return
    venv.create(environment, with_pip=True, clear=True)
    command = [_python(environment), "-m", "pip", "install", "--quiet", "-r", str(PINS)]
    subprocess.run(command, check=True)
    done.write_text(PINS.read_text("utf-8"), "utf-8")


def _python(environment: Path) -> str:
    return str(environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


@contextmanager
def _kernel(environment: Path, folder: Path) -> Iterator[Any]:
    from jupyter_client.kernelspec import KernelSpec
    from jupyter_client.manager import KernelManager

    manager = KernelManager()
    argv = [_python(environment), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    manager._kernel_spec = KernelSpec(argv=argv, language="python")  # noqa: SLF001 - of no registered kernel
    path = os.pathsep.join([str(Path(argv[0]).parent), os.environ["PATH"]])
    environ = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    quiet = subprocess.DEVNULL
    manager.start_kernel(env={**environ, "PATH": path}, cwd=str(folder), stdout=quiet, stderr=quiet)
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=CELL_SECONDS)
        yield client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        manager.cleanup_resources()


def run(environment: Path, folder: Path, wanted: list[Library]) -> None:
    """Run each cell on a kernel of its own, and keep its messages."""
    for library in wanted:
        messages: list[dict[str, Any]] = []
        with _kernel(environment, folder) as client:
            reply = client.execute_interactive(
                library["code"], output_hook=messages.append, timeout=CELL_SECONDS
            )
        kept = [_plain(message) for message in messages if message["msg_type"] in KINDS]
        path = folder / f"{library['name']}.json"
        written = json.dumps(kept, ensure_ascii=False, indent=1)
        # Tracebacks tell where the libraries are, which is nobody's business.
        path.write_text(written.replace(json.dumps(str(environment.parent))[1:-1], "…"), "utf-8")
        kinds = [_kind(message) for message in kept if not message["msg_type"].startswith("comm")]
        print(f"{library['name']}: {reply['content']['status']}; {', '.join(kinds)}", flush=True)


def _plain(message: dict[str, Any]) -> dict[str, Any]:
    """Return what of a message is JSON and the same from run to run."""
    kept = {key: message[key] for key in ("msg_type", "metadata", "content")}
    return {**kept, "parent_header": {"msg_id": message["parent_header"].get("msg_id", "")}}


def _kind(message: dict[str, Any]) -> str:
    content = message["content"]
    if message["msg_type"] in ("display_data", "execute_result", "update_display_data"):
        return "+".join(content["data"])
    return str(content.get("name") or content.get("ename") or message["msg_type"])


def main() -> None:
    """Take the steps that are asked for."""
    steps = ("install", "run", "show", "sheet")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="libraries; default: all")
    parser.add_argument("--step", action="append", choices=steps, help="default: all of them")
    cache = ROOT / ".cache/libraries"
    parser.add_argument("--folder", type=Path, default=cache / "outputs", help="for what is made")
    parser.add_argument("--environment", type=Path, default=cache / "env", help="of the libraries")
    options = parser.parse_args()
    wanted = libraries(options.names)
    sys.path.insert(0, str(ROOT))
    sys.dont_write_bytecode = True  # the folder of scripts has nothing else
    options.folder.mkdir(parents=True, exist_ok=True)
    chosen = options.step or steps
    if "install" in chosen:
        install(options.environment)
    if "run" in chosen:
        run(options.environment, options.folder, wanted)
    if "show" in chosen or "sheet" in chosen:
        from scripts import library_pictures as pictures

        if "show" in chosen:
            pictures.show(options.folder, wanted, _python(options.environment))
        if "sheet" in chosen:
            pictures.sheet(options.folder, wanted)


if __name__ == "__main__":
    main()
