"""Pflichtelemente: what LaKI locked in a Mustervorlage, and whether a clone left it as it is.

`pflicht` on an element locks it with all that is in it; on a process, pool or lane only what it says of itself.
`pflicht.<what>` locks one thing: a property, an attribute or a part of that name (`pflicht.frist`, `pflicht.name`,
`pflicht.documentation`); the element must then be there, and its other sides are free. The value is the reason, or
"ja".
A rule of a decision is locked by an annotation that begins with "Pflicht". `pflicht_bis` beside it ("Pflicht bis
2027-01-31: …" in an annotation) is the day by which clones have to take it over.
"""

from __future__ import annotations

from engine.bpmn.addresses import Index
from engine.bpmn.comparing import changes
from engine.bpmn.merging.ground import Ground
from engine.bpmn.merging.locked import LOCKED, UNTIL, Lock, counts, day_in, locks_in, reach, untouched
from engine.bpmn.namespaces import line_of
from engine.bpmn.reading import read_tree
from engine.sentences import say
from engine.terms import Finding

__all__ = ["LOCKED", "UNTIL", "Lock", "broken_locks", "day_in", "lock_findings", "locks"]


def locks(content: bytes) -> tuple[Lock, ...]:
    """Of a Mustervorlage, in the order of the document. Raises InvalidInput("bpmn.unreadable")."""
    return tuple(locks_in(Index(read_tree(content))))


def lock_findings(template: bytes, clone: bytes, file: str) -> list[Finding]:
    """What the clone removed or changed although it is locked; one finding for each lock. `template`: the state that
    the clone says it comes from."""
    broken = broken_locks(template, clone)
    if not broken:
        return []
    new = Index(read_tree(clone))
    return [_finding(lock, new, file) for lock in broken]


def broken_locks(template: bytes, clone: bytes, *, dated: bool = False) -> list[Lock]:
    """Locks of the one that the other does not keep. `dated`: only those with a day by which."""
    old = Index(read_tree(template))
    wanted = [lock for lock in locks_in(old) if lock.until or not dated]
    new = Index(read_tree(clone)) if wanted else old
    held = [lock for lock in wanted if not untouched(lock, old, new)]
    if not held:
        return []
    ground = Ground(old)
    found = [change for change in changes(template, clone) if counts(change, ground)]
    reaches = [reach(lock, ground) for lock in held if lock.element in old.ids]
    return [each.lock for each in reaches if any(map(each.broken_by, found))]


def _finding(lock: Lock, new: Index, file: str) -> Finding:
    now = new.ids.get(lock.element)
    name = lock.name or lock.element
    why = say(" Begründung der Landesstelle: {reason}.", reason=lock.reason.rstrip(".")) if lock.reason else ""
    if now is None:
        return Finding(
            "template.locked",
            say("„{name}“ ist ein Pflichtelement der Mustervorlage und fehlt.{why}", name=name, why=why),
            file=file,
            element_id=lock.element,
            element_name=name,
            hint=say(
                "Fügen Sie es mit der Kennung {element} wieder ein, oder nehmen Sie den früheren Stand zurück.",
                element=lock.element,
            ),
        )
    what = f" ({lock.what})" if lock.what else ""
    return Finding(
        "template.locked",
        say(
            "„{name}“ ist ein Pflichtelement der Mustervorlage und wurde geändert{what}.{why}",
            name=name,
            what=what,
            why=why,
        ),
        file=file,
        line=line_of(now),
        element_id=lock.element,
        element_name=name,
        hint=say("Stellen Sie her, was in der Mustervorlage steht, oder sprechen Sie mit der Landesstelle."),
    )
