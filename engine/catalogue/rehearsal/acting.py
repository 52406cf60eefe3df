"""One more thing happens in a recording: from the YAML so far and what somebody wants, to the scene after it.

An act is plain data, as it comes from another process: {"act": kind, ...}. Values are FEEL values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engine.bpmn import Definition
from engine.bpmn.deadline import due_date
from engine.catalogue.files import File
from engine.catalogue.rehearsal.crossing import to_plain, unpacked_values
from engine.catalogue.rehearsal.filling import told
from engine.catalogue.rehearsal.open_work import StageTask
from engine.catalogue.rehearsal.plain import Unreadable, bare, plain
from engine.catalogue.rehearsal.reading import read
from engine.catalogue.rehearsal.recording import Recording
from engine.catalogue.rehearsal.scene import Scene, scene_of, seen
from engine.catalogue.rehearsal.script import Script
from engine.catalogue.rehearsal.stage import Refused
from engine.catalogue.rehearsal.story import Expect, Rehearsal
from engine.catalogue.rehearsal.writing import to_yaml
from engine.errors import EngineError, InvalidInput
from engine.feel.codec import to_json
from engine.sentences import both, say
from engine.terms import Finding

Act = Mapping[str, Any]


def staged(script: Script, file: File, act: Act | None) -> dict[str, Any]:
    """The scene as JSON: of a rehearsal's file, after the act. The act's `values` are packed."""
    rehearsal, findings = read(file[1], file[0])
    if rehearsal is None:
        return to_plain(Scene(file[1].decode("utf-8", "replace"), file[0], findings=tuple(findings)))
    definition = script.definition_for(rehearsal.process)
    if definition is None:
        return to_plain(seen(script.tell(rehearsal), script.definition))
    if act is not None and "values" in act:
        act = {**act, "values": unpacked_values(act["values"])}
    return to_plain(acted(rehearsal, definition, act))


def acted(rehearsal: Rehearsal, definition: Definition, act: Act | None) -> Scene:
    """Never raises for what a rehearsal or an act says: `refused` tells why nothing was done."""
    if act is None:
        return scene_of(rehearsal, definition)
    try:
        after = _after(rehearsal, definition, act)
        _, findings = read(to_yaml(after).encode("utf-8"))
    except InvalidInput as refusal:
        return replace(scene_of(rehearsal, definition), refused=refusal.sentence)
    except (Refused, EngineError) as refusal:
        why = refusal.sentence or refusal.code if isinstance(refusal, EngineError) else refusal.sentence
        return replace(scene_of(rehearsal, definition), refused=why)
    except ValueError as refusal:
        return replace(scene_of(rehearsal, definition), refused=refusal.args[0])
    if findings:
        return replace(scene_of(rehearsal, definition), refused=both(findings[0].message, findings[0].hint))
    return scene_of(after, definition)


def values_of(text: str, place: str = "") -> dict[str, Any]:
    """Values that somebody wrote line by line, `name: wert`: plain values. Raises InvalidInput with findings."""
    try:
        found = plain(text.encode("utf-8", "replace"), place)
    except Unreadable as error:
        raise InvalidInput("rehearsal.values", error.finding.message, findings=(error.finding,)) from error
    if found is None:
        return {}
    if not isinstance(found, dict):
        hint = say("Schreiben Sie je Zeile einen Namen und einen Wert: „falltyp: F02“.")
        message = say("Das sind keine Angaben.")
        finding = Finding("rehearsal.values", message, file=place, line=1, hint=hint)
        raise InvalidInput("rehearsal.values", both(message, hint), findings=(finding,))
    values: dict[str, Any] = bare(found)
    return values


# ------------------------------------------------------------------ acts
def _after(rehearsal: Rehearsal, definition: Definition, act: Act) -> Rehearsal:
    """Raises Refused, EngineError, ValueError with a German sentence."""
    recording = Recording(definition, rehearsal)
    stage = recording.stage
    match act["act"]:
        case "do":
            recording.do(_task(recording, act), act["values"])
        case "send":
            recording.send(act["element"], _plain(act["values"]), act.get("fails") or None)
        case "wait":
            due_date(act["time"], stage.now)
            recording.wait(act["time"])
        case "message":
            recording.message(act["name"], _plain(act["values"]))
        case "signal":
            recording.signal(act["name"], _plain(act["values"]))
        case "hold":
            known = stage.variables()
            held = {name: told(known[name]) for name in act["names"] if name in known}
            if not held:
                raise Refused(say("Kreuzen Sie an, welche Angaben so sein sollen."))
            recording.expect(Expect(variables=held))
        case "open":
            recording.expect_now()
        case "end":
            return recording.ended()
        case _:
            raise Refused(say("Das lässt sich hier nicht tun."))
    return recording.rehearsal


def _task(recording: Recording, act: Act) -> StageTask:
    wanted = (act["element"], act["number"])
    for task in recording.stage.tasks:
        if (task.element_id, task.number) == wanted:
            return task
    raise Refused(say("Diese Aufgabe ist nicht mehr offen."))


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: to_json(value) for name, value in values.items()}
