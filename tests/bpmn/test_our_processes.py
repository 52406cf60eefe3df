"""The files of this repository: they pass the check, and walked at random they end everywhere they can."""

from __future__ import annotations

import pytest

from engine.bpmn import Definition, compile_package, resolve
from tests.bpmn.walker import ROOT, Walk, library


def definition(path: str) -> Definition:
    package, findings = resolve((ROOT / path).read_bytes(), path, library())
    assert package is not None and findings == [], [f.sentence() for f in findings]
    return compile_package(package)


FILES = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "processes").rglob("*.bpmn"))


@pytest.mark.parametrize("path", FILES)
def test_it_passes_the_check_without_a_warning(path: str):
    assert definition(path).processes


@pytest.mark.parametrize(
    ("path", "variables", "outcomes"),
    [
        ("processes/hamm.bpmn", {}, {"abschlussvereinbarung", "geklaert", "verwiesen", "ohne_einigung"}),
        ("processes/_library/mediation.bpmn", {"seiten": ["Seite A", "Seite B"]}, set()),
        ("processes/_library/feedback.bpmn", {}, set()),
        ("processes/_library/schutzweg.bpmn", {}, set()),
        ("processes/_library/runder_tisch.bpmn", {}, set()),
    ],
)
def test_walks_reach_every_element_and_flow_of_the_file_and_always_end(path: str, variables: dict, outcomes: set[str]):
    found = definition(path)
    main = found.processes[found.main]
    left = {*main.elements, *(f.id for f in main.flows)}
    for seed in range(300):
        walk = Walk(found, seed, **variables)
        assert walk.run(), f"walk {seed} did not end"
        left -= walk.seen
        outcomes = outcomes - {walk.advance.outcome}
        if not left and not outcomes:
            break
    assert not left, sorted(left)
    assert not outcomes
