// CodeMirror, which edits FEEL, writes <style> elements; under the content security policy they need the page's nonce.
// To be imported first: the nonce can only be read while the script itself runs.
const { nonce } = document.currentScript;
const createElement = document.createElement.bind(document);

document.createElement = (name, options) => {
  const element = createElement(name, options);
  if (/^style$/i.test(name)) element.nonce = nonce;
  return element;
};
