"""Plain BPMN as other engines' suites write it: script tasks that append to a log, gateways that read `test`."""

from __future__ import annotations

from tests.bpmn.models import END, HEAD, START, document, element, flow, flows, script

__all__ = ["END", "HEAD", "START", "condition", "document", "element", "flow", "flows", "log", "multiple", "several"]


def log(key: str, text: str | None = None) -> str:
    return script(key, f'{{log: "{text or key}"}}')


def condition(text: str) -> str:
    return f"<bpmn:conditionalEventDefinition><bpmn:condition>{text}</bpmn:condition></bpmn:conditionalEventDefinition>"


def multiple(sequential: bool, inner: str) -> str:
    kind = "multiInstanceLoopCharacteristics"
    return f'<bpmn:{kind} isSequential="{str(sequential).lower()}">{inner}</bpmn:{kind}>'


def several(*processes: str, before: str = "") -> bytes:
    return f"{HEAD}{before}{''.join(processes)}</bpmn:definitions>".encode()
