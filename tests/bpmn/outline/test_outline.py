"""The outline of a document: every step in one place, in the order of the flow."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.bpmn.modelling import models
from engine.bpmn.outline import Item, Part, PartKind, Way, outline
from engine.bpmn.reading import read
from tests.bpmn.models import END, START, document, element, extensions, flow, flows, user
from tests.bpmn.random_edits import FILES


def parts(*bodies: str) -> tuple[Part, ...]:
    return outline(read(document(*bodies))).sections[0].parts


def ids(part: Part) -> list[str]:
    return [step.id for step in part.steps]


def gateway(key: str, kind: str = "exclusiveGateway", **attributes: str) -> str:
    return element(kind, key, **attributes)


def only(bodies: tuple[str, ...], key: str) -> Item:
    found = outline(read(document(*bodies))).item(key)
    assert found is not None
    return found


def test_steps_stand_in_the_order_of_the_flow_and_say_where_they_stand() -> None:
    (part,) = parts(END, user("b", frist="5 AT"), user("a"), START, flows("s", "a", "b", "e"))
    assert ids(part) == ["s", "a", "b", "e"]
    assert [step.number for step in part.steps] == ["1", "2", "3", "4"]
    assert [step.words for step in part.steps] == ["Beginn", "Aufgabe", "Aufgabe", "Ende"]
    assert part.steps[2].position.sentence == "Schritt 3 von 4"
    assert part.steps[2].deadline == "5 AT"


CHOICE = (
    START,
    gateway("g", default="f3"),
    *(user(key) for key in "abj"),
    END,
    flow("s", "g"),
    flow("g", "a", 'falltyp = "F02"', key="f1"),
    flow("g", "b", "=x > 1", key="f2"),
    flow("g", "j", key="f3"),
    flow("a", "j"),
    flow("b", "j"),
    flow("j", "e"),
)


def test_branches_are_nested_and_the_place_where_they_meet_stands_once() -> None:
    (part,) = parts(*CHOICE)
    assert ids(part) == ["s", "g", "j", "e"]
    first, second, third = part.steps[1].parts
    assert [p.kind for p in (first, second, third)] == [PartKind.BRANCH] * 3
    assert (first.number, first.condition, ids(first)) == ("2.1", 'wenn falltyp = "F02"', ["a"])
    assert first.steps[0].number == "2.1.1"
    assert (third.condition, third.default, ids(third)) == ("sonst", True, [])
    assert [p.leads.sentence for p in (first, second, third)] == ["weiter mit »j«"] * 3
    assert first.steps[0].position.sentence == 'Schritt 1 von 1, Zweig »wenn falltyp = "F02"«'


def test_a_way_back_is_said_and_not_followed() -> None:
    (part,) = parts(
        START, user("a"), gateway("g"), END, flows("s", "a", "g", "e"), flow("g", "a", "nochmal", key="zurueck")
    )
    back = next(p for p in part.steps[2].parts if p.id == "zurueck")
    assert back.leads.way is Way.BACK
    assert back.leads.sentence == "zurück zu »a«"
    assert back.steps == ()


def test_what_follows_a_guard_stays_on_its_level() -> None:
    """One branch ends, the other is all the rest: that is no branch to read within."""
    rest = [f"r{n}" for n in range(8)]
    (part,) = parts(
        START, gateway("g"), element("endEvent", "weg"), *(user(key) for key in rest), END,
        flow("s", "g"), flow("g", "weg", "akut"), flow("g", "r0"), flows(*rest, "e"),
    )  # fmt: skip
    assert ids(part) == ["s", "g", *rest, "e"]
    assert [ids(branch) for branch in part.steps[1].parts] == [["weg"], []]


def test_events_at_an_edge_stand_below_their_step_with_what_they_lead_to() -> None:
    timer = "<bpmn:timerEventDefinition><bpmn:timeDuration>P3M</bpmn:timeDuration></bpmn:timerEventDefinition>"
    (part,) = parts(
        START, user("a"), user("mahnen"), END, element("boundaryEvent", "t", timer, attachedToRef="a"),
        flows("s", "a", "e"), flow("t", "mahnen"), flow("mahnen", "e"),
    )  # fmt: skip
    (edge,) = part.steps[1].parts
    assert edge.event is not None
    assert (edge.event.id, edge.event.words, edge.event.deadline) == ("t", "Ereignis am Rand (Zeit)", "nach P3M")
    assert (ids(edge), edge.leads.sentence) == (["mahnen"], "weiter mit »e«")


def test_sub_processes_hold_their_steps_and_those_for_events_stand_aside() -> None:
    inner = element("startEvent", "is") + user("ia") + flow("is", "ia")
    aside = element("subProcess", "es", element("startEvent", "ess"), triggeredByEvent="true")
    found = parts(START, element("subProcess", "sub", inner), END, flows("s", "sub", "e"), aside)
    assert [(part.kind, ids(part)) for part in found] == [
        (PartKind.START, ["s", "sub", "e"]),
        (PartKind.ASIDE, ["es"]),
    ]
    (inside,) = found[0].steps[1].parts
    assert (inside.kind, ids(inside), inside.steps[1].number) == (PartKind.INSIDE, ["is", "ia"], "2.2")


def test_what_nothing_leads_to_stands_at_the_end() -> None:
    found = parts(START, END, flows("s", "e"), user("x"), user("y"), flow("x", "y"))
    assert [(part.kind, ids(part)) for part in found] == [
        (PartKind.START, ["s", "e"]),
        (PartKind.LOOSE, ["x", "y"]),
    ]


def test_a_jump_over_links_goes_on_where_the_link_is_caught() -> None:
    link = '<bpmn:linkEventDefinition name="L"/>'
    (part,) = parts(
        START, element("intermediateThrowEvent", "wurf", link), element("intermediateCatchEvent", "fang", link), END,
        flows("s", "wurf"), flows("fang", "e"),
    )  # fmt: skip
    assert ids(part) == ["s", "wurf", "fang", "e"]


def test_a_gateway_that_only_brings_together_is_called_by_what_follows() -> None:
    joined = (
        START, gateway("g"), user("a"), user("b"), element("exclusiveGateway", "z").replace(' name="z"', ""),
        user("danach"), END, flows("s", "g", "a", "z", "danach", "e"), flows("g", "b", "z"),
    )  # fmt: skip
    assert only(joined, "z").label == "Zusammenführung vor ›danach‹"


def test_the_group_that_a_task_names_itself_comes_first() -> None:
    own = extensions('<zeebe:assignmentDefinition candidateGroups="leitung"/>')
    assert only((START, element("userTask", "a", own)), "a").group == "leitung"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_element_of_a_file_stands_in_its_outline_once(path: Path) -> None:
    read_file = read(path.read_bytes())
    found = [item.id for item in outline(read_file).items()]
    wanted = [key for model in models(read_file) for key in model.elements]
    assert sorted(found) == sorted(wanted)
    assert outline(read_file) == outline(read(read_file.content))
