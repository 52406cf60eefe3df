// How a form looks, drawn by the server as the person at the task will see it.

export class FormPreview {
  constructor(studio, translate) {
    Object.assign(this, { url: studio.urls.preview, translate });
  }

  async show({ id, name }) {
    const dialog = document.createElement('dialog');
    dialog.className = 'sw-preview';
    dialog.setAttribute('aria-label', this.translate('Preview of the form {name}', { name }));
    const close = document.createElement('button');
    close.type = 'button';
    close.className = 'sw-panel-action';
    close.textContent = this.translate('Close');
    close.addEventListener('click', () => dialog.close());
    const body = document.createElement('div');
    dialog.append(close, body);
    dialog.addEventListener('close', () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
    try {
      const answer = await fetch(this.url.replace('NAME', encodeURIComponent(id)), { credentials: 'same-origin' });
      if (!answer.ok || answer.redirected) throw new Error(`HTTP ${answer.status}`);
      body.innerHTML = await answer.text();
    } catch {
      body.textContent = this.translate('The form could not be shown.');
    }
  }
}
FormPreview.$inject = ['config.studio', 'translate'];
