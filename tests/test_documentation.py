"""What the product can be told and what it can say is written down."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.cli import command_parser
from engine.settings import DOCUMENTED, Settings
from tests.kit.findings import PAGE, fault_codes, finding_codes, refusal_codes

ROOT = Path(__file__).resolve().parents[1]
OPERATING = (ROOT / "docs" / "operating.md").read_text("utf-8")
STALE = "is stale: run `python -m tests.kit.findings`"


def commands(parser: argparse.ArgumentParser, name: str = "schlichtwerk") -> Iterator[tuple[str, list[str]]]:
    """Each command with its own options."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for word, child in action.choices.items():
                yield from commands(child, f"{name} {word}")
            return
    shared = {"--help", "--json", "--as"}
    yield (
        name,
        [
            option
            for action in parser._actions
            for option in action.option_strings
            if option.startswith("--") and option not in shared
        ],
    )


@pytest.mark.parametrize("name", DOCUMENTED)
def test_every_setting_is_documented(name: str) -> None:
    assert f"| `{name}` |" in OPERATING


def test_every_setting_that_is_read_is_in_the_list() -> None:
    class Asked(dict[str, str]):
        def __init__(self) -> None:
            super().__init__()
            self.names: set[str] = set()

        def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]
            self.names.add(key)
            return default

    asked = Asked()
    Settings.from_environ(asked)
    assert asked.names == set(DOCUMENTED)


def test_the_page_tells_of_no_setting_that_is_none() -> None:
    told = {
        line.split("`")[1] for line in OPERATING.splitlines() if line.startswith("| `") and line.split("`")[1].isupper()
    }
    assert told == set(DOCUMENTED)


@pytest.mark.parametrize("command", sorted(dict(commands(command_parser()))))
def test_every_command_is_documented_with_its_options(command: str) -> None:
    line = next((line for line in OPERATING.splitlines() if line.startswith(f"| `{command}`")), "")
    assert line, f"docs/operating.md does not tell of {command}"
    for option in dict(commands(command_parser()))[command]:
        assert f"`{option}`" in line, f"docs/operating.md does not tell of {command} {option}"


def test_the_page_tells_of_no_command_that_is_none() -> None:
    told = {line.split("`")[1] for line in OPERATING.splitlines() if line.startswith("| `schlichtwerk ")}
    assert told == set(dict(commands(command_parser())))


@pytest.mark.parametrize(
    ("codes", "least"),
    [(finding_codes(), 150), (refusal_codes(), 40), (fault_codes(), 10)],
    ids=["findings", "refusals", "faults"],
)
def test_every_code_is_documented_with_a_sentence(codes: dict[str, list[str]], least: int) -> None:
    lines = PAGE.read_text("utf-8").splitlines()
    assert len(codes) > least
    for code in codes:
        shown = [line for line in lines if line.startswith(f"| `{code}` | ")]
        assert shown and all(line.endswith(" |") and len(line) > len(code) + 15 for line in shown), (
            f"{PAGE.name}: {code} {STALE}"
        )


def test_no_code_is_documented_that_nothing_says() -> None:
    known = {*finding_codes(), *refusal_codes(), *fault_codes()}
    told = {line.split("`")[1] for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| `")}
    assert told <= known, f"{PAGE.name} {STALE}"
