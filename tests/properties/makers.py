"""One function for each kind of block that holds others, and where each may stand."""

from __future__ import annotations

from dataclasses import replace

from tests.properties import events as e
from tests.properties import graphs as g
from tests.properties import partners as p
from tests.properties import repetitions as r
from tests.properties import undoing as u
from tests.properties import waiting as w
from tests.properties.blocks import SPLITS, Block, Chain, Gateway, Step
from tests.properties.making import ACTIVITIES, ATOMIC, MOST_TIMES, Fits, Maker, Making, Place


def gateway(m: Making, place: Place, budget: int) -> Block:
    branches = m.chains(place, budget, 2, 3)
    return Gateway(m.pick(list(SPLITS)), branches, [n for n in range(2) if m.yes()])


def repeat(m: Making, place: Place, budget: int) -> Block:
    rounds = m.rounds(place)
    return r.Repeat(m.chain(place.repeated(rounds), budget), rounds)


def rounds(m: Making, place: Place, budget: int) -> Block:
    number, before, most = m.rounds(place, 0), m.yes(), m.yes()
    if number == 0:
        before, most = True, False
    return r.Rounds(m.chain(place.repeated(number), budget), number, before, most)


def several(m: Making, place: Place, budget: int) -> Block:
    count, sequential = m.rounds(place, 0), m.yes()
    enough = m.between(0, count) if sequential else 0
    return r.Several(m.chain(place.repeated(count, shared=not sequential), budget), count, sequential, enough)


def tokens(m: Making, place: Place, budget: int) -> Block:
    count = m.between(2, min(3, MOST_TIMES // place.times))
    return r.Tokens(m.chain(place.repeated(count, shared=True), budget), count)


def called(m: Making, place: Place, budget: int) -> Block:
    return r.Called(m.chain(place, budget), m.between(0, 5))


def ad_hoc(m: Making, place: Place, budget: int) -> Block:
    if m.yes() and not place.shared:
        return r.AdHoc([], m.between(1, 3), m.yes())
    if m.yes():
        return r.AdHoc([Step(m.pick(ATOMIC)) for _ in range(min(3, budget))], 0, True)
    bodies: list[Block] = []
    for share in m.shares(budget, m.between(1, min(3, budget))):
        more = [m.leaf(replace(place, whole=True)) for _ in range(share - 1)]  # no end events
        bodies.append(Chain([Step(m.pick(ACTIVITIES)), *more]))
    return r.AdHoc(bodies)


def forked(m: Making, place: Place, budget: int) -> Block:
    bodies = m.chains(place, budget, 2, 3)
    return r.Forked(bodies, [m.pick(r.ENDS) for _ in bodies], m.yes())


def maze(m: Making, place: Place, budget: int) -> Block:
    count = m.between(1, min(4, budget))
    jumps = [(m.between(0, count), m.between(0, 2)) for _ in range(count)]
    way = g.Maze([Step() for _ in jumps], jumps).way()
    while max((way.count(n) for n in way), default=0) * place.times > MOST_TIMES:  # too often: jump less
        worst = max(range(count), key=lambda n: (jumps[n][1], n))
        jumps[worst] = (jumps[worst][0], jumps[worst][1] - 1)
        way = g.Maze([Step() for _ in jumps], jumps).way()
    nodes = [m.chain(place.repeated(way.count(n)), share) for n, share in enumerate(m.shares(budget, count))]
    return g.Maze(nodes, jumps)


def _edges(m: Making, count: int) -> list[tuple[int, int]]:
    return [(a, b) for a in range(count) for b in range(a + 1, count) if m.one_in(3)]


def net(m: Making, place: Place, budget: int) -> Block:
    nodes = m.chains(place, budget, 2, 5)
    return g.Net(nodes, _edges(m, len(nodes)))


def conditional(m: Making, place: Place, budget: int) -> Block:
    nodes = m.chains(place, budget, 2, 5)
    edges = _edges(m, len(nodes))
    taken = {(a, b) for a, b in [*((-1, n) for n in range(len(nodes))), *edges] if m.yes()}
    return g.Conditional(nodes, edges, frozenset(taken))


def guarded(m: Making, place: Place, budget: int) -> Block:
    inside, interrupting = m.yes(), m.yes()
    if place.whole and not inside:
        interrupting = True
    kinds = ["timer"] * (m.spans > 0) + ["message", "multiple"] * (not place.silent and not place.shared)
    if m.spans and not interrupting and place.times <= 2:
        kinds.append("cycle")
    kind = m.pick(kinds)
    heard = kind in ("message", "multiple")
    span = 1 if heard else m.span()
    body = replace(place, silent=place.silent or heard, stopped=place.stopped or interrupting)
    answer = place.repeated(3, shared=True) if kind == "cycle" else place
    hosts = ["subProcess"] if inside else ["subProcess", "callActivity", *["several"] * (place.times * 2 <= MOST_TIMES)]
    host = m.pick(hosts)
    if host == "several":
        body = body.repeated(2, shared=True)
    return e.Guarded(*m.two(body, answer, budget), kind, span, interrupting, inside, host)


def stirred(m: Making, place: Place, budget: int) -> Block:
    inside, interrupting, kind, span = m.yes(), m.yes(), m.pick(("signal", "conditional")), m.span()
    if place.whole and not inside:
        interrupting = True
    body = replace(place, stopped=place.stopped or interrupting)
    return e.Stirred(*m.two(body, place, budget), kind, span, interrupting, inside)


def thrown(m: Making, place: Place, budget: int) -> Block:
    inside, interrupting, kind = m.yes(), m.yes(), m.pick(("error", "escalation"))
    if place.whole and not inside:
        interrupting = True
    rest = m.chain(place, 1) if kind == "escalation" and m.yes() else None
    return e.Thrown(*m.two(replace(place, whole=True), place, budget), kind, interrupting, inside, rest)


def terminated(m: Making, place: Place, budget: int) -> Block:
    span = m.span()
    return e.Terminated(m.chain(replace(place, stopped=True), budget), span)


def overdue(m: Making, place: Place, budget: int) -> Block:
    kind, span = m.pick(("userTask", "receiveTask", "serviceTask")), m.span()
    reminding = m.span() if m.spans and place.times <= 2 and m.yes() else 0
    return w.Overdue(m.chain(place, budget), kind, span, reminding)


def failing(m: Making, place: Place, budget: int) -> Block:
    return w.Failing(m.chain(place, budget), m.pick(("serviceTask:mail", "serviceTask:webhook", "sendTask:mail")))


def choice(m: Making, place: Place, budget: int) -> Block:
    first = m.pick(("timer",) if place.silent else ("timer", "receiveTask", "intermediateCatchEvent"))
    number = m.between(2, min(3, m.spans))
    spans = [m.span() for _ in range(number)]
    return w.Choice([m.chain(place, share) for share in m.shares(max(budget, number), number)], spans, first)


def signalled(m: Making, place: Place, budget: int) -> Block:
    kind, span, behind = m.pick(("signal", "conditional")), m.span(), m.yes()
    return w.Signalled(*m.two(place, place, budget), kind, span, behind)


def transacted(m: Making, place: Place, budget: int) -> Block:
    canceled, count, span = m.yes(), m.between(1, 2), m.span()
    body = replace(place, clean=True, stopped=place.stopped or canceled)
    return u.Transacted(*m.two(body, place, budget), count, canceled, span)


def partnered(m: Making, place: Place, budget: int) -> Block:
    body = m.chain(replace(place, whole=True), budget)
    return p.Partnered(body, m.pick(p.ASKING), m.pick(p.ANSWERING), m.pick(p.CATCHING), m.pick(p.BEGINNING))


def _always(m: Making, place: Place) -> bool:
    return True


def _timed(m: Making, place: Place) -> bool:
    return m.spans > 0


def _alone(m: Making, place: Place) -> bool:
    """Not several times at once: what uses variables or signals of the whole case."""
    return not place.shared


def _timed_alone(m: Making, place: Place) -> bool:
    return m.spans > 0 and not place.shared


MAKERS: list[tuple[Maker, Fits]] = [
    (lambda m, place, budget: m.leaf(place), _always),  # the first: what fails shrinks to it
    (gateway, _always),
    (gateway, _always),
    (net, _always),
    (conditional, _always),
    (repeat, _alone),
    (maze, _alone),
    (rounds, _always),
    (several, _always),
    (tokens, lambda m, place: place.times * 2 <= MOST_TIMES),
    (called, _always),
    (ad_hoc, _always),
    (forked, _always),
    (guarded, lambda m, place: m.spans > 0 or not (place.silent or place.shared)),
    (guarded, lambda m, place: m.spans > 0 or not (place.silent or place.shared)),
    (stirred, _timed_alone),
    (stirred, _timed_alone),
    (thrown, _always),
    (terminated, _timed),
    (overdue, _timed),
    (failing, _always),
    (choice, lambda m, place: m.spans > 1),
    (signalled, _timed_alone),
    (transacted, lambda m, place: m.spans > 0 and not place.clean),
    (partnered, lambda m, place: not (place.shared or place.stopped)),
]

__all__ = ["MAKERS"]
