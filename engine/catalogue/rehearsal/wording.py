"""What a rehearsal found instead of what was expected, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any

from engine.catalogue.rehearsal.stage import Stage
from engine.feel.codec import to_json
from engine.runtime import Incident
from engine.sentences import joined, say


def still_open(stage: Stage) -> str:
    if stage.finished:
        return say("der Vorgang ist zu Ende: {there}", there=reached(stage))
    tasks = Counter(task.element_id for task in stage.tasks)
    if tasks:
        return say("offen ist {there}", there=named(stage, tasks))
    waits: list[str] = [say("auf die Nachricht „{wait}“", wait=wait.name) for wait in stage.messages]
    waits += [say("bis zum {due} („{timer}“)", due=f"{timer.due:%d.%m.%Y}", timer=timer.name) for timer in stage.timers]
    waits += [say("auf das Signal „{name}“", name=name) for name in stage.signals]
    if not waits:
        return say("offen ist keine Aufgabe")
    return say("offen ist keine Aufgabe; der Vorgang wartet {waits}", waits=reduce(_either, waits))


def _either(one: str, other: str) -> str:
    return say("{one} oder {other}", one=one, other=other)


def reached(stage: Stage) -> str:
    last = quoted(stage.label(stage.reached[-1])) if stage.reached else say("kein Ende")
    return say("erreicht ist {last}", last=last)


def named(stage: Stage, elements: Mapping[str, int]) -> str:
    if not elements:
        return say("keine Aufgabe")
    return listed(
        [
            say("„{name}“ ({count}-mal)", name=stage.label(key), count=count) if count > 1 else quoted(stage.label(key))
            for key, count in elements.items()
        ]
    )


def quoted(name: str) -> str:
    return say("„{name}“", name=name)


def listed(names: Sequence[str]) -> str:
    if len(names) < 2:
        return joined(names)
    return say("{names} und {last}", names=joined(names[:-1]), last=names[-1])


def incident_told(stage: Stage, incident: Incident) -> str:
    if not incident.element_id:
        return joined((f"[{incident.code}]", incident.message), " ")
    where = stage.label(incident.element_id)
    return say("[{code}] bei „{element}“ {message}", code=incident.code, element=where, message=incident.message)


def shown(value: Any) -> str:
    """A value as the file writes it."""
    if isinstance(value, Mapping):
        return joined(joined((key, shown(item)), ": ") for key, item in value.items())
    if isinstance(value, list):
        return joined(("[", joined(shown(item) for item in value), "]"), "")
    if value is None:
        return say("leer")
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(_plain(to_json, value))


def _plain(convert: Callable[[Any], Any], value: Any) -> Any:
    try:
        return convert(value)
    except TypeError:
        return say("eine Funktion")
