"""When people are reminded, and when each step of an escalation is reached, by the calendar of the state."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from engine.bpmn.deadline import BERLIN, end_of_day, time_before
from engine.bpmn.escalation import EscalationStep, group_of, reminder_time, step, step_times
from engine.bpmn.model import Lane

FRIDAY = end_of_day(date(2026, 6, 5))
"""The day after Fronleichnam 2026, 23:59."""


def local(moment: datetime) -> str:
    return f"{moment.astimezone(BERLIN):%a %d.%m. %H:%M}"


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("1 AT", "Wed 03.06. 08:00"),  # Thursday is Fronleichnam
        ("3 AT", "Mon 01.06. 08:00"),
        ("1 Tag", "Wed 03.06. 08:00"),
        ("5 Tage", "Fri 29.05. 08:00"),  # Sunday is no day for a reminder
        ("1 Woche", "Fri 29.05. 08:00"),
        ("1 Monat", "Tue 05.05. 08:00"),
        ("2 Stunden", "Fri 05.06. 21:59"),
        ("30 Minuten", "Fri 05.06. 23:29"),
        ("P1D", "Thu 04.06. 23:59"),
    ],
)
def test_a_reminder_lies_before_the_deadline_on_a_working_day(before: str, expected: str) -> None:
    assert local(time_before(before, FRIDAY)) == expected


def test_no_reminder_at_once_and_none_where_the_file_wants_none() -> None:
    tuesday, wednesday = datetime(2026, 6, 2, 9, tzinfo=UTC), datetime(2026, 6, 3, 9, tzinfo=UTC)
    assert reminder_time(None, FRIDAY, tuesday) is not None
    assert reminder_time(None, FRIDAY, wednesday) is None
    assert reminder_time("Keine", FRIDAY, tuesday) is None


def test_steps_follow_one_working_day_apart_or_as_the_file_says() -> None:
    wednesday = end_of_day(date(2026, 6, 3))
    steps = [step(text) for text in ("Vertretung", "KI-Leitung", "Vorsitz nach 2 Stunden")]
    assert [local(at) for at in step_times(steps, wednesday)] == [
        "Wed 03.06. 23:59",
        "Fri 05.06. 23:59",
        "Sat 06.06. 01:59",
    ]
    assert step_times([step("Leitung nach 1 AT")], wednesday) == [FRIDAY]


def test_a_lane_wins_over_a_word_of_the_house() -> None:
    lanes = [Lane("l", "Leitung", "amtsleitung", "fachstelle", None, None, None)]
    assert step(" Leitung  nach 2 AT ") == EscalationStep("Leitung", "2 AT")
    assert group_of("leitung", lanes) == "amtsleitung"
    assert group_of("KI-Leitung", []) == "leitung"
    assert group_of("Oberförster", lanes) is None
