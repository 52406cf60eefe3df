// In which dialect a file is written, and what of the libraries belongs to it. It is saved in the one it came in.
import CloudBehaviors from 'camunda-bpmn-js-behaviors/lib/camunda-cloud';
import PlatformBehaviors from 'camunda-bpmn-js-behaviors/lib/camunda-platform';
import {
  BpmnPropertiesProviderModule, CamundaPlatformPropertiesProviderModule, ZeebePropertiesProviderModule,
} from 'bpmn-js-properties-panel';
import camundaDescriptor from 'camunda-bpmn-moddle/resources/camunda.json';
import zeebeDescriptor from 'zeebe-bpmn-moddle/resources/zeebe.json';

const ZEEBE = 'http://camunda.org/schema/zeebe/1.0';
const CAMUNDA = 'http://camunda.org/schema/1.0/bpmn';

const DIALECTS = {
  cloud: {
    prefix: 'zeebe',
    moddleExtensions: { zeebe: zeebeDescriptor },
    modules: [CloudBehaviors, BpmnPropertiesProviderModule, ZeebePropertiesProviderModule],
  },
  platform: {
    prefix: 'camunda',
    moddleExtensions: { camunda: camundaDescriptor },
    modules: [PlatformBehaviors, BpmnPropertiesProviderModule, CamundaPlatformPropertiesProviderModule],
  },
  plain: { prefix: '', moddleExtensions: {}, modules: [BpmnPropertiesProviderModule] },
};

/** The head of the file says it: modeler:executionPlatform, else which of the two namespaces is declared. */
export function dialectOf(xml) {
  const head = /<(?:[\w.-]+:)?definitions\b[^>]*>/.exec(xml)?.[0] ?? '';
  const platform = /executionPlatform\s*=\s*["']([^"']*)["']/.exec(head)?.[1];
  if (platform === 'Camunda Cloud' || (!platform && head.includes(ZEEBE))) return { name: 'cloud', ...DIALECTS.cloud };
  if (platform === 'Camunda Platform' || (!platform && head.includes(CAMUNDA))) return { name: 'platform', ...DIALECTS.platform };
  return { name: 'plain', ...DIALECTS.plain };
}
