import htmx from 'htmx.org';

Object.assign(htmx.config, {
  // The content security policy allows neither; hx-on, js: values and trigger filters are therefore off.
  allowEval: false,
  includeIndicatorStyles: false,
  allowScriptTags: false,
  selfRequestsOnly: true,
  // No copies of case pages in the browser's storage: going back asks the server.
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  scrollBehavior: 'auto',
  // A refused form (422) and a lost race (409) come back as the page with what was typed.
  responseHandling: [
    { code: '204', swap: false },
    { code: '[23]..', swap: true },
    { code: '409', swap: true },
    { code: '422', swap: true },
    { code: '[45]..', swap: false, error: true },
  ],
});

// A login page or an error page must not land inside a part of the page: show it as a page.
document.addEventListener('htmx:beforeSwap', (event) => {
  const { xhr, requestConfig } = event.detail;
  const elsewhere = xhr.responseURL && new URL(xhr.responseURL).pathname !== new URL(requestConfig.path, location.href).pathname;
  if (elsewhere && requestConfig.verb === 'get') {
    event.detail.shouldSwap = false;
    location.assign(xhr.responseURL);
  }
});
