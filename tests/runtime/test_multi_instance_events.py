"""What a multi-instance throws when its instances complete (`behavior`), caught at its boundary."""

from __future__ import annotations

import pytest

from tests.bpmn.models import END, ERROR, ESCALATION, SIGNAL, boundary, document, element, flows, sub_process, user
from tests.runtime.case import Case
from tests.runtime.places import EVERYTHING, PLACES, placed

SHARED = '<bpmn:signalEventDefinition id="geteilt"/><bpmn:escalationEventDefinition id="esk" escalationRef="es"/>'
SHARED += '<bpmn:signalEventDefinition id="mit_signal" signalRef="si"/>'
SHARED += '<bpmn:errorEventDefinition id="fehler" errorRef="er"/>'
BY_REFERENCE = "<bpmn:eventDefinitionRef>geteilt</bpmn:eventDefinitionRef>"


def several(behavior: str, inner: str = "", *, sequential: bool = False, **refs: str) -> str:
    extra = "".join(f' {name}="{value}"' for name, value in refs.items())
    kind = "multiInstanceLoopCharacteristics"
    return (
        f'<bpmn:{kind} behavior="{behavior}" isSequential="{str(sequential).lower()}"{extra}>'
        f"<bpmn:loopCardinality>3</bpmn:loopCardinality>{inner}</bpmn:{kind}>"
    )


def when(condition: str, event: str) -> str:
    return (
        f"<bpmn:complexBehaviorDefinition><bpmn:condition>{condition}</bpmn:condition>"
        f"<bpmn:event>{event}</bpmn:event></bpmn:complexBehaviorDefinition>"
    )


def bodies(loop: str, event: str, *, interrupting: bool = False) -> tuple[str, ...]:
    return (
        element("startEvent", "s"), element("userTask", "u", loop), user("v"), END, element("endEvent", "e2"),
        boundary("b", "u", event, interrupting=interrupting), user("w"), flows("s", "u", "v", "e"),
        flows("b", "w", "e2"),
    )  # fmt: skip


@pytest.fixture(autouse=True)
def shared_definitions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.runtime.places.EVERYTHING", EVERYTHING + SHARED)


@PLACES
@pytest.mark.parametrize("sequential", [True, False])
def test_none_throws_after_each_instance(place: str, sequential: bool):
    loop = several("None", sequential=sequential, noneBehaviorEventRef="mit_signal")
    case = placed(place, *bodies(loop, SIGNAL))
    for done in (1, 2, 3):
        case.do("u")
        assert case.open.count("w") == done
    assert case.open == ["v", "w", "w", "w"]
    for task in ("v", "w", "w", "w"):
        case.do(task)
    assert case.finished


@PLACES
def test_one_throws_after_the_first_instance_only(place: str):
    case = placed(place, *bodies(several("One", oneBehaviorEventRef="geteilt"), BY_REFERENCE))
    case.do("u")
    assert case.open == ["u", "u", "w"]
    case.do("u")
    case.do("u")
    assert case.open == ["v", "w"]


@PLACES
@pytest.mark.parametrize("sequential", [True, False])
def test_an_interrupting_catcher_takes_the_other_instances_away(place: str, sequential: bool):
    """The discriminator: the first that completes goes on alone."""
    loop = several("One", sequential=sequential, oneBehaviorEventRef="geteilt")
    case = placed(place, *bodies(loop, BY_REFERENCE, interrupting=True))
    case.do("u")
    assert case.open == ["w"]
    assert case.do("w").finished and case.scopes == 0


@PLACES
def test_complex_throws_whatever_is_true_after_an_instance(place: str):
    reached = "<bpmn:eventDefinitionRef>esk</bpmn:eventDefinitionRef>"
    loop = several("Complex", when("numberOfCompletedInstances = 2", reached) + when("false", SIGNAL))
    case = placed(place, *bodies(loop, ESCALATION))
    case.do("u")
    assert case.open == ["u", "u"]
    case.do("u")
    assert case.open == ["u", "w"]
    case.do("u")
    assert case.open == ["v", "w"]


def test_an_error_is_caught_at_the_boundary_or_is_an_incident():
    loop = several("One", oneBehaviorEventRef="fehler")
    case = Case(document(*bodies(loop, ERROR, interrupting=True), before=EVERYTHING + SHARED))
    case.do("u")
    assert case.open == ["w"]
    alone = (element("startEvent", "s"), element("userTask", "u", loop), END, flows("s", "u", "e"))
    case = Case(document(*alone, before=EVERYTHING + SHARED))
    incident = case.do("u").incident
    assert incident is not None and incident.code == "error.uncaught" and case.open == ["u", "u", "u"]


def test_each_instance_of_a_sub_process_counts_once():
    inside = sub_process("u", user("x"), flows("u_s", "x", "u_e"), loop=several("None", noneBehaviorEventRef="esk"))
    case = Case(
        document(
            element("startEvent", "s"), inside, END, boundary("b", "u", ESCALATION, interrupting=False), user("w"),
            flows("s", "u", "e"), flows("b", "w", "e"), before=EVERYTHING + SHARED,
        )
    )  # fmt: skip
    case.do("x")
    assert case.open == ["w", "x", "x"]


def test_camunda_7_counts_are_known_too():
    done = "<bpmn:completionCondition>nrOfCompletedInstances = 2</bpmn:completionCondition>"
    task = element("userTask", "u", several("All", done))
    case = Case(document(element("startEvent", "s"), task, END, flows("s", "u", "e")))
    case.do("u")
    assert case.do("u").finished
