"""The README is true line by line: its commands run in their order, its accounts and its links exist."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from engine.accounts.demo import PASSWORD, PEOPLE

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PROGRAM = Path(sys.executable).with_name("schlichtwerk")


def commands() -> list[list[str]]:
    """Every line of the shell blocks, without its comment."""
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```", README, re.DOTALL | re.MULTILINE)
    lines = [line.strip() for block in blocks for line in block.splitlines() if line.strip()]
    return [shlex.split(line, comments=True) for line in lines]


def test_make_targets_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {words[1] for words in commands() if words[0] == "make"} | set(re.findall(r"`make ([a-z]+)", README))
    assert {"run", "test"} <= named <= targets


def test_every_command_is_one_of_ours() -> None:
    assert {words[0] for words in commands()} == {"make", ".venv/bin/schlichtwerk"}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder as it is after the first start, with Hamm's file copied and edited as step 1 says."""
    (tmp_path / "processes").symlink_to(ROOT / "processes")
    name, ags = re.findall(r"„(Stadt [^“]+)“.*?`(\d{8})`", README, re.DOTALL)[0]
    text = (ROOT / "processes" / "hamm.bpmn").read_text("utf-8")
    copied = text.replace('name="Stadt Hamm"', f'name="{name}"').replace("05915000", ags)
    assert copied != text
    (tmp_path / "bielefeld.bpmn").write_text(copied, "utf-8")
    return tmp_path


def run(place: Path, *arguments: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"SCHLICHTWERK_DATA": str(place / "var"), "SCHLICHTWERK_DEMO": "1"}
    done = subprocess.run(
        [PROGRAM, *arguments], cwd=place, env=environment, text=True, capture_output=True, timeout=120
    )
    assert done.returncode == 0, f"{shlex.join(arguments)}: {done.stdout}{done.stderr}"
    return done.stdout


def test_the_commands_run_in_their_order(place: Path) -> None:
    run(place, "demo", "--only", "hamm")
    said = {shlex.join(words[1:3]): run(place, *words[1:]) for words in commands() if words[0] != "make"}
    assert "Stadt Bielefeld" in said["publish bielefeld.bpmn"]
    assert "bianca" in said["account create"]
    assert "KKM-05915000-" in said["case start"]
    assert "Meldung aufnehmen" in said["task list"]
    assert (place / "var").is_dir() and (place / "var-keys").is_dir()


def test_the_demo_accounts_are_those_that_demo_makes() -> None:
    table = README.split("## Demo-Konten")[1].split("\n## ")[0]
    first_cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    assert [login for cell in first_cells for login in re.findall(r"`(\w+)`", cell)] == [p.login for p in PEOPLE]
    assert f"`{PASSWORD}`" in table


def test_links_lead_somewhere() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", README)
    assert targets
    assert [target for target in targets if "://" not in target and not (ROOT / target).exists()] == []


def test_the_licence_is_the_one_of_the_package() -> None:
    assert '"EUPL-1.2"' in (ROOT / "pyproject.toml").read_text("utf-8")
    assert "EUPL-1.2" in README
