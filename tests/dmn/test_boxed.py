"""Boxed expressions, functions, services and types around decisions, DMN 1.5, chapters 6, 7 and 10."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine.dmn import read
from tests.dmn.models import definitions, literal, table

D = Decimal


def text(feel: str) -> str:
    return f"<literalExpression><text>{feel}</text></literalExpression>"


def decision(logic: str, *, type_: str = "", needs: str = "", key: str = "a") -> str:
    kind = f' typeRef="{type_}"' if type_ else ""
    return f'<decision id="{key}" name="{key}"><variable name="{key}"{kind}/>{needs}{logic}</decision>'


def knows(key: str) -> str:
    return f'<knowledgeRequirement><requiredKnowledge href="#{key}"/></knowledgeRequirement>'


def decide(body: str, **variables: Any) -> Any:
    return read(definitions(body)).evaluate("a", variables).value


@pytest.mark.parametrize(
    ("logic", "value"),
    [
        (
            (
                f'<context><contextEntry><variable name="x y"/>{text("n + 1")}</contextEntry>'
                f'<contextEntry><variable name="z"/>{text("x y * 2")}</contextEntry></context>'
            ),
            {"x y": D(4), "z": D(8)},
        ),
        (
            (
                f'<context><contextEntry><variable name="x"/>{text("n + 1")}</contextEntry>'
                f"<contextEntry>{text('x * 2')}</contextEntry></context>"
            ),
            D(8),
        ),
        (f"<list>{text('1')}{text('n')}</list>", [D(1), D(3)]),
        (
            (
                '<relation><column name="k"/><column name="v"/>'
                f"<row>{text('1')}{text('n')}</row><row>{text('2')}{text('n + 1')}</row></relation>"
            ),
            [{"k": D(1), "v": D(3)}, {"k": D(2), "v": D(4)}],
        ),
        (f"<conditional><if>{text('n = 3')}</if><then>{text('1')}</then><else>{text('2')}</else></conditional>", D(1)),
        (
            f'<for iteratorVariable="i"><in>{text("[1..3]")}</in><return>{text("i * i")}</return></for>',
            [D(1), D(4), D(9)],
        ),
        (f'<some iteratorVariable="i"><in>{text("[1, 5]")}</in><satisfies>{text("i = n")}</satisfies></some>', False),
        (f'<every iteratorVariable="i"><in>{text("[3]")}</in><satisfies>{text("i = n")}</satisfies></every>', True),
        (f"<filter><in>{text('[1, 2, 3, 4]')}</in><match>{text('item = n')}</match></filter>", [D(3)]),
    ],
)
def test_boxed_expressions(logic: str, value: Any) -> None:
    assert decide(decision(logic), n=3) == value


def test_a_function_with_a_name_sees_its_parameters_only() -> None:
    function = (
        '<businessKnowledgeModel id="f" name="f"><variable name="f"/><encapsulatedLogic>'
        f'<formalParameter name="p" typeRef="number"/>{text("p + 1")}</encapsulatedLogic></businessKnowledgeModel>'
    )
    call = decision(text("f(n)"), needs=knows("f"))
    assert decide(call + function, n=3) == D(4)
    assert decide(call + function.replace("p + 1", "n"), n=3) is None
    assert decide(call + function, n="drei") is None


def test_an_invocation_binds_by_name() -> None:
    function = (
        '<businessKnowledgeModel id="f" name="f"><variable name="f"/><encapsulatedLogic>'
        f'<formalParameter name="p"/><formalParameter name="q"/>{text("p - q")}</encapsulatedLogic>'
        "</businessKnowledgeModel>"
    )
    logic = (
        f'<invocation>{text("f")}<binding><parameter name="q"/>{text("1")}</binding>'
        f'<binding><parameter name="p"/>{text("n")}</binding></invocation>'
    )
    assert decide(decision(logic, needs=knows("f")) + function, n=3) == D(2)


def test_a_service_decides_with_what_it_is_given() -> None:
    service = '<decisionService id="s" name="s"><outputDecision href="#b"/><inputDecision href="#c"/></decisionService>'
    parts = literal("b", "c * 2", requires="c") + literal("c", "1")
    assert decide(decision(text("s(5)"), needs=knows("s")) + parts + service) == D(10)


def test_a_result_that_is_not_of_its_type_is_null() -> None:
    assert decide(decision(text("n"), type_="string"), n=3) is None
    assert decide(decision(text("[n]"), type_="number"), n=3) == D(3)


def test_allowed_values_belong_to_the_type() -> None:
    stage = (
        '<itemDefinition name="stufe"><typeRef>number</typeRef>'
        "<allowedValues><text>[1..9]</text></allowedValues></itemDefinition>"
    )
    assert decide(stage + decision(text("n"), type_="stufe"), n=3) == D(3)
    assert decide(stage + decision(text("n"), type_="stufe"), n=10) is None


def test_a_required_result_is_known_by_name_by_id_and_by_output_column() -> None:
    required = table(["n"], ["verfahren"], [["-", '"Mediation"']], key="v1")
    for name in ("Vorschlag", "v1", "verfahren"):
        asking = literal("a", name, requires="v1")
        assert decide(required + asking, n=3) == "Mediation"
        assert read(definitions(required + asking)).decisions["a"].names == {"n"}


def test_a_variable_of_the_case_goes_before_an_output_column() -> None:
    required = table(["n"], ["verfahren"], [["-", '"Mediation"']], key="v1")
    assert decide(required + literal("a", "verfahren", requires="v1"), n=3, verfahren="Beirat") == "Beirat"
