"""`*.rehearsal.yaml` -> Rehearsal, or findings that name file and line. Knows no process: that is fitting.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from difflib import get_close_matches
from typing import Any, TypeVar

from engine.bpmn.deadline import BERLIN, is_deadline
from engine.catalogue.rehearsal.plain import Entries, Items, Unreadable, bare, plain
from engine.catalogue.rehearsal.story import (
    BEGINS,
    MEDIATORS,
    Do,
    Ends,
    Expect,
    Message,
    Rehearsal,
    Signal,
    Start,
    Step,
    Wait,
)
from engine.sentences import joined, say
from engine.terms import Finding

TOP = ("name", "process", "begins", "mediators", "aktenzeichen", "start", "steps", "ends")
START = ("event", "message", "signal", "with")
STEPS: Mapping[str, tuple[str, ...]] = {
    "do": ("as", "which", "with", "fails"),
    "expect": ("suggests",),
    "wait": (),
    "message": ("key", "with"),
    "signal": ("with",),
}
"""Kinds of step, and what may stand beside each."""
EXPECT = ("open", "overdue", "ended", "variables", "suggests", "sent", "incident")
ENDS = ("at", "ergebnis")
MOST_STEPS = 500
MOST_NAMES = 12
EXAMPLE = say("Zum Beispiel: - do: erstgespraech")

T = TypeVar("T")


def read(content: bytes, file: str = "") -> tuple[Rehearsal | None, list[Finding]]:
    """None when there is a finding. Never raises for bad input."""
    try:
        found = plain(content, file)
    except Unreadable as error:
        return None, [error.finding]
    reader = _Reader(file)
    rehearsal = reader.rehearsal(found)
    return (None if reader.findings else rehearsal), reader.findings


def nearest(name: str, known: object) -> str:
    """A hint that names what was probably meant."""
    names = sorted({str(one) for one in known}) if isinstance(known, (list, tuple, set, frozenset, dict)) else []
    close = get_close_matches(name, names, n=1)
    if close:
        return say("Ist „{name}“ gemeint?", name=close[0])
    if len(names) > MOST_NAMES:
        return say("Möglich sind: {names}, …", names=", ".join(names[:MOST_NAMES]))
    return say("Möglich sind: {names}.", names=", ".join(names)) if names else ""


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []

    def note(self, code: str, line: int | None, message: str, hint: str) -> None:
        self.findings.append(Finding(code, message, file=self.file, line=line, hint=hint))

    # ------------------------------------------------------------------ the whole
    def rehearsal(self, found: Any) -> Rehearsal | None:
        if not isinstance(found, Entries):
            hint = say("Sie beginnt mit „name: …“, „process: …“ und „steps:“.")
            self.note("rehearsal.type", 1, say("Das ist kein Probelauf."), hint)
            return None
        self._keys(found, TOP, say("Ein Probelauf"))
        name = self._text(found, "name")
        if not name:
            hint = say("Zum Beispiel „name: Mediation endet mit Vereinbarung“.")
            self.note("rehearsal.missing", found.line, say("Der Probelauf hat keinen Namen."), hint)
        return Rehearsal(
            name=name or "",
            steps=self._steps(found),
            process=self._text(found, "process") or "",
            start=self._start(found),
            ends=self._ends(found),
            begins=self._begins(found),
            mediators=self._names(found, "mediators", MEDIATORS) or (),
            aktenzeichen=self._text(found, "aktenzeichen") or "",
            file=self.file,
        )

    def _begins(self, found: Entries) -> datetime:
        text = self._text(found, "begins")
        if text is None:
            return BEGINS
        try:
            if len(text) == 10:
                return datetime.combine(date.fromisoformat(text), time(9, 0), BERLIN).astimezone(UTC)
            moment = datetime.fromisoformat(text)
            return (moment if moment.tzinfo else moment.replace(tzinfo=BERLIN)).astimezone(UTC)
        except (ValueError, OverflowError):
            hint = say("Zum Beispiel „begins: 2026-06-01“ oder „begins: 2026-06-01T14:30“.")
            self.note(
                "rehearsal.moment",
                found.line_of("begins"),
                say("„{text}“ ist kein Tag und keine Uhrzeit.", text=text),
                hint,
            )
            return BEGINS

    def _start(self, found: Entries) -> Start:
        raw = self._entries(found, "start")
        if raw is None:
            return Start()
        line = found.line_of("start")
        if not any(key in raw for key in START[:3]):
            return Start(bare(raw), line=line)
        self._keys(raw, START, say("Neben „event“, „message“ oder „signal“ steht beim Start"))
        if sum(key in raw for key in START[:3]) > 1:
            self.note(
                "rehearsal.start", line, say("Ein Vorgang beginnt nur auf eine Weise."), say("Behalten Sie eine davon.")
            )
        event, message, signal = (self._text(raw, key) for key in START[:3])
        return Start(self._values(raw, "with"), event, message, signal, line)

    def _ends(self, found: Entries) -> Ends | None:
        raw = self._entries(found, "ends")
        if raw is None:
            return None
        self._keys(raw, ENDS, say("Das Ende"))
        return Ends(self._text(raw, "at"), self._text(raw, "ergebnis"), found.line_of("ends"))

    # ------------------------------------------------------------------ steps
    def _steps(self, found: Entries) -> tuple[Step, ...]:
        raw = found.get("steps")
        if raw is None:
            return ()
        if not isinstance(raw, Items):
            self.note("rehearsal.type", found.line_of("steps"), say("„steps“ ist eine Liste von Schritten."), EXAMPLE)
            return ()
        if len(raw) > MOST_STEPS:
            hint = say("Höchstens {most}; teilen Sie ihn in mehrere Probeläufe.", most=MOST_STEPS)
            self.note("rehearsal.long", raw.line, say("Der Probelauf hat {count} Schritte.", count=len(raw)), hint)
        return tuple(step for item in raw[:MOST_STEPS] if (step := self._step(item, raw.line)) is not None)

    def _step(self, raw: Any, line: int) -> Step | None:
        if not isinstance(raw, Entries):
            self.note("rehearsal.step", line, say("„{raw}“ ist kein Schritt.", raw=raw), EXAMPLE)
            return None
        kinds = [kind for kind in STEPS if kind in raw]
        if len(kinds) != 1:
            said = joined(say("„{name}“", name=key) for key in raw) or say("nichts")
            hint = joined((say("Genau eines davon: do, expect, wait, message, signal."), EXAMPLE), " ")
            self.note(
                "rehearsal.step",
                raw.line,
                say("Der Schritt sagt nicht, was geschieht: da steht {said}.", said=said),
                hint,
            )
            return None
        kind = kinds[0]
        self._keys(raw, (kind, *STEPS[kind]), say("Ein Schritt mit „{kind}“", kind=kind))
        makers: dict[str, Callable[[Entries], Step | None]] = {
            "do": self._do,
            "expect": self._expect,
            "wait": self._wait,
            "message": self._message,
            "signal": self._signal,
        }
        return makers[kind](raw)

    def _do(self, raw: Entries) -> Do:
        values, which = self._values(raw, "with"), self._values(raw, "which")
        return Do(self._named(raw, "do"), values, self._text(raw, "as"), which, self._text(raw, "fails"), raw.line)

    def _message(self, raw: Entries) -> Message:
        return Message(self._named(raw, "message"), self._values(raw, "with"), bare(raw.get("key")), raw.line)

    def _signal(self, raw: Entries) -> Signal:
        return Signal(self._named(raw, "signal"), self._values(raw, "with"), raw.line)

    def _wait(self, raw: Entries) -> Wait:
        text = str(raw["wait"])
        if not is_deadline(text):
            hint = say("Zum Beispiel „10 AT“, „2 Wochen“, „3 Monate“, „4 Stunden“ oder „P14D“.")
            self.note("rehearsal.duration", raw.line_of("wait"), say("„{text}“ ist keine Dauer.", text=text), hint)
        return Wait(text, raw.line)

    def _expect(self, raw: Entries) -> Expect:
        said, suggests = raw["expect"], self._values(raw, "suggests")
        if not isinstance(said, Entries):
            return Expect(element=self._named(raw, "expect"), suggests=suggests, line=raw.line)
        self._keys(said, EXPECT, say("Eine Erwartung"))
        ended = said.get("ended")
        if ended is not None and not isinstance(ended, (bool, str)):
            hint = say("Zum Beispiel „ended: true“ oder „ended: ende_vereinbarung“.")
            self.note(
                "rehearsal.type", said.line_of("ended"), say("„ended“ ist true, false oder ein Endereignis."), hint
            )
        return Expect(
            open=self._names(said, "open", None),
            overdue=self._names(said, "overdue", None),
            ended=ended,
            variables=self._values(said, "variables"),
            suggests=suggests or self._values(said, "suggests"),
            sent=self._names(said, "sent", ()) or (),
            incident=self._text(said, "incident"),
            line=raw.line,
        )

    # ------------------------------------------------------------------ parts
    def _keys(self, found: Entries, known: tuple[str, ...], what: str) -> None:
        for key in found:
            if key not in known:
                line = found.line_of(key)
                self.note(
                    "rehearsal.key",
                    line,
                    say("{what} kennt die Angabe „{key}“ nicht.", what=what, key=key),
                    nearest(key, known),
                )

    def _named(self, raw: Entries, key: str) -> str:
        text = self._text(raw, key)
        if not text:
            hint = say("Schreiben Sie dahinter einen Namen, zum Beispiel „{key}: clearing“.", key=key)
            self.note("rehearsal.missing", raw.line_of(key), say("Hinter „{key}“ steht nichts.", key=key), hint)
        return text or ""

    def _text(self, found: Entries, key: str) -> str | None:
        value = found.get(key)
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        self.note(
            "rehearsal.type",
            found.line_of(key),
            say("„{key}“ ist ein Text.", key=key),
            say("Zum Beispiel „{key}: clearing“.", key=key),
        )
        return None

    def _entries(self, found: Entries, key: str) -> Entries | None:
        value = found.get(key)
        if value is None or isinstance(value, Entries):
            return value
        hint = say("Zum Beispiel „{key}: {{falltyp: F02}}“.", key=key)
        self.note("rehearsal.type", found.line_of(key), say("„{key}“ besteht aus Namen und Werten.", key=key), hint)
        return None

    def _values(self, found: Entries, key: str) -> dict[str, Any]:
        values: dict[str, Any] = bare(self._entries(found, key) or {})
        return values

    def _names(self, found: Entries, key: str, default: T) -> tuple[str, ...] | T:
        value = found.get(key)
        if value is None:
            return default
        if isinstance(value, str):
            return (value,)
        if isinstance(value, Items) and all(isinstance(item, str) for item in value):
            return tuple(value)
        hint = say("Zum Beispiel „{key}: [clearing]“, oder „{key}: []“ für keine.", key=key)
        self.note("rehearsal.type", found.line_of(key), say("„{key}“ ist eine Liste von Namen.", key=key), hint)
        return default
