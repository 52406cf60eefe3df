"""Camunda 8 (zeebe), Camunda 7 (camunda) and plain BPMN: where each keeps the same thing.

Every function takes a BPMN node and answers in the model's words; what is absent is None. Nothing judges here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lxml import etree

from engine.bpmn import formdata
from engine.bpmn.juel import is_juel, translate
from engine.bpmn.model import Loop, VariableMapping
from engine.bpmn.namespaces import bpmn, camunda, flag, text_of, zeebe


def extension(node: etree._Element, tag: str) -> etree._Element | None:
    """The first extension element of that (qualified) tag directly in extensionElements."""
    return next(extensions(node, tag), None)


def extensions(node: etree._Element, tag: str) -> Iterator[etree._Element]:
    for box in node.findall(bpmn("extensionElements")):
        yield from box.findall(tag)


def feel(text: str | None) -> str | None:
    """Marks a text that is FEEL wherever it stands: conditions, scripts, loops."""
    if text is None or not text.strip():
        return None
    text = text.strip()
    if is_juel(text):
        text = translate(text) or text
    return text if text.startswith("=") else "=" + text


def either(text: str | None) -> str | None:
    """Camunda 7: plain text, or `${…}`, marked as FEEL where FEEL says the same; else left for the check to refuse."""
    text = plain(text)
    found = translate(text) if text is not None and is_juel(text) else None
    return text if found is None else "=" + found


def plain(text: str | None) -> str | None:
    text = text.strip() if text is not None else None
    return text or None


def properties(node: etree._Element) -> dict[str, str]:
    """zeebe:properties and camunda:properties; the later entry wins, names and values stripped."""
    found: dict[str, str] = {}
    for box, entry in ((zeebe("properties"), zeebe("property")), (camunda("properties"), camunda("property"))):
        for group in extensions(node, box):
            for item in group.findall(entry):
                found[(item.get("name") or "").strip()] = (item.get("value") or "").strip()
    found.pop("", None)
    return found


def form_id(node: etree._Element) -> str | None:
    definition = extension(node, zeebe("formDefinition"))
    if definition is not None:
        return next(
            (text for a in ("formId", "formKey", "externalReference") if (text := plain(definition.get(a)))), None
        )
    if (generated := formdata.key_of(node)) is not None:
        return generated
    reference = plain(node.get(camunda("formRef")))
    if reference:
        return reference
    key = plain(node.get(camunda("formKey")))
    if key is None:
        return None
    stem = key.rsplit("/", 1)[-1].rsplit(":", 1)[-1]
    return stem.rsplit(".", 1)[0]


class Assignment(NamedTuple):
    assignee: str | None
    groups: str | None
    users: str | None


def assignment(node: etree._Element) -> Assignment:
    found = extension(node, zeebe("assignmentDefinition"))
    if found is not None:
        return Assignment(
            plain(found.get("assignee")), plain(found.get("candidateGroups")), plain(found.get("candidateUsers"))
        )
    return Assignment(
        either(node.get(camunda("assignee"))),
        either(node.get(camunda("candidateGroups"))),
        either(node.get(camunda("candidateUsers"))),
    )


def schedule(node: etree._Element) -> tuple[str | None, str | None]:
    """(due date, follow-up date) as written."""
    found = extension(node, zeebe("taskSchedule"))
    if found is not None:
        return plain(found.get("dueDate")), plain(found.get("followUpDate"))
    return either(node.get(camunda("dueDate"))), either(node.get(camunda("followUpDate")))


class Call(NamedTuple):
    process: str | None
    all_in: bool
    all_out: bool


def call(node: etree._Element) -> Call:
    """Zeebe passes everything unless told otherwise; Camunda 7 and plain BPMN pass nothing unless told so."""
    found = extension(node, zeebe("calledElement"))
    if found is not None:
        has_outputs = bool(mappings(node)[1])
        return Call(
            plain(found.get("processId")),
            found.get("propagateAllParentVariables") != "false",
            found.get("propagateAllChildVariables") != "false" and not has_outputs,
        )
    wholesale = {tag: any(m.get("variables") == "all" for m in extensions(node, camunda(tag))) for tag in ("in", "out")}
    target = plain(node.get("calledElement"))
    return Call(target.rsplit(":", 1)[-1] if target else None, wholesale["in"], wholesale["out"])


def mappings(node: etree._Element) -> tuple[tuple[VariableMapping, ...], tuple[VariableMapping, ...]]:
    """(inputs, outputs) of zeebe:ioMapping, else of camunda:in and camunda:out."""
    box = extension(node, zeebe("ioMapping"))
    if box is not None:
        return _pairs(box.findall(zeebe("input"))), _pairs(box.findall(zeebe("output")))
    return _pairs(extensions(node, camunda("in"))), _pairs(extensions(node, camunda("out")))


def _pairs(nodes: Iterable[etree._Element]) -> tuple[VariableMapping, ...]:
    """What lacks a source or target keeps an empty text there, for the check to see."""
    found = []
    for node in nodes:
        source, target = plain(node.get("source")), plain(node.get("target"))
        if node.tag in (camunda("in"), camunda("out")):
            if target is None:
                continue  # a business key, or everything
            source = feel(source) or either(node.get("sourceExpression"))
        found.append(VariableMapping(source or "", target or ""))
    return tuple(found)


def decision(node: etree._Element) -> tuple[str | None, str | None]:
    """(decision id, result variable)."""
    found = extension(node, zeebe("calledDecision"))
    if found is not None:
        return plain(found.get("decisionId")), plain(found.get("resultVariable"))
    return plain(node.get(camunda("decisionRef"))), plain(node.get(camunda("resultVariable")))


def decision_mapping(node: etree._Element) -> str | None:
    """Camunda 7: how the result of a decision becomes a variable ("resultList" where the file says nothing)."""
    if node.get(camunda("decisionRef")) is None:
        return None
    return node.get(camunda("mapDecisionResult")) or "resultList"


def script(node: etree._Element) -> tuple[str | None, str | None]:
    """(FEEL text, result variable)."""
    found = extension(node, zeebe("script"))
    if found is not None:
        return feel(found.get("expression")), plain(found.get("resultVariable"))
    return feel(text_of(node.find(bpmn("script")))), plain(node.get(camunda("resultVariable")))


def loop(node: etree._Element) -> Loop | None:
    found = node.find(bpmn("multiInstanceLoopCharacteristics"))
    if found is None:
        return None
    extra = extension(found, zeebe("loopCharacteristics"))
    sequential = flag(found, "isSequential")
    completion = feel(text_of(found.find(bpmn("completionCondition"))))
    cardinality = feel(text_of(found.find(bpmn("loopCardinality"))))
    if extra is not None:
        return Loop(
            sequential,
            feel(extra.get("inputCollection")),
            cardinality,
            plain(extra.get("inputElement")),
            plain(extra.get("outputCollection")),
            feel(extra.get("outputElement")),
            completion,
        )
    collection = feel(found.get(camunda("collection"))) or feel(text_of(found.find(bpmn("loopDataInputRef"))))
    item = found.get(camunda("elementVariable")) or _data_item(found.find(bpmn("inputDataItem")))
    result = _data_item(found.find(bpmn("outputDataItem")))
    return Loop(
        sequential,
        collection,
        cardinality,
        plain(item),
        text_of(found.find(bpmn("loopDataOutputRef"))),
        feel(result),
        completion,
    )


def _data_item(node: etree._Element | None) -> str | None:
    return None if node is None else node.get("name") or node.get("id")


def correlation_key(message: etree._Element) -> str | None:
    found = extension(message, zeebe("subscription"))
    return None if found is None else feel(found.get("correlationKey"))


def version_tag(process: etree._Element) -> str | None:
    found = extension(process, zeebe("versionTag"))
    return plain(found.get("value")) if found is not None else plain(process.get(camunda("versionTag")))
