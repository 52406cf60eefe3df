"""Playing the rehearsals of the version that is published: what they find is evidence that the product knows itself."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, insert

from engine.catalogue.drafts.packages import published_files
from engine.catalogue.drafts.proving import prove
from engine.catalogue.rehearsal.story import ENDING
from engine.errors import InvalidState, NotPermitted
from engine.events import PublishedRehearsalsPlayed
from engine.onboarding.places import Place, may_set, place_of
from engine.onboarding.rows import PROOF, current_version, proof_of
from engine.onboarding.steps import BY_NUMBER, REHEARSED
from engine.sentences import say
from engine.terms import Actor, TenantId
from engine.unit_of_work import Platform, UnitOfWork


@dataclass(frozen=True, slots=True)
class Played:
    version: int
    played: int
    failed: int


def play_rehearsals(platform: Platform, actor: Actor, identity: TenantId) -> Played:
    """Takes seconds: outside of any transaction. Raises NotFound, NotPermitted, InvalidState without any."""
    with platform.query(actor) as uow:
        place = place_of(uow, identity)
        if not may_set(actor, place, BY_NUMBER[REHEARSED]):
            raise NotPermitted("onboarding.owner", say("Probeläufe spielen hier Entwurf und Verwaltung der Kommune."))
        if not rehearsals_of(uow, place):
            raise InvalidState("onboarding.no_rehearsal", say("Zur veröffentlichten Version gibt es keinen Probelauf."))
        row, files = published_files(uow, place.slug, None)
    report = prove(files)
    failed = sum(not line.passed for line in report.rehearsals)
    found = Played(row["version"], len(report.rehearsals), failed or int(bool(report.findings)))
    with platform.command(actor) as uow:
        this = PROOF.c.municipality == identity, PROOF.c.version == found.version
        uow.write(delete(PROOF).where(*this))
        uow.write(
            insert(PROOF),
            {
                "municipality": identity,
                "version": found.version,
                "played": found.played,
                "failed": found.failed,
                "played_at": uow.now,
                "played_by": actor.audit_id,
            },
        )
        event = PublishedRehearsalsPlayed(version=found.version, played=found.played, failed=found.failed)
        uow.record(event, identity)
        uow.commit()
    return found


def rehearsals_of(uow: UnitOfWork, place: Place) -> int:
    """How many were published with the version on which new cases start, or came with it."""
    if not place.joined:
        return 0
    return sum(name.endswith(ENDING) for name, _ in published_files(uow, place.slug, None)[1])


def unplayed(uow: UnitOfWork, place: Place) -> str:
    """Why the rehearsals of the published version do not speak for it; "" when they do, or when there are none."""
    deployed = current_version(uow, place.identity)
    if deployed is None:
        return say("Es ist noch kein Konfliktweg veröffentlicht, der gespielt sein könnte.")
    proof = proof_of(uow, place.identity, deployed["version"])
    if proof is None:
        if not rehearsals_of(uow, place):
            return ""
        return say("Die Probeläufe der Version {version} sind noch nicht gespielt.", version=deployed["version"])
    if proof["failed"]:
        return say(
            "Von {played} Probeläufen der Version {version} bestehen {failed} nicht. Sehen Sie in der Werkstatt nach, "
            "woran es liegt.",
            played=proof["played"], version=deployed["version"], failed=proof["failed"],
        )  # fmt: skip
    return ""
