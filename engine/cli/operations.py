"""incident, audit."""

from __future__ import annotations

import argparse
from typing import Any

from engine import casework
from engine.audit import Break
from engine.casework.loading import load_case_row, municipality
from engine.cli.output import add_actor, opened, plain, say, table
from engine.errors import NotFound
from engine.terms import TenantId
from engine.unit_of_work import UnitOfWork


def add_commands(commands: Any) -> None:
    incident = commands.add_parser("incident", help="Störungen").add_subparsers(dest="what", required=True)
    add_actor(incident.add_parser("list", help="offene Störungen")).set_defaults(run=_incidents)
    for name, help in (("retry", "noch einmal versuchen"), ("resolve", "beiseitelegen")):
        parser = add_actor(incident.add_parser(name, help=help))
        parser.add_argument("number", type=int, metavar="NUMMER")
        parser.set_defaults(run=_retry if name == "retry" else _resolve)
    audit = commands.add_parser("audit", help="Prüfspur").add_subparsers(dest="what", required=True)
    verify = add_actor(audit.add_parser("verify", help="beweist, dass die Prüfspur unversehrt ist"))
    verify.add_argument("--municipality", metavar="KOMMUNE")
    verify.add_argument("--case", metavar="AZ")
    verify.set_defaults(run=_verify)


def _incidents(arguments: argparse.Namespace) -> int:
    with opened(arguments) as (platform, actor), platform.query(actor) as uow:
        found = casework.incident_list(uow)
    rows = [(str(line.id), line.aktenzeichen, line.code, line.element, line.message) for line in found]
    say(arguments, [plain(line) for line in found], table(rows, ("Nr.", "Az.", "Art", "Schritt", "Was geschah")))
    return 0


def _place(uow: UnitOfWork, broken: Break) -> str:
    """The case by its Aktenzeichen, as long as there is one."""
    if broken.instance is None:
        return f"Kommune {broken.municipality}"
    try:
        return f"Vorgang {load_case_row(uow, instance=broken.instance)['aktenzeichen']}"
    except NotFound:
        return f"Vorgang {broken.instance}"


def _retry(arguments: argparse.Namespace) -> int:
    with opened(arguments) as (platform, actor):
        casework.retry_incident(platform, actor, arguments.number)
    say(arguments, {"incident": arguments.number}, f"Störung {arguments.number} ist behoben.")
    return 0


def _resolve(arguments: argparse.Namespace) -> int:
    with opened(arguments) as (platform, actor):
        casework.resolve_incident(platform, actor, arguments.number)
    say(arguments, {"incident": arguments.number}, f"Störung {arguments.number} ist beiseitegelegt.")
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    with opened(arguments) as (platform, actor), platform.query(actor) as uow:
        tenant: TenantId | None = None
        if arguments.municipality:
            tenant = municipality(uow, slug=arguments.municipality).identity
        if arguments.case:
            load_case_row(uow, aktenzeichen=arguments.case)
        found = casework.verify_trail(uow, municipality=tenant, aktenzeichen=arguments.case)
        where = _place(uow, found.broken[0]) if found.broken else ""
    if found.holds:
        say(arguments, plain(found), f"Die Prüfspur ist unversehrt: {found.entries} Einträge in {found.chains} Ketten.")
        return 0
    first = found.broken[0]
    say(arguments, plain(found), f"Die Prüfspur ist gebrochen: {where}, Eintrag {first.seq}: {first.reason}.")
    return 1
