"""An order in which parents come before children, whatever the data says."""

from __future__ import annotations

from array import array

from .nodes import Nodes

__all__ = ["sort"]

_NEW, _OPEN, _DONE = 0, 1, 2


def sort(nodes: Nodes) -> array[int]:
    """Return the commits' numbers, each after its parents, else in the order given.

    A link that closes a cycle becomes -1 in `nodes.parents`, and a problem.
    """
    order = array("i")
    states = bytearray(len(nodes.places))
    stack: list[int] = []
    for number in range(len(states)):
        stack.append(number)
        while stack:
            top = stack[-1]
            if states[top] == _NEW:
                states[top] = _OPEN
                _enter(nodes, top, states, stack)
            else:
                if states[top] == _OPEN:
                    states[top] = _DONE
                    order.append(top)
                stack.pop()
    return order


def _enter(nodes: Nodes, number: int, states: bytearray, stack: list[int]) -> None:
    """Put the parents that are to come before a commit on the stack, the first one on top."""
    for index in range(nodes.starts[number + 1] - 1, nodes.starts[number] - 1, -1):
        parent = nodes.parents[index]
        if states[parent] == _NEW:
            stack.append(parent)
        elif states[parent] == _OPEN:
            nodes.parents[index] = -1
            if nodes.firsts[number] == parent:
                nodes.firsts[number] = -1
            nodes.problems.append(("cycle", nodes.places[number], ""))
