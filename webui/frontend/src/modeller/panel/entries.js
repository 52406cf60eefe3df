// Entries of the panel: a field says how it is read and written, `get(element)` and `set(element, value)`.
import {
  isSelectEntryEdited, isTextFieldEntryEdited, SelectEntry, TextFieldEntry,
} from '@bpmn-io/properties-panel';
import { useLayoutEffect, useMemo, useRef } from '@bpmn-io/properties-panel/preact/hooks';
import { jsx, jsxs } from '@bpmn-io/properties-panel/preact/jsx-runtime';
import { useService } from 'bpmn-js-properties-panel';

function Text({ element, id, field }) {
  const translate = useService('translate');
  const debounce = useService('debounceInput');
  return jsx(TextFieldEntry, {
    element, id, debounce,
    label: translate(field.label),
    description: field.help && translate(field.help),
    getValue: () => field.get(element),
    setValue: (value) => field.set(element, value),
  });
}

function Choice({ element, id, field }) {
  const translate = useService('translate');
  return jsx(SelectEntry, {
    element, id,
    label: translate(field.label),
    description: field.help && translate(field.help),
    getValue: () => field.get(element),
    setValue: (value) => field.set(element, value),
    getOptions: () => options(field, element, translate),
  });
}

/** What is offered, nothing at first, and what stands there although it is not offered. */
function options(field, element, translate) {
  const offered = field.choices(element).map(({ id, name }) => ({ value: id, label: name }));
  const current = field.get(element);
  const unknown = current && !offered.some((each) => each.value === current);
  return [
    { value: '', label: translate(field.none ?? 'none') },
    ...(unknown ? [{ value: current, label: translate('{value} (unknown)', { value: current }) }] : []),
    ...offered,
  ];
}

/** A text with suggestions: groups and outcome codes may be new. Written shortly after the last key, and on leaving. */
function Suggestion({ element, id, field }) {
  const translate = useService('translate');
  const debounce = useService('debounceInput');
  const stored = field.get(element);
  const input = useRef();
  const write = useRef();
  write.current = () => {
    const value = input.current?.value.trim();
    if (value !== undefined && value !== field.get(element)) field.set(element, value);
  };
  const soon = useMemo(() => debounce(() => write.current()), [debounce]);
  // Only what comes from elsewhere is put in: what is being typed is never replaced by an earlier state of itself.
  useLayoutEffect(() => {
    if (input.current.value.trim() !== stored) input.current.value = stored;
  }, [stored, element]);
  const name = `bio-properties-panel-${id}`;
  return jsxs('div', {
    class: 'bio-properties-panel-entry',
    'data-entry-id': id,
    children: [
      jsxs('div', {
        class: 'bio-properties-panel-textfield',
        children: [
          jsx('label', { for: name, class: 'bio-properties-panel-label', children: translate(field.label) }),
          jsx('input', {
            ref: input, id: name, name: id, type: 'text', class: 'bio-properties-panel-input', list: `${name}-list`,
            autocomplete: 'off', spellcheck: 'false', onInput: soon, onBlur: () => write.current(),
          }),
          jsx('datalist', {
            id: `${name}-list`,
            children: field.choices(element).map((each) => jsx('option', { value: each.id, children: each.name })),
          }),
        ],
      }),
      field.help && jsx('div', { class: 'bio-properties-panel-description', children: translate(field.help) }),
    ],
  });
}

/** Links and buttons below a field: [{label, href} | {label, act}]. */
function Actions({ element, id, field }) {
  const translate = useService('translate');
  const actions = field.actions(element);
  return jsx('div', {
    class: 'bio-properties-panel-entry sw-panel-actions',
    'data-entry-id': id,
    children: actions.map(({ label, href, act }) => (href
      ? jsx('a', { class: 'sw-panel-action', href, children: translate(label) })
      : jsx('button', { class: 'sw-panel-action', type: 'button', onClick: act, children: translate(label) }))),
  });
}

const KINDS = { text: Text, choice: Choice, suggestion: Suggestion, actions: Actions };
const EDITED = { text: isTextFieldEntryEdited, choice: isSelectEntryEdited, suggestion: isTextFieldEntryEdited };

export function entry(field) {
  return {
    id: `schlichtwerk-${field.name}`,
    component: (props) => jsx(KINDS[field.kind], { ...props, field }),
    isEdited: EDITED[field.kind],
    field,
  };
}
