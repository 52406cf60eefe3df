"""The server's drawings beside those of bpmn-js: our own files and the MIWG references, element by element."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from playwright.sync_api import Browser, Page

from engine.bpmn.drawing import draw
from engine.bpmn.namespaces import BPMNDI
from tests.browser.drawings import VIEWER, by_bpmn_js, by_the_server, clashes, differences
from tests.processes.files import BPMN_FILES

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
FOREIGN = [*sorted((SAMPLES / "miwg").glob("*.bpmn")), *sorted((SAMPLES / "camunda7").glob("*.bpmn"))]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not VIEWER.is_file(), reason="bpmn-js is not installed: `make build` does it"),
]


@pytest.fixture(scope="module")
def sheet(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def drawn_twice(sheet: Page, path: Path) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """By bpmn-js and by the server, for each diagram of a file."""
    content = path.read_bytes()
    for diagram in etree.fromstring(content).iter(f"{{{BPMNDI}}}BPMNDiagram"):
        plane = diagram.find(f"{{{BPMNDI}}}BPMNPlane")
        assert plane is not None
        theirs = by_bpmn_js(sheet, content.decode(), diagram.get("id"))
        yield theirs, by_the_server(sheet, draw(content, plane=plane.get("bpmnElement")))


@pytest.mark.parametrize("path", [*BPMN_FILES, *FOREIGN], ids=lambda path: path.stem)
def test_everything_stands_and_reads_as_in_bpmn_js(sheet: Page, path: Path) -> None:
    """Shapes, ways and lines of text within one pixel; where names overlap, they do so there, too."""
    seen = 0
    for theirs, ours in drawn_twice(sheet, path):
        assert list(differences(theirs, ours)) == []
        assert set(ours) == set(theirs)
        types = {element: one["type"] for element, one in theirs.items()}
        assert clashes(ours, types) - clashes(theirs, types) == set()
        seen += len(theirs)
    assert seen > 4


@pytest.mark.parametrize("path", BPMN_FILES, ids=lambda path: path.stem)
def test_in_our_own_files_no_name_lies_on_another_or_on_a_foreign_shape(sheet: Page, path: Path) -> None:
    for theirs, ours in drawn_twice(sheet, path):
        types = {element: one["type"] for element, one in theirs.items()}
        assert clashes(ours, types) == set()


def test_a_difference_would_be_seen(sheet: Page) -> None:
    content = next(path for path in BPMN_FILES if path.stem == "laki").read_bytes()
    theirs = by_bpmn_js(sheet, content.decode(), None)
    changes = [(b'Bounds x="350" y="120"', b'Bounds x="352" y="120"'), (b'waypoint x="450"', b'waypoint x="447"')]
    for before, after in [*changes, (b'name="Anfrage beantworten"', b'name="Anfrage verneinen"')]:
        assert before in content
        ours = by_the_server(sheet, draw(content.replace(before, after)))
        assert 1 <= len(list(differences(theirs, ours))) <= 3
