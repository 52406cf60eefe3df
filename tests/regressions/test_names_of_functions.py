"""A variable may be called like a FEEL function: it once read as that function, and every condition on it as null."""

from __future__ import annotations

import pytest

from tests.bpmn.models import END, START, document, element, flow, flows, script, user
from tests.runtime.case import Case


@pytest.mark.parametrize("name", ["count", "date", "number", "sum"])
def test_a_variable_with_the_name_of_a_function_is_read(name: str):
    gate = element("exclusiveGateway", "g", default="nein")
    xml = document(
        START, END, gate, user("ja_"), user("nein_"), flows("s", "g"), flow("g", "ja_", f"{name} > 1"),
        flow("g", "nein_", key="nein"), flows("ja_", "e"), flows("nein_", "e"),
    )  # fmt: skip
    assert Case(xml, **{name: 2}).open == ["ja_"]
    assert Case(xml, **{name: 1}).open == ["nein_"]


def test_a_function_that_is_handed_on_stays_a_function():
    sorting = script("k", "sort([3, 1, 2], function(a, b) a < b)", "x")
    counting = script("l", "[count, count([7])][2]", "n")
    xml = document(START, END, sorting, counting, user("u"), flows("s", "k", "l", "u", "e"))
    assert Case(xml).root == {"x": [1, 2, 3], "n": 1}
