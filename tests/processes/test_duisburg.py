"""Duisburg's path: districts take reports, safety interrupts, modules run side by side, a hotspot calls a table."""

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
DISTRICTS = ["hamborn", "hochfeld", "rheinhausen"]


def reported(district: str = "hamborn", sicherheit: str = "keine", **report: Any) -> Walk:
    answers = {"falltyp": "F02", "personenzahl": "3_bis_5", "oeffentlich": "keine", "stadtbezirk": "Marxloh", **report}
    walk = Walk("duisburg", start=f"start_{district}").do(f"anliegen_{district}", **answers)
    return walk.do("eingangsbestaetigung").do("sicherheitspruefung", sicherheit=sicherheit)


def cleared(**answers: Any) -> Walk:
    return reported().do("clearing", **(CALM | answers))


def on_the_way(*bausteine: str, weg: str = "bausteine", **answers: Any) -> Walk:
    """Confirmed as wanted; a deviation goes through the second pair of eyes."""
    chosen: dict[str, Any] = {"weg": weg} | ({"bausteine": list(bausteine)} if bausteine else {})
    walk = cleared(**answers).do("bausteine_bestaetigen", **chosen)
    return walk.do("zweitpruefung") if walk.todo == ["zweitpruefung"] else walk


def suggested(walk: Walk) -> tuple[str, list[str]]:
    found = walk.seen_by("bausteine_bestaetigen")["vorschlag"]
    return found["weg"], found["bausteine"]


def round_table(walk: Walk, ergebnis: str = "einigung") -> Walk:
    """Invite and hold: the tasks of the library's round table."""
    return walk.do("tisch_einladen").do("runder_tisch_durchfuehren", gespraech_ergebnis=ergebnis)


def asked_again(walk: Walk, **first: Any) -> Walk:
    """Feedback; the first answer may bring new points of dispute."""
    walk.wait(14).do("feedback_t0", **first)
    return walk if first else walk.wait(100).do("feedback_t1").wait(100).do("feedback_t2")


def in_danger(kindeswohl: bool = False) -> Walk:
    return reported(sicherheit="akut") if not kindeswohl else _child_in_danger()


def _child_in_danger() -> Walk:
    walk = Walk("duisburg", start="start_hochfeld").do("anliegen_hochfeld").do("eingangsbestaetigung")
    return walk.do("sicherheitspruefung", sicherheit="keine", kindeswohl=True)


def protected(walk: Walk, ergebnis: str) -> Walk:
    now = {"sicherheit": "keine"} if ergebnis == "weiter" else {}
    return walk.do("stellen_informieren").do("schutzplan").do("lage_pruefen", schutz_ergebnis=ergebnis, **now)


# ------------------------------------------------------------------ districts
@pytest.mark.parametrize("district", DISTRICTS)
def test_a_report_is_taken_where_the_person_came_and_goes_to_the_centre(district: str) -> None:
    walk = Walk("duisburg", start=f"start_{district}")
    task = walk.task(f"anliegen_{district}")
    assert walk.todo == [f"anliegen_{district}"] and task.group == f"bezirk_{district}"
    assert walk.seen_by(f"anliegen_{district}")["anlaufstelle"].lower() == district
    walk.do(f"anliegen_{district}")
    assert {t.group for t in walk.open.values()} == {"koordination"}
    assert walk.todo == ["eingangsbestaetigung", "sicherheitspruefung"]


# ------------------------------------------------------------------ safety
def test_acute_danger_interrupts_everything_else() -> None:
    walk = Walk("duisburg", start="start_hamborn").do("anliegen_hamborn").do("sicherheitspruefung", sicherheit="akut")
    assert walk.todo == ["stellen_informieren"]


def test_a_child_at_risk_is_a_case_for_protection() -> None:
    assert in_danger(kindeswohl=True).todo == ["stellen_informieren"]


def test_signs_are_checked_by_two_and_may_turn_out_harmless() -> None:
    walk = reported(sicherheit="hinweise")
    assert walk.do("sicherheit_zweitpruefung", sicherheit="keine").todo == ["clearing"]


def test_signs_that_turn_out_acute_interrupt() -> None:
    walk = reported(sicherheit="hinweise").do("sicherheit_zweitpruefung", sicherheit="akut")
    assert walk.todo == ["stellen_informieren"]


def test_danger_can_be_reported_at_any_time_and_work_goes_on_while_it_is_checked() -> None:
    walk = on_the_way("mediation").message("gefahr_melden")
    assert walk.todo == ["sicherheit_neu_pruefen", "vorgespraech"]
    assert walk.do("sicherheit_neu_pruefen", sicherheit="keine").todo == ["vorgespraech"]
    walk.message("gefahr_melden").do("sicherheit_neu_pruefen", sicherheit="akut")
    assert walk.todo == ["stellen_informieren"]


def test_danger_is_heard_on_the_safety_path_too_and_begins_it_anew_only_when_it_was_over() -> None:
    walk = in_danger().message("gefahr_melden")
    assert walk.todo == ["gefahr_erneut_pruefen", "stellen_informieren"]
    walk.do("gefahr_erneut_pruefen", sicherheit="akut")
    assert walk.todo.count("stellen_informieren") == 1
    walk = protected(walk, "abgegeben").message("gefahr_melden").do("gefahr_erneut_pruefen", sicherheit="akut")
    assert walk.todo == ["abschluss_schutz", "stellen_informieren"]


def test_while_a_second_safety_path_runs_a_third_report_begins_none_beside_it() -> None:
    walk = protected(in_danger(), "abgegeben").message("gefahr_melden")
    walk.do("gefahr_erneut_pruefen", sicherheit="akut").message("gefahr_melden")
    assert walk.do("gefahr_erneut_pruefen", sicherheit="akut").todo == ["abschluss_schutz", "stellen_informieren"]
    walk = protected(walk, "abgegeben").message("gefahr_melden").do("gefahr_erneut_pruefen", sicherheit="akut")
    assert walk.todo == ["abschluss_schutz", "stellen_informieren"]


def test_two_reports_of_danger_at_once_begin_one_safety_path() -> None:
    walk = protected(in_danger(), "abgegeben").message("gefahr_melden").message("gefahr_melden")
    walk.do("gefahr_erneut_pruefen", sicherheit="akut").do("gefahr_erneut_pruefen", sicherheit="akut")
    assert walk.todo == ["abschluss_schutz", "stellen_informieren"]


def test_protection_taken_over_by_another_office_closes_the_case() -> None:
    walk = protected(in_danger(), "abgegeben").do("abschluss_schutz", abschluss_ergebnis="schutzweg")
    assert walk.finished and walk.ends == "schutzweg"


@pytest.mark.parametrize("ergebnis", ["geklaert", "ohne_einigung"])
def test_after_protection_a_round_table_may_settle_it(ergebnis: str) -> None:
    walk = round_table(protected(in_danger(), "weiter"))
    walk = asked_again(walk, wiederaufnahme=True)
    assert walk.todo == ["tisch_einladen"]
    walk = asked_again(round_table(walk)).do("abschluss_schutz", abschluss_ergebnis=ergebnis)
    assert walk.finished and walk.ends == ergebnis


# ------------------------------------------------------------------ clearing and its table
@pytest.mark.parametrize(
    ("rule", "answers", "expected"),
    [
        ("b1", {"zustaendigkeit": "kreis"}, ("andere_stelle", [])),
        ("b2", {"falltyp": "F08"}, ("andere_stelle", [])),
        ("b3", {"glasl_stufe": "8"}, ("beirat", [])),
        ("b4", {"oeffentliches_interesse": True}, ("bausteine", ["mediation", "runder_tisch"])),
        ("b5", {"oeffentliches_interesse": True, "freiwilligkeit": "eine"}, ("beirat", [])),
        ("b6", {"personenzahl": "ueber_20", "glasl_stufe": "2"}, ("bausteine", ["runder_tisch"])),
        (
            "b7",
            {"oeffentliches_interesse": True, "glasl_stufe": "2", "freiwilligkeit": "offen"},
            ("bausteine", ["beratung", "runder_tisch"]),
        ),
        ("b8", {"schiedsamtsfall": True}, ("andere_stelle", [])),
        ("b9", {"freiwilligkeit": "keine"}, ("bausteine", ["beratung"])),
        ("b10", {"machtgefaelle": "hoch"}, ("bausteine", ["beratung", "mediation"])),
        ("b11", {"glasl_stufe": "1"}, ("bausteine", ["beratung"])),
        ("b12", {}, ("bausteine", ["mediation"])),
    ],
)
def test_the_table_suggests_modules(rule: str, answers: dict[str, Any], expected: tuple[str, list[str]]) -> None:
    walk = cleared(**answers)
    assert walk.decided[0] == (rule,)
    assert suggested(walk) == expected
    assert walk.seen_by("bausteine_bestaetigen")["vorschlag"]["begruendung"]


def test_what_was_suggested_needs_no_second_person_in_whatever_order_it_was_ticked() -> None:
    walk = cleared(machtgefaelle="hoch")
    walk.do("bausteine_bestaetigen", weg="bausteine", bausteine=["mediation", "beratung"])
    assert walk.todo == ["beratungsgespraech", "vorgespraech"]


@pytest.mark.parametrize(
    "chosen",
    [
        {"weg": "beirat"},
        {"weg": "bausteine", "bausteine": ["beratung"]},
        {"weg": "bausteine", "bausteine": ["mediation", "beratung"]},
    ],
)
def test_a_deviation_needs_a_reason_and_four_eyes(chosen: dict[str, Any]) -> None:
    walk = cleared().do("bausteine_bestaetigen", **chosen)
    assert walk.seen_by("zweitpruefung")["abweichung_grund"]
    assert walk.do("zweitpruefung", zweitpruefung_ergebnis="zurueck").todo == ["bausteine_bestaetigen"]
    walk.do("bausteine_bestaetigen", weg="bausteine", bausteine=["mediation"])
    assert walk.todo == ["vorgespraech"]


def test_without_a_procedure_the_case_is_closed_at_once() -> None:
    walk = on_the_way(weg="abschluss").do("abschluss", abschluss_ergebnis="geklaert")
    assert walk.finished and walk.ends == "geklaert"


def test_another_office_takes_over() -> None:
    walk = on_the_way(weg="andere_stelle", falltyp="F08").do("verweisung").do("ergebnis_pruefen")
    assert asked_again(walk).do("abschluss", abschluss_ergebnis="verwiesen").ends == "verwiesen"


# ------------------------------------------------------------------ modules side by side
def test_advice_mediation_and_round_table_run_side_by_side_and_wait_for_each_other() -> None:
    walk = on_the_way("beratung", "mediation", "runder_tisch")
    assert walk.todo == ["beratungsgespraech", "tisch_einladen", "vorgespraech"]
    assert walk.task("tisch_einladen").group == "bezirk_hamborn"
    round_table(walk).do("beratungsgespraech", beratung_ergebnis="weiteres_gespraech")
    walk.do("beratungsgespraech", beratung_ergebnis="clearing")
    assert walk.todo == ["vorgespraech"]
    walk.do("vorgespraech").do("vorgespraech", vorgespraech={"freiwillig": "nein"})
    assert walk.todo == ["ergebnis_pruefen"]


def test_a_module_that_was_not_chosen_holds_nothing_up() -> None:
    walk = on_the_way("beratung").do("beratungsgespraech", beratung_ergebnis="geklaert")
    assert walk.todo == ["ergebnis_pruefen"]


def test_without_any_module_the_result_is_looked_at_at_once() -> None:
    walk = cleared().do("bausteine_bestaetigen", weg="bausteine", bausteine=[]).do("zweitpruefung")
    assert walk.todo == ["ergebnis_pruefen"]


def test_after_three_months_the_coordinator_asks_whether_the_mediation_goes_on() -> None:
    walk = on_the_way("mediation").wait(93)
    assert walk.todo == ["mediation_stand", "vorgespraech"]
    assert walk.do("mediation_stand").todo == ["vorgespraech"]


def reviewed(stand: str) -> Walk:
    walk = on_the_way("beratung").do("beratungsgespraech", beratung_ergebnis="clearing")
    return walk.do("ergebnis_pruefen", ergebnis_stand=stand)


def test_what_another_module_may_help_goes_back_to_clearing() -> None:
    assert reviewed("clearing").todo == ["clearing"]


@pytest.mark.parametrize("ergebnis", ["abschlussvereinbarung", "geklaert", "ohne_einigung", "verwiesen", "schutzweg"])
def test_what_is_settled_is_asked_again_and_closed(ergebnis: str) -> None:
    walk = asked_again(reviewed("geklaert")).do("abschluss", abschluss_ergebnis=ergebnis)
    assert walk.finished and walk.ends == ergebnis


def test_new_points_of_dispute_reopen_the_case() -> None:
    assert asked_again(reviewed("geklaert"), wiederaufnahme=True).todo == ["clearing"]


# ------------------------------------------------------------------ board
def recommended(ergebnis: str, antwort: str = "uebernommen", walk: Walk | None = None) -> Walk:
    walk = walk or reviewed("beirat")
    present = {"beirat_mitglieder": 9, "beirat_anwesend": 7, "beirat_anwesend_zivil": 2, "beirat_vorsitz": True}
    walk.do("fallvorlage").do("beirat_einladen").do("beirat_sitzung", sitzung_ergebnis="beraten", **present)
    walk.do("empfehlung", beirat_ergebnis=ergebnis).do("niederschrift")
    return walk.do("rueckmeldung_fachamt", fachamt_antwort=antwort) if walk.todo == ["rueckmeldung_fachamt"] else walk


@pytest.mark.parametrize("ergebnis", ["massnahme", "ordnungsrecht"])
def test_the_department_tells_later_what_became_of_the_recommendation(ergebnis: str) -> None:
    walk = recommended(ergebnis)
    assert walk.todo == ["umsetzung_melden"] and walk.task("umsetzung_melden").group == "fachamt"
    assert asked_again(walk.do("umsetzung_melden")).todo == ["abschluss"]


def test_what_the_department_refuses_it_need_not_report() -> None:
    assert recommended("massnahme", "abgelehnt").wait(14).todo == ["feedback_t0"]


@pytest.mark.parametrize("ergebnis", ["zurueck_mediation", "zurueck_beratung", "externe_hilfe"])
def test_the_board_gives_back_to_a_simpler_step(ergebnis: str) -> None:
    assert recommended(ergebnis).todo == ["clearing"]


def test_a_conflict_far_gone_goes_to_the_board_at_once() -> None:
    walk = on_the_way(weg="beirat", glasl_stufe="8")
    assert recommended("kein_handlungsbedarf", walk=walk).wait(14).todo == ["feedback_t0"]


# ------------------------------------------------------------------ hotspot
def test_the_third_case_at_a_place_is_a_hotspot_and_calls_a_round_table() -> None:
    walk = cleared().do("bausteine_bestaetigen", weg="bausteine", bausteine=["mediation"], verknuepfte_vorgaenge=3)
    assert walk.todo == ["tisch_einladen", "vorgespraech"]
    assert round_table(walk).todo == ["vorgespraech"]


def test_other_cases_of_the_district_are_asked_to_join() -> None:
    walk = on_the_way("mediation").signal("hotspot", hotspot_vorgang="KKM-1", hotspot_bezirk="Marxloh")
    assert walk.todo == ["hotspot_anschluss", "vorgespraech"]
    assert walk.do("hotspot_anschluss", anschluss="ja").todo == ["vorgespraech"]


def test_a_hotspot_in_another_district_changes_nothing() -> None:
    walk = on_the_way("mediation").signal("hotspot", hotspot_vorgang="KKM-1", hotspot_bezirk="Walsum")
    assert walk.todo == ["vorgespraech"]
