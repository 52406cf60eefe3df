// The task list by keyboard, and refusals of its small buttons shown as the page that they are.

const link = (row) => row?.querySelector('.sw-task__link');

// Only while the focus is in the list: single keys elsewhere belong to the reader (WCAG 2.1.4).
document.addEventListener('keydown', (event) => {
  const row = event.target.closest?.('.sw-task');
  if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
  const rows = [...document.querySelectorAll('.sw-task')];
  const here = rows.indexOf(row);
  if (event.key === 'j') link(rows[here + 1])?.focus();
  else if (event.key === 'k') link(rows[here - 1])?.focus();
  else if (event.key === 'u') row.querySelector('.sw-task__who button')?.click();
});

document.addEventListener('htmx:beforeSwap', (event) => {
  const { xhr, requestConfig } = event.detail;
  if (xhr.status < 400 || !requestConfig.elt.closest('.sw-task__who')) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
});
