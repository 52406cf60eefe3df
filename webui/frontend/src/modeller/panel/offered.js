// What of the libraries' groups this engine runs: group -> entries (all of them where it says true).
// The rest would be ignored or refused, and is not offered. Own fields stand in their own group instead.

const everywhere = {
  general: ['name', 'id', 'processId', 'processName', 'isExecutable', /versionTag/i],
  documentation: true,
  compensation: ['activityRef'],
  error: ['errorRef', 'errorName', 'errorCode'],
  escalation: ['escalationRef', 'escalationName', 'escalationCode'],
  link: true,
  message: true,
  signal: true,
  timer: true,
  multiInstance: [/^(?!.*(async|exclusive|retry))/i],
  adHocCompletion: true,
};

const cloud = {
  ...everywhere,
  condition: true,
  'event-condition': true,
  script: true,
  scriptImplementation: [],
  calledDecision: [/resultVariable/i],
  taskDefinition: [/type/i],
  inputs: true,
  outputs: true,
  inputPropagation: true,
  outputPropagation: true,
  assignmentDefinition: [/assignee/i, /candidateUsers/i, /dueDate/i, /followUpDate/i],
  Zeebe__ExtensionProperties: true,
};

const platform = {
  ...everywhere,
  CamundaPlatform__UserAssignment: ['assignee', 'candidateUsers', 'dueDate', 'followUpDate'],
  CamundaPlatform__Condition: true,
  CamundaPlatform__Script: [/format/i, /value/i, /script(?!Type|Resource)/i, /resultVariable/i],
  CamundaPlatform__InMapping: true,
  CamundaPlatform__OutMapping: true,
  CamundaPlatform__InMappingPropagation: true,
  CamundaPlatform__OutMappingPropagation: true,
  CamundaPlatform__FormData: true,
  CamundaPlatform__Implementation: ['decisionRefResultVariable', 'mapDecisionResult'],
  CamundaPlatform__ExtensionProperties: true,
};

const BY_DIALECT = { cloud, platform, plain: everywhere };

/** The groups of the libraries as far as they are offered; those without entries are left out. */
export function offeredGroups(groups, dialect) {
  const offered = BY_DIALECT[dialect];
  return groups.map((group) => reduced(group, offered[group.id])).filter(Boolean);
}

function reduced(group, entries) {
  if (!entries) return null;
  if (entries === true || !group.entries) return group;
  const fits = ({ id }) => entries.some((each) => (each instanceof RegExp ? each.test(id) : each === id));
  const left = group.entries.filter(fits);
  return left.length ? { ...group, entries: left } : null;
}
