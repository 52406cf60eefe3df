"""A town without mediators of its own: schools, the pool of LaKI and county, a board that meets once a quarter."""

from __future__ import annotations

from typing import Any

import pytest

from tests.processes.walker import Walk

CALM: dict[str, Any] = {
    "glasl_stufe": "4",
    "freiwilligkeit": "beide",
    "machtgefaelle": "gering",
    "zustaendigkeit": "eigene",
}
QUORATE = {"beirat_mitglieder": 9, "beirat_anwesend": 5, "beirat_anwesend_zivil": 1, "beirat_vorsitz": True}


def reported(sicherheit: str = "keine", **report: Any) -> Walk:
    answers = {"falltyp": "F06", "personenzahl": "3_bis_5", "oeffentlich": "keine", **report}
    walk = Walk("soest").do("meldung", **answers).do("eingangsbestaetigung")
    return walk.do("sicherheitspruefung", sicherheit=sicherheit)


def advised() -> Walk:
    return reported().do("zustaendigkeit_pruefen", zustaendig_schule="nein")


def in_procedure(verfahren: str, **answers: Any) -> Walk:
    """Confirmed as wanted; a deviation goes through the second pair of eyes."""
    walk = advised().do("beratungsgespraech", beratung_ergebnis="clearing").do("clearing", **(CALM | answers))
    walk.do("verfahren_bestaetigen", verfahren=verfahren)
    return walk.do("zweitpruefung") if walk.todo == ["zweitpruefung"] else walk


def closed(walk: Walk, ergebnis: str = "geklaert") -> Walk:
    walk.wait(14).do("feedback_t0").wait(100).do("feedback_t1").wait(100).do("feedback_t2")
    return walk.do("abschluss", abschluss_ergebnis=ergebnis)


def at_the_school() -> Walk:
    walk = reported(falltyp="F04").do("zustaendigkeit_pruefen", zustaendig_schule="ja")
    return walk.do("schule_uebergeben", schule_stelle="schulpsychologie", schule_anliegen="Zwei Gruppen in Klasse 7")


def test_a_school_case_is_handed_over_as_a_message() -> None:
    walk = at_the_school()
    assert walk.todo == [] and [sent.name for sent in walk.sent] == ["schule_uebergabe"]
    assert set(walk.sent[0].payload) == {"aktenzeichen", "schule_stelle", "schule_anliegen"}
    walk.message("schule_antwort").do("schule_ergebnis", schule_ergebnis="uebernommen")
    assert closed(walk, "verwiesen").ends == "verwiesen"


def test_the_school_is_asked_again_after_fifteen_working_days_and_may_send_it_back() -> None:
    walk = at_the_school().wait(24)
    assert walk.todo == ["schule_nachfragen"]
    walk.do("schule_nachfragen", schule_antwort_erwartet="2026-07-10").message("schule_antwort")
    assert walk.do("schule_ergebnis", schule_ergebnis="zurueck").todo == ["beratungsgespraech"]


def test_a_school_that_stays_silent_is_asked_again_when_its_answer_was_expected() -> None:
    walk = at_the_school().wait(24).do("schule_nachfragen", schule_antwort_erwartet="2026-07-10")
    assert walk.todo == []
    walk.wait(14)
    assert walk.todo == ["schule_nachfragen"] and (walk.task("schule_nachfragen").due - walk.now).days <= 4
    assert walk.do("schule_nachfragen", schule_nachfrage_ergebnis="selbst_beraten").todo == ["beratungsgespraech"]


def test_an_answer_ends_the_question_that_is_still_open() -> None:
    assert at_the_school().wait(24).message("schule_antwort").todo == ["schule_ergebnis"]


def test_advice_may_take_several_talks_and_settle_it() -> None:
    walk = advised().do("beratungsgespraech", beratung_ergebnis="weiteres_gespraech")
    walk.do("beratungsgespraech", beratung_ergebnis="geklaert")
    assert closed(walk).ends == "geklaert"
    assert [sent.name for sent in walk.sent] == ["rueckmeldung_kreis_ki"]
    assert walk.sent[0].payload == {"falltyp": "F06", "abschluss_ergebnis": "geklaert"}


def test_after_six_weeks_of_advice_somebody_decides() -> None:
    walk = advised().do("beratungsgespraech", beratung_ergebnis="weiteres_gespraech")
    assert walk.wait(43).todo == ["clearing"]


def test_who_does_not_want_to_go_on_is_let_go() -> None:
    assert advised().do("beratungsgespraech", beratung_ergebnis="kein_interesse").todo == ["abschluss"]


def test_danger_comes_first() -> None:
    walk = reported("akut").do("stellen_informieren").do("schutzplan")
    assert walk.do("lage_pruefen", schutz_ergebnis="weiter", sicherheit="keine").todo == ["zustaendigkeit_pruefen"]
    walk = reported("akut").do("stellen_informieren").do("schutzplan").do("lage_pruefen", schutz_ergebnis="abgegeben")
    assert walk.do("abschluss", abschluss_ergebnis="schutzweg").ends == "schutzweg"


def test_a_deviation_needs_four_eyes() -> None:
    walk = advised().do("beratungsgespraech", beratung_ergebnis="clearing").do("clearing", **CALM)
    walk.do("verfahren_bestaetigen", verfahren="runder_tisch")
    assert walk.do("zweitpruefung", zweitpruefung_ergebnis="zurueck").todo == ["verfahren_bestaetigen"]
    walk.do("verfahren_bestaetigen", verfahren="runder_tisch")
    assert walk.do("zweitpruefung", zweitpruefung_ergebnis="bestaetigt").todo == ["tisch_einladen"]


def test_signs_of_danger_are_checked_by_two_and_the_table_runs_again() -> None:
    walk = reported("hinweise").do("zustaendigkeit_pruefen", zustaendig_schule="nein")
    walk.do("beratungsgespraech", beratung_ergebnis="clearing").do("clearing", **CALM)
    walk.do("verfahren_bestaetigen", verfahren="zweitpruefung").do("sicherheit_zweitpruefung", sicherheit="keine")
    assert walk.seen_by("verfahren_bestaetigen")["vorschlag"]["verfahren"] == "mediation"


@pytest.mark.parametrize(
    ("verfahren", "task"),
    [
        ("schutzweg", "stellen_informieren"),
        ("zweitpruefung", "sicherheit_zweitpruefung"),
        ("ad_beratung", "ad_beratung"),
        ("schiedsamt", "verweisung"),
        ("andere_stelle", "verweisung"),
        ("beratung", "beratungsgespraech"),
        ("moderiertes_gespraech", "moderiertes_gespraech"),
        ("runder_tisch", "tisch_einladen"),
        ("mediation", "pool_anfordern"),
        ("beirat", "beirat_vormerken"),
        ("abschluss", "abschluss"),
    ],
)
def test_every_procedure_has_its_first_task(verfahren: str, task: str) -> None:
    assert in_procedure(verfahren).todo == [task]


@pytest.mark.parametrize(("ergebnis", "task"), [("weiter", "clearing"), ("abgegeben", "abschluss")])
def test_danger_that_only_clearing_shows(ergebnis: str, task: str) -> None:
    walk = in_procedure("schutzweg").do("stellen_informieren").do("schutzplan")
    assert walk.do("lage_pruefen", schutz_ergebnis=ergebnis, sicherheit="keine").todo == [task]


@pytest.mark.parametrize("task", ["ad_beratung", "verweisung"])
def test_a_referral_comes_back_or_leads_to_feedback(task: str) -> None:
    verfahren = "ad_beratung" if task == "ad_beratung" else "schiedsamt"
    assert in_procedure(verfahren).do(task, verweis_ergebnis="zurueck").todo == ["clearing"]
    assert closed(in_procedure(verfahren).do(task, verweis_ergebnis="uebernommen"), "verwiesen").ends == "verwiesen"


@pytest.mark.parametrize(("ergebnis", "todo"), [("einigung", []), ("keine_einigung", ["beirat_vormerken"])])
def test_a_talk_or_a_round_table_settles_it_or_leads_to_the_board(ergebnis: str, todo: list[str]) -> None:
    walk = in_procedure("moderiertes_gespraech").do("moderiertes_gespraech", gespraech_ergebnis=ergebnis)
    assert walk.todo == todo
    walk = in_procedure("runder_tisch").do("tisch_einladen")
    assert walk.do("runder_tisch_durchfuehren", gespraech_ergebnis=ergebnis).todo == todo


def requested() -> Walk:
    return in_procedure("mediation").do("pool_anfordern", pool_sprachen="Deutsch, Türkisch", pool_erfahrung="verein")


def test_the_pool_is_asked_in_secret_and_without_names() -> None:
    walk = requested()
    assert walk.todo == [] and [sent.name for sent in walk.sent] == ["pool_anfordern"]
    assert set(walk.sent[0].payload) == {"aktenzeichen", "pool_sprachen", "pool_erfahrung", "pool_bis"}
    task = walk.message("pool_antwort").task("pool_antwort")
    assert (task.group, task.zone) == ("koordination", "mediation")


def test_the_pool_is_asked_again_after_ten_working_days() -> None:
    walk = requested().wait(17).do("pool_nachfragen", pool_ergebnis="weiter_warten")
    assert walk.todo == []
    assert walk.wait(17).do("pool_nachfragen", pool_ergebnis="absage").todo == ["clearing"]


def test_a_refusal_of_the_pool_leads_to_another_way() -> None:
    assert requested().message("pool_antwort").do("pool_antwort", pool_ergebnis="absage").todo == ["clearing"]


def granted() -> Walk:
    return requested().message("pool_antwort").do("pool_antwort", pool_ergebnis="zusage")


def mediating() -> Walk:
    walk = granted().do("vorgespraech").do("vorgespraech")
    walk.do("mediator_vorschlagen", mediatorin_1="amina", mediatorin_2="jonas").do("parteien_wahl").do("parteien_wahl")
    for _ in range(2):
        walk.do("offenlegung", offenlegung={"vorbefasst": "nein", "zweifel": "nein"})
    return walk.do("mediationsvereinbarung")


def test_a_mediation_with_people_from_the_pool() -> None:
    walk = mediating().do("mediationssitzung", sitzung_weiter="abschluss")
    walk.do("mediation_abschluss", mediation_ergebnis="abschlussvereinbarung", ergebnis_freigabe=True)
    assert closed(walk, "abschlussvereinbarung").ends == "abschlussvereinbarung"


def test_without_consent_of_a_side_there_is_no_mediation() -> None:
    walk = granted().do("vorgespraech").do("vorgespraech", vorgespraech={"freiwillig": "nein"})
    assert walk.todo == ["clearing"]


@pytest.mark.parametrize(("released", "todo"), [(True, ["beirat_vormerken"]), (False, [])])
def test_without_agreement_the_board_hears_of_it_only_if_that_may_be_known(released: bool, todo: list[str]) -> None:
    walk = mediating().do("mediationssitzung", sitzung_weiter="abschluss")
    walk.do("mediation_abschluss", mediation_ergebnis="gescheitert", ergebnis_freigabe=released)
    assert walk.todo == todo


def test_after_three_months_the_coordinator_asks_whether_the_mediation_goes_on() -> None:
    walk = mediating().wait(93)
    assert walk.todo == ["mediation_stand", "mediationssitzung"]
    assert walk.do("mediation_stand").todo == ["mediationssitzung"]


def waiting_for_the_board() -> Walk:
    return in_procedure("beirat").do("beirat_vormerken", beirat_termin="quartalssitzung")


def recommended(walk: Walk, ergebnis: str) -> Walk:
    walk.do("fallvorlage").do("beirat_einladen").do("beirat_sitzung", **QUORATE, sitzung_ergebnis="beraten")
    return walk.do("empfehlung", beirat_ergebnis=ergebnis).do("niederschrift")


def test_a_case_waits_for_the_meeting_of_the_quarter() -> None:
    walk = waiting_for_the_board()
    assert walk.wait(60).todo == []
    walk.signal("quartalssitzung")
    assert closed(recommended(walk, "massnahme").do("rueckmeldung_fachamt")).ends == "geklaert"


def test_an_urgent_case_does_not_wait() -> None:
    walk = in_procedure("beirat").do(
        "beirat_vormerken", beirat_termin="eilsitzung", beirat_termin_grund="Der Rat entscheidet bald."
    )
    assert walk.todo == ["fallvorlage"]
    walk.do("fallvorlage").do("beirat_einladen")
    assert (walk.task("beirat_sitzung").due - walk.now).days <= 8


def test_the_chair_calls_an_urgent_meeting_while_the_case_waits() -> None:
    walk = waiting_for_the_board().message("eilsitzung_einberufen")
    assert recommended(walk, "zurueck_beratung").todo == ["clearing"]


def test_new_points_of_dispute_reopen_the_case() -> None:
    walk = advised().do("beratungsgespraech", beratung_ergebnis="geklaert").wait(14)
    assert walk.do("feedback_t0", wiederaufnahme=True).todo == ["clearing"]


@pytest.mark.parametrize("ergebnis", ["abschlussvereinbarung", "geklaert", "ohne_einigung", "verwiesen", "schutzweg"])
def test_every_outcome_has_its_end(ergebnis: str) -> None:
    assert in_procedure("abschluss").do("abschluss", abschluss_ergebnis=ergebnis).ends == ergebnis


def quarter() -> Walk:
    """The meeting of the quarter, which the clock begins on the first of July."""
    walk = Walk("soest", process="quartalssitzung_soest")
    return walk.wait(28)


def test_the_meeting_of_the_quarter_calls_all_cases_and_ends_with_its_minutes() -> None:
    walk = quarter().do(
        "tagesordnung", tagesordnung_faelle=2, quartal_sitzung_am="2026-07-15", quartal_sitzung_ort="R 1"
    )
    assert [signal.name for signal in walk.signals] == ["quartalssitzung"]
    walk.do("quartal_sitzung").do("quartal_niederschrift")
    assert walk.ends == "gehalten"


def test_without_cases_there_is_no_meeting() -> None:
    assert quarter().do("tagesordnung", tagesordnung_faelle=0).ends == "entfallen"
