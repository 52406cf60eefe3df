// Whatever has just been drawn waits for its name: bpmn-js leaves out some kinds, and what one types at once would
// then be taken for keys of tools.
import { isAny } from 'bpmn-js/lib/util/ModelUtil';

const AFTER_BPMN_JS = 450;
const LEFT_OUT = ['bpmn:Gateway', 'bpmn:DataObjectReference', 'bpmn:DataStoreReference', 'bpmn:Group'];

class Naming {
  constructor(eventBus, directEditing, labelEditingProvider) {
    // Leaving the box without a word changes nothing. As a change it would be a step to undo, and the panel, told of it
    // late, would take the first letter from whoever has gone on to type the name there.
    const { update } = labelEditingProvider;
    labelEditingProvider.update = (element, text, previous, bounds) => {
      const wordless = !text.trim() && !(previous || '').trim() && !isAny(element, ['bpmn:TextAnnotation']);
      if (!wordless) update.call(labelEditingProvider, element, text, previous, bounds);
    };
    const begin = (shape) => {
      if (shape && isAny(shape, LEFT_OUT) && !directEditing.isActive()) directEditing.activate(shape);
    };
    eventBus.on('autoPlace.end', AFTER_BPMN_JS, ({ shape }) => begin(shape));
    eventBus.on('create.end', AFTER_BPMN_JS, ({ context, isTouch }) => {
      if (context.canExecute && !isTouch && context.hints?.createElementsBehavior !== false) begin(context.shape);
    });
  }
}
Naming.$inject = ['eventBus', 'directEditing', 'labelEditingProvider'];

export default { __init__: ['naming'], naming: ['type', Naming] };
