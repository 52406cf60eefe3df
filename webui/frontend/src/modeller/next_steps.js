// What a path still lacks although nothing in it is wrong: said as a note, so that an empty page does not look finished.
import { getBusinessObject, is } from 'bpmn-js/lib/util/ModelUtil';

const NAMED = 3; // steps that are named, before "and others"

/** Sentences in the page's language, the first thing to do first. */
export function nextSteps(modeler, t) {
  const all = modeler.get('elementRegistry').filter((each) => is(each, 'bpmn:FlowNode') && !each.labelTarget);
  const steps = all.filter((each) => is(each, 'bpmn:Activity'));
  if (!steps.length) {
    return [t('There is no step yet. Choose the start event and then “Append task”, or take a task from the palette.')];
  }
  const found = [];
  if (!all.some((each) => is(each, 'bpmn:EndEvent'))) {
    found.push(t('The path has no end yet. Choose the last step and then “Append end event”.'));
  }
  const formless = steps.filter((each) => is(each, 'bpmn:UserTask') && !hasForm(getBusinessObject(each)));
  if (formless.length) {
    const names = formless.slice(0, NAMED).map((each) => `„${getBusinessObject(each).get('name') || each.id}“`).join(', ');
    found.push(t(formless.length > NAMED
      ? 'Still without a form: {names} and others. Choose one in the panel, so that something can be entered there.'
      : 'Still without a form: {names}. Choose one in the panel, so that something can be entered there.', { names }));
  }
  return found;
}

function hasForm(task) {
  if (task.get('camunda:formRef') || task.get('camunda:formKey')) return true;
  const extensions = task.get('extensionElements')?.get('values') ?? [];
  return extensions.some(({ $type }) => /:(FormDefinition|FormData)$/.test($type));
}
