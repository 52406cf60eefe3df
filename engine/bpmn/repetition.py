"""Standard loops, ad-hoc sub-processes and quantities as XML says them."""

from __future__ import annotations

from lxml import etree

from engine.bpmn import dialects
from engine.bpmn.model import AdHoc, StandardLoop
from engine.bpmn.namespaces import bpmn, flag, local, text_of


def standard_loop(node: etree._Element) -> StandardLoop | None:
    found = node.find(bpmn("standardLoopCharacteristics"))
    if found is None:
        return None
    condition = dialects.feel(text_of(found.find(bpmn("loopCondition"))))
    return StandardLoop(flag(found, "testBefore"), number(found.get("loopMaximum")), condition)


def ad_hoc(node: etree._Element) -> AdHoc | None:
    if local(node) != "adHocSubProcess":
        return None
    completion = dialects.feel(text_of(node.find(bpmn("completionCondition"))))
    sequential = (node.get("ordering") or "Parallel").strip().lower() == "sequential"
    remaining = node.find(bpmn("cancelRemainingInstances"))  # an attribute in the standard, an element in some files
    text = node.get("cancelRemainingInstances") if remaining is None else text_of(remaining)
    return AdHoc(sequential, completion, (text or "true").strip() in ("true", "1"))


def number(text: str | None, default: int | None = None) -> int | None:
    """A whole number of at most nine digits; anything else is the default."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default


def quantity(node: etree._Element, name: str) -> int:
    return number(node.get(name), 1) or 1
