"""Ten more municipalities, each from the file of another: name and AGS changed, art and kreis where the kind differs.

The ten are our choice for testing; which municipalities really came later is not known (domain.md 5 of the project).
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from lxml import etree

from engine import casework
from engine.network import work_off
from engine.terms import Role, TenantId
from tests.kit.house import OPERATOR, House
from tests.processes.files import NS, PROCESSES

SOEST = "05974040"


@dataclass(frozen=True)
class Clone:
    parent: str
    slug: str
    name: str
    ags: str
    art: str = ""
    start: str | None = None
    """Start event, where the parent has several."""
    first: str = "meldung"


TEN = [
    Clone("hamm", "bielefeld", "Stadt Bielefeld", "05711000"),
    Clone("duisburg", "gelsenkirchen", "Stadt Gelsenkirchen", "05513000", "", "start_hamborn", "anliegen_hamborn"),
    Clone("herne", "krefeld", "Stadt Krefeld", "05114000"),
    Clone("solingen", "hagen", "Stadt Hagen", "05914000"),
    Clone("hamm", "muenster", "Stadt Münster", "05515000"),
    Clone("solingen", "wuppertal", "Stadt Wuppertal", "05124000"),
    Clone("oberbergischer-kreis", "siegen-wittgenstein", "Kreis Siegen-Wittgenstein", "05970"),
    Clone("oberbergischer-kreis", "lippe", "Kreis Lippe", "05766"),
    Clone("soest", "unna", "Kreis Unna", "05978", "Kreis"),
    Clone("oberbergischer-kreis", "aachen", "StädteRegion Aachen", "05334", "Städteregion"),
]


def cloned(clone: Clone) -> bytes:
    """Nothing but what the onboarding asks for is touched, in the text, as a person with an editor would."""
    text = (PROCESSES / f"{clone.parent}.bpmn").read_text(encoding="utf-8")
    root = etree.fromstring(text.encode())
    process = next(p for p in root.iterfind("bpmn:process", NS) if _property(p, "ags"))
    pool = next(p for p in root.iterfind(".//bpmn:participant", NS) if p.get("processRef") == process.get("id"))
    place = f'processRef="{process.get("id")}"'
    changes = {f'name="{pool.get("name")}" {place}': f'name="{clone.name}" {place}'}
    changes[_line("ags", _property(process, "ags"))] = _line("ags", clone.ags)
    if clone.art:
        changes[_line("art", _property(process, "art"))] = _line("art", clone.art)
        changes[_line("kreis", _property(process, "kreis"))] = ""
    for before, after in changes.items():
        if before != _line("kreis", ""):
            assert text.count(before) == 1, before
            text = text.replace(before, after)
    return text.encode()


def _property(process: etree._Element, name: str) -> str:
    found = process.find(f"bpmn:extensionElements/zeebe:properties/zeebe:property[@name='{name}']", NS)
    return "" if found is None else found.get("value", "")


def _line(name: str, value: str) -> str:
    return f'<zeebe:property name="{name}" value="{value}" />'


@pytest.mark.parametrize("clone", TEN, ids=lambda clone: clone.slug)
def test_a_municipality_is_onboarded_by_its_file_alone(sqlite_house: House, clone: Clone) -> None:
    house = sqlite_house
    published = house.publish(cloned(clone), f"{clone.slug}.bpmn")
    assert (published.slug, published.name, published.municipality) == (clone.slug, clone.name, clone.ags)
    assert published.warnings == ()
    with house.platform.command(OPERATOR) as uow:
        command = casework.StartCase(TenantId(clone.ags), start_event=clone.start)
        case = casework.start_case(uow, command).aktenzeichen
    assert case == f"KKM-{clone.ags}-2026-0001"
    assert house.instance(case)["trial"] and house.todo(case) == [clone.first]


def test_the_ten_live_beside_their_parents(sqlite_house: House) -> None:
    house = sqlite_house
    for clone in TEN:
        house.publish(cloned(clone), f"{clone.slug}.bpmn")
    for parent in sorted({clone.parent for clone in TEN}):
        house.publish((PROCESSES / f"{parent}.bpmn").read_bytes(), f"{parent}.bpmn")
    assert len(house.rows("municipality")) == 16


def soest(house: House) -> str:
    house.publish((PROCESSES / "soest.bpmn").read_bytes(), "soest.bpmn")
    case = house.start(of=SOEST)
    house.do(case, "meldung", falltyp="F06", personenzahl="3_bis_5", oeffentlich="keine")
    house.do(case, "eingangsbestaetigung")
    house.do(case, "sicherheitspruefung", sicherheit="keine", kindeswohl=False)
    return case


def test_the_quarter_begins_by_the_clock_and_calls_the_case_that_waits(house: House) -> None:
    case = soest(house)
    house.do(case, "zustaendigkeit_pruefen", zustaendig_schule="nein")
    house.do(case, "beratungsgespraech", beratung_ergebnis="clearing")
    house.do(case, "clearing", glasl_stufe="7", freiwilligkeit="beide", machtgefaelle="gering", schiedsamtsfall=False)
    house.do(case, "verfahren_bestaetigen", verfahren="beirat")
    house.do(case, "beirat_vormerken", beirat_termin="quartalssitzung")
    assert house.todo(case) == []
    house.wait(days=28)
    [meeting] = [row["aktenzeichen"] for row in house.rows("process_instance") if row["aktenzeichen"] != case]
    assert house.todo(meeting) == ["tagesordnung"]
    assert house.page(meeting).head.kurztitel == "Quartalssitzung des Konfliktbeirats, 3. Quartal 2026"
    house.do(meeting, "tagesordnung", tagesordnung_faelle=1, quartal_sitzung_am="2026-07-15")
    while work_off(house.platform):
        pass
    assert house.todo(case) == ["fallvorlage"]
    assert house.todo(meeting) == ["quartal_sitzung"]


def test_a_message_to_another_office_is_carried_by_people_and_misses_nobody(house: House) -> None:
    case = soest(house)
    house.do(case, "zustaendigkeit_pruefen", zustaendig_schule="ja")
    house.do(case, "schule_uebergeben", schule_stelle="schulpsychologie", schule_anliegen="Streit in Klasse 7")
    while work_off(house.platform):
        pass
    assert house.rows("incident") == [] and house.rows("outbox") == []
    with house.platform.command(OPERATOR) as uow:
        casework.send_message(uow, casework.SendMessage(house.instance(case)["id"], "schule_antwort"))
    assert house.todo(case) == ["schule_ergebnis"]


COUNTY = "05374"


def county(house: House, **report: str) -> str:
    house.publish((PROCESSES / "oberbergischer-kreis.bpmn").read_bytes(), "oberbergischer-kreis.bpmn")
    case = house.start(of=COUNTY)
    house.do(case, "meldung", falltyp="F02", personenzahl="3_bis_5", oeffentlich="keine", kurztitel="Lärm im Hof")
    house.do(case, "eingangsbestaetigung")
    house.do(case, "sicherheitspruefung", sicherheit="keine", kindeswohl=False)
    answers = {"gemeinde_ags": "05374012", "zuerst_vor_ort": "ja", "vor_ort_auftrag": "Bitte mit beiden sprechen."}
    house.do(case, "gemeinde_zuordnen", **(answers | report))
    return case


def test_only_the_gemeinde_of_the_conflict_has_the_task_in_its_list(house: House) -> None:
    case = county(house)
    gummersbach = house.actor(Role.BERATUNG, groups=("gemeinde_05374012",), of=COUNTY)
    wiehl = house.actor(Role.BERATUNG, groups=("gemeinde_05374048",), of=COUNTY)
    assert house.tasks_of(gummersbach) == ["Gespräch vor Ort führen"] and house.tasks_of(wiehl) == []
    task = house.task(case, "ortsgespraech")
    house.claim(task, gummersbach)
    house.complete(task, gummersbach, vor_ort_ergebnis="an_kreis", ortsgespraech_verlauf="Kein Einlenken")
    assert house.todo(case) == ["clearing"]
    assert house.rows("incident") == []


def test_the_clock_hands_the_case_of_the_gemeinde_to_the_county(house: House) -> None:
    case = county(house)
    house.wait(days=14)
    assert house.todo(case) == ["ortsgespraech"]
    house.wait(days=3)
    assert house.todo(case) == ["clearing"]
    assert house.verify().holds


def test_two_cases_of_two_gemeinden_do_not_answer_for_each_other(house: House) -> None:
    one, other = county(house), county(house, gemeinde_ags="05374048")
    house.do(other, "ortsgespraech", vor_ort_ergebnis="an_kreis")
    assert (house.todo(one), house.todo(other)) == (["ortsgespraech"], ["clearing"])
