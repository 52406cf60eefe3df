// The form editor's panel offers what the engine reads of a form (engine/formdefs); the rest would be without effect.

const OFFERED = {
  general: [
    'id', 'label', 'date-label', 'time-label', 'description', 'key', 'path', 'defaultValue', 'decimalDigits', 'subtype',
    'disabled', 'readonly', 'expression', 'text', 'content', 'alt', 'defaultRepetitions', 'allowAddRemove',
  ],
  valuesSource: true,
  staticOptions: true,
  dynamicOptions: true,
  optionsExpression: true,
  condition: true,
  layout: true,
  appearance: ['prefix-adorner', 'suffix-adorner'],
  constraints: ['disallowPassedDates'],
  validation: true,
  'custom-values': true,
};

class OfferedProperties {
  constructor(propertiesPanel) {
    const AFTER_THE_LIBRARY = 100;
    propertiesPanel.registerProvider(this, AFTER_THE_LIBRARY);
  }

  getGroups() {
    return (groups) => groups.map((group) => reduced(group, OFFERED[group.id])).filter(Boolean);
  }
}
OfferedProperties.$inject = ['propertiesPanel'];

function reduced(group, offered) {
  if (!offered || offered === true || !group.entries) return offered ? group : null;
  const entries = group.entries.filter(({ id }) => offered.includes(id.replace(/^.*-(?=decimalDigits|expression|disallowPassedDates)/, '')));
  return entries.length ? { ...group, entries } : null;
}

export default { __init__: ['offeredProperties'], offeredProperties: ['type', OfferedProperties] };
