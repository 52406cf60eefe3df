"""Lists of siblings before and after: which of them are the same, and which have changed places."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

Node = etree._Element


def alike(was: Sequence[Node], now: Sequence[Node]) -> Iterator[tuple[Node, Node]]:
    """Pairs of siblings that only their number tells apart. Of equally many each goes with its counterpart; else the
    equal ones at both ends go together, and what lies between goes by number."""
    if len(was) == len(now):
        yield from zip(was, now, strict=True)
        return
    before, after = [_content(node) for node in was], [_content(node) for node in now]
    shorter = min(len(was), len(now))
    head = next((i for i in range(shorter) if before[i] != after[i]), shorter)
    rest = shorter - head
    tail = next((i for i in range(rest) if before[-1 - i] != after[-1 - i]), rest)
    yield from zip(was[:head], now[:head], strict=True)
    yield from zip(was[head : len(was) - tail], now[head : len(now) - tail], strict=False)
    yield from zip(was[len(was) - tail :], now[len(now) - tail :], strict=True)


def _content(node: Node) -> tuple[object, ...]:
    children = tuple(_content(child) for child in node.iterchildren(etree.Element))
    return (node.tag, tuple(sorted(node.attrib.items())), (node.text or "").strip(), children)


def standing(places: Iterable[tuple[int, str]]) -> list[bool]:
    """For each (number before, group), in the order of now: whether it can stay where it is. Those of no group ("")
    always can; of each other group as many stay as are in one order before and now."""
    found: list[bool] = []
    groups: dict[str, list[tuple[int, int]]] = {}
    for index, (number, group) in enumerate(places):
        found.append(not group)
        if group:
            groups.setdefault(group, []).append((number, index))
    for members in groups.values():
        numbers = [number for number, _ in members]
        for kept in _longest_rising(numbers):
            found[members[kept][1]] = True
    return found


def _longest_rising(numbers: Sequence[int]) -> list[int]:
    """Indices of a longest increasing subsequence."""
    if all(a < b for a, b in zip(numbers, numbers[1:], strict=False)):
        return list(range(len(numbers)))
    ends: list[int] = []
    last: list[int] = []
    former: list[int] = []
    for index, number in enumerate(numbers):
        at = bisect_left(ends, number)
        former.append(last[at - 1] if at else -1)
        ends[at : at + 1] = [number]
        last[at : at + 1] = [index]
    found: list[int] = []
    step = last[-1] if last else -1
    while step >= 0:
        found.append(step)
        step = former[step]
    return found[::-1]
