// The BPMN modeller of a draft's page.
import Modeler from 'bpmn-js/lib/Modeler';
import { BpmnPropertiesPanelModule } from 'bpmn-js-properties-panel';
import TokenSimulation from 'bpmn-js-token-simulation/lib/modeler';
import Minimap from 'diagram-js-minimap';

import bpmnGerman from '../german/bpmn.js';
import ownGerman from '../german/own.js';
import panelGerman from '../german/panel.js';
import simulationGerman from '../german/simulation.js';
import { Words } from '../studio/words.js';
import { dialectOf } from './dialect.js';
import LockSigns from './locks.js';
import Marks from './marks.js';
import Naming from './naming.js';
import { nextSteps } from './next_steps.js';
import PanelModule from './panel/index.js';
import Restrict from './restrict.js';
import Router from './router.js';
import SteadyPad from './steady_pad.js';
import { equip } from './toolbar.js';
import UserSteps from './user_steps.js';
import { begin } from './view.js';

/** What an element cannot do without is open from the start. */
const NEEDED = [
  'general', 'schlichtwerk', 'timer', 'condition', 'CamundaPlatform__Condition', 'calledDecision', 'message', 'signal', 'script',
];
const OPEN = { groups: Object.fromEntries(NEEDED.map((id) => [id, { open: true }])) };
/** Texts that no designer wrote and that ask nobody for German; elsewhere only titles and labels are looked through. */
const LIBRARYS_OWN = '.bio-properties-panel-popup__header, .bio-properties-panel-popup__footer, '
  + '[class*="open-popup-placeholder"], .cm-completionDetail, .djs-popup';
/** The name of the field, without that of the kind of element in BPMN. */
const POPUP_TITLE = [[/^bpmn:\w+ \/ (.+)$/, '{0}']];

export async function makeModeller({ settings, part }) {
  const words = new Words(bpmnGerman, panelGerman, ownGerman);
  const simulation = new Words(simulationGerman);
  const asked = new URLSearchParams(location.search).get('element'); // a link from a finding or from the outline
  // Asked for while the file is being loaded.
  const offered = fetch(settings.urls.offer, { credentials: 'same-origin' }).then((answer) => answer.json());
  offered.catch(() => {}); // it is heard below, when the file is there
  const editor = {
    words,
    write: (before, after) => ({ before, after }),
    exported: async () => (await editor.modeler.saveXML({ format: true })).xml,
    onChange: (heard) => editor.modeler.on('commandStack.changed', heard),
    next: () => nextSteps(editor.modeler, words.translate),
    mark: (findings) => editor.modeler?.get('findingMarks').draw(findings),
    show: (finding) => editor.modeler.get('findingMarks').show(finding),
    async load(xml) {
      if (!editor.modeler) {
        editor.modeler = create(xml, { settings, part, offer: await offered, words });
        equip(part('toolbar'), editor.modeler, words.translate);
        simulation.watch(part('canvas'));
        words.watch(part('canvas').parentElement, { texts: LIBRARYS_OWN, patterns: POPUP_TITLE });
      }
      await editor.modeler.importXML(xml);
      begin(editor.modeler);
      editor.show({ element_id: asked });
    },
  };
  return editor;
}

function create(xml, { settings, part, offer, words }) {
  const dialect = dialectOf(xml);
  return new Modeler({
    container: part('canvas'),
    profile: settings.profile,
    studio: { ...settings, offer, dialect },
    propertiesPanel: { parent: part('panel'), feelPopupContainer: part('canvas').parentElement, layout: OPEN },
    bpmnRenderer: { defaultFillColor: '#ffffff', defaultStrokeColor: '#1f2933', defaultLabelColor: '#1f2933' },
    moddleExtensions: dialect.moddleExtensions,
    additionalModules: [
      { translate: ['value', words.translate] },
      BpmnPropertiesPanelModule, ...dialect.modules, PanelModule, TokenSimulation, Minimap, Restrict, UserSteps,
      Naming, SteadyPad, Router, Marks, LockSigns,
    ],
  });
}
