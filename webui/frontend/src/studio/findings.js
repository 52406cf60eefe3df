// The engine's own check while one draws: asked for shortly after each change, shown as a list below the editor.

const CHECK_AFTER = 350;

export class Findings {
  /** `show(finding)` leads to the place; `mark(findings)` draws them where they are; `next()` says what to do next. */
  constructor({ list, url, name, csrf, words, exported, show, mark, next, stage }) {
    Object.assign(this, { list, url, name, csrf, t: words.translate, exported, show, mark, next, stage });
    this.asked = 0;
  }

  touch() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.check(), CHECK_AFTER);
  }

  async check() {
    const turn = ++this.asked;
    try {
      const content = await this.exported();
      const answer = await fetch(this.url, {
        method: 'POST',
        credentials: 'same-origin',
        headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'X-CSRFToken': this.csrf },
        body: JSON.stringify({ name: this.name, content }),
      });
      if (turn === this.asked && answer.ok && !answer.redirected) this.draw((await answer.json()).findings);
    } catch {
      // Without a connection the findings stay those of the last check; the banner says that it is lost.
    }
  }

  draw(findings) {
    const t = this.t;
    const ordered = [...findings].sort((a, b) => isWarning(a) - isWarning(b));
    this.mark?.(ordered);
    const head = document.createElement('p');
    head.className = 'sw-findings__head';
    const errors = ordered.filter((each) => !isWarning(each)).length;
    const warnings = ordered.length - errors;
    const next = errors ? [] : this.next?.() ?? [];
    head.textContent = ordered.length
      ? t('Findings: {errors} that prevent publishing, {warnings} as advice', { errors: `${errors}`, warnings: `${warnings}` })
      : t(next.length ? 'No findings so far' : 'No findings: this file can be published.');
    head.dataset.errors = errors;
    const list = document.createElement('ul');
    list.className = 'sw-findings__list';
    list.append(...next.map((each) => this.note(each)), ...ordered.map((each) => this.line(each)));
    const said = this.list.querySelector('.sw-findings__head')?.textContent;
    if (said === head.textContent) this.list.querySelector('.sw-findings__list')?.replaceWith(list);
    else this.list.replaceChildren(head, list);
    this.list.dataset.count = ordered.length;
  }

  note(sentence) {
    const item = document.createElement('li');
    item.className = 'sw-findings__item sw-findings__item--note';
    const kind = document.createElement('strong');
    kind.textContent = this.t('Next');
    const said = document.createElement('p');
    said.textContent = sentence;
    item.append(kind, said);
    return item;
  }

  line(finding) {
    const t = this.t;
    const item = document.createElement('li');
    item.className = `sw-findings__item sw-findings__item--${isWarning(finding) ? 'warning' : 'error'}`;
    const kind = document.createElement('strong');
    kind.textContent = isWarning(finding) ? t('Advice') : t('Error');
    item.append(kind, ' ');
    const place = finding.element_name || finding.element_id || finding.file;
    if (finding.element_id && this.show && (finding.file || this.name) === this.name) {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'sw-findings__place';
      button.textContent = place;
      button.addEventListener('click', () => {
        this.show(finding);
        this.stage?.scrollIntoView({ block: 'nearest' });
      });
      item.append(button);
    } else if (place) {
      item.append(place);
    }
    const said = document.createElement('p');
    said.textContent = finding.message;
    item.append(said);
    if (finding.hint) {
      const hint = document.createElement('p');
      hint.className = 'sw-findings__hint';
      hint.textContent = finding.hint;
      item.append(hint);
    }
    return item;
  }
}

export function isWarning(finding) {
  return finding.severity !== 'error';
}
