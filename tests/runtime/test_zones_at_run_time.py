"""Secrecy while a case runs: parts per zone, releases, lost keys, and nothing of it in the structure."""

from __future__ import annotations

import pytest

from engine import runtime
from engine.bpmn import resolve
from engine.errors import InvalidState
from engine.runtime import State
from engine.runtime.codec import encode
from engine.runtime.faults import Leak
from engine.terms import Zone
from tests.bpmn.models import (
    END,
    START,
    catch,
    document,
    element,
    extensions,
    finder,
    flow,
    flows,
    form,
    mapping,
    message,
    script,
    timer,
    user,
)
from tests.runtime.case import NOW, Case

FORMS = finder({"m": form("m", "ergebnis", "protokoll"), "b": form("b", "beschluss")})


def task(key: str, form_id: str, **properties: str) -> str:
    return element("userTask", key, extensions(f'<zeebe:formDefinition formId="{form_id}"/>', properties=properties))


def path(middle: str = "", *, release: str | None = None) -> bytes:
    """Mediation, then what comes in the middle, then the board."""
    released = {"freigabe": release} if release else {}
    chain = ("s", "med", "t", "beirat", "e") if middle else ("s", "med", "beirat", "e")
    return document(
        START,
        task("med", "m", schutzzone="mediation", **released),
        middle,
        task("beirat", "b", schutzzone="beirat"),
        END,
        flows(*chain),
    )


def test_each_name_lies_in_the_part_of_its_zone():
    case = Case(path(), FORMS, falltyp="Nachbarschaft")
    case.do("med", ergebnis="keine-einigung", protokoll="streng-geheim")
    assert case.part(Zone.EINGANG) == {"": {"falltyp": "Nachbarschaft"}}
    assert case.part(Zone.MEDIATION) == {"": {"ergebnis": "keine-einigung", "protokoll": "streng-geheim"}}


def test_only_changed_parts_are_given_back():
    case = Case(path(), FORMS, falltyp="Nachbarschaft")
    assert set(case.log[0].parts) == {Zone.EINGANG}
    assert set(case.do("med", ergebnis="ja").parts) == {Zone.MEDIATION}
    assert set(case.do("beirat", beschluss="vertagt").parts) == {Zone.BEIRAT}


def test_without_a_release_the_board_sees_nothing_of_the_mediation():
    case = Case(path(), FORMS)
    case.do("med", ergebnis="keine-einigung", protokoll="streng-geheim")
    context = case.context(case.tasks("beirat")[0])
    assert dict(context.variables) == {}


def test_a_release_carries_what_it_names_and_no_more():
    case = Case(path(release="mediation>beirat: ergebnis"), FORMS)
    case.do("med", ergebnis="keine-einigung", protokoll="streng-geheim")
    context = case.context(case.tasks("beirat")[0])
    assert dict(context.variables) == {"ergebnis": "keine-einigung"} and context.zone_of["ergebnis"] is Zone.BEIRAT
    assert case.part(Zone.BEIRAT) == {"freigabe": {"ergebnis": "keine-einigung"}}


def test_inside_the_mediation_everything_of_it_is_seen():
    case = Case(
        document(
            START,
            task("m1", "m", schutzzone="mediation"),
            task("m2", "m", schutzzone="mediation"),
            END,
            flows("s", "m1", "m2", "e"),
        ),
        FORMS,
        falltyp="Nachbarschaft",
    )
    case.do("m1", ergebnis="offen")
    assert dict(case.context(case.tasks()[0]).variables) == {"falltyp": "Nachbarschaft", "ergebnis": "offen"}


LEAK = script("t", '{vermerk: "Stand: " + ergebnis}')


def test_the_check_refuses_an_expression_that_carries_the_mediation_out():
    package, findings = resolve(path(LEAK), "t.bpmn", FORMS)
    assert package is None and [f.code for f in findings if f.severity == "error"] == ["zone.crossing"]
    assert findings[0].element_id == "t" and "freigabe" in findings[0].hint


def test_the_same_expression_is_accepted_and_reads_the_released_copy():
    # The script writes to the intake: released only to the board, it would still be refused.
    refused, _ = resolve(path(LEAK, release="mediation>beirat: ergebnis"), "t.bpmn", FORMS)
    assert refused is None
    case = Case(path(LEAK, release="mediation>eingang: ergebnis"), FORMS)
    case.do("med", ergebnis="einigung", protokoll="streng-geheim")
    assert case.part(Zone.EINGANG)[""] == {"vermerk": "Stand: einigung"}


def test_before_the_release_has_happened_the_name_reads_as_null_elsewhere():
    inner = extensions(mapping(outputs={"notiz": '=if ergebnis = null then "nichts" else ergebnis'}))
    model = document(
        START,
        task("med", "m", schutzzone="mediation"),
        element("userTask", "t", inner),
        task("frei", "m", schutzzone="mediation", freigabe="mediation>eingang: ergebnis"),
        END,
        flows("s", "med", "t", "frei", "e"),
    )
    case = Case(model, FORMS)
    case.do("med", ergebnis="geheimnis")
    case.do("t")
    assert case.root["notiz"] == "nichts"


def test_a_gateway_may_decide_by_the_mediation_without_writing_it_down():
    model = document(
        START,
        task("med", "m", schutzzone="mediation"),
        element("exclusiveGateway", "g", default="d"),
        user("ja"),
        user("nein"),
        END,
        flows("s", "med", "g"),
        flow("g", "ja", '=ergebnis = "einigung"'),
        flow("g", "nein", key="d"),
        flows("ja", "e"),
        flows("nein", "e"),
    )
    case = Case(model, FORMS)
    case.do("med", ergebnis="einigung")
    assert case.open == ["ja"]


def test_a_lost_key_reads_as_null_and_the_case_still_runs():
    case = Case(path(release="mediation>beirat: ergebnis"), FORMS, falltyp="Nachbarschaft")
    case.do("med", ergebnis="einigung")
    case.lose(Zone.MEDIATION)
    assert case.do("beirat", beschluss="angenommen").finished


def test_writing_to_a_lost_zone_is_refused():
    model = document(
        START,
        task("m1", "m", schutzzone="mediation"),
        task("m2", "m", schutzzone="mediation"),
        END,
        flows("s", "m1", "m2", "e"),
    )
    case = Case(model, FORMS)
    case.do("m1", ergebnis="offen")
    case.lose(Zone.MEDIATION)
    with pytest.raises(InvalidState) as refused:
        case.do("m2", ergebnis="doch")
    assert refused.value.code == "zone.locked"
    assert case.do("m2").finished


def test_a_state_of_another_definition_or_broken_bytes_is_refused():
    first, second = Case(path(), FORMS), Case(path(release="mediation>beirat: ergebnis"), FORMS)
    for state in (second.state, State(b"", {}), State(b"\xff\x00kaputt", {}), State(first.state.structure[:-3], {})):
        with pytest.raises(InvalidState) as refused:
            runtime.fire_due(first.definition, state, case={}, now=NOW)
        assert refused.value.code == "state.unreadable"


def test_the_guard_refuses_a_value_in_the_structure():
    from engine.runtime import codec

    case = Case(path(), FORMS)
    instance = codec.decode(case.definition, case.state.structure, case.state.parts, {}, NOW)
    token = next(instance.tokens())
    token.data["x"] = 1
    with pytest.raises(Leak):
        encode(instance)
    token.data.clear()
    token.internal_data["name"] = "Anna"
    with pytest.raises(Leak):
        encode(instance)


# ------------------------------------------------------------------ names that nothing in the file sets
def zoned(key: str, zone: str) -> str:
    return element("userTask", key, extensions(properties={"schutzzone": zone}))


def three(*zones: str) -> bytes:
    keys = [f"t{number}" for number in range(len(zones))]
    steps = [zoned(key, zone) for key, zone in zip(keys, zones, strict=True)]
    return document(START, *steps, END, flows("s", *keys, "e"))


@pytest.mark.parametrize("zone", list(Zone))
def test_a_name_that_no_form_knows_lies_in_the_zone_of_the_task_where_it_was_entered(zone: Zone):
    case = Case(three(zone.value, "eingang"))
    case.do("t0", unbekannt="aus dem Gespräch")
    assert case.part(zone) == {"": {"unbekannt": "aus dem Gespräch"}}
    assert [z for z in Zone if case.part(z)] == [zone]
    seen = case.context(case.tasks("t1")[0]).variables.get("unbekannt")
    assert seen == (None if zone is Zone.MEDIATION else "aus dem Gespräch")


def test_such_a_name_moves_into_the_mediation_and_never_out_of_it():
    case = Case(three("eingang", "mediation", "eingang", "mediation"))
    case.do("t0", unbekannt="Meldung")
    case.do("t1", unbekannt="aus dem Gespräch")
    assert not any(case.part(Zone.EINGANG).values())
    case.do("t2", unbekannt="später")
    assert not any(case.part(Zone.EINGANG).values())
    assert case.part(Zone.MEDIATION) == {"": {"unbekannt": "später"}}


def test_what_a_message_brings_into_the_mediation_stays_there():
    model = document(
        START,
        element("receiveTask", "r", extensions(properties={"schutzzone": "mediation"}), messageRef="m"),
        user("u"),
        END,
        flows("s", "r", "u", "e"),
        before=message(correlation='="1"'),
    )
    case = Case(model)
    case.send(key="1", unbekannt="aus dem Gespräch")
    assert case.part(Zone.MEDIATION)[""] == {"unbekannt": "aus dem Gespräch"}


def test_a_script_that_writes_where_the_key_is_gone_is_an_incident_at_its_place():
    model = document(
        START,
        task("m1", "m", schutzzone="mediation"),
        catch("c", timer("P1D")),
        element("scriptTask", "x", extensions(properties={"schutzzone": "mediation"}) + script_body("{ergebnis: 1}")),
        END,
        flows("s", "m1", "c", "x", "e"),
    )
    case = Case(model, FORMS)
    case.do("m1", ergebnis="offen")
    case.lose(Zone.MEDIATION)
    incident = case.wait(days=2).incident
    assert incident is not None and (incident.code, incident.element_id) == ("zone.locked", "x")


def script_body(text: str) -> str:
    return f"<bpmn:script>{text}</bpmn:script>"
