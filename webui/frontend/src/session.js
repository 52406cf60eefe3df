// Warns before the session ends, so that nobody loses what they typed.
// <dialog id="session-warning" data-session-seconds="1800" data-warn-seconds="120" data-keep-alive-url="/…">
//   … <span data-session-remaining></span> … <button type="button" data-session-extend>…</button>
// The page brings the words; the time counts from the last answer of the server in any tab.

const CHANNEL = 'schlichtwerk-session';

function start(dialog) {
  const lifetime = Number(dialog.dataset.sessionSeconds) * 1000;
  const lead = Number(dialog.dataset.warnSeconds || 120) * 1000;
  if (!(lifetime > lead)) return;

  const remaining = dialog.querySelector('[data-session-remaining]');
  const channel = 'BroadcastChannel' in window ? new BroadcastChannel(CHANNEL) : null;
  let ends = 0;
  let timer = 0;

  function renewed() {
    ends = Date.now() + lifetime;
    if (dialog.open) dialog.close();
    schedule();
  }

  function schedule() {
    clearTimeout(timer);
    const left = ends - Date.now();
    if (left <= 0) return location.reload(); // the server answers with its login page
    if (left > lead) {
      timer = setTimeout(schedule, left - lead);
      return;
    }
    if (!dialog.open) dialog.showModal();
    // Whole minutes: a screen reader is not to be interrupted every second.
    if (remaining) remaining.textContent = String(Math.max(1, Math.ceil(left / 60000)));
    timer = setTimeout(schedule, Math.min(left, 15000));
  }

  function announce() {
    renewed();
    channel?.postMessage('renewed');
  }

  channel?.addEventListener('message', renewed);
  document.addEventListener('htmx:afterRequest', (event) => {
    if (event.detail.successful) announce();
  });
  // A laptop that slept has missed its timers.
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) schedule();
  });
  dialog.querySelector('[data-session-extend]')?.addEventListener('click', async () => {
    const answer = await fetch(dialog.dataset.keepAliveUrl, { cache: 'no-store', redirect: 'manual' }).catch(() => null);
    if (answer?.ok) announce();
    else location.reload();
  });
  announce();
}

const dialog = document.getElementById('session-warning');
if (dialog) start(dialog);
