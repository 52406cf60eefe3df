// One file of a draft: loaded with its revision, saved by itself, never over somebody else's change.
// `changed(state, detail)` hears of: saved, changed, saving, offline, signedout, conflict, refused.
import { localCopy } from './local_copy.js';

const SAVE_AFTER = 1000;
const RETRY_AFTER = 10_000;

export class DraftFile {
  /** `write(before, after)` -> what is sent besides the revision; `report(state, detail)` hears what becomes of it. */
  constructor({ url, key, csrf, write, report }) {
    Object.assign(this, { url, key, csrf, write, report });
    this.state = 'saved';
    this.revision = 0;
    this.before = '';
  }

  async load() {
    const answer = await fetch(this.url, { credentials: 'same-origin' });
    if (!answer.ok || answer.redirected) throw new Error(`HTTP ${answer.status}`);
    this.revision = Number(answer.headers.get('X-Revision'));
    return answer.text();
  }

  /** `exported()` gives what the editor holds now; its first result is what later ones are compared with. */
  async begin(exported) {
    this.exported = exported;
    this.before = await exported();
    addEventListener('online', () => this.state === 'offline' && this.save());
    addEventListener('visibilitychange', () => document.hidden && this.timer && this.save());
    addEventListener('beforeunload', (event) => this.isUnsaved() && event.preventDefault());
  }

  isUnsaved() {
    return this.state !== 'saved' || Boolean(this.timer);
  }

  /** The copy of an earlier visit that did not reach the server. */
  leftOver() {
    return localCopy.read(this.key);
  }

  forget() {
    return localCopy.forget(this.key);
  }

  touch() {
    if (this.state === 'conflict') return void this.keepCopy();
    if (this.state === 'saved') this.tell('changed');
    this.plan(SAVE_AFTER);
  }

  plan(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), delay);
  }

  tell(state, detail = {}) {
    this.state = state;
    this.report(state, detail);
  }

  async keepCopy() {
    const after = await this.exported();
    if (after !== this.before) {
      const copy = { revision: this.revision, before: this.before, after, at: new Date().toISOString() };
      await localCopy.keep(this.key, copy);
    }
    return after;
  }

  async save() {
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.state === 'conflict') return;
    if (this.busy) {
      this.again = true;
      return;
    }
    this.busy = true;
    try {
      await this.send();
    } finally {
      this.busy = false;
    }
    if (this.again) {
      this.again = false;
      await this.save();
    }
  }

  async send() {
    const after = await this.keepCopy();
    if (after === this.before) {
      await this.forget();
      return this.tell('saved', { revision: this.revision });
    }
    this.tell('saving');
    let answer;
    let told;
    try {
      answer = await this.post(after);
      told = answer.redirected ? {} : await answer.json();
    } catch {
      this.plan(RETRY_AFTER);
      return this.tell('offline');
    }
    if (answer.redirected || answer.status === 401) return this.tell('signedout');
    if (answer.ok) {
      this.before = after;
      this.revision = told.revision;
      if (!this.again && !this.timer) await this.forget();
      return this.tell(this.timer ? 'changed' : 'saved', told);
    }
    if (answer.status === 409 && told.revision) return this.tell('conflict', told);
    if (answer.status >= 500) this.plan(RETRY_AFTER);
    return this.tell('refused', told);
  }

  post(after) {
    return fetch(this.url, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'X-CSRFToken': this.csrf },
      body: JSON.stringify({ revision: this.revision, ...this.write(this.before, after) }),
    });
  }
}
