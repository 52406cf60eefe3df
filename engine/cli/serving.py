"""serve, worker, demo."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from engine.catalogue.templates import ship_templates
from engine.cli.output import Progress, add_json, opened, say
from engine.demo import TOWNS, fill
from engine.worker import run_worker

APPLICATION = "webui.serving:application"
"""Named as text: the engine imports nothing of the web."""


def add_commands(commands: Any) -> None:
    serve = commands.add_parser("serve", help="Weboberfläche starten")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    serve.set_defaults(run=_serve)
    worker = commands.add_parser("worker", help="Fristen auslösen (PostgreSQL; bei SQLite tut es serve)")
    worker.add_argument("--once", action="store_true", help="einmal nachsehen und enden")
    worker.set_defaults(run=_worker)
    demo = add_json(commands.add_parser("demo", help="mit erfundenen Vorgängen füllen"))
    demo.add_argument(
        "--only",
        action="append",
        default=[],
        choices=[town.slug for town in TOWNS],
        metavar="KOMMUNE",
        help="nur diese Kommune (mehrmals möglich) und die Landesstelle; ohne Angabe alle",
    )
    demo.set_defaults(run=_demo)


def _serve(arguments: argparse.Namespace) -> int:
    with opened(arguments) as (platform, actor), platform.command(actor) as uow:
        ship_templates(uow)
    from granian import Granian
    from granian.constants import Interfaces

    print(f"Schlichtwerk: http://{arguments.host}:{arguments.port}  (Strg+C beendet)", file=sys.stderr, flush=True)
    Granian(
        APPLICATION,
        address=arguments.host,
        port=arguments.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        log_enabled=False,
    ).serve()
    return 0


def _worker(arguments: argparse.Namespace) -> int:
    with opened(arguments) as (platform, _):
        run_worker(platform, once=arguments.once)
    return 0


def _demo(arguments: argparse.Namespace) -> int:
    with opened(arguments) as (platform, _):
        made = fill(platform, lambda total: Progress(total, "Demo"), arguments.only)
    say(arguments, {"cases": made}, f"{made} erfundene Vorgänge und die Demo-Konten sind angelegt.")
    return 0
