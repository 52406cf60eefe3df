"""One rename in each sample and library file, on the canvas and in the outline: only that attribute differs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from engine.bpmn.source import source
from tests.browser.desk import Desk
from tests.browser.studio import PROCESSES, Studio, hamm, open_draft

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
"""Beside the checkout, where it has them."""
FILES = sorted((*SAMPLES.glob("*/*.bpmn"), *(PROCESSES / "_library").glob("*.bpmn")))
NEW, OTHER = 'Neu & "anders" <benannt>', "In der Gliederung"
MOST_BYTES = 350_000
"""Of one draft: what is checked with every save, at once."""
RENAMED = """async (m, [url, csrf, name]) => {
  // What is exported right after reading, a rename as a double click makes it, what is exported then: as the page does.
  const read = await fetch(url);
  const revision = Number(read.headers.get('X-Revision'));
  await m.importXML(await read.text());
  const { xml: before } = await m.saveXML({ format: true });
  const element = m.get('elementRegistry').find((each) => each.businessObject?.name && each.type !== 'label'
    && each.businessObject.$instanceOf('bpmn:FlowNode'));
  m.get('modeling').updateLabel(element, name);
  const { xml: after } = await m.saveXML({ format: true });
  const headers = { 'Content-Type': 'application/json', 'X-CSRFToken': csrf };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ revision, before, after }) });
  return [element.id, answer.status];
}"""
SET = """async (m, [url, name]) => {
  // The outline's own form, sent with all its fields.
  const page = new DOMParser().parseFromString(await (await fetch(url)).text(), 'text/html');
  const data = new URLSearchParams(new FormData(page.querySelector('#name').form));
  data.set('name', name);
  return (await fetch(url, { method: 'POST', body: data, redirect: 'manual' })).type;
}"""


def only_that_attribute(before: bytes, after: bytes, id: str, name: str) -> None:
    was, now = source(before), source(after)
    old, new = ({node.get("id"): node for node in reversed(list(s.spans))}[id] for s in (was, now))
    value, begin = was.attributes(old)["name"].value, was.attributes(old)["name"].value_start
    rest = was.text[begin + len(value) :]
    assert new.get("name") == name
    assert now.text[:begin] == was.text[:begin]
    assert now.text.endswith(rest)
    assert now.text[begin : len(now.text) - len(rest)] == now.attributes(new)["name"].value


def drafts(desk: Desk) -> Iterator[tuple[int, str, bytes]]:
    """Draft, file and content of every sample: as many in one draft as are checked at once."""
    parts: list[list[tuple[str, bytes]]] = [[]]
    for path in FILES:
        file = (f"{path.stem.replace('.', '_').lower()}.bpmn", path.read_bytes())
        if sum(len(content) for _, content in (hamm(), *parts[-1], file)) > MOST_BYTES:
            parts.append([])
        parts[-1].append(file)
    for files in parts:
        draft = open_draft(desk, [hamm(), *files])
        yield from ((draft, name, content) for name, content in files)


def test_a_rename_in_each_sample_changes_that_attribute_alone(desk_of: Callable[[str], Desk]) -> None:
    desk = desk_of("entwurf")
    samples = list(drafts(desk))
    assert len(samples) == len(FILES)
    studio = Studio(desk, samples[-1][0])
    settings = json.loads(studio.page.locator("[data-editor]").get_attribute("data-settings") or "")
    for draft, name, content in samples:
        studio.draft = draft
        id, status = studio.modeller(RENAMED, [f"/werkstatt/{draft}/datei/{name}", settings["csrf"], NEW])
        assert status == 200, name
        drawn = studio.stored(name)
        only_that_attribute(content, drawn, id, NEW)
        outline = f"/werkstatt/{draft}/gliederung/element/{id}?datei={name}"
        assert studio.modeller(SET, [outline, OTHER]) == "opaqueredirect", name
        only_that_attribute(drawn, studio.stored(name), id, OTHER)
