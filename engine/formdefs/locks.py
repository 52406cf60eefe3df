"""Pflichtfelder of a Mustervorlage: a field with the property `pflicht` stays in a clone's form as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.formdefs.differing import Change, Changed, Moved, Removed, spots
from engine.formdefs.patching import parsed_form
from engine.sentences import say
from engine.terms import Finding

LOCKED = "pflicht"
UNTIL = "pflicht_bis"


@dataclass(frozen=True, slots=True)
class FieldLock:
    """`reason`: the state office's, "" where it gave none. `until`: YYYY-MM-DD by which clones have to take it over, ""
    where there is no haste."""

    field: str
    label: str
    reason: str
    until: str


def field_locks(content: bytes) -> Iterator[FieldLock]:
    """Of a Mustervorlage's form. Raises InvalidInput."""
    return (lock for lock, _ in _locked(content))


def new_field_locks(base: dict[str, Any], theirs: dict[str, Any]) -> dict[str, FieldLock]:
    """What is locked in the second form and not in the first: name of the component (as in
    engine.formdefs.differing) -> lock."""
    had = {name for name, component in _components(base).items() if _lock_of(component) is not None}
    found = {name: _lock_of(component) for name, component in _components(theirs).items() if name not in had}
    return {name: lock for name, lock in found.items() if lock is not None}


def breaks_field(change: Change, component: str) -> bool:
    """Whether a change is about what a locked field asks, and not about its place on the page or the lock itself."""
    if isinstance(change, Changed):
        path = change.at.path
        free = path[:1] in (("layout",), ("id",), ("components",)) or (
            path[:1] == ("properties",) and path[1:2] in ((LOCKED,), (UNTIL,))
        )
        return change.at.component == component and not free
    if change.by:
        return (change.new if isinstance(change, Moved) else change.parent).component == component
    return isinstance(change, Removed) and change.name == component


def _components(form: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {name: spot.content for name, spot in spots(form).items()}


def broken_field_locks(template: bytes, clone: bytes) -> Iterator[tuple[FieldLock, bool]]:
    """Locked fields that are gone (True) or say something else (False). Raises InvalidInput."""
    now = {_name(field): field for field in _fields(parsed_form(clone))}
    for lock, field in _locked(template):
        if _said(now.get(lock.field)) != _said(field):
            yield lock, lock.field not in now


def _locked(content: bytes) -> Iterator[tuple[FieldLock, dict[str, Any]]]:
    for field in _fields(parsed_form(content)):
        if (lock := _lock_of(field)) is not None:
            yield lock, field


def _lock_of(field: dict[str, Any]) -> FieldLock | None:
    properties = field.get("properties") or {}
    reason = str(properties.get(LOCKED) or "")
    if not reason:
        return None
    name = _name(field)
    until = str(properties.get(UNTIL) or "").strip()
    return FieldLock(name, str(field.get("label") or name), "" if reason.casefold() == "ja" else reason, until)


def form_locks(template: bytes, clone: bytes, file: str) -> list[Finding]:
    """One finding for each locked field that is gone or says something else. Raises InvalidInput."""
    return [
        _finding(lock, say("fehlt") if gone else say("wurde geändert"), file)
        for lock, gone in broken_field_locks(template, clone)
    ]


def _finding(lock: FieldLock, what: str, file: str) -> Finding:
    why = say(" Begründung der Landesstelle: {reason}.", reason=lock.reason.rstrip(".")) if lock.reason else ""
    return Finding(
        "template.locked",
        say(
            "Das Feld „{field}“ ist ein Pflichtelement der Mustervorlage und {what}.{why}",
            field=lock.label,
            what=what,
            why=why,
        ),
        file=file,
        element_id=lock.field,
        element_name=lock.label,
        hint=say("Stellen Sie her, was in der Mustervorlage steht, oder sprechen Sie mit der Landesstelle."),
    )


def _fields(holder: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for component in holder.get("components") or ():
        yield component
        yield from _fields(component)


def _name(field: dict[str, Any]) -> str:
    return str(field.get("key") or field.get("path") or field.get("id") or "")


def _said(field: dict[str, Any] | None) -> dict[str, Any] | None:
    """What a field asks, without its place on the page and without the lock itself."""
    if field is None:
        return None
    own = {key: value for key, value in field.items() if key not in ("layout", "components", "properties", "id")}
    properties = {key: value for key, value in (field.get("properties") or {}).items() if key not in (LOCKED, UNTIL)}
    return {**own, "properties": properties}
