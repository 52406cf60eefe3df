"""Relations between points and ranges, DMN 1.5, 10.3.4.11."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from engine.feel import operators
from engine.feel.builtins.registry import feel
from engine.feel.run import Run
from engine.feel.values import Range

_POINT = "number|string|date|time|date and time|days and time duration|years and months duration"


def less(run: Run, one: Any, other: Any) -> bool:
    return operators.order(run, "<", one, other) is True


def same(run: Run, one: Any, other: Any) -> bool:
    return one is not None and operators.equal(run, one, other) is True


def comparable(run: Run, one: Any, other: Any) -> bool:
    """Whether two ends (or points) have an order at all."""
    if one is None or other is None:
        return True
    if one.__class__ is other.__class__ or (isinstance(one, dt.date) and isinstance(other, dt.date)):
        return operators.order(run, "<", one, other) is not None
    return False


def relation(*signatures: str) -> Callable[[Callable[[Run, Any, Any], bool]], Callable[..., Any]]:
    """Register a relation; ends that cannot be compared make it null."""

    def decorate(body: Callable[[Run, Any, Any], bool]) -> Callable[..., Any]:
        def checked(run: Run, one: Any, other: Any) -> Any:
            for a in _ends(one):
                for b in _ends(other):
                    if not comparable(run, a, b):
                        return run.note("Die Grenzen sind nicht vergleichbar.")
            return body(run, one, other)

        return feel(*signatures)(checked)

    return decorate


def _ends(value: Any) -> tuple[Any, ...]:
    return (value.start, value.end) if value.__class__ is Range else (value,)


def _ends_before(run: Run, one: Range, other: Range) -> bool:
    if one.end is None or other.start is None:
        return False
    if less(run, one.end, other.start):
        return True
    return same(run, one.end, other.start) and not (one.end_included and other.start_included)


def _as_range(value: Any) -> Range:
    return value if value.__class__ is Range else Range(value, value, True, True)


@relation(
    f"before(point1: {_POINT}, point2: {_POINT})",
    f"before(point: {_POINT}, range: range)",
    f"before(range: range, point: {_POINT})",
    "before(range1: range, range2: range)",
)
def before(run: Run, one: Any, other: Any) -> bool:
    return _ends_before(run, _as_range(one), _as_range(other))


@relation(
    f"after(point1: {_POINT}, point2: {_POINT})",
    f"after(point: {_POINT}, range: range)",
    f"after(range: range, point: {_POINT})",
    "after(range1: range, range2: range)",
)
def after(run: Run, one: Any, other: Any) -> bool:
    return _ends_before(run, _as_range(other), _as_range(one))


@relation("meets(range1: range, range2: range)")
def meets(run: Run, one: Range, other: Range) -> bool:
    return one.end_included and other.start_included and same(run, one.end, other.start)


@relation("met by(range1: range, range2: range)")
def met_by(run: Run, one: Range, other: Range) -> bool:
    return one.start_included and other.end_included and same(run, one.start, other.end)


@relation("overlaps(range1: range, range2: range)")
def overlaps(run: Run, one: Range, other: Range) -> bool:
    return not _ends_before(run, one, other) and not _ends_before(run, other, one)


def _starts_earlier(run: Run, one: Range, other: Range) -> bool:
    if one.start is None or other.start is None:
        return one.start is None and other.start is not None
    if less(run, one.start, other.start):
        return True
    return same(run, one.start, other.start) and one.start_included and not other.start_included


def _ends_earlier(run: Run, one: Range, other: Range) -> bool:
    if one.end is None or other.end is None:
        return one.end is not None and other.end is None
    if less(run, one.end, other.end):
        return True
    return same(run, one.end, other.end) and not one.end_included and other.end_included


@relation("overlaps before(range1: range, range2: range)")
def overlaps_before(run: Run, one: Range, other: Range) -> bool:
    return _starts_earlier(run, one, other) and not _ends_before(run, one, other) and not _ends_earlier(run, other, one)


@relation("overlaps after(range1: range, range2: range)")
def overlaps_after(run: Run, one: Range, other: Range) -> bool:
    return _starts_earlier(run, other, one) and not _ends_before(run, other, one) and not _ends_earlier(run, one, other)


@relation(f"finishes(point: {_POINT}, range: range)", "finishes(range1: range, range2: range)")
def finishes(run: Run, one: Any, other: Range) -> bool:
    inner = _as_range(one)
    if one.__class__ is not Range:
        return other.end_included and same(run, one, other.end)
    return (
        inner.end_included == other.end_included
        and same(run, inner.end, other.end)
        and not _starts_earlier(run, inner, other)
    )


@relation(f"finished by(range: range, point: {_POINT})", "finished by(range1: range, range2: range)")
def finished_by(run: Run, one: Range, other: Any) -> bool:
    return finishes(run, other, one)  # type: ignore[no-any-return]


@relation(f"includes(range: range, point: {_POINT})", "includes(range1: range, range2: range)")
def includes(run: Run, one: Range, other: Any) -> bool:
    if other.__class__ is not Range:
        return operators.within(run, other, one) is True
    return not _starts_earlier(run, other, one) and not _ends_earlier(run, one, other)


@relation(f"during(point: {_POINT}, range: range)", "during(range1: range, range2: range)")
def during(run: Run, one: Any, other: Range) -> bool:
    return includes(run, other, one)  # type: ignore[no-any-return]


@relation(f"starts(point: {_POINT}, range: range)", "starts(range1: range, range2: range)")
def starts(run: Run, one: Any, other: Range) -> bool:
    if one.__class__ is not Range:
        return other.start_included and same(run, one, other.start)
    return (
        one.start_included == other.start_included
        and same(run, one.start, other.start)
        and not _ends_earlier(run, other, one)
    )


@relation(f"started by(range: range, point: {_POINT})", "started by(range1: range, range2: range)")
def started_by(run: Run, one: Range, other: Any) -> bool:
    return starts(run, other, one)  # type: ignore[no-any-return]


@relation(f"coincides(point1: {_POINT}, point2: {_POINT})", "coincides(range1: range, range2: range)")
def coincides(run: Run, one: Any, other: Any) -> bool:
    return operators.equal(run, one, other) is True
