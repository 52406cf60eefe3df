// What the bundled libraries may say, from their sources: texts given to translate(), and those written straight into
// labels and attributes. What a bundle's German does not know of it is listed for a test that wants none.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const TEXT = `(?:'((?:[^'\\\\\\n]|\\\\.)*)'|"((?:[^"\\\\\\n]|\\\\.)*)"|\`([^\`$]*)\`)`;
const TRANSLATED = new RegExp(`(?:\\b|_)translate(?:\\$\\d+)?\\(\\s*${TEXT}`, 'g');
const CHOSEN = new RegExp(`(?:\\b|_)translate(?:\\$\\d+)?\\([^()'"\`]*\\?\\s*${TEXT}\\s*:\\s*${TEXT}`, 'g');
const HOLDERS = String.raw`\w*[tT]itle|aria-label|\w*[pP]laceholder|alt|\w*[lL]abel|\w*[dD]escription|\w*[tT]ooltip|children`;
const WRITTEN = new RegExp(`\\b(?:${HOLDERS})['"]?\\s*[:=]\\s*${TEXT}`, 'g');
const MARKUP = /\b(?:title|aria-label|placeholder|alt)=\\?"([^"$\\]+)\\?"/g;

/** Packages of which one sees something. */
const FAMILY = /node_modules\/(?:@bpmn-io\/|bpmn-js|diagram-js|dmn-js|table-js|form-js|dmn-js-)/;
const CODE = /^[A-Z]\w*[A-Z]\w*$|^[\w-]+(?: [\w-]+)*--|[;=]|^https?:|^bpmn:/;

/** `inputs`: paths below `folder` that went into the bundle `built`; `german`: its catalogues as one object. */
export async function untranslated(folder, inputs, built, { german, silent = {} }) {
  const said = new Set();
  for (const path of inputs.filter((each) => FAMILY.test(each) && /\.m?js$/.test(each))) {
    const source = await readFile(join(folder, path), 'utf8');
    for (const pattern of [TRANSLATED, CHOSEN, WRITTEN, MARKUP]) {
      for (const [, ...found] of source.matchAll(pattern)) {
        for (const each of found.filter((one) => one !== undefined)) said.add(plain(each));
      }
    }
  }
  const known = new Set([...Object.keys(german), ...Object.keys(silent)]);
  return [...said].filter((each) => isWords(each) && inBundle(built, each) && !known.has(each)).sort();
}

function plain(text) {
  return text.replace(/\\(.)/g, '$1').trim();
}

/** Words for people: not a name of something in the code, a class or an address. */
function isWords(text) {
  return /[A-Za-z]{3}/.test(text) && (/^[A-Z<]/.test(text) || / /.test(text)) && !CODE.test(text);
}

/** Whether it is left after what nobody calls was shaken out. */
function inBundle(built, text) {
  return [text, text.replaceAll('"', '\\"'), text.replaceAll("'", "\\'")].some((each) => built.includes(each));
}
