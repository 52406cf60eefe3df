// The editor of a draft's decisions: overview of decisions, tables and expressions.
import Modeler from 'dmn-js/lib/Modeler';

import decisionGerman from '../german/decision.js';
import ownGerman from '../german/own.js';
import { lockList, lockSheet, locksOf } from '../studio/locks.js';
import { button } from '../studio/notice.js';
import { Words } from '../studio/words.js';

export async function makeDecisionEditor({ settings, part }) {
  const words = new Words(decisionGerman, ownGerman);
  const hook = { additionalModules: [{ translate: ['value', words.translate] }] };
  const stage = part('stage');
  stage.classList.add('sw-decision');
  const views = document.createElement('div');
  views.className = 'sw-editor__toolbar';
  stage.before(views);
  const offer = await fetch(settings.urls.offer, { credentials: 'same-origin' }).then((answer) => answer.json());
  const locks = locksOf(offer, settings.file);
  if (locks.length) views.before(lockList(words.translate, locks));
  lockSheet(locks.map((each) => `.sw-decision .rule-index[data-element-id="${CSS.escape(each.element)}"]::before`));
  const modeler = new Modeler({
    container: stage, drd: hook, decisionTable: hook, literalExpression: hook, boxedExpression: hook,
  });
  words.watch(stage, { except: '.dmn-literal-expression-container .content, td[data-element-id], [contenteditable]' });
  modeler.on('views.changed', ({ views: all, activeView }) => showViews(views, modeler, all, activeView, words.translate));

  return {
    words,
    modeler,
    exported: async () => (await modeler.saveXML({ format: true })).xml,
    onChange: (heard) => {
      const heardOnce = new WeakSet();
      const listen = () => {
        const viewer = modeler.getActiveViewer();
        if (!viewer || heardOnce.has(viewer)) return;
        heardOnce.add(viewer);
        viewer.on('elements.changed', heard);
        viewer.on('commandStack.changed', heard);
      };
      listen();
      modeler.on('views.changed', listen);
    },
    async load(xml) {
      await modeler.importXML(xml);
      const tables = modeler.getViews().filter((view) => view.type !== 'drd');
      if (tables.length === 1) await modeler.open(tables[0]); // the overview of a single decision says nothing
    },
    show: ({ element_id: id }) => {
      const view = modeler.getViews().find((each) => each.element.id === id);
      if (view) modeler.open(view);
    },
  };
}

/** Which decision is shown: a button for each. */
function showViews(bar, modeler, views, active, t) {
  bar.replaceChildren(...views.map((view) => {
    const name = view.type === 'drd' ? t('View DRD') : view.element.name || view.element.id;
    const made = button(name, () => modeler.open(view));
    made.setAttribute('aria-pressed', String(view.element === active?.element));
    return made;
  }));
}
