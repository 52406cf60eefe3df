// Elements that the Mustervorlage locks bear a sign, with the reason in words.

const KIND = 'sw-lock';

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
      const element = this.elementRegistry.get(id);
      if (element?.parent) this.overlays.add(element, KIND, { position: place(element), html: this.sign(locks) });
    }
  }

  sign(locks) {
    const sign = document.createElement('div');
    sign.className = 'sw-lock-sign';
    sign.title = locks.map((lock) => this.said(lock)).join('\n');
    sign.setAttribute('role', 'img');
    sign.setAttribute('aria-label', sign.title);
    return sign;
  }

  said({ what, reason }) {
    const head = this.translate('Locked element of the template');
    return `${head}${what ? ` (${what})` : ''}${reason ? `: ${reason}` : ''}`;
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
