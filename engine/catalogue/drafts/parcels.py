"""What comes from outside as files, who sends it, and what the sender is answered."""

from __future__ import annotations

from dataclasses import dataclass

from engine.catalogue.drafts.rows import Changed, DraftId, DraftKind
from engine.catalogue.files import File


@dataclass(frozen=True, slots=True)
class Sender:
    """`name`: of its drafts; `said`: of its changes. `whole`: what it does not send is meant to be gone; of a path
    that is sent in part the rest stays as it is published."""

    name: str
    said: str
    whole: bool


MODELER = Sender("Aus Camunda Modeler", "Aus Camunda Modeler empfangen", False)
CHECKOUT = Sender("Aus einem Git-Stand", "Aus einem Git-Stand empfangen", True)


@dataclass(frozen=True, slots=True)
class ReceiveFiles:
    """`tenant`: slug, identity or name of the municipality that the sender means; empty: the one the file names."""

    files: tuple[File, ...]
    tenant: str = ""
    publish: bool = False
    sender: Sender = MODELER


class Overtaken(Changed):
    """Somebody works on the draft that the modeller began. `draft`: which one."""

    draft: DraftId


@dataclass(frozen=True, slots=True)
class Part:
    kind: DraftKind
    key: str
    file: str


@dataclass(frozen=True, slots=True)
class Received:
    """`draft` and its `revision`, or the `version` that was published. `number`: of the draft, or of the version's
    row. `parts`: kind, key and file of what was sent, the path itself first. `unchanged`: all was there already."""

    slug: str
    municipality: str
    parts: tuple[Part, ...]
    number: int
    draft: DraftId | None = None
    revision: int = 0
    version: int | None = None
    unchanged: bool = False
