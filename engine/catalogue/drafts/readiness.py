"""Whether a draft can be published: each condition in a sentence, met or not, binding or a warning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from engine.casework.loading import DEPLOYMENT, INSTANCE
from engine.catalogue.drafts.approving import Approval, approvals, may_approve
from engine.catalogue.drafts.checking import findings_of_draft
from engine.catalogue.drafts.looking import versions_in_force
from engine.catalogue.drafts.packages import published_files
from engine.catalogue.drafts.proofs import current_report
from engine.catalogue.drafts.proving import percent
from engine.catalogue.drafts.rows import files_of, load
from engine.catalogue.files import File
from engine.catalogue.findings import refused
from engine.catalogue.process_pages import OVER
from engine.catalogue.rehearsing import Report
from engine.catalogue.rules import PublishingRules, rules_of_draft
from engine.catalogue.telling import Difference, differences
from engine.sentences import say
from engine.terms import Finding, Severity
from engine.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Condition:
    """`code`: check, rehearsals, coverage, four_eyes or base."""

    code: str
    met: bool
    binding: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """`before`: the version that new cases start on now, None for a path that is new; `changes`: what the draft makes
    of it. `since`: what was published since the draft was opened. `running`: (version, cases) that stay where they
    are. `next`: the version that this draft would be. `report`: None while nobody has played this state."""

    conditions: tuple[Condition, ...]
    findings: tuple[Finding, ...]
    report: Report | None
    rules: PublishingRules
    approvals: tuple[Approval, ...]
    may_approve: bool
    before: int | None
    changes: tuple[Difference, ...]
    since: tuple[Difference, ...]
    running: tuple[tuple[int, int], ...]
    next: int

    @property
    def ready(self) -> bool:
        return all(condition.met or not condition.binding for condition in self.conditions)

    @property
    def needs_confirmation(self) -> bool:
        """Ready but for another version that was published meanwhile."""
        open_ones = [condition for condition in self.conditions if condition.binding and not condition.met]
        return [condition.code for condition in open_ones] == ["base"]


def readiness(uow: UnitOfWork, number: int) -> Readiness:
    """Raises NotFound, NotPermitted."""
    row = load(uow, number)
    files = tuple((name, file.content) for name, file in files_of(uow, row).items())
    findings = findings_of_draft(uow, row, files)
    rules, given, report = rules_of_draft(uow, row), approvals(uow, row), current_report(uow, row, files)
    versions = _versions(uow, row["municipality"])
    current = version_in_force(uow, row)
    base = _files_of_version(uow, row["slug"], row["base"]) if row["base"] in versions else ()
    latest = _files_of_version(uow, row["slug"], current) if current else ()
    outdated = row["base"] is not None and current > row["base"]
    return Readiness(
        conditions_of(findings, rules, report, given, row["base"], current),
        findings,
        report,
        rules,
        given,
        may_approve(uow, row),
        current or None,
        differences(latest, files) if latest else (),
        differences(base, latest) if outdated else (),
        tuple((version, cases) for version, cases in versions.items() if cases),
        max(versions, default=0) + 1,
    )


def conditions_of(
    findings: Sequence[Finding],
    rules: PublishingRules,
    report: Report | None,
    given: Sequence[Approval],
    base: int | None,
    current: int,
) -> tuple[Condition, ...]:
    """The check always binds; the rest where the municipality has said so."""
    found = [_check(findings), _rehearsals(rules, report), _coverage(rules, report), _four_eyes(rules, given)]
    if base is not None:
        found.append(_base(base, current))
    return tuple(found)


def _check(findings: Sequence[Finding]) -> Condition:
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    warnings = len(findings) - errors
    if refused(findings):
        return Condition(
            "check",
            False,
            True,
            say("Die Prüfung findet 1 Fehler.") if errors == 1 else say("Die Prüfung findet {n} Fehler.", n=errors),
        )
    said = say("Die Prüfung findet keinen Fehler.")
    if warnings:
        one = say("Die Prüfung findet keinen Fehler, 1 Warnung.")
        said = one if warnings == 1 else say("Die Prüfung findet keinen Fehler, {n} Warnungen.", n=warnings)
    return Condition("check", True, True, said)


def _rehearsals(rules: PublishingRules, report: Report | None) -> Condition:
    binding = rules.rehearsals
    if report is None:
        return Condition("rehearsals", False, binding, say("Die Probeläufe sind für diesen Stand noch nicht gespielt."))
    if not report.rehearsals:
        return Condition("rehearsals", False, binding, say("Zu diesem Entwurf gibt es keinen Probelauf."))
    failed = sum(not line.passed for line in report.rehearsals)
    many = len(report.rehearsals)
    if failed or report.findings:
        one = say("1 Probelauf von {many} besteht nicht.", many=many)
        said = one if failed == 1 else say("{n} Probeläufe von {many} bestehen nicht.", n=failed, many=many)
        return Condition("rehearsals", False, binding, said)
    said = say("Der Probelauf besteht.") if many == 1 else say("Alle {many} Probeläufe bestehen.", many=many)
    return Condition("rehearsals", True, binding, said)


def _coverage(rules: PublishingRules, report: Report | None) -> Condition:
    wanted, binding = rules.coverage or 100, bool(rules.coverage)
    if report is None:
        return Condition("coverage", False, binding, say("Wie viel die Probeläufe abdecken, ist noch nicht bekannt."))
    reached = percent(report)
    said = say("Die Probeläufe decken {reached} der Schritte, Wege und Regeln ab.", reached=f"{reached} %")
    if binding:
        said = say(
            "Die Probeläufe decken {reached} der Schritte, Wege und Regeln ab; verlangt sind {wanted}.",
            reached=f"{reached} %",
            wanted=f"{wanted} %",
        )
    return Condition("coverage", reached >= wanted, binding, said)


def _four_eyes(rules: PublishingRules, given: Sequence[Approval]) -> Condition:
    if given:
        names = ", ".join(approval.by for approval in given)
        return Condition("four_eyes", True, rules.four_eyes, say("Diesen Stand hat freigegeben: {names}.", names=names))
    return Condition("four_eyes", False, rules.four_eyes, say("Diesen Stand hat noch niemand anderes freigegeben."))


def _base(base: int, current: int) -> Condition:
    """`current`: what new cases start on, 0 where every version was taken back. Nothing of an earlier one is lost."""
    if current in (0, base):
        said = say("Der Entwurf beruht auf Version {base}, der jüngsten.", base=base)
        return Condition("base", True, True, said)
    if current < base:
        said = say(
            "Der Entwurf beruht auf Version {base}, die zurückgenommen ist; verglichen wird mit Version {current}.",
            base=base,
            current=current,
        )
        return Condition("base", True, True, said)
    return Condition(
        "base",
        False,
        True,
        say(
            "Der Entwurf beruht auf Version {base}; inzwischen ist Version {newest} veröffentlicht. Was darin anders "
            "ist, fehlt dem Entwurf.",
            base=base,
            newest=current,
        ),
    )


def _versions(uow: UnitOfWork, municipality: str) -> dict[int, int]:
    """Every version with the number of its cases that are not over."""
    cases = (INSTANCE.c.deployment == DEPLOYMENT.c.id) & INSTANCE.c.state.not_in(OVER)
    query = (
        select(DEPLOYMENT.c.version, func.count(INSTANCE.c.id).label("cases"))
        .join_from(DEPLOYMENT, INSTANCE, cases & (INSTANCE.c.municipality == municipality), isouter=True)
        .where(DEPLOYMENT.c.municipality == municipality)
        .group_by(DEPLOYMENT.c.version)
        .order_by(DEPLOYMENT.c.version.desc())
    )
    return {row.version: row.cases for row in uow.connection.execute(query)}


def _files_of_version(uow: UnitOfWork, slug: str, version: int) -> tuple[File, ...]:
    return published_files(uow, slug, version)[1]


def version_in_force(uow: UnitOfWork, row: Mapping[str, Any]) -> int:
    """What new cases start on; 0: nothing is published, or all was taken back."""
    return versions_in_force(uow, (row["municipality"],)).get(row["municipality"], 0)
