"""Buttons of the case page: what people may tell the case, and not what its own path says to itself."""

from pathlib import Path

from engine.terms import Role
from tests.kit.house import House

PROCESSES = Path(__file__).parents[2] / "processes"


def test_what_the_gemeinde_answers_by_its_work_is_no_button_of_the_county(sqlite_house: House) -> None:
    house, county = sqlite_house, "05374"
    house.publish((PROCESSES / "oberbergischer-kreis.bpmn").read_bytes(), "oberbergischer-kreis.bpmn")
    case = house.start(county)
    house.do(case, "meldung", kurztitel="Grillplatz", falltyp="F07")
    house.do(case, "sicherheitspruefung", sicherheit="keine", kindeswohl=False)
    house.do(case, "gemeinde_zuordnen", gemeinde_ags="05374020", zuerst_vor_ort="ja", vor_ort_auftrag="Bitte reden.")
    assert house.task(case, "ortsgespraech")
    assert house.page(case, house.actor(Role.KOORDINATION, groups=("koordination",), of=county)).messages == ()
