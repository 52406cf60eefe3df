import './studio/nonce.js';
import 'dmn-js/dist/assets/diagram-js.css';
import 'dmn-js/dist/assets/dmn-js-shared.css';
import 'dmn-js/dist/assets/dmn-js-drd.css';
import 'dmn-js/dist/assets/dmn-js-decision-table.css';
import 'dmn-js/dist/assets/dmn-js-decision-table-controls.css';
import 'dmn-js/dist/assets/dmn-js-literal-expression.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression-controls.css';
import 'dmn-js/dist/assets/dmn-font/css/dmn-codes.css';
import './decision/icons.css';
import './studio/studio.css';
import './decision/decision.css';
import { makeDecisionEditor } from './decision/index.js';
import { openEditor } from './studio/editor.js';

for (const host of document.querySelectorAll('[data-editor="decision"]')) openEditor(host, makeDecisionEditor);
