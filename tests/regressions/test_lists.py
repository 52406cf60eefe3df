"""Lists reach every line: many with the same due date, many begun at the same moment, and dates of any year."""

from __future__ import annotations

import pytest

from engine import casework
from engine.casework import CaseFilter, TaskFilter
from engine.errors import InvalidInput
from tests.bpmn.models import END, HEAD, START, element, extensions, flows, loop, process
from tests.kit.house import House


def path_of(task: str) -> bytes:
    pool = (
        '<bpmn:collaboration id="co"><bpmn:participant id="pa" name="Stadt Hamm" processRef="p"/></bpmn:collaboration>'
    )
    properties = {"ags": "05915000", "art": "kreisfreie Stadt"}
    return (HEAD + pool + process("p", START, END, task, flows("s", "u", "e"), properties=properties)).encode() + (
        b"</bpmn:definitions>"
    )


def task(due: str | None, more: str = "") -> str:
    schedule = f'<zeebe:taskSchedule dueDate="{due}"/>' if due else ""
    return element(
        "userTask", "u", extensions(schedule, '<zeebe:assignmentDefinition candidateGroups="koordination"/>') + more
    )


@pytest.mark.parametrize("due", ["2026-07-01T12:00:00Z", None])
def test_more_tasks_than_a_page_with_the_same_due_date_are_all_reached(house: House, due: str | None):
    """The second page was the first again, for ever; and the file of all tasks never ended."""
    house.publish(path_of(task(due, loop("=for i in 1..25 return i"))))
    house.start()
    coordinator, seen, cursor = house.coordinator(), list[str](), None
    for _ in range(3):
        with house.platform.query(coordinator) as uow:
            page = casework.task_list(uow, TaskFilter(limit=10, after=cursor))
        seen += [line.task_id for line in page.lines]
        cursor = page.next
    assert cursor is None and len(seen) == len(set(seen)) == 25


def test_more_cases_than_a_page_begun_at_one_moment_are_all_reached(house: House):
    house.publish(path_of(task(None)))
    started = {house.start() for _ in range(25)}
    coordinator, seen, cursor = house.coordinator(), list[str](), None
    for _ in range(3):
        with house.platform.query(coordinator) as uow:
            page = casework.case_list(uow, CaseFilter(limit=10, after=cursor))
        seen += [line.aktenzeichen for line in page.lines]
        cursor = page.next
    assert cursor is None and len(seen) == len(started) and set(seen) == started


@pytest.mark.parametrize("due", ["0026-03-01", "=date(&quot;0001-02-03&quot;)", "9999-12-31T23:59:59Z", "-1"])
def test_a_due_date_in_any_year_does_not_close_the_lists(house: House, due: str):
    """A year that somebody typed with two digits made the lists of the whole municipality unreadable."""
    try:
        house.publish(path_of(task(due)))
    except InvalidInput:
        return
    house.start()
    assert house.tasks_of(house.coordinator()) == ["u"]


@pytest.mark.parametrize("cursor", ["0001-01-01T00:00:00+10:00~x", "9999-12-31T23:59:59-10:00~x", "gestern~x"])
def test_a_cursor_beyond_the_calendar_is_refused(house: House, cursor: str):
    house.publish(path_of(task(None)))
    with house.platform.query(house.coordinator()) as uow, pytest.raises(InvalidInput):
        casework.task_list(uow, TaskFilter(scope="all", after=cursor))
