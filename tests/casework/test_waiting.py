"""What a case waits for stands among its steps."""

from __future__ import annotations

from tests.bpmn.models import END, START, element, flows, message
from tests.kit.house import House
from tests.kit.paths import path, task


def test_a_receive_task_that_waits_is_a_step_like_others(house: House) -> None:
    answer = element("receiveTask", "antwort", messageRef="m")
    house.publish(
        path(START, task("fragen"), answer, END, flows("s", "fragen", "antwort", "e"), before=message()), "hamm.bpmn"
    )
    case = house.start()
    house.do(case, "fragen")
    steps = {step.element_id: step.state for step in house.page(case).steps}
    assert steps == {"s": "finished", "fragen": "finished", "antwort": "current"}
