// A table that becomes cards on a narrow screen stays a table for screen readers: some browsers forget it with the
// display, so the roles are said here. In the HTML itself they would be an error.
const ROLES = { table: 'table', thead: 'rowgroup', tbody: 'rowgroup', tr: 'row', th: 'columnheader', td: 'cell' };

function say(root) {
  for (const table of root.querySelectorAll('.sw-table')) {
    table.role = ROLES.table;
    for (const part of table.querySelectorAll('thead, tbody, tr, th, td')) part.role = ROLES[part.localName];
  }
}

say(document);
document.addEventListener('htmx:afterSwap', (event) => say(event.target));
