"""template list, clone, update: LaKI's library from the command line."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from engine.catalogue import templates
from engine.catalogue.templates import CloneTemplate, Demand, Update
from engine.cli.output import add_actor, opened, plain, say, sentence, table
from engine.cli.writing import write_path
from engine.errors import InvalidState
from engine.merging import Side
from engine.terms import Actor
from engine.unit_of_work import Platform

SIDES = {side.value: side for side in Side}


def add_commands(commands: Any) -> None:
    library = commands.add_parser("template", help="Mustervorlagen der Landesstelle")
    actions = library.add_subparsers(dest="action", required=True, metavar="AKTION")
    listing = add_actor(actions.add_parser("list", help="welche es gibt, und wer sie verwendet"))
    listing.set_defaults(run=_list)
    cloning = add_actor(commands.add_parser("clone", help="Mustervorlage für eine Kommune klonen"))
    cloning.add_argument("key", metavar="VORLAGE", help="Mustervorlage oder Kommune, deren Weg geklont wird")
    cloning.add_argument("--for", dest="ags", required=True, metavar="AGS")
    cloning.add_argument("--name", required=True, help="Name der Kommune, zum Beispiel „Stadt Bielefeld“")
    cloning.add_argument("--art", default="", help="Art der Kommune; sonst die des Kommunalen Integrationszentrums")
    cloning.add_argument("--kreis", default="", metavar="AGS", help="AGS des Kreises darüber")
    cloning.add_argument("--kennung", default="", help="für soziale Organisationen: eigene Kennung")
    cloning.add_argument("--out", type=Path, default=Path("processes"), metavar="ORDNER")
    cloning.set_defaults(run=_clone)
    updating = add_actor(commands.add_parser("update", help="Verbesserungen der Mustervorlage übernehmen"))
    updating.add_argument("slug", metavar="KOMMUNE")
    what = updating.add_mutually_exclusive_group(required=True)
    what.add_argument("--plan", action="store_true", help="zeigen, was käme, und was zu entscheiden ist")
    what.add_argument("--apply", action="store_true", help="als Entwurf übernehmen")
    updating.add_argument(
        "--decide",
        choices=sorted(SIDES),
        help="was bei Widersprüchen gilt; ohne Angabe bleibt, was die Kommune hat",
    )
    updating.set_defaults(run=_update)


def _list(arguments: argparse.Namespace) -> int:
    with opened(arguments) as (platform, actor):
        _ship(platform)
        with platform.query(actor) as uow:
            found = templates.template_list(uow)
    value = [
        {
            "key": each.key,
            "name": each.name,
            "version": each.version,
            "used_by": [
                {"municipality": clone.slug, "version": clone.origin.version, "behind": clone.behind}
                for clone in each.clones
            ],
        }
        for each in found
    ]
    rows = [(each.key, each.name, str(each.version or "zurückgezogen"), str(each.used)) for each in found]
    say(arguments, value, table(rows, ("Schlüssel", "Name", "Version", "Kommunen")))
    return 0


def _clone(arguments: argparse.Namespace) -> int:
    wanted = CloneTemplate(
        arguments.key, arguments.ags, arguments.name, arguments.art, arguments.kreis, arguments.kennung
    )
    with opened(arguments) as (platform, actor):
        _ship(platform)
        with platform.query(actor) as uow:
            made = templates.clone(uow, wanted)
    path = arguments.out / f"{made.slug}.bpmn"
    if path.exists():
        raise InvalidState("template.file", f"„{path}“ gibt es schon; es wurde nichts geschrieben.")
    write_path(arguments.out, made.files)
    value = {"slug": made.slug, "file": str(path), "identity": made.identity, "origin": asdict(made.origin)}
    say(arguments, value, f"{path} ist geschrieben. Veröffentlichen: schlichtwerk publish {path}")
    return 0


def _update(arguments: argparse.Namespace) -> int:
    with opened(arguments) as (platform, actor):
        _ship(platform)
        with platform.query(actor) as uow:
            found = templates.plan_update(uow, arguments.slug)
        if not arguments.apply:
            return _plan(arguments, found)
        side = SIDES.get(arguments.decide or "")
        decided = {} if side is None else {question.key: side for question in found.questions}
        with platform.command(actor) as uow:
            draft = templates.take_update(uow, arguments.slug, found.version, decided)
    value = {"draft": draft, "version": found.version, "undecided": 0 if decided else len(found.questions)}
    said = f"Entwurf {draft} ist angelegt. Prüfen, proben und veröffentlichen Sie ihn in der Werkstatt."
    say(arguments, value, said)
    return 0


def _plan(arguments: argparse.Namespace, found: Update) -> int:
    value = {
        "slug": found.slug,
        "template": found.origin.key,
        "from": found.origin.version,
        "to": found.version,
        "due": found.due,
        "since": [{"version": version, "note": note} for version, note in found.since],
        "taken": plain(found.taken),
        "questions": plain(found.questions),
        "demands": [{**asdict(demand), "until": demand.until.isoformat()} for demand in found.demands],
        "findings": [finding.as_json() for finding in found.findings],
    }
    say(arguments, value, "\n".join(_told(found)))
    return 0


def _told(found: Update) -> list[str]:
    if not found.due:
        return [f"{found.name} ist auf dem neuesten Stand der Mustervorlage „{found.origin.key}“."]
    lines = [f"{found.name}: Mustervorlage „{found.origin.key}“, Version {found.origin.version} → {found.version}"]
    lines += [f"Version {version}: {note}" for version, note in found.since if note]
    lines += [f"  kommt: {taken.sentence}" for taken in found.taken if not taken.mark]
    if marks := sum(taken.mark for taken in found.taken):
        lines.append(f"  als Pflicht gekennzeichnet: {marks} {'Element' if marks == 1 else 'Elemente'}")
    lines += [f"  {_demand(demand)}" for demand in found.demands]
    for question in found.questions:
        lines.append(f"  zu entscheiden: {question.title}")
        for words, column in (("bisher", question.was), ("neu", question.theirs), ("unsere", question.ours)):
            lines += [f"    {words}: {line}" for line in column]
        lines += [f"    Pflicht: {line}" for line in question.locked]
    return [*lines, *(sentence(finding) for finding in found.findings)]


def _demand(demand: Demand) -> str:
    day = f"{demand.until:%d.%m.%Y}"
    if demand.overdue:
        return f"Pflicht seit {day}, nicht übernommen: „{demand.name}“"
    return f"bis {day} zu übernehmen: „{demand.name}“"


def _ship(platform: Platform) -> None:
    with platform.command(Actor.operator()) as uow:
        templates.ship_templates(uow)
