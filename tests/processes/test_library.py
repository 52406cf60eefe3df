"""The library's own stories: each process called with what a municipality maps in, and with nothing at all."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.processes.test_path import CALM, QUORATE, reported, tandem
from tests.processes.walker import BEGIN, Walk

SIDES = {"seiten": ["Seite A", "Seite B"]}


# ---------------------------------------------------------------- safety path
def test_safety_is_planned_again_as_long_as_somebody_is_in_danger() -> None:
    walk = Walk("_library/schutzweg").do("stellen_informieren").do("schutzplan")
    walk.do("lage_pruefen", schutz_ergebnis="fortsetzen", sicherheit="akut").do("schutzplan")
    assert walk.do("lage_pruefen", schutz_ergebnis="weiter", sicherheit="keine").finished


def test_a_municipality_says_who_protects_and_how_soon() -> None:
    ours = {"schutz_gruppe": "krisendienst", "schutz_frist": "2 Stunden", "schutz_pruefung_frist": "1 AT"}
    walk = Walk("_library/schutzweg", variables=ours)
    task = walk.task("stellen_informieren")
    assert (task.group, task.due) == ("krisendienst", BEGIN + timedelta(hours=2))
    walk.do("stellen_informieren").do("schutzplan")
    assert walk.task("lage_pruefen").due.date() == BEGIN.date() + timedelta(days=2), "4 June 2026 is a holiday"


# ---------------------------------------------------------------- round table
def test_a_round_table_may_need_a_second_evening() -> None:
    walk = Walk("_library/runder_tisch").do("tisch_einladen")
    walk.do("runder_tisch_durchfuehren", tisch_weiterer_termin=True)
    assert walk.todo == ["tisch_einladen"]
    walk.do("tisch_einladen").do("runder_tisch_durchfuehren", tisch_weiterer_termin=False)
    assert walk.finished


def test_a_district_holds_its_own_round_table() -> None:
    walk = Walk("_library/runder_tisch", variables={"tisch_gruppe": "bezirk_nord"})
    assert walk.task("tisch_einladen").group == "bezirk_nord"


def test_who_is_invited_is_known_at_the_table() -> None:
    walk = Walk("_library/runder_tisch").do("tisch_einladen", tisch_eingeladen=[{"gruppe": "Anwohnerschaft"}])
    assert walk.seen_by("runder_tisch_durchfuehren")["tisch_eingeladen"] == [{"gruppe": "Anwohnerschaft"}]


# ---------------------------------------------------------------- board
def board(**ours: Any) -> Walk:
    return Walk("_library/beirat", variables=ours).do("fallvorlage")


def met(*, ours: dict[str, Any] | None = None, **meeting: Any) -> Walk:
    return board(**(ours or {})).do("beirat_einladen").do("beirat_sitzung", **(QUORATE | meeting))


def test_a_board_recommends_and_the_department_answers() -> None:
    walk = met().do("empfehlung", beirat_ergebnis="massnahme")
    assert walk.todo == ["niederschrift", "rueckmeldung_fachamt"]
    assert walk.do("niederschrift").do("rueckmeldung_fachamt").finished


def test_the_department_is_reminded_when_it_is_time() -> None:
    walk = met(ours={"fachamt_frist": "P7D"}).do("empfehlung", beirat_ergebnis="ordnungsrecht").do("niederschrift")
    assert walk.wait(7).todo == ["fachamt_erinnern", "rueckmeldung_fachamt"]
    assert walk.do("fachamt_erinnern").do("rueckmeldung_fachamt").finished


def test_without_need_for_action_only_the_minutes_are_written() -> None:
    assert met().do("empfehlung", beirat_ergebnis="kein_handlungsbedarf").do("niederschrift").finished


@pytest.mark.parametrize(
    "missing",
    [
        {"beirat_anwesend": 4},
        {"beirat_vorsitz": False},
        {"beirat_anwesend_zivil": 0},
        {"sitzung_ergebnis": "vertagt"},
        {"sitzung_ergebnis": "nicht_beschlussfaehig"},
    ],
)
def test_who_is_not_quorate_meets_again(missing: dict[str, Any]) -> None:
    assert met(**missing).todo == ["beirat_einladen"]


def test_a_municipality_may_ask_for_more_than_half() -> None:
    most = {"beirat_quorum": 0.7}
    assert met(ours=most, beirat_anwesend=6).todo == ["beirat_einladen"]
    assert met(ours=most, beirat_anwesend=7).todo == ["empfehlung"]


def test_a_municipality_may_ask_for_a_majority_of_civil_society() -> None:
    civil = {"zivil_mehrheit": True}
    assert met(ours=civil, beirat_anwesend=6, beirat_anwesend_zivil=3).todo == ["beirat_einladen"]
    assert met(ours=civil, beirat_anwesend=6, beirat_anwesend_zivil=4).todo == ["empfehlung"]


def test_a_written_procedure_needs_no_meeting() -> None:
    walk = board(beirat_verfahren="umlauf")
    assert walk.todo == ["umlauf"]
    assert walk.do("umlauf", umlauf_ergebnis="abgestimmt", umlauf_rueckmeldungen=7).todo == ["empfehlung"]


def test_one_objection_turns_the_written_procedure_into_a_meeting() -> None:
    assert board(beirat_verfahren="umlauf").do("umlauf", umlauf_ergebnis="widerspruch").todo == ["beirat_einladen"]


def day(walk: Walk, task: str) -> datetime:
    return walk.task(task).due


def test_an_urgent_board_meets_within_days() -> None:
    usual, urgent = board(), board(beirat_eilig=True)
    assert day(urgent, "beirat_einladen") < day(usual, "beirat_einladen")
    usual.do("beirat_einladen"), urgent.do("beirat_einladen")
    assert day(urgent, "beirat_sitzung") < BEGIN + timedelta(days=9) < day(usual, "beirat_sitzung")


def test_each_municipality_has_its_own_board_office_and_department() -> None:
    ours = {"geschaeftsstelle_gruppe": "ki", "beirat_gruppe": "forum", "fachamt_gruppe": "jugendamt"}
    walk = Walk("_library/beirat", variables=ours)
    groups = {"fallvorlage": walk.task("fallvorlage").group}
    groups["beirat_sitzung"] = walk.do("fallvorlage").do("beirat_einladen").task("beirat_sitzung").group
    walk.do("beirat_sitzung", **QUORATE).do("empfehlung", beirat_ergebnis="massnahme")
    groups["rueckmeldung_fachamt"] = walk.task("rueckmeldung_fachamt").group
    assert groups == {"fallvorlage": "ki", "beirat_sitzung": "forum", "rueckmeldung_fachamt": "jugendamt"}


def test_the_board_learns_what_the_submission_releases() -> None:
    walk = Walk("_library/beirat", variables={"falltyp": "F07", "personenzahl": "ueber_20"})
    assert walk.do("fallvorlage").do("beirat_einladen").seen_by("beirat_sitzung")["falltyp"] == "F07"


# ---------------------------------------------------------------- mediation
def mediation() -> Walk:
    return tandem(Walk("_library/mediation", variables=SIDES))


def test_a_mediation_that_is_not_signed_does_not_begin() -> None:
    walk = Walk("_library/mediation", variables=SIDES).do("vorgespraech").do("vorgespraech")
    walk.do("mediator_vorschlagen").do("parteien_wahl").do("parteien_wahl")
    for _ in range(2):
        walk.do("offenlegung", offenlegung={"vorbefasst": "nein", "zweifel": "nein"})
    assert walk.do("mediationsvereinbarung", vereinbarung_unterschrieben="nein").finished


def test_a_side_that_does_not_want_it_ends_it_before_it_begins() -> None:
    walk = Walk("_library/mediation", variables=SIDES).do("vorgespraech")
    assert walk.do("vorgespraech", vorgespraech={"freiwillig": "nein"}).finished


def test_sides_may_refuse_the_tandem_and_doubts_are_spoken_of() -> None:
    walk = Walk("_library/mediation", variables=SIDES).do("vorgespraech").do("vorgespraech").do("mediator_vorschlagen")
    walk.do("parteien_wahl").do("parteien_wahl", wahl={"zustimmung": "nein"}).do("mediator_vorschlagen")
    walk.do("parteien_wahl").do("parteien_wahl")
    walk.do("offenlegung", offenlegung={"vorbefasst": "ja", "zweifel": "nein"})
    walk.do("offenlegung", offenlegung={"vorbefasst": "nein", "zweifel": "nein"}).do("mediator_vorschlagen")
    for consent in ("nein", "ja"):
        walk.do("parteien_wahl").do("parteien_wahl")
        for _ in range(2):
            walk.do("offenlegung", offenlegung={"vorbefasst": "nein", "zweifel": "ja"})
        walk.do("zustimmung_zweifel", zweifel_zustimmung=consent)
        if consent == "nein":
            walk.do("mediator_vorschlagen")
    assert walk.todo == ["mediationsvereinbarung"]


def test_sessions_lead_to_an_end() -> None:
    walk = mediation().do("mediationssitzung", sitzung_weiter="weitere_sitzung")
    walk.do("mediationssitzung", sitzung_weiter="abschluss")
    assert walk.do("mediation_abschluss", mediation_ergebnis="abschlussvereinbarung").finished


def test_anyone_may_end_a_mediation_at_any_time() -> None:
    walk = mediation().message("mediation_beenden")
    assert walk.do("mediation_beendigung", mediation_ergebnis="abbruch_einseitig").finished


# ---------------------------------------------------------------- feedback
@pytest.mark.parametrize("asked", [1, 2, 3])
def test_new_points_of_dispute_end_the_feedback_and_tell_the_caller(asked: int) -> None:
    walk = Walk("_library/feedback").wait(14)
    for done, task in enumerate(("feedback_t0", "feedback_t1", "feedback_t2")[:asked], start=1):
        walk.do(task, wiederaufnahme=done == asked)
        if done < asked:
            walk.wait(100)
    assert walk.finished


def test_three_times_asked_and_nothing_new() -> None:
    walk = Walk("_library/feedback").wait(14).do("feedback_t0").wait(100).do("feedback_t1").wait(100)
    assert walk.do("feedback_t2").finished


# ---------------------------------------------------------------- suggestions, on a path
def suggested(sicherheit: str, report: dict[str, Any], clearing: dict[str, Any]) -> Walk:
    """The danger that is acute once more is what a second person finds after the clearing."""
    walk, answers = reported(sicherheit, **report), CALM | report | clearing
    if walk.todo != ["stellen_informieren"]:
        return walk.do("beratungsgespraech", beratung_ergebnis="clearing").do("clearing", **answers)
    walk.do("stellen_informieren").do("schutzplan")
    walk.do("lage_pruefen", sicherheit="hinweise", schutz_ergebnis="weiter").do("clearing", **answers)
    return walk.do("verfahren_bestaetigen", verfahren="zweitpruefung").do("sicherheit_zweitpruefung", sicherheit="akut")


@pytest.mark.parametrize(
    ("rule", "sicherheit", "report", "clearing"),
    [
        ("r1", "akut", {}, {}),
        ("r3", "hinweise", {}, {}),
        ("r4", "keine", {"falltyp": "F08"}, {}),
        ("r5", "keine", {}, {"glasl_stufe": "8"}),
        ("r6", "keine", {"personenzahl": "ueber_20"}, {"glasl_stufe": "2"}),
        ("r7", "keine", {}, {"oeffentliches_interesse": True, "glasl_stufe": "5"}),
        ("r8", "keine", {"falltyp": "F11"}, {"schiedsamtsfall": True}),
        ("r9", "keine", {}, {"freiwilligkeit": "keine"}),
        ("r10", "keine", {}, {"freiwilligkeit": "eine"}),
        ("r11", "keine", {}, {"machtgefaelle": "hoch"}),
        ("r12", "keine", {}, {"glasl_stufe": "2"}),
        ("r13", "keine", {}, {}),
    ],
)
def test_what_is_suggested(rule: str, sicherheit: str, report: dict[str, Any], clearing: dict[str, Any]) -> None:
    assert suggested(sicherheit, report, clearing).decided[-2] == (rule,)


def test_suspicion_for_a_child_suggests_protection() -> None:
    walk = Walk().do("meldung", falltyp="F15").do("eingangsbestaetigung")
    walk.do("sicherheitspruefung", kindeswohl=True, sicherheit="keine")
    walk.do("beratungsgespraech", beratung_ergebnis="clearing").do("clearing", **CALM)
    assert walk.decided[0] == ("r2",)


def test_every_hint_is_given_when_all_is_difficult() -> None:
    hard = {"laufende_verfahren": ["klage"], "minderjaehrige": True, "sprachmittlung_noetig": True}
    more = {"oeffentlich": "lokal", "verwaltung_beteiligt": True, "strukturell": True}
    assert len(suggested("keine", {}, hard | more).decided[1]) == 6
