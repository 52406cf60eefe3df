// What of a form or a decision its Mustervorlage locks, in words.

/** {reason, until, what?} -> "Locked element of the template (by …): reason" */
export function lockSaid(t, { what, reason, until }) {
  const head = t('Locked element of the template');
  const day = until ? `, ${t('by {day}', { day: until.split('-').reverse().join('.') })}` : '';
  return `${head}${what ? ` (${what})` : ''}${day}${reason ? `: ${reason}` : ''}`;
}

/** The locks of one file of the draft. */
export function locksOf(offer, file) {
  return (offer.file_locks ?? []).filter((each) => each.file === file);
}

/** A list of them above the editor: what is locked, why, and by when. */
export function lockList(t, locks) {
  const list = document.createElement('ul');
  list.className = 'sw-locks';
  list.append(...locks.map((lock) => {
    const item = document.createElement('li');
    const name = document.createElement('strong');
    name.textContent = lock.name;
    item.append(name, ` – ${lockSaid(t, lock)}`);
    return item;
  }));
  return list;
}

/** A sheet of rules that draws the sign of a lock on places that the libraries draw anew again and again. */
export function lockSheet(selectors) {
  const sheet = new CSSStyleSheet();
  if (selectors.length) sheet.replaceSync(`${selectors.join(', ')} { display: inline-block; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
