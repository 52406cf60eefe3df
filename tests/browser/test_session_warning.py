"""Nobody loses what they typed because a session ended unnoticed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.bundle import serve

DIALOG = """
<dialog id="session-warning" data-session-seconds="1800" data-warn-seconds="120" data-keep-alive-url="/sitzung">
  <p>Noch <span data-session-remaining></span> Minuten</p>
  <button type="button" data-session-extend>Angemeldet bleiben</button>
</dialog>"""


@pytest.fixture
def asked(page: Page) -> list[str]:
    """A page with a session of 30 minutes under a clock that stands still; what it asked the server."""
    heard: list[str] = []

    def keep_alive(route: Route) -> None:
        heard.append(route.request.method)
        route.fulfill(status=204)

    page.clock.install()
    serve(page, DIALOG, "app.css", "app.js", files={"/sitzung": keep_alive})
    return heard


def test_two_minutes_before_the_end_it_warns(page: Page, asked: list[str]) -> None:
    page.clock.run_for("27:55")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.clock.run_for("00:10")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_text("Noch 2 Minuten")).to_be_visible()
    assert asked == []


def test_staying_starts_the_time_anew(page: Page, asked: list[str]) -> None:
    page.clock.run_for("29:00")
    with page.expect_response("**/sitzung"):
        page.get_by_role("button", name="Angemeldet bleiben").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.clock.run_for("27:55")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert asked == ["GET"]


def test_after_the_end_the_page_asks_the_server_again(page: Page, asked: list[str]) -> None:
    page.clock.run_for("28:10")
    with page.expect_navigation():
        page.clock.run_for("02:00")
