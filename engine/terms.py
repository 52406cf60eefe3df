"""Words that every room shares: ids, states, roles, zones, the actor, and the finding.

No file of the engine knows these words otherwise; this one imports nothing of ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import IntEnum, StrEnum
from typing import Any, NewType

TenantId = NewType("TenantId", str)
"""Identity of a municipality: its `kennung` where given, else its AGS ("05915000", "05374")."""
Slug = NewType("Slug", str)
InstanceId = NewType("InstanceId", str)
"""UUID as 32 hex digits; a process instance is a Vorgang."""
UserTaskId = NewType("UserTaskId", str)
"""UUID as 32 hex digits, the same as SpiffWorkflow's task id."""
AccountId = NewType("AccountId", int)
DefinitionHash = NewType("DefinitionHash", str)
"""SHA-256 (64 hex digits) over all resources of a published package."""
Aktenzeichen = NewType("Aktenzeichen", str)
"""KKM-<identity>-<year>-<number>, for example KKM-05915000-2026-0042."""
CandidateGroup = NewType("CandidateGroup", str)
ElementId = NewType("ElementId", str)
ProcessId = NewType("ProcessId", str)

STATE_OFFICE = "Landesstelle"
"""Kind (`art`) of the state office, which has a path and accounts as a municipality has."""
TEMPLATE = "Mustervorlage"
"""Kind (`art`) of a path that is for nobody in particular: it is cloned, and has no cases."""

Variables = Mapping[str, Any]
"""Process variables: names to FEEL values (see engine.feel.values)."""


class Zone(StrEnum):
    """Zone of secrecy; each has a key of its own in every case."""

    EINGANG = "eingang"
    BERATUNG = "beratung"
    MEDIATION = "mediation"
    BEIRAT = "beirat"
    FEEDBACK = "feedback"


ZONE_WORDS: Mapping[str, Mapping[str, str]] = {
    "de": {
        Zone.EINGANG: "Meldung und Clearing",
        Zone.BERATUNG: "Beratung",
        Zone.MEDIATION: "Mediation",
        Zone.BEIRAT: "Konfliktbeirat",
        Zone.FEEDBACK: "Rückmeldungen",
    },
    "en": {
        Zone.EINGANG: "report and clearing",
        Zone.BERATUNG: "advice",
        Zone.MEDIATION: "mediation",
        Zone.BEIRAT: "conflict board",
        Zone.FEEDBACK: "feedback",
    },
}
"""What people call the zones, by language."""


class Stage(StrEnum):
    """Verfahrensstufe, shown in lists and counted."""

    EINGANG = "eingang"
    CLEARING = "clearing"
    BERATUNG = "beratung"
    MEDIATION = "mediation"
    BEIRAT = "beirat"
    FEEDBACK = "feedback"


NEUTRAL_STAGE = "verfahren"
"""What plain columns hold instead of stage, element and group inside the mediation zone."""


class Role(StrEnum):
    KOORDINATION = "koordination"
    BERATUNG = "beratung"
    MEDIATION = "mediation"
    BEIRAT = "beirat"
    FACHSTELLE = "fachstelle"
    ENTWURF = "entwurf"
    LAKI = "laki"
    REVISION = "revision"
    DATENSCHUTZ = "datenschutz"
    VERWALTUNG = "verwaltung"


class TaskState(IntEnum):
    """State of a user task row; lists rely on the literal 0 for open ones."""

    CREATED = 0
    COMPLETED = 1
    CANCELED = 2


class InstanceState(StrEnum):
    ACTIVE = "active"
    COMPLETED = "completed"
    DISCARDED = "discarded"
    """Begun by mistake, and ended before anybody had done anything in it."""
    INCIDENT = "incident"


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """A Befund of the check. `message` says in German what is wrong, `hint` the way out."""

    code: str
    message: str
    severity: Severity = Severity.ERROR
    file: str = ""
    line: int | None = None
    element_id: str | None = None
    element_name: str | None = None
    hint: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def sentence(self) -> str:
        """One line for a terminal or a modeller: place, element, sentence, way out."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        element = f" „{self.element_name or self.element_id}“" if self.element_id else ""
        return f"{place}{element}: {self.message} {self.hint}".strip()


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. The command line is `operator()`, timers are `system()`; both are recorded as such."""

    name: str
    account_id: AccountId | None = None
    municipality: TenantId | None = None
    roles: frozenset[Role] = field(default_factory=frozenset)
    groups: frozenset[CandidateGroup] = field(default_factory=frozenset)
    unrestricted: bool = False

    @classmethod
    def operator(cls) -> Actor:
        return cls("operator", unrestricted=True)

    @classmethod
    def system(cls) -> Actor:
        return cls("system", unrestricted=True)

    @property
    def audit_id(self) -> str:
        """Column actor_id of the audit trail: the account's number, "operator" or "system"."""
        return str(self.account_id) if self.account_id is not None else self.name
