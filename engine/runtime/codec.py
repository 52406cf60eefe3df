"""The structure part of a state: where the tokens stand, no values. msgpack rows, names instead of SpiffWorkflow's
own records; what a definition already says is not stored again.

[version, definition (8 bytes), process id, outcome, stage, stage zone, zones, scopes, workflows, marks]
scope: [id, parent id, wall, declared names] · workflow: [host task id | nil, tokens] · parents come first
token: [id, index of its parent | -1, node name, state, internal data]
Ids are 16 bytes. Times are microseconds since 1970 (UTC).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import msgpack
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.compile import Definition
from engine.errors import InvalidState
from engine.runtime.faults import Leak
from engine.runtime.instance import Instance
from engine.runtime.scopes import ROOT, Scope, Scopes
from engine.runtime.specs import specs_of
from engine.runtime.tokens import SubInstance, Token
from engine.sentences import say
from engine.terms import Stage, Zone

VERSION = 1
KEYS = frozenset(
    ("via", "due", "index", "total", "done", "next", "on", "held", "left", "nr", "job", "sender", "number")
)
"""The only internal data of a token; each an integer."""


def encode(instance: Instance) -> bytes:
    scopes = instance.scopes
    rows = [[_key(s.id), _key(s.parent or ROOT), s.wall, sorted(s.declared)] for s in scopes.tree.values() if s.id]
    workflows = [_workflow(instance, None)]
    workflows += [_workflow(inner, inner.host.id) for inner in instance.subprocesses.values()]
    packed: bytes = msgpack.packb(
        [
            VERSION,
            _stamp(instance.definition),
            instance.process_id,
            instance.outcome,
            instance.stage.value,
            instance.stage_zone.value,
            sorted(z.value for z in scopes.listed | scopes.dirty),
            rows,
            workflows,
            instance.record.marks,
        ]
    )
    return packed


def outcome(structure: bytes) -> str | None:
    """With which a finished instance has ended, without restoring it; None also for what is no state."""
    try:
        version, _, _, found, *_ = msgpack.unpackb(structure, strict_map_key=False)
    except (ValueError, TypeError, msgpack.UnpackException):
        return None
    return found if version == VERSION else None


def decode(
    definition: Definition, structure: bytes, parts: Mapping[Zone, bytes], case: Mapping[str, Any], now: datetime
) -> Instance:
    """Raises InvalidState("state.unreadable") for what is no state of this definition."""
    try:
        row = msgpack.unpackb(structure, strict_map_key=False)
        version, stamp, process_id, outcome, stage, stage_zone, zones, scope_rows, workflows, marks = row
        if version != VERSION or stamp != _stamp(definition):
            raise ValueError("another version or definition")
        scopes = Scopes(definition.declared_zone, [Zone(z) for z in zones], parts)
        for key, parent, wall, declared in scope_rows:
            name = _name(key)
            scopes.tree[name] = Scope(name, _name(parent), wall, frozenset(declared))
        instance = Instance(definition, specs_of(definition), process_id, scopes, case, now, marks)
        instance.outcome, instance.stage, instance.stage_zone = outcome, Stage(stage), Zone(stage_zone)
        _tokens(instance, workflows[0][1])
        for host_id, tokens in workflows[1:]:
            _tokens(_inner(instance, host_id.hex()), tokens)
    except (ValueError, TypeError, KeyError, msgpack.UnpackException) as fault:
        raise InvalidState(
            "state.unreadable",
            say("Der gespeicherte Stand dieses Vorgangs passt nicht zu seiner Prozessdefinition."),
            expected="state",
            found=type(fault).__name__,
        ) from fault
    return instance


def _inner(instance: Instance, host_id: str) -> SubInstance:
    host = instance.token(host_id)
    if host is None:
        raise ValueError("a sub-process without its activity")
    spec, scope = host.task_spec.inner_spec(host)
    inner = instance.subprocesses[host_id] = SubInstance(spec, host, scope)
    return inner


def _workflow(workflow: Instance | SubInstance, host_id: str | None) -> list[Any]:
    if workflow.data or workflow.correlations:
        raise Leak(f"values in workflow {workflow.spec.name}")
    root = workflow.task_tree.id
    index = {root: -1}
    rows: list[list[Any]] = []
    for token in _parents_first(workflow.task_tree):
        data = token.internal_data
        if token.data or not data.keys() <= KEYS or not all(type(v) is int for v in data.values()):
            raise Leak(f"values in a token of {token.task_spec.name}")
        index[token.id] = len(rows)
        rows.append(
            [bytes.fromhex(token.id), index[str(token._parent)], token.task_spec.name, token._state, data or None]
        )
    return [None if host_id is None else bytes.fromhex(host_id), rows]


def _parents_first(root: Token) -> Iterator[Token]:
    """In the order in which they came, as far as that is the same."""
    for token in root.offspring():
        yield token
        yield from _parents_first(token)


def _tokens(workflow: Instance | SubInstance, rows: list[list[Any]]) -> None:
    nodes = workflow.spec.nodes
    made: list[Token] = []
    for key, parent, name, state, data in rows:
        above = workflow.task_tree if parent < 0 else made[parent]
        token = Token(workflow, nodes[name], above, state, key.hex())
        if data:
            token.internal_data = data
        if token.task_spec.joins and state == TaskState.WAITING and "on" not in token.internal_data:
            workflow.joins.setdefault(name, {}).setdefault(token.internal_data.get("via", 0), []).append(token)
        made.append(token)


def _stamp(definition: Definition) -> bytes:
    return bytes.fromhex(definition.hash[:16])


def _key(scope: str) -> bytes:
    """A scope id as bytes: 16, or 17 for the inside of a call activity."""
    return bytes.fromhex(scope[:32]) + (b"c" if scope.endswith("c") and len(scope) == 33 else b"")


def _name(key: bytes) -> str:
    return key[:16].hex() + ("c" if len(key) == 17 else "")
