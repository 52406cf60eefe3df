async (modeler) => {
  // Draws every kind of element that menus lead to, opens its panel with all entries, its pad and its menu.
  const get = (name) => modeler.get(name);
  const [factory, modeling, canvas] = [get('elementFactory'), get('modeling'), get('canvas')];
  const pause = () => new Promise((resolve) => setTimeout(resolve, 15));
  const click = (css) => document.querySelectorAll(`[data-panel] ${css}`).forEach((each) => each.click());
  const labels = new Set();
  const { catalogue } = document.querySelector('[data-editor]').editor.words;
  const english = () => document.querySelectorAll('.sw-modeller :is([title], [aria-label], [placeholder])').forEach((each) => {
    for (const name of ['title', 'aria-label', 'placeholder']) {
      const text = each.getAttribute(name);
      if ((catalogue.get(text) ?? text) !== text) labels.add(`English: ${text}`);
    }
  });
  const look = async (element) => {
    get('selection').select(element);
    await pause();
    click('.bio-properties-panel-group-header:not(.open)');
    await pause();
    click('.bio-properties-panel-add-entry');
    await pause();
    click('.bio-properties-panel-collapsible-entry-header:not(.open)');
    await pause();
    english();
    get('contextPad').open(element, true);
    get('popupMenu').open(element, 'bpmn-replace', { x: 10, y: 10 });
    await pause();
    document.querySelectorAll('.djs-popup .entry, .djs-popup [title]').forEach((each) => labels.add(each.title || each.textContent));
    get('popupMenu').close();
  };
  const types = ['Task', 'UserTask', 'ServiceTask', 'SendTask', 'ReceiveTask', 'ManualTask', 'BusinessRuleTask',
    'ScriptTask', 'CallActivity', 'ExclusiveGateway', 'ParallelGateway', 'InclusiveGateway', 'EventBasedGateway',
    'DataObjectReference', 'DataStoreReference', 'Group', 'TextAnnotation'].map((type) => ({ type: `bpmn:${type}` }));
  for (const type of ['SubProcess', 'Transaction', 'AdHocSubProcess']) {
    for (const isExpanded of [true, false]) types.push({ type: `bpmn:${type}`, isExpanded });
  }
  types.push({ type: 'bpmn:SubProcess', triggeredByEvent: true, isExpanded: true });
  const events = {
    StartEvent: ['', 'Message', 'Timer', 'Conditional', 'Signal'],
    EndEvent: ['', 'Message', 'Escalation', 'Error', 'Compensate', 'Signal', 'Terminate'],
    IntermediateThrowEvent: ['', 'Message', 'Escalation', 'Link', 'Compensate', 'Signal'],
    IntermediateCatchEvent: ['Message', 'Timer', 'Conditional', 'Link', 'Signal'],
  };
  for (const [type, kinds] of Object.entries(events)) {
    for (const kind of kinds) types.push({ type: `bpmn:${type}`, ...(kind && { eventDefinitionType: `bpmn:${kind}EventDefinition` }) });
  }
  let y = 300;
  for (const type of types) {
    await look(modeling.createShape(factory.createShape(type), { x: 300, y: (y += 260) }, canvas.getRootElement()));
  }
  const host = get('elementRegistry').get('t');
  for (const kind of ['Message', 'Timer', 'Conditional', 'Signal', 'Error', 'Escalation', 'Compensate']) {
    for (const cancelActivity of [true, false]) {
      const shape = factory.createShape({ type: 'bpmn:BoundaryEvent', cancelActivity, eventDefinitionType: `bpmn:${kind}EventDefinition` });
      await look(modeling.createShape(shape, { x: 150, y: 180 }, host, { attach: true }));
    }
  }
  const other = get('elementRegistry').find((each) => each.type === 'bpmn:ExclusiveGateway');
  await look(modeling.connect(host, other));
  await look(modeling.connect(other, get('elementRegistry').find((each) => each.type === 'bpmn:ParallelGateway')));
  for (const loop of ['bpmn:MultiInstanceLoopCharacteristics', 'bpmn:StandardLoopCharacteristics']) {
    const task = modeling.createShape(factory.createShape({ type: 'bpmn:UserTask' }), { x: 900, y: (y += 100) }, canvas.getRootElement());
    modeling.updateProperties(task, { loopCharacteristics: get('moddle').create(loop) });
    await look(task);
  }
  await look(canvas.getRootElement());
  const pool = modeling.createShape(factory.createParticipantShape(), { x: 300, y: 100 }, canvas.getRootElement());
  await look(pool);
  modeling.splitLane(pool, 2);
  await look(get('elementRegistry').find((each) => each.type === 'bpmn:Lane'));
  get('searchPad').open();
  get('searchPad').close();
  get('minimap').open();
  get('minimap').close();
  get('selection').select(get('elementRegistry').filter((each) => /Task/.test(each.type)).slice(0, 3));
  get('popupMenu').open(get('selection').get(), 'align-elements', { x: 10, y: 10 });
  await pause();
  get('popupMenu').close();
  return [...labels];
}
