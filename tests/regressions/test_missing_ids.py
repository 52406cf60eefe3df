"""An element without an id once kept the check going round for ever."""

from __future__ import annotations

from tests.bpmn.models import END, START, document, element, flows
from tests.regressions.test_exactness import refusals

UNDO = "<bpmn:compensateEventDefinition/>"


def test_compensation_beside_an_element_without_an_id_is_checked_to_an_end():
    task = element("userTask", "u") + element("boundaryEvent", "b", UNDO, attachedToRef="u")
    nameless = "<bpmn:subProcess><bpmn:startEvent/></bpmn:subProcess>"
    assert "id.missing" in refusals(document(START, END, task, nameless, flows("s", "u", "e")))
