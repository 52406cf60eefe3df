"""Rules over several fields (property `regel`): what they may read, and whether what was filled in breaks one."""

from __future__ import annotations

from engine.formdefs.expressions import evaluate, formula
from engine.formdefs.model import ALWAYS_THERE, ROW_NAMES, RULE, Component, FormDefinition
from engine.formdefs.reader import Report
from engine.formdefs.state import FormState, Node
from engine.sentences import say


def check_rules(report: Report, definition: FormDefinition) -> None:
    """Finds the rules that read what the form does not ask for."""
    _check(report, definition.components, ALWAYS_THERE | _names(definition.components))


def _check(report: Report, components: tuple[Component, ...], known: frozenset[str]) -> None:
    for item in components:
        rule = item.rules.across
        unknown = sorted(formula(rule).names - known) if rule else []
        if unknown:
            report.error(
                "form.rule_name",
                say(
                    "Die Regel ({rule}) am Feld „{item}“ nennt Angaben, nach denen dieses Formular nicht "
                    "fragt: {unknown}.",
                    rule=RULE,
                    item=item.label or item.key,
                    unknown=", ".join(unknown),
                ),
                item,
                say(
                    "Bitte prüfen Sie die Schreibweise; Texte stehen in Anführungszeichen. Was der Vorgang "
                    "schon weiß, holt ein berechnetes Feld (Ausdruck) ins Formular."
                ),
            )
        inner = known | ROW_NAMES | _names(item.components) if item.type == "dynamiclist" else known
        _check(report, item.components, inner)


def _names(components: tuple[Component, ...]) -> frozenset[str]:
    """What these are called at their level: fields and repeating groups, those in groups included."""
    found: set[str] = set()
    for item in components:
        found.update(item.parts[:1])
        if item.type != "dynamiclist":
            found |= _names(item.components)
    return frozenset(found)


def contradiction(state: FormState, node: Node) -> str | None:
    """The field's sentence when its rule is false. Unknown (null), as with a field left blank, breaks no rule."""
    rules = node.component.rules
    if not rules.across or evaluate(rules.across, node.scope.context(), state.now, state.purse) is not False:
        return None
    return rules.across_message
