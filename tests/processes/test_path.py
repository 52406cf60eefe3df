"""Hamm's path from report to closing: the branches that a coordinator meets."""

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
    walk = Walk().do("meldung", **{"falltyp": "F02", "personenzahl": "3_bis_5", "oeffentlich": "keine", **report})
    return walk.do("eingangsbestaetigung").do("sicherheitspruefung", sicherheit=sicherheit)


def cleared(**answers: Any) -> Walk:
    return reported().do("beratungsgespraech", beratung_ergebnis="clearing").do("clearing", **(CALM | answers))


def in_procedure(verfahren: str, **answers: Any) -> Walk:
    """Confirmed as wanted; a deviation goes through the second pair of eyes."""
    walk = cleared(**answers).do("verfahren_bestaetigen", verfahren=verfahren)
    return walk.do("zweitpruefung") if walk.todo == ["zweitpruefung"] else walk


def tandem(walk: Walk) -> Walk:
    """Up to the first session."""
    for _ in range(2):
        walk.do("vorgespraech")
    walk.do("mediator_vorschlagen", mediatorin_1="amina", mediatorin_2="jonas")
    for _ in range(2):
        walk.do("parteien_wahl")
    for _ in range(2):
        walk.do("offenlegung", offenlegung={"vorbefasst": "nein", "zweifel": "nein"})
    return walk.do("mediationsvereinbarung")


def closed(walk: Walk, ergebnis: str = "geklaert") -> Walk:
    """Feedback three times, then closing."""
    walk.wait(14).do("feedback_t0").wait(100).do("feedback_t1").wait(100).do("feedback_t2")
    return walk.do("abschluss", abschluss_ergebnis=ergebnis)


def test_confirmation_of_receipt_runs_beside_the_safety_check() -> None:
    walk = Walk().do("meldung")
    assert walk.todo == ["eingangsbestaetigung", "sicherheitspruefung"]
    told = walk.definition.processes["konfliktweg_hamm"].elements["sicherheitspruefung"].escalation
    assert told == ("Vertretung", "Leitung")


def test_a_talk_that_settles_it_leads_to_feedback_and_closing() -> None:
    walk = closed(reported().do("beratungsgespraech", beratung_ergebnis="geklaert"))
    assert walk.finished and walk.ends == "geklaert"


def test_at_most_three_talks() -> None:
    walk = reported()
    for _ in range(2):
        walk.do("beratungsgespraech", beratung_ergebnis="weiteres_gespraech")
        assert walk.todo == ["beratungsgespraech"]
    assert walk.do("beratungsgespraech", beratung_ergebnis="weiteres_gespraech").todo == ["clearing"]


def test_acute_danger_goes_to_protection_and_only_then_on() -> None:
    walk = reported("akut")
    walk.do("stellen_informieren").do("schutzplan").do("lage_pruefen", schutz_ergebnis="fortsetzen", sicherheit="akut")
    assert walk.todo == ["schutzplan"]
    walk.do("schutzplan").do("lage_pruefen", schutz_ergebnis="weiter", sicherheit="keine")
    assert walk.todo == ["clearing"]


def test_protection_handed_over_ends_without_feedback() -> None:
    walk = reported("akut").do("stellen_informieren").do("schutzplan").do("lage_pruefen", schutz_ergebnis="abgegeben")
    assert walk.do("abschluss", abschluss_ergebnis="schutzweg").ends == "schutzweg"


def test_suspicion_for_a_child_is_cleared_by_the_check_of_the_situation() -> None:
    walk = (
        Walk()
        .do("meldung", falltyp="F02")
        .do("eingangsbestaetigung")
        .do("sicherheitspruefung", kindeswohl=True, sicherheit="keine")
    )
    walk.do("beratungsgespraech", beratung_ergebnis="clearing").do("clearing", **CALM)
    assert walk.seen_by("verfahren_bestaetigen")["vorschlag"]["verfahren"] == "schutzweg"
    walk.do("verfahren_bestaetigen", verfahren="schutzweg").do("stellen_informieren").do("schutzplan")
    walk.do("lage_pruefen", schutz_ergebnis="weiter", sicherheit="keine", kindeswohl=False).do("clearing", **CALM)
    assert walk.seen_by("verfahren_bestaetigen")["vorschlag"]["verfahren"] == "mediation"


def test_the_table_suggests_and_a_person_confirms() -> None:
    walk = cleared()
    assert walk.seen_by("verfahren_bestaetigen")["vorschlag"]["verfahren"] == "mediation"
    assert walk.decided[0] == ("r13",)
    assert walk.do("verfahren_bestaetigen", verfahren="mediation").todo == ["vorgespraech"]


def test_a_deviation_needs_four_eyes() -> None:
    walk = cleared().do("verfahren_bestaetigen", verfahren="runder_tisch")
    assert walk.do("zweitpruefung", zweitpruefung_ergebnis="zurueck").todo == ["verfahren_bestaetigen"]
    walk.do("verfahren_bestaetigen", verfahren="runder_tisch")
    assert walk.do("zweitpruefung", zweitpruefung_ergebnis="bestaetigt").todo == ["tisch_einladen"]


def test_signs_of_danger_are_checked_by_two_and_the_table_runs_again() -> None:
    walk = reported("hinweise").do("beratungsgespraech", beratung_ergebnis="clearing").do("clearing", **CALM)
    walk.do("verfahren_bestaetigen", verfahren="zweitpruefung").do("sicherheit_zweitpruefung", sicherheit="keine")
    assert walk.seen_by("verfahren_bestaetigen")["vorschlag"]["verfahren"] == "mediation"
    assert [d for d in walk.decided if d[:1] in (("r3",), ("r13",))] == [("r3",), ("r13",)]


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
        ("mediation", "vorgespraech"),
        ("beirat", "fallvorlage"),
        ("abschluss", "abschluss"),
    ],
)
def test_every_procedure_has_its_first_task(verfahren: str, task: str) -> None:
    assert in_procedure(verfahren).todo == [task]


def test_a_moderated_talk_that_settles_it_leads_to_feedback() -> None:
    walk = in_procedure("moderiertes_gespraech").do("moderiertes_gespraech", gespraech_ergebnis="einigung")
    assert closed(walk, "abschlussvereinbarung").ends == "abschlussvereinbarung"


@pytest.mark.parametrize("verfahren", ["ad_beratung", "schiedsamt"])
def test_a_referral_comes_back_or_leads_to_feedback(verfahren: str) -> None:
    task = "ad_beratung" if verfahren == "ad_beratung" else "verweisung"
    assert in_procedure(verfahren).do(task, verweis_ergebnis="zurueck").todo == ["clearing"]
    assert closed(in_procedure(verfahren).do(task), "verwiesen").ends == "verwiesen"


def test_tandem_mediation_with_an_agreement() -> None:
    walk = in_procedure("mediation")
    for _ in range(2):
        walk.do("vorgespraech")
    walk.do("mediator_vorschlagen", mediatorin_1="amina", mediatorin_2="jonas").do("parteien_wahl").do("parteien_wahl")
    assert sorted(str(task.assignee) for task in walk.open.values()) == ["amina", "jonas"]
    walk.do("offenlegung", offenlegung={"vorbefasst": "nein", "zweifel": "nein"})
    walk.do("offenlegung", offenlegung={"vorbefasst": "nein", "zweifel": "nein"}).do("mediationsvereinbarung")
    walk.do("mediationssitzung", sitzung_weiter="weitere_sitzung").do("mediationssitzung", sitzung_weiter="abschluss")
    assert walk.task("mediation_abschluss").assignee == "amina"
    walk.do("mediation_abschluss", mediation_ergebnis="abschlussvereinbarung", ergebnis_freigabe=True)
    assert walk.todo == []
    assert closed(walk, "abschlussvereinbarung").ends == "abschlussvereinbarung"


def test_without_consent_of_a_side_there_is_no_mediation() -> None:
    walk = in_procedure("mediation").do("vorgespraech").do("vorgespraech", vorgespraech={"freiwillig": "nein"})
    assert walk.todo == ["clearing"]


def test_the_sides_choose_and_may_refuse() -> None:
    walk = in_procedure("mediation").do("vorgespraech").do("vorgespraech").do("mediator_vorschlagen")
    assert walk.do("parteien_wahl").do("parteien_wahl", wahl={"zustimmung": "nein"}).todo == ["mediator_vorschlagen"]


def test_each_side_and_each_mediator_gets_an_empty_form() -> None:
    walk = in_procedure("mediation").do("vorgespraech")
    assert walk.seen_by("vorgespraech").get("vorgespraech") is None
    walk.do("vorgespraech").do("mediator_vorschlagen").do("parteien_wahl")
    assert walk.seen_by("parteien_wahl").get("wahl") is None
    walk.do("parteien_wahl").do("offenlegung", offenlegung={"zweifel": "ja", "umstaende": "Nachbarschaft"})
    assert walk.seen_by("offenlegung").get("offenlegung") is None
    walk.do("offenlegung", offenlegung={"zweifel": "nein"})
    told = walk.seen_by("zustimmung_zweifel")["offenlegungen"]
    assert [t.get("umstaende") for t in told] == ["Nachbarschaft", None]


def test_in_the_mediation_coordinators_do_the_organising_and_mediators_the_rest() -> None:
    walk = in_procedure("mediation").do("vorgespraech").do("vorgespraech")
    task = walk.task("mediator_vorschlagen")
    assert (task.group, task.role, task.zone) == ("koordination", "koordination", "mediation")
    walk.do("mediator_vorschlagen").do("parteien_wahl").do("parteien_wahl")
    assert {(t.group, t.role, t.zone, t.assignee) for t in walk.open.values()} == {
        ("mediation", "mediation", "mediation", "amina"),
        ("mediation", "mediation", "mediation", "jonas"),
    }


def test_a_tandem_is_two_people() -> None:
    walk = in_procedure("mediation").do("vorgespraech").do("vorgespraech")
    with pytest.raises(AssertionError, match="Diese Person haben Sie oben schon als erste gewählt"):
        walk.do("mediator_vorschlagen", mediatorin_1="amina", mediatorin_2="amina")


def test_who_advised_may_not_mediate_and_doubts_need_consent() -> None:
    walk = in_procedure("mediation").do("vorgespraech").do("vorgespraech").do("mediator_vorschlagen")
    walk.do("parteien_wahl").do("parteien_wahl")
    walk.do("offenlegung", offenlegung={"vorbefasst": "nein", "zweifel": "nein"})
    walk.do("offenlegung", offenlegung={"vorbefasst": "ja", "zweifel": "nein"})
    assert walk.todo == ["mediator_vorschlagen"]
    walk.do("mediator_vorschlagen").do("parteien_wahl").do("parteien_wahl")
    walk.do("offenlegung", offenlegung={"vorbefasst": "nein", "zweifel": "ja"})
    walk.do("offenlegung", offenlegung={"vorbefasst": "nein", "zweifel": "nein"})
    assert walk.do("zustimmung_zweifel", zweifel_zustimmung="nein").todo == ["mediator_vorschlagen"]


def test_mediation_ends_at_any_time_without_a_reason() -> None:
    walk = tandem(in_procedure("mediation"))
    assert walk.message("mediation_beenden").todo == ["mediation_beendigung"]
    walk.do("mediation_beendigung", mediation_ergebnis="abbruch_einseitig", ergebnis_freigabe=False)
    assert walk.todo == []
    assert walk.wait(14).todo == ["feedback_t0"]


@pytest.mark.parametrize(("released", "task"), [(True, "fallberatung"), (False, None)])
def test_a_mediation_without_agreement_goes_to_peer_consultation_when_that_may_be_known(
    released: bool, task: str | None
) -> None:
    walk = tandem(in_procedure("mediation")).do("mediationssitzung", sitzung_weiter="abschluss")
    walk.do("mediation_abschluss", mediation_ergebnis="gescheitert", ergebnis_freigabe=released)
    assert walk.todo == ([task] if task else [])


def test_after_three_months_the_coordinator_asks_whether_the_mediation_goes_on() -> None:
    walk = tandem(in_procedure("mediation")).wait(93)
    assert walk.todo == ["mediation_stand", "mediationssitzung"]
    assert walk.do("mediation_stand").todo == ["mediationssitzung"]


def round_table(gespraech_ergebnis: str) -> Walk:
    walk = in_procedure("runder_tisch").do("tisch_einladen")
    return walk.do("runder_tisch_durchfuehren", gespraech_ergebnis=gespraech_ergebnis)


def consulted(ergebnis: str) -> Walk:
    walk = round_table("keine_einigung")
    return walk.do("fallberatung", anwesende_fachkraefte=3, fallberatung_ergebnis=ergebnis)


def test_peer_consultation_needs_three() -> None:
    walk = round_table("keine_einigung")
    assert walk.do("fallberatung", anwesende_fachkraefte=2).todo == ["fallberatung"]


@pytest.mark.parametrize(
    ("ergebnis", "task"), [("beratung", "beratungsgespraech"), ("mediation", "vorgespraech"), ("beirat", "fallvorlage")]
)
def test_peer_consultation_leads_on_or_back(ergebnis: str, task: str) -> None:
    assert consulted(ergebnis).todo == [task]


def convened() -> Walk:
    return consulted("beirat").do("fallvorlage").do("beirat_einladen")


def test_a_board_without_quorum_is_invited_again() -> None:
    assert convened().do("beirat_sitzung", sitzung_ergebnis="vertagt").todo == ["beirat_einladen"]


@pytest.mark.parametrize(
    ("ergebnis", "todo"),
    [
        ("massnahme", ["rueckmeldung_fachamt"]),
        ("ordnungsrecht", ["rueckmeldung_fachamt"]),
        ("zurueck_mediation", ["clearing"]),
        ("zurueck_beratung", ["clearing"]),
        ("externe_hilfe", ["clearing"]),
        ("kein_handlungsbedarf", []),
    ],
)
def test_what_the_board_recommends(ergebnis: str, todo: list[str]) -> None:
    walk = convened().do("beirat_sitzung", **QUORATE).do("empfehlung", beirat_ergebnis=ergebnis).do("niederschrift")
    assert walk.todo == todo


def test_the_department_is_reminded_after_four_weeks_and_may_still_answer() -> None:
    walk = convened().do("beirat_sitzung", **QUORATE).do("empfehlung", beirat_ergebnis="massnahme").do("niederschrift")
    walk.wait(28)
    assert walk.todo == ["fachamt_erinnern", "rueckmeldung_fachamt"]
    walk.do("fachamt_erinnern").do("rueckmeldung_fachamt")
    assert closed(walk).ends == "geklaert"


@pytest.mark.parametrize("ergebnis", ["abschlussvereinbarung", "geklaert", "ohne_einigung", "verwiesen", "schutzweg"])
def test_a_case_ends_with_the_outcome_that_was_chosen(ergebnis: str) -> None:
    assert closed(reported().do("beratungsgespraech", beratung_ergebnis="geklaert"), ergebnis).ends == ergebnis


@pytest.mark.parametrize("talks", [1, 2, 3])
def test_new_points_of_dispute_reopen_the_case(talks: int) -> None:
    walk = reported().do("beratungsgespraech", beratung_ergebnis="geklaert").wait(14)
    for done, task in enumerate(("feedback_t0", "feedback_t1", "feedback_t2")[:talks], start=1):
        walk.do(task, wiederaufnahme=done == talks)
        if done < talks:
            walk.wait(100)
    assert walk.todo == ["clearing"]
    walk.do("clearing", **CALM).do("verfahren_bestaetigen", verfahren="mediation")
    assert walk.todo == ["vorgespraech"]


def test_feedback_comes_two_weeks_three_and_six_months_after_the_end() -> None:
    walk = reported().do("beratungsgespraech", beratung_ergebnis="geklaert")
    assert walk.wait(13).todo == []
    assert walk.wait(1).todo == ["feedback_t0"]
    assert walk.do("feedback_t0").wait(77).todo == []
    assert walk.wait(1).todo == ["feedback_t1"]
    assert walk.do("feedback_t1").wait(90).todo == []
    assert walk.wait(2).todo == ["feedback_t2"]
