// Fields that an answer lets appear come from the server, with the values that were sent. Whoever typed on while
// the answer was under way must not lose a letter: what changed since then is put back.
const FORM = 'formular';
const sent = new WeakMap(); // request -> state of the fields when it left
const changed = new WeakMap(); // request -> what is to be put back

function state() {
  const fields = document.querySelectorAll(`#${FORM} :is(input, select, textarea)[id]`);
  return new Map([...fields].map((field) => [field.id, [field.value, field.checked]]));
}

function isOurs({ target, requestConfig, elt }) {
  // A removed row renumbers those below it: there, what came back is right.
  return target?.id === FORM && (requestConfig?.elt ?? elt)?.tagName !== 'BUTTON';
}

document.addEventListener('htmx:beforeRequest', ({ detail }) => {
  if (isOurs(detail)) sent.set(detail.xhr, state());
});

document.addEventListener('htmx:beforeSwap', ({ detail }) => {
  const before = sent.get(detail.xhr);
  if (!before || !detail.shouldSwap) return;
  const differs = ([id, [value, checked]]) => before.has(id) && String(before.get(id)) !== String([value, checked]);
  changed.set(detail.xhr, [...state()].filter(differs));
});

document.addEventListener('htmx:afterSwap', ({ detail }) => {
  for (const [id, [value, checked]] of changed.get(detail.xhr) ?? []) {
    const field = document.getElementById(id);
    if (!field) continue;
    if (field.type === 'checkbox' || field.type === 'radio') field.checked = checked;
    else field.value = value;
  }
});

// Fields that appear or go must not push the one in use off the screen.
document.addEventListener('htmx:afterSettle', ({ detail }) => {
  const field = document.activeElement;
  if (detail.target?.id === FORM && document.getElementById(FORM)?.contains(field)) field.scrollIntoView({ block: 'nearest' });
});

// What was answered before this script was there, or put back by the browser after a reload, brings its fields, too.
const FIELD = 'input:not([type=hidden]), select, textarea';

function differs(field) {
  if (field.type === 'checkbox' || field.type === 'radio') return field.checked !== field.defaultChecked;
  if (field.tagName === 'SELECT') {
    const chosen = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(chosen, 0);
  }
  return field.value !== field.defaultValue;
}

function ask() {
  const fields = document.querySelectorAll(`#${FORM} [data-hx-post] :is(${FIELD})`);
  const beingTyped = (field) => field === document.activeElement && field.matches('textarea, input:not([type=radio], [type=checkbox])');
  [...fields].find((field) => differs(field) && !beingTyped(field))?.dispatchEvent(new Event('change', { bubbles: true }));
}

window.addEventListener('pageshow', ask);

// So does what was answered in the moment between the new fields' arrival and htmx's listening to them.
document.addEventListener('htmx:afterSettle', ({ detail }) => {
  if (detail.target?.id === FORM) ask();
});
