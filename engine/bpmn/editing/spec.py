"""What a field is, and how its value comes out of an element and back into it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from engine.bpmn.editing.tree import Node, Tree


class FieldKind(StrEnum):
    TEXT = "text"
    AREA = "area"
    FEEL = "feel"
    CHOICE = "choice"


class From(StrEnum):
    """Whence the choices of a field come: from what the editors may offer, or from the document."""

    NOWHERE = ""
    GROUPS = "groups"
    FORMS = "forms"
    DECISIONS = "decisions"
    PROCESSES = "processes"
    ZONES = "zones"
    STAGES = "stages"
    OUTCOMES = "outcomes"
    LANES = "lanes"
    ROLES = "roles"
    TIMERS = "timers"
    KINDS = "kinds"


@dataclass(frozen=True, slots=True)
class Field:
    """`label`: German, for people; `open`: other values than the choices are allowed."""

    key: str
    label: str
    kind: FieldKind
    value: str
    offer: From = From.NOWHERE
    hint: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class Spec:
    """A field, and how its value is read from and written into an element."""

    key: str
    label: str
    kind: FieldKind
    get: Callable[[Tree, Node], str]
    set: Callable[[Tree, Node, str], None]
    offer: From = From.NOWHERE
    hint: str = ""
    open: bool = False
    check: str = ""
    """What the value has to be: "feel", "deadline", "release", "time"."""
