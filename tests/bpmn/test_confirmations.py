"""What a decision suggests, a person confirms: also when a global business rule task is called for it."""

from __future__ import annotations

from tests.bpmn.models import END, START, call, document, extensions, flows, user
from tests.bpmn.test_refusals import errors

RULE = extensions('<zeebe:calledDecision decisionId="verfahren" resultVariable="vorschlag"/>')
SHARED = f'<bpmn:globalBusinessRuleTask id="q">{RULE}</bpmn:globalBusinessRuleTask>'


def calling(**properties: str) -> bytes:
    return document(START, call("x", "q"), user("u", **properties), END, flows("s", "x", "u", "e"), extra=SHARED)


def test_the_caller_of_a_global_rule_confirms_what_it_suggests():
    assert errors(calling()) == [("decision.unconfirmed", "x")]
    for name in ("x", "q", "verfahren", "vorschlag"):
        assert errors(calling(bestaetigt=name)) == []
    assert errors(calling(bestaetigt="x, fehlt")) == [("property.bestaetigt", "u")]


def test_a_global_rule_that_nobody_calls_nobody_confirms():
    alone = document(START, user("u"), END, flows("s", "u", "e"), extra=SHARED)
    assert errors(alone) == []
