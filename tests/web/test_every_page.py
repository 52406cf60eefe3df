"""No page escapes the eyes of axe and the HTML checker."""

from __future__ import annotations

from tests.browser.pages import UNVISITED, visited
from tests.web.conftest import World


def test_every_page_is_looked_at_or_has_a_reason(world: World) -> None:
    """Whoever adds a GET route adds a line to tests/browser/pages.py."""
    pages = {rule.endpoint for rule in world.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    seen = set(visited(world.app))
    assert pages - seen - set(UNVISITED) == set(), "neither visited nor excused"
    assert seen & set(UNVISITED) == set(), "excused, although visited"
    assert set(UNVISITED) <= pages, "excused, but gone"
