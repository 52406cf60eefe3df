"""Run a file in memory: check it, start its processes under a virtual clock, say what happened. Touches no data."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from engine import bpmn
from engine.bpmn import Definition, Find, Package, Resource, ResourceKind
from engine.bpmn.deadline import due_date, is_deadline
from engine.catalogue.files import LARGEST
from engine.catalogue.findings import too_large
from engine.catalogue.simulation import Answer, Case, Exhausted, Simulation
from engine.errors import EngineError, InvalidInput
from engine.sentences import say
from engine.terms import DefinitionHash, Finding, Severity

AT_MOST = timedelta(days=366)
"""How far the clock moves when nobody says how far."""


@dataclass(frozen=True, slots=True)
class ExecuteFile:
    """`until`: how far the clock moves, as a duration ("PT3M", "5 AT"). Without it the clock moves while no task
    waits for anybody, by a year at most."""

    file: str
    content: bytes
    process_id: str | None = None
    also_start: str | None = None
    until: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    answers: Sequence[Answer] = ()


@dataclass(frozen=True, slots=True)
class Execution:
    """`status`: completed, waiting, incident or refused. `variables` are those of the process, FEEL values."""

    status: str
    trace: tuple[str, ...] = ()
    log: tuple[Any, ...] = ()
    variables: Mapping[str, Any] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def execute(command: ExecuteFile, find: Find, now: datetime) -> Execution:
    """Never raises for a bad file, a wrong process id or a wrong duration: it is refused with a finding."""
    try:
        definitions, main, findings = _definitions(command, find)
        until = _until(command, now)
        _insist_on_known(command, definitions)
    except InvalidInput as refusal:
        return Execution("refused", findings=refusal.findings)
    wanted = command.process_id or main
    if command.also_start:
        definitions[wanted] = _joined(definitions[wanted], definitions[command.also_start])
    run = Simulation(definitions, command.answers, now)
    case: Case | None = None
    try:
        case = run.start(wanted, command.variables, beside=[command.also_start] if command.also_start else [])
        run.run(until, idle=command.until is None)
    except Exhausted as limit:
        findings.append(
            _finding(command, "execute.limits", limit.args[0], say("Den Ablauf auf Schleifen ohne Ende prüfen."))
        )
        return _result("incident", run, case, findings)
    except EngineError as fault:
        findings.append(_finding(command, fault.code, fault.sentence or fault.code))
        return _result("incident", run, case, findings)
    findings += _incidents(command, run)
    findings += [_unused(command, answer) for answer in run.answers if not answer.any]
    return _result(_status(run), run, case, findings)


def _definitions(command: ExecuteFile, find: Find) -> tuple[dict[str, Definition], str, list[Finding]]:
    """One definition for each process of the file that has something to run. Raises InvalidInput."""
    if len(command.content) > LARGEST:
        raise InvalidInput("process.refused", findings=(too_large(command.file, len(command.content)),))
    package, findings = bpmn.resolve(command.content, command.file, find)
    if package is None:
        raise InvalidInput("process.refused", findings=tuple(findings))
    found = {package.main.key: bpmn.compile_package(package)}
    for model in bpmn.models(bpmn.read(command.content, file=command.file)):
        if model.elements and model.id not in found:
            found[model.id] = bpmn.compile_package(_with_main(package, model.id, command))
    return found, package.main.key, findings


def _with_main(package: Package, process_id: str, command: ExecuteFile) -> Package:
    main = Resource(ResourceKind.BPMN, process_id, command.file, command.content)
    others = (r for r in package.resources if (r.kind, r.key) != (main.kind, main.key))
    return Package(main, (main, *others))


def _joined(main: Definition, beside: Definition) -> Definition:
    """One definition in which both processes run."""
    both = hashlib.sha256(f"{main.hash} {beside.hash}".encode()).hexdigest()
    return replace(
        main,
        hash=DefinitionHash(both),
        processes={**beside.processes, **main.processes},
        forms={**beside.forms, **main.forms},
        decisions={**beside.decisions, **main.decisions},
        zones={**beside.zones, **main.zones},
    )


def _until(command: ExecuteFile, now: datetime) -> datetime:
    if command.until is None:
        return now + AT_MOST
    if not is_deadline(command.until):
        raise InvalidInput(
            "execute.until",
            findings=(
                _finding(
                    command,
                    "execute.until",
                    say("„{until}“ ist keine Dauer.", until=command.until),
                    say("Zum Beispiel PT3M, P2D oder 5 AT."),
                ),
            ),
        )
    return due_date(command.until, now)


def _insist_on_known(command: ExecuteFile, definitions: Mapping[str, Definition]) -> None:
    for wanted in (command.process_id, command.also_start):
        if wanted is not None and wanted not in definitions:
            finding = _finding(
                command,
                "process.unknown",
                say(
                    "Den Prozess „{wanted}“ gibt es in der Datei nicht, oder er hat kein Startereignis.", wanted=wanted
                ),
                say("Vorhanden: {names}.", names=", ".join(definitions)),
            )
            raise InvalidInput("process.unknown", findings=(finding,))


def _status(run: Simulation) -> str:
    if run.incidents:
        return "incident"
    return "completed" if all(case.finished for case in run.cases) else "waiting"


def _result(status: str, run: Simulation, case: Case | None, findings: list[Finding]) -> Execution:
    variables = {} if case is None else case.variables()
    return Execution(status, tuple(run.trace), tuple(run.log), variables, tuple(dict.fromkeys(findings)))


def _incidents(command: ExecuteFile, run: Simulation) -> list[Finding]:
    found = []
    for case, incident in run.incidents:
        models = case.definition.processes.values()
        element = next((m.elements[key] for m in models if (key := incident.element_id or "") in m.elements), None)
        found.append(
            Finding(
                incident.code,
                incident.message,
                file=command.file,
                line=element.line if element else None,
                element_id=incident.element_id,
                element_name=element.known_as if element else None,
            )
        )
    return found


def _unused(command: ExecuteFile, answer: Answer) -> Finding:
    what = (
        say("Die Nachricht „{send}“ nahm niemand an.", send=answer.send)
        if answer.send
        else say("„{do}“ war nie zu tun.", do=answer.do)
    )
    return _finding(command, "execute.answer", what, say("Namen oder ID in den Antworten prüfen."), warning=True)


def _finding(command: ExecuteFile, code: str, message: str, hint: str = "", *, warning: bool = False) -> Finding:
    severity = Severity.WARNING if warning else Severity.ERROR
    return Finding(code, message, severity, command.file, hint=hint)
