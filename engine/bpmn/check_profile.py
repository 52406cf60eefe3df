"""Every element and attribute against the profile: findings for what would not run as it is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from engine.bpmn.event_reading import definition_nodes
from engine.bpmn.modelling import EVENTS, index, models
from engine.bpmn.namespaces import BPMN, CAMUNDA, PREFIXES, bpmn, flag, line_of, local, reference, text_of
from engine.bpmn.profile import DEFAULTS, PROFILE, Rule, Verdict
from engine.bpmn.reading import Document
from engine.sentences import joined, say
from engine.terms import Finding

_BOOLEANS = {"1": "true", "0": "false", "true": "true", "false": "false"}
"""How XML Schema may write them."""


def profile_findings(document: Document) -> list[Finding]:
    by_id = index(document)
    found: list[Finding] = []
    for node in document.root.iter(etree.Element):
        found += _of(document, node, by_id)
    return found


def _of(document: Document, node: etree._Element, by_id: dict[str, etree._Element]) -> Iterator[Finding]:
    kind = local(node)
    if kind:
        rule = PROFILE.get(kind)
        if rule is None and any(local(outer) == "extensionElements" for outer in node.iterancestors()):
            return  # foreign content that took BPMN's namespace along
        if rule is None:
            yield finding(
                document,
                node,
                "element.unknown",
                say("Das Element „bpmn:{kind}“ ist nicht bekannt.", kind=kind),
                say("Das Element entfernen oder durch ein bekanntes ersetzen."),
            )
        elif rule.verdict is Verdict.REFUSED:
            yield _refusal(document, node, "element.refused", rule)
        if kind in EVENTS:
            yield from _event(document, node, kind, by_id)
        yield from _attributes(document, node, kind)
        yield from _language(document, node, kind)
    else:
        rule = PROFILE.get(_prefixed(node.tag))
        if rule is not None and rule.verdict is Verdict.REFUSED:
            yield _refusal(document, owner(node), "extension.refused", rule)


def _event(document: Document, node: etree._Element, kind: str, by_id: dict[str, etree._Element]) -> Iterator[Finding]:
    definitions = definition_nodes(node, by_id)
    for ref in node.findall(bpmn("eventDefinitionRef")):
        if reference(text_of(ref)) not in by_id:
            yield finding(
                document,
                node,
                "event.reference",
                say("Die Ereignisdefinition, auf die verwiesen wird, gibt es nicht."),
                say("Dem Ereignis im Modeler eine eigene Definition geben."),
            )
    name = "multiple" if len(definitions) > 1 else "none"
    if len(definitions) == 1:
        name = local(definitions[0]).removesuffix("EventDefinition")
    rule = PROFILE.get(f"{kind}:{name}")
    if rule is None or rule.verdict is Verdict.REFUSED:
        yield _refusal(document, node, "event.refused", rule or PROFILE[f"{kind}:multiple"])
    if name == "error" and kind == "boundaryEvent" and not flag(node, "cancelActivity", True):
        yield finding(
            document,
            node,
            "event.error_interrupts",
            say("Ein angeheftetes Fehlerereignis unterbricht immer."),
            say("Das Ereignis als unterbrechend zeichnen."),
        )


def _attributes(document: Document, node: etree._Element, kind: str) -> Iterator[Finding]:
    for raw, content in node.attrib.items():
        name, value = _text(raw), _text(content)
        if name.startswith("{"):
            rule = PROFILE.get("@" + _prefixed(name)) if name.startswith("{" + CAMUNDA) else None
        else:
            if DEFAULTS.get(name) == value:
                continue
            value = _BOOLEANS.get(value.strip(), value)
            keys = (f"{kind}@{name}={value}", f"*@{name}={value}", f"*@{name}")
            rule = next((PROFILE[k] for k in keys if k in PROFILE), None)
        if rule is not None and rule.verdict is Verdict.REFUSED:
            yield _refusal(document, node, "attribute.refused", rule)


def _language(document: Document, node: etree._Element, kind: str) -> Iterator[Finding]:
    language = node.get("scriptFormat") if kind == "scriptTask" else node.get("language")
    if language and "feel" not in language.lower():
        yield finding(
            document,
            owner(node),
            "expression.language",
            say("Die Sprache „{language}“ läuft hier nicht.", language=language),
            say("Ausdrücke und Skripte in FEEL schreiben (Sprache leer lassen oder „feel“)."),
        )
    if kind == "script" and node.get(f"{{{CAMUNDA}}}resource"):
        yield finding(
            document,
            owner(node),
            "expression.language",
            say("Skripte aus Dateien werden nicht geladen."),
            say("Das Skript in FEEL direkt in die Aufgabe schreiben."),
        )


def _refusal(document: Document, node: etree._Element, code: str, rule: Rule) -> Finding:
    return finding(document, node, code, joined((rule.words, rule.reason), ": "), rule.hint)


def finding(document: Document, node: etree._Element, code: str, message: str, hint: str = "") -> Finding:
    name = " ".join((node.get("name") or "").split()) or _known_as(document).get(node.get("id") or "")
    return Finding(
        code, message, file=document.file, line=line_of(node), element_id=node.get("id"), element_name=name, hint=hint
    )


def _known_as(document: Document) -> Mapping[str, str | None]:
    """What parts without a name are called."""
    if "known_as" not in document.memo:
        found: dict[str, str | None] = {}
        for process in models(document):
            found |= {element.id: element.known_as for element in process.elements.values()}
            found |= {flow.id: flow.known_as for flow in process.flows}
        document.memo["known_as"] = found
    called: Mapping[str, str | None] = document.memo["known_as"]
    return called


def owner(node: etree._Element) -> etree._Element:
    """The nearest BPMN element with an id: what people can click on."""
    found: etree._Element | None = node
    while found is not None and not (local(found) and found.get("id")):
        found = found.getparent()
    return node if found is None else found


def _text(raw: str | bytes) -> str:
    return raw if isinstance(raw, str) else raw.decode()


def _prefixed(tag: str | bytes) -> str:
    space, _, name = _text(tag).lstrip("{").rpartition("}")
    return f"{PREFIXES[space]}:{name}" if space in PREFIXES and space != BPMN else ""
