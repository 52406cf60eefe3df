// A step that somebody does is the first thing one draws: palette and pad make it at once, without a change of its kind.

const LATE = 250;
const STEP = { type: 'bpmn:UserTask' };

class UserSteps {
  constructor(palette, contextPad, elementFactory, create, autoPlace, appendPreview) {
    const step = () => elementFactory.createShape({ ...STEP });
    const draw = (event) => create.start(event, step());
    const drag = (event, source) => create.start(event, step(), { source });
    const append = (_event, source) => autoPlace.append(source, step());
    const preview = (_event, source) => {
      appendPreview.create(source, STEP.type);
      return () => appendPreview.cleanUp();
    };
    palette.registerProvider(LATE, {
      getPaletteEntries: () => instead('create.task', { dragstart: draw, click: draw }),
    });
    contextPad.registerProvider(LATE, {
      getContextPadEntries: () => instead('append.append-task', { dragstart: drag, click: append, hover: preview }),
    });
  }
}
UserSteps.$inject = ['palette', 'contextPad', 'elementFactory', 'create', 'autoPlace', 'appendPreview'];

function instead(name, action) {
  return (entries) => (entries[name]
    ? { ...entries, [name]: { ...entries[name], className: 'bpmn-icon-user-task', action } }
    : entries);
}

export default {
  __init__: ['userSteps'],
  userSteps: ['type', UserSteps],
};
