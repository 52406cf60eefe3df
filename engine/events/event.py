"""What every fact says of itself: its kind, its sentences, and which of its fields are whose business."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, ClassVar

from engine.terms import InstanceId, Zone

NEUTRAL = "verfahren"
NEUTRAL_NAME = "Verfahrensschritt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """`kind` is stable; `german` and `english` are format strings over the fields."""

    kind: ClassVar[str]
    german: ClassVar[str]
    english: ClassVar[str]
    personal: ClassVar[frozenset[str]] = frozenset()
    veiled: ClassVar[frozenset[str]] = frozenset()

    def values(self) -> dict[str, Any]:
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name not in ("instance_id", "zone")}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent(Event):
    """A fact of one case; it joins the chain of that case."""

    guarded: ClassVar[frozenset[str]] = frozenset()
    """Fields that only coordinators read in the history of a case."""
    instance_id: InstanceId
    zone: Zone = Zone.EINGANG

    def hidden(self) -> frozenset[str]:
        """Fields that are sealed in this zone."""
        return self.personal | self.veiled if self.zone is Zone.MEDIATION else self.personal
