// What was typed in the last seconds before somebody leaves the page is kept, too: else a draft is saved after a pause.
const box = document.querySelector('form .sw-draft');
let unsaved = false;

if (box) {
  const form = box.closest('form');
  form.addEventListener('input', () => (unsaved = true));
  form.addEventListener('submit', () => (unsaved = false)); // what happens to it is the answer's to say
  document.addEventListener('htmx:beforeRequest', ({ detail }) => {
    if (detail.elt === box) unsaved = false;
  });
  document.addEventListener('htmx:sendError', ({ detail }) => {
    if (detail.elt === box) unsaved = true;
  });
  window.addEventListener('pagehide', () => {
    if (unsaved) navigator.sendBeacon(box.dataset.hxPost, new URLSearchParams(new FormData(form)));
  });
}
