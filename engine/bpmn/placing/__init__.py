"""Laying out what has no place in the diagram yet; all else stays where it is or moves as a whole to make room.

A new step stands behind the one that leads to it, in its lane; what lies to the right is moved over, lanes and pools
grow, flows that were changed find an orthogonal way around the shapes. A document without a diagram gets one.
"""

from __future__ import annotations

from lxml import etree

from engine.bpmn.placing.laying import lay_out

__all__ = ["place"]


def place(root: etree._Element, *, moved: frozenset[str] = frozenset(), rerouted: frozenset[str] = frozenset()) -> None:
    """Changes the diagram interchange of a document in place. `moved`: steps that need another place, `rerouted`:
    flows that need another way; those that have none are found."""
    lay_out(root, moved, rerouted)
