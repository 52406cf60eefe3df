"""The command line: `schlichtwerk`. It acts as operator, which the trail records, unless `--as KONTO`.

Exit codes: 0 done, 1 refused with findings or a sentence, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from sqlalchemy.exc import DatabaseError

from engine.cli import accounts, cases, execute, operations, processes, serving
from engine.cli.output import failed
from engine.errors import EngineError
from engine.settings import SettingsError


def command_parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    parser = argparse.ArgumentParser(prog="schlichtwerk", description="Kommunales Konfliktmanagement als BPMN-Diagramm")
    commands = parser.add_subparsers(dest="command", required=True, metavar="BEFEHL")
    for room in (serving, processes, execute, cases, accounts, operations):
        room.add_commands(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Entry point of the console script."""
    arguments = command_parser().parse_args(argv)
    try:
        return int(arguments.run(arguments) or 0)
    except EngineError as error:
        return failed(arguments, error)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    except DatabaseError as error:
        print(
            f"Die Daten lassen sich nicht lesen oder schreiben: {error.orig}. Es wurde nichts geändert.",
            file=sys.stderr,
        )
        return 1
    except BrokenPipeError:
        return 0


if __name__ == "__main__":
    raise SystemExit(main())
