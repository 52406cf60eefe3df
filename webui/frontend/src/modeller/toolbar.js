// What is done most stands above the canvas in words, for mouse and keyboard alike.
import { button } from '../studio/notice.js';
import { whole } from './view.js';

export function equip(bar, modeler, t) {
  const actions = modeler.get('editorActions');
  const stack = modeler.get('commandStack');
  const buttons = {};
  const add = (name, label, act) => {
    buttons[name] = button(t(label), act);
    buttons[name].dataset.action = name;
    bar.append(buttons[name]);
  };
  add('undo', 'Undo', () => actions.trigger('undo'));
  add('redo', 'Redo', () => actions.trigger('redo'));
  // Once this click has gone by: the search closes at a click beside it.
  add('find', 'Search', () => setTimeout(() => actions.trigger('find')));
  add('in', 'Zoom in', () => actions.trigger('stepZoom', { value: 1 }));
  add('out', 'Zoom out', () => actions.trigger('stepZoom', { value: -1 }));
  add('fit', 'Whole diagram', () => whole(modeler));
  add('simulate', 'Simulate tokens', () => modeler.get('toggleMode').toggleMode());
  add('map', 'Overview map', () => modeler.get('minimap').toggle());
  add('keys', 'Keys', () => document.getElementById('tasten')?.showModal());

  const bus = modeler.get('eventBus');
  const refresh = () => {
    buttons.undo.disabled = !stack.canUndo();
    buttons.redo.disabled = !stack.canRedo();
  };
  bus.on('commandStack.changed', refresh);
  bus.on('import.done', refresh);
  bus.on('tokenSimulation.toggleMode', ({ active }) => buttons.simulate.setAttribute('aria-pressed', String(active)));
  bus.on('minimap.toggle', ({ open }) => buttons.map.setAttribute('aria-pressed', String(open)));
  refresh();
  bus.on('import.done', () => label(modeler));
}

/** The palette tells screen readers what its signs mean; whoever points at them wants to know, too. */
function label(modeler) {
  for (const entry of modeler.get('canvas').getContainer().querySelectorAll('.djs-palette .entry[aria-label]')) {
    entry.title = entry.getAttribute('aria-label');
  }
}
