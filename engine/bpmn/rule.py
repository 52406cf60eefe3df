"""A line of the executable profile: what becomes of an element, an attribute or an extension."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    RUNS = "runs"
    COMPILED = "compiled"
    IGNORED = "ignored"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Rule:
    """`reason` and `hint` are German sentences, for refusals; `words` is what people call the thing."""

    key: str
    verdict: Verdict
    words: str
    reason: str = ""
    hint: str = ""


def rules(verdict: Verdict, listed: dict[str, str]) -> list[Rule]:
    return [Rule(key, verdict, words) for key, words in listed.items()]


def refused(key: str, words: str, reason: str, hint: str) -> Rule:
    return Rule(key, Verdict.REFUSED, words, reason, hint)
