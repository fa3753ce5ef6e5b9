"""Topological order of commits, for any data."""

from __future__ import annotations

from array import array

from .nodes import Nodes

__all__ = ["topological_order"]

_NEW, _OPEN, _DONE = 0, 1, 2


def topological_order(nodes: Nodes) -> array[int]:
    """Return the numbers of commits, each after its parents, otherwise in the given order.

    A link that closes a cycle becomes -1 in `nodes.parents`, and is added to the problems.
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
    """Push the parents that must come before a commit, with the first one on top."""
    for index in range(nodes.starts[number + 1] - 1, nodes.starts[number] - 1, -1):
        parent = nodes.parents[index]
        if states[parent] == _NEW:
            stack.append(parent)
        elif states[parent] == _OPEN:
            nodes.parents[index] = -1
            if nodes.firsts[number] == parent:
                nodes.firsts[number] = -1
            nodes.problems.append(("cycle", nodes.places[number], ""))
