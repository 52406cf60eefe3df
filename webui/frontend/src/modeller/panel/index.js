// The properties panel of this engine: our own group first, then what of the libraries' groups runs here.
import { Group } from '@bpmn-io/properties-panel';

import { entry } from './entries.js';
import { Extensions } from './extensions.js';
import { Fields } from './fields.js';
import { offeredGroups } from './offered.js';
import { FormPreview } from './preview.js';

const AFTER_THE_LIBRARIES = 100;

class OwnProvider {
  constructor(propertiesPanel, fields, studio, translate) {
    Object.assign(this, { fields, dialect: studio.dialect.name, translate });
    this.made = new Map();
    propertiesPanel.registerProvider(AFTER_THE_LIBRARIES, this);
  }

  getGroups(element) {
    return (groups) => {
      const fields = this.fields.of(element);
      const offered = offeredGroups(groups, this.dialect).map((group) => this.withoutOwn(group, element, fields));
      if (fields.length) offered.splice(1, 0, this.ownGroup(fields));
      return offered;
    };
  }

  ownGroup(fields) {
    const entries = fields.map((field) => this.entry(field));
    return { id: 'schlichtwerk', label: 'Schlichtwerk', component: Group, entries };
  }

  /** What has a field of its own is not listed once more among the other properties. */
  withoutOwn(group, element, fields) {
    if (!group.id.endsWith('__ExtensionProperties') || !group.items) return group;
    const names = new Set(fields.map((field) => field.name));
    const listed = this.fields.listed(element);
    return { ...group, items: group.items.filter((item, index) => !names.has(listed[index])) };
  }

  /** One component for each field for good: a new one at each drawing would take the focus from its input. */
  entry(field) {
    const known = this.made.get(field.name);
    if (!known) this.made.set(field.name, entry(field));
    else Object.assign(known.field, field);
    return this.made.get(field.name);
  }
}
OwnProvider.$inject = ['propertiesPanel', 'fields', 'config.studio', 'translate'];

export default {
  __init__: ['ownProvider'],
  extensions: ['type', Extensions],
  formPreview: ['type', FormPreview],
  fields: ['type', Fields],
  ownProvider: ['type', OwnProvider],
};
