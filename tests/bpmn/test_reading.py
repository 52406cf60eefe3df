"""Hardened reading, municipality, deadlines, dialects."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine.bpmn import models, municipality_findings, municipality_of, read, resolve
from engine.bpmn.deadline import due_date, working_days_between
from engine.errors import InvalidInput
from engine.terms import Stage, Zone
from tests.bpmn.models import END, START, document, element, extensions, finder, flows, process, sub_process, user

BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL">&a;</bpmn:definitions>'
OUTSIDE = b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"/>'
NAMESPACE = 'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   ",
        b"kein xml",
        b"<a",
        b"\xff\xfe\x00",
        b"<html/>",
        b"PK\x03\x04zip",
        BOMB,
        OUTSIDE,
        b"<?xml version='1.0' encoding='utf-7'?><a/>",
        b" " * (10 * 1024 * 1024 + 1),
        f"<bpmn:definitions {NAMESPACE}>".encode()
        + b"<bpmn:extensionElements>" * 300
        + b"</bpmn:extensionElements>" * 300
        + b"</bpmn:definitions>",
        f"<bpmn:definitions {NAMESPACE}>".encode() + b"<bpmn:text/>" * 200_001 + b"</bpmn:definitions>",
    ],
)
def test_what_cannot_be_read_says_why(content: bytes):
    with pytest.raises(InvalidInput) as refused:
        read(content, file="weg.bpmn")
    assert refused.value.code == "bpmn.unreadable"
    assert refused.value.findings[0].file == "weg.bpmn" and refused.value.findings[0].message
    package, findings = resolve(content, "weg.bpmn", finder())
    assert package is None and [f.code for f in findings] == ["bpmn.unreadable"]


def city(name: str = "Stadt Hamm", **properties: str) -> bytes:
    pool = (
        f'<bpmn:collaboration id="c"><bpmn:participant id="pool" name="{name}" processRef="weg"/></bpmn:collaboration>'
    )
    inner = process("weg", START, END, flows("s", "e"), properties=properties)
    return document(before=pool, extra=inner, process="leer")


def test_the_municipality_is_named_by_pool_and_process():
    found = municipality_of(read(city(ags="05915000", art="kreisfreie Stadt")))
    assert found is not None
    assert (found.name, found.ags, found.art, found.process_id, found.identity) == (
        "Stadt Hamm",
        "05915000",
        "kreisfreie Stadt",
        "weg",
        "05915000",
    )
    assert found.line and found.process_line


@pytest.mark.parametrize(
    ("name", "properties", "codes"),
    [
        ("Stadt Hamm", {"ags": "05915000", "art": "kreisfreie Stadt"}, []),
        ("Kreis Soest", {"ags": "05974", "art": "Kreis"}, []),
        ("Diakonie", {"ags": "05915000", "kennung": "diakonie", "art": "soziale Organisation"}, []),
        ("LaKI", {"kennung": "laki", "art": "Landesstelle"}, []),
        ("Stadt Hamm", {"ags": "0591500", "art": "kreisfreie Stadt"}, ["municipality.ags"]),
        ("Kreis Soest", {"ags": "05974000", "art": "Kreis"}, ["municipality.ags"]),
        ("Stadt Hamm", {"ags": "0591500x", "art": "kreisfreie Stadt"}, ["municipality.ags"]),
        ("Stadt Hamm", {"ags": "05915000", "art": "Dorf"}, ["municipality.art"]),
        ("", {"ags": "05915000", "art": "kreisfreie Stadt"}, ["municipality.name"]),
        ("Stadt", {"ags": "05974040", "art": "kreisangehörige Stadt", "kreis": "5974"}, ["municipality.kreis"]),
        ("Stadt Hamm", {"art": "Stadt"}, ["municipality.missing"]),
        ("Stadt Soest", {"ags": "05974040", "art": "kreisangehörige Stadt", "kreis": "05974"}, []),
        ("Aachen", {"ags": "05334", "art": "Städteregion"}, []),
        ("Stadt Aachen", {"ags": "05334002", "art": "kreisangehörige Stadt", "kreis": "05334"}, []),
        ("Stadt Hamm", {"ags": "05915000", "art": "kreisfreie Stadt", "kreis": "05974"}, ["municipality.kreis"]),
    ],
)
def test_what_publishing_insists_on(name: str, properties: dict[str, str], codes: list[str]):
    found = municipality_findings(read(city(name, **properties)), "hamm.bpmn")
    assert [f.code for f in found] == codes and all(f.file == "hamm.bpmn" for f in found)


@pytest.mark.parametrize(
    ("properties", "sentence", "way"),
    [
        (
            {"ags": "05974", "art": "kreisangehörige Stadt", "kreis": "05974"},
            "05974 ist der AGS eines Kreises",
            "er beginnt mit 05974",
        ),
        ({"ags": "05974040", "art": "Kreis"}, "05974040 ist der AGS einer Stadt oder Gemeinde", "05974 eintragen"),
        (
            {"ags": "05974040", "art": "kreisangehörige Stadt", "kreis": "05978"},
            "05974040 gehört nicht zum Kreis 05978",
            "05974 eintragen",
        ),
        ({"ags": "05974040", "art": "kreisfreie Stadt"}, "einer kreisangehörigen Stadt", "bei „kreis“ 05974"),
        ({"ags": "05915000", "art": "Gemeinde"}, "05915000 ist der AGS einer kreisfreien Stadt", "kreisfreie Stadt"),
        ({"ags": "5915000", "art": "kreisfreie Stadt"}, "hat nicht 8 Ziffern", "führende Null fehlt: 05915000"),
        ({"ags": "5374", "art": "Kreis"}, "hat nicht 5 Ziffern", "führende Null fehlt: 05374"),
    ],
)
def test_town_and_county_mixed_up_get_their_sentence(properties: dict[str, str], sentence: str, way: str):
    [found] = municipality_findings(read(city("Soest", **properties)), "soest.bpmn")
    assert sentence in found.message and way in found.hint
    assert found.line and found.element_id == "weg"


FRIDAY = datetime(2026, 5, 29, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("1 AT", "2026-06-01T21:59Z"),
        ("5 AT", "2026-06-08T21:59Z"),
        ("5 Arbeitstage", "2026-06-08T21:59Z"),
        ("2 Wochen", "2026-06-12T21:59Z"),
        ("1 Woche", "2026-06-05T21:59Z"),
        ("3 Monate", "2026-08-31T21:59Z"),
        ("3 Tage", "2026-06-01T21:59Z"),
        ("6 Tage", "2026-06-05T21:59Z"),
        ("4 Stunden", "2026-05-29T14:00Z"),
        ("P14D", "2026-06-12T10:00Z"),
        ("PT90M", "2026-05-29T11:30Z"),
        ("P1M", "2026-06-29T10:00Z"),
        ("0 AT", "2026-05-29T21:59Z"),
    ],
)
def test_deadlines(text: str, due: str):
    """4 June 2026 is Fronleichnam, a holiday in North Rhine-Westphalia; 29 August a Saturday: no last day of a term."""
    assert due_date(text, FRIDAY) == datetime.fromisoformat(due)


def test_a_month_ends_with_its_last_day_and_winter_with_winter_time():
    assert due_date("1 Monat", datetime(2026, 3, 31, 9, tzinfo=UTC)) == datetime(2026, 4, 30, 21, 59, tzinfo=UTC)
    assert due_date("2 Tage", datetime(2026, 3, 28, 12, tzinfo=UTC)) == datetime(2026, 3, 30, 21, 59, tzinfo=UTC)
    assert due_date("1 Woche", datetime(2026, 10, 23, 12, tzinfo=UTC)) == datetime(2026, 10, 30, 22, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "bald", "5", "AT", "P", "PT", "5 AT und mehr", "-3 Tage", "9999 Jahre", "P99999Y"]
)
def test_what_is_no_deadline(text: str):
    with pytest.raises(ValueError, match="Frist"):
        due_date(text, FRIDAY)


def test_working_days_between_two_moments():
    assert working_days_between(FRIDAY, due_date("5 AT", FRIDAY)) == 5
    assert working_days_between(due_date("5 AT", FRIDAY), FRIDAY) == -5
    assert working_days_between(FRIDAY, FRIDAY) == 0


def test_zone_stage_group_and_role_come_from_the_innermost_that_says_so():
    lanes = (
        '<bpmn:laneSet id="ls"><bpmn:lane id="aussen" name="Amt">'
        + extensions(properties={"schutzzone": "beratung", "stufe": "beratung", "rolle": "beratung"})
        + "<bpmn:flowNodeRef>a</bpmn:flowNodeRef><bpmn:flowNodeRef>sp</bpmn:flowNodeRef>"
        '<bpmn:childLaneSet id="cl"><bpmn:lane id="innen" name="Team">'
        + extensions(properties={"gruppe": "team_1"})
        + "<bpmn:flowNodeRef>b</bpmn:flowNodeRef></bpmn:lane></bpmn:childLaneSet></bpmn:lane></bpmn:laneSet>"
    )
    inner = sub_process(
        "sp", user("c"), user("d", schutzzone="mediation", stufe="mediation"), flows("sp_s", "c", "d", "sp_e")
    )
    found = models(read(document(lanes, START, user("a"), user("b"), inner, END, flows("s", "a", "b", "sp", "e"))))[
        0
    ].elements
    assert (found["a"].group, found["a"].role, found["a"].zone, found["a"].lane) == (
        "aussen",
        "beratung",
        Zone.BERATUNG,
        "Amt",
    )
    assert (found["b"].group, found["b"].role, found["b"].zone, found["b"].lane) == (
        "team_1",
        "beratung",
        Zone.BERATUNG,
        "Team",
    )
    assert (found["c"].group, found["c"].zone, found["c"].stage) == ("aussen", Zone.BERATUNG, Stage.BERATUNG)
    assert (found["d"].zone, found["d"].stage) == (Zone.MEDIATION, Stage.MEDIATION)
    assert (found["s"].zone, found["s"].role, found["s"].group) == (Zone.EINGANG, "fachstelle", "")


def test_camunda_7_properties_and_conditions():
    inner = (
        "<bpmn:extensionElements><camunda:properties><camunda:property name='frist' value='5 AT'/></camunda:properties>"
        "</bpmn:extensionElements>"
    )
    found = models(read(document(START, element("userTask", "u", inner), END, flows("s", "u", "e"))))[0].elements["u"]
    assert found.frist == "5 AT"
