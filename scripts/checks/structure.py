"""Checks that Python modules do not import each other in circles, and that little code is copied.

The linter of TypeScript finds the circles there (`import/no-cycle`).
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import grimp

ROOT = Path(__file__).parent.parent.parent
PACKAGE = "backendai_media"
#: Circles that only type checkers follow.
MAX_TYPE_CIRCLES = 5
MAX_COPIES = 8
#: What counts as a copy: six lines, with the tokens that six lines have on average.
MIN_LINES, MIN_TOKENS = 6, 45
GENERATED = "**/_spec.py,**/spec.ts,**/bundle/**,**/static/**"


def circles(package: str, *, by_value: bool) -> set[tuple[str, ...]]:
    """Return the shortest circle through each import that closes one; it starts at its least name.

    `by_value` leaves out what stands behind `if TYPE_CHECKING`.
    """
    # No cache: it takes what it has of one kind of graph for the other.
    graph = grimp.build_graph(package, exclude_type_checking_imports=by_value, cache_dir=None)
    found = set()
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            chain = graph.find_shortest_chain(importer=imported, imported=module)
            if chain:
                start = chain.index(min(chain))
                found.add((*chain[start:], *chain[:start]))
    # One that goes on from a smaller one ends with it.
    return {one for one in found if not any(set(other) < set(one) for other in found)}


def copies(*folders: str | Path) -> Iterator[str]:
    """Yield where the same code stands twice in folders."""
    with TemporaryDirectory() as folder:
        command = ["node", "scripts/checks/node_modules/jscpd/run-jscpd.js"]
        command += ["--min-lines", str(MIN_LINES), "--min-tokens", str(MIN_TOKENS)]
        command += ["--format", "python,typescript,css", "--ignore", GENERATED]
        command += ["--reporters", "json", "--output", folder, *map(str, folders)]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        report = json.loads(Path(folder, "jscpd-report.json").read_bytes())
    for copy in report["duplicates"]:
        yield f"{_place(copy['firstFile'])} and {_place(copy['secondFile'])}: {copy['lines']} lines"


def _place(file: dict[str, Any]) -> str:
    return f"{file['name']}:{file['startLoc']['line']}"


def main() -> None:
    values = circles(PACKAGE, by_value=True)
    types = circles(PACKAGE, by_value=False) - values
    copied = list(copies(f"src/{PACKAGE}", "browser/src"))
    failures = []
    for heading, found, limit, remedy in (
        (
            "Circles of imports",
            [" → ".join([*circle, circle[0]]) for circle in sorted(values)],
            0,
            "Move what both need into a module below them, or pass it as an argument.",
        ),
        (
            "Circles of imports for types",
            [" → ".join([*circle, circle[0]]) for circle in sorted(types)],
            MAX_TYPE_CIRCLES,
            "Move the type into a module below, or describe what is needed of it as a Protocol.",
        ),
        (
            f"Copies of {MIN_LINES} lines or more",
            copied,
            MAX_COPIES,
            "Move the code into one function that both call.",
        ),
    ):
        print(f"{heading}: {len(found)} (at most {limit})")
        if len(found) > limit:
            failures.append(heading)
            print("".join(f"  {one}\n" for one in found) + remedy)
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
