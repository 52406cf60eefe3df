// Draws the BPMN file that a page names, and marks the steps of one case in it.
// <div data-bpmn-url="/…" data-marks='{"current": ["Task_1"], "finished": ["Start_1"]}'
//      data-labels='{"diagram": "…", "in": "…", "out": "…", "fit": "…", "current": "…", "finished": "…", "failed": "…"}'>
// Besides: data-figures='{"Task_1": {"text": "12×, 3 Tage", "title": "…", "share": 0, "warmth": 2}}' for numbers, and
// data-notes='{"Task_1": {"name": "…", "kind": "…", "who": "…", "deadline": "…", "text": "…"}}' for what a step is about.
// The same steps stand in words on the page: the drawing says nothing that they do not.
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { showFigures } from './viewer_figures.js';
import { showNotes } from './viewer_notes.js';

const LABELS = {
  diagram: 'Diagramm des Ablaufs',
  in: 'Vergrößern',
  out: 'Verkleinern',
  fit: 'Ganzes Diagramm zeigen',
  current: 'läuft',
  finished: 'erledigt',
  failed: 'Das Diagramm konnte nicht geladen werden.',
  figures: 'Zahlen',
  step: 'Schritt',
  choose: 'Schritt wählen oder im Diagramm anklicken',
  kind: 'Art',
  who: 'Wer',
  deadline: 'Frist',
  undescribed: 'Dazu steht nichts im Diagramm.',
};
const SIGNS = { current: '▶', finished: '✓' };
const STEP = 1.25;
const READABLE = { least: 0.6, good: 0.8 };
const NARROW = 600;
const PAN = 60;

export async function showDiagram(host) {
  const labels = { ...LABELS, ...parse(host.dataset.labels) };
  host.classList.add('sw-diagram');
  const canvasHost = append(host, 'div', 'sw-diagram__canvas');
  try {
    const viewer = new NavigatedViewer({
      container: canvasHost,
      bpmnRenderer: { defaultFillColor: '#ffffff', defaultStrokeColor: '#1f2933', defaultLabelColor: '#1f2933' },
    });
    const answer = await fetch(host.dataset.bpmnUrl, { credentials: 'same-origin' });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    await viewer.importXML(await answer.text());
    mark(viewer, parse(host.dataset.marks), labels);
    const bar = equip(host, canvasHost, viewer, labels);
    showFigures(viewer, parse(host.dataset.figures), bar, labels);
    showNotes(host, viewer, parse(host.dataset.notes), labels);
    open(viewer);
    host.dataset.bpmnState = 'drawn';
  } catch (error) {
    canvasHost.remove();
    append(host, 'p', 'sw-diagram__failed').textContent = labels.failed;
    host.dataset.bpmnState = 'failed';
    console.error(error);
  }
}

function parse(json) {
  return json ? JSON.parse(json) : {};
}

function append(parent, tag, className) {
  const element = document.createElement(tag);
  element.className = className;
  return parent.appendChild(element);
}

function mark(viewer, marks, labels) {
  const canvas = viewer.get('canvas');
  const overlays = viewer.get('overlays');
  const registry = viewer.get('elementRegistry');
  for (const kind of ['finished', 'current']) {
    for (const id of marks[kind] ?? []) {
      const element = registry.get(id);
      if (!element) continue; // a step that the drawing leaves out
      canvas.addMarker(element, `sw-${kind}`);
      if (element.waypoints) continue;
      const badge = document.createElement('span');
      badge.className = `sw-badge sw-badge--${kind}`;
      badge.textContent = SIGNS[kind];
      badge.title = labels[kind];
      overlays.add(element, `sw-${kind}`, { position: { top: -11, right: 11 }, html: badge });
    }
  }
}

// Zooming and moving with buttons, with the wheel, and with the keys + - 0 and the arrows.
function equip(host, canvasHost, viewer, labels) {
  const canvas = viewer.get('canvas');
  const actions = {
    in: () => canvas.zoom(canvas.zoom() * STEP, 'auto'),
    out: () => canvas.zoom(canvas.zoom() / STEP, 'auto'),
    fit: () => fit(canvas),
  };
  const bar = append(host, 'div', 'sw-diagram__bar');
  bar.setAttribute('role', 'group');
  bar.setAttribute('aria-label', labels.diagram);
  host.prepend(bar);
  for (const [name, sign] of [['in', '+'], ['out', '−'], ['fit', '⤢']]) {
    const button = append(bar, 'button', 'sw-diagram__button');
    button.type = 'button';
    button.textContent = sign;
    button.title = labels[name];
    button.setAttribute('aria-label', labels[name]);
    button.addEventListener('click', actions[name]);
  }

  // The drawing itself takes the focus; the watermark's link beside it must stay reachable on its own.
  const drawing = canvasHost.querySelector('svg');
  drawing.setAttribute('role', 'img');
  drawing.setAttribute('aria-label', labels.diagram);
  const keys = {
    '+': actions.in,
    '=': actions.in, // the same key without Shift, where + is above it
    '-': actions.out,
    0: actions.fit,
    ArrowLeft: () => canvas.scroll({ dx: PAN, dy: 0 }),
    ArrowRight: () => canvas.scroll({ dx: -PAN, dy: 0 }),
    ArrowUp: () => canvas.scroll({ dx: 0, dy: PAN }),
    ArrowDown: () => canvas.scroll({ dx: 0, dy: -PAN }),
  };
  canvasHost.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });

  new ResizeObserver(() => {
    canvas.resized();
    open(viewer);
  }).observe(canvasHost);
  return bar;
}

function fit(canvas) {
  canvas.zoom('fit-viewport', 'auto');
}

// All of it where that is readable; else the step that waits, in a size that can be read. On a phone the whole would
// be a thin strip: there a drawing in which nothing waits opens at its start.
function open(viewer) {
  const canvas = viewer.get('canvas');
  const { clientWidth, clientHeight } = canvas.getContainer();
  if (!clientWidth || !clientHeight) return; // not shown yet: there is nothing to fit it into
  fit(canvas);
  const { outer } = canvas.viewbox();
  const registry = viewer.get('elementRegistry');
  const waiting = registry.find((element) => canvas.hasMarker(element, 'sw-current'));
  const start = registry.find((element) => element.type === 'bpmn:StartEvent');
  if (canvas.zoom() >= READABLE.least || !(waiting || (outer.width < NARROW && start))) return;
  const [width, height] = [outer.width / READABLE.good, outer.height / READABLE.good];
  const shown = waiting ?? start;
  const x = waiting ? shown.x + shown.width / 2 - width / 2 : shown.x - PAN;
  const y = shown.y + shown.height / 2 - height / 2;
  canvas.viewbox({ x, y, width, height });
}
