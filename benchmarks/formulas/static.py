"""Formulas of static pages: milliseconds of a document, each in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import time

from backendai_media.rendering import formulas
from backendai_media.rendering.limits import Limits, Meter

__all__ = ["report"]

#: Milliseconds that a document may take.
KNOWN_BAR, MIXED_BAR = 10, 100
COUNT, RARE, TRIES = 1000, 20, 5


def _milliseconds(rare: int) -> float:
    known = [rf"x_{{{n}}} \le \frac{{a}}{{b}} + \sqrt{{{n}}}" for n in range(COUNT - rare)]
    sources = [*known, *(rf"\cancel{{x_{{{n}}}}}" for n in range(rare))]
    document, meter = formulas.Formulas(), Meter(Limits())
    meter.grant(10 * sum(map(len, sources)))
    started = time.perf_counter()
    for source in sources:
        document.convert(source, meter, is_display=False)
    return 1000 * (time.perf_counter() - started)


def report() -> None:
    """Print the best of some tries."""
    for rare, bar in ((0, KNOWN_BAR), (RARE, MIXED_BAR)):
        command = [sys.executable, "-m", __name__, str(rare)]
        tries = [
            float(subprocess.run(command, check=True, capture_output=True).stdout)
            for _ in range(TRIES)
        ]
        print(f"{COUNT} formulas, {rare} of them by Temml: {min(tries):.1f} ms (bar: {bar} ms)")


if __name__ == "__main__":
    print(_milliseconds(int(sys.argv[1])))
