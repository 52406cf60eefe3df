"""What stands published of a municipality, byte for byte: for a checkout that keeps in step with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from engine.casework.history import actor_names
from engine.catalogue.drafts.packages import published_files
from engine.catalogue.files import File
from engine.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Standing:
    """The version that new cases start on. `files`: its own, the main one first, named after the slug."""

    slug: str
    version: int
    published_at: datetime
    published_by: str
    files: tuple[File, ...]

    @property
    def hash(self) -> str:
        """Of all names and contents."""
        return digest(dict(self.files))


def digest(files: dict[str, bytes]) -> str:
    """Independent of their order."""
    lines = sorted(f"{sha256(content).hexdigest()} {name}" for name, content in files.items())
    return sha256("\n".join(lines).encode()).hexdigest()


def standing(uow: UnitOfWork, slug: str) -> Standing:
    """Raises NotFound."""
    row, (main, *others) = published_files(uow, slug, None)
    by = actor_names(uow, [row["published_by"]])[row["published_by"]]
    return Standing(slug, row["version"], row["published_at"], by, ((f"{slug}.bpmn", main[1]), *others))
