"""Processes to start from, made at random over the profile: most are accepted and run, so that a small change may be
accepted, too, and run wrong. What they do is nobody's concern here; tests/properties/models.py foretells that."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable

from tests.bpmn import models as m

Part = tuple[str, str, str]
"""XML, first and last element."""


class Page:
    """One file while it is drawn."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.head: list[str] = [m.HEADS, m.ERROR_HEAD, m.message(correlation="=x")]
        self.processes: list[str] = []
        self._numbers = itertools.count()

    def key(self) -> str:
        return f"n{next(self._numbers)}"

    def chain(self, depth: int) -> Part:
        parts = [
            self.chance.choice(WAYS if depth > 0 else SIMPLE)(self, depth - 1) for _ in range(self.chance.randint(1, 3))
        ]
        flows = "".join(m.flow(a[2], b[1]) for a, b in itertools.pairwise(parts))
        return "".join(p[0] for p in parts) + flows, parts[0][1], parts[-1][2]

    def yes(self) -> bool:
        return self.chance.random() < 0.5


def sound_file(chance: random.Random) -> bytes:
    page = Page(chance)
    xml, first, last = page.chain(chance.choice([1, 2, 3]))
    body = m.START + m.END + xml + m.flow("s", first) + m.flow(last, "e")
    return m.document(body, before="".join(page.head), extra="".join(page.processes))


def _step(page: Page, depth: int) -> Part:
    key = page.key()
    written = page.chance.choice([f"{{v: {key}_x}}", '{log: "a"}', "{v: x + 1, log: v}", "{v: append(liste, x)}"])
    made = [m.script(key, written), m.user(key), m.element("task", key), m.element("manualTask", key), m.throw(key)]
    made.append(m.script(key, page.chance.choice(["x + 1", "count(liste)", "[x, x]", "t"]), "v"))
    return page.chance.choice(made), key, key


def _waiting(page: Page, depth: int) -> Part:
    key = page.key()
    what = [
        m.timer("PT1H"),
        m.timer("R3/PT1M", "timeCycle"),
        m.timer("2026-07-01T08:00:00Z", "timeDate"),
        m.MESSAGE,
        m.SIGNAL,
    ]
    return m.catch(key, page.chance.choice([*what, m.condition("x > 0")])), key, key


def _throwing(page: Page, depth: int) -> Part:
    key = page.key()
    return m.throw(key, page.chance.choice([m.SIGNAL, m.ESCALATION, m.MESSAGE, m.compensate()])), key, key


def _gateway(page: Page, depth: int) -> Part:
    kind, key = page.chance.choice(["exclusive", "parallel", "inclusive"]), page.key()
    branches = [page.chain(depth) for _ in range(page.chance.randint(2, 3))]
    if kind == "parallel":
        out = [m.flow(key, first) for _, first, _ in branches]
        split = m.element("parallelGateway", key)
    else:
        split = m.element(f"{kind}Gateway", key, default=f"{key}_d")
        out = [m.flow(key, first, f"x > {n}") for n, (_, first, _) in enumerate(branches[1:])]
        out.append(m.flow(key, branches[0][1], key=f"{key}_d"))
    joined = [m.flow(last, f"{key}_j") for _, _, last in branches]
    xml = "".join([split, m.element(f"{kind}Gateway", f"{key}_j"), *out, *joined, *(b[0] for b in branches)])
    return xml, key, f"{key}_j"


def _events(page: Page, depth: int) -> Part:
    key = page.key()
    branches = [page.chain(depth) for _ in range(2)]
    xml = m.element("eventBasedGateway", key) + m.element("exclusiveGateway", f"{key}_j")
    for number, (what, branch) in enumerate(zip([m.timer("PT1H"), m.SIGNAL], branches, strict=True)):
        xml += m.catch(f"{key}_{number}", what) + m.flow(key, f"{key}_{number}") + branch[0]
        xml += m.flow(f"{key}_{number}", branch[1]) + m.flow(branch[2], f"{key}_j")
    return xml, key, f"{key}_j"


def _repeated(page: Page, depth: int) -> Part:
    key, inner = page.key(), page.chain(depth)
    xml = m.script(f"{key}_c", f"{{{key}_n: if {key}_n = null then 1 else {key}_n + 1}}") + inner[0]
    xml += m.element("exclusiveGateway", key) + m.element("exclusiveGateway", f"{key}_j", default=f"{key}_d")
    xml += m.flow(key, inner[1]) + m.flow(inner[2], f"{key}_c") + m.flow(f"{key}_c", f"{key}_j")
    end = m.element("task", f"{key}_e") + m.flow(f"{key}_j", f"{key}_e", key=f"{key}_d")
    return xml + end + m.flow(f"{key}_j", key, f"{key}_n < {page.chance.randint(1, 4)}"), key, f"{key}_e"


def _sub_process(page: Page, depth: int) -> Part:
    """Several at once or after one another, caught by boundary events, with event sub-processes inside."""
    key, inner = page.key(), page.chain(depth)
    body = inner[0] + m.flow(f"{key}_s", inner[1]) + m.flow(inner[2], f"{key}_e")
    what = page.chance.choice([m.timer("PT2H"), m.ERROR, m.ESCALATION, m.MESSAGE, m.SIGNAL, m.condition("v > 2")])
    if page.yes():
        stops = page.yes() or what == m.ERROR
        body += m.event_sub_process(f"{key}_h", what, m.flow(f"{key}_h_s", f"{key}_h_e"), interrupting=stops)
    shape = {"sequential": page.yes(), "results": "liste", "result": "=x"} if page.yes() else {}
    xml = m.sub_process(key, body, loop=m.loop(**shape) if page.yes() else "")  # type: ignore[arg-type]
    if page.yes():
        answer = page.chain(depth - 1)
        stops = page.yes() or what == m.ERROR
        xml += m.boundary(f"{key}_b", key, what, interrupting=stops) + answer[0] + m.flow(f"{key}_b", answer[1])
        xml += m.element("endEvent", f"{key}_be") + m.flow(answer[2], f"{key}_be")
    return xml, key, key


def _called(page: Page, depth: int) -> Part:
    key, inner = page.key(), page.chain(depth)
    body = m.element("startEvent", f"{key}_s") + m.element("endEvent", f"{key}_e") + inner[0]
    body += m.flow(f"{key}_s", inner[1]) + m.flow(inner[2], f"{key}_e")
    page.processes.append(m.process(f"{key}_p", body))
    return m.call(key, f"{key}_p", {"x": "=x"}, {"v": "=v"}, loop=m.loop() if page.yes() else ""), key, key


def _undone(page: Page, depth: int) -> Part:
    key = page.key()
    return m.user(key) + m.undo(key, f"{key}_u"), key, key


SIMPLE: list[Callable[[Page, int], Part]] = [_step, _step, _step, _waiting, _throwing, _undone]
WAYS = [*SIMPLE, _gateway, _gateway, _events, _repeated, _sub_process, _sub_process, _called]

__all__ = ["sound_file"]
