"""Duisburg's hotspot reaches other cases; what Herne hands to the Schiedsamt is carried by people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from engine import casework
from engine.casework import SendMessage
from engine.network import work_off
from engine.terms import TenantId
from tests.kit.house import OPERATOR, House

PROCESSES = Path(__file__).resolve().parents[2] / "processes"
DUISBURG, HERNE = "05112000", "05916000"
VORSCHLAG: dict[str, Any] = {
    "falltyp": "F02",
    "zustaendigkeit": "eigene",
    "glasl_stufe": "4",
    "freiwilligkeit": "beide",
}


def published(house: House, name: str) -> None:
    house.publish((PROCESSES / f"{name}.bpmn").read_bytes(), f"{name}.bpmn")


def work(house: House) -> None:
    while work_off(house.platform):
        pass


def in_mediation(house: House, district: str, bezirk: str, **confirmed: Any) -> str:
    """A case of Duisburg whose mediation has begun."""
    with house.platform.command(OPERATOR) as uow:
        case = casework.start_case(uow, casework.StartCase(TenantId(DUISBURG), start_event=f"start_{district}"))
    number = case.aktenzeichen
    house.do(number, f"anliegen_{district}", kurztitel="Lärm", stadtbezirk=bezirk, falltyp="F02")
    house.do(number, "sicherheitspruefung", sicherheit="keine")
    house.do(number, "clearing", **VORSCHLAG)
    chosen = {"weg": "bausteine", "bausteine": ["mediation"], "verknuepfte_vorgaenge": 1, **confirmed}
    house.do(number, "bausteine_bestaetigen", **chosen)
    return number


def test_a_hotspot_asks_the_other_cases_of_its_district_to_join(house: House) -> None:
    published(house, "duisburg")
    neighbour = in_mediation(house, "hamborn", "Marxloh")
    elsewhere = in_mediation(house, "rheinhausen", "Friemersheim")
    third = in_mediation(house, "hochfeld", "Marxloh", verknuepfte_vorgaenge=3)
    work(house)
    assert "tisch_einladen" in house.todo(third) and "hotspot_anschluss" not in house.todo(third)
    assert "hotspot_anschluss" in house.todo(neighbour)
    assert not {"hotspot_anschluss", "tisch_einladen"} & set(house.todo(elsewhere))
    house.do(neighbour, "hotspot_anschluss", anschluss="ja")
    assert house.todo(neighbour) == ["eingangsbestaetigung", "vorgespraech"]


def test_acute_danger_ends_the_case_with_its_outcome(house: House) -> None:
    published(house, "duisburg")
    case = in_mediation(house, "hamborn", "Marxloh")
    with house.platform.command(OPERATOR) as uow:
        casework.send_message(uow, SendMessage(house.instance(case)["id"], "gefahr_melden"))
    house.do(case, "sicherheit_neu_pruefen", sicherheit="akut")
    assert house.todo(case) == ["stellen_informieren"]
    for step in ("stellen_informieren", "schutzplan"):
        house.do(case, step)
    house.do(case, "lage_pruefen", schutz_ergebnis="abgegeben")
    house.do(case, "abschluss_schutz", abschluss_ergebnis="schutzweg")
    assert house.instance(case)["state"] == "completed"


def test_what_goes_to_the_schiedsamt_misses_no_receiver_and_its_answer_comes_by_a_button(house: House) -> None:
    published(house, "herne")
    case = house.start(of=HERNE)
    house.do(case, "meldung", kurztitel="Hecke", stadtbezirk="Wanne", falltyp="F01")
    house.do(case, "sicherheitspruefung", sicherheit="keine")
    house.do(case, "clearing", **VORSCHLAG, schiedsamtsfall=True)
    house.do(case, "verfahren_bestaetigen", verfahren="schiedsamt")
    house.do(case, "schiedsamt_uebergabe")
    work(house)
    assert house.rows("incident") == []
    assert house.page(case).messages == (("antwort_des_schiedsamts", "Schiedsamt hat geantwortet"),)
    with house.platform.command(OPERATOR) as uow:
        casework.send_message(uow, SendMessage(house.instance(case)["id"], "antwort_des_schiedsamts"))
    assert house.todo(case) == ["eingangsbestaetigung", "schiedsamt_auswerten"]
