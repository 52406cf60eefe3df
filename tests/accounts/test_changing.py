"""Accounts are found, and get another name, other roles and groups; sessions with the old ones end."""

from __future__ import annotations

import pytest

from engine import accounts
from engine.accounts import AccountFilter, AccountView, ChangeAccount
from engine.errors import InvalidInput, InvalidState, NotFound, NotPermitted
from engine.terms import AccountId, Actor, Role
from tests.kit.house import OPERATOR, House
from tests.kit.paths import HAMM, SOEST, tasks


@pytest.fixture
def office(house: House) -> House:
    house.publish(tasks("eins"))
    return house


def change(house: House, person: Actor, by: Actor, name: str = "Karla", **rest: object) -> bool:
    wanted = ChangeAccount(person.account_id or AccountId(0), name, **{"roles": [Role.KOORDINATION], **rest})  # type: ignore[arg-type]
    with house.platform.command(by) as uow:
        return accounts.change_account(uow, wanted)


def view(house: House, person: Actor) -> AccountView:
    with house.platform.query(OPERATOR) as uow:
        return accounts.account_to_change(uow, person.account_id or 0)


def test_new_roles_and_groups_hold_at_once_and_end_open_sessions(office: House) -> None:
    karla, admin = office.coordinator(name="Karla"), office.actor(Role.VERWALTUNG)
    before = view(office, karla).epoch
    assert change(office, karla, admin, roles=[Role.MEDIATION, Role.BEIRAT], groups=["mediation", "beirat"])
    after = view(office, karla)
    assert after.roles == {Role.MEDIATION, Role.BEIRAT} and after.groups == {"mediation", "beirat"}
    assert after.epoch > before
    (entry,) = office.rows("audit_entry", kind="account.rights_changed")
    assert "mediation" in entry["facts"] and "Karla" not in entry["facts"]
    assert not office.rows("audit_entry", kind="account.changed")
    assert office.verify().holds


def test_a_new_name_is_in_the_trail_without_saying_it(office: House) -> None:
    karla, admin = office.coordinator(name="Karla"), office.actor(Role.VERWALTUNG)
    assert change(office, karla, admin, "Karla Neuname", groups=["koordination"])
    assert view(office, karla).name == "Karla Neuname"
    (entry,) = office.rows("audit_entry", kind="account.changed")
    assert "Neuname" not in repr(entry)


def test_the_same_again_changes_nothing_and_ends_no_session(office: House) -> None:
    karla, admin = office.coordinator(name="Karla"), office.actor(Role.VERWALTUNG)
    before = office.everything()
    assert not change(office, karla, admin, groups=["koordination"])
    assert office.everything() == before


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"roles": []}, "account.roles"),
        ({"roles": [Role.LAKI]}, "account.roles"),
        ({"groups": ["zwei worte"]}, "account.groups"),
        ({"groups": ["a\tb"]}, "account.groups"),
        ({"name": "x" * 201}, "account.name"),
    ],
)
def test_what_is_no_account_is_refused(office: House, given: dict[str, object], code: str) -> None:
    karla, admin = office.coordinator(), office.actor(Role.VERWALTUNG)
    with pytest.raises(InvalidInput) as refusal:
        change(office, karla, admin, **given)  # type: ignore[arg-type]
    assert refusal.value.code == code


def test_nobody_gives_or_takes_their_own_roles(office: House) -> None:
    admin = office.actor(Role.VERWALTUNG)
    for roles in ([Role.KOORDINATION], [Role.VERWALTUNG, Role.REVISION]):
        with pytest.raises(InvalidState, match="eigenen Rollen"):
            change(office, admin, admin, roles=roles)
    assert change(office, admin, admin, "Neuer Name", roles=[Role.VERWALTUNG])


def test_what_the_state_office_gave_a_municipality_does_not_take(office: House) -> None:
    leonie, admin = office.actor(Role.LAKI, Role.BEIRAT), office.actor(Role.VERWALTUNG)
    assert change(office, leonie, admin, roles=[Role.KOORDINATION])
    assert view(office, leonie).roles == {Role.LAKI, Role.KOORDINATION}
    assert change(office, leonie, OPERATOR, roles=[Role.KOORDINATION], groups=["x"])
    assert view(office, leonie).roles == {Role.KOORDINATION}


def test_another_municipalitys_account_is_not_there(office: House) -> None:
    office.publish(tasks("eins", name="Stadt Soest", ags=SOEST), "soest.bpmn")
    karla, soest = office.coordinator(), office.actor(Role.VERWALTUNG, of=SOEST)
    before = office.everything()
    with pytest.raises(NotFound):
        change(office, karla, soest)
    with pytest.raises(NotFound), office.platform.query(soest) as uow:
        accounts.account_to_change(uow, karla.account_id or 0)
    assert office.everything() == before


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.VERWALTUNG}))
def test_only_the_administration_changes_accounts(sqlite_house: House, role: Role) -> None:
    sqlite_house.publish(tasks("eins"))
    karla, person = sqlite_house.coordinator(), sqlite_house.actor(role)
    with pytest.raises(NotPermitted):
        change(sqlite_house, karla, person)


# ------------------------------------------------------------------ finding
def logins(house: House, **filter: object) -> list[str]:
    with house.platform.query(house.actor(Role.VERWALTUNG, login=f"z{len(house.rows('account'))}")) as uow:
        page = accounts.account_page(uow, AccountFilter(**filter))  # type: ignore[arg-type]
        return [view.login for view in page.lines if not view.login.startswith("z")]


def test_accounts_are_found_by_parts_of_name_and_login_and_by_role(office: House) -> None:
    office.actor(Role.MEDIATION, name="Özlem Ärmel", login="o.aermel")
    office.actor(Role.BEIRAT, name="Berit Beispiel", login="b.beispiel")
    assert logins(office, search="ÄRM öz") == ["o.aermel"]
    assert logins(office, search="b.b") == ["b.beispiel"]
    assert logins(office, role=Role.MEDIATION) == ["o.aermel"]
    assert logins(office, search="niemand") == []
    assert logins(office) == ["b.beispiel", "o.aermel"]


def test_pages_follow_one_another_without_gap(office: House) -> None:
    for number in range(5):
        office.actor(Role.BEIRAT, login=f"a{number}")
    found: list[str] = []
    after: str | None = ""
    with office.platform.query(OPERATOR) as uow:
        while after is not None:
            page = accounts.account_page(uow, AccountFilter(limit=2, after=after))
            assert (page.found, page.all) == (5, 5)
            found += [view.login for view in page.lines]
            after = page.next
    assert found == [f"a{number}" for number in range(5)]


def test_disabled_accounts_are_listed_and_can_be_filtered(office: House) -> None:
    karla = office.coordinator(login="karla")
    with office.platform.command(OPERATOR) as uow:
        accounts.disable_account(uow, karla.account_id or 0)
    assert logins(office, active=False) == ["karla"]
    assert logins(office, active=True) == []
    assert HAMM in str(view(office, karla).municipality)
