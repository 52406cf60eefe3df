import './studio/nonce.js';
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn-codes.css';
import '@bpmn-io/properties-panel/dist/assets/properties-panel.css';
import 'bpmn-js-token-simulation/assets/css/bpmn-js-token-simulation.css';
import 'diagram-js-minimap/assets/diagram-js-minimap.css';
import './modeller/icons.css';
import './studio/studio.css';
import './modeller/modeller.css';
import { makeModeller } from './modeller/index.js';
import { openEditor } from './studio/editor.js';

for (const host of document.querySelectorAll('[data-editor="diagram"]')) openEditor(host, makeModeller);
