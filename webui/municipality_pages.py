"""Words, order and the form of the pages about municipalities."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as N_
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from engine.onboarding import TEST_CASES, MunicipalityLine, SetStep, Stand, StepLine, StepState
from engine.terms import TenantId
from webui import paging
from webui.account_forms import CheckboxList
from webui.language import as_told

STATES: dict[str, Any] = {
    Stand.LIVE.value: N_("Echtbetrieb"),
    Stand.TRIAL.value: N_("Erprobung"),
    Stand.PREPARING.value: N_("in Vorbereitung"),
    Stand.PAUSED.value: N_("ausgesetzt"),
    Stand.NOTHING.value: N_("noch nicht begonnen"),
}
STEP_STATES: dict[str, Any] = {
    StepState.OPEN.value: N_("offen"),
    StepState.DONE.value: N_("erledigt"),
    StepState.DROPPED.value: N_("nicht nötig"),
}
SOFT_HYPHEN = "\u00ad"
BROKEN = (
    *(
        "Reckling-hausen",
        "Mönchen-gladbach",
        "Gelsen-kirchen",
        "Ober-bergischer",
        "Bergi-scher",
        "Hoch-sauer-land-kreis",
    ),
    *("Wittgen-stein", "Lever-kusen", "Oberhau-sen", "Märki-scher", "Güters-loh", "Waren-dorf"),
)
FIELDS = ("day", "evidence", "reference", "responsible", "reason")


def stand_name(stand: str) -> str:
    return str(STATES[stand])


def state_name(state: str) -> str:
    return str(STEP_STATES[state])


def tile_name(name: str, kind: str) -> str:
    """Short, and with soft hyphens where a word is wider than a tile: not every browser knows where German breaks."""
    short = name.removeprefix("Stadt ") if kind == "kreisfreie Stadt" else name
    for word in BROKEN:
        short = short.replace(word.replace("-", ""), word.replace("-", SOFT_HYPHEN))
    return short


def day_text(day: str) -> str:
    """03.06.2026, of an ISO day; empty for none."""
    return f"{date.fromisoformat(day):%d.%m.%Y}" if day else ""


# ------------------------------------------------------------------ order of the table
@dataclass(frozen=True, slots=True)
class Order:
    """`column`: one of COLUMNS. `down`: the largest first."""

    column: str
    down: bool

    def url(self, column: str) -> str:
        """The same column once more turns the order round."""
        down = column == self.column and not self.down
        return paging.filter_url(nach_spalte=column, richtung="ab" if down else None)

    def aria(self, column: str) -> str:
        return "none" if column != self.column else "descending" if self.down else "ascending"


_STANDS = list(STATES)
COLUMNS: dict[str, Callable[[MunicipalityLine], Any]] = {
    "name": lambda line: 0,  # as the engine gives them
    "stand": lambda line: _STANDS.index(line.stand),
    "schritte": lambda line: line.settled,
    "weg": lambda line: line.published_at.isoformat() if line.published_at else "",
    "vorlage": lambda line: line.origin,
    "seit": lambda line: line.live_since,
}


def chosen_order() -> Order:
    return Order(paging.chosen("nach_spalte", COLUMNS) or "name", paging.chosen("richtung", ("ab",)) == "ab")


def ordered(lines: Iterable[MunicipalityLine]) -> list[MunicipalityLine]:
    """As the address says; lines that are equal stay in the order of their names."""
    order = chosen_order()
    if order.column == "name":
        return list(reversed(list(lines))) if order.down else list(lines)
    return sorted(lines, key=COLUMNS[order.column], reverse=order.down)


# ------------------------------------------------------------------ one step
class StepForm(FlaskForm):
    state = RadioField(
        N_("Stand"),
        choices=[
            SelectChoice(state.value, STEP_STATES[state.value])
            for state in (StepState.DONE, StepState.OPEN, StepState.DROPPED)
        ],
        validate_choice=False,
    )
    day = StringField(N_("Datum des Nachweises"))
    evidence = TextAreaField(N_("Nachweis"))
    reference = StringField(
        N_("Aktenzeichen oder Adresse"),
        description=N_("Wo der Nachweis liegt: ein Aktenzeichen, eine Vorlagen-Nummer oder eine Adresse mit https://."),
    )
    responsible = StringField(
        N_("Verantwortlich"), description=N_("Person oder Stelle, die zu diesem Schritt Auskunft gibt.")
    )
    ticks = CheckboxList(
        N_("Gespielte Testfälle"),
        choices=[],
        validate_choice=False,
        description=N_("Kreuzen Sie an, was Sie in der Erprobung oder in einem Probelauf gespielt haben."),
    )
    reason = TextAreaField(N_("Begründung"), description=N_("Nur wenn der Schritt hier nicht nötig ist: warum nicht."))
    revision = HiddenField()

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.ticks.choices = [SelectChoice(key, as_told(word)) for key, word in TEST_CASES.items()]

    @classmethod
    def of(cls, line: StepLine, today: date) -> StepForm:
        """As the step stands; one that nobody has set is offered as done today."""
        if line.now is None:
            return cls(formdata=None, data={"state": "done", "day": today.isoformat(), "revision": "0"})
        said = {name: getattr(line.now, name) for name in FIELDS}
        data = {**said, "state": line.now.state.value, "ticks": list(line.now.ticks), "revision": str(line.revision)}
        return cls(formdata=None, data=data)

    @classmethod
    def of_command(cls, wish: SetStep, revision: int) -> StepForm:
        """What somebody typed, for another try on the step as it stands now."""
        said = {name: getattr(wish, name) for name in FIELDS}
        data = {**said, "state": wish.state.value, "ticks": list(wish.ticks), "revision": str(revision)}
        return cls(formdata=None, data=data)

    def command(self, place: TenantId, number: int) -> SetStep:
        """A state or a revision that no page of ours sends counts as none."""
        known = self.state.data in set(StepState)
        revision = self.revision.data or ""
        said = {name: (getattr(self, name).data or "").strip() for name in FIELDS}
        return SetStep(
            place,
            number,
            StepState(self.state.data) if known else StepState.OPEN,
            ticks=tuple(self.ticks.data or ()),
            revision=int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 10 else 0,
            **said,
        )

    def take(self, name: str, sentence: str) -> None:
        """What only the engine found wrong, at its field."""
        self[name].errors = [*self[name].errors, sentence]
