"""Herne's path: one counter, ten working days, the Schiedsamt as another office, a table as needed, a written vote."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.processes.walker import Walk

CALM: dict[str, Any] = {
    "glasl_stufe": "4",
    "freiwilligkeit": "beide",
    "machtgefaelle": "gering",
    "zustaendigkeit": "eigene",
}


def reported(sicherheit: str = "keine", kindeswohl: bool = False, **report: Any) -> Walk:
    answers = {"falltyp": "F02", "personenzahl": "3_bis_5", "oeffentlich": "keine", **report}
    walk = Walk("herne").do("meldung", **answers).do("eingangsbestaetigung")
    return walk.do("sicherheitspruefung", sicherheit=sicherheit, kindeswohl=kindeswohl)


def cleared(**answers: Any) -> Walk:
    return reported().do("clearing", **(CALM | answers))


def in_procedure(verfahren: str, **answers: Any) -> Walk:
    """Confirmed as wanted; a deviation goes through the head of the office."""
    walk = cleared(**answers).do("verfahren_bestaetigen", verfahren=verfahren)
    return walk.do("zweitpruefung") if walk.todo == ["zweitpruefung"] else walk


def protected(walk: Walk, ergebnis: str) -> Walk:
    walk.do("stellen_informieren").do("schutzplan")
    return walk.do("lage_pruefen", schutz_ergebnis=ergebnis, sicherheit="keine", kindeswohl=False)


def closed(walk: Walk, ergebnis: str = "geklaert") -> Walk:
    """Feedback three times, then closing."""
    walk.wait(14).do("feedback_t0").wait(100).do("feedback_t1").wait(100).do("feedback_t2")
    return walk.do("abschluss", abschluss_ergebnis=ergebnis)


def rests(walk: Walk) -> bool:
    """Nothing to do until feedback."""
    return walk.todo == [] and walk.wait(14).todo == ["feedback_t0"]


# ------------------------------------------------------------------ report and safety
def test_one_counter_takes_the_report_and_confirms_it_beside_the_safety_check() -> None:
    walk = Walk("herne").do("meldung")
    assert walk.todo == ["eingangsbestaetigung", "sicherheitspruefung"]
    assert {task.group for task in walk.open.values()} == {"koordination"}


def test_signs_of_danger_are_checked_by_two() -> None:
    assert reported("hinweise").do("sicherheit_zweitpruefung", sicherheit="keine").todo == ["clearing"]
    assert reported("hinweise").do("sicherheit_zweitpruefung", sicherheit="akut").todo == ["stellen_informieren"]


@pytest.mark.parametrize(("sicherheit", "kindeswohl"), [("akut", False), ("keine", True)])
def test_protection_comes_first_and_may_lead_back(sicherheit: str, kindeswohl: bool) -> None:
    assert protected(reported(sicherheit, kindeswohl), "weiter").todo == ["clearing"]


def test_protection_handed_over_is_closed() -> None:
    walk = protected(reported("akut"), "abgegeben").do("abschluss", abschluss_ergebnis="schutzweg")
    assert walk.finished and walk.ends == "schutzweg"


# ------------------------------------------------------------------ clearing
@pytest.mark.parametrize(
    ("rule", "answers", "expected"),
    [
        ("s2", {"zustaendigkeit": "kreis"}, "andere_stelle"),
        ("s3", {"falltyp": "F08"}, "andere_stelle"),
        ("s4", {"schiedsamtsfall": True}, "schiedsamt"),
        ("s5", {"oeffentliches_interesse": True}, "runder_tisch"),
        ("s5", {"personenzahl": "ueber_20"}, "runder_tisch"),
        ("s6", {"glasl_stufe": "8"}, "runder_tisch"),
        ("s7", {"freiwilligkeit": "offen"}, "gespraech"),
        ("s8", {"machtgefaelle": "hoch"}, "gespraech"),
        ("s9", {"glasl_stufe": "2"}, "gespraech"),
        ("s10", {}, "mediation"),
    ],
)
def test_the_table_suggests_without_a_board(rule: str, answers: dict[str, Any], expected: str) -> None:
    walk = cleared(**answers)
    assert walk.decided[0] == (rule,)
    assert walk.seen_by("verfahren_bestaetigen")["vorschlag"]["verfahren"] == expected


def test_danger_that_remains_is_suggested_for_protection_again() -> None:
    walk = reported("akut").do("stellen_informieren").do("schutzplan")
    walk.do("lage_pruefen", schutz_ergebnis="weiter", sicherheit="keine", kindeswohl=True).do("clearing", **CALM)
    assert walk.decided[0] == ("s1",)
    assert walk.do("verfahren_bestaetigen", verfahren="schutzweg").todo == ["stellen_informieren"]


def test_a_deviation_is_checked_by_the_head_of_the_office() -> None:
    walk = cleared().do("verfahren_bestaetigen", verfahren="runder_tisch")
    assert walk.task("zweitpruefung").group == "leitung"
    assert walk.do("zweitpruefung", zweitpruefung_ergebnis="zurueck").todo == ["verfahren_bestaetigen"]
    assert walk.do("verfahren_bestaetigen", verfahren="mediation").todo == ["vorgespraech"]


def test_after_ten_working_days_the_head_decides() -> None:
    walk = reported()
    assert walk.timers and set(walk.timers.values()) == {datetime(2026, 6, 18, 21, 59, tzinfo=UTC)}, (
        "4 June is a holiday"
    )
    assert walk.wait(15).todo == ["clearing"]
    assert walk.wait(1).todo == ["leitung_entscheidet"] and walk.task("leitung_entscheidet").group == "leitung"
    assert walk.do("leitung_entscheidet", verfahren="gespraech").todo == ["vermittelndes_gespraech"]


def test_a_procedure_confirmed_in_time_stops_the_clock() -> None:
    assert in_procedure("gespraech").wait(30).todo == ["vermittelndes_gespraech"]


def test_no_procedure_is_needed() -> None:
    walk = in_procedure("abschluss").do("abschluss", abschluss_ergebnis="geklaert")
    assert walk.finished and walk.ends == "geklaert"


def test_another_office_takes_over_or_gives_back() -> None:
    assert in_procedure("andere_stelle").do("verweisung", verweis_ergebnis="zurueck").todo == ["clearing"]
    assert closed(in_procedure("andere_stelle").do("verweisung"), "verwiesen").ends == "verwiesen"


# ------------------------------------------------------------------ Schiedsamt
def handed_over() -> Walk:
    return in_procedure("schiedsamt", schiedsamtsfall=True).do("schiedsamt_uebergabe")


def test_the_schiedsamt_gets_a_message_and_its_answer_is_waited_for() -> None:
    walk = handed_over()
    assert [(m.name, m.delivered) for m in walk.sent] == [("uebergabe_an_schiedsamt", False)]
    assert walk.todo == []
    assert walk.message("antwort_des_schiedsamts").todo == ["schiedsamt_auswerten"]


def test_a_settlement_before_the_schiedsamt_leads_to_feedback() -> None:
    walk = handed_over().message("antwort_des_schiedsamts").do("schiedsamt_auswerten", schiedsamt_weiter="nein")
    assert closed(walk, "abschlussvereinbarung").ends == "abschlussvereinbarung"


def test_without_a_settlement_it_may_go_on_here() -> None:
    walk = handed_over().message("antwort_des_schiedsamts")
    assert walk.do("schiedsamt_auswerten", schiedsamt_weiter="ja").todo == ["clearing"]


def test_after_four_weeks_without_an_answer_somebody_asks() -> None:
    walk = handed_over().wait(28)
    assert walk.todo == ["schiedsamt_nachfragen"]
    walk.do("schiedsamt_nachfragen", schiedsamt_warten="weiter")
    assert walk.todo == [] and walk.wait(28).todo == ["schiedsamt_nachfragen"]
    assert walk.do("schiedsamt_nachfragen", schiedsamt_warten="zurueck").todo == ["clearing"]


def test_the_answer_comes_after_the_office_was_asked() -> None:
    walk = handed_over().wait(28).do("schiedsamt_nachfragen", schiedsamt_warten="weiter")
    assert walk.message("antwort_des_schiedsamts").todo == ["schiedsamt_auswerten"]


# ------------------------------------------------------------------ talk, mediation, table
@pytest.mark.parametrize("ergebnis", ["einigung", "teilweise"])
def test_a_talk_that_settles_it(ergebnis: str) -> None:
    assert rests(in_procedure("gespraech").do("vermittelndes_gespraech", gespraech_ergebnis=ergebnis))


def mediated(ergebnis: str, *, released: bool = True) -> Walk:
    """A talk without agreement, then a mediation that ends as told."""
    walk = in_procedure("gespraech").do("vermittelndes_gespraech", gespraech_ergebnis="keine_einigung")
    walk.do("vorgespraech").do("vorgespraech")
    walk.do("mediator_vorschlagen", mediatorin_1="amina", mediatorin_2="jonas").do("parteien_wahl").do("parteien_wahl")
    for _ in range(2):
        walk.do("offenlegung", offenlegung={"vorbefasst": "nein", "zweifel": "nein"})
    walk.do("mediationsvereinbarung").do("mediationssitzung", sitzung_weiter="abschluss")
    return walk.do("mediation_abschluss", mediation_ergebnis=ergebnis, ergebnis_freigabe=released)


def test_a_talk_without_agreement_may_become_a_mediation() -> None:
    assert rests(mediated("abschlussvereinbarung"))


@pytest.mark.parametrize(("released", "todo"), [(True, ["tisch_einladen"]), (False, [])])
def test_a_failed_mediation_goes_to_the_table_only_when_that_may_be_known(released: bool, todo: list[str]) -> None:
    assert mediated("gescheitert", released=released).todo == todo


def test_without_consent_of_a_side_there_is_no_mediation() -> None:
    walk = in_procedure("mediation").do("vorgespraech").do("vorgespraech", vorgespraech={"freiwillig": "nein"})
    assert walk.todo == ["clearing"]


def at_the_table(ergebnis: str) -> Walk:
    walk = in_procedure("runder_tisch", personenzahl="ueber_20").do("tisch_einladen")
    return walk.do("runder_tisch_durchfuehren", gespraech_ergebnis=ergebnis)


def test_a_table_that_agrees_leads_to_feedback() -> None:
    assert rests(at_the_table("einigung"))


# ------------------------------------------------------------------ written procedure
OFFICES = ["Ordnungsamt", "Schule", "Verein"]


def circulated() -> Walk:
    return at_the_table("keine_einigung").do("umlauf_vorlage", umlauf_stellen=OFFICES)


def votes(*voten: str) -> Walk:
    walk = circulated()
    for votum in voten:
        walk.do("umlauf_stimme", stimme={"votum": votum})
    return walk


def test_every_office_votes_for_itself() -> None:
    walk = circulated()
    assert walk.todo == ["umlauf_stimme"] * 3 and {t.group for t in walk.open.values()} == {"tischrunde"}
    walk.do("umlauf_stimme", stimme={"votum": "ja"})
    assert walk.seen_by("umlauf_stimme").get("stimme") is None, "nobody finds the vote of another office"


def test_a_recommendation_with_a_majority_goes_to_the_department() -> None:
    walk = votes("ja", "ja", "nein")
    seen = walk.seen_by("umlauf_beschluss")
    assert (seen["stimmen_dafuer"], seen["stimmen_dagegen"], seen["stimmen_ohne"]) == (2, 1, 0)
    walk.do("umlauf_beschluss", umlauf_beschluss="angenommen")
    assert walk.task("rueckmeldung_fachamt").group == "fachamt"
    assert closed(walk.do("rueckmeldung_fachamt")).ends == "geklaert"


def test_who_does_not_answer_within_five_working_days_has_not_voted() -> None:
    walk = votes("ja", "enthaltung").wait(9)
    assert walk.seen_by("umlauf_beschluss")["stimmen_ohne"] == 2
    assert rests(walk.do("umlauf_beschluss", umlauf_beschluss="abgelehnt"))


def test_one_objection_brings_the_table_together_again() -> None:
    assert votes("ja", "widerspruch", "ja").todo == ["tisch_einladen"]


# ------------------------------------------------------------------ the end
@pytest.mark.parametrize("ergebnis", ["abschlussvereinbarung", "geklaert", "ohne_einigung", "verwiesen", "schutzweg"])
def test_what_came_of_it_is_counted(ergebnis: str) -> None:
    walk = closed(at_the_table("einigung"), ergebnis)
    assert walk.finished and walk.ends == ergebnis


def test_new_points_of_dispute_reopen_the_case() -> None:
    walk = at_the_table("einigung").wait(14).do("feedback_t0", wiederaufnahme=True)
    assert walk.todo == ["clearing"]
