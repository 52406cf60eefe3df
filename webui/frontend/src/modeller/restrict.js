// Palette, context pad and replace menu offer what the profile runs: the page brings its keys (engine/bpmn/profile.py).
import ReplaceMenuProvider from 'bpmn-js/lib/features/popup-menu/ReplaceMenuProvider';

const LATE = 250;

/** What bpmn-js's own entries create; the others (tools, delete, connect) create nothing of their own. */
const CREATES = {
  'create.start-event': { type: 'bpmn:StartEvent' },
  'create.intermediate-event': { type: 'bpmn:IntermediateThrowEvent' },
  'create.end-event': { type: 'bpmn:EndEvent' },
  'create.exclusive-gateway': { type: 'bpmn:ExclusiveGateway' },
  'create.task': { type: 'bpmn:UserTask' },
  'create.data-object': { type: 'bpmn:DataObjectReference' },
  'create.data-store': { type: 'bpmn:DataStoreReference' },
  'create.subprocess-expanded': { type: 'bpmn:SubProcess' },
  'create.participant-expanded': { type: 'bpmn:Participant' },
  'create.group': { type: 'bpmn:Group' },
  'append.receive-task': { type: 'bpmn:ReceiveTask' },
  'append.message-intermediate-event': catching('Message'),
  'append.timer-intermediate-event': catching('Timer'),
  'append.condition-intermediate-event': catching('Conditional'),
  'append.signal-intermediate-event': catching('Signal'),
  'append.compensation-activity': { type: 'bpmn:Task', isForCompensation: true },
  'append.end-event': { type: 'bpmn:EndEvent' },
  'append.gateway': { type: 'bpmn:ExclusiveGateway' },
  'append.append-task': { type: 'bpmn:UserTask' },
  'append.intermediate-event': { type: 'bpmn:IntermediateThrowEvent' },
  'append.text-annotation': { type: 'bpmn:TextAnnotation' },
};

function catching(kind) {
  return { type: 'bpmn:IntermediateCatchEvent', eventDefinitionType: `bpmn:${kind}EventDefinition` };
}

const ATTRIBUTES = { triggeredByEvent: 'subProcess@triggeredByEvent=true', isForCompensation: '*@isForCompensation=true' };

/** The keys of the profile that must run for this target to run. */
export function keysOf({ type, eventDefinitionType, ...attributes }) {
  const name = localName(type);
  const own = /Event$/.test(name)
    ? `${name}:${eventDefinitionType ? localName(eventDefinitionType).replace(/EventDefinition$/, '') : 'none'}`
    : name;
  return [own, ...Object.keys(ATTRIBUTES).filter((each) => attributes[each]).map((each) => ATTRIBUTES[each])];
}

function localName(type) {
  const name = type.replace(/^\w+:/, '');
  return name[0].toLowerCase() + name.slice(1);
}

class Profile {
  constructor(config) {
    this.keys = config && new Set(config);
  }

  runs(target) {
    return !this.keys || !target?.type || keysOf(target).every((key) => this.keys.has(key));
  }

  running(entries) {
    return Object.fromEntries(Object.entries(entries).filter(([name]) => this.runs(CREATES[name])));
  }
}
Profile.$inject = ['config.profile'];

class RestrictedReplaceMenu extends ReplaceMenuProvider {
  constructor(profile, ...services) {
    super(...services);
    this._profile = profile;
  }

  _createEntries(target, options) {
    return super._createEntries(target, options.filter((option) => this._profile.runs(option.target)));
  }
}
RestrictedReplaceMenu.$inject = ['profile', ...ReplaceMenuProvider.$inject];

class RestrictedPads {
  constructor(profile, palette, contextPad) {
    const restrict = () => (entries) => profile.running(entries);
    palette.registerProvider(LATE, { getPaletteEntries: restrict });
    contextPad.registerProvider(LATE, { getContextPadEntries: restrict, getMultiElementContextPadEntries: restrict });
  }
}
RestrictedPads.$inject = ['profile', 'palette', 'contextPad'];

export default {
  __init__: ['restrictedPads'],
  profile: ['type', Profile],
  replaceMenuProvider: ['type', RestrictedReplaceMenu],
  restrictedPads: ['type', RestrictedPads],
};
