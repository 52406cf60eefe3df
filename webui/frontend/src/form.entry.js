import './studio/nonce.js';
import '@bpmn-io/form-js-viewer/dist/assets/form-js.css';
import '@bpmn-io/form-js-editor/dist/assets/form-js-editor.css';
import '@bpmn-io/form-js-editor/dist/assets/properties-panel.css';
import '@bpmn-io/form-js-editor/dist/assets/dragula.css';
import './studio/studio.css';
import './form/form.css';
import { makeFormEditor } from './form/index.js';
import { openEditor } from './studio/editor.js';

for (const host of document.querySelectorAll('[data-editor="form"]')) openEditor(host, makeFormEditor);
