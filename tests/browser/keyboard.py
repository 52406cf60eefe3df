"""A person who touches nothing but the keyboard: one window, one address, and from there Tab, Enter, Space, arrows and
letters. At every stop the focus must be seen: the look of a control changes when the focus leaves it, and nothing lies
over it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from playwright.sync_api import Browser, expect

from engine.accounts.demo import PASSWORD
from tests.browser.desk import PATIENCE, Desk

MOST_STOPS = 200
MOST_OPTIONS = 40
DATES = ("date", "datetime-local")
DAY, TIME = "05052026", "1000A"  # the same day and time whether the browser counts English or German
STOP = """() => {
  // Where the focus is, what is written there, and whether the form still wants an answer here.
  const element = document.activeElement;
  const look = (each) => [each, each.parentElement, each.nextElementSibling].filter(Boolean).map((part) => {
    const { outline, boxShadow, backgroundColor, borderColor, textDecoration } = getComputedStyle(part);
    return [outline, boxShadow, backgroundColor, borderColor, textDecoration].join(" ");
  }).join(" | ");
  const before = window.keyboardStop;
  const left = before && before.element !== document.body && before.element !== element && before.element.isConnected;
  const unseen = left && before.looks.every((seen) => seen === look(before.element)) ? before.name : "";
  const set = element.closest("fieldset");
  const choice = element.type === "radio" || element.type === "checkbox";
  const group = ":scope > .kern-fieldset__body > .kern-form-check > input";
  const mates = choice && set ? [...set.querySelectorAll(group)] : [];
  const grouped = mates.includes(element);
  const legend = grouped ? set.querySelector(":scope > legend") : null;
  const words = element.labels?.[0] ?? legend;
  const optional = (legend ?? element.labels?.[0])?.querySelector(".kern-label__optional");
  const text = (each) => (each?.innerText ?? "").replace(/ *\\(optional\\)$/, "").trim();
  const name = element.getAttribute("aria-label") ?? (text(words) || element.innerText.trim().split("\\n")[0]);
  const box = element.getBoundingClientRect();
  const [upper, lower] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  const top = upper < lower && document.elementFromPoint(box.x + box.width / 2, (upper + lower) / 2);
  const over = !top || !(element.contains(top) || top.contains(element) || top.control === element
    || top.closest("label")?.control === element);
  // A date has several stops inside; the browser itself marks them.
  const looks = before?.element === element ? before.looks : [];
  window.keyboardStop = { element, name, looks: [...looks, look(element)] };
  return {
    id: element.id || element.name || "",
    body: element === document.body,
    name,
    group: text(legend),
    kind: element.type || element.localName,
    line: element.closest("li, tr")?.innerText ?? "",
    value: element.localName === "select" ? element.selectedOptions[0]?.label : element.value,
    checked: Boolean(element.checked),
    unseen,
    covered: element !== document.body && (over || box.width === 0 || box.height === 0)
      ? `at ${box.x}, ${box.y} of ${innerWidth} x ${innerHeight} there is ${top ? top.outerHTML : "nothing"}`
      : "",
    wanted: grouped
      ? !optional && !mates.some((each) => each.checked)
      : element.getAttribute("aria-required") === "true" && (choice ? !element.checked : !element.value.trim()),
  };
}"""

FRAME = "() => new Promise(requestAnimationFrame)"
MOST_FRAMES = 60

Stop = dict[str, Any]


class Keyboard:
    """`desk` is only looked at; whatever happens, happens by keys."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.desk = Desk(browser, url, drawings=False, reduced_motion="reduce")
        self.page = self.desk.page
        self.who = ""
        self.desk.open("/anmelden")

    # ------------------------------------------------------------------ walking
    def here(self) -> Stop:
        stop: Stop = self.page.evaluate(STOP)
        assert not stop["unseen"], f"{self.desk.title}: the focus was not to be seen on {stop['unseen']}"
        for _ in range(MOST_FRAMES):
            if not stop["covered"]:
                break
            self.page.evaluate(FRAME)  # it may still be on its way into view
            stop = self.page.evaluate(STOP)
        assert not stop["covered"], f"{self.desk.title}: {stop['name']} cannot be seen: {stop['covered']}"
        return stop

    def press(self, *keys: str) -> Stop:
        """The keys, and where the focus is then, after the page has become what they made of it."""
        for key in keys:
            self.page.keyboard.press(key)
        self.desk.settle()
        return self.here()

    def reach(self, what: str, wanted: Callable[[Stop], bool], key: str = "Tab") -> Stop:
        for _ in range(MOST_STOPS):
            self.page.keyboard.press(key)
            stop = self.here()
            if wanted(stop):
                return stop
        raise AssertionError(f"{self.desk.title}: {key} never reaches {what}: {self.desk.main.inner_text()}")

    def reach_name(self, name: str, key: str = "Tab") -> Stop:
        return self.reach(name, lambda stop: stop["name"] == name, key)

    def go(self, name: str, heading: str, *, line: str = "") -> None:
        """Tabs to what is called so (in the line with these words) and presses Enter."""
        self.desk.settle()
        # A step that is done for several says for whom after its name.
        self.reach(f"{name} {line}", lambda stop: stop["name"].startswith(name) and line in stop["line"])
        self.enter(heading)

    def enter(self, heading: str) -> None:
        """Enter leads to another page, which is called so."""
        with self.page.expect_navigation(timeout=PATIENCE):
            self.page.keyboard.press("Enter")
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading, timeout=PATIENCE)
        self.desk.settle()

    def skip(self) -> None:
        """The first stop of every page leads past the navigation."""
        assert self.press("Tab")["name"] == "Zum Inhalt springen"
        self.page.keyboard.press("Enter")
        self.page.wait_for_function("() => document.activeElement.id === 'inhalt'")

    # ------------------------------------------------------------------ people
    def become(self, login: str) -> None:
        if self.who == login:
            return
        if self.who:
            self.reach("the menu", lambda stop: stop["kind"] == "summary")
            self.press("Enter")
            self.go("Abmelden", "Anmelden")
        self.skip()
        for label, text in (("Kontoname", login), ("Kennwort", PASSWORD)):
            self.reach_name(label)
            self.page.keyboard.type(text)
        self.enter("Aufgaben")
        self.who = login

    # ------------------------------------------------------------------ forms
    def do(self, name: str, az: str, answers: Mapping[str, Any]) -> None:
        """From wherever one is to the list, to the task of this case, through its form to the end."""
        self.go("Aufgaben", "Aufgaben")
        self.skip()
        self.go(name, name, line=az)
        self.complete(answers)

    def complete(self, answers: Mapping[str, Any]) -> None:
        title = self.desk.title
        self.skip()
        self.fill_in(answers)
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_text("Die Aufgabe ist abgeschlossen."), title).to_be_visible(timeout=PATIENCE)
        self.desk.settle()

    def fill_in(self, answers: Mapping[str, Any]) -> None:
        """Tabs through the form, answers what is given or required, and stops at its button. `answers`: what stands
        above a field -> text, option or options, True for a tick or for a button to be pressed."""
        left, met = dict(answers), list[str]()
        for _ in range(MOST_STOPS):
            stop = self.press("Tab")  # and a look: what the last answer changed has come
            met.append(stop["name"])
            if stop["name"] == "Abschließen":
                assert not left, f"{self.desk.title}: no way by Tab to {list(left)}, only to {met}"
                return
            self.answer(stop, left)
        raise AssertionError(f"{self.desk.title}: Tab never reaches the end of the form")

    def answer(self, stop: Stop, left: dict[str, Any]) -> None:
        label = stop["group"] or stop["name"]
        wish = left.pop(label, None)
        if wish is None and not stop["wanted"]:
            return
        if stop["kind"] in ("submit", "button"):
            there = self.press("Enter")
            assert there["name"] != stop["name"], f"{label}: the focus does not go where something was added"
            self.answer(there, left)
        elif stop["kind"] == "checkbox" and stop["group"]:
            self.tick(label, wish)
        elif stop["kind"] in ("radio", "checkbox"):
            self.press("Space")
            if isinstance(wish, str):
                self.choose(wish, "name")
        elif stop["kind"].startswith("select"):
            self.choose(wish, "value") if wish else self.press("ArrowDown")
        elif stop["kind"] in DATES:
            self.page.keyboard.type(DAY)
            if stop["kind"] == "datetime-local":
                self.page.keyboard.press("ArrowRight")
                self.page.keyboard.type(TIME)
        else:
            self.page.keyboard.press("ControlOrMeta+a")
            self.page.keyboard.type(wish or "1")

    def tick(self, group: str, wish: Sequence[str] | None) -> None:
        """The first box, or those that are wished for; each of them is a stop."""
        left, stop = list(wish or ()), self.here()
        if not left:
            self.press("Space")
        while left:
            assert stop["group"] == group, f"no way by Tab to {left}"
            if left[0] == stop["name"]:
                left.pop(0)
                self.press("Space")
            if left:
                stop = self.press("Tab")

    def choose(self, option: str, part: str) -> None:
        for _ in range(MOST_OPTIONS):
            if self.here()[part] == option:
                return
            self.press("ArrowDown")
        raise AssertionError(f"The arrow keys never reach {option}")
