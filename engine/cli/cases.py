"""case, task, message, signal: the same path as on the screen, in a terminal."""

from __future__ import annotations

import argparse
from typing import Any

from engine import casework, formdefs
from engine.bpmn.deadline import BERLIN
from engine.casework.loading import municipality
from engine.cli.output import add_actor, json_object, opened, plain, say, table
from engine.errors import InvalidInput, NotFound
from engine.terms import Actor, TenantId, UserTaskId
from engine.unit_of_work import Platform, UnitOfWork


def add_commands(commands: Any) -> None:
    case = commands.add_parser("case", help="Vorgänge").add_subparsers(dest="what", required=True)
    start = add_actor(case.add_parser("start", help="Vorgang anlegen"))
    start.add_argument("municipality", metavar="KOMMUNE")
    start.add_argument("--process")
    start.add_argument("--start")
    start.add_argument("--variables", default="{}", metavar="JSON")
    start.set_defaults(run=_start)
    show = add_actor(case.add_parser("show", help="Vorgang zeigen"))
    show.add_argument("aktenzeichen")
    show.set_defaults(run=_show)
    listing = add_actor(case.add_parser("list", help="Vorgänge auflisten"))
    listing.add_argument("--municipality", metavar="KOMMUNE")
    listing.set_defaults(run=_list)
    _add_tasks(commands.add_parser("task", help="Aufgaben").add_subparsers(dest="what", required=True))
    message = commands.add_parser("message", help="Nachrichten").add_subparsers(dest="what", required=True)
    send = add_actor(message.add_parser("send", help="Nachricht an wartende Vorgänge"))
    send.add_argument("name")
    send.add_argument("--correlate", required=True, metavar="K=V")
    send.add_argument("--municipality", metavar="KOMMUNE")
    send.add_argument("--variables", default="{}", metavar="JSON")
    send.set_defaults(run=_send)
    signal = commands.add_parser("signal", help="Signale").add_subparsers(dest="what", required=True)
    spread = add_actor(signal.add_parser("send", help="Signal an alle Vorgänge einer Kommune, die darauf warten"))
    spread.add_argument("name")
    spread.add_argument("--municipality", required=True, metavar="KOMMUNE")
    spread.add_argument("--variables", default="{}", metavar="JSON")
    spread.set_defaults(run=_signal)


def _add_tasks(task: Any) -> None:
    listing = add_actor(task.add_parser("list", help="offene Aufgaben"))
    listing.add_argument("--municipality", metavar="KOMMUNE")
    listing.add_argument("--group")
    listing.add_argument("--overdue", action="store_true")
    listing.set_defaults(run=_tasks)
    complete = add_actor(task.add_parser("complete", help="Aufgabe abschließen"))
    complete.add_argument("id")
    complete.add_argument("--variables", default="{}", metavar="JSON")
    complete.set_defaults(run=_complete)
    for name, help in (("claim", "Aufgabe übernehmen"), ("release", "Aufgabe zurückgeben")):
        parser = add_actor(task.add_parser(name, help=help))
        parser.add_argument("id")
        parser.set_defaults(run=_claim if name == "claim" else _release)


def _start(arguments: argparse.Namespace) -> int:
    variables = json_object(arguments.variables, "--variables")
    with opened(arguments) as (platform, actor):
        with platform.command(actor) as uow:
            tenant = municipality(uow, slug=arguments.municipality)
            started = casework.start_case(
                uow, casework.StartCase(tenant.identity, arguments.process, arguments.start, variables)
            )
        body = _case(platform, actor, started.aktenzeichen)
    say(arguments, body, _text(body))
    return 0


def _show(arguments: argparse.Namespace) -> int:
    with opened(arguments) as (platform, actor):
        body = _case(platform, actor, arguments.aktenzeichen)
    say(arguments, body, _text(body))
    return 0


def _case(platform: Platform, actor: Actor, aktenzeichen: str) -> dict[str, Any]:
    with platform.query(actor) as uow:
        page = casework.case_page(uow, aktenzeichen)
        slug = municipality(uow, identity=page.head.municipality).slug
    return {
        "aktenzeichen": page.head.aktenzeichen,
        "municipality": slug,
        "definition": page.head.version,
        "state": page.head.state,
        "stage": page.head.stage,
        "trial": page.head.trial,
        "open_tasks": [_task(line) for line in page.open_tasks],
        "steps": [plain(step) for step in page.steps if step.state != "open"],
        "messages": [name for name, _ in page.messages],
        "incidents": list(page.incidents),
    }


def _task(line: casework.TaskLine) -> dict[str, Any]:
    return {
        "id": line.task_id,
        "element_id": line.element_id,
        "name": line.name,
        "group": line.group,
        "assignee": line.assignee_name,
        "due": line.due.isoformat() if line.due else None,
        "aktenzeichen": line.aktenzeichen,
        "overdue": line.is_overdue,
        "escalated_to": line.escalated_to or None,
        "escalated_at": line.escalated_at.isoformat() if line.escalated_at else None,
    }


def _due(line: casework.TaskLine) -> str:
    day = f"{line.due.astimezone(BERLIN):%d.%m.%Y}" if line.due else "–"
    words = [day, "überfällig" if line.is_overdue else "", f"eskaliert an {line.escalated_to}"]
    return ", ".join(word for word in words[: 3 if line.escalated_to else 2] if word)


def _text(body: dict[str, Any]) -> str:
    trial = ", Erprobung" if body["trial"] else ""
    head = f"{body['aktenzeichen']} ({body['municipality']}{trial}): {body['state']}, Stufe {body['stage']}"
    rows = [(task["id"], task["name"], task["group"], task["due"] or "–") for task in body["open_tasks"]]
    return f"{head}\n{table(rows, ('Aufgabe', 'Name', 'Gruppe', 'Frist'))}"


def _list(arguments: argparse.Namespace) -> int:
    with opened(arguments) as (platform, actor), platform.query(actor) as uow:
        found = casework.case_list(uow, casework.CaseFilter(municipality=_tenant(uow, arguments), limit=1000))
    rows = [(line.aktenzeichen, line.state, line.stage, str(line.open_tasks)) for line in found.lines]
    say(arguments, [plain(line) for line in found.lines], table(rows, ("Az.", "Stand", "Stufe", "Aufgaben")))
    return 0


def _tasks(arguments: argparse.Namespace) -> int:
    with opened(arguments) as (platform, actor), platform.query(actor) as uow:
        filter = casework.TaskFilter(
            due="overdue" if arguments.overdue else None,
            group=arguments.group,
            municipality=_tenant(uow, arguments),
            limit=1000,
        )
        lines = casework.task_list(uow, filter).lines
    rows = [(line.task_id, line.aktenzeichen, line.name, line.group, _due(line)) for line in lines]
    say(arguments, [_task(line) for line in lines], table(rows, ("Aufgabe", "Az.", "Name", "Gruppe", "Frist")))
    return 0


def _complete(arguments: argparse.Namespace) -> int:
    raw = json_object(arguments.variables, "--variables")
    task_id = UserTaskId(arguments.id)
    with opened(arguments) as (platform, actor):
        with platform.query(actor) as uow:
            form, data = casework.form_for_completion(uow, task_id)
            values = _validated(form, raw, data, uow)
        with platform.command(actor) as uow:
            done = casework.complete_task(uow, casework.CompleteTask(task_id, values))
        body = _case(platform, actor, done.aktenzeichen)
    if done.incident:
        say(arguments, {**body, "incident": done.incident}, f"Störung: {done.incident}")
        return 1
    say(arguments, body, _text(body))
    return 0


def _validated(
    form: formdefs.FormDefinition | None, raw: dict[str, Any], data: dict[str, Any], uow: UnitOfWork
) -> dict[str, Any]:
    """Values as the form allows them; a task without a form takes what is given."""
    if form is None:
        return raw
    checked = formdefs.validate_values(form, raw, data, now=uow.now)
    if checked.errors:
        sentences = "; ".join(f"{path}: {sentence}" for path, sentence in checked.errors.items())
        raise InvalidInput("form.invalid", f"Das Formular ist so nicht vollständig. {sentences}")
    return dict(checked.values)


def _claim(arguments: argparse.Namespace) -> int:
    with opened(arguments) as (platform, actor), platform.command(actor) as uow:
        event = casework.claim_task(uow, casework.ClaimTask(UserTaskId(arguments.id)))
    say(arguments, {"task": arguments.id}, f"„{event.name}“ übernommen.")
    return 0


def _release(arguments: argparse.Namespace) -> int:
    with opened(arguments) as (platform, actor), platform.command(actor) as uow:
        event = casework.release_task(uow, casework.ReleaseTask(UserTaskId(arguments.id)))
    say(arguments, {"task": arguments.id}, f"„{event.name}“ zurückgegeben.")
    return 0


def _send(arguments: argparse.Namespace) -> int:
    _, _, key = arguments.correlate.partition("=")
    payload = json_object(arguments.variables, "--variables")
    with opened(arguments) as (platform, actor), platform.command(actor) as uow:
        tenant = _tenant(uow, arguments) or _tenant_of_case(uow, key)
        sent = casework.correlate_message(uow, tenant, arguments.name, key, payload)
    say(arguments, plain(sent), f"Nachricht „{arguments.name}“ an {sent.aktenzeichen} zugestellt.")
    return 0


def _signal(arguments: argparse.Namespace) -> int:
    payload = json_object(arguments.variables, "--variables")
    with opened(arguments) as (platform, actor), platform.command(actor) as uow:
        tenant = municipality(uow, slug=arguments.municipality).identity
        sent = casework.send_signal(uow, casework.SendSignal(tenant, arguments.name, payload))
    count = "einem Vorgang" if sent.listening == 1 else f"{sent.listening} Vorgängen"
    sentence = f"Signal „{arguments.name}“ ist unterwegs zu {count}; der Worker (bei SQLite: serve) stellt es zu."
    if not sent.listening:
        sentence = (
            f"Auf das Signal „{arguments.name}“ hört zurzeit kein laufender Vorgang; es kann höchstens neue beginnen. "
            "Prüfen Sie den Namen: Er steht genau so im Diagramm. Mit dem richtigen senden Sie es noch einmal."
        )
    say(arguments, plain(sent), sentence)
    return 0


def _tenant(uow: UnitOfWork, arguments: argparse.Namespace) -> TenantId | None:
    if not getattr(arguments, "municipality", None):
        return uow.actor.municipality
    return municipality(uow, slug=arguments.municipality).identity


def _tenant_of_case(uow: UnitOfWork, aktenzeichen: str) -> TenantId:
    """An Aktenzeichen names its municipality; any other key needs --municipality."""
    from engine.casework.loading import load_case_row

    try:
        return TenantId(load_case_row(uow, aktenzeichen=aktenzeichen)["municipality"])
    except NotFound as error:
        raise InvalidInput("message.municipality", "Bitte nennen Sie die Kommune mit --municipality.") from error
