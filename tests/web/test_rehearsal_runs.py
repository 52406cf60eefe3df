"""Rehearsals of drafts play one draft after the other, and only what somebody still waits for."""

from __future__ import annotations

import pytest

from engine.catalogue import drafts
from engine.catalogue.files import File
from webui.rehearsal_runs import Runs


def test_of_a_draft_that_is_saved_again_and_again_only_the_last_state_is_played(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    played: list[bytes] = []
    monkeypatch.setattr(drafts, "prove", lambda files, step: played.append(files[0][1]))
    runs = Runs()
    with runs._turn:  # somebody else's are playing
        begun = [runs.start(1, (file_of(number),), number) for number in range(5)]
    for run in begun:
        assert run.over.wait(20)
    assert played == [b"4"]


def file_of(number: int) -> File:
    return "hamm.bpmn", str(number).encode()
