"""The first person of a municipality that has just got its path: LaKI invites her, once, and nobody else does."""

from __future__ import annotations

import re

import pytest

from engine import accounts, casework
from engine.accounts import InviteFirst
from engine.catalogue.files import PROCESSES
from engine.errors import InvalidInput, InvalidState, NotFound, NotPermitted
from engine.terms import Role, TenantId
from tests.kit.house import OPERATOR, House
from tests.kit.paths import HAMM, SOEST, tasks

FIRST = InviteFirst(TenantId(HAMM), "E.Beispiel@hamm.example", "Erika Beispiel", ("koordination",))


@pytest.fixture
def published(house: House) -> House:
    house.publish(tasks("eins"))
    house.publish(tasks("zwei", name="Stadt Soest", ags=SOEST), "soest.bpmn")
    return house


def laki(house: House) -> accounts.Created | None:
    with house.platform.command(house.actor(Role.LAKI, of=SOEST)) as uow:
        return accounts.invite_first(uow, FIRST)


def test_the_first_person_can_come_in_and_make_further_accounts(published: House) -> None:
    made = laki(published)
    assert made is not None and made.initial_password
    with published.platform.query(OPERATOR) as uow:
        person = accounts.authenticate(uow, "e.beispiel@hamm.example", made.initial_password)
    assert person.municipality == HAMM and person.groups == {"koordination"}
    assert person.roles == {Role.VERWALTUNG, Role.KOORDINATION, Role.ENTWURF}
    with published.platform.command(person.actor()) as uow:
        accounts.create_account(
            uow, accounts.CreateAccount("mira", "Mira Muster", TenantId(HAMM), [Role.MEDIATION], ("mediation",))
        )
    written = [row for row in published.rows("audit_entry") if row["kind"] == "account.created"]
    assert {row["municipality"] for row in written} == {HAMM}, "it stands in the municipality's own trail"


def test_whoever_has_accounts_makes_the_others_itself(published: House) -> None:
    laki(published)
    with pytest.raises(InvalidState, match="hat schon Konten"):
        laki(published)
    with published.platform.command(OPERATOR) as uow:
        number = accounts.account_named(uow, FIRST.login).id
        accounts.disable_account(uow, number)
    with pytest.raises(InvalidState), published.platform.command(published.actor(Role.LAKI, of=SOEST)) as uow:
        accounts.invite_first(uow, InviteFirst(TenantId(HAMM), "zweite", "Zweite"))


def test_the_trail_names_the_state_office(published: House) -> None:
    published.publish((PROCESSES / "laki.bpmn").read_bytes(), "laki.bpmn")
    with published.platform.command(published.actor(Role.LAKI, of="laki")) as uow:
        accounts.invite_first(uow, FIRST)
    auditor = published.actor(Role.REVISION)
    with published.platform.query(auditor) as uow:
        (line,) = [
            each for each in casework.audit_trail(uow, casework.AuditFilter()).lines if each.kind == "account.created"
        ]
    assert re.fullmatch(r"LaKI \(Konto \d+\)", line.actor)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.LAKI}))
def test_nobody_but_laki_invites(published: House, role: Role) -> None:
    stranger = published.actor(role, of=SOEST)
    with pytest.raises(NotPermitted), published.platform.command(stranger) as uow:
        accounts.invite_first(uow, FIRST)
    with pytest.raises(NotPermitted), published.platform.query(stranger) as uow:
        accounts.lacks_accounts(uow, TenantId(HAMM))


def test_without_a_path_nobody_is_invited(published: House) -> None:
    actor = published.actor(Role.LAKI, of=SOEST)
    with published.platform.query(actor) as uow:
        assert accounts.lacks_accounts(uow, TenantId(HAMM))
        assert not accounts.lacks_accounts(uow, TenantId(SOEST)), "the state office's own account is there"
        assert not accounts.lacks_accounts(uow, TenantId("05711000"))
    with pytest.raises(NotFound), published.platform.command(actor) as uow:
        accounts.invite_first(uow, InviteFirst(TenantId("05711000"), "x", "X"))
    with pytest.raises(InvalidInput, match="Leerzeichen"), published.platform.command(actor) as uow:
        accounts.invite_first(uow, InviteFirst(TenantId(HAMM), "erika beispiel", "X"))
