"""Who may come in: passwords, disabling, the end of sessions, and demo accounts in demo mode only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from engine import accounts
from engine.accounts import CreateAccount, Created
from engine.accounts.demo import PASSWORD
from engine.errors import EngineError, InvalidInput, InvalidState, NotFound, NotPermitted
from engine.terms import Actor, Role, TenantId
from tests.kit.hashing import RECOMMENDED
from tests.kit.house import OPERATOR, House
from tests.kit.paths import HAMM, SOEST, tasks

SECRET = "ein langes Kennwort"


@pytest.fixture
def open_house(house: House) -> House:
    house.publish(tasks("eins"))
    return house


def create(
    house: House,
    login: str = "karla",
    *,
    by: Actor = OPERATOR,
    roles: Sequence[Role] = (Role.KOORDINATION,),
    **rest: Any,
) -> Created:
    rest = {"municipality": TenantId(HAMM), "password": SECRET, **rest}
    with house.platform.command(by) as uow:
        return accounts.create_account(
            uow, CreateAccount(login, rest.pop("name", "Karla Beispiel"), roles=roles, **rest)
        )


def sign_in(house: House, login: str = "karla", password: str = SECRET) -> accounts.AccountView:
    with house.platform.query(OPERATOR) as uow:
        return accounts.authenticate(uow, login, password)


def act(house: House, function: Any, *arguments: Any, by: Actor = OPERATOR) -> Any:
    with house.platform.command(by) as uow:
        return function(uow, *arguments)


def test_an_account_opens_with_its_password(open_house: House) -> None:
    create(open_house, "Karla", groups=("koordination", "leitung"))
    view = sign_in(open_house, " KARLA ")
    assert (view.login, view.name, view.municipality_name, view.slug) == (
        "karla",
        "Karla Beispiel",
        "Stadt Hamm",
        "hamm",
    )
    actor = view.actor()
    assert actor.roles == {Role.KOORDINATION} and actor.groups == {"koordination", "leitung"}
    assert actor.municipality == HAMM and not actor.unrestricted


def test_passwords_are_kept_as_argon2id(open_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the cost of RFC 9106, second recommended option."""
    monkeypatch.setattr(accounts.accounts, "HASHER", RECOMMENDED)
    create(open_house)
    (row,) = open_house.rows("account")
    assert row["password"].startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert SECRET not in repr(open_house.everything())


@pytest.mark.parametrize(
    ("login", "password"), [("karla", "falsch und lang"), ("niemand", SECRET), ("karla", ""), ("a\x00b", "x")]
)
def test_whether_name_or_password_was_wrong_is_not_told(open_house: House, login: str, password: str) -> None:
    create(open_house)
    with pytest.raises(NotPermitted) as refusal:
        sign_in(open_house, login, password)
    assert (refusal.value.code, refusal.value.sentence) == ("account.login", "Name oder Kennwort stimmt nicht.")


def test_a_disabled_account_is_out_at_once(open_house: House) -> None:
    number = create(open_house).account_id
    act(open_house, accounts.disable_account, number)
    with pytest.raises(NotPermitted, match="stimmt nicht"):
        sign_in(open_house)
    assert act(open_house, accounts.account, number) is None
    with pytest.raises(NotFound):
        act(open_house, accounts.account_named, "karla")
    act(open_house, accounts.enable_account, number)
    assert sign_in(open_house).active


def test_sessions_end_when_password_or_state_change(open_house: House) -> None:
    number = create(open_house).account_id
    me = sign_in(open_house).actor()
    epochs = [sign_in(open_house).epoch]
    for change in (accounts.disable_account, accounts.enable_account):
        act(open_house, change, number)
    epochs.append(sign_in(open_house).epoch)
    act(open_house, accounts.change_password, SECRET, "ein neues langes Kennwort", by=me)
    epochs.append(sign_in(open_house, password="ein neues langes Kennwort").epoch)
    new = act(open_house, accounts.reset_password, number)
    epochs.append(sign_in(open_house, password=new).epoch)
    assert epochs == sorted(set(epochs))


def test_a_reset_password_is_made_up_and_the_old_one_is_gone(open_house: House) -> None:
    number = create(open_house).account_id
    new = act(open_house, accounts.reset_password, number)
    assert len(new) >= 12 and new != act(open_house, accounts.reset_password, number)
    with pytest.raises(NotPermitted):
        sign_in(open_house)


def test_without_a_password_one_is_made_up_and_shown_once(open_house: House) -> None:
    made = create(open_house, password=None)
    assert made.initial_password is not None
    assert sign_in(open_house, password=made.initial_password).login == "karla"
    assert create(open_house, "viktor").initial_password is None


def keeper(house: House) -> Actor:
    """Who keeps the accounts of Hamm."""
    create(house, "amt", roles=(Role.VERWALTUNG,))
    return sign_in(house, "amt").actor()


def test_a_password_from_somebody_else_is_marked_until_its_owner_chooses_one(open_house: House) -> None:
    """Made with the account, typed for its owner, or reset: each time a colleague knows it."""
    by, own = keeper(open_house), "ein neues langes Kennwort"
    made = create(open_house, by=by, password=None)
    person = sign_in(open_house, password=made.initial_password or "")
    assert person.password_given
    act(open_house, accounts.change_password, made.initial_password, own, by=person.actor())
    assert not sign_in(open_house, password=own).password_given
    again = act(open_house, accounts.reset_password, made.account_id, by=by)
    assert sign_in(open_house, password=again).password_given
    create(open_house, "viktor", by=by, password=SECRET)
    assert sign_in(open_house, "viktor").password_given


def test_who_runs_the_machine_gives_a_password_for_good(open_house: House) -> None:
    number = create(open_house).account_id
    assert not sign_in(open_house).password_given
    assert not sign_in(open_house, password=act(open_house, accounts.reset_password, number)).password_given


def test_other_changes_leave_the_mark_as_it_is(open_house: House) -> None:
    number = create(open_house, by=keeper(open_house)).account_id
    for change in (accounts.disable_account, accounts.enable_account):
        act(open_house, change, number)
    act(open_house, accounts.change_account, accounts.ChangeAccount(number, "Karla Neu", [Role.BEIRAT]))
    assert sign_in(open_house).password_given


def test_the_password_that_somebody_gave_is_no_new_one(open_house: House) -> None:
    create(open_house, by=keeper(open_house))
    with pytest.raises(InvalidInput, match="bisherige Kennwort") as refusal:
        act(open_house, accounts.change_password, SECRET, SECRET, by=sign_in(open_house).actor())
    assert refusal.value.code == "account.password"
    assert sign_in(open_house).password_given


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"login": ""}, "account.login"),
        ({"login": "mit leerzeichen"}, "account.login"),
        ({"login": "x" * 81}, "account.login"),
        ({"roles": ()}, "account.roles"),
        ({"password": "zu kurz"}, "account.password"),
        ({"password": "x" * 201}, "account.password"),
        ({"groups": ("zwei worte",)}, "account.groups"),
        ({"groups": ("",)}, "account.groups"),
    ],
)
def test_what_is_no_account_is_refused(open_house: House, change: dict[str, Any], code: str) -> None:
    before = open_house.everything()
    with pytest.raises(InvalidInput) as refusal:
        create(open_house, **change)
    assert refusal.value.code == code and refusal.value.sentence.endswith(".")
    assert open_house.everything() == before


def test_a_login_exists_once_in_the_house(open_house: House) -> None:
    create(open_house)
    open_house.publish(tasks("eins", name="Stadt Soest", ags=SOEST), "soest.bpmn")
    with pytest.raises(InvalidInput, match="gibt es schon"):
        create(open_house, "KARLA", municipality=TenantId(SOEST))


def test_one_does_not_disable_oneself(open_house: House) -> None:
    create(open_house, roles=[Role.VERWALTUNG])
    me = sign_in(open_house).actor()
    with pytest.raises(InvalidState, match="eigene Konto"):
        act(open_house, accounts.disable_account, me.account_id, by=me)


def test_the_own_password_needs_the_old_one(open_house: House) -> None:
    create(open_house)
    me = sign_in(open_house).actor()
    for old, new in (("falsch", "ein neues langes Kennwort"), (SECRET, "kurz")):
        with pytest.raises(InvalidInput):
            act(open_house, accounts.change_password, old, new, by=me)
    assert sign_in(open_house)


def test_the_language_is_german_or_english(open_house: House) -> None:
    create(open_house)
    me = sign_in(open_house).actor()
    act(open_house, accounts.set_language, "en", by=me)
    assert sign_in(open_house).language == "en"
    with pytest.raises(InvalidInput):
        act(open_house, accounts.set_language, "fr", by=me)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.VERWALTUNG}))
def test_only_the_administration_keeps_accounts(sqlite_house: House, role: Role) -> None:
    open_house = sqlite_house
    open_house.publish(tasks("eins"))
    number = create(open_house).account_id
    person = open_house.actor(role)
    for ask in (
        lambda: create(open_house, "neu", by=person),
        lambda: act(open_house, accounts.account_list, by=person),
        lambda: act(open_house, accounts.disable_account, number, by=person),
        lambda: act(open_house, accounts.enable_account, number, by=person),
        lambda: act(open_house, accounts.reset_password, number, by=person),
    ):
        with pytest.raises(NotPermitted):
            ask()


def test_the_administration_gives_no_rights_beyond_its_municipality(open_house: House) -> None:
    admin = open_house.actor(Role.VERWALTUNG)
    with pytest.raises(EngineError):
        create(open_house, by=admin, roles=[Role.LAKI])
    create(open_house, "neu", by=admin)
    assert {view.login for view in act(open_house, accounts.account_list, by=admin)} >= {"neu"}


def test_what_happens_to_accounts_is_in_the_trail(open_house: House) -> None:
    number = create(open_house).account_id
    act(open_house, accounts.disable_account, number)
    kinds = [row["kind"] for row in open_house.rows("audit_entry") if row["kind"].startswith("account.")]
    assert kinds == ["account.created", "account.changed"]
    assert "Karla" not in repr(open_house.rows("audit_entry"))
    assert open_house.verify().holds


# ------------------------------------------------------------------ demo
def demo(house: House, on: bool) -> None:
    house.platform.settings = replace(house.settings, demo=on)


def test_demo_accounts_are_listed_in_demo_mode_only(open_house: House) -> None:
    create(open_house, "koordination", password=PASSWORD)
    for on, found in ((False, []), (True, ["koordination"])):
        demo(open_house, on)
        with open_house.platform.query(OPERATOR) as uow:
            assert [account.login for account in accounts.demo_accounts(uow)] == found


def test_the_demo_password_opens_nothing_outside_demo_mode(open_house: House) -> None:
    """Even when a demo once filled the data."""
    create(open_house, "koordination", password=PASSWORD)
    demo(open_house, True)
    assert sign_in(open_house, "koordination", PASSWORD)
    demo(open_house, False)
    with pytest.raises(NotPermitted, match="stimmt nicht"):
        sign_in(open_house, "koordination", PASSWORD)


def test_nobody_takes_the_demo_password_for_their_own(open_house: House) -> None:
    create(open_house)
    me = sign_in(open_house).actor()
    with pytest.raises(InvalidInput, match="Demo"):
        act(open_house, accounts.change_password, SECRET, PASSWORD, by=me)
