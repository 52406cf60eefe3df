// Takes the place of the package of this name in every bundle: the functions that this engine runs, said in German.
import * as library from '@camunda/feel-builtins';
import { snippets } from '@bpmn-io/lang-feel';

import german, { DETAILS } from '../german/feel.js';
import { isGerman } from './words.js';

const HEADINGS = { 'Function signature': 'Aufruf', Examples: 'Beispiele' };

if (isGerman) for (const each of snippets) each.detail = DETAILS[each.detail] ?? each.detail;

export const feelBuiltins = own(library.feelBuiltins);
export const camundaExtensions = own(library.camundaExtensions);
export const camundaBuiltins = own(library.camundaBuiltins);
export const camundaReservedNameBuiltins = own(library.camundaReservedNameBuiltins);

function own(builtins) {
  return builtins.filter(({ name }) => german[name]).map((each) => (isGerman ? { ...each, info: said(each) } : each));
}

/** The examples are the library's; what is explained around them is ours. */
function said({ name, info }) {
  const parts = info.match(/<p><strong>[^<]*<\/strong><\/p>\s*<pre>[^]*?<\/pre>/g) ?? [];
  const shown = parts.map((each) => each.replace(/<strong>([^<]*)<\/strong>/, (whole, head) => `<strong>${HEADINGS[head] ?? head}</strong>`));
  return `<p>${german[name]}</p>${shown.join('')}`;
}
