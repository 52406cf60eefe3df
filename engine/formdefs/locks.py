"""Pflichtfelder of a Mustervorlage: a field with the property `pflicht` stays in a clone's form as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.formdefs.patching import parsed_form
from engine.terms import Finding

LOCKED = "pflicht"


def form_locks(template: bytes, clone: bytes, file: str) -> list[Finding]:
    """One finding for each locked field that is gone or says something else. Raises InvalidInput."""
    now = {_name(field): field for field in _fields(parsed_form(clone))}
    found = []
    for field in _fields(parsed_form(template)):
        reason = (field.get("properties") or {}).get(LOCKED)
        name = _name(field)
        if not reason or _said(now.get(name)) == _said(field):
            continue
        what = "fehlt" if name not in now else "wurde geändert"
        why = "" if str(reason).casefold() == "ja" else f" Begründung der Landesstelle: {str(reason).rstrip('.')}."
        label = field.get("label") or name
        found.append(
            Finding(
                "template.locked",
                f"Das Feld „{label}“ ist ein Pflichtelement der Mustervorlage und {what}.{why}",
                file=file,
                element_id=str(name),
                element_name=str(label),
                hint="Stellen Sie her, was in der Mustervorlage steht, oder sprechen Sie mit der Landesstelle.",
            )
        )
    return found


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
    properties = {key: value for key, value in (field.get("properties") or {}).items() if key != LOCKED}
    return {**own, "properties": properties}
