"""Runs the tests of a tier: `unit`, `quick` or `full`; further arguments are pytest's.

What fails is run once more by itself, only to be called by its right name: a test that passes then
is flaky, and fails the run all the same.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).parent.parent
REPORTS = ROOT / ".cache/reports"
#: Tests that may fail now and then without failing the run, each with the reason.
KNOWN_FLAKY: frozenset[str] = frozenset()
#: More failures than this have one cause, and none of them is an accident.
MANY = 20
#: What runs side by side, since tests wait more than they work. The last is shown as it runs.
BROWSER = "tests/browser"
GROUPS = {"browser": [BROWSER], "rest": [f"--ignore={BROWSER}"]}
UNIT = ["-m", "not system"]
LONG = ["tests/gitgraph", "tests/turtle"]
UNIT_GROUPS = {
    "long": [*UNIT, *LONG],
    "unit": [*UNIT, *(f"--ignore={directory}" for directory in LONG)],
}


class Group:
    """One run of pytest; `outcomes` are those of its tests, by name."""

    def __init__(self, name: str, arguments: list[str], *, quiet: bool = False) -> None:
        self.name = name
        self._report = REPORTS / f"{name}.xml"
        self._report.unlink(missing_ok=True)
        self._log = (REPORTS / f"{name}.log").open("w+b") if quiet else None
        command = [sys.executable, "-m", "pytest", f"--junitxml={self._report}"]
        command += ["-o", "junit_family=xunit1", "-o", f"cache_dir=.cache/pytest/{name}"]
        self._process = subprocess.Popen([*command, *arguments], stdout=self._log)

    def wait(self) -> None:
        """Wait for its end and print what it has said."""
        code = self._process.wait()
        if self._log:
            self._log.seek(0)
            sys.stdout.flush()
            sys.stdout.buffer.write(self._log.read())
            self._log.close()
        self.outcomes = outcomes(self._report)
        # It may have ended without a test to blame, as where a module cannot be imported.
        if code not in (0, 1, 5) or (code == 1 and "failed" not in self.outcomes.values()):
            self.outcomes[f"{self.name}: pytest ended with {code}"] = "failed"


def outcomes(report: Path) -> dict[str, str]:
    """Return `passed`, `failed` or `skipped` by test; one that fails as it ends has failed."""
    found: dict[str, str] = {}
    for case in ET.parse(report).iter("testcase") if report.exists() else ():
        name = f"{case.get('file')}::{case.get('name')}"
        if case.find("failure") is not None or case.find("error") is not None:
            found[name] = "failed"
        elif found.get(name) != "failed":
            found[name] = "passed" if case.find("skipped") is None else "skipped"
    return found


def run(groups: dict[str, list[str]]) -> dict[str, str]:
    """Run groups side by side; only the last one's output is shown while it runs."""
    *others, last = groups
    quiet = [Group(name, groups[name], quiet=True) for name in others]
    shown = Group(last, groups[last])
    shown.wait()
    for group in quiet:
        print(f"The tests of {group.name} go on", flush=True)
        group.wait()
    return {name: outcome for one in (*quiet, shown) for name, outcome in one.outcomes.items()}


def npm_test() -> dict[str, str]:
    """Run the tests in TypeScript that need no browser."""
    manifest = json.loads((ROOT / "browser/package.json").read_bytes())
    if "test" not in manifest.get("scripts", {}):
        return {}
    from backendai_media.assets import node

    npm = [str(part) for part in node.find_npm() or ["npm"]]
    done = subprocess.run([*npm, "test"], cwd=ROOT / "browser", check=False)
    return {"npm test in browser/": "failed" if done.returncode else "passed"}


def summary(found: dict[str, str]) -> int:
    """Run again what failed, print the log's last lines, and return the exit status."""
    failed = [name for name, outcome in found.items() if outcome == "failed"]
    again: dict[str, str] = {}
    tests = [name for name in failed if "::" in name]
    if 0 < len(tests) <= MANY:
        print("\nWhat failed is run once more, to tell what is flaky:", flush=True)
        again = run({"again": tests})
    for name in failed:
        flaky = again.get(name) == "passed"
        if flaky and name in KNOWN_FLAKY:
            found[name] = "passed"
            print(f"known to be flaky: {name}")
        else:
            print(f"{'flaky' if flaky else 'failed'}: {name}")
    counts = Counter(found.values())
    print(", ".join(f"{counts[outcome]} {outcome}" for outcome in ("passed", "failed", "skipped")))
    return 1 if counts["failed"] or not counts["passed"] else 0


def main() -> int:
    tier, *arguments = sys.argv[1:]
    os.chdir(ROOT)
    REPORTS.mkdir(parents=True, exist_ok=True)
    if tier == "full":
        os.environ["BACKENDAI_TEST_FULL"] = "1"
    if arguments:
        return summary(run({"own": [*UNIT, *arguments] if tier == "unit" else arguments}))
    return summary(npm_test() | run(UNIT_GROUPS if tier == "unit" else GROUPS))


if __name__ == "__main__":
    sys.exit(main())
