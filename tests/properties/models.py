"""Hypothesis strategies for sound models over whatever the profile runs now, and the file of a model."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace

from hypothesis import assume
from hypothesis import strategies as st

from engine.bpmn.profile import PROFILE, Verdict
from tests.bpmn.models import HEAD, element, flow
from tests.properties import blocks as b
from tests.properties import events as e
from tests.properties.graphs import Maze, Net

KINDS = ("userTask", "manualTask", "task", "scriptTask", "scriptTask")


@dataclass(frozen=True)
class Place:
    """What may stand here, so that every order of wake-ups comes to the same: `shared` inside what runs several
    times at once, `silent` where no message may come, `whole` where nothing may go on beside the token."""

    depth: int
    shared: bool = False
    silent: bool = False
    whole: bool = False
    several: bool = False
    """Inside a multi-instance or a called process: what is undone there is refused beside what undoes all."""


def runs(*keys: str) -> bool:
    return all(key in PROFILE and PROFILE[key].verdict in (Verdict.RUNS, Verdict.COMPILED) for key in keys)


@functools.lru_cache
def blocks(place: Place) -> st.SearchStrategy[b.Block]:
    simple: list[st.SearchStrategy[b.Block]] = [st.builds(b.Step, st.sampled_from([k for k in KINDS if runs(k)]))]
    simple += [st.builds(b.Wait)] * runs(*b.Wait.needs)
    simple += [st.builds(e.Linked)] * runs(*e.Linked.needs)
    if not place.several:
        simple += [st.builds(e.Undone, st.integers(1, 3))] * runs(*e.Undone.needs)
    if not place.silent:
        simple += [st.builds(b.Receive, st.booleans())] * runs("receiveTask", "intermediateCatchEvent:message")
    if place.depth <= 0:
        return st.one_of(simple)
    return st.one_of([*simple, *_flowing(place), *_catching(place)])


@functools.lru_cache
def _chain(place: Place) -> st.SearchStrategy[b.Block]:
    return st.deferred(
        lambda: st.builds(b.Chain, st.lists(blocks(replace(place, depth=place.depth - 1)), min_size=1, max_size=3))
    )


def _flowing(place: Place) -> list[st.SearchStrategy[b.Block]]:
    inner = _chain(place)
    branches = st.lists(inner, min_size=2, max_size=3)
    found: list[st.SearchStrategy[b.Block]] = []
    for kind in ("exclusive", "parallel", "inclusive"):
        if runs(f"{kind}Gateway"):
            taken = st.lists(st.integers(0, 2), max_size=3)
            found.append(st.builds(b.Gateway, st.just(kind), branches, taken))
    pairs = st.lists(st.tuples(st.integers(0, 4), st.integers(1, 4)), max_size=6)
    found.append(st.builds(Net, st.lists(inner, min_size=2, max_size=5), pairs))
    if not place.shared:
        found.append(st.builds(b.Repeat, inner, st.integers(1, 3)))
        found.append(st.lists(inner, min_size=1, max_size=4).flatmap(_maze))
    if runs(*b.Several.needs):
        apart, again = (_chain(replace(place, several=True, shared=x or place.shared)) for x in (True, False))
        found.append(st.builds(b.Several, apart, st.integers(1, 3), st.just(False)))
        found.append(st.builds(b.Several, again, st.integers(1, 3), st.just(True)))
    if runs(*b.Called.needs):
        found.append(st.builds(b.Called, _chain(replace(place, several=True))))
    return found


def _maze(nodes: list[b.Block]) -> st.SearchStrategy[b.Block]:
    jump = st.tuples(st.integers(0, len(nodes)), st.integers(0, 2))
    return st.builds(Maze, st.just(nodes), st.lists(jump, min_size=len(nodes), max_size=len(nodes)))


def _catching(place: Place) -> list[st.SearchStrategy[b.Block]]:
    inner, silent = _chain(place), _chain(replace(place, silent=True))
    whole = _chain(replace(place, whole=True))
    found: list[st.SearchStrategy[b.Block]] = []

    def add(make: Callable[..., b.Block], *parts: st.SearchStrategy[object]) -> None:
        found.append(st.builds(make, *parts))

    for inside in (False, True):
        stops = st.just(True) if place.whole and not inside else st.booleans()
        for kind in ("timer", "message"):
            if kind == "message" and (place.silent or place.shared):
                continue
            if runs(*e.Guarded(b.Step(), b.Step(), kind, 1, True, inside).needs):
                body = silent if kind == "message" else inner
                add(e.Guarded, body, inner, st.just(kind), st.just(1), stops, st.just(inside))
        for kind in ("error", "escalation"):
            if runs(*e.Thrown(b.Step(), b.Step(), kind, True, inside).needs):
                add(e.Thrown, whole, inner, st.just(kind), stops, st.just(inside))
    if runs(*e.Terminated.needs):
        add(e.Terminated, inner, st.just(1))
    if runs(*e.Choice.needs):
        message = st.just(False) if place.silent else st.booleans()
        add(
            lambda parts, sent: e.Choice(parts, [1] * len(parts), sent),
            st.lists(inner, min_size=2, max_size=3),
            message,
        )
    if runs(*e.Signalled.needs):
        add(e.Signalled, inner, inner, st.just(1))
    return found


def _choice(branches: list[b.Block], message: bool) -> b.Block:
    return e.Choice(branches, [1] * len(branches), message)


class Model:
    """A file with what must happen when it runs."""

    def __init__(self, root: b.Block, xml: bytes, expected: b.Happened, world: b.World) -> None:
        self.root, self.xml, self.expected, self.world = root, xml, expected, world

    def __repr__(self) -> str:
        return f"{self.root}\n{self.xml.decode()}"

    @functools.cached_property
    def compared(self) -> frozenset[str]:
        """Elements whose steps are foretold."""
        return frozenset(block.key + ending for block in b.walk(self.root) for ending in block.own)

    @property
    def counts(self) -> dict[str, int]:
        """Variable -> how often its script runs; those of called processes stay there."""
        called = {y.key for x in b.walk(self.root) if isinstance(x, b.Called) for y in b.walk(x.body)}
        scripts = {x.key for x in b.walk(self.root) if isinstance(x, b.Step) and x.kind == "scriptTask"} - called
        return {b.count_of(key): n for key, n in b.tally(self.expected).items() if key in scripts}


def spread(root: b.Block, order: list[int]) -> None:
    """Give each timer a span of its own."""
    left = [b.SPANS[n] for n in order]
    for block in b.walk(root):
        if isinstance(block, e.Choice):
            assume(len(left) >= len(block.spans))
            block.spans = [left.pop() for _ in block.spans]
        elif hasattr(block, "span"):
            assume(left)
            block.span = left.pop()


def model(root: b.Block) -> Model:
    page, world = b.Drawing(), b.World()
    part = root.draw(page)
    body = (
        element("startEvent", "s") + element("endEvent", "e") + part.xml + flow("s", part.first) + flow(part.last, "e")
    )
    xml = f'{HEAD}{"".join(page.head)}<bpmn:process id="p" isExecutable="true">{body}</bpmn:process>'
    xml += "".join(page.processes) + "</bpmn:definitions>"
    return Model(root, xml.encode(), root.run(0, world), world)


@st.composite
def models(draw: st.DrawFn, depth: int = 3) -> Model:
    root = b.numbered(draw(blocks(Place(depth))))
    spread(root, draw(st.permutations(range(len(b.SPANS)))))
    found = model(root)
    assume(len(found.expected.steps) <= 150)
    return found


__all__ = ["Model", "model", "models", "runs"]
