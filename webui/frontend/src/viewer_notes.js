// What a step is about, below the drawing: on a click on it, or chosen from a list by keyboard.
const BORDERS = new Set(['bpmn:Process', 'bpmn:Collaboration', 'bpmn:Participant', 'bpmn:Lane', 'label']);

export function showNotes(host, viewer, notes, labels) {
  const canvas = viewer.get('canvas');
  const registry = viewer.get('elementRegistry');
  const steps = registry.filter((element) => isStep(element));
  if (!steps.length) return;
  const panel = make(host, 'div', 'sw-notes');
  const row = make(panel, 'div', 'sw-notes__choice');
  const label = make(row, 'label', '', labels.step);
  const choice = make(row, 'select', 'sw-notes__select');
  choice.id = `schritt-${document.querySelectorAll('.sw-notes__select').length}`;
  label.htmlFor = choice.id;
  choice.append(new Option(labels.choose, ''));
  for (const step of steps) choice.append(new Option(nameOf(step, notes, labels), step.id));
  const text = make(panel, 'div', 'sw-notes__text');
  text.setAttribute('aria-live', 'polite');
  let chosen = null;

  const show = (id) => {
    if (chosen) canvas.removeMarker(chosen, 'sw-chosen');
    chosen = id ? registry.get(id) : null;
    choice.value = chosen ? id : '';
    text.replaceChildren();
    if (!chosen) return;
    canvas.addMarker(chosen, 'sw-chosen');
    tell(text, noteOf(chosen, notes, labels), labels);
  };
  choice.addEventListener('change', () => {
    show(choice.value);
    if (chosen) canvas.scrollToElement(chosen, 80);
  });
  viewer.on('element.click', ({ element }) => {
    const step = element.labelTarget ?? element;
    show(isStep(step) ? step.id : '');
  });
}

function isStep(element) {
  return !element.waypoints && !element.labelTarget && !BORDERS.has(element.type) && Boolean(element.businessObject?.$instanceOf?.('bpmn:FlowNode'));
}

function kindOf(element, labels) {
  const bare = element.type.replace('bpmn:', '');
  return labels.kinds?.[bare[0].toLowerCase() + bare.slice(1)] ?? '';
}

function nameOf(element, notes, labels) {
  return notes[element.id]?.name || element.businessObject.name || kindOf(element, labels) || element.id;
}

function noteOf(element, notes, labels) {
  const own = element.businessObject.documentation?.map((part) => part.text).join('\n') ?? '';
  return { kind: kindOf(element, labels), text: own, ...notes[element.id], name: nameOf(element, notes, labels) };
}

function tell(text, note, labels) {
  make(text, 'p', 'sw-notes__name', note.name);
  const facts = make(text, 'dl', 'sw-notes__facts');
  for (const [name, value] of [['kind', note.kind], ['who', note.who], ['deadline', note.deadline]]) {
    if (!value) continue;
    const fact = make(facts, 'div', '');
    make(fact, 'dt', '', labels[name]);
    make(fact, 'dd', '', value);
  }
  make(text, 'p', 'sw-notes__words', note.text || labels.undescribed);
}

function make(parent, tag, className, words = '') {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = words;
  return parent.appendChild(element);
}
