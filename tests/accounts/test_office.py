"""Imprint, data protection, accessibility: the Verwaltung keeps its own municipality's texts, everybody reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from engine import accounts
from engine.accounts import FIELDS, KeepOfficeTexts, OfficeTexts
from engine.errors import InvalidInput, NotFound, NotPermitted
from engine.terms import Actor, Role, TenantId
from tests.kit.house import House
from tests.kit.paths import HAMM, SOEST, tasks

IMPRINT = {"anbieter": "Stadt Hamm", "anschrift": "Theodor-Heuss-Platz 16\r\n59065 Hamm", "email": "kkm@hamm.example"}


@pytest.fixture
def two(house: House) -> House:
    house.publish(tasks("eins"))
    house.publish(tasks("eins", name="Stadt Soest", ags=SOEST), "soest.bpmn")
    return house


def keep(house: House, texts: Mapping[str, str], by: Actor | None = None, of: str = HAMM) -> tuple[str, ...]:
    with house.platform.command(by or house.actor(Role.VERWALTUNG, of=of)) as uow:
        return accounts.keep_office_texts(uow, KeepOfficeTexts(TenantId(of), texts))


def read(house: House, slug: str = "hamm") -> OfficeTexts:
    with house.platform.query(Actor.system()) as uow:
        return accounts.office_texts(uow, slug)


def test_what_the_administration_writes_every_visitor_reads(two: House) -> None:
    keep(two, IMPRINT)
    found = read(two)
    assert found.text("anbieter") == "Stadt Hamm"
    assert found.text("anschrift") == "Theodor-Heuss-Platz 16\n59065 Hamm"
    assert found.changed_at == two.clock.now()
    assert read(two, "soest").kept == {}


def test_what_is_missing_is_named_until_somebody_writes_it(two: House) -> None:
    needed = {field.name for field in FIELDS if field.needed}
    assert {field.name for field in read(two).missing} == needed
    keep(two, IMPRINT)
    assert {field.name for field in read(two).missing} == needed - set(IMPRINT)


def test_an_emptied_text_is_gone_and_the_others_stay(two: House) -> None:
    keep(two, IMPRINT)
    assert keep(two, {**IMPRINT, "email": " "}) == ("email",)
    assert set(read(two).kept) == {"anbieter", "anschrift"}


def test_only_what_changed_is_in_the_trail_and_nothing_when_nothing_did(two: House) -> None:
    keep(two, IMPRINT)
    keep(two, IMPRINT)
    keep(two, {**IMPRINT, "telefon": "02381 17-0"})
    entries = [row["facts"] for row in two.rows("audit_entry", kind="office.changed")]
    assert len(entries) == 2
    assert "Anbieter" in entries[0] and "Telefon" in entries[1] and "02381" not in entries[1]
    assert two.verify().holds


@pytest.mark.parametrize(
    ("texts", "code", "words"),
    [
        ({"anbieter": "x" * 201}, "office.anbieter", "höchstens 200 Zeichen"),
        ({"anschrift": "x" * 2001}, "office.anschrift", "höchstens 2000 Zeichen"),
        ({"anbieter": "Stadt\nHamm"}, "office.anbieter", "nur eine Zeile"),
        ({"anbieter": "Stadt\x00Hamm"}, "office.anbieter", "Steuerzeichen"),
        ({"email": "hamm"}, "office.email", "keine E-Mail-Adresse"),
        ({"gibt_es_nicht": "x"}, "office.gibt_es_nicht", "gibt es nicht"),
    ],
)
def test_what_cannot_stand_there_is_refused_with_a_sentence(
    two: House, texts: dict[str, str], code: str, words: str
) -> None:
    keep(two, IMPRINT)
    admin, before = two.actor(Role.VERWALTUNG), two.rows("office_text")
    with pytest.raises(InvalidInput, match=words) as refusal:
        keep(two, texts, admin)
    assert refusal.value.code == code
    assert two.rows("office_text") == before


def test_another_municipality_is_neither_read_nor_written(two: House) -> None:
    soest = two.actor(Role.VERWALTUNG, of=SOEST)
    keep(two, IMPRINT)
    with pytest.raises(NotFound), two.platform.command(soest) as uow:
        accounts.keep_office_texts(uow, KeepOfficeTexts(TenantId(HAMM), {}))
    with pytest.raises(NotFound), two.platform.query(soest) as uow:
        accounts.office_texts(uow, "hamm")
    assert set(read(two).kept) == set(IMPRINT)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.VERWALTUNG}))
def test_only_the_administration_writes(sqlite_house: House, role: Role) -> None:
    sqlite_house.publish(tasks("eins"))
    with pytest.raises(NotPermitted):
        keep(sqlite_house, IMPRINT, sqlite_house.actor(role))


def test_visitors_choose_among_all_municipalities(two: House) -> None:
    with two.platform.query(Actor.system()) as uow:
        assert [office.slug for office in accounts.offices(uow)] == ["hamm", "soest"]
        with pytest.raises(NotFound):
            accounts.office_texts(uow, "atlantis")


def test_a_demo_invents_what_nobody_wrote_and_says_so(two: House) -> None:
    keep(two, IMPRINT)
    assert not read(two).invented
    two.platform.settings = replace(two.settings, demo=True)
    found = read(two)
    assert found.missing == ()
    assert found.text("anbieter") == "Stadt Hamm" and "anbieter" not in found.invented
    assert "erfunden" in found.text("verantwortlich")
    assert set(found.invented).isdisjoint(found.kept)
