// German from English: every text of the editors goes through here, those of bpmn.io and our own.
// Each text is its own key. English pages show the keys; what a catalogue lacks is shown in English, and noted.

export const isGerman = document.documentElement.lang !== 'en';

export class Words {
  constructor(...catalogues) {
    this.catalogue = new Map(catalogues.flatMap((each) => Object.entries(each)));
    this.missing = new Set();
    this.translate = this.translate.bind(this);
  }

  /** `translate('Append {type}', { type: 'Task' })`, as diagram-js asks for it. */
  translate(template, replacements = {}) {
    const text = isGerman ? this.german(template) : template;
    return text.replace(/{([^}]+)}/g, (whole, key) => replacements[key] ?? whole);
  }

  german(template) {
    const key = template.trim();
    const found = this.catalogue.get(template) ?? this.catalogue.get(key);
    if (found !== undefined) return found;
    if (/[A-Za-z]{2}/.test(key)) this.missing.add(key);
    return template;
  }

  /** `patterns`: [[/^Remove (.+)$/, '{0} entfernen'], …]; what stands in them is translated, too. */
  patterned(text, patterns) {
    for (const [pattern, template] of patterns) {
      const part = pattern.exec(text ?? '')?.[1];
      if (part !== undefined) return template.replace('{0}', () => this.catalogue.get(part) ?? part);
    }
    return undefined;
  }

  /** For editors that ask nobody: puts German where their English stands, as soon as it stands there. `texts`: only
   * there are texts looked through; without it, everywhere but in `except`. */
  watch(root, { except = '', patterns = [], texts = '' } = {}) {
    if (!isGerman) return;
    const spared = (node) => except && (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(except);
    const replaceText = (node) => {
      if (texts && !node.parentElement?.closest(texts)) return;
      const text = node.nodeValue;
      const found = this.catalogue.get(text.trim()) ?? (texts ? this.patterned(text.trim(), patterns) : undefined);
      // Never what is there already: the observer would hear of it, for ever.
      if (found !== undefined && found !== text.trim() && !spared(node)) node.nodeValue = text.replace(text.trim(), () => found);
    };
    const replaceAttributes = (element) => {
      for (const name of ['title', 'aria-label', 'placeholder', 'alt']) {
        const text = element.getAttribute(name)?.trim();
        const found = this.catalogue.get(text) ?? this.patterned(text, patterns);
        // What a code editor is called comes from the library; what stands in it, from a designer.
        const own = spared(element) && !element.matches('.cm-content');
        if (found !== undefined && found !== text && !own) element.setAttribute(name, found);
      }
    };
    const visit = (node) => {
      if (node.nodeType === Node.TEXT_NODE) return replaceText(node);
      if (node.nodeType !== Node.ELEMENT_NODE) return undefined;
      replaceAttributes(node);
      node.childNodes.forEach(visit);
      return undefined;
    };
    visit(root);
    new MutationObserver((changes) => {
      for (const change of changes) {
        if (change.type === 'childList') change.addedNodes.forEach(visit);
        else if (change.type === 'characterData') replaceText(change.target);
        else replaceAttributes(change.target);
      }
    }).observe(root, {
      subtree: true, childList: true, characterData: true,
      attributes: true, attributeFilter: ['title', 'aria-label', 'placeholder', 'alt'],
    });
  }
}
