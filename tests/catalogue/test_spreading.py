"""A new step in the midst of a path: done in one rehearsal, it goes into the others that wait there."""

from __future__ import annotations

from textwrap import dedent

import pytest

from engine.catalogue.rehearsal import read, to_yaml
from engine.catalogue.rehearsing import Spread, spread_given
from engine.errors import InvalidInput
from tests.bpmn.models import END, START, document, element, extensions, flow, flows
from tests.formdefs.builders import choice, content

FORM = (
    "pruefung.form",
    content(choice("radio", "urteil", "gut", "schlecht", validate={"required": True}), id="pruefung"),
)
CHECK = element("userTask", "pruefung", extensions("<zeebe:userTask/>", '<zeebe:formDefinition formId="pruefung"/>'))
TASKS = "".join(element("userTask", key) for key in ("anfang", "schluss"))
PATH = ("weg.bpmn", document(START, TASKS, CHECK, END, flows("s", "anfang", "pruefung", "schluss", "e"), process="weg"))
SOURCE = """\
name: Neu aufgenommen
steps:
  - do: anfang
  - do: pruefung
    with: {urteil: gut}
  - do: schluss
ends: {at: e}
"""
OLD = """\
name: Wie vorher
steps:
  - do: anfang
  # Jetzt der Schluss:
  - expect: {open: [schluss], overdue: []}
  - do: schluss   # fertig
ends: {at: e}
"""


def spread(*others: str, source: str = SOURCE, step: int = 2, path: tuple[str, bytes] = PATH) -> list[Spread]:
    files = [(f"{n}.rehearsal.yaml", text.encode()) for n, text in enumerate((source, *others))]
    return list(spread_given(path, [FORM], files, "0.rehearsal.yaml", step))


def test_the_step_goes_in_where_the_others_wait_and_nothing_else_changes() -> None:
    short = "name: Nur das Ende\nsteps:\n  - do: anfang\n  - wait: 10 AT\n  - do: schluss\n"
    first, second = spread(OLD, short)
    new = "  - do: pruefung\n    with: {urteil: gut}\n"
    assert first.content == OLD.replace("  # Jetzt", f"{new}  # Jetzt").encode()
    assert second.content == short.replace("  - do: schluss", f"{new}  - do: schluss").encode()
    assert (first.name, first.steps, first.message) == ("Wie vorher", ("pruefung",), "")


def test_what_fails_for_another_reason_stays_as_it_is_and_says_why() -> None:
    passes, fails, later = SOURCE, "name: Falsch\nsteps:\n  - do: schluss\n", OLD.replace("{at: e}", "{ergebnis: nie}")
    kept = spread(passes.replace("Neu", "Schon"), fails, later)
    assert [each.content for each in kept] == [None, None, None]
    assert [each.message for each in kept] == [
        "",
        "Schritt 1: erwartet war die Aufgabe „schluss“, offen ist „anfang“",
        "Auch mit dem neuen Schritt: Ende: das Ergebnis sollte „nie“ sein, ist aber „keines“",
    ]


def test_values_that_do_not_fit_there_go_in_nowhere() -> None:
    wrong = SOURCE.replace("gut", "mittel")
    [kept] = spread(OLD, source=wrong)
    assert kept.content is None and kept.message.startswith("Auch mit dem neuen Schritt: Schritt 2: das Formular")


def test_before_the_end_and_in_a_loop_the_step_goes_in_each_time() -> None:
    loop = document(
        START,
        TASKS,
        CHECK,
        element("exclusiveGateway", "noch", default="f_ende"),
        END,
        flows("s", "anfang", "pruefung", "noch"),
        flow("noch", "e", key="f_ende"),
        flow("noch", "schluss", "=runde < 2", key="f_runde"),
        flow("schluss", "anfang", key="f_wieder"),
        process="weg",
    )
    source = "name: Neu\nsteps:\n  - do: anfang\n    with: {runde: 2}\n  - do: pruefung\n    with: {urteil: gut}\n"
    old = dedent(
        """\
        name: Zweimal
        steps:
          - do: anfang
            with: {runde: 1}
          - do: schluss
          - do: anfang
            with: {runde: 2}
          - expect: {ended: true}
        """
    )
    [done] = spread(old, source=source, path=("weg.bpmn", loop))
    assert done.steps == ("pruefung", "pruefung"), done.message
    rehearsal, _ = read(done.content or b"")
    assert rehearsal is not None
    assert [getattr(step, "element", None) for step in rehearsal.steps] == [
        "anfang", "pruefung", "schluss", "anfang", "pruefung", None
    ]  # fmt: skip


def test_two_new_steps_go_in_together() -> None:
    both = document(
        START,
        TASKS,
        CHECK,
        element("userTask", "zweitens"),
        END,
        flows("s", "anfang", "pruefung", "zweitens", "schluss", "e"),
        process="weg",
    )
    source = SOURCE.replace("  - do: schluss", "  - do: zweitens\n  - do: schluss")
    [done] = spread(OLD, source=source, path=("weg.bpmn", both))
    assert done.steps == ("pruefung", "zweitens") and done.content is not None


def test_a_deadline_that_runs_behind_the_new_step_begins_after_it() -> None:
    late = OLD.replace("  # Jetzt", "  - wait: 3 Wochen\n  # Jetzt").replace("overdue: []", "overdue: [schluss]")
    due = element("userTask", "schluss", extensions("<zeebe:userTask/>", properties={"frist": "2 Wochen"}))
    path = document(
        START,
        element("userTask", "anfang"),
        due,
        CHECK,
        END,
        flows("s", "anfang", "pruefung", "schluss", "e"),
        process="weg",
    )
    [done] = spread(late, path=("weg.bpmn", path))
    assert done.content is not None and done.content.index(b"pruefung") < done.content.index(b"wait")


@pytest.mark.parametrize(
    "text",
    [
        "name: X\nsteps: [{do: anfang}, {do: schluss}]\n",
        "name: X\nsteps:\n- do: anfang\n- do: schluss",
        'name: X\nsteps:\n    -\n        do: anfang\n    - {"do": schluss}\n',
        "name: X\r\nsteps:\r\n  - do: anfang\r\n  - do: schluss\r\n",
    ],
)
def test_however_the_text_is_written_it_holds_the_step_afterwards(text: str) -> None:
    [done] = spread(text)
    rehearsal, _ = read(done.content or b"")
    wanted, _ = read(SOURCE.encode())
    assert rehearsal is not None and wanted is not None and done.message == ""
    assert to_yaml(rehearsal).split("steps:")[1] == to_yaml(wanted).split("steps:")[1].split("ends:")[0]


def test_only_what_is_done_at_a_task_can_go_elsewhere() -> None:
    for step in (0, 9):
        with pytest.raises(InvalidInput, match="keine Aufgabe"):
            spread(OLD, step=step)
