// The form editor. It asks nobody for translations: German is put in where its English appears.
import { FormEditor } from '@bpmn-io/form-js-editor';

import formGerman from '../german/form.js';
import ownGerman from '../german/own.js';
import { Words } from '../studio/words.js';

/** What designers wrote themselves is never translated. */
const WRITTEN = '.fjs-form-field-label-content, .fjs-form-field > label, .cm-editor, textarea, .fjs-form-field-text, .fjs-form-field-html';

export async function makeFormEditor({ part }) {
  const words = new Words(formGerman, ownGerman);
  const stage = part('stage');
  stage.classList.add('sw-form-editor');
  const editor = new FormEditor({ container: stage });
  words.watch(stage, { except: WRITTEN });
  let indent = 2;
  return {
    words,
    editor,
    exported: async () => `${JSON.stringify(editor.saveSchema(), null, indent)}\n`,
    onChange: (heard) => editor.on('commandStack.changed', heard),
    async load(text) {
      indent = /\n([ \t]+)"/.exec(text)?.[1] ?? 2;
      await editor.importSchema(JSON.parse(text));
    },
    show: ({ element_id: id }) => {
      const field = editor.get('formFieldRegistry').getAll().find((each) => each.id === id || each.key === id);
      if (field) editor.get('selection').set(field);
    },
  };
}
