// Where the eye and the screen reader should be first: the summary of what was refused. And menus that close.
document.querySelector('[data-autofocus]')?.focus();

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  const menu = document.querySelector('.sw-menu[open]');
  if (!menu) return;
  menu.open = false;
  menu.querySelector('summary').focus();
});

document.addEventListener('click', (event) => {
  const menu = document.querySelector('.sw-menu[open]');
  if (menu && !menu.contains(event.target)) menu.open = false;
});
