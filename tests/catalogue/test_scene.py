"""Where a recording has come to, from its text alone: what is open, what happened, and why something was not done."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from engine.catalogue.rehearsal import read, to_yaml
from engine.catalogue.rehearsal.acting import staged
from engine.catalogue.rehearsal.clock import time_until
from engine.catalogue.rehearsal.crossing import from_plain, packed_values
from engine.catalogue.rehearsal.scene import Scene, until_step, without_last
from engine.catalogue.rehearsing import stage_crew, staged_given
from tests.bpmn.models import END, ERROR, START, boundary, document, element, extensions, flow, flows, mapping
from tests.catalogue.stages import DECISION, FORMS, PATH, script

BEGUN = "name: Probe\nstart: {falltyp: F02}\n"
MONDAY = datetime(2026, 6, 1, 7, 0, tzinfo=UTC)


def scene(text: str, path: bytes = PATH, **act: Any) -> Scene:
    """As another process would tell it: everything crosses as JSON."""
    if "values" in act:
        act["values"] = packed_values(act["values"])
    told = json.dumps(staged(script(path), ("probe.rehearsal.yaml", text.encode()), act or None))
    found: Scene = from_plain(json.loads(told))
    return found


def test_an_act_after_another_becomes_a_story_that_ends() -> None:
    first = scene(BEGUN)
    [task] = first.tasks
    assert (task.key, task.group) == ("erstgespraech.0", "koordination")
    assert json.loads(task.form or "")["id"] == "erstgespraech" and task.data["falltyp"] == "F02"
    second = scene(first.text, act="do", element="erstgespraech", number=0, values={"ergebnis": "weiter"})
    assert [line.kind for line in second.story] == ["do", "expect"]
    assert [(d.label, d.text) for d in second.story[0].details] == [("Ergebnis", "Wert weiter")]
    assert second.moments[0].wait == "10 AT"
    third = scene(second.text, act="wait", time="10 AT")
    last = scene(third.text, act="do", element="mediator_vorschlagen", number=0, values={})
    assert last.finished and last.outcome == "abschlussvereinbarung"
    saved = scene(last.text, act="end").text
    assert "ends: {at: ende_vereinbarung, ergebnis: abschlussvereinbarung}" in saved
    assert script().play(saved.encode(), "x").passed


def test_what_cannot_be_done_is_said_and_changes_nothing() -> None:
    text = scene(BEGUN).text
    for act, sentence in (
        ({"act": "wait", "time": "bald"}, "„bald“ ist keine Frist."),
        ({"act": "do", "element": "clearing", "number": 0, "values": {}}, "nicht mehr offen"),
        ({"act": "do", "element": "erstgespraech", "number": 0, "values": {"ergebnis": "nie"}}, "nimmt das nicht an"),
        ({"act": "message", "name": "post", "values": {}}, "Auf die Nachricht „post“ wartet hier nichts."),
        ({"act": "signal", "name": "alarm", "values": {}}, "Auf das Signal „alarm“ hört hier nichts."),
        ({"act": "hold", "names": ["gibt_es_nicht"]}, "Kreuzen Sie an"),
        ({"act": "fliegen"}, "lässt sich hier nicht tun"),
    ):
        found = scene(text, **act)
        assert sentence in found.refused and found.text == text and found.tasks


def test_a_story_that_fails_stops_there_and_can_be_gone_on_with_from_before() -> None:
    text = f"{BEGUN}steps:\n  - do: erstgespraech\n    with: {{ergebnis: fertig}}\n  - do: mediator_vorschlagen\n"
    found = scene(text)
    assert found.failed == 2 and "Schritt 2: erwartet war" in found.message and found.stuck
    assert [task.element_id for task in found.tasks] == ["clearing"]
    rehearsal, _ = read(text.encode())
    assert rehearsal is not None
    cut = scene(to_yaml(until_step(rehearsal, 2)))
    assert not cut.stuck and len(cut.story) == 1


def test_taking_back_takes_what_was_expected_after_it_too() -> None:
    text = scene(scene(BEGUN).text, act="wait", time="2 AT").text
    rehearsal, _ = read(text.encode())
    assert rehearsal is not None and len(rehearsal.steps) == 2
    assert without_last(rehearsal).steps == ()
    assert without_last(without_last(rehearsal)).steps == ()


def test_values_that_are_to_be_the_same_again_are_held() -> None:
    found = scene(scene(BEGUN).text, act="hold", names=["falltyp"])
    assert "variables: {falltyp: F02}" in " ".join(found.text.split())


def test_mail_is_on_its_way_until_somebody_says_what_becomes_of_it() -> None:
    inputs = mapping({"an": '="a@b.de"', "betreff": '="x"', "text": '="y"'})
    mail = extensions('<zeebe:taskDefinition type="mail"/>', inputs)
    path = document(
        START,
        element("serviceTask", "mail", mail),
        boundary("ging_nicht", "mail", ERROR),
        element("userTask", "anrufen"),
        END,
        flows("s", "mail", "e"),
        flow("ging_nicht", "anrufen", key="f_ging"),
        flow("anrufen", "e", key="f_ende"),
        before='<bpmn:error id="er" name="Fehler" errorCode="mail.failed"/>',
    )
    begun = scene("name: Probe\n", path)
    [job] = begun.jobs
    assert (job.element_id, job.kind, job.codes) == ("mail", "mail", ("mail.failed",))
    failed = scene(begun.text, path, act="send", element="mail", values={}, fails="mail.failed")
    assert [task.element_id for task in failed.tasks] == ["anrufen"] and failed.story[0].kind == "fail"
    assert scene(begun.text, path, act="send", element="mail", values={}).finished


def test_a_text_that_is_no_rehearsal_gets_findings() -> None:
    assert scene("name: [x\n").findings[0].code == "rehearsal.unreadable"
    assert "Eine Aufgabe „clering“" in scene("name: x\nsteps:\n  - do: clering\n").findings[0].message
    assert "Den Prozess „fremd“ gibt es in hamm.bpmn nicht." in scene("name: x\nprocess: fremd\n").findings[0].message


def test_the_same_in_a_child_with_limits() -> None:
    own = [("wahl.dmn", DECISION), *((f"{key}.form", content) for key, content in FORMS.items())]
    act = {"act": "do", "element": "erstgespraech", "number": 0, "values": {"ergebnis": "weiter"}}
    found = staged_given(("hamm.bpmn", PATH), own, ("x.rehearsal.yaml", BEGUN.encode()), act)
    assert [task.element_id for task in found.tasks] == ["clearing"]
    broken = staged_given(("hamm.bpmn", b"<nichts/>"), own, ("x.rehearsal.yaml", BEGUN.encode()))
    assert broken.findings and not broken.tasks


def test_a_child_that_waits_for_the_next_act_is_no_condition_for_it() -> None:
    own = [("wahl.dmn", DECISION), *((f"{key}.form", content) for key, content in FORMS.items())]
    crew = stage_crew()

    def tasks(steps: str) -> list[str]:
        story = ("x.rehearsal.yaml", f"{BEGUN}{steps}".encode())
        return [task.element_id for task in staged_given(("hamm.bpmn", PATH), own, story, standby=crew).tasks]

    assert tasks("") == ["erstgespraech"]
    crew.close()
    assert tasks("steps:\n  - wait: 1 AT\n") == ["erstgespraech"]
    assert tasks("steps:\n  - do: erstgespraech\n    with: {ergebnis: weiter}\n") == ["clearing"]
    crew.close()


def test_the_time_until_a_moment_in_the_words_of_a_rehearsal() -> None:
    evening = datetime(2026, 6, 15, 21, 59, tzinfo=UTC)
    assert time_until(evening, MONDAY) == "9 AT"  # Corpus Christi is the 4th
    assert time_until(evening, MONDAY, past=True) == "10 AT"
    assert time_until(datetime(2026, 6, 1, 11, 0, tzinfo=UTC), MONDAY) == "4 Stunden"
    assert time_until(MONDAY, evening) is None
