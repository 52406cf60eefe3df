// The fields of our own properties (processes/README.md, "The contract"), by element.
import { is } from 'bpmn-js/lib/util/ModelUtil';

import { holder } from './extensions.js';

const ROLES = ['koordination', 'beratung', 'mediation', 'beirat', 'fachstelle'];
const KINDS = [
  'kreisfreie Stadt', 'Kreis', 'kreisangehörige Stadt', 'Gemeinde', 'Städteregion', 'soziale Organisation', 'Landesstelle', 'Mustervorlage',
];
/** What a Mustervorlage may lock. */
const KEPT = ['bpmn:FlowNode', 'bpmn:SequenceFlow', 'bpmn:Lane', 'bpmn:Participant', 'bpmn:Process'];
const capital = (word) => word[0].toUpperCase() + word.slice(1);
const itself = (words) => words.map((id) => ({ id, name: capital(id) }));

export class Fields {
  constructor(studio, extensions, preview) {
    Object.assign(this, { offer: studio.offer, urls: studio.urls, cloud: studio.dialect.name === 'cloud', extensions, preview });
  }

  /** A custom property by its name in the file. */
  property(kind, name, label, more = {}) {
    return {
      kind, name, label, ...more,
      get: (element) => this.extensions.property(holder(element), name),
      set: (element, value) => this.extensions.setProperty(element, holder(element), name, value),
    };
  }

  /** An attribute: of an extension element in Camunda 8, of the element itself in Camunda 7. */
  attribute(kind, name, label, [type, attribute], legacy, more = {}) {
    const { extensions, cloud } = this;
    return {
      kind, name, label, ...more,
      get: (element) => (cloud ? extensions.attribute(holder(element), type, attribute) : holder(element).get(legacy) ?? ''),
      set: (element, value) => (cloud
        ? extensions.setAttribute(element, holder(element), type, attribute, value)
        : extensions.update(element, holder(element), { [legacy]: value || undefined })),
    };
  }

  /** Names of the properties that stand there, in their order. */
  listed(element) {
    return this.extensions.entries(holder(element)).map((each) => each.get('name'));
  }

  of(element) {
    if (!this.extensions.prefix || !holder(element)) return [];
    const kept = this.offer.template && KEPT.some((each) => is(element, each));
    return [...this.ofKind(element), ...(kept ? [this.locked()] : [])];
  }

  ofKind(element) {
    if (is(element, 'bpmn:Participant') || is(element, 'bpmn:Process')) return this.ofProcess();
    if (is(element, 'bpmn:Lane')) return [this.laneGroup(), this.role(), this.zone(), this.stage()];
    if (is(element, 'bpmn:UserTask')) return this.ofUserTask();
    const place = [this.zone(), this.stage()];
    if (is(element, 'bpmn:BusinessRuleTask')) return [...this.ofDecision(), ...place];
    if (is(element, 'bpmn:CallActivity')) return [this.process(), ...place];
    if (is(element, 'bpmn:EndEvent')) return [this.outcome(), ...place];
    return is(element, 'bpmn:FlowNode') ? place : [];
  }

  ofProcess() {
    return [
      this.property('text', 'ags', 'Municipality key (AGS)', { help: 'Eight digits, a Kreis has five.' }),
      this.property('choice', 'art', 'Kind of municipality', { choices: () => itself(KINDS).map(({ id }) => ({ id, name: id })) }),
      this.property('text', 'kreis', 'AGS of the Kreis'),
      this.property('text', 'kennung', 'Identifier without AGS', { help: 'Only for what has no AGS of its own.' }),
      this.property('text', 'loeschklasse', 'Deletion class', { help: 'How long finished cases are kept.' }),
      this.property('text', 'rueckstand', 'Backlog', { help: 'For a process that runs by the clock: alle, where what was missed is made up.' }),
    ];
  }

  ofUserTask() {
    return [
      this.group(), this.form(), this.formActions(),
      this.property('text', 'frist', 'Deadline', { help: 'In words: 5 AT (working days), 2 Wochen, 3 Monate, 4 Stunden.' }),
      this.property('text', 'erinnerung', 'Reminder', { help: 'How long before the deadline: 2 AT, or keine.' }),
      this.property('text', 'eskalation', 'Escalation', { help: 'Whom a missed deadline reaches, in this order: Vertretung, Leitung nach 2 AT.' }),
      this.zone(), this.stage(),
      this.property('text', 'freigabe', 'Release', { help: 'What crosses from one zone to another on completion: mediation>beirat: ergebnis.' }),
      this.property('text', 'freigabe_wenn', 'Release only if', { help: 'FEEL: the release holds only then, for example =ergebnis_freigabe = true.' }),
      this.property('suggestion', 'bestaetigt', 'Confirms the decision', {
        help: 'Id of the business rule task whose suggestion is confirmed here.', choices: (element) => others(element, 'bpmn:BusinessRuleTask'),
      }),
      this.property('text', 'fuer', 'For', { help: 'Of a task done for several: the variable that says for whom or what.' }),
      this.property('suggestion', 'vier_augen', 'Four eyes', {
        help: 'Id of a task: whoever completed it last may not complete this one.', choices: (element) => others(element, 'bpmn:UserTask'),
      }),
    ];
  }

  locked() {
    return this.property('text', 'pflicht', 'Locked element', {
      help: 'ja, or the reason: whoever takes this template over cannot change the element.',
    });
  }

  zone() {
    return this.property('choice', 'schutzzone', 'Protection zone', { none: 'as what surrounds it', choices: () => this.offer.zones });
  }

  stage() {
    return this.property('choice', 'stufe', 'Stage', { none: 'as what surrounds it', choices: () => this.offer.stages });
  }

  role() {
    return this.property('choice', 'rolle', 'Role of the group', { none: 'Fachstelle', choices: () => itself(ROLES) });
  }

  laneGroup() {
    return this.property('suggestion', 'gruppe', 'Group', {
      help: 'Without an entry it is the id of the lane.', choices: () => this.offer.groups,
    });
  }

  group() {
    return this.attribute('suggestion', 'zustaendig', 'Group in charge', ['zeebe:AssignmentDefinition', 'candidateGroups'],
      'camunda:candidateGroups', { help: 'Without an entry it is the group of the lane.', choices: () => this.offer.groups });
  }

  form() {
    const field = this.attribute('choice', 'formular', 'Form', ['zeebe:FormDefinition', 'formId'], 'camunda:formRef',
      { none: 'no form', choices: () => listed(this.offer.forms) });
    return this.cloud ? field : {
      ...field,
      set: (element, value) => this.extensions.update(element, holder(element), {
        'camunda:formRef': value || undefined,
        'camunda:formRefBinding': value ? 'latest' : undefined,
      }),
    };
  }

  formActions() {
    return {
      kind: 'actions', name: 'formular-oeffnen',
      actions: (element) => {
        const id = this.form().get(element);
        const found = this.offer.forms.find((each) => each.id === id);
        if (!found) return [];
        const edit = found.own ? [{ label: 'Edit form', href: this.urls.form.replace('NAME', encodeURIComponent(found.file)) }] : [];
        return [{ label: 'Preview', act: () => this.preview.show(found) }, ...edit];
      },
    };
  }

  ofDecision() {
    const field = this.attribute('choice', 'entscheidung', 'Decision', ['zeebe:CalledDecision', 'decisionId'],
      'camunda:decisionRef', { none: 'no decision', choices: () => listed(this.offer.decisions) });
    const open = {
      kind: 'actions', name: 'entscheidung-oeffnen',
      actions: (element) => this.offer.decisions
        .filter((each) => each.own && each.id === field.get(element))
        .map((each) => ({ label: 'Edit decision', href: this.urls.decision.replace('NAME', encodeURIComponent(each.file)) })),
    };
    return [field, open];
  }

  process() {
    return this.attribute('choice', 'prozess', 'Called process', ['zeebe:CalledElement', 'processId'], 'calledElement',
      { none: 'no process', choices: () => listed(this.offer.processes) });
  }

  outcome() {
    return this.property('suggestion', 'ergebnis', 'Outcome', {
      help: 'Code that is counted and compared across municipalities.', choices: () => this.offer.outcomes,
    });
  }
}
Fields.$inject = ['config.studio', 'extensions', 'formPreview'];

/** The other elements of a kind in the same process, by their names: nobody has to look an id up. */
function others(element, type) {
  const itself = holder(element);
  let process = itself;
  while (process.$parent && !is(process, 'bpmn:Process')) process = process.$parent;
  const within = (scope) => (scope.get('flowElements') ?? []).flatMap((each) => [each, ...(is(each, 'bpmn:SubProcess') ? within(each) : [])]);
  return is(process, 'bpmn:Process')
    ? within(process).filter((each) => each !== itself && is(each, type)).map(({ id, name }) => ({ id, name: name || id }))
    : [];
}

/** The draft's own before those that all share. */
function listed(offered) {
  return [...offered]
    .sort((one, other) => Number(other.own) - Number(one.own))
    .map(({ id, name, own }) => ({ id, name: `${name}${name === id ? '' : ` (${id})`}${own ? ' ●' : ''}` }));
}
