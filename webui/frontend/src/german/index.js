// Which German belongs to which bundle. `silent`: what stands in the libraries and is never shown here, and why.
import bpmn from './bpmn.js';
import decision from './decision.js';
import form from './form.js';
import own from './own.js';
import panel from './panel.js';
import simulation from './simulation.js';

export const GERMAN = {
  modeller: { german: { ...bpmn, ...panel, ...simulation, ...own }, silent: { '0 0 9-17 * * MON-FRI': 'an example' } },
  decision: { german: { ...decision, ...own }, silent: {} },
  form: { german: { ...form, ...own }, silent: {} },
};
