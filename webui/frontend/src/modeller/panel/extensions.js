// Reading and writing what stands in extensionElements, in the dialect of the file. Each change is one step of undo.
import { getBusinessObject, is } from 'bpmn-js/lib/util/ModelUtil';

/** Custom properties stand on process, lane, node or flow: a pool shows those of its process. */
export function holder(element) {
  const object = getBusinessObject(element);
  return is(object, 'bpmn:Participant') ? object.processRef : object;
}

export class Extensions {
  constructor(studio, modeling, bpmnFactory) {
    Object.assign(this, { modeling, bpmnFactory });
    this.prefix = studio.dialect.prefix;
    this.list = this.prefix === 'camunda' ? 'values' : 'properties';
  }

  find(object, type) {
    return object?.get('extensionElements')?.get('values')?.find((each) => is(each, type));
  }

  attribute(object, type, name) {
    return this.find(object, type)?.get(name) ?? '';
  }

  setAttribute(element, object, type, name, value) {
    const found = this.find(object, type);
    if (found) return this.update(element, found, { [name]: value || undefined });
    return value && this.add(element, object, this.bpmnFactory.create(type, { [name]: value }));
  }

  property(object, name) {
    return this.entries(object).find((each) => each.get('name') === name)?.get('value') ?? '';
  }

  setProperty(element, object, name, value) {
    const box = this.find(object, `${this.prefix}:Properties`);
    const found = this.entries(object).find((each) => each.get('name') === name);
    if (found && value) return this.update(element, found, { value });
    if (found) return this.removeProperty(element, object, box, found);
    if (!value) return undefined;
    const made = this.bpmnFactory.create(`${this.prefix}:Property`, { name, value });
    if (box) {
      made.$parent = box;
      return this.update(element, box, { [this.list]: [...this.entries(object), made] });
    }
    const created = this.bpmnFactory.create(`${this.prefix}:Properties`, { [this.list]: [made] });
    made.$parent = created;
    return this.add(element, object, created);
  }

  removeProperty(element, object, box, found) {
    const left = this.entries(object).filter((each) => each !== found);
    if (left.length) return this.update(element, box, { [this.list]: left });
    const extension = object.get('extensionElements');
    const others = extension.get('values').filter((each) => each !== box);
    if (others.length) return this.update(element, extension, { values: others });
    return this.update(element, object, { extensionElements: undefined });
  }

  entries(object) {
    return this.find(object, `${this.prefix}:Properties`)?.get(this.list) ?? [];
  }

  add(element, object, child) {
    const extension = object.get('extensionElements');
    if (extension) {
      child.$parent = extension;
      return this.update(element, extension, { values: [...extension.get('values'), child] });
    }
    const made = this.bpmnFactory.create('bpmn:ExtensionElements', { values: [child] });
    made.$parent = object;
    child.$parent = made;
    return this.update(element, object, { extensionElements: made });
  }

  update(element, object, properties) {
    this.modeling.updateModdleProperties(element, object, properties);
  }
}
Extensions.$inject = ['config.studio', 'modeling', 'bpmnFactory'];
