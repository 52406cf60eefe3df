"""Three-way merge of a form, field by field: what LaKI changed comes in, what the municipality changed stays.

As engine.bpmn.merging for processes. Both sides' changes are those of `base`; what both want of one value, field or
option differently is a conflict, and so is a field that one side takes away and the other changes or fills, or that
LaKI locks now and the municipality has changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from engine.formdefs.aligning import same
from engine.formdefs.applying import applied
from engine.formdefs.differing import Added, At, Change, Changed, Item, Moved, Removed, Tree, difference
from engine.formdefs.locks import FieldLock, breaks_field, new_field_locks
from engine.formdefs.patching import parsed_form, patched
from engine.merging import Groups, Side


@dataclass(frozen=True, slots=True)
class FormConflict:
    """`key` stays the same as long as both sides want the same. `components`: names of the fields in question.
    `locks`: what ours may not change any more."""

    key: str
    components: tuple[str, ...]
    theirs: tuple[Change, ...]
    ours: tuple[Change, ...]
    locks: tuple[FieldLock, ...] = ()


@dataclass(frozen=True, slots=True)
class MergedForm:
    """`content`: our form with what came in; undecided conflicts stay as we have it."""

    content: bytes
    conflicts: tuple[FormConflict, ...] = ()
    taken: tuple[Change, ...] = ()


def merge_form(base: bytes, theirs: bytes, ours: bytes, *, decided: Mapping[str, Side] | None = None) -> MergedForm:
    """`decided`: FormConflict.key -> whose wish holds. Raises InvalidInput("form.unpatchable")."""
    if theirs == base:
        return MergedForm(ours)
    was, wanted, own = parsed_form(base), parsed_form(theirs), parsed_form(ours)
    if ours == base and not decided:
        return MergedForm(theirs, (), difference(was, wanted))
    theirs_want, ours_want = difference(was, wanted), difference(was, own)
    questions = _conflicts(theirs_want, ours_want, new_field_locks(was, wanted))
    return _merged(was, theirs_want, ours_want, ours, questions, decided or {})


def _merged(
    was: Tree,
    theirs: Sequence[Change],
    ours: Sequence[Change],
    content: bytes,
    questions: Sequence[FormConflict],
    decided: Mapping[str, Side],
) -> MergedForm:
    lost = {side: set[int]() for side in Side}
    for question in questions:
        loser = Side.OURS if decided.get(question.key) is Side.THEIRS else Side.THEIRS
        lost[loser].update(map(id, question.ours if loser is Side.OURS else question.theirs))
    kept = [change for change in theirs if id(change) not in lost[Side.THEIRS]]
    held = [change for change in ours if id(change) not in lost[Side.OURS]]
    news = [change for change in kept if not any(_equal(change, other) for other in held)]
    wanted = applied(was, _in_order([*news, *held]))
    undecided = tuple(question for question in questions if question.key not in decided)
    return MergedForm(patched(content, wanted), undecided, tuple(kept))


def _in_order(changes: Sequence[Change]) -> list[Change]:
    """What takes a field away first: its values need not be set."""
    gone = {change.name for change in changes if isinstance(change, Removed) and not change.by}
    return [change for change in changes if not (isinstance(change, Changed) and change.at.component in gone)]


def _conflicts(
    theirs: Sequence[Change], ours: Sequence[Change], locks: Mapping[str, FieldLock]
) -> tuple[FormConflict, ...]:
    sides = {Side.THEIRS: theirs, Side.OURS: ours}
    groups = Groups([(side, number) for side, changes in sides.items() for number in range(len(changes))])
    for side, changes in sides.items():
        for one, other in _together(changes):
            groups.join((side, one), (side, other))
    clashing: set[tuple[Side, int]] = set()
    for number, change in enumerate(theirs):
        for other, counterpart in enumerate(ours):
            if _contradict(change, counterpart):
                groups.join((Side.THEIRS, number), (Side.OURS, other))
                clashing |= {(Side.THEIRS, number), (Side.OURS, other)}
    broken = _broken(theirs, ours, locks)
    first: dict[str, int] = {}
    for number, name in broken.items():
        groups.join((Side.OURS, first.setdefault(name, number)), (Side.OURS, number))
        clashing.add((Side.OURS, number))
    found = []
    for members in groups.all():
        if not clashing.isdisjoint(members):
            at_issue = [sides[side][number] for side, number in members if (side, number) in clashing]
            names = tuple(dict.fromkeys(_component(change) for change in at_issue))
            theirs_in, ours_in = (tuple(sides[s][n] for s, n in members if s is side) for side in Side)
            held = tuple(dict.fromkeys(locks[broken[n]] for s, n in members if s is Side.OURS and n in broken))
            key = sha256(repr((names, theirs_in, ours_in)).encode()).hexdigest()[:16]
            found.append(FormConflict(key, names, theirs_in, ours_in, held))
    return tuple(found)


def _broken(theirs: Sequence[Change], ours: Sequence[Change], locks: Mapping[str, FieldLock]) -> dict[int, str]:
    """Number of a change of ours -> the field that theirs locks now. What both want alike breaks nothing."""
    return {
        number: name
        for number, change in enumerate(ours)
        for name in locks
        if breaks_field(change, name) and not any(_equal(change, other) for other in theirs)
    }


def _together(changes: Sequence[Change]) -> list[tuple[int, int]]:
    """A new group comes with the fields in it, and goes with them."""
    holders = {c.name: n for n, c in enumerate(changes) if isinstance(c, Added | Removed) and not c.by}
    return [
        (holders[around.component], number)
        for number, change in enumerate(changes)
        if not isinstance(change, Changed)
        for around in ([change.old, change.new] if isinstance(change, Moved) else [change.parent])
        if around.component in holders
    ]


def _component(change: Change) -> str:
    if isinstance(change, Changed):
        return change.at.component
    return _list_of(change).component if change.by else change.name


def _list_of(change: Added | Removed | Moved) -> At:
    return change.new if isinstance(change, Moved) else change.parent


def _equal(one: Change, other: Change) -> bool:
    """Whether both want the same."""
    if isinstance(one, Changed) and isinstance(other, Changed):
        return one.at == other.at and same(_plain(one.new), _plain(other.new))
    if isinstance(one, Added) and isinstance(other, Added):
        return _spot(one) == _spot(other) and same(one.content, other.content)
    if isinstance(one, Removed) and isinstance(other, Removed):
        return _spot(one) == _spot(other)
    if isinstance(one, Moved) and isinstance(other, Moved):
        return one == other
    return False


def _plain(value: object) -> object:
    """JSON has no word for nothing."""
    return value if isinstance(value, dict | list | str | int | float | None) else {"": repr(value)}


def _spot(change: Added | Removed | Moved) -> tuple[object, ...]:
    return (change.by, change.name, _list_of(change) if change.by else None)


def _contradict(one: Change, other: Change) -> bool:
    if _equal(one, other):
        return False
    if isinstance(one, Changed) and isinstance(other, Changed):
        return _within(one.at, other.at) or _within(other.at, one.at)
    if isinstance(one, Changed):
        return _contradict(other, one)
    if isinstance(other, Changed):
        return _touches(one, other)
    if _spot(one) == _spot(other):
        return True
    return _takes_from_under(one, other) or _takes_from_under(other, one)


def _touches(change: Added | Removed | Moved, value: Changed) -> bool:
    """Whether a value that is set lies in what goes, or is the list that something comes into or leaves."""
    if change.by:
        item = At(_list_of(change).component, (*_list_of(change).path, Item(change.by, change.name)))
        return (isinstance(change, Removed) and _within(value.at, item)) or _within(_list_of(change), value.at)
    if isinstance(change, Removed):
        return value.at.component == change.name
    return isinstance(change, Added) and value.at.component == change.name


def _takes_from_under(change: Change, other: Added | Removed | Moved) -> bool:
    """Whether a field goes into which the other side puts something, or of which it changes the options."""
    if not isinstance(change, Removed) or change.by or isinstance(other, Removed):
        return False
    return _list_of(other).component == change.name


def _within(inner: At, outer: At) -> bool:
    return inner.component == outer.component and inner.path[: len(outer.path)] == outer.path
