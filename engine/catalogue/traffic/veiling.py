"""Which counts may be shown, so that none that is hidden can be computed from them.

Hidden are those about one case to `FEWEST` less one, and those of steps that the reader may not see; of these not even
whether they are nought may follow. Who reckons back to a secret count is taken to know every small one as well, how
many cases began, and how many wait at each step or broke off there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.catalogue.traffic.balance import Count, Equation
from engine.catalogue.traffic.solving import System

FEWEST = 5
"""Cases. Fewer are people whom somebody may recognise; k = 5 as in the statistics of the network."""


def shown(
    found: Mapping[Count, int],
    equations: Iterable[Equation],
    *,
    secret: frozenset[Count],
    few: frozenset[Count],
    public: frozenset[Count] = frozenset(),
) -> dict[Count, int]:
    """What of `found` may stand on a page. `few`: counts about too few cases; `public`: said elsewhere anyway."""
    listed = tuple(equations)
    strict, firm = System(listed), System(equation for equation in listed if not equation.loose)
    left = {count: value for count, value in found.items() if count not in secret | few}
    while gone := _telling(strict, left, secret, few | public) or _telling(firm, left, few - secret, frozenset()):
        for count in gone:
            del left[count]
    return left


def _telling(
    system: System, left: Mapping[Count, int], hidden: frozenset[Count], known: frozenset[Count]
) -> frozenset[Count]:
    """What must go next: for hidden counts that follow the smallest that they follow from, with its like."""
    gone: set[Count] = set()
    for count, told in sorted(system.follows(left.keys() | known).items()):
        telling = [part for part in told if part in left]
        if count in hidden and telling and gone.isdisjoint(telling):
            least = min(telling, key=lambda part: (left[part] < FEWEST, left[part], part))
            gone |= system.alike(least) & left.keys()
    return frozenset(gone)
