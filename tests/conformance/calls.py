"""Called processes and global tasks."""

from __future__ import annotations

from tests.bpmn.models import call, element, extensions, flows, process, script, user
from tests.conformance.pieces import Do, Piece, piece

TAG = extensions('<zeebe:versionTag value="1.2"/>')


def kind(*inner: str) -> str:
    """A process q# with a start event, a task a# and these, one after the other."""
    keys = ["qs#", "a#"] + (["k#"] if inner else [])
    return process("q#", TAG, element("startEvent", "qs#"), user("a#"), *inner, flows(*keys))


RULE = extensions('<zeebe:calledDecision decisionId="verfahren" resultVariable="v#"/>')
CALLED = call("x#", "q#", all_in=True, all_out=True)

CALLS: list[Piece] = [
    piece("callActivity zeebe:calledElement process zeebe:versionTag", CALLED, Do("a#", {"v#": 3}),
          trace="qs# | a# x# e#", extra=kind(), sets={"v#": 3}),
    piece("callActivity zeebe:ioMapping zeebe:input zeebe:output",
          call("x#", "q#", {"p#": "=w# + 1"}, {"v#": "=r# * 2"}), Do("a#"), trace="qs# | a# k# x# e#",
          extra=kind(script("k#", "{r#: p# + 1}")), given={"w#": 1}, sets={"v#": 6, "p#": None, "r#": None}),
    piece("callActivity camunda:in camunda:out",
          element("callActivity", "x#", extensions('<camunda:in source="w#" target="p#"/>',
                  '<camunda:out sourceExpression="${r# + 1}" target="v#"/>'), calledElement="q#"),
          Do("a#"), trace="qs# | a# k# x# e#", extra=kind(script("k#", "{r#: p# + 1}")), given={"w#": 1},
          sets={"v#": 3, "p#": None, "r#": None}),
    piece("globalTask", CALLED, trace="q# x# e#", extra='<bpmn:globalTask id="q#" name="q"/>'),
    piece("globalUserTask", CALLED, Do("q#", {"v#": 1}), trace="| q# x# e#", sets={"v#": 1},
          extra='<bpmn:globalUserTask id="q#" name="q"/>'),
    piece("globalManualTask", CALLED, Do("q#"), trace="| q# x# e#", extra='<bpmn:globalManualTask id="q#" name="q"/>'),
    piece("globalScriptTask", CALLED, trace="q# x# e#", given={"w#": 1}, sets={"v#": 2},
          extra='<bpmn:globalScriptTask id="q#"><bpmn:script>{v#: w# + 1}</bpmn:script></bpmn:globalScriptTask>'),
    piece("globalBusinessRuleTask", CALLED + user("b#", bestaetigt="x#") + flows("x#", "b#"), Do("b#"),
          trace="q# x# | b# e#", last="b#", given={"stufe": 5}, sets={"v#": "mediation"},
          extra=f'<bpmn:globalBusinessRuleTask id="q#">{RULE}</bpmn:globalBusinessRuleTask>'),
]  # fmt: skip
