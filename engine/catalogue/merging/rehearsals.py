"""Rehearsals: each contradiction of two stories as a question in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from engine.catalogue.merging.model import Decided, MergedFile, Question, Taken
from engine.catalogue.merging.stories import StoryConflict, merge_story
from engine.catalogue.merging.story_steps import about, steps_of
from engine.catalogue.merging.story_text import STEPS, story_text
from engine.catalogue.merging.story_words import StoryWords
from engine.catalogue.merging.values import ABSENT, ValueClash, alike
from engine.sentences import joined, say


def merged_rehearsal(
    name: str, base: bytes, theirs: bytes, ours: bytes, decided: Decided, words: StoryWords
) -> MergedFile:
    """Raises InvalidInput where one of the three is no rehearsal."""
    merged = merge_story(base, theirs, ours, decided=decided)
    steps = story_text(base).steps
    questions = tuple(_question(name, steps, conflict, words) for conflict in merged.conflicts)
    return MergedFile(merged.content, questions, tuple(taken_story(name, ours, merged.content, words)))


def _question(file: str, steps: Sequence[Any], conflict: StoryConflict, words: StoryWords) -> Question:
    at = conflict.at
    if conflict.clashes:
        step = None if at is None else steps[at]
        element = about(step)[1]
        columns = [_values(conflict.clashes, side, element, words) for side in ("was", "theirs", "ours")]
        title = _title(step, at, conflict.clashes, words)
        named = [] if step is None else [step]
    else:
        sides = (conflict.was, conflict.theirs, conflict.ours)
        columns = [tuple(map(words.step, side)) or (say("kein Schritt"),) for side in sides]
        place = words.named(conflict.was[0]) if conflict.was else _place(steps, at or 0, words)
        title = say("Schritte des Probelaufs: {place}", place=place)
        named = [step for side in sides for step in side]
    return Question(f"{file}#{conflict.key}", file, words.elements(named), title, *columns)


def _place(steps: Sequence[Any], gap: int, words: StoryWords) -> str:
    return say("nach {step}", step=words.named(steps[gap - 1])) if gap else say("am Anfang")


def _title(step: Any, at: int | None, clashes: Sequence[ValueClash], words: StoryWords) -> str:
    what = joined(dict.fromkeys(words.label(clash.path, about(step)[1]) for clash in clashes))
    if step is None or at is None:
        return say("{what} des Probelaufs", what=what)
    told = words.named(step)
    return say("{what} im {number}. Schritt des Probelaufs: {step}", what=what, number=at + 1, step=told)


def _values(clashes: Sequence[ValueClash], side: str, element: str, words: StoryWords) -> tuple[str, ...]:
    values = [words.value(clash.path, getattr(clash, side)) for clash in clashes]
    if len(values) == 1:
        return (values[0],)
    pairs = zip(clashes, values, strict=True)
    return tuple(say("{what}: {value}", what=words.label(clash.path, element), value=value) for clash, value in pairs)


def taken_story(file: str, before: bytes, after: bytes, words: StoryWords) -> Iterator[Taken]:
    """What came in, in words. Raises InvalidInput where one of the two is no rehearsal."""
    if before == after:
        return
    old, new = story_text(before), story_text(after)
    if alike(old.value, new.value):
        yield Taken(file, (), say("Nur Schreibweise oder Kommentare wurden geändert."))
    for key in dict.fromkeys((*new.value, *old.value)):
        if key != STEPS:
            facts = words.differing(old.value.get(key, ABSENT), new.value.get(key, ABSENT), "", (key,))
            yield from (Taken(file, (), say("{fact}.", fact=fact)) for fact in facts)
    steps = steps_of(old.steps, new.steps)
    for number, step in enumerate(old.steps):
        index = steps.partner.get(number)
        if index is None:
            yield Taken(file, words.elements([step]), say("Entfallener Schritt: {step}.", step=words.named(step)))
        elif told_facts := list(words.differing(step, new.steps[index], about(step)[1])):
            said = {"step": words.named(step), "facts": joined(told_facts)}
            told = say("Schritt {number}, {step}: {facts}.", number=index + 1, **said)
            yield Taken(file, words.elements([step]), told)
    for index in sorted(index for indexes in steps.inserted.values() for index in indexes):
        step = new.steps[index]
        told = say("Neuer Schritt {number}: {step}.", number=index + 1, step=words.step(step))
        yield Taken(file, words.elements([step]), told)
