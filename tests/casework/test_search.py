"""Finding a case by words of its Kurztitel, without anybody reading all titles."""

from __future__ import annotations

import pytest

from engine import casework
from engine.terms import Actor, Role
from tests.kit.house import House
from tests.kit.paths import SOEST, tasks

TITLES = ("Müllplatz vor dem Wohnblock", "Streit um den Hof", "Lärm im Übergangsheim, Küche im 2. Stock")


@pytest.fixture
def titles(house: House) -> dict[str, str]:
    house.publish(tasks("eins", "zwei"))
    found = {}
    for title in TITLES:
        house.clock.move(minutes=1)
        case = house.start()
        house.do(case, "eins", kurztitel=title)
        found[case] = title
    return found


def find(house: House, by: Actor, words: str) -> list[str]:
    with house.platform.query(by) as uow:
        return [line.kurztitel for line in casework.case_list(uow, casework.CaseFilter(search=words)).lines]


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("Müllplatz", TITLES[0]),
        ("müll", TITLES[0]),
        ("MUELL", TITLES[0]),
        ("hof streit", TITLES[1]),
        ("Übergangsheim", TITLES[2]),
        ("laerm kueche", TITLES[2]),
        ("Übergangsheimleitung", TITLES[2]),
    ],
)
def test_beginnings_of_words_in_any_order_and_spelling(
    house: House, titles: dict[str, str], words: str, title: str
) -> None:
    assert find(house, house.coordinator(), words) == [title]


@pytest.mark.parametrize("words", ["Hof Müll", "platz", "x", "%", "'; DROP TABLE title_word", "…"])
def test_what_no_title_has_finds_nothing(house: House, titles: dict[str, str], words: str) -> None:
    assert find(house, house.coordinator(), words) == []


def test_newest_first_and_page_by_page(house: House, titles: dict[str, str]) -> None:
    for _ in range(3):
        house.clock.move(minutes=1)
        house.do(house.start(), "eins", kurztitel="Noch ein Streit")
    karla = house.coordinator()
    with house.platform.query(karla) as uow:
        first = casework.case_list(uow, casework.CaseFilter(search="streit", limit=2))
        second = casework.case_list(uow, casework.CaseFilter(search="streit", limit=2, after=first.next))
    numbers = [line.aktenzeichen[-4:] for line in (*first.lines, *second.lines)]
    assert numbers == ["0006", "0005", "0004", "0002"]


def test_a_changed_title_is_found_by_its_new_words_only(house: House, titles: dict[str, str]) -> None:
    case = next(iter(titles))
    house.do(case, "zwei", kurztitel="Sperrmüll am Zaun")
    karla = house.coordinator()
    assert find(house, karla, "Zaun") == ["Sperrmüll am Zaun"]
    assert find(house, karla, "Müllplatz") == []


def test_numbers_are_still_found(house: House, titles: dict[str, str]) -> None:
    assert find(house, house.coordinator(), "2026-0002") == [TITLES[1]]
    assert find(house, house.coordinator(), "kkm-05915000-2026-0003") == [TITLES[2]]


def test_nobody_finds_what_they_may_not_read(house: House, titles: dict[str, str]) -> None:
    house.publish(tasks("drei", name="Stadt Soest", ags=SOEST), "soest.bpmn")
    assert find(house, house.coordinator(of=SOEST), "Streit") == []
    advisor, board = house.actor(Role.BERATUNG), house.actor(Role.BEIRAT)
    assert find(house, advisor, "Streit") == []
    for person in (advisor, board):
        house.grant(person, list(titles)[1])
    assert find(house, advisor, "Streit") == [TITLES[1]]
    assert find(house, board, "Streit") == [], "the conflict board reads no titles"


def test_the_table_tells_nobody_the_words(house: House, titles: dict[str, str]) -> None:
    shown = str(house.rows("title_word")).lower()
    assert "hof" not in shown and "streit" not in shown


def test_the_same_word_has_another_token_in_another_municipality(house: House, titles: dict[str, str]) -> None:
    house.publish(tasks("eins", name="Stadt Soest", ags=SOEST), "soest.bpmn")
    house.do(house.start(of=SOEST), "eins", kurztitel="Streit")
    rows = house.rows("title_word")
    here = {row["token"] for row in rows if row["municipality"] != SOEST}
    there = {row["token"] for row in rows if row["municipality"] == SOEST}
    assert there and not here & there
