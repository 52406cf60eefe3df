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
      const offered = offeredGroups(groups, this.dialect);
      const own = this.ownGroup(element);
      if (own) offered.splice(1, 0, own);
      return offered;
    };
  }

  ownGroup(element) {
    const entries = this.fields.of(element).map((field) => this.entry(field));
    if (!entries.length) return null;
    return { id: 'schlichtwerk', label: 'Schlichtwerk', component: Group, entries, shouldOpen: true };
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
