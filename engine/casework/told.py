"""Entries of a case's trail in the words of its path: fields by their labels, decisions by their names, rules by what
they say. The trail itself holds ids."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from engine import formdefs
from engine.bpmn import Definition
from engine.events import AccountChanged, DecisionEvaluated, IncidentOccurred, VariablesReleased, sentence
from engine.formdefs import Sentence, say

GAP = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Holds the place of words that are told in the reader's language later."""

Words = Mapping[str, Callable[[str], str]]
"""What people call the ids that a field of an entry lists: {"roles": …, "groups": …}."""
CHANGES = {
    "disabled": say("gesperrt"),
    "enabled": say("entsperrt"),
    "name": say("Name"),
    "password.reset": say("Kennwort neu gesetzt"),
    "password.changed": say("Kennwort geändert"),
}
"""Of an account, as engine.events.AccountChanged lists them."""


def incident_words(code: str) -> str:
    """Where in its work the house was disturbed: "mail.failed" -> "beim Versand einer E-Mail"."""
    match code.partition(".")[0]:
        case "mail":
            return say("beim Versand einer E-Mail")
        case "webhook":
            return say("beim Versand an ein anderes Programm")
        case "feel" | "condition" | "decision":
            return say("beim Anwenden einer Regel")
        case "timer":
            return say("beim Setzen einer Frist")
        case "task":
            return say("beim Bestimmen der zuständigen Gruppe")
        case "message":
            return say("beim Zuordnen einer Nachricht")
        case "zone":
            return say("beim Öffnen geschützter Angaben")
    return say("im Ablauf")


@lru_cache(maxsize=256)
def field_labels(definition: Definition) -> Mapping[str, str]:
    """What the forms of a path call a variable."""
    forms = [formdefs.read(content, file=f"{key}.form") for key, content in definition.forms.items()]
    return MappingProxyType({field.path: field.label for form in forms for field in form.fields() if field.label})


def quoted(names: Iterable[str], labels: Mapping[str, str]) -> str:
    """The fields of these names, each in quotation marks; one that no form has in words made of its name."""
    said = (Sentence(labels.get(name) or name.replace("_", " ").capitalize()) for name in names)
    return formdefs.joined(say("„{name}“", name=word) for word in said)


def entry_in_words(definition: Definition, kind: str, values: Mapping[str, Any], language: str) -> str:
    """The sentence of an entry; `values`: what the reader may see of it."""
    if kind == VariablesReleased.kind and "names" in values:
        return _around(kind, values, "names", quoted(values["names"], field_labels(definition)), language)
    if kind == IncidentOccurred.kind and "code" in values:
        shown = {**values}
        if "element_id" in values:
            shown["element_id"] = _step(definition, values["element_id"])
        return _around(kind, shown, "code", incident_words(values["code"]), language)
    if kind == DecisionEvaluated.kind and "decision_id" in values:
        return sentence(kind, _of_decision(definition, values), language)
    return sentence(kind, values, language)


def of_house_in_words(
    kind: str, values: Mapping[str, Any], language: str, words: Words, people: Mapping[int, str]
) -> str:
    """The sentence of an entry that belongs to no case. `people`: names of accounts by their numbers."""
    shown = {
        name: tuple(map(words[name], value)) if name in words and isinstance(value, list) else value
        for name, value in values.items()
    }
    number = values.get("account_id", 0)
    if number in people:
        shown["account_id"] = f"{people[number]} ({number})"
    if kind == AccountChanged.kind and values.get("change") in CHANGES:
        return _around(kind, shown, "change", CHANGES[values["change"]], language)
    return sentence(kind, shown, language)


def _around(kind: str, values: Mapping[str, Any], name: str, words: str, language: str) -> str:
    """The sentence with words that are put into the reader's language when it is told."""
    text = sentence(kind, {**values, name: (GAP,)}, language).replace("{", "{{").replace("}", "}}")
    return Sentence(text.replace(GAP, "{words}"), words=words)


def _step(definition: Definition, element_id: str) -> str:
    found = (model.elements.get(element_id) for model in definition.processes.values())
    return next((element.label for element in found if element is not None), element_id)


def _of_decision(definition: Definition, values: Mapping[str, Any]) -> dict[str, Any]:
    key = values["decision_id"]
    decisions = definition.decisions.get(key)
    if decisions is None:
        return dict(values)
    decision = decisions.find(key)
    said = {rule.id: rule.annotation or str(rule.number) for rule in decision.rules}
    shown = {**values, "decision_id": decision.name or key}
    if "rules" in values:
        shown["rules"] = tuple(said.get(rule, rule) for rule in values["rules"])
    return shown
