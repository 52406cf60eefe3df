import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import './viewer.css';
import { showDiagram } from './viewer.js';

for (const host of document.querySelectorAll('[data-bpmn-url]')) showDiagram(host);
