"""The same model in three places: in the process itself, in an embedded sub-process, in a called process."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bpmn.models import ERROR_HEAD, HEADS, call, document, element, flows, message, process
from tests.runtime.case import Case

EVERYTHING = HEADS + ERROR_HEAD + message()
PLACES = pytest.mark.parametrize("place", ["process", "sub-process", "called"])


def placed(place: str, *bodies: str, start: str = "s", end: str = "e", **variables: Any) -> Case:
    """A case of the bodies (with `start` and `end` of their own), which stand in that place."""
    inside = "".join(bodies)
    if place == "process":
        return Case(document(inside, before=EVERYTHING), **variables)
    outer = element("startEvent", "os") + element("endEvent", "oe") + flows("os", "o", "oe")
    if place == "sub-process":
        return Case(document(outer, element("subProcess", "o", inside), before=EVERYTHING), **variables)
    called = call("o", "kind", all_in=True, all_out=True)
    return Case(document(outer, called, before=EVERYTHING, extra=process("kind", inside)), **variables)
