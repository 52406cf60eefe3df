"""Which counts follow from others: elimination over the equations of a path, exact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from engine.catalogue.traffic.balance import Count, Equation

Row = dict[Count, Fraction]


class System:
    """The equations of a path. Counts that one equation makes the same are one unknown: most are."""

    def __init__(self, equations: Iterable[Equation]) -> None:
        listed = tuple(equations)
        self._alike: dict[Count, frozenset[Count]] = _alike(listed)
        found = (self._row(equation) for equation in listed if len(equation.parts) != 1)
        self._rows: tuple[Row, ...] = tuple(row for row in found if row)

    def alike(self, count: Count) -> frozenset[Count]:
        """Those that say the same as `count`, and itself."""
        return self._alike.get(count, frozenset({count}))

    def _first(self, count: Count) -> Count:
        return min(self.alike(count))

    def follows(self, known: Iterable[Count]) -> dict[Count, frozenset[Count]]:
        """Every count that follows from `known`, and the known ones that it follows from."""
        given: dict[Count, set[Count]] = {}
        for count in known:
            given.setdefault(self._first(count), set()).add(count)
        found = {first: frozenset(members) for first, members in given.items()}
        for head, row in self._reduced(frozenset(given)).items():
            if all(count == head or count in given for count in row):
                found[head] = frozenset().union(*(given[count] for count in row if count != head))
        return {count: told for first, told in found.items() for count in self.alike(first)}

    def solve(self, known: Mapping[Count, int]) -> dict[Count, int]:
        """`known` and what follows from it. Where a path did what its equations do not say, only `known`."""
        given: dict[Count, int] = {}
        for count, value in known.items():
            if given.setdefault(self._first(count), value) != value:
                return dict(known)
        for row in self._rows:
            if all(count in given for count in row) and _sum(row, given):
                return dict(known)
        found = dict(given)
        for head, row in self._reduced(frozenset(given)).items():
            rest = {count: -value for count, value in row.items() if count != head}
            if any(count not in given for count in rest):
                continue
            total = _sum(rest, given)
            if total.denominator != 1 or total < 0:
                return dict(known)
            found[head] = int(total)
        return {count: value for first, value in found.items() for count in self.alike(first)} | dict(known)

    def _reduced(self, known: frozenset[Count]) -> dict[Count, Row]:
        """By unknown count the row that it heads, in no other of which it stands."""
        reduced: dict[Count, Row] = {}
        for start in self._rows:
            row = dict(start)
            for solved in [count for count in row if count in reduced]:
                _subtract(row, reduced[solved], solved)
            unknown = [count for count in row if count not in known]
            if not unknown:
                continue
            head = min(unknown)
            factor = row[head]
            row = {count: value / factor for count, value in row.items()}
            for other in reduced.values():
                _subtract(other, row, head)
            reduced[head] = row
        return reduced

    def _row(self, equation: Equation) -> Row:
        row: Row = {}
        for count, value in ((equation.whole, 1), *((part, -1) for part in equation.parts)):
            first = self._first(count)
            row[first] = row.get(first, Fraction(0)) + value
        return {count: value for count, value in row.items() if value}


def _alike(equations: Iterable[Equation]) -> dict[Count, frozenset[Count]]:
    group: dict[Count, set[Count]] = {}
    for equation in equations:
        if len(equation.parts) == 1:
            one, other = (group.get(count, {count}) for count in (equation.whole, equation.parts[0]))
            merged = one | other
            for count in merged:
                group[count] = merged
    return {count: frozenset(merged) for count, merged in group.items()}


def _sum(row: Row, values: Mapping[Count, int]) -> Fraction:
    return sum((factor * values[count] for count, factor in row.items()), Fraction(0))


def _subtract(row: Row, other: Row, head: Count) -> None:
    factor = row.get(head)
    if not factor:
        return
    for count, value in other.items():
        left = row.get(count, Fraction(0)) - factor * value
        if left:
            row[count] = left
        else:
            row.pop(count, None)
