"""Solingen's path: support at once, no talk against the will of the person concerned, a public answer."""

from __future__ import annotations

from typing import Any

import pytest

from tests.processes.test_path import CALM, QUORATE, closed, tandem
from tests.processes.walker import Walk

CIVIL = QUORATE | {"beirat_anwesend_zivil": 3}


def reported(falltyp: str = "F08", sicherheit: str = "keine") -> Walk:
    walk = Walk("solingen").do("meldung", falltyp=falltyp).do("eingangsbestaetigung")
    return walk.do("sicherheitspruefung", sicherheit=sicherheit)


def in_procedure(verfahren: str, falltyp: str = "F02", **answers: Any) -> Walk:
    walk = reported(falltyp)
    if "unterstuetzung" in walk.todo:
        walk.do("unterstuetzung")
    walk.do("clearing", **(CALM | {"falltyp": falltyp} | answers)).do("verfahren_bestaetigen", verfahren=verfahren)
    return walk.do("zweitpruefung") if walk.todo == ["zweitpruefung"] else walk


def asked(consent: str) -> Walk:
    return in_procedure("mediation").do("zustimmung_klaeren", zustimmung_betroffene=consent)


def mediated(ergebnis: str, released: bool = True) -> Walk:
    walk = tandem(asked("ja")).do("mediationssitzung", sitzung_weiter="abschluss")
    return walk.do("mediation_abschluss", mediation_ergebnis=ergebnis, ergebnis_freigabe=released)


def accompanied(board: str) -> Walk:
    return asked("nein").do("schutz_vereinbaren").do("rechtsweg", beirat_gewuenscht=board)


def convened() -> Walk:
    return in_procedure("beirat").do("fallvorlage").do("beirat_einladen")


def recommended(ergebnis: str) -> Walk:
    return convened().do("beirat_sitzung", **CIVIL).do("empfehlung", beirat_ergebnis=ergebnis).do("niederschrift")


# ---------------------------------------------------------------- protection and support first
@pytest.mark.parametrize("falltyp", ["F08", "F10"])
def test_support_is_offered_while_clearing_goes_on(falltyp: str) -> None:
    walk = reported(falltyp)
    assert walk.todo == ["clearing", "unterstuetzung"]
    task = walk.task("unterstuetzung")
    assert (task.group, task.role, task.zone) == ("ad_opferberatung", "beratung", "beratung")


def test_no_procedure_begins_before_support_is_offered() -> None:
    walk = reported("F08").do("clearing", **(CALM | {"falltyp": "F08"}))
    walk.do("verfahren_bestaetigen", verfahren="ad_beratung")
    assert walk.todo == ["unterstuetzung"]
    assert walk.do("unterstuetzung").todo == ["beratungsgespraech"]


def test_other_cases_go_straight_to_clearing() -> None:
    assert reported("F02").todo == ["clearing"]


def test_acute_danger_comes_first() -> None:
    walk = reported("F10", "akut")
    assert walk.todo == ["stellen_informieren"]
    walk.do("stellen_informieren").do("schutzplan").do("lage_pruefen", sicherheit="keine", schutz_ergebnis="weiter")
    assert walk.todo == ["clearing", "unterstuetzung"]


def test_protection_handed_over_ends_without_feedback() -> None:
    walk = reported("F10", "akut").do("stellen_informieren").do("schutzplan")
    walk.do("lage_pruefen", schutz_ergebnis="abgegeben")
    assert walk.do("abschluss", abschluss_ergebnis="schutzweg").ends == "schutzweg"


def test_support_is_offered_once() -> None:
    walk = in_procedure("runder_tisch", "F08").do("tisch_einladen")
    walk.do("runder_tisch_durchfuehren", gespraech_ergebnis="keine_einigung")
    assert walk.todo == ["clearing"]


# ---------------------------------------------------------------- clearing
def test_a_deviation_needs_four_eyes() -> None:
    walk = reported("F02").do("clearing", **CALM).do("verfahren_bestaetigen", verfahren="beirat")
    walk.do("zweitpruefung", zweitpruefung_ergebnis="zurueck").do("verfahren_bestaetigen", verfahren="mediation")
    assert walk.todo == ["zustimmung_klaeren"]


def test_signs_of_danger_are_checked_by_two() -> None:
    walk = reported("F02", "hinweise").do("clearing", **CALM).do("verfahren_bestaetigen", verfahren="zweitpruefung")
    walk.do("sicherheit_zweitpruefung", sicherheit="keine")
    assert walk.seen_by("verfahren_bestaetigen")["vorschlag"]["verfahren"] == "mediation"


@pytest.mark.parametrize(
    ("verfahren", "task"),
    [
        ("schutzweg", "stellen_informieren"),
        ("ad_beratung", "beratungsgespraech"),
        ("beratung", "beratungsgespraech"),
        ("schiedsamt", "verweisung"),
        ("andere_stelle", "verweisung"),
        ("moderiertes_gespraech", "zustimmung_klaeren"),
        ("mediation", "zustimmung_klaeren"),
        ("runder_tisch", "tisch_einladen"),
        ("beirat", "fallvorlage"),
        ("abschluss", "abschluss"),
    ],
)
def test_every_procedure_has_its_first_task(verfahren: str, task: str) -> None:
    assert in_procedure(verfahren).todo == [task]


# ---------------------------------------------------------------- talks and consent
def test_advice_settles_it_or_leads_to_the_question_of_consent() -> None:
    walk = in_procedure("beratung").do("beratungsgespraech", beratung_ergebnis="geklaert")
    assert closed(walk).ends == "geklaert"
    walk = in_procedure("beratung")
    for _ in range(3):
        walk.do("beratungsgespraech", beratung_ergebnis="weiteres_gespraech")
    assert walk.todo == ["zustimmung_klaeren"], "after three talks"


@pytest.mark.parametrize("result", ["kein_interesse", "nicht_erreichbar"])
def test_whoever_wants_no_more_or_cannot_be_reached_is_asked_nothing_else(result: str) -> None:
    walk = in_procedure("beratung").do("beratungsgespraech", beratung_ergebnis=result)
    assert walk.todo == ["abschluss"]
    assert walk.do("abschluss", abschluss_ergebnis="ohne_einigung").ends == "ohne_einigung"


def test_without_consent_there_is_no_mediation_but_company() -> None:
    walk = asked("nein")
    assert walk.todo == ["rechtsweg", "schutz_vereinbaren"]
    assert {task.group for task in walk.open.values()} == {"ad_opferberatung"}
    walk.do("schutz_vereinbaren").do("rechtsweg", beirat_gewuenscht="nein")
    assert closed(walk, "ohne_einigung").ends == "ohne_einigung"


def test_who_goes_to_law_may_still_be_heard_by_the_board() -> None:
    assert accompanied("ja").todo == ["fallvorlage"]


def test_with_consent_a_mediation_may_end_with_an_agreement() -> None:
    walk = mediated("abschlussvereinbarung")
    assert walk.todo == []
    assert closed(walk, "abschlussvereinbarung").ends == "abschlussvereinbarung"


def test_a_mediation_without_agreement_goes_to_the_board_only_when_that_may_be_known() -> None:
    assert mediated("gescheitert").todo == ["fallvorlage"]
    assert mediated("gescheitert", released=False).todo == []


def test_a_side_that_does_not_want_it_leads_back_to_clearing() -> None:
    walk = asked("ja").do("vorgespraech").do("vorgespraech", vorgespraech={"freiwillig": "nein"})
    assert walk.todo == ["clearing"]


def test_after_three_months_the_coordinator_asks_whether_the_mediation_goes_on() -> None:
    walk = tandem(asked("ja")).wait(93)
    task = walk.task("mediation_stand")
    assert (task.group, task.zone) == ("koordination", "mediation")
    assert walk.do("mediation_stand").todo == ["mediationssitzung"]


# ---------------------------------------------------------------- round table, referral
@pytest.mark.parametrize(("ergebnis", "todo"), [("keine_einigung", ["clearing"]), ("einigung", [])])
def test_a_round_table_agrees_or_leads_back(ergebnis: str, todo: list[str]) -> None:
    walk = in_procedure("runder_tisch").do("tisch_einladen")
    assert walk.do("runder_tisch_durchfuehren", gespraech_ergebnis=ergebnis).todo == todo


@pytest.mark.parametrize(("ergebnis", "todo"), [("zurueck", ["clearing"]), ("uebernommen", [])])
def test_a_referral_comes_back_or_is_taken_over(ergebnis: str, todo: list[str]) -> None:
    assert in_procedure("schiedsamt").do("verweisung", verweis_ergebnis=ergebnis).todo == todo


# ---------------------------------------------------------------- board and public answer
def test_the_board_decides_only_with_a_majority_of_civil_society() -> None:
    assert convened().do("beirat_sitzung", **(CIVIL | {"beirat_anwesend_zivil": 2})).todo == ["beirat_einladen"]
    assert convened().do("beirat_sitzung", **CIVIL).todo == ["empfehlung"]


def test_the_city_answers_in_public_before_it_asks_for_feedback() -> None:
    walk = recommended("massnahme").do("rueckmeldung_fachamt")
    assert walk.todo == ["oeffentliche_rueckmeldung"]
    assert closed(walk.do("oeffentliche_rueckmeldung")).ends == "geklaert"


@pytest.mark.parametrize("ergebnis", ["zurueck_mediation", "zurueck_beratung", "externe_hilfe"])
def test_what_the_board_gives_back_is_cleared_again(ergebnis: str) -> None:
    assert recommended(ergebnis).todo == ["clearing"]


def test_new_points_of_dispute_reopen_the_case() -> None:
    walk = in_procedure("andere_stelle").do("verweisung").wait(14).do("feedback_t0", wiederaufnahme=True)
    assert walk.todo == ["clearing"]


@pytest.mark.parametrize("ergebnis", ["abschlussvereinbarung", "geklaert", "ohne_einigung", "verwiesen", "schutzweg"])
def test_a_case_ends_with_the_outcome_that_was_chosen(ergebnis: str) -> None:
    assert in_procedure("abschluss").do("abschluss", abschluss_ergebnis=ergebnis).ends == ergebnis


# ---------------------------------------------------------------- crisis
def test_in_a_crisis_the_team_meets_and_the_case_goes_on() -> None:
    walk = reported("F08").signal("Krisenlage")
    assert walk.todo == ["clearing", "krisenteam_einberufen", "unterstuetzung"]
    task = walk.task("krisenteam_einberufen")
    assert (task.group, task.role) == ("krisenteam", "fachstelle")
    walk.do("krisenteam_einberufen", krise_lage_ruhig="nein").do("unterstuetzung")
    assert walk.todo == ["clearing", "krisenteam_einberufen"]
    assert walk.do("krisenteam_einberufen", krise_lage_ruhig="ja").todo == ["clearing"]


def test_a_second_crisis_calls_the_team_again() -> None:
    walk = reported("F02").signal("Krisenlage").signal("Krisenlage")
    assert walk.todo == ["clearing", "krisenteam_einberufen", "krisenteam_einberufen"]
