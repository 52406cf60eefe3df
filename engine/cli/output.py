"""What the command line says, for people and, with `--json`, as one line of JSON."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from engine.errors import EngineError, InvalidInput
from engine.terms import Actor, Finding

if TYPE_CHECKING:
    from engine.unit_of_work import Platform


def add_json(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--json", action="store_true", help="eine Zeile JSON")
    return parser


def add_actor(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    add_json(parser).add_argument("--as", dest="as_account", metavar="KONTO", help="im Namen dieses Benutzerkontos")
    return parser


@contextmanager
def opened(arguments: argparse.Namespace) -> Iterator[tuple[Platform, Actor]]:
    """The platform of the environment, and the actor. Says so when it wrote a master key."""
    from engine.settings import Settings  # check and execute do without, and start the quicker
    from engine.unit_of_work import Platform

    platform = Platform(Settings.from_environ(os.environ))
    try:
        if platform.new_master_key is not None:
            print(
                f"Neuer Hauptschlüssel: {platform.new_master_key} (bewahren Sie eine Kopie getrennt von den Daten auf)",
                file=sys.stderr,
            )
        yield platform, _actor(platform, getattr(arguments, "as_account", None))
    finally:
        platform.close()


def _actor(platform: Platform, login: str | None) -> Actor:
    if login is None:
        return Actor.operator()
    from engine.accounts import account_named

    with platform.query(Actor.operator()) as uow:
        return account_named(uow, login).actor()


def say(arguments: argparse.Namespace, value: Any, text: str) -> None:
    """`value` as JSON, or `text` for people."""
    print(json.dumps(plain(value), ensure_ascii=False) if getattr(arguments, "json", False) else text)


def plain(value: Any) -> Any:
    """JSON-able form of dataclasses, dates and numbers."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def failed(arguments: argparse.Namespace, error: EngineError) -> int:
    """Exit code 1 with the findings, or the sentence, on standard error (with --json on standard output)."""
    if getattr(arguments, "json", False):
        body = {"error": error.code, "message": error.sentence, "findings": [f.as_json() for f in error.findings]}
        print(json.dumps(body, ensure_ascii=False))
    for finding in error.findings:
        print(sentence(finding), file=sys.stderr)
    if error.sentence or not error.findings:
        print(error.sentence or error.code, file=sys.stderr)
    return 1


def sentence(finding: Finding) -> str:
    kind = "Fehler" if finding.severity.value == "error" else "Hinweis"
    return f"{kind} [{finding.code}] {finding.sentence()}"


def json_object(text: str, option: str) -> dict[str, Any]:
    """A JSON object as FEEL values. Raises InvalidInput."""
    from engine.feel.codec import from_json

    try:
        value = json.loads(text, parse_float=Decimal)
        if not isinstance(value, dict):
            raise InvalidInput("cli.json", f'{option}: erwartet wird ein JSON-Objekt wie {{"name": "wert"}}.')
        return {name: from_json(item) for name, item in value.items()}
    except (ValueError, TypeError, ArithmeticError, RecursionError) as error:
        reason = " ".join(str(error).split())[:200]
        raise InvalidInput("cli.json", f"{option}: kein gültiges JSON ({reason}).") from error


def table(rows: Sequence[Sequence[str]], header: Sequence[str]) -> str:
    """Columns aligned with spaces; the last one runs free."""
    if not rows:
        return "(nichts)"
    widths = [max(len(str(row[column])) for row in (header, *rows)) for column in range(len(header))]
    return "\n".join(_aligned(row, widths) for row in (header, *rows))


def _aligned(row: Iterable[str], widths: Sequence[int]) -> str:
    return "  ".join(str(cell).ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


class Progress:
    """A bar on a terminal, plain lines elsewhere."""

    def __init__(self, total: int, what: str) -> None:
        self.total, self.what, self.done = total, what, 0
        self.terminal = sys.stderr.isatty()

    def step(self, label: str) -> None:
        self.done += 1
        if self.terminal:
            filled = 30 * self.done // self.total
            end = "\n" if self.done == self.total else ""
            print(
                f"\r{self.what} [{'#' * filled}{'.' * (30 - filled)}] {self.done}/{self.total} {label:<40.40}",
                end=end,
                file=sys.stderr,
                flush=True,
            )
        else:
            print(f"{self.what} {self.done}/{self.total}: {label}", file=sys.stderr)
