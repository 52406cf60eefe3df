"""Forms while they are being filled in: what was typed stays, whatever the server sends meanwhile."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from playwright.sync_api import Browser, Error, Request, Route, expect

from tests.browser.conftest import LiveServer
from tests.browser.desk import Desk


def at_the_safety_check(desk_of: Callable[[str], Desk]) -> Desk:
    """Of a case of its own: what is ticked in a form is kept as a draft and would be there in the next test."""
    desk = desk_of("koordination")
    return desk.open_task("Sicherheit sofort prüfen", desk.report("Wer ist hier schneller?"))


def test_an_answer_lets_its_question_appear(desk_of: Callable[[str], Desk]) -> None:
    desk = at_the_safety_check(desk_of)
    desk.answer("Ihre Einschätzung", "keine Hinweise auf Gefahr")
    expect(desk.page.get_by_label("Woran machen Sie das fest?")).to_have_count(0)
    desk.answer("Ihre Einschätzung", "akute Gefahr")
    expect(desk.page.get_by_label("Woran machen Sie das fest?")).to_be_visible()
    expect(desk.page.get_by_label("akute Gefahr")).to_be_focused()


def test_who_types_on_while_fields_appear_loses_no_letter(desk_of: Callable[[str], Desk]) -> None:
    desk = at_the_safety_check(desk_of)
    page = desk.page
    desk.answer("Ihre Einschätzung", "akute Gefahr")
    held: list[Route] = []
    page.route("**/vorschau", lambda route: held.append(route))
    with page.expect_request(is_preview):
        page.get_by_label("Hinweise, aber nicht sicher").check()
    reason = page.get_by_label("Woran machen Sie das fest?")
    reason.press_sequentially("Er hat gedroht.")
    page.get_by_label("Drohung").check()
    assert len(held) == 1, "the answer of the server is still under way"
    with page.expect_event("requestfinished", is_preview):
        held[0].continue_()
    desk.settle()
    expect(reason).to_have_value("Er hat gedroht.")
    expect(page.get_by_label("Drohung")).to_be_checked()
    expect(page.get_by_label("Hinweise, aber nicht sicher")).to_be_checked()
    page.unroute("**/vorschau")


def test_the_last_answer_wins_whichever_comes_back_last(desk_of: Callable[[str], Desk]) -> None:
    desk = at_the_safety_check(desk_of)
    page = desk.page
    held: list[Route] = []
    late: list[bool] = []
    page.route("**/vorschau", lambda route: route.continue_() if late else held.append(route))
    page.get_by_label("keine Hinweise auf Gefahr").check()
    with page.expect_request(is_preview):
        page.get_by_label("akute Gefahr").check()
    late.append(True)  # a question that comes only now is held no more
    for route in reversed(held):
        with contextlib.suppress(Error):  # the browser may have withdrawn the first question
            route.continue_()
    expect(page.get_by_label("Woran machen Sie das fest?")).to_be_visible()
    desk.settle()
    expect(page.get_by_label("Woran machen Sie das fest?")).to_be_visible()
    expect(page.get_by_label("akute Gefahr")).to_be_checked()
    page.unroute("**/vorschau")


def test_an_answer_given_the_moment_the_fields_arrive_counts(desk_of: Callable[[str], Desk]) -> None:
    """htmx listens to new fields a few milliseconds after they are there: fast fingers can hit the gap."""
    page = at_the_safety_check(desk_of).page
    page.evaluate("""() => document.addEventListener('htmx:afterSwap', () =>
        [...document.querySelectorAll('#formular input[type=radio]')].find((radio) => radio.value === 'akut').click(),
        {once: true})""")
    page.get_by_label("keine Hinweise auf Gefahr").check(force=True)
    expect(page.get_by_label("akute Gefahr")).to_be_checked()
    expect(page.get_by_label("Woran machen Sie das fest?")).to_be_visible()


def test_an_answer_given_before_the_script_arrives_counts(
    desk_of: Callable[[str], Desk], live_server: LiveServer, browser: Browser
) -> None:
    """A slow line: the form can be read and filled in long before the page is complete."""
    address = at_the_safety_check(desk_of).page.url
    desk = Desk(browser, live_server.url)
    desk.context.add_cookies(desk_of("koordination").context.cookies())
    held: list[Route] = []
    desk.page.route("**/dist/app-*.js", lambda route: held.append(route))
    desk.page.goto(address, wait_until="commit")
    reason = desk.page.get_by_label("Woran machen Sie das fest?")
    desk.page.get_by_label("keine Hinweise auf Gefahr").check()
    expect(reason).to_be_visible()
    assert len(held) == 1, "the script is still under way"
    held[0].continue_()
    expect(reason).to_have_count(0)
    expect(desk.page.get_by_label("keine Hinweise auf Gefahr")).to_be_checked()
    desk.close()


def is_preview(request: Request) -> bool:
    return request.url.endswith("/vorschau")


def test_what_was_typed_last_is_kept_when_somebody_leaves_the_page(desk_of: Callable[[str], Desk]) -> None:
    """The draft is saved after a pause; whoever follows a link before that loses nothing."""
    desk = desk_of("koordination")
    az = desk.report("Wird gleich verlassen")
    desk.open_task("Sicherheit sofort prüfen", az).answer("Ihre Einschätzung", "akute Gefahr")
    desk.page.get_by_label("Woran machen Sie das fest?").fill("Er steht vor der Tür.")
    desk.page.get_by_role("link", name="Vorgänge", exact=True).click()
    desk.open_task("Sicherheit sofort prüfen", az)
    desk.page.reload()  # the letter sent on leaving may have come in after the page
    expect(desk.main).to_contain_text("Das ist Ihr Entwurf")
    expect(desk.page.get_by_label("Woran machen Sie das fest?")).to_have_value("Er steht vor der Tür.")
