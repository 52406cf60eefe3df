"""Who sees what: a mediator, a colleague of another municipality, an auditor, and all who are not to know."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import LiveServer
from tests.browser.desk import Desk
from tests.browser.office import HAMM_FILE

DeskOf = Callable[[str], Desk]
SECRET = "Der Schlüssel liegt unter der dritten Blumenschale."
TRUE_NAMES = re.compile(r"Mira|Malik|Vorgespräch|Sitzung halten|offenlegen|Mediationsvereinbarung|Wahl der Seiten")
"""What would tell that a mediation runs in a case, beyond the plan that is the same for every case."""


@dataclass(frozen=True)
class Hamm:
    """Cases of the demonstration by their titles."""

    titles: dict[str, str]

    def az(self, words: str) -> str:
        return next(az for title, az in self.titles.items() if words in title)

    @property
    def mediation(self) -> str:
        return self.az("Ehrenamtliche")


@pytest.fixture(scope="module")
def hamm(desk_of: DeskOf) -> Hamm:
    lines = table(desk_of("koordination"), "/vorgaenge.csv")
    return Hamm({line["Kurzbezeichnung"]: line["Aktenzeichen"] for line in lines if line["Kurzbezeichnung"]})


def table(desk: Desk, path: str) -> list[dict[str, str]]:
    """A CSV download of this person."""
    answer = desk.context.request.get(desk.url + path)
    assert answer.status == 200, answer.status
    return list(csv.DictReader(io.StringIO(answer.text().lstrip("\ufeff")), delimiter=";"))


def status(desk: Desk, path: str) -> int:
    return desk.context.request.get(desk.url + path, max_redirects=0).status


# ------------------------------------------------------------------ a mediator
def test_a_mediator_sees_only_their_own_cases(desk_of: DeskOf, hamm: Hamm) -> None:
    mira = desk_of("mediatorin")
    assert [line["Aktenzeichen"] for line in table(mira, "/vorgaenge.csv")] == [hamm.mediation]
    assert {line["Aktenzeichen"] for line in table(mira, "/aufgaben.csv")} == {hamm.mediation}
    mira.open("/vorgaenge")
    expect(mira.page.locator("tbody").get_by_role("row")).to_have_count(1)
    for title, az in hamm.titles.items():
        expected = 200 if az == hamm.mediation else 404
        paths = (f"/vorgaenge/{az}", f"/vorgaenge/{az}/diagramm/konfliktweg_hamm")
        assert {status(mira, path) for path in paths} == {expected}, title


def test_a_mediator_opens_no_task_of_other_cases(desk_of: DeskOf, hamm: Hamm) -> None:
    karla, mira = desk_of("koordination"), desk_of("mediatorin")
    paths = task_paths(karla)
    assert paths
    assert {status(mira, path) for path in paths} == {404}


def task_paths(desk: Desk) -> list[str]:
    desk.open("/aufgaben")
    return [str(link.get_attribute("href")) for link in desk.page.locator(".sw-task__link").all()]


# ------------------------------------------------------------------ another municipality
@pytest.fixture(scope="module")
def bianca(live_server: LiveServer, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Coordinator of Gelsenkirchen, which joined with one file."""
    file = tmp_path_factory.mktemp("joins") / "gelsenkirchen.bpmn"
    text = HAMM_FILE.read_text("utf-8")
    file.write_text(text.replace('name="Stadt Hamm"', 'name="Stadt Gelsenkirchen"').replace("05915000", "05513000"))
    assert live_server.run("publish", str(file)).returncode == 0
    made = live_server.run("account", "create", "bianca", "--municipality", "gelsenkirchen", "--role", "koordination",
                           "--group", "koordination", "--json")  # fmt: skip
    assert made.returncode == 0, made.stderr
    desk = Desk(browser, live_server.url)
    return desk.sign_in("bianca", json.loads(made.stdout)["initial_password"])


def test_a_colleague_of_another_municipality_sees_nothing_of_hamm(desk_of: DeskOf, hamm: Hamm, bianca: Desk) -> None:
    for path in ("/vorgaenge.csv", "/aufgaben.csv?wer=all"):
        assert table(bianca, path) == []
    for path in ("/aufgaben", "/aufgaben?wer=all", "/vorgaenge", "/vorgaenge?suche=KKM-05915000", "/konto"):
        assert bianca.open(path) == 200
        assert not any(az in bianca.page.content() for az in hamm.titles.values())
        assert not any(title in bianca.page.content() for title in hamm.titles)


def test_nor_does_typing_an_address_help(desk_of: DeskOf, hamm: Hamm, bianca: Desk) -> None:
    typed = [*task_paths(desk_of("koordination")), "/prozesse/hamm", "/prozesse/hamm/diagramm", "/prozesse/hamm/datei"]
    for az in hamm.titles.values():
        typed += [f"/vorgaenge/{az}", f"/vorgaenge/{az}?ansicht=alles", f"/vorgaenge/{az}/diagramm/konfliktweg_hamm",
                  f"/vorgaenge/{az}/nachricht/mediation_beenden"]  # fmt: skip
    assert {path: found for path in typed if (found := status(bianca, path)) not in (403, 404)} == {}


def test_what_is_not_there_and_what_is_not_theirs_look_the_same(hamm: Hamm, bianca: Desk) -> None:
    def answer(path: str) -> str:
        bianca.open(path)
        return bianca.main.inner_text()

    missing = answer("/vorgaenge/KKM-05513000-2026-9999")
    assert answer(f"/vorgaenge/{hamm.mediation}") == missing
    assert "Diese Seite gibt es nicht" in missing


# ------------------------------------------------------------------ the auditor
@pytest.fixture(scope="module")
def told(desk_of: DeskOf) -> str:
    """A case with a sentence in it that nobody else may find."""
    return desk_of("koordination").report("Prüfung der Prüfspur", {"Was ist passiert?": SECRET})


def test_the_auditor_filters_the_trail(desk_of: DeskOf, hamm: Hamm, told: str) -> None:
    rosa = desk_of("revision")
    rosa.open("/pruefspur")
    rosa.page.get_by_role("search", name="Prüfspur filtern").get_by_label("Aktenzeichen").fill(told)
    rosa.press("Filtern")
    rows = rosa.page.locator("tbody").get_by_role("row")
    expect(rosa.page).to_have_url(re.compile(f"az={told}"))
    expect(rows.last).to_contain_text(f"Vorgang {told} angelegt")
    expect(rows.filter(has_not_text=told)).to_have_count(0)
    assert rows.count() >= 3
    rosa.page.get_by_label("Art").select_option("user_task.completed")
    rosa.press("Filtern")
    expect(rosa.page).to_have_url(re.compile(f"az={told}.*art=user_task.completed"))
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("abgeschlossen")


def test_the_trail_as_csv_is_what_the_filter_shows(desk_of: DeskOf, told: str) -> None:
    rosa = desk_of("revision")
    everything, of_case = table(rosa, "/pruefspur.csv"), table(rosa, f"/pruefspur.csv?az={told}")
    assert len(everything) > len(of_case) >= 3
    assert {told} == {value for line in of_case for value in line.values() if value.startswith("KKM-")}


def test_the_trail_holds_nothing_of_what_was_entered(desk_of: DeskOf, hamm: Hamm, told: str) -> None:
    rosa = desk_of("revision")
    text = rosa.context.request.get(rosa.url + "/pruefspur.csv").text()
    assert f"Vorgang {told} angelegt" in text
    titles = [*hamm.titles, "Prüfung der Prüfspur"]
    for entered in (SECRET, "dritten Blumenschale", "Beide Seiten wünschen sich", "Beispielangabe", *titles):
        assert entered not in text


def test_the_auditor_opens_no_case_and_no_task(desk_of: DeskOf, hamm: Hamm, told: str) -> None:
    rosa = desk_of("revision")
    paths = [f"/vorgaenge/{told}", "/vorgaenge", "/aufgaben", *task_paths(desk_of("koordination"))]
    assert {status(rosa, path) for path in paths} <= {403, 404}


def test_the_trail_is_unbroken(desk_of: DeskOf, live_server: LiveServer, told: str) -> None:
    rosa = desk_of("revision")
    rosa.open("/pruefspur")
    rosa.page.get_by_role("link", name="Unversehrtheit jetzt prüfen").click()
    expect(rosa.main).to_contain_text("Die Prüfspur ist unversehrt.")
    verified = live_server.run("audit", "verify")
    assert verified.returncode == 0, verified.stdout


# ------------------------------------------------------------------ that a mediation runs
def test_who_advised_before_does_not_learn_that_a_mediation_runs(desk_of: DeskOf, hamm: Hamm) -> None:
    lotte = desk_of("lotsin")
    assert "Verfahrensschritt" in lotte.open_case(hamm.mediation).main.inner_text()
    expect(lotte.page.locator('[data-bpmn-state="drawn"]')).to_have_count(1)
    expect(lotte.page.locator('.sw-current[data-element-id="mediation_tandem"]')).to_have_count(0)
    for view in ("stand", "verlauf", "fristen"):
        assert TRUE_NAMES.findall(lotte.open_case(hamm.mediation, view).main.inner_text()) == []
    lotte.open("/vorgaenge")
    assert TRUE_NAMES.findall(lotte.main.inner_text()) == []
    expect(lotte.page.get_by_role("row").filter(has_text=hamm.mediation)).to_contain_text("Verfahrensschritt")


def test_nor_do_the_entries_tell_it(desk_of: DeskOf, hamm: Hamm) -> None:
    lotte = desk_of("lotsin")
    assert "Mediation" not in lotte.open_case(hamm.mediation, "angaben").main.inner_text()


def test_nor_does_the_auditor(desk_of: DeskOf, hamm: Hamm) -> None:
    rosa = desk_of("revision")
    text = rosa.context.request.get(f"{rosa.url}/pruefspur.csv?az={hamm.mediation}").text()
    assert "Verfahrensschritt" in text
    assert TRUE_NAMES.findall(text) == []


def test_what_is_offered_can_be_opened(desk_of: DeskOf, hamm: Hamm) -> None:
    """No link that leads to "Diese Seite gibt es nicht"."""
    for login in ("koordination", "lotsin", "mediatorin"):
        desk = desk_of(login)
        desk.open_case(hamm.mediation)
        links = desk.main.get_by_role("link").evaluate_all(
            "all => all.filter(a => a.host === location.host).map(a => a.pathname + a.search)"
        )
        assert {link: found for link in links if (found := status(desk, link)) != 200} == {}, login
