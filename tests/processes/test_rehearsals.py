"""Every process ships its rehearsals: they pass, and pass every element, flow and decision rule of the file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from engine.bpmn import models, read
from engine.catalogue.files import folders_of
from engine.catalogue.library import finder
from engine.catalogue.rehearsal import ENDING, entered, filled, replay, to_yaml
from engine.catalogue.rehearsal import read as read_rehearsal
from engine.catalogue.rehearsal.home import process_of, rehearsals_of
from engine.catalogue.rehearsal.script import Script
from engine.formdefs import FormDefinition
from tests.processes.files import BPMN_FILES, PROCESSES

REHEARSALS = sorted(path for path in PROCESSES.rglob(f"*{ENDING}") if "_vorlagen" not in path.parts)
"""Those of the Mustervorlagen are the same ones: tests/catalogue/test_templates.py holds them together."""


@pytest.mark.parametrize("file", BPMN_FILES, ids=lambda file: file.stem)
def test_all_pass_and_nothing_is_left_out(file: Path) -> None:
    script = Script(file.name, file.read_bytes(), finder(folders=folders_of(file)))
    played = [script.play(path.read_bytes(), path.name) for path in rehearsals_of(file)]
    assert [f"{each.rehearsal.name}: {each.message}" for each in played if not each.passed] == []
    own = {model.id for model in models(read(file.read_bytes(), file=file.name))}
    shares = [share for each in script.coverage(played) if each.process in own for share in each.shares]
    assert shares and [place for share in shares for place in share.missing] == []


def test_what_people_enter_can_be_recorded_and_played_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the browser does it: validated values become a step, and the step gives them again."""

    def recorded(form: FormDefinition, values: Any, data: Any, now: datetime) -> dict[str, Any]:
        return filled(form, entered(form, filled(form, values, data, now), data, now), data, now)

    monkeypatch.setattr(replay, "filled", recorded)
    file = PROCESSES / "soest.bpmn"
    script = Script(file.name, file.read_bytes(), finder())
    played = [script.play(path.read_bytes(), path.name) for path in rehearsals_of(file)]
    assert played and [f"{each.rehearsal.name}: {each.message}" for each in played if not each.passed] == []


def test_each_lies_in_the_folder_of_its_process_under_a_name_of_its_own() -> None:
    assert [path for path in REHEARSALS if process_of(path) not in BPMN_FILES] == []
    names = [(path.parent, read_rehearsal(path.read_bytes())[0].name) for path in REHEARSALS]  # type: ignore[union-attr]
    assert len(names) == len(set(names))


def test_each_can_be_written_again() -> None:
    for path in REHEARSALS:
        rehearsal, _ = read_rehearsal(path.read_bytes(), path.name)
        assert rehearsal is not None
        assert to_yaml(rehearsal) == path.read_text(encoding="utf-8"), path.name
