"""The path of a county: the Gemeinde first, for ten working days, then the county; both hear of the outcome."""

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
GUMMERSBACH, WIEHL = "05374012", "05374048"
PATH, AGS = "oberbergischer-kreis", "05374"


def reported(sicherheit: str = "keine", **report: Any) -> Walk:
    answers = {"falltyp": "F02", "personenzahl": "3_bis_5", "oeffentlich": "keine", **report}
    walk = Walk(PATH, ags=AGS).do("meldung", **answers).do("eingangsbestaetigung")
    return walk.do("sicherheitspruefung", sicherheit=sicherheit)


def on_site(gemeinde: str = GUMMERSBACH) -> Walk:
    return reported().do("gemeinde_zuordnen", gemeinde_ags=gemeinde, zuerst_vor_ort="ja", vor_ort_auftrag="Lärm im Hof")


def taken_over() -> Walk:
    return reported().do("gemeinde_zuordnen", gemeinde_ags=GUMMERSBACH, zuerst_vor_ort="nein")


def in_procedure(verfahren: str, **answers: Any) -> Walk:
    """Confirmed as wanted; a deviation goes through the second pair of eyes."""
    walk = taken_over().do("clearing", **(CALM | answers)).do("verfahren_bestaetigen", verfahren=verfahren)
    return walk.do("zweitpruefung") if walk.todo == ["zweitpruefung"] else walk


def asked(walk: Walk) -> Walk:
    """Feedback three times, then the Gemeinde hears of it."""
    walk.wait(14).do("feedback_t0").wait(100).do("feedback_t1").wait(100).do("feedback_t2")
    assert walk.todo == ["abschluss", "gemeinde_rueckmeldung"]
    return walk.do("gemeinde_rueckmeldung")


def closed(walk: Walk, ergebnis: str = "geklaert") -> Walk:
    return asked(walk).do("abschluss", abschluss_ergebnis=ergebnis)


def round_table(walk: Walk, ergebnis: str) -> Walk:
    return walk.do("tisch_einladen").do("runder_tisch_durchfuehren", gespraech_ergebnis=ergebnis)


def test_the_gemeinde_of_the_conflict_gets_the_task() -> None:
    walk = on_site(WIEHL)
    task = walk.task("ortsgespraech")
    assert (task.group, task.role, task.zone) == ("gemeinde_05374048", "beratung", "beratung")
    assert walk.seen_by("ortsgespraech")["vor_ort_auftrag"] == "Lärm im Hof"
    assert "sachverhalt" not in walk.seen_by("ortsgespraech")


def test_the_thirteen_gemeinden_are_offered() -> None:
    offered = reported().seen_by("gemeinde_zuordnen")["gemeinden"]
    assert len(offered) == 13
    assert {"label": "Wiehl", "value": WIEHL} in offered


@pytest.mark.parametrize(
    ("ags", "count", "gemeinde"), [("05970", 11, "Hilchenbach"), ("05766", 16, "Lemgo"), ("05334", 10, "Monschau")]
)
def test_a_clone_finds_its_own_gemeinden(ags: str, count: int, gemeinde: str) -> None:
    walk = Walk(PATH, ags=ags).do("meldung").do("sicherheitspruefung", sicherheit="keine")
    offered = walk.seen_by("gemeinde_zuordnen")["gemeinden"]
    assert len(offered) == count and gemeinde in [one["label"] for one in offered]
    assert all(one["value"].startswith(ags) and len(one["value"]) == 8 for one in offered)


def test_solved_on_site_goes_to_feedback_at_both_levels() -> None:
    walk = on_site().do("ortsgespraech", vor_ort_ergebnis="weiteres_gespraech")
    walk.do("ortsgespraech", vor_ort_ergebnis="geloest", vor_ort_bericht="Ruhezeiten vereinbart")
    assert walk.todo == []
    assert closed(walk).ends == "geklaert"


def test_after_ten_working_days_the_case_goes_to_the_county() -> None:
    walk = on_site()
    assert walk.wait(14).todo == ["ortsgespraech"]
    assert walk.wait(3).todo == ["clearing"]


def test_the_gemeinde_hands_over_before_that() -> None:
    assert on_site().do("ortsgespraech", vor_ort_ergebnis="an_kreis").todo == ["clearing"]


@pytest.mark.parametrize(("ergebnis", "todo"), [("einigung", []), ("keine_einigung", ["clearing"])])
def test_a_round_table_in_the_gemeinde(ergebnis: str, todo: list[str]) -> None:
    walk = on_site().do("ortsgespraech", vor_ort_ergebnis="runder_tisch")
    assert walk.task("tisch_einladen").group == "gemeinde_05374012"
    assert round_table(walk, ergebnis).todo == todo


def test_danger_stays_with_the_county() -> None:
    walk = reported("akut").do("stellen_informieren").do("schutzplan")
    walk.do("lage_pruefen", schutz_ergebnis="weiter", sicherheit="keine")
    assert walk.do("gemeinde_zuordnen", zuerst_vor_ort="nein", gemeinde_ags=WIEHL).todo == ["clearing"]


def test_protection_handed_over_ends_without_feedback() -> None:
    walk = reported("akut").do("stellen_informieren").do("schutzplan").do("lage_pruefen", schutz_ergebnis="abgegeben")
    assert walk.do("abschluss", abschluss_ergebnis="schutzweg").ends == "schutzweg"


def test_a_deviation_needs_four_eyes() -> None:
    walk = taken_over().do("clearing", **CALM).do("verfahren_bestaetigen", verfahren="runder_tisch")
    assert walk.do("zweitpruefung", zweitpruefung_ergebnis="zurueck").todo == ["verfahren_bestaetigen"]
    walk.do("verfahren_bestaetigen", verfahren="runder_tisch")
    assert walk.do("zweitpruefung", zweitpruefung_ergebnis="bestaetigt").todo == ["tisch_einladen"]


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
        ("mediation", "anreise_planen"),
        ("beirat", "stellung_nehmen"),
        ("abschluss", "abschluss"),
    ],
)
def test_every_procedure_has_its_first_task(verfahren: str, task: str) -> None:
    assert in_procedure(verfahren).todo == [task]


def test_signs_of_danger_are_checked_by_two_and_the_table_runs_again() -> None:
    walk = reported("hinweise").do("gemeinde_zuordnen", zuerst_vor_ort="nein", gemeinde_ags=WIEHL)
    walk.do("clearing", **CALM).do("verfahren_bestaetigen", verfahren="zweitpruefung")
    walk.do("sicherheit_zweitpruefung", sicherheit="keine")
    assert walk.seen_by("verfahren_bestaetigen")["vorschlag"]["verfahren"] == "mediation"


@pytest.mark.parametrize(("ergebnis", "task"), [("weiter", "clearing"), ("abgegeben", "abschluss")])
def test_danger_that_only_clearing_shows(ergebnis: str, task: str) -> None:
    walk = in_procedure("schutzweg").do("stellen_informieren").do("schutzplan")
    assert walk.do("lage_pruefen", schutz_ergebnis=ergebnis, sicherheit="keine").todo == [task]


@pytest.mark.parametrize("task", ["ad_beratung", "verweisung"])
def test_a_referral_comes_back_or_leads_to_feedback(task: str) -> None:
    verfahren = "ad_beratung" if task == "ad_beratung" else "schiedsamt"
    assert in_procedure(verfahren).do(task, verweis_ergebnis="zurueck").todo == ["clearing"]
    assert closed(in_procedure(verfahren).do(task, verweis_ergebnis="uebernommen"), "verwiesen").ends == "verwiesen"


@pytest.mark.parametrize(
    ("ergebnis", "todo"), [("geklaert", []), ("clearing", ["clearing"]), ("kein_interesse", ["abschluss"])]
)
def test_advice_by_the_county(ergebnis: str, todo: list[str]) -> None:
    walk = in_procedure("beratung").do("beratungsgespraech", beratung_ergebnis="weiteres_gespraech")
    assert walk.do("beratungsgespraech", beratung_ergebnis=ergebnis).todo == todo


@pytest.mark.parametrize(("ergebnis", "todo"), [("einigung", []), ("keine_einigung", ["stellung_nehmen"])])
def test_a_moderated_talk_settles_it_or_leads_to_the_board(ergebnis: str, todo: list[str]) -> None:
    walk = in_procedure("moderiertes_gespraech").do("moderiertes_gespraech", gespraech_ergebnis=ergebnis)
    assert walk.todo == todo


def test_a_round_table_of_the_county() -> None:
    assert round_table(in_procedure("runder_tisch"), "einigung").todo == []


def mediating() -> Walk:
    walk = in_procedure("mediation").do("anreise_planen").do("vorgespraech").do("vorgespraech")
    walk.do("mediator_vorschlagen", mediatorin_1="amina", mediatorin_2="jonas").do("parteien_wahl").do("parteien_wahl")
    for _ in range(2):
        walk.do("offenlegung", offenlegung={"vorbefasst": "nein", "zweifel": "nein"})
    return walk.do("mediationsvereinbarung")


def test_the_mediators_travel_to_the_gemeinde() -> None:
    task = in_procedure("mediation").task("anreise_planen")
    assert (task.group, task.role, task.zone) == ("koordination", "koordination", "mediation")
    walk = mediating().do("mediationssitzung", sitzung_weiter="abschluss")
    walk.do("mediation_abschluss", mediation_ergebnis="abschlussvereinbarung", ergebnis_freigabe=True)
    assert closed(walk, "abschlussvereinbarung").ends == "abschlussvereinbarung"


@pytest.mark.parametrize(("released", "todo"), [(True, ["clearing"]), (False, [])])
def test_without_agreement_the_coordinator_looks_for_another_way_if_that_may_be_known(
    released: bool, todo: list[str]
) -> None:
    walk = mediating().do("mediationssitzung", sitzung_weiter="abschluss")
    walk.do("mediation_abschluss", mediation_ergebnis="gescheitert", ergebnis_freigabe=released)
    assert walk.todo == todo


def test_after_three_months_the_coordinator_asks_whether_the_mediation_goes_on() -> None:
    walk = mediating().wait(93)
    assert walk.todo == ["mediation_stand", "mediationssitzung"]
    assert walk.do("mediation_stand").todo == ["mediationssitzung"]


def before_the_board() -> Walk:
    walk = in_procedure("beirat")
    task = walk.task("stellung_nehmen")
    assert (task.group, task.role, task.zone) == ("buergermeister_05374012", "beirat", "beirat")
    seen = walk.seen_by("stellung_nehmen")
    assert "sachverhalt" not in seen and "kurztitel" not in seen and "beteiligte" not in seen
    assert [seen[f"einladung_{name}"] for name in ("themen", "personenzahl")] == [["laerm"], "3_bis_5"]
    return walk.do("stellung_nehmen", gemeinde_stellungnahme="Der Platz wird 2027 umgebaut.")


def recommended(walk: Walk, ergebnis: str) -> Walk:
    walk.do("fallvorlage").do("beirat_einladen").do("beirat_sitzung", **QUORATE, sitzung_ergebnis="beraten")
    walk.do("empfehlung", beirat_ergebnis=ergebnis, empfehlung_text="Zwei Bänke versetzen").do("niederschrift")
    return walk


def test_the_mayor_of_the_affected_gemeinde_is_heard_and_the_gemeinde_acts() -> None:
    walk = recommended(before_the_board(), "massnahme")
    assert walk.task("rueckmeldung_fachamt").group == "gemeinde_05374012"
    walk.do("rueckmeldung_fachamt")
    assert walk.seen_by("umsetzung_beauftragen")["empfehlung_text"] == "Zwei Bänke versetzen"
    walk.do("umsetzung_beauftragen").wait(60)
    assert walk.todo == ["umsetzung_erinnern", "umsetzung_melden"]
    walk.do("umsetzung_erinnern").do("umsetzung_melden")
    assert closed(walk).ends == "geklaert"


def test_after_ten_working_days_the_board_meets_without_the_mayor() -> None:
    walk = in_procedure("beirat").wait(20)
    assert walk.todo == ["fallvorlage"]
    assert closed(recommended(walk, "kein_handlungsbedarf")).finished


@pytest.mark.parametrize(("ergebnis", "todo"), [("zurueck_mediation", ["clearing"]), ("kein_handlungsbedarf", [])])
def test_the_board_refers_back_or_sees_no_need(ergebnis: str, todo: list[str]) -> None:
    assert recommended(before_the_board(), ergebnis).todo == todo


def test_new_points_of_dispute_reopen_the_case() -> None:
    walk = on_site().do("ortsgespraech", vor_ort_ergebnis="geloest").wait(14).do("feedback_t0", wiederaufnahme=True)
    assert walk.todo == ["clearing"]


@pytest.mark.parametrize("ergebnis", ["abschlussvereinbarung", "geklaert", "ohne_einigung", "verwiesen", "schutzweg"])
def test_every_outcome_has_its_end(ergebnis: str) -> None:
    assert in_procedure("abschluss").do("abschluss", abschluss_ergebnis=ergebnis).ends == ergebnis
