"""What a municipality binds its publications to, beyond a check without errors, which always binds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import Table, delete, insert, select

from engine.casework.loading import TENANT, municipality
from engine.casework.visibility import insist_on
from engine.errors import InvalidInput
from engine.events import PublishingRulesChanged
from engine.sentences import say
from engine.store.base import Base
from engine.store.studio import PublishingRule, TemplateProposal
from engine.terms import TEMPLATE, Role, TenantId
from engine.unit_of_work import UnitOfWork

RULE: Table = Base.metadata.tables[PublishingRule.__tablename__]
PROPOSAL: Table = Base.metadata.tables[TemplateProposal.__tablename__]


@dataclass(frozen=True, slots=True)
class PublishingRules:
    """`rehearsals`: they must have passed. `coverage`: percent of the path that they must pass, 0 for none.
    `four_eyes`: another designer must have approved."""

    rehearsals: bool = False
    coverage: int = 0
    four_eyes: bool = False

    @property
    def bind(self) -> bool:
        return self.rehearsals or self.coverage > 0 or self.four_eyes

    def in_words(self) -> tuple[str, ...]:
        return (
            f"Probeläufe müssen bestehen: {'ja' if self.rehearsals else 'nein'}",
            f"Abdeckung: {f'mindestens {self.coverage} %' if self.coverage else 'keine Vorgabe'}",
            f"vier Augen: {'ja' if self.four_eyes else 'nein'}",
        )


def publishing_rules(uow: UnitOfWork, tenant: TenantId) -> PublishingRules:
    """Raises NotFound for another municipality."""
    return rules_of(uow, municipality(uow, identity=tenant).identity)


def rules_of(uow: UnitOfWork, tenant: str) -> PublishingRules:
    """For use cases that have found the municipality already."""
    rows = uow.connection.execute(select(RULE.c.name, RULE.c.value).where(RULE.c.municipality == tenant))
    kept = {row.name: row.value for row in rows}
    return PublishingRules(bool(kept.get("rehearsals")), kept.get("coverage", 0), bool(kept.get("four_eyes")))


def rules_of_draft(uow: UnitOfWork, row: Mapping[str, Any]) -> PublishingRules:
    """`row`: of the draft. What was merged nobody has drawn as a whole: its rehearsals bind everywhere. And those of a
    Mustervorlage bind, because every clone has to pass them before it can publish what it takes over."""
    rules = rules_of(uow, row["municipality"])
    art = uow.connection.execute(select(TENANT.c.art).where(TENANT.c.identity == row["municipality"])).scalar()
    if art == TEMPLATE:
        return replace(rules, rehearsals=True)
    merged = select(PROPOSAL.c.version).where(
        PROPOSAL.c.municipality == row["municipality"], PROPOSAL.c.draft == row["id"]
    )
    return rules if uow.connection.execute(merged).first() is None else replace(rules, rehearsals=True)


def keep_publishing_rules(uow: UnitOfWork, tenant: TenantId, rules: PublishingRules) -> bool:
    """False when nothing changes. Raises NotPermitted, NotFound, InvalidInput. Not for designers: nobody takes the
    second pair of eyes off their own work."""
    insist_on(uow.actor, Role.VERWALTUNG, sentence=say("Die Regeln für das Veröffentlichen legt die Verwaltung fest."))
    place = municipality(uow, identity=tenant)
    if not 0 <= rules.coverage <= 100:
        raise InvalidInput("publishing.coverage", say("Die Abdeckung ist eine Zahl von 0 bis 100."))
    if rules_of(uow, place.identity) == rules:
        return False
    uow.write(delete(RULE).where(RULE.c.municipality == place.identity))
    uow.write(
        insert(RULE),
        [
            {"municipality": place.identity, "name": name, "value": int(value), "changed_at": uow.now}
            for name, value in asdict(rules).items()
        ],
    )
    uow.record(PublishingRulesChanged(rules=rules.in_words()), place.identity)
    uow.commit()
    return True
