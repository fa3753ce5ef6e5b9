"""Runs the tests of a tier: `unit`, `quick` or `full`; further arguments are pytest's.

What fails is run once more by itself, only to be called by its right name: a test that passes then
is flaky, and fails the run all the same.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).parent.parent
REPORTS = ROOT / ".cache/reports"
COVERAGE = ROOT / ".cache/coverage"
#: Set in the full tier; Python's coverage is measured there, too.
FULL = "BACKENDAI_TEST_FULL"
#: Tests that may fail now and then without failing the run, each with the reason.
KNOWN_FLAKY: frozenset[str] = frozenset()
#: More failures than this have one cause, and none of them is an accident.
MANY = 20
#: Runs of pytest that go on side by side: one more than CPUs, since tests also wait.
AT_ONCE = 3
#: The tests in Chromium are dealt out to so many, so that none goes on alone for long.
SLICES = 5
#: The other engines' tests go together: it takes long to start them.
OTHERS = "firefox or webkit"
UNIT = ["-m", "not system and not slow"]

Command = Callable[[], dict[str, str]]


def groups(tier: str) -> dict[str, list[str]]:
    """Return the arguments of each run of pytest; the longest ones are first."""
    if tier == "unit":
        long = ["tests/formatters", "tests/rendering", "tests/turtle"]
        return {
            "unit-1": [*UNIT, *(f"--ignore={directory}" for directory in long)],
            "unit-2": [*UNIT, *long],
        }
    files = sorted(str(path) for path in Path("tests/browser").rglob("test_*.py"))
    slices = {
        f"chromium-{n + 1}": [*files[n::SLICES], "-k", f"not ({OTHERS})"] for n in range(SLICES)
    }
    servers = [f"tests/{name}" for name in ("publishing", "server", "terminal")]
    programs = ["tests/turtle", *sorted(str(path) for path in Path("tests").glob("test_*.py"))]
    elsewhere = ["tests/browser", "tests/demo", *servers, *programs]
    return {
        "servers": servers,
        "demo": ["tests/demo"],
        "others": ["tests/browser", "-k", OTHERS],
        **slices,
        "programs": programs,
        "rest": [f"--ignore={path}" for path in elsewhere],
    }


def pytest(name: str, arguments: list[str], *, quiet: bool) -> dict[str, str]:
    """Run tests; → what became of each. `quiet`: what they say is printed when they have ended."""
    report, log = REPORTS / f"{name}.xml", REPORTS / f"{name}.log"
    report.unlink(missing_ok=True)
    measuring = ["-m", "coverage", "run"] if FULL in os.environ else []
    command = [sys.executable, *measuring, "-m", "pytest", f"--junitxml={report}", *arguments]
    command += ["-o", "junit_family=xunit1", "-o", f"cache_dir=.cache/pytest/{name}"]
    if quiet:
        print(f"Running the tests of {name}; they write to {log}", flush=True)
        with log.open("wb") as file:
            code = subprocess.run(command, stdout=file, check=False).returncode
        print(f"\n{log.read_text(encoding='utf-8', errors='replace')}", flush=True)
    else:
        code = subprocess.run(command, check=False).returncode
    found = outcomes(report)
    # It may have ended without a test to blame, as where a module cannot be imported.
    if code not in (0, 1, 5) or (code == 1 and "failed" not in found.values()):
        found[f"{name}: pytest ended with {code}"] = "failed"
    return found


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


def run(arguments: dict[str, list[str]], commands: tuple[Command, ...] = ()) -> dict[str, str]:
    """Run groups of tests and other commands, some at once; → what became of each."""
    found: dict[str, str] = {}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        quiet = len(arguments) > 1
        runs = [pool.submit(command) for command in commands]
        runs += [pool.submit(pytest, *one, quiet=quiet) for one in arguments.items()]
        for one in runs:
            found |= one.result()
    return found


def check() -> dict[str, str]:
    """Run the formatters, linters and type checkers."""
    return passes("scripts/check", ["scripts/check"])


def npm_test() -> dict[str, str]:
    """Run the tests in TypeScript that need no browser."""
    from backendai_media.build import node

    npm = [str(part) for part in node.find_npm() or ["npm"]]
    return passes("npm test in browser/", [*npm, "test"], ROOT / "browser")


def passes(name: str, command: list[str], directory: Path = ROOT) -> dict[str, str]:
    """Run a command, then print what it says; → whether it succeeds."""
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)
    print(f"\n{done.stdout}{done.stderr}", flush=True)
    return {name: "failed" if done.returncode else "passed"}


def summary(found: dict[str, str]) -> int:
    """Run again what failed, print the log's last lines, and return the exit status."""
    failed = [name for name, outcome in found.items() if outcome == "failed"]
    again: dict[str, str] = {}
    tests = [name for name in failed if "::" in name]
    if 0 < len(tests) <= MANY:
        print("\nWhat failed is run once more, to tell what is flaky:", flush=True)
        again = run({"again": tests})
    if FULL in os.environ:
        print(f"{covered()} % of the lines in Python were run")
    for name in sorted(failed):
        flaky = again.get(name) == "passed"
        if flaky and name in KNOWN_FLAKY:
            found[name] = "passed"
            print(f"known to be flaky: {name}")
        else:
            print(f"{'flaky' if flaky else 'failed'}: {name}")
    counts = Counter(found.values())
    print(", ".join(f"{counts[outcome]} {outcome}" for outcome in ("passed", "failed", "skipped")))
    return 1 if counts["failed"] or not counts["passed"] else 0


def covered() -> str:
    """Return how many of a hundred lines of the package were run."""
    coverage = [sys.executable, "-m", "coverage"]
    subprocess.run([*coverage, "combine", "--quiet"], check=True)
    report = [*coverage, "report", "--format=total"]
    return subprocess.run(report, check=True, capture_output=True, text=True).stdout.strip()


def main() -> int:
    tier, *arguments = sys.argv[1:]
    os.chdir(ROOT)
    # Where this is set, each of hundreds of processes compiles the tests and the package anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    REPORTS.mkdir(parents=True, exist_ok=True)
    if tier == "unit":
        os.environ["BACKENDAI_TEST_UNIT"] = "1"
    if tier == "full":
        os.environ[FULL] = "1"
        shutil.rmtree(COVERAGE, ignore_errors=True)
    if arguments:
        return summary(run({"own": [*UNIT, *arguments] if tier == "unit" else arguments}))
    commands = (npm_test,) if tier == "unit" else (check, npm_test)
    code = summary(run(groups(tier), commands))
    if tier == "full":
        print("\nIn the oldest supported browsers (docs/browsers.md):", flush=True)
        os.environ["BACKENDAI_TEST_FLOORS"] = "1"
        code = max(code, summary(run({"floors": ["tests/browser"]})))
    return code


if __name__ == "__main__":
    sys.exit(main())
