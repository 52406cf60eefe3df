"""Files that come, go, or are decided as a whole."""

from __future__ import annotations

from hashlib import sha256

from engine.catalogue.merging.model import Decided, MergedFile, Question, Taken
from engine.catalogue.telling import differences
from engine.catalogue.telling.packages import Difference, kind_of_file, new_file
from engine.merging import Side
from engine.sentences import say


def taken_of(name: str, before: bytes | None, after: bytes | None) -> tuple[Taken, ...]:
    """What came into a file, compared with what was ours."""
    if after == before:
        return ()
    kind = kind_of_file(name)
    if before is None:
        return _taken(name, new_file(name, after)) if after is not None else ()
    if after is None:
        return (Taken(name, (), say("Entfallen: {kind} „{name}“.", kind=kind, name=name)),)
    return _taken(name, differences([(name, before)], [(name, after)]))


def _taken(name: str, told: tuple[Difference, ...]) -> tuple[Taken, ...]:
    return tuple(Taken(name, (d.element_id,) if d.element_id else (), d.sentence) for d in told)


def merged_whole(
    name: str, base: bytes | None, theirs: bytes | None, ours: bytes | None, decided: Decided
) -> MergedFile:
    """One side has it otherwise than the other, and there is no common ground to merge them on."""
    key = f"{name}#{sha256(repr((base is None, theirs, ours)).encode()).hexdigest()[:16]}"
    side = decided.get(key)
    content = theirs if side is Side.THEIRS else ours
    if side is not None:
        return MergedFile(content, (), taken_of(name, ours, content))
    title = say("{kind} „{name}“", kind=kind_of_file(name), name=name)
    was = say("gibt es noch nicht") if base is None else say("vorhanden")
    return MergedFile(
        ours, (Question(key, name, (), title, (was,), _wanted(name, base, theirs), _wanted(name, base, ours)),)
    )


def _wanted(name: str, base: bytes | None, now: bytes | None) -> tuple[str, ...]:
    if now is None:
        return (say("entfällt"),)
    if base is None:
        return (say("neu"),)
    return tuple(d.sentence for d in differences([(name, base)], [(name, now)])) or (say("unverändert"),)
