// Reads {name: {xml, rename}} as JSON from stdin and says what bpmn-moddle, the reader and writer of bpmn-js, makes of each:
// {name: {before, after, id}}, `after` with the first named element called `rename`.
import { argv, stdin, stdout } from 'node:process';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

const { BpmnModdle } = await import(pathToFileURL(argv[2]).href);
const asked = JSON.parse(await text(stdin));
const answers = {};
for (const [name, { xml, rename }] of Object.entries(asked)) {
  try {
    answers[name] = await exported(xml, rename);
  } catch (error) {
    answers[name] = { error: error.message };
  }
}
stdout.write(JSON.stringify(answers));

async function exported(xml, rename) {
  const moddle = new BpmnModdle();
  const { rootElement, elementsById } = await moddle.fromXML(xml);
  const before = (await moddle.toXML(rootElement, { format: true })).xml;
  const named = Object.values(elementsById).find((element) => element.name && element.$instanceOf?.('bpmn:FlowNode'));
  if (!rename) return { before };
  named.name = rename;
  return { before, after: (await moddle.toXML(rootElement, { format: true })).xml, id: named.id };
}
