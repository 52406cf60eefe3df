"""checklist, step, release: the shortened procedure of a municipality."""

from __future__ import annotations

import argparse
from typing import Any

from engine import onboarding
from engine.casework.loading import municipality
from engine.cli.output import add_actor, opened, say
from engine.onboarding import STEPS, TEST_CASES, Checklist, SetStep, StepState
from engine.onboarding.steps import WORDS
from engine.terms import TenantId
from engine.unit_of_work import UnitOfWork


def add_commands(commands: Any) -> None:
    release = add_actor(commands.add_parser("release", help="Kommune für die echte Arbeit freigeben"))
    release.add_argument("municipality", metavar="KOMMUNE")
    release.set_defaults(run=_release)
    looking = add_actor(commands.add_parser("checklist", help="verkürztes Verfahren einer Kommune zeigen"))
    looking.add_argument("municipality", metavar="KOMMUNE", help="Kurzname oder AGS")
    looking.set_defaults(run=_show)
    setting = add_actor(commands.add_parser("step", help="einen Schritt des verkürzten Verfahrens setzen"))
    setting.add_argument("municipality", metavar="KOMMUNE", help="Kurzname oder AGS")
    setting.add_argument("step", type=int, choices=[step.number for step in STEPS], metavar="SCHRITT")
    setting.add_argument("--state", choices=[state.value for state in StepState], default=StepState.DONE.value)
    setting.add_argument("--day", default="", metavar="JJJJ-MM-TT", help="von welchem Tag der Nachweis ist")
    for name, about in (
        ("evidence", "Nachweis in Worten"),
        ("reference", "Aktenzeichen oder Adresse"),
        ("responsible", "wer dafür verantwortlich ist"),
        ("reason", "warum der Schritt nicht nötig ist"),
    ):
        setting.add_argument(f"--{name}", default="", metavar="TEXT", help=about)
    setting.add_argument("--case", action="append", default=[], choices=list(TEST_CASES), help="gespielter Testfall")
    setting.set_defaults(run=_set)


def _identity(uow: UnitOfWork, name: str) -> TenantId:
    """An AGS also of a municipality that is not there yet."""
    return TenantId(name) if name.isdigit() else municipality(uow, slug=name).identity


def _release(arguments: argparse.Namespace) -> int:
    with opened(arguments) as (platform, actor), platform.command(actor) as uow:
        tenant = municipality(uow, slug=arguments.municipality)
        fresh = onboarding.release_municipality(uow, tenant.identity)
    what = "ist freigegeben. Neue Vorgänge sind keine Erprobung mehr." if fresh else "war schon freigegeben."
    say(arguments, {"municipality": tenant.slug, "released": True}, f"{tenant.name} {what}")
    return 0


def _show(arguments: argparse.Namespace) -> int:
    with opened(arguments) as (platform, actor), platform.query(actor) as uow:
        found = onboarding.checklist(uow, _identity(uow, arguments.municipality))
    value = {
        "municipality": found.identity,
        "name": found.name,
        "released": found.released,
        "missing": [item.step.number for item in found.missing],
        "steps": {str(line.step.number): line.state.value for line in found.lines},
    }
    say(arguments, value, "\n".join(_lines(found)))
    return 0


def _lines(found: Checklist) -> list[str]:
    lines = [f"{found.name} ({found.identity}): {found.settled} von {len(found.lines)} Schritten"]
    lines += [f"{line.step.number:>3}  {WORDS[line.state]:<12} {line.step.title}" for line in found.lines]
    return lines + [item.why for item in found.missing]


def _set(arguments: argparse.Namespace) -> int:
    with opened(arguments) as (platform, actor), platform.command(actor) as uow:
        place = _identity(uow, arguments.municipality)
        state, ticks = StepState(arguments.state), tuple(arguments.case)
        said = {name: getattr(arguments, name) for name in ("day", "evidence", "reference", "responsible", "reason")}
        changed = onboarding.set_step(uow, SetStep(place, arguments.step, state, ticks=ticks, **said))
    text = f"Schritt {arguments.step} ist {WORDS[state]}." if changed else "Es hat sich nichts geändert."
    say(arguments, {"municipality": place, "step": arguments.step, "state": state.value, "changed": changed}, text)
    return 0
