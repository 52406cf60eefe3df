"""The command line: `schlichtwerk`. It acts as operator, which the trail records, unless `--as KONTO`.

Exit codes: 0 done, 1 refused with findings or a sentence, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from types import ModuleType

from engine.cli import check, execute, rehearse
from engine.cli.output import failed
from engine.errors import EngineError
from engine.settings import SettingsError

ALONE = {"check": check, "execute": execute, "rehearse": rehearse}
"""Commands that touch no data: they start without what stands on the store, several times as quickly."""


def command_parser(wanted: str = "") -> argparse.ArgumentParser:
    """All commands with their options; only `wanted` when it is one that stands alone."""
    parser = argparse.ArgumentParser(prog="schlichtwerk", description="Kommunales Konfliktmanagement als BPMN-Diagramm")
    commands = parser.add_subparsers(dest="command", required=True, metavar="BEFEHL")
    for room in (ALONE[wanted],) if wanted in ALONE else _rooms():
        room.add_commands(commands)
    return parser


def _rooms() -> tuple[ModuleType, ...]:
    from engine.cli import accounts, cases, checkout, library, onboarding, operations, processes, serving

    return serving, check, processes, library, onboarding, checkout, execute, rehearse, cases, accounts, operations


def main(argv: Sequence[str] | None = None) -> int:
    """Entry point of the console script."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a name of a file, or a word, that this terminal cannot show
            stream.reconfigure(errors="backslashreplace")
    argv = sys.argv[1:] if argv is None else argv
    arguments = command_parser(argv[0] if argv else "").parse_args(argv)
    try:
        return int(arguments.run(arguments) or 0)
    except EngineError as error:
        return failed(arguments, error)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 0
    except Exception as error:
        if not _of_the_database(error):
            raise
        fault = getattr(error, "orig", error)
        print(f"Die Daten lassen sich nicht lesen oder schreiben: {fault}. Es wurde nichts geändert.", file=sys.stderr)
        return 1


def _of_the_database(error: Exception) -> bool:
    """Whoever never loaded the library has no fault of it."""
    library = sys.modules.get("sqlalchemy.exc")
    return library is not None and isinstance(error, library.DatabaseError)


if __name__ == "__main__":
    raise SystemExit(main())
