"""One file drawn twice, by bpmn-js and by the server, and what the browser says about where everything stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

VIEWER = Path(__file__).parents[2] / "webui/frontend/node_modules/bpmn-js/dist/bpmn-viewer.production.min.js"
SAMPLES = 24
TEXT_IN = ("bpmn:SubProcess", "bpmn:Transaction", "bpmn:AdHocSubProcess", "bpmn:Participant", "bpmn:Lane", "bpmn:Group")

READING = """
const lines = (gfx, origin) => [...gfx.querySelectorAll('tspan')].filter((t) => t.textContent.trim()).map((t) => {
  const range = document.createRange(), text = t.firstChild;
  range.setStart(text, text.data.length - text.data.trimStart().length);
  range.setEnd(text, text.data.trimEnd().length);
  const { x, y, width, height } = range.getBoundingClientRect();
  return { text: t.textContent.trim(), box: [x - origin.x, y - origin.y, width, height] };
});
const along = (path, count) => [...Array(count + 1).keys()].map((n) => {
  const { x, y } = path.getPointAtLength(path.getTotalLength() * n / count);
  return [x, y];
});
"""
BY_BPMN_JS = (
    """async ([xml, diagram, count]) => {"""
    + READING
    + """
  document.body.innerHTML = '<div id="canvas"></div>';
  const host = document.querySelector('#canvas');
  Object.assign(host.style, { width: '1000px', height: '800px' });
  const viewer = new BpmnJS({ container: host });
  await viewer.importXML(xml, diagram);
  const canvas = viewer.get('canvas'), registry = viewer.get('elementRegistry');
  canvas.viewbox({ x: 0, y: 0, width: 1000, height: 800 });
  const origin = host.getBoundingClientRect(), root = canvas.getRootElement(), found = {};
  registry.forEach((element) => {
    if (element === root || element.hidden || canvas.findRoot(element) !== root) return;
    const visual = registry.getGraphics(element).querySelector(':scope > .djs-visual');
    found[element.id] = {
      type: element.type, lines: lines(visual, origin),
      box: element.waypoints ? null : [element.x, element.y, element.width, element.height],
      way: element.waypoints ? along(visual.querySelector(':scope > path'), count) : null,
    };
  });
  viewer.destroy();
  return found;
}"""
)
BY_THE_SERVER = (
    """([svg, count]) => {"""
    + READING
    + """
  document.body.innerHTML = svg;
  const drawing = document.querySelector('svg'), place = drawing.getBoundingClientRect();
  const { x, y } = drawing.viewBox.baseVal;
  const origin = { x: place.x - x, y: place.y - y }, found = {};
  for (const group of drawing.querySelectorAll('[data-element-id]')) {
    const form = [...group.children].find((child) => !['title', 'text'].includes(child.tagName));
    const box = form?.getBBox(), moved = form?.transform.baseVal.consolidate()?.matrix;
    found[group.dataset.elementId] = {
      lines: lines(group, origin),
      box: form ? [box.x + (moved?.e ?? 0), box.y + (moved?.f ?? 0), box.width, box.height] : null,
      way: form?.tagName === 'path' && !moved ? along(form, count) : null,
    };
  }
  return found;
}"""
)


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: Box, by: float = 1) -> bool:
        """By more than a pixel in both directions."""
        return (
            min(self.x + self.width, other.x + other.width) - max(self.x, other.x) > by
            and min(self.y + self.height, other.y + other.height) - max(self.y, other.y) > by
        )


def by_bpmn_js(page: Page, xml: str, diagram: str | None) -> dict[str, Any]:
    """Element -> its type, box or points along its way, and lines of text, in the coordinates of the file."""
    page.goto("about:blank")
    page.add_script_tag(path=VIEWER)
    found: dict[str, Any] = page.evaluate(BY_BPMN_JS, [xml, diagram, SAMPLES])
    return found


def by_the_server(page: Page, svg: bytes) -> dict[str, Any]:
    page.goto("about:blank")
    found: dict[str, Any] = page.evaluate(BY_THE_SERVER, [svg.decode(), SAMPLES])
    return found


def differences(theirs: dict[str, Any], ours: dict[str, Any], tolerance: float = 1.0) -> Iterator[str]:
    """Every element of theirs that stands elsewhere in ours, or says something else."""
    for element, their in theirs.items():
        our = ours.get(element)
        if our is None:
            yield f"{element}: {their['type']} is missing"
            continue
        if their["box"] and their["type"] != "label" and _apart(their["box"], our["box"] or [1e9] * 4) > tolerance:
            yield f"{element}: {their['type']} at {our['box']}, not {their['box']}"
        if their["way"]:
            apart = max(_apart(a, b) for a, b in zip(their["way"], our["way"] or [[1e9] * 2] * 99, strict=False))
            if apart > tolerance:
                yield f"{element}: {their['type']} runs {apart:.1f} px beside"
        said, saying = ([line["text"] for line in one["lines"]] for one in (their, our))
        if said != saying:
            yield f"{element}: says {saying}, not {said}"
            continue
        for a, b in zip(their["lines"], our["lines"], strict=True):
            if _apart(a["box"], b["box"]) > tolerance:
                yield f"{element}: {a['text']!r} at {b['box']}, not {a['box']}"


def _apart(a: list[float], b: list[float]) -> float:
    return max(abs(x - y) for x, y in zip(a, b, strict=True))


def clashes(found: dict[str, Any], types: dict[str, str]) -> set[tuple[str, str]]:
    """Names that lie on another name, or on a shape that is not theirs. `types`: element -> as bpmn-js says it."""
    texts = {element: [Box(*line["box"]) for line in one["lines"]] for element, one in found.items() if one["lines"]}
    solid = {
        element: Box(*one["box"])
        for element, one in found.items()
        if one["box"] and element in types and types[element] not in (*TEXT_IN, "label", "bpmn:TextAnnotation")
        and not one["way"]
    }  # fmt: skip
    on_texts = {
        (a, b) for a, b in combinations(texts, 2) if any(one.overlaps(two) for one in texts[a] for two in texts[b])
    }
    outside = {element: lines for element, lines in texts.items() if types.get(element) in ("label", None)}
    on_shapes = {
        (element, shape)
        for element, lines in outside.items()
        for shape, box in solid.items()
        if element != f"{shape}_label" and any(line.overlaps(box) for line in lines)
    }
    return on_texts | on_shapes
