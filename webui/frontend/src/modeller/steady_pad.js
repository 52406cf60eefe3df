// The pad stays as it is while the pointer is down on it. A click on it ends what is being typed in the panel; that
// changes the element, and a pad made anew between press and release would swallow the click.
import ContextPad from 'diagram-js/lib/features/context-pad/ContextPad';

class SteadyPad extends ContextPad {
  _createContainer() {
    const container = super._createContainer();
    const release = () => (this.held = false);
    container.addEventListener('mousedown', ({ target }) => {
      this.held = Boolean(target.closest('.entry'));
      window.addEventListener('mouseup', release, { capture: true, once: true });
    }, { capture: true });
    container.addEventListener('dragstart', release, { capture: true });
    return container;
  }

  close() {
    if (!this.held) super.close();
  }

  _updateAndOpen(target) {
    if (!this.held) super._updateAndOpen(target);
  }
}
SteadyPad.$inject = [...ContextPad.$inject];

export default { contextPad: ['type', SteadyPad] };
