"""Console text: what a change costs. What it shows is in spec/vectors/render."""

import time

import pytest

from backendai_media import render


@pytest.mark.parametrize("change", ["\rab", "\r漢", "\b\bé", "\x1b[9Gab", "\x1b[2D\x1b[K\tx"])
def test_a_change_costs_the_same_however_long_its_line_is(change: str) -> None:
    def cost(columns: int) -> float:
        output = ["stdout", "漢" + "x" * columns + change * 1000]
        start = time.thread_time()
        render(output)
        return time.thread_time() - start

    # In turns, and the least of each: whatever disturbs only adds.
    pairs = [(cost(100), cost(3500)) for _ in range(3)]
    assert min(long for _, long in pairs) < 3 * min(short for short, _ in pairs)
