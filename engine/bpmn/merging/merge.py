"""Three documents -> one, and the questions that remain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.bpmn.addresses import Index, name_of
from engine.bpmn.changes import Added, Change, Removed
from engine.bpmn.comparing import changes
from engine.bpmn.merging.breaches import breaches
from engine.bpmn.merging.clashes import united, wish
from engine.bpmn.merging.conflicts import Conflict, conflicts
from engine.bpmn.merging.following import followed, renames_of
from engine.bpmn.merging.ground import Ground
from engine.bpmn.merging.layout import arranged, fitting
from engine.bpmn.merging.locked import without_marks
from engine.bpmn.merging.subjects import ENDS, Subject, ids_in, subject_of
from engine.bpmn.merging.units import Unit, units
from engine.bpmn.patch import apply
from engine.bpmn.reading import read_tree
from engine.merging import Side


@dataclass(frozen=True, slots=True)
class Merged:
    """`content`: our document with what came in; undecided conflicts stay as we have it. `taken`: what came in, in
    terms of the base."""

    content: bytes
    conflicts: tuple[Conflict, ...] = ()
    taken: tuple[Change, ...] = ()


def merge(base: bytes, theirs: bytes, ours: bytes, *, decided: Mapping[str, Side] | None = None) -> Merged:
    """`decided`: Conflict.key -> whose wish holds. Raises InvalidInput("bpmn.unreadable") or ("bpmn.unpatchable")."""
    if theirs == base:
        return Merged(ours)
    if ours == base and not decided:
        return Merged(theirs, (), changes(base, theirs, renames=renames_of(base, theirs)))
    return _Merge(base, theirs, ours).run(decided or {})


class _Merge:
    def __init__(self, base: bytes, theirs: bytes, ours: bytes) -> None:
        self.base, self.ours = base, ours
        self.ground = Ground(Index(read_tree(base)))
        self.template = Index(read_tree(theirs))
        self.renames = renames_of(base, theirs)
        wanted = changes(base, theirs, renames=self.renames)
        own = without_marks(followed(changes(base, ours), self.renames))
        self.drawn_by_them, told = self._apart(wanted)
        self.drawn_by_us, self.own = self._apart(own)
        self.told = [change for change in told if not self.ground.is_identity(change)]

    def _apart(self, found: Sequence[Change]) -> tuple[list[Change], list[Change]]:
        """(of the drawing, of the model)"""
        drawn = [change for change in found if self.ground.shows(change) is not None]
        kept = set(map(id, drawn))
        return drawn, [change for change in found if id(change) not in kept]

    def run(self, decided: Mapping[str, Side]) -> Merged:
        theirs, ours = units(_without_ends(self.told)), units(_without_ends(self.own))
        broken = breaches(self.ground, self.template, self.renames, self.told, ours)
        questions = conflicts(self.ground, theirs, ours, broken)
        lost: dict[Side, set[Change]] = {side: set() for side in Side}
        for question in questions:
            if decided.get(question.key) is Side.THEIRS:
                lost[Side.OURS].update(question.ours)
            else:
                lost[Side.THEIRS].update(question.theirs)
        theirs_kept, ours_kept = _kept(theirs, lost[Side.THEIRS]), _kept(ours, lost[Side.OURS])
        drawn = [] if lost[Side.THEIRS] else self.drawn_by_them
        back = {key for change in lost[Side.OURS] if isinstance(change, Removed) for key in ids_in(change.content)}
        content = self._joined(theirs_kept, ours_kept, drawn, back)
        open_questions = tuple(question for question in questions if question.key not in decided)
        return Merged(apply(self.ours, changes(self.ours, content)), open_questions, tuple(theirs_kept))

    def _joined(
        self, theirs: Sequence[Change], ours: Sequence[Change], drawn_by_them: Sequence[Change], back: set[str]
    ) -> bytes:
        model = _union(theirs, ours)
        draft = Index(read_tree(apply(self.base, model)))
        ends = [c for c in _union(_ends(self.told), _ends(self.own)) if _end_holds(c, draft, self.renames)]
        drawn = fitting(self.ground, drawn_by_them, self.drawn_by_us, draft, self.renames)
        joined = apply(self.base, [*model, *ends, *drawn])
        had = {wish(change) for change in ours}
        return arranged(joined, [change for change in theirs if wish(change) not in had], back)


def _without_ends(found: Iterable[Change]) -> list[Change]:
    return [change for change in found if not _is_end(change)]


def _ends(found: Iterable[Change]) -> list[Change]:
    return [change for change in found if _is_end(change)]


def _is_end(change: Change) -> bool:
    return isinstance(change, Added | Removed) and change.content.tag in ENDS


def _kept(found: Sequence[Unit], dropped: set[Change]) -> list[Change]:
    return [change for unit in found for change in unit.changes if change not in dropped]


def _end_holds(change: Change, draft: Index, renames: Mapping[str, str]) -> bool:
    """Whether a step's mention of a flow (or its going) is what the flow itself says now."""
    if not isinstance(change, Added | Removed):
        return False
    at = change.place.parent if isinstance(change, Added) else change.at
    text = "".join(piece for piece in change.content.content if isinstance(piece, str)).strip().rpartition(":")[2]
    flow = draft.ids.get(renames.get(text, text))
    end = "targetRef" if name_of(change.content.tag) == "incoming" else "sourceRef"
    true = flow is not None and flow.get(end) == renames.get(at.owner, at.owner)
    return true if isinstance(change, Added) else not true


def _union(theirs: Sequence[Change], ours: Sequence[Change]) -> list[Change]:
    """What both want is done once; what both add to one place is one."""
    found: dict[Subject, list[Change]] = {}
    for change in (*theirs, *ours):
        same = found.setdefault(subject_of(change), [])
        for number, known in enumerate(same):
            if (both := _both(known, change)) is not None:
                same[number] = both
                break
        else:
            same.append(change)
    every = [change for same in found.values() for change in same]
    gone = {key for change in every if isinstance(change, Removed) for key in ids_in(change.content)}
    return [change for change in every if not _inside(change, gone)]


def _both(one: Change, other: Change) -> Change | None:
    """One change that does both; None where they are two."""
    if one == other:
        return one
    if isinstance(one, Added) and isinstance(other, Added) and one.place.parent == other.place.parent:
        if _stripped(one) == _stripped(other):
            return one
        content = united(one.content, other.content)
        return None if content is None else replace(one, content=content)
    if isinstance(one, Removed) and isinstance(other, Removed) and one.at == other.at:
        return one
    return None


def _stripped(change: Added) -> object:
    content = change.content
    kept = tuple(p for p in content.content if isinstance(p, str) or not hasattr(p, "tag") or p.tag not in ENDS)
    return content.tag, tuple(sorted(content.attributes)), kept


def _inside(change: Change, gone: set[str]) -> bool:
    """Whether what it is about goes as a whole anyway."""
    if isinstance(change, Removed) and not change.at.path:
        return False  # itself one of them; nested ones are told apart by their place
    at = change.place.parent if isinstance(change, Added) else change.at
    return at.owner in gone
