"""account: create, list, disable, enable, reset."""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import Any

from engine import accounts
from engine.casework.loading import municipality
from engine.cli.output import add_actor, opened, plain, say, table
from engine.terms import Role


def add_commands(commands: Any) -> None:
    account = commands.add_parser("account", help="Benutzerkonten").add_subparsers(dest="what", required=True)
    create = add_actor(account.add_parser("create", help="Konto anlegen"))
    create.add_argument("login", metavar="NAME")
    create.add_argument("--municipality", required=True, metavar="KOMMUNE")
    create.add_argument("--role", nargs="+", action="extend", required=True, choices=[role.value for role in Role])
    create.add_argument("--group", nargs="+", action="extend", default=[])
    create.add_argument("--name", default="", help="Name der Person, wie er auf Seiten steht")
    create.add_argument("--password-stdin", action="store_true", help="Kennwort von der Standardeingabe")
    create.set_defaults(run=_create)
    listing = add_actor(account.add_parser("list", help="Konten auflisten"))
    listing.add_argument("--municipality", metavar="KOMMUNE")
    listing.set_defaults(run=_list)
    for name, help in (("disable", "sperren"), ("enable", "entsperren"), ("reset", "neues Kennwort")):
        parser = add_actor(account.add_parser(name, help=help))
        parser.add_argument("login", metavar="NAME")
        parser.set_defaults(run=_change, change=name)


def _create(arguments: argparse.Namespace) -> int:
    password = None
    if arguments.password_stdin:
        password = getpass.getpass("Kennwort: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    with opened(arguments) as (platform, actor), platform.command(actor) as uow:
        tenant = municipality(uow, slug=arguments.municipality)
        created = accounts.create_account(
            uow,
            accounts.CreateAccount(
                arguments.login,
                arguments.name,
                tenant.identity,
                [Role(role) for role in arguments.role],
                arguments.group,
                password,
            ),
        )
    secret = f" Kennwort (nur jetzt zu sehen): {created.initial_password}" if created.initial_password else ""
    say(arguments, created, f"Konto {created.login} für {tenant.name} angelegt.{secret}")
    return 0


def _list(arguments: argparse.Namespace) -> int:
    with opened(arguments) as (platform, actor), platform.query(actor) as uow:
        tenant = municipality(uow, slug=arguments.municipality).identity if arguments.municipality else None
        found = accounts.account_list(uow, tenant)
    rows = [
        (view.login, view.name, view.slug or "–", " ".join(sorted(view.roles)), "aktiv" if view.active else "gesperrt")
        for view in found
    ]
    say(arguments, [plain(view) for view in found], table(rows, ("Konto", "Name", "Kommune", "Rollen", "Stand")))
    return 0


def _change(arguments: argparse.Namespace) -> int:
    with opened(arguments) as (platform, actor), platform.command(actor) as uow:
        found = {view.login: view for view in accounts.account_list(uow)}
        view = found.get(arguments.login.casefold())
        number = view.id if view is not None else -1
        if arguments.change == "reset":
            password = accounts.reset_password(uow, number)
            say(
                arguments,
                {"login": arguments.login, "password": password},
                f"Neues Kennwort für {arguments.login} (nur jetzt zu sehen): {password}",
            )
            return 0
        (accounts.disable_account if arguments.change == "disable" else accounts.enable_account)(uow, number)
    done = "gesperrt" if arguments.change == "disable" else "entsperrt"
    say(arguments, {"login": arguments.login, "change": arguments.change}, f"Konto {arguments.login} ist {done}.")
    return 0
