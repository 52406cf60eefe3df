"""One person at a browser of their own: signs in, finds tasks, fills in forms by what is written on them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Self

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response, expect

from engine.accounts.demo import PASSWORD

ROUNDS = 12
OWN = "Dreizehn Enten am Ufer"
PATIENCE = 30_000
"""ms, for a machine with other work."""
FILL = """() => {
  // Puts something fitting into everything required and empty; stops after a field that lets others appear.
  const optional = (holder) => holder.querySelector(":scope > legend .kern-label__optional");
  const put = (field) => {
    if (field.type === "checkbox" || field.type === "radio") field.checked = true;
    else if (field.tagName === "SELECT") field.selectedIndex = 1;
    else if (field.type === "date") field.value = "2026-06-03";
    else if (field.type === "datetime-local") field.value = "2026-06-03T10:00";
    else field.value = field.inputMode || field.type === "number" ? "1" : "Beispielangabe";
    field.dispatchEvent(new Event("change", { bubbles: true }));
    return Boolean(field.closest("#formular [data-hx-post]"));
  };
  let count = 0;
  for (const field of document.querySelectorAll("#formular [aria-required=true]")) {
    const blank = field.type === "checkbox" ? !field.checked : !field.value.trim();
    if (!field.offsetParent || !blank || field.type === "radio") continue;
    count += 1;
    if (put(field)) return count;
  }
  for (const set of document.querySelectorAll("#formular fieldset")) {
    const choices = [...set.querySelectorAll(":scope > .kern-fieldset__body > .kern-form-check > input")];
    if (!choices.length || optional(set) || choices.some((choice) => choice.checked)) continue;
    count += 1;
    if (put(choices[0])) return count;
  }
  return count;
}"""


def block(page: Page, address: str) -> None:
    """Loads nothing from there. A route would do it, too, but takes the browser's cache away from everything else."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setBlockedURLs", {"urls": [address]})


class Desk:
    """`page` is the person's browser; every method leaves it where that person would be then."""

    def __init__(self, browser: Browser, url: str, login: str = "", *, drawings: bool = True, **context: Any) -> None:
        options = {"locale": "de-DE", "timezone_id": "Europe/Berlin", "viewport": {"width": 1280, "height": 900}}
        self.context: BrowserContext = browser.new_context(**(options | context))
        self.context.set_default_timeout(PATIENCE)
        self.url = url
        self.page: Page = self.context.new_page()
        if not drawings:  # two big diagrams after every completed task cost more than all the rest
            block(self.page, "*/dist/viewer-*.js")
        if login:
            self.sign_in(login)

    def sign_in(self, login: str, password: str = PASSWORD) -> Self:
        self.open("/anmelden")
        self.page.get_by_label("Kontoname").fill(login)
        self.page.get_by_label("Kennwort").fill(password)
        self.page.get_by_role("main").get_by_role("button", name="Anmelden", exact=True).click()
        expect(self.page).not_to_have_url(re.compile("/anmelden"))
        return self

    def sign_in_first(self, login: str, given: str) -> Self:
        """With a password that somebody else gave: chooses one of one's own, and comes in with that."""
        self.sign_in(login, given)
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Eigenes Kennwort wählen")
        self.page.get_by_label("Bisheriges Kennwort").fill(given)
        self.page.get_by_label("Neues Kennwort", exact=True).fill(OWN)
        self.page.get_by_label("Neues Kennwort wiederholen").fill(OWN)
        self.press("Kennwort ändern")
        expect(self.page).to_have_url(re.compile("/anmelden"))
        return self.sign_in(login, OWN)

    def open(self, path: str) -> int:
        """The status of the answer."""
        response = self.page.goto(self.url + path)
        assert isinstance(response, Response)
        return response.status

    def close(self) -> None:
        self.context.close()

    @property
    def title(self) -> str:
        return self.page.get_by_role("heading", level=1).inner_text()

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    # ------------------------------------------------------------------ tasks
    def task_names(self, az: str) -> list[str]:
        """Names of the tasks of one case in this person's list."""
        self.open("/aufgaben")
        lines = self.page.locator(".sw-task").filter(has_text=az)
        return [lines.nth(index).get_by_role("link").inner_text() for index in range(lines.count())]

    def open_task(self, name: str, az: str) -> Self:
        """`name`: the step; for whom it is, where it is done for several, need not be said."""
        said = re.compile(rf"^{re.escape(name)}(: .+)?$")
        self.open("/aufgaben")
        self.page.locator(".sw-task").filter(has_text=az).get_by_role("link", name=said).first.click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(said)
        return self

    def do(self, name: str, az: str, answers: Mapping[str, Any] | None = None) -> Self:
        """Opens a task from the list, fills in its form and completes it."""
        return self.open_task(name, az).complete(answers)

    def complete(self, answers: Mapping[str, Any] | None = None) -> Self:
        """Answers what is given, something fitting for whatever else is required, and completes the open task."""
        self.fill_in(answers or {})
        self.press("Abschließen")
        expect(self.page.get_by_text("Die Aufgabe ist abgeschlossen.")).to_be_visible()
        return self

    def press(self, button: str) -> None:
        self.main.get_by_role("button", name=button, exact=True).click()

    # ------------------------------------------------------------------ forms
    def fill_in(self, answers: Mapping[str, Any]) -> None:
        """`answers`: what stands above a field -> the text, the option or the list of options to choose."""
        for label, value in answers.items():
            self.answer(label, value)
        self.settle()
        for _ in range(ROUNDS):
            if not self.page.evaluate(FILL):
                return
            self.settle()
        raise AssertionError(f"{self.title}: required fields keep appearing")

    def answer(self, label: str, value: Any) -> None:
        self.settle()
        named = re.compile(rf"^{re.escape(label)}( \(optional\))?$")
        form = self.page.locator("#formular")
        if isinstance(value, bool):
            form.get_by_role("checkbox", name=named).set_checked(value)
        elif (group := form.get_by_role("group", name=named)).count():
            for option in [value] if isinstance(value, str) else value:
                group.first.get_by_label(option, exact=True).check()
        else:
            field = form.get_by_label(named)
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(label=value)
            else:
                field.fill(value)
                field.blur()
        self.settle()

    def settle(self) -> None:
        """Waits until the page is there, and the fields that an answer lets appear are, too."""
        self.page.wait_for_load_state("load")
        self.page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')")

    # ------------------------------------------------------------------ cases
    def report(self, title: str, answers: Mapping[str, Any] | None = None) -> str:
        """Takes down a report from "Neue Meldung" to the completed form; the Aktenzeichen."""
        self.open("/aufgaben")
        self.page.get_by_role("link", name="Neue Meldung").first.click()
        self.press("Meldung aufnehmen")
        az = self.page.locator("aside .sw-az").inner_text()
        self.complete({"Kurzbezeichnung (ohne Namen!)": title, **(answers or {})})
        return az

    def find_case(self, words: str) -> str:
        """Aktenzeichen of the case with these words in its title."""
        self.open("/vorgaenge")
        line = self.page.locator("tbody").get_by_role("row").filter(has_text=words)
        return line.locator(".sw-az").inner_text()

    def open_case(self, az: str, view: str = "stand") -> Self:
        assert self.open(f"/vorgaenge/{az}?ansicht={view}") == 200
        return self
