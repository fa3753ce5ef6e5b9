"""Fails where a sanitiser is not its newest release: DOMPurify on npm, nh3 on PyPI."""

import json
import re
import subprocess
import sys
from pathlib import Path

from backendai_media.build import node

ROOT = Path(__file__).parent.parent.parent


def output(*command: str) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def pinned() -> dict[str, str]:
    npm = json.loads((ROOT / "browser/package.json").read_bytes())["dependencies"]
    constraints = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    nh3 = re.search(r"(?m)^nh3==(\S+)", constraints)
    assert nh3
    return {"dompurify": npm["dompurify"], "nh3": nh3[1]}


def newest() -> dict[str, str]:
    npm = node.find_npm()
    if not npm:
        sys.exit(node.MISSING)
    found = re.search(
        r"^nh3 \((\S+)\)", output(sys.executable, "-m", "pip", "index", "versions", "nh3")
    )
    assert found
    return {"dompurify": output(*npm, "view", "dompurify", "version").strip(), "nh3": found[1]}


REMEDIES = {
    "dompurify": "npm install --save-exact dompurify@{0} in browser/",
    "nh3": "add --upgrade-package nh3 to the uv command of CONTRIBUTING.md",
}


def main() -> None:
    have = pinned()
    behind = {name: new for name, new in newest().items() if new != have[name]}
    for name, version in have.items():
        print(f"{name} {version}: {f'{behind[name]} is out' if name in behind else 'the newest'}")
    if behind:
        for name, version in behind.items():
            print(f"{name}: read its release notes, then {REMEDIES[name].format(version)}")
        sys.exit("Run tests/browser/test_security.py and tests/rendering, and release.")


if __name__ == "__main__":
    main()
