"""What the README says is what there is."""

import json
import re
from pathlib import Path

from backendai_media.assets import bundle
from backendai_media.cli import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_is_in_the_table() -> None:
    table = README.split("## Commands")[1].split("## ")[0]
    assert sorted(set(re.findall(r"^\| `(\w+)", table, re.MULTILINE)) | {"rollback"}) == sorted(
        main.commands
    )


def test_sizes_are_those_of_the_bundle() -> None:
    files = json.loads((bundle() / "manifest.json").read_bytes())["files"]
    sizes = {name: file["gzip"] for name, file in files.items()}
    entry = sizes["js/main.min.js"]
    whole = entry + sizes["js/console.js"] + sizes["js/html.js"]
    stated = [int(size) for size in re.findall(r"(\d+) KB gzip, (\d+) KB with", README)[0]]
    assert [round(entry / 1024), round(whole / 1024)] == stated


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


def test_every_script_is_told() -> None:
    told = README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for script in (ROOT / "scripts").iterdir():
        if script.is_file() and script.suffix == "" and script.name != "setup":
            assert f"scripts/{script.name}" in told
