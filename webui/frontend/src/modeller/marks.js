// Findings where they are: a sign on the element, said in words when the pointer rests on it or it is selected.
import { isWarning } from '../studio/findings.js';

const KIND = 'sw-finding';

class FindingMarks {
  constructor(canvas, overlays, elementRegistry, selection, eventBus) {
    Object.assign(this, { canvas, overlays, elementRegistry, selection });
    this.findings = [];
    eventBus.on('import.done', () => this.draw(this.findings));
    // Nothing is returned: what a listener returns would keep the event from those after it.
    eventBus.on('elements.changed', ({ elements }) => {
      if (elements.some(({ id }) => this.labels?.has(id))) this.draw(this.findings);
    });
  }

  draw(findings) {
    this.findings = findings;
    this.overlays.remove({ type: KIND });
    this.elementRegistry.filter((each) => this.canvas.hasMarker(each, KIND)).forEach((each) => this.canvas.removeMarker(each, KIND));
    this.labels = new Map();
    for (const finding of findings) {
      if (this.place(finding)) this.labels.set(finding.element_id, [...(this.labels.get(finding.element_id) ?? []), finding]);
    }
    for (const [id, found] of this.labels) this.add(id, found);
  }

  /** The element, or what it is drawn in. */
  place({ element_id: id }) {
    return id && this.elementRegistry.get(id);
  }

  add(id, found) {
    const element = this.elementRegistry.get(id);
    const warning = found.every(isWarning);
    this.canvas.addMarker(element, KIND);
    if (element === this.canvas.getRootElement()) return;
    const sign = document.createElement('div');
    sign.className = `sw-mark-finding sw-mark-finding--${warning ? 'warning' : 'error'}`;
    sign.textContent = warning ? '!' : '✕';
    sign.title = found.map((each) => [each.message, each.hint].filter(Boolean).join(' ')).join('\n');
    sign.setAttribute('role', 'img');
    sign.setAttribute('aria-label', sign.title);
    const position = element.waypoints ? middle(element) : { top: -10, left: -10 };
    this.overlays.add(element, KIND, { position, html: sign });
  }

  /** Selects the element and brings it into view. */
  show(finding) {
    const element = this.place(finding);
    if (!element) return;
    this.canvas.scrollToElement(element);
    this.selection.select(element);
  }
}
FindingMarks.$inject = ['canvas', 'overlays', 'elementRegistry', 'selection', 'eventBus'];

function middle({ waypoints }) {
  const left = Math.min(...waypoints.map((each) => each.x));
  const top = Math.min(...waypoints.map((each) => each.y));
  const at = Math.floor((waypoints.length - 1) / 2);
  const [a, b] = [waypoints[at], waypoints[at + 1]];
  return { left: (a.x + b.x) / 2 - left - 10, top: (a.y + b.y) / 2 - top - 10 };
}

export default { __init__: ['findingMarks'], findingMarks: ['type', FindingMarks] };
