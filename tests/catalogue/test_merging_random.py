"""A package, a municipality's edits and LaKI's over path, form, decision and rehearsal: both are in the result, or the
contradiction is a question.

MERGES says how many in the long run (`make soak`: 5,000)."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from engine import dmn, formdefs
from engine.bpmn.check import check_document
from engine.bpmn.reading import read as read_path
from engine.catalogue import rehearsal
from engine.catalogue.merging import PATH, MergedPackage, Side, merge_package
from engine.terms import Finding, Severity
from tests.catalogue.package_wishes import FORM, STORY, TABLE, Wish, contradictions, done, package, sides

FEW, MANY = 25, int(os.environ.get("MERGES", "5000"))
CALM = [HealthCheck.too_slow, HealthCheck.data_too_large]
PHASES = [Phase.explicit, Phase.reuse, Phase.generate]
"""Without shrinking: a package is merged in a tenth of a second, and what went wrong is said file by file."""


def errors(files: dict[str, bytes]) -> set[str]:
    found: list[Finding] = list(check_document(read_path(files[PATH])))
    found += formdefs.check(files[FORM], file=FORM)
    found += dmn.check(files[TABLE], file=TABLE)
    found += rehearsal.read(files[STORY], STORY)[1]
    return {finding.code for finding in found if finding.severity is Severity.ERROR}


def named(merged: MergedPackage) -> set[tuple[str, str]]:
    return {(question.file, element) for question in merged.questions for element in question.elements}


def missing(files: dict[str, bytes], wishes: list[Wish]) -> list[str]:
    return [f"{wish.file}: {wish.said}" for wish in wishes if not wish.held(files[wish.file])]


def one_merge(theirs_wish: list[Wish], ours_wish: list[Wish]) -> None:
    base = package()
    theirs, ours = done(base, theirs_wish), done(base, ours_wish)
    merged = merge_package(base, theirs, ours)
    expected = {spot for one in theirs_wish for other in ours_wish for spot in contradictions(one, other)}
    assert named(merged) == expected
    assert not missing(merged.files, ours_wish), "of what is not decided, ours stays"
    if not expected:
        assert not missing(merged.files, theirs_wish)
        assert not errors(merged.files) or errors(theirs) | errors(ours)
        again = merge_package(base, theirs, merged.files)
        assert (again.files, again.questions) == (merged.files, ())
    for side, wishes in ((Side.THEIRS, theirs_wish), (Side.OURS, ours_wish)):
        decided = {question.key: side for question in merged.questions}
        result = merge_package(base, theirs, ours, decided=decided)
        assert not result.questions
        assert not missing(result.files, wishes)
        assert merge_package(theirs, theirs, result.files).files == result.files
        if side is Side.THEIRS:
            again = merge_package(base, theirs, result.files)
            assert (again.files, again.questions) == (result.files, ())
    for question in merged.questions:
        assert question.title and question.was and question.theirs and question.ours
        assert question.theirs != question.ours, "what nobody can tell apart, nobody can decide"
    for name, content in ours.items():
        if theirs[name] == base[name]:
            assert merged.files[name] == content


@settings(max_examples=FEW, phases=PHASES, suppress_health_check=CALM)
@given(sides("laki"), sides("dorf"))
def test_two_sides_meet_in_a_package(theirs: list[Wish], ours: list[Wish]) -> None:
    one_merge(theirs, ours)


@pytest.mark.soak
@settings(max_examples=MANY, phases=PHASES, suppress_health_check=CALM)
@given(sides("laki"), sides("dorf"))
def test_many_sides_meet_in_a_package(theirs: list[Wish], ours: list[Wish]) -> None:
    one_merge(theirs, ours)
