"""The smallest BPMN: pieces of XML that tests put together."""

from __future__ import annotations

import itertools
import json
from xml.sax.saxutils import escape, quoteattr

from engine.bpmn import Find, Resource, ResourceKind

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:fremd="urn:fremd" targetNamespace="x" id="defs">\n'
)
_numbers = itertools.count()


def document(*bodies: str, before: str = "", process: str = "p", extra: str = "") -> bytes:
    """One process `p` with the bodies as its content; `before` stands in front of it, `extra` behind."""
    inside = "\n".join(bodies)
    return (
        f'{HEAD}{before}<bpmn:process id="{process}" name="Prozess" isExecutable="true">\n{inside}\n</bpmn:process>'
        f"{extra}</bpmn:definitions>"
    ).encode()


def process(key: str, *bodies: str, properties: dict[str, str] | None = None) -> str:
    extension = extensions(properties=properties) if properties else ""
    return f'<bpmn:process id="{key}" isExecutable="true">{extension}{"".join(bodies)}</bpmn:process>'


def element(kind: str, key: str, inner: str = "", **attributes: str) -> str:
    extra = "".join(f" {name.replace('__', ':')}={quoteattr(value)}" for name, value in attributes.items())
    return f'<bpmn:{kind} id="{key}" name="{key}"{extra}>{inner}</bpmn:{kind}>\n'


def flow(source: str, target: str, condition: str | None = None, key: str | None = None) -> str:
    key = key or f"f_{source}_{target}_{next(_numbers)}"
    inner = (
        ""
        if condition is None
        else (
            '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">'
            f"{escape(condition)}</bpmn:conditionExpression>"
        )
    )
    return f'<bpmn:sequenceFlow id="{key}" sourceRef="{source}" targetRef="{target}">{inner}</bpmn:sequenceFlow>\n'


def flows(*keys: str) -> str:
    return "".join(flow(a, b) for a, b in itertools.pairwise(keys))


START, END = element("startEvent", "s"), element("endEvent", "e")


def user(key: str, inner: str = "", **properties: str) -> str:
    return element("userTask", key, (extensions(properties=properties) if properties else "") + inner)


def script(key: str, text: str, result: str | None = None) -> str:
    if result is None:
        return element("scriptTask", key, f"<bpmn:script>{escape(text)}</bpmn:script>")
    return element(
        "scriptTask", key, extensions(f'<zeebe:script expression={quoteattr("=" + text)} resultVariable="{result}"/>')
    )


def extensions(*inner: str, properties: dict[str, str] | None = None) -> str:
    listed = "".join(f'<zeebe:property name="{n}" value={quoteattr(v)}/>' for n, v in (properties or {}).items())
    box = f"<zeebe:properties>{listed}</zeebe:properties>" if listed else ""
    return f"<bpmn:extensionElements>{''.join(inner)}{box}</bpmn:extensionElements>"


def mapping(inputs: dict[str, str] | None = None, outputs: dict[str, str] | None = None) -> str:
    lines = [f"<zeebe:input source={quoteattr(s)} target={quoteattr(t)}/>" for t, s in (inputs or {}).items()]
    lines += [f"<zeebe:output source={quoteattr(s)} target={quoteattr(t)}/>" for t, s in (outputs or {}).items()]
    return f"<zeebe:ioMapping>{''.join(lines)}</zeebe:ioMapping>"


def call(
    key: str,
    called: str,
    inputs: dict[str, str] | None = None,
    outputs: dict[str, str] | None = None,
    *,
    all_in: bool = False,
    all_out: bool = False,
    loop: str = "",
    **properties: str,
) -> str:
    flags = f'propagateAllParentVariables="{str(all_in).lower()}" propagateAllChildVariables="{str(all_out).lower()}"'
    io = mapping(inputs, outputs) if inputs or outputs else ""
    return element(
        "callActivity",
        key,
        extensions(f'<zeebe:calledElement processId="{called}" {flags}/>', io, properties=properties) + loop,
    )


def timer(text: str, kind: str = "timeDuration") -> str:
    return f"<bpmn:timerEventDefinition><bpmn:{kind}>{escape(text)}</bpmn:{kind}></bpmn:timerEventDefinition>"


def boundary(key: str, host: str, definition: str, *, interrupting: bool = True) -> str:
    return element("boundaryEvent", key, definition, attachedToRef=host, cancelActivity=str(interrupting).lower())


def message(key: str = "m", name: str = "Nachricht", correlation: str | None = None) -> str:
    inner = extensions(f"<zeebe:subscription correlationKey={quoteattr(correlation)}/>") if correlation else ""
    return f'<bpmn:message id="{key}" name="{name}">{inner}</bpmn:message>\n'


MESSAGE = '<bpmn:messageEventDefinition messageRef="m"/>'
ERROR = '<bpmn:errorEventDefinition errorRef="er"/>'
ERROR_HEAD = '<bpmn:error id="er" name="Fehler" errorCode="E42"/>\n'
TERMINATE = "<bpmn:terminateEventDefinition/>"


def loop(
    collection: str = "=liste",
    *,
    sequential: bool = False,
    item: str = "x",
    results: str = "",
    result: str = "",
    completion: str = "",
) -> str:
    out = f"outputCollection={quoteattr(results)} outputElement={quoteattr(result)}" if results else ""
    done = f"<bpmn:completionCondition>{escape(completion)}</bpmn:completionCondition>" if completion else ""
    return (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}">'
        + extensions(
            f"<zeebe:loopCharacteristics inputCollection={quoteattr(collection)} inputElement={quoteattr(item)} {out}/>"
        )
        + done
        + "</bpmn:multiInstanceLoopCharacteristics>"
    )


def sub_process(key: str, *inner: str, loop: str = "", **attributes: str) -> str:
    """With a start `<key>_s`, and an end `<key>_e` where a flow leads to one."""
    content = "".join(inner)
    end = element("endEvent", f"{key}_e") if f'targetRef="{key}_e"' in content else ""
    body = element("startEvent", f"{key}_s") + content + end
    return element("subProcess", key, body + loop, **attributes)


def rule(key: str, decision: str, result: str, **properties: str) -> str:
    called = f'<zeebe:calledDecision decisionId="{decision}" resultVariable="{result}"/>'
    return element("businessRuleTask", key, extensions(called, properties=properties))


def form(key: str, *fields: str, zones: dict[str, str] | None = None) -> bytes:
    components = [
        {
            "type": "textfield",
            "id": f"F_{name}",
            "key": name,
            "label": name,
            **({"properties": {"zone": zones[name]}} if zones and name in zones else {}),
        }
        for name in fields
    ]
    return json.dumps({"id": key, "type": "default", "schemaVersion": 19, "components": components}).encode()


DMN = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="x">
<decision id="verfahren" name="Verfahren"><decisionTable id="t" hitPolicy="FIRST">
<input id="i"><inputExpression id="ie" typeRef="number"><text>stufe</text></inputExpression></input>
<output id="o" name="vorschlag" typeRef="string"/>
<rule id="r1"><inputEntry id="a1"><text>&lt; 4</text></inputEntry>
<outputEntry id="b1"><text>"gespraech"</text></outputEntry></rule>
<rule id="r2"><inputEntry id="a2"><text>-</text></inputEntry>
<outputEntry id="b2"><text>"mediation"</text></outputEntry></rule>
</decisionTable></decision></definitions>"""


def finder(
    forms: dict[str, bytes] | None = None,
    processes: dict[str, bytes] | None = None,
    decisions: dict[str, bytes] | None = None,
) -> Find:
    shelves = {
        ResourceKind.FORM: (forms or {}, "form"),
        ResourceKind.BPMN: (processes or {}, "bpmn"),
        ResourceKind.DMN: (decisions or {"verfahren": DMN}, "dmn"),
    }

    def find(kind: ResourceKind, key: str) -> Resource | None:
        shelf, ending = shelves[kind]
        return Resource(kind, key, f"{key}.{ending}", shelf[key]) if key in shelf else None

    return find


# -- events and what else BPMN has
HEADS = (
    '<bpmn:signal id="si" name="Signal"/><bpmn:escalation id="es" name="Eskalation" escalationCode="ES1"/>'
    '<bpmn:escalation id="es2" name="Andere" escalationCode="ES2"/>\n'
)
SIGNAL = '<bpmn:signalEventDefinition signalRef="si"/>'
ESCALATION = '<bpmn:escalationEventDefinition escalationRef="es"/>'
CANCEL = "<bpmn:cancelEventDefinition/>"


def condition(text: str) -> str:
    inner = f"<bpmn:condition>{escape(text)}</bpmn:condition>"
    return f"<bpmn:conditionalEventDefinition>{inner}</bpmn:conditionalEventDefinition>"


def link(name: str) -> str:
    return f'<bpmn:linkEventDefinition name="{name}"/>'


def compensate(activity: str | None = None) -> str:
    ref = f' activityRef="{activity}"' if activity else ""
    return f"<bpmn:compensateEventDefinition{ref}/>"


def undo(host: str, handler: str) -> str:
    """A compensation boundary event, its handler (a user task) and the association between them."""
    return (
        element("boundaryEvent", f"c_{host}", compensate(), attachedToRef=host)
        + element("userTask", handler, isForCompensation="true")
        + f'<bpmn:association id="a_{host}" sourceRef="c_{host}" targetRef="{handler}"/>\n'
    )


def catch(key: str, definition: str, **attributes: str) -> str:
    return element("intermediateCatchEvent", key, definition, **attributes)


def throw(key: str, definition: str = "", **attributes: str) -> str:
    return element("intermediateThrowEvent", key, definition, **attributes)


def event_sub_process(key: str, definition: str, *inner: str, interrupting: bool = True, **attributes: str) -> str:
    """`<key>_s` is its start event."""
    start = element("startEvent", f"{key}_s", definition, isInterrupting=str(interrupting).lower(), **attributes)
    content = "".join(inner)
    end = element("endEvent", f"{key}_e") if f'targetRef="{key}_e"' in content else ""
    return element("subProcess", key, start + content + end, triggeredByEvent="true")
