// What the editors of diagram, decision and form share: the page's settings, saving with its banners, the findings.
// <section data-editor="diagram" data-settings='{"draft": 1, "file": "…", "csrf": "…", "urls": {"file", "check", …}}'>
//   <div data-notices></div> <div data-toolbar></div> <div data-stage></div> <div data-findings></div>
import { DraftFile } from './draft_file.js';
import { Findings } from './findings.js';
import { download, notice } from './notice.js';

const moment = new Intl.DateTimeFormat(document.documentElement.lang || 'de', { dateStyle: 'medium', timeStyle: 'short' });

/** `make({settings, stage, toolbar, part})` -> {load(text), exported(), words, show?, mark?, next?}; `load` may throw. */
export async function openEditor(host, make) {
  const settings = JSON.parse(host.dataset.settings);
  const part = (name) => host.querySelector(`[data-${name}]`);
  const editor = await make({ settings, host, part });
  const page = new EditorPage(host, settings, part, editor);
  host.editor = editor;
  try {
    await page.open();
    host.dataset.usableAfter = Math.round(performance.now());
    host.dataset.editorState = 'ready';
  } catch (error) {
    console.error(error);
    host.dataset.editorState = 'failed';
    page.say('danger', 'The file could not be opened', error.sentence ?? 'Load the page again. If that does not help, download the file and mend it outside.');
  }
}

class EditorPage {
  constructor(host, settings, part, editor) {
    Object.assign(this, { host, settings, editor, t: editor.words.translate });
    this.notices = part('notices');
    this.state = document.getElementById('stand');
    const { file: name, csrf, urls } = settings;
    this.file = new DraftFile({
      url: urls.file,
      key: `${settings.draft}/${name}`,
      csrf,
      write: editor.write ?? ((before, after) => ({ content: after })),
      report: (state, detail) => this.report(state, detail),
    });
    this.findings = new Findings({
      list: part('findings'), url: urls.check, name, csrf, words: editor.words,
      exported: () => editor.exported(), show: editor.show, mark: editor.mark, next: editor.next, stage: part('stage') ?? part('canvas'),
    });
  }

  async open() {
    const text = await this.file.load();
    await this.editor.load(text);
    await this.file.begin(() => this.editor.exported());
    this.editor.onChange(() => {
      this.file.touch();
      this.findings.touch();
    });
    await this.offerCopy();
    this.findings.check();
  }

  say(kind, head, text, actions = [], values = {}) {
    const t = (each) => this.t(each, values);
    return notice(this.notices, { kind, head: t(head), text: t(text), actions: actions.map(([label, act]) => [t(label), act]) });
  }

  async offerCopy() {
    const copy = await this.file.leftOver();
    if (!copy || copy.after === this.file.before) return;
    const values = { at: moment.format(new Date(copy.at)) };
    const leave = (close) => this.file.forget().then(close);
    const keep = (close) => (download(this.settings.file, copy.after), close);
    if (copy.revision !== this.file.revision) {
      this.say('warning', 'A version of yours was not saved',
        'This browser holds a version of {at} that did not reach the server. Meanwhile the draft was changed, so that it cannot be taken over as it is. You can download it and compare.',
        [['Download my version', keep], ['Discard my version', leave]], values);
      return;
    }
    const take = async (close) => {
      close();
      await this.editor.load(copy.after);
      this.file.touch();
      this.findings.touch();
    };
    this.say('info', 'A version of yours was not saved',
      'This browser holds a version of {at} that did not reach the server. Nobody has changed the draft since.',
      [['Go on with my version', take], ['Download my version', keep], ['Discard my version', leave]], values);
  }

  report(state, detail) {
    this.host.dataset.saving = state;
    if (this.state) {
      const words = {
        saved: 'saved, version {n}', changed: 'not saved yet', saving: 'saving …', offline: 'no connection',
        signedout: 'signed out', conflict: 'not saved: changed by somebody else', refused: 'not saved',
      };
      this.state.textContent = this.t(words[state], { n: `${this.file.revision}` });
      this.state.dataset.state = state;
    }
    if (this.banner && this.bannerOf !== state && state !== 'saving' && state !== 'changed') {
      this.banner.remove();
      this.banner = null;
    }
    if (!this.banner || this.bannerOf !== state) this.raise(state, detail);
    if (state === 'saved' && detail.findings) this.findings.draw(detail.findings);
  }

  raise(state, detail) {
    const own = ['Download my version', async () => download(this.settings.file, await this.editor.exported())];
    const reload = ['Load the current version', () => this.reload()];
    if (state === 'conflict') {
      const values = { who: detail.changed_by, at: detail.changed_at ? moment.format(new Date(detail.changed_at)) : '' };
      this.banner = this.say('warning', 'Somebody else has changed this draft',
        '{who} saved another version on {at}. Yours is not saved, and nothing is overwritten. It stays here until you decide.',
        [reload, own], values);
    } else if (state === 'offline') {
      this.banner = this.say('warning', 'No connection to the server',
        'You can go on working: your changes are kept in this browser and saved as soon as the connection is back.', [own]);
    } else if (state === 'signedout') {
      this.banner = this.say('warning', 'You are signed out',
        'Your version is kept in this browser. Sign in again and open this page: it will be offered to you.',
        [['Sign in', () => this.reload({ forget: false })], own]);
    } else if (state === 'refused') {
      const sentence = [detail.message, ...(detail.findings ?? []).map((each) => each.message)].filter(Boolean).join(' ');
      this.banner = notice(this.notices, {
        kind: 'danger', head: this.t('This version could not be saved'), text: sentence || this.t('It is kept in this browser.'),
        actions: [[this.t('Download my version'), own[1]], [this.t('Load the current version'), reload[1]]],
      });
    } else {
      return;
    }
    this.bannerOf = state;
  }

  /** The page anew; `forget`: without the version that could not be saved. */
  async reload({ forget = true } = {}) {
    if (forget) await this.file.forget();
    this.file.isUnsaved = () => false;
    location.reload();
  }
}
