// What a field says of protection and privacy (processes/README.md, "The contract"): fields of their own in the panel.
import { jsx, jsxs } from 'preact/jsx-runtime';

import { lockSaid } from '../studio/locks.js';

const ASKS_NOTHING = ['default', 'text', 'html', 'image', 'spacer', 'separator', 'button', 'iframe', 'table', 'documentPreview'];
const PERSONAL = [['nein', 'none (nein)'], ['mittelbar', 'indirect (mittelbar)'], ['unmittelbar', 'direct (unmittelbar)']];

class ProtectionGroup {
  constructor(propertiesPanel, studio) {
    Object.assign(this, studio);
    const AFTER_THE_REST = 50;
    propertiesPanel.registerProvider(this, AFTER_THE_REST);
  }

  getGroups(field, editField) {
    return (groups) => {
      if (ASKS_NOTHING.includes(field.type)) return groups;
      const own = { id: 'schutz', label: this.t('Protection and privacy'), entries: this.entries(field, editField) };
      const names = own.entries.map((entry) => entry.name);
      const others = groups.map((group) => (group.id === 'custom-values'
        ? { ...group, items: group.items.filter((item) => !names.includes(item.label)) } : group));
      const at = others.findIndex((group) => group.id === 'custom-values');
      return at < 0 ? [...others, own] : [...others.slice(0, at), own, ...others.slice(at)];
    };
  }

  entries(field, editField) {
    const { t } = this;
    const lock = this.locks.find((each) => each.element === (field.key || field.path || field.id));
    const zones = this.offer.zones.map(({ id, name }) => [id, name]);
    const personal = PERSONAL.map(([id, label]) => [id, t(label)]);
    const made = (name, Component, more) => ({
      id: `schutz-${name}`, component: Component, isEdited: (node) => Boolean(node?.value), field, name,
      get: () => field.properties?.[name] ?? '',
      set: (value) => {
        const { [name]: was, ...rest } = field.properties ?? {};
        if ((was ?? '') !== value) editField(field, ['properties'], value ? { ...rest, [name]: value } : rest);
      },
      ...more,
    });
    return [
      ...(lock && !this.offer.template ? [{ id: 'schutz-lock', component: Note, said: lockSaid(t, lock) }] : []),
      made('zone', Choice, {
        label: t('Protection zone'), help: t('Who sees the answer. Without an entry it is the zone of the step.'),
        choices: [['', t('as the step')], ...zones],
      }),
      made('personenbezug', Choice, { label: t('Personal data'), choices: [['', t('not said')], ...personal] }),
      made('zweck', Text, {
        label: t('Purpose (Zweck)'),
        help: t('What the answer is needed for, for the record of processing: Bearbeitung der Meldung.'),
      }),
      made('loeschklasse', Text, { label: t('Deletion class'), help: t('How long it is kept: beratungsakte, mediation, beirat.') }),
      ...(this.offer.template ? [made('pflicht', Text, {
        label: t('Locked element'), help: t('ja, or the reason: whoever takes this template over cannot change the element.'),
      })] : []),
    ];
  }
}
ProtectionGroup.$inject = ['propertiesPanel', 'config.studio'];

function framed({ id, label, help }, control) {
  return jsxs('div', {
    class: 'bio-properties-panel-entry',
    'data-entry-id': id,
    children: [
      jsxs('div', {
        children: [jsx('label', { for: `bio-properties-panel-${id}`, class: 'bio-properties-panel-label', children: label }), control],
      }),
      help && jsx('div', { class: 'bio-properties-panel-description', id: `bio-properties-panel-${id}-help`, children: help }),
    ],
  });
}

function Text(entry) {
  const { id, get, set, help } = entry;
  return framed(entry, jsx('input', {
    id: `bio-properties-panel-${id}`, name: id, type: 'text', class: 'bio-properties-panel-input', autocomplete: 'off',
    spellcheck: 'false', value: get(), onInput: (event) => set(event.target.value), onBlur: (event) => set(event.target.value.trim()),
    'aria-describedby': help && `bio-properties-panel-${id}-help`,
  }));
}

function Choice(entry) {
  const { id, get, set, help, choices } = entry;
  const value = get();
  const all = choices.some(([each]) => each === value) ? choices : [...choices, [value, value]];
  return framed(entry, jsx('select', {
    id: `bio-properties-panel-${id}`, name: id, class: 'bio-properties-panel-input', value,
    onChange: (event) => set(event.target.value), 'aria-describedby': help && `bio-properties-panel-${id}-help`,
    children: all.map(([each, label]) => jsx('option', { value: each, selected: each === value, children: label })),
  }));
}

function Note({ id, said }) {
  return jsx('div', { class: 'bio-properties-panel-entry sw-lock-note', 'data-entry-id': id, children: said });
}

export default { __init__: ['protectionGroup'], protectionGroup: ['type', ProtectionGroup] };
