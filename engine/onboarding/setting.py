"""Setting a step: its state, and what shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import insert, update

from engine.errors import InvalidInput, InvalidState, NotFound, NotPermitted
from engine.events import OnboardingStepSet
from engine.onboarding.places import Place, chain_of, may_set, place_of
from engine.onboarding.playing import unplayed
from engine.onboarding.rows import CHANGE, STEP, Row, current_version, names_of, steps_of
from engine.onboarding.steps import BY_NUMBER, REHEARSED, TEST_CASES, WORDS, Owner, Step, StepState
from engine.sentences import joined, say
from engine.terms import TenantId
from engine.unit_of_work import UnitOfWork

LONGEST = {"evidence": 2000, "reference": 300, "responsible": 120, "reason": 1000}
HERE = ZoneInfo("Europe/Berlin")
OFFICES = {
    Owner.LAKI: say("Diesen Schritt setzt die Landesstelle."),
    Owner.SYSTEM: say("Diesen Schritt setzt die Freigabe für den Echtbetrieb."),
}
OTHERS = say("Diesen Schritt setzen Entwurf und Verwaltung der Kommune.")


@dataclass(frozen=True, slots=True)
class SetStep:
    """`day`: ISO date of the evidence. `reference`: an Aktenzeichen or an address. `ticks`: keys of TEST_CASES.
    `revision`: the one that was looked at, 0 for a step that nobody had set; None for whoever does not look."""

    municipality: TenantId
    step: int
    state: StepState
    day: str = ""
    evidence: str = ""
    reference: str = ""
    responsible: str = ""
    reason: str = ""
    ticks: tuple[str, ...] = ()
    revision: int | None = None


def set_step(uow: UnitOfWork, command: SetStep) -> bool:
    """False when nothing changes. Raises NotFound, NotPermitted, InvalidInput, and InvalidState when somebody else has
    set it meanwhile or rehearsals speak against it."""
    place, step = place_of(uow, command.municipality), BY_NUMBER.get(command.step)
    if step is None:
        raise NotFound("onboarding.step", say("Einen Schritt {n} hat das Verfahren nicht.", n=command.step))
    if not may_set(uow.actor, place, step):
        raise NotPermitted("onboarding.owner", OFFICES.get(step.owner, OTHERS))
    for name, sentence in step_faults(command, uow.now.astimezone(HERE).date()).items():
        raise InvalidInput(f"onboarding.{name}", sentence)
    before = steps_of(uow, place.identity).get(step.number)
    if command.revision is not None and command.revision != (before["revision"] if before else 0):
        raise _overtaken(uow, step, before)
    said = _said(command)
    if all((before or _said(None))[name] == value for name, value in said.items()):
        return False
    _insist_on_rehearsals(uow, place, command)
    _keep(uow, place, step, before, said)
    word = WORDS[command.state]
    event = OnboardingStepSet(municipality=place.name, step=step.number, title=str(step.title), state=str(word))
    uow.record(event, chain_of(uow, place))
    uow.commit()
    return True


def step_faults(command: SetStep, today: date) -> dict[str, str]:
    """German sentence by field, for each that cannot be taken."""
    step, faults = BY_NUMBER[command.step], _text_faults(command)
    day = _date(command.day)
    if command.day and day is None:
        faults["day"] = say("Geben Sie ein Datum an, zum Beispiel 03.06.2026.")
    elif day is not None and day > today:
        faults["day"] = say("Der Tag liegt in der Zukunft. Geben Sie den Tag des Nachweises an.")
    if command.state is StepState.DONE:
        if not command.day:
            faults.setdefault("day", say("Geben Sie an, von welchem Tag der Nachweis ist."))
        if not (command.evidence.strip() or command.reference.strip()):
            faults.setdefault("evidence", say("Geben Sie den Nachweis an, oder sein Aktenzeichen."))
        lacking = [word for key, word in TEST_CASES.items() if key not in command.ticks]
        if step.number == REHEARSED and lacking:
            faults["ticks"] = say("Es fehlen noch: {names}.", names=joined(lacking))
    if command.state is StepState.DROPPED:
        if step.gate:
            faults["state"] = say(
                "Ohne diesen Schritt gibt es keinen Echtbetrieb, er kann nicht entfallen. Ist etwas daran nicht "
                "erforderlich, dann ist die begründete Feststellung der Nachweis: Tragen Sie den Schritt als "
                "erledigt ein."
            )
        elif not command.reason.strip():
            faults.setdefault("reason", say("Begründen Sie, warum der Schritt hier nicht nötig ist."))
    return faults


def _text_faults(command: SetStep) -> dict[str, str]:
    faults: dict[str, str] = {}
    for name, longest in LONGEST.items():
        text = getattr(command, name)
        if len(text) > longest:
            faults[name] = say("Hier passen höchstens {n} Zeichen.", n=longest)
        elif not text.replace("\r", "").replace("\n", "").replace("\t", "").isprintable():
            faults[name] = say("Der Text enthält Steuerzeichen. Schreiben Sie ihn bitte ohne sie.")
    return faults


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _said(command: SetStep | None) -> Row:
    """What is kept of it; of None that of a step that nobody has set."""
    if command is None:
        empty = dict.fromkeys(("day", "evidence", "reference", "responsible", "reason", "ticks"), "")
        return {"state": StepState.OPEN.value, **empty}
    return {
        "state": command.state.value,
        "day": command.day,
        "evidence": command.evidence.replace("\r\n", "\n").strip(),
        "reference": " ".join(command.reference.split()),
        "responsible": " ".join(command.responsible.split()),
        "reason": command.reason.replace("\r\n", "\n").strip() if command.state is StepState.DROPPED else "",
        "ticks": " ".join(key for key in TEST_CASES if key in command.ticks) if command.step == REHEARSED else "",
    }


def _insist_on_rehearsals(uow: UnitOfWork, place: Place, command: SetStep) -> None:
    """The command line is bound by nothing here, as in publishing; the trail says that it was the command line."""
    if command.step != REHEARSED or command.state is not StepState.DONE or uow.actor.unrestricted:
        return
    if why := unplayed(uow, place):
        raise InvalidState("onboarding.rehearsals", why)


def _keep(uow: UnitOfWork, place: Place, step: Step, before: Row | None, said: Row) -> None:
    deployed = current_version(uow, place.identity)
    by = {"set_at": uow.now, "set_by": uow.actor.audit_id}
    where = {"municipality": place.identity, "step": step.number}
    values = {**said, **by, "version": deployed["version"] if deployed else None}
    if before is None:
        uow.write(insert(STEP), {**where, **values, "revision": 1})
    else:
        this = STEP.c.municipality == place.identity, STEP.c.step == step.number
        uow.write(update(STEP).where(*this).values(**values, revision=before["revision"] + 1))
    uow.write(insert(CHANGE), {**where, **said, **by})


def _overtaken(uow: UnitOfWork, step: Step, row: Row | None) -> InvalidState:
    who = names_of(uow, [row["set_by"]])[row["set_by"]] if row else "–"
    return InvalidState(
        "onboarding.changed",
        say(
            "Schritt {n} hat inzwischen {name} geändert: Er ist nun {state}. Ihre Eingaben stehen noch im Formular; "
            "prüfen Sie beides, und speichern Sie noch einmal.",
            n=step.number, name=who, state=WORDS[StepState(row["state"] if row else "open")],
        ),
    )  # fmt: skip
