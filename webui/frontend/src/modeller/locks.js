// Elements that the Mustervorlage locks bear a sign, with the reason in words.
import { lockSaid } from '../studio/locks.js';

const KIND = 'sw-lock';

/** What of an element is locked, as the panel calls it. */
const PARTS = {
  name: 'Name', documentation: 'Documentation', formDefinition: 'Form', calledElement: 'Called process',
  calledDecision: 'Decision', assignmentDefinition: 'Group in charge', loeschklasse: 'Deletion class', ergebnis: 'Outcome',
  frist: 'Deadline', erinnerung: 'Reminder', eskalation: 'Escalation', freigabe: 'Release', freigabe_wenn: 'Release only if',
  bestaetigt: 'Confirms the decision', fuer: 'For', vier_augen: 'Four eyes', schutzzone: 'Protection zone', stufe: 'Stage',
  rolle: 'Role of the group', gruppe: 'Group',
};

class LockSigns {
  constructor(studio, overlays, elementRegistry, translate, eventBus) {
    Object.assign(this, { overlays, elementRegistry, translate });
    this.locks = new Map();
    for (const lock of (studio.main && studio.offer.locks) || []) {
      this.locks.set(lock.element, [...(this.locks.get(lock.element) ?? []), lock]);
    }
    eventBus.on('import.done', () => this.draw());
  }

  draw() {
    this.overlays.remove({ type: KIND });
    for (const [id, locks] of this.locks) {
      const element = this.elementRegistry.get(id) ?? this.poolOf(id);
      if (element?.parent) this.overlays.add(element, KIND, { position: place(element), html: this.sign(locks), scale: { min: 0.9 } });
    }
  }

  /** Who looks at a pool looks at its process. */
  poolOf(process) {
    return this.elementRegistry.find((each) => each.businessObject?.processRef?.id === process);
  }

  sign(locks) {
    const sign = document.createElement('div');
    sign.className = 'sw-lock-sign';
    sign.title = locks.map((lock) => this.said(lock)).join('\n');
    sign.setAttribute('role', 'img');
    sign.setAttribute('aria-label', sign.title);
    return sign;
  }

  said(lock) {
    return lockSaid(this.translate, { ...lock, what: PARTS[lock.what] ? this.translate(PARTS[lock.what]) : lock.what });
  }
}
LockSigns.$inject = ['config.studio', 'overlays', 'elementRegistry', 'translate', 'eventBus'];

/** At the lower left corner, or beside the middle of an arrow. */
function place({ waypoints }) {
  if (!waypoints) return { bottom: 10, left: -8 };
  const at = Math.floor((waypoints.length - 1) / 2);
  const [a, b] = [waypoints[at], waypoints[at + 1]];
  const left = Math.min(...waypoints.map((each) => each.x));
  const top = Math.min(...waypoints.map((each) => each.y));
  return { left: (a.x + b.x) / 2 - left - 9, top: (a.y + b.y) / 2 - top + 4 };
}

export default { __init__: ['lockSigns'], lockSigns: ['type', LockSigns] };
