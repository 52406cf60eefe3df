// The form editor. It asks nobody for translations: German is put in where its English appears.
import { FormEditor } from '@bpmn-io/form-js-editor';

import formGerman, { PATTERNS } from '../german/form.js';
import ownGerman from '../german/own.js';
import { Words } from '../studio/words.js';
import { lockList, lockSheet, locksOf } from '../studio/locks.js';
import OfferedProperties from './offered.js';
import ProtectionGroup from './protection.js';

/** What designers wrote themselves is never translated. */
const WRITTEN = '.fjs-form-field-label-content, .fjs-form-field > label, .cm-editor, textarea, .fjs-form-field-text, .fjs-form-field-html';

export async function makeFormEditor({ settings, part }) {
  const words = new Words(formGerman, ownGerman);
  const stage = part('stage');
  stage.classList.add('sw-form-editor');
  const offer = await fetch(settings.urls.offer, { credentials: 'same-origin' }).then((answer) => answer.json());
  const locks = locksOf(offer, settings.file);
  const editor = new FormEditor({
    container: stage,
    additionalModules: [OfferedProperties, ProtectionGroup],
    studio: { offer, locks, t: words.translate },
  });
  if (locks.length && !offer.template) stage.before(lockList(words.translate, locks));
  words.watch(stage, { except: WRITTEN, patterns: PATTERNS });
  withhold(settings.withheld ?? []);
  stage.addEventListener('click', (event) => appendChosen(editor, event));
  stage.addEventListener('keydown', hearOnce, { capture: true });
  editor.get('eventBus').on('commandStack.formField.add.preExecute', ({ context }) => named(context.formField, words.translate));
  let indent = 2;
  return {
    words,
    editor,
    exported: async () => `${JSON.stringify(editor.saveSchema(), null, indent)}\n`,
    write: (before, after) => ({ before, after }),
    onChange: (heard) => editor.on('commandStack.changed', heard),
    async load(text) {
      indent = /\n([ \t]+)"/.exec(text)?.[1] ?? 2;
      await editor.importSchema(JSON.parse(text));
      const locked = new Set(locks.map((each) => each.element));
      const fields = editor.get('formFieldRegistry').getAll().filter((each) => locked.has(nameOf(each)));
      lockSheet(fields.map((each) => `.sw-form-editor .fjs-element[data-id="${CSS.escape(each.id)}"]::after`));
    },
    show: ({ element_id: id }) => {
      const field = editor.get('formFieldRegistry').getAll().find((each) => each.id === id || each.key === id);
      if (field) editor.get('selection').set(field);
    },
  };
}

/** What its locks call a field. */
function nameOf({ key, path, id }) {
  return key || path || id;
}

/** What this engine does not run is absent from the palette; where it stands already, it stays to be seen. */
function withhold(types) {
  const sheet = new CSSStyleSheet();
  const names = types.map((type) => `.fjs-palette-field[data-field-type="${type}"]`);
  if (names.length) sheet.replaceSync(`${names.join(', ')} { display: none; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/** A click adds a field at the end, as Enter does. */
function appendChosen(editor, { target, detail }) {
  const type = detail && target.closest?.('.fjs-palette-field')?.dataset.fieldType;
  if (!type) return;
  const root = editor.get('formFieldRegistry').getAll().find((each) => each.type === 'default');
  editor.get('modeling').addFormField({ type }, root, root.components.length);
}

/** Enter adds a field and leads to it, where it would be heard once more and take the choice back. */
function hearOnce(event) {
  if (event.key === 'Enter' && event.target.matches?.('.fjs-palette-field')) event.preventDefault();
}

/** What a new field is called until somebody names it: in the language of the page. */
function named(field, t) {
  if (field.label) field.label = t(field.label);
  for (const each of field.values ?? []) each.label = t(each.label);
}
