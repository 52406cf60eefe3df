"""How far from the beginning each step is: the longest way to it that goes forward only."""

from __future__ import annotations

from collections.abc import Sequence

from engine.bpmn.namespaces import bpmn, local, reference
from engine.bpmn.placing.scene import Node


def ranks(steps: Sequence[Node]) -> dict[str, int]:
    """Step -> number, in the order in which they can be placed: those that lead to it are lower, but for ways back."""
    after = _after(steps)
    arrived = {target for targets in after.values() for target in targets}
    keys = [node.get("id") or "" for node in steps]
    first = [node.get("id") or "" for node in steps if local(node) == "startEvent"]
    roots = [*first, *(key for key in keys if key not in arrived and key not in first), *keys]
    ordered: list[str] = []
    seen: set[str] = set()
    for root in roots:
        if root in seen:
            continue
        seen.add(root)
        stack: list[tuple[str, list[str]]] = [(root, list(after.get(root, ())))]
        found: list[str] = []
        while stack:
            key, waiting = stack[-1]
            following = next((target for target in reversed(waiting) if target not in seen), None)
            if following is None:
                found.append(key)
                stack.pop()
            else:
                seen.add(following)
                stack.append((following, list(after.get(following, ()))))
        ordered += reversed(found)
    return {key: number for number, key in enumerate(ordered)}


def _after(steps: Sequence[Node]) -> dict[str, list[str]]:
    known = {node.get("id") or "" for node in steps}
    found: dict[str, list[str]] = {}
    for node in steps:
        if local(node) == "boundaryEvent":
            found.setdefault(reference(node.get("attachedToRef")) or "", []).append(node.get("id") or "")
    scopes = {id(parent): parent for node in steps if (parent := node.getparent()) is not None}
    for scope in scopes.values():
        for flow in scope.iterchildren(bpmn("sequenceFlow")):
            source, target = reference(flow.get("sourceRef")) or "", reference(flow.get("targetRef")) or ""
            if {source, target} <= known:
                found.setdefault(source, []).append(target)
    return found
