"""The smallest DMN around a piece of logic."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def definitions(body: str, namespace: str = NAMESPACE) -> bytes:
    return f'<definitions xmlns="{namespace}" id="d" name="d" namespace="n">{body}</definitions>'.encode()


def literal(key: str, text: str, requires: str = "") -> str:
    needs = (
        f'<informationRequirement><requiredDecision href="#{requires}"/></informationRequirement>' if requires else ""
    )
    logic = f"<literalExpression><text>{escape(text)}</text></literalExpression>"
    return f'<decision id="{key}" name="{key}"><variable name="{key}"/>{needs}{logic}</decision>'


def table(
    inputs: Sequence[str],
    outputs: Sequence[str],
    rules: Sequence[Sequence[str]],
    policy: str = "UNIQUE",
    *,
    aggregation: str = "",
    values: str = "",
    default: str = "",
    key: str = "vorschlag",
) -> str:
    """A decision with one table; every rule lists its input cells, then its output cells."""
    aggregation = f' aggregation="{aggregation}"' if aggregation else ""
    columns = "".join(
        f'<input id="i{n}"><inputExpression><text>{escape(text)}</text></inputExpression></input>'
        for n, text in enumerate(inputs)
    )
    listed = f"<outputValues><text>{escape(values)}</text></outputValues>" if values else ""
    listed += f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>" if default else ""
    columns += "".join(f'<output id="o{n}" name="{name}">{listed}</output>' for n, name in enumerate(outputs))
    rows = "\n".join(
        f'<rule id="r{number}">'
        + "".join(f"<inputEntry><text>{escape(cell)}</text></inputEntry>" for cell in rule[: len(inputs)])
        + "".join(f"<outputEntry><text>{escape(cell)}</text></outputEntry>" for cell in rule[len(inputs) :])
        + f"<annotationEntry><text>Hinweis {number}</text></annotationEntry></rule>"
        for number, rule in enumerate(rules, 1)
    )
    return (
        f'<decision id="{key}" name="Vorschlag"><decisionTable hitPolicy="{policy}"{aggregation}>'
        f"{columns}\n{rows}</decisionTable></decision>"
    )
