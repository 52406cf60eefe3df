"""What rehearsals found stays known with the draft: after a restart, and to another process of the server."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import pytest

from engine.catalogue import drafts
from engine.catalogue.drafts import DraftId, OpenDraft, PublishDraft, PublishingRules, SaveFile, proofs, proving
from engine.terms import Actor, Role, TenantId
from tests.kit.house import OPERATOR, House
from tests.kit.paths import HAMM, tasks

GOOD = b"name: Weg\nsteps:\n  - do: eins\n  - do: zwei\nends: {at: e}\n"
BAD = b"name: Irrweg\nsteps:\n  - do: zwei\n"


@pytest.fixture
def designer(house: House) -> Actor:
    house.publish(tasks("eins", "zwei"))
    return house.actor(Role.ENTWURF, name="Dora Entwurf")


def do(house: House, by: Actor, use_case: Any, *arguments: Any) -> Any:
    with house.platform.command(by) as uow:
        return use_case(uow, *arguments)


@pytest.fixture
def draft(house: House, designer: Actor) -> DraftId:
    number = do(house, designer, drafts.open_draft, OpenDraft(slug="hamm"))
    do(house, designer, drafts.add_file, number, "gut.rehearsal.yaml", GOOD)
    do(house, designer, drafts.add_file, number, "schlecht.rehearsal.yaml", BAD)
    return number


def play(house: House, by: Actor, number: DraftId) -> Any:
    files = do(house, by, drafts.draft_files, number)
    report = drafts.prove(files)
    do(house, by, drafts.keep_proof, number, files, report, do(house, by, drafts.draft, number).revision)
    return report


@pytest.fixture
def restart(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The process forgets what it has played, and plays nothing more."""

    def begun() -> None:
        monkeypatch.setattr(proving, "_PLAYED", OrderedDict())
        monkeypatch.setattr(proving, "rehearse_files_given", None)

    return begun


def test_what_was_found_is_known_after_a_restart(house: House, designer: Actor, draft: DraftId, restart: Any) -> None:
    report = play(house, designer, draft)
    assert [line.passed for line in report.rehearsals] == [True, False] and report.coverage and report.own
    restart()
    assert do(house, designer, drafts.readiness, draft).report == report
    last = do(house, designer, drafts.last_proof, draft, do(house, designer, drafts.draft_files, draft))
    assert last.report == report and last.current


def test_publishing_counts_what_another_process_has_played(
    house: House, designer: Actor, draft: DraftId, restart: Any
) -> None:
    do(house, designer, drafts.delete_file, draft, "schlecht.rehearsal.yaml", 3)
    do(house, OPERATOR, drafts.keep_publishing_rules, TenantId(HAMM), PublishingRules(rehearsals=True))
    play(house, designer, draft)
    restart()
    content = do(house, designer, drafts.draft_content, draft, "hamm.bpmn")
    assert do(house, designer, drafts.publish_draft, PublishDraft(draft, 4)).unchanged and content


def test_of_a_changed_draft_the_last_result_is_of_an_earlier_state(
    house: House, designer: Actor, draft: DraftId, restart: Any
) -> None:
    report = play(house, designer, draft)
    do(house, designer, drafts.save_file, SaveFile(draft, "gut.rehearsal.yaml", GOOD + b"# mehr\n", 2))
    restart()
    last = do(house, designer, drafts.last_proof, draft, do(house, designer, drafts.draft_files, draft))
    assert (last.report, last.revision, last.current) == (report, 3, False)
    assert do(house, designer, drafts.readiness, draft).report is None


def test_results_go_with_the_draft_and_nothing_brings_them_back(
    house: House, designer: Actor, draft: DraftId, restart: Any
) -> None:
    files = do(house, designer, drafts.draft_files, draft)
    report = play(house, designer, draft)
    do(house, designer, drafts.discard_draft, draft)
    assert house.rows("studio_proof") == []
    do(house, designer, drafts.keep_proof, draft, files, report, 3)  # a run that was still going on
    assert house.rows("studio_proof") == []


def test_results_that_an_older_version_has_written_are_played_again(
    house: House, designer: Actor, draft: DraftId, restart: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(house, designer, draft)
    restart()
    monkeypatch.setattr(proofs, "FORMAT", proofs.FORMAT + 1)
    assert do(house, designer, drafts.readiness, draft).report is None
