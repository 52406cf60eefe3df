"""What the rehearsals of a draft found when they were last played, kept with it: another process of the server knows
it, too, and so does this one after a restart."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

import msgpack
from sqlalchemy import Table, delete, insert, select

from engine.catalogue.drafts.proving import proof, remember
from engine.catalogue.drafts.rows import DraftId, load
from engine.catalogue.files import File
from engine.catalogue.findings import finding_of
from engine.catalogue.rehearsal import Coverage, Place
from engine.catalogue.rehearsal.parts import Share
from engine.catalogue.rehearsing import RehearsalLine, Report
from engine.sentences import plain, whole
from engine.store.base import Base
from engine.store.studio import StudioProof
from engine.unit_of_work import UnitOfWork

PROOF: Table = Base.metadata.tables[StudioProof.__tablename__]
FORMAT = 2
SHARES = ("elements", "flows", "rules")


@dataclass(frozen=True, slots=True)
class Proof:
    """`revision`: of the draft that was played; `current`: it has not been changed since."""

    report: Report
    revision: int
    current: bool


def last_proof(uow: UnitOfWork, number: DraftId, files: Sequence[File]) -> Proof | None:
    """`files`: the draft's as they stand, the main one first. None: never played. Raises NotFound, NotPermitted."""
    return stored(uow, load(uow, number), files)


def keep_proof(uow: UnitOfWork, number: DraftId, files: Sequence[File], report: Report, revision: int) -> None:
    """In the stead of the last one. A draft that has ended meanwhile needs none. Raises NotFound, NotPermitted."""
    row = load(uow, number, lock=True)
    if row["ended"]:
        return
    forget(uow, row)
    uow.connection.execute(
        insert(PROOF).values(
            municipality=row["municipality"],
            draft=row["id"],
            revision=revision,
            files=_digest(files),
            report=packed(report),
            played_at=uow.now,
        )
    )
    uow.commit()


def stored(uow: UnitOfWork, row: Mapping[str, Any], files: Sequence[File]) -> Proof | None:
    """Of this draft."""
    if (known := proof(files)) is not None:
        return Proof(known, row["revision"], current=True)
    query = select(PROOF.c.files, PROOF.c.report, PROOF.c.revision).where(
        PROOF.c.municipality == row["municipality"], PROOF.c.draft == row["id"]
    )
    found = uow.connection.execute(query).first()
    report = unpacked(found.report) if found is not None else None
    if found is None or report is None:
        return None
    current = found.files == _digest(files)
    if current:
        remember(files, report)
    return Proof(report, found.revision, current)


def current_report(uow: UnitOfWork, row: Mapping[str, Any], files: Sequence[File]) -> Report | None:
    """Of exactly these files; None when nobody has played them yet."""
    found = stored(uow, row, files)
    return found.report if found is not None and found.current else None


def forget(uow: UnitOfWork, row: Mapping[str, Any]) -> None:
    """Without commit."""
    uow.connection.execute(delete(PROOF).where(PROOF.c.municipality == row["municipality"], PROOF.c.draft == row["id"]))


def _digest(files: Sequence[File]) -> bytes:
    found = sha256()
    for name, content in files:
        found.update(f"\0{name}\0{len(content)}\0".encode("utf-8", "replace"))
        found.update(content)
    return found.digest()


# ------------------------------------------------------------------ on its way into the table
def packed(report: Report) -> bytes:
    found = {
        "format": FORMAT,
        "rehearsals": [asdict(line) for line in report.rehearsals],
        "coverage": [asdict(each) for each in report.coverage],
        "findings": [finding.as_json() for finding in report.findings],
        "own": sorted(report.own),
    }
    return zlib.compress(msgpack.packb(plain(found), unicode_errors="surrogatepass"))


def unpacked(raw: bytes) -> Report | None:
    """None for what an older Schlichtwerk has written otherwise: it is played again."""
    found = whole(msgpack.unpackb(zlib.decompress(raw), unicode_errors="surrogatepass"))
    if found["format"] != FORMAT:
        return None
    return Report(
        tuple(RehearsalLine(**{**line, "open": tuple(line["open"])}) for line in found["rehearsals"]),
        tuple(_coverage(each) for each in found["coverage"]),
        tuple(finding_of(each) for each in found["findings"]),
        frozenset(found["own"]),
    )


def _coverage(raw: Mapping[str, Any]) -> Coverage:
    return Coverage(raw["process"], raw["name"], *(_share(raw[name]) for name in SHARES))


def _share(raw: Mapping[str, Any]) -> Share:
    return Share(raw["passed"], raw["all"], tuple(Place(**place) for place in raw["missing"]))
