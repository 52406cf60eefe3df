"""Entries of a case's trail in the words of its path: fields by their labels, decisions by their names, rules by what
they say. The trail itself holds ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from engine import formdefs
from engine.bpmn import Definition
from engine.events import DecisionEvaluated, VariablesReleased, sentence
from engine.formdefs import Sentence, say

GAP = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Holds the place of words that are told in the reader's language later."""


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
        text = sentence(kind, {**values, "names": (GAP,)}, language).replace("{", "{{").replace("}", "}}")
        return Sentence(text.replace(GAP, "{names}"), names=quoted(values["names"], field_labels(definition)))
    if kind == DecisionEvaluated.kind and "decision_id" in values:
        return sentence(kind, _of_decision(definition, values), language)
    return sentence(kind, values, language)


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
