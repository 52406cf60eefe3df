// A message above the editor that stays until it is answered: a head, sentences, and what can be done.

export function notice(host, { kind = 'warning', head, text, actions = [] }) {
  const box = document.createElement('div');
  box.className = `sw-notice sw-notice--${kind}`;
  box.setAttribute('role', 'alert');
  const title = document.createElement('p');
  title.className = 'sw-notice__head';
  title.textContent = head;
  const words = document.createElement('p');
  words.textContent = text;
  box.append(title, words);
  if (actions.length) {
    const bar = document.createElement('p');
    bar.className = 'sw-notice__actions';
    bar.append(...actions.map(([label, act]) => button(label, () => act(() => box.remove()))));
    box.append(bar);
  }
  host.prepend(box);
  return box;
}

export function button(label, act) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'kern-btn kern-btn--secondary kern-btn--x-small';
  const inner = document.createElement('span');
  inner.className = 'kern-label';
  inner.textContent = label;
  made.append(inner);
  made.addEventListener('click', act);
  return made;
}

export function download(name, text) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
