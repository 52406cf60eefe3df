"""How the values of fields are read and written, in each dialect."""

from __future__ import annotations

from collections.abc import Callable

from engine.bpmn import dialects
from engine.bpmn.editing import extending as ext
from engine.bpmn.editing.spec import FieldKind, Spec
from engine.bpmn.editing.tree import Dialect, Node, Tree
from engine.bpmn.model import TimerKind
from engine.bpmn.namespaces import bpmn, camunda, local, reference, text_of, zeebe


def read(name: str) -> Callable[[Tree, Node], str]:
    return lambda tree, node: dialects.properties(node).get(name, "")


def write(name: str) -> Callable[[Tree, Node, str], None]:
    return lambda tree, node, value: ext.set_property(tree, node, name, value)


def prop(name: str, label: str, hint: str = "", check: str = "") -> Spec:
    return Spec(name, label, FieldKind.TEXT, read(name), write(name), hint=hint, check=check)


def mail(target: str, label: str, hint: str) -> Spec:
    return Spec(
        target, label, FieldKind.TEXT, lambda tree, node: ext.mapping(node, target),
        lambda tree, node, value: ext.set_mapping(node, target, value), hint=hint, check="mixed",
    )  # fmt: skip


def name(tree: Tree, node: Node) -> str:
    """In one line: where a name breaks is a matter of the diagram."""
    return " ".join((node.get("name") or "").split())


def set_name(tree: Tree, node: Node, value: str) -> None:
    ext.attribute(node, "name", " ".join(value.split()))


def lane(tree: Tree, node: Node) -> str:
    found = tree.lane_of(node.get("id") or "")
    return "" if found is None else found.get("id") or ""


def keep_lane(tree: Tree, node: Node, value: str) -> None:
    """A lane is changed by moving the step: see setting.py."""


def set_form(tree: Tree, node: Node, value: str) -> None:
    if tree.dialect is Dialect.ZEEBE:
        definition = node.find(f"{bpmn('extensionElements')}/{zeebe('formDefinition')}")
        used = ("formId", "formKey", "externalReference") if definition is not None else ("formId",)
        name = next((each for each in used if definition is not None and definition.get(each)), "formId")
        ext.set_extension(node, zeebe("formDefinition"), name, value)
    else:
        ext.attribute(node, camunda("formKey" if node.get(camunda("formKey")) else "formRef"), value)


def set_group(tree: Tree, node: Node, value: str) -> None:
    if tree.dialect is Dialect.ZEEBE:
        ext.set_extension(node, zeebe("assignmentDefinition"), "candidateGroups", value)
    else:
        ext.attribute(node, camunda("candidateGroups"), value)


def set_decision(tree: Tree, node: Node, value: str) -> None:
    if tree.dialect is Dialect.ZEEBE:
        ext.set_extension(node, zeebe("calledDecision"), "decisionId", value)
    else:
        ext.attribute(node, camunda("decisionRef"), value)


def result(tree: Tree, node: Node) -> str:
    return (dialects.decision(node)[1] or dialects.script(node)[1]) or ""


def set_result(tree: Tree, node: Node, value: str) -> None:
    if tree.dialect is Dialect.ZEEBE:
        tag = "calledDecision" if local(node) == "businessRuleTask" else "script"
        ext.set_extension(node, zeebe(tag), "resultVariable", value)
    else:
        ext.attribute(node, camunda("resultVariable"), value)


def set_script(tree: Tree, node: Node, value: str) -> None:
    inner = node.find(bpmn("script"))
    if tree.dialect is Dialect.ZEEBE and inner is None:
        ext.set_extension(node, zeebe("script"), "expression", f"={value.removeprefix('=').strip()}" if value else "")
    elif value:
        if inner is None:
            node.set("scriptFormat", "feel")
            inner = tree.make(node, "script", tree.new_id(f"{node.get('id')}_skript"))
            del inner.attrib["id"]
        inner.text = value
    elif inner is not None:
        node.remove(inner)


def set_called(tree: Tree, node: Node, value: str) -> None:
    if tree.dialect is Dialect.ZEEBE:
        ext.set_extension(node, zeebe("calledElement"), "processId", value)
    else:
        ext.attribute(node, "calledElement", value)


def timer(node: Node) -> tuple[TimerKind, str]:
    """Its kind and its text; a duration where it has none yet."""
    definition = node.find(bpmn("timerEventDefinition"))
    if definition is None:
        return TimerKind.DURATION, ""
    for kind in TimerKind:
        if (text := text_of(definition.find(bpmn(kind.value)))) is not None:
            return kind, text
    return TimerKind.DURATION, ""


def set_timer_kind(tree: Tree, node: Node, value: str) -> None:
    kind, text = timer(node)
    if value != kind.value and value in (each.value for each in TimerKind):
        write_timer(node, TimerKind(value), text)


def set_timer(tree: Tree, node: Node, value: str) -> None:
    write_timer(node, timer(node)[0] if timer(node)[1] else waiting(node), value)


def waiting(node: Node) -> TimerKind:
    """The kind of a timer that has no value yet."""
    definition = node.find(bpmn("timerEventDefinition"))
    if definition is None:
        return TimerKind.DURATION
    found = (kind for kind in TimerKind if definition.find(bpmn(kind.value)) is not None)
    return next(found, TimerKind.DURATION)


def timer_kind(tree: Tree, node: Node) -> str:
    kind, text = timer(node)
    return (kind if text else waiting(node)).value


def write_timer(node: Node, kind: TimerKind, text: str) -> None:
    definition = node.find(bpmn("timerEventDefinition"))
    if definition is None:
        return
    for other in TimerKind:
        for child in definition.findall(bpmn(other.value)):
            if other is not kind or (not text and kind is TimerKind.DURATION):
                definition.remove(child)
    if text or kind is not TimerKind.DURATION:
        ext.formal(definition, kind.value, text)


def condition(node: Node) -> str:
    return (dialects.feel(text_of(node.find(bpmn("conditionExpression")))) or "").removeprefix("=").strip()


def set_condition(tree: Tree, node: Node, value: str) -> None:
    found = node.find(bpmn("conditionExpression"))
    if not value:
        if found is not None:
            node.remove(found)
        return
    text = value.removeprefix("=").strip()
    fresh = found is None
    marked = tree.dialect is Dialect.ZEEBE or (found is not None and (text_of(found) or "").startswith("="))
    made = ext.formal(node, "conditionExpression", f"={text}" if marked else text)
    if fresh and tree.dialect is Dialect.CAMUNDA:
        made.set("language", "feel")
    source = tree.ids.get(reference(node.get("sourceRef")) or "")
    if source is not None and source.get("default") == node.get("id"):
        del source.attrib["default"]


def pool_of(tree: Tree, node: Node) -> Node | None:
    return next(
        (p for p in tree.root.iter(bpmn("participant")) if reference(p.get("processRef")) == node.get("id")), None
    )


def pool_name(tree: Tree, node: Node) -> str:
    pool = pool_of(tree, node)
    return "" if pool is None else " ".join((pool.get("name") or "").split())


def set_pool_name(tree: Tree, node: Node, value: str) -> None:
    pool = pool_of(tree, node)
    if pool is not None:
        ext.attribute(pool, "name", " ".join(value.split()))
