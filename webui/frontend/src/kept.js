// A form that is sent while the network is gone: what was typed stays on the page, a copy stays in this browser, and
// whoever opens the page again is offered it. <form data-kept data-kept-lost="…" data-kept-offer="…" data-kept-take="…"
// data-kept-drop="…">: the page brings the words. The answer to a form sent from here is 204 with X-Location.
import { button } from './studio/notice.js';

const IGNORED = new Set(['csrf_token', 'revision']);

const store = {
  read: (key) => attempt(() => JSON.parse(localStorage.getItem(key))),
  keep: (key, typed) => attempt(() => localStorage.setItem(key, JSON.stringify(typed))),
  forget: (key) => attempt(() => localStorage.removeItem(key)),
};

function attempt(act) {
  try {
    return act();
  } catch {
    return null; // no storage, as in some private windows: nothing is kept and nothing fails
  }
}

function typed(form) {
  return [...new FormData(form)].filter(([name, value]) => !IGNORED.has(name) && typeof value === 'string');
}

function part(tag, name, text = '') {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  return made;
}

function notice(form, text, actions = []) {
  form.querySelector('.sw-kept')?.remove();
  const box = part('div', 'sw-kept kern-alert kern-alert--warning');
  box.setAttribute('role', 'alert');
  const [title, ...more] = text.split(/(?<=\.) /);
  const body = part('div', 'kern-alert__body');
  if (more.length) body.append(part('p', 'kern-body', more.join(' ')));
  if (actions.length) {
    const bar = part('div', 'kern-btn-wrapper');
    bar.append(...actions.map(([label, act]) => button(label, () => (box.remove(), act()))));
    body.append(bar);
  }
  const icon = part('span', 'kern-icon kern-icon--warning');
  icon.ariaHidden = 'true';
  const header = part('div', 'kern-alert__header');
  header.append(icon, part('p', 'kern-title kern-title--small', title));
  box.append(header, body);
  form.prepend(box);
}

function take(form, copy) {
  for (const [name, value] of copy) {
    const field = form.elements.namedItem(name);
    if (field && 'value' in field && field.type !== 'checkbox') field.value = value;
  }
  const ticked = new Set(copy.map(([name, value]) => JSON.stringify([name, value])));
  for (const box of form.querySelectorAll('input[type=checkbox]')) {
    box.checked = ticked.has(JSON.stringify([box.name, box.value]));
  }
}

function guard(form) {
  const key = `schlichtwerk-eingaben:${new URL(form.action).pathname}${location.search}`;
  const copy = store.read(key);
  if (Array.isArray(copy) && JSON.stringify(copy) !== JSON.stringify(typed(form))) {
    notice(form, form.dataset.keptOffer, [
      [form.dataset.keptTake, () => take(form, copy)],
      [form.dataset.keptDrop, () => store.forget(key)],
    ]);
  }
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (form.ariaBusy === 'true') return;
    form.ariaBusy = 'true';
    store.keep(key, typed(form));
    let answer;
    try {
      const sent = { method: 'POST', body: new FormData(form), redirect: 'manual', headers: { 'X-Kept': '1' } };
      answer = await fetch(form.action, { credentials: 'same-origin', ...sent });
    } catch {
      return notice(form, form.dataset.keptLost);
    } finally {
      form.ariaBusy = 'false';
    }
    if ([204, 409, 422].includes(answer.status)) store.forget(key);
    const next = answer.status === 204 && answer.headers.get('X-Location');
    if (next) location.assign(next);
    else form.submit(); // a refusal, or a login: the page that the server has for it
  });
}

document.querySelectorAll('form[data-kept]').forEach(guard);
