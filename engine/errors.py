"""Five kinds of refusal with stable codes; the web and the command line map each of them once."""

from __future__ import annotations

from engine.terms import Finding


class EngineError(Exception):
    """`code` is stable and documented; `sentence` is German, for the person in front of the screen."""

    def __init__(self, code: str, sentence: str = "", *, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(f"{code}: {sentence}" if sentence else code)
        self.code = code
        self.sentence = sentence
        self.findings = findings


class NotFound(EngineError):
    """Nothing of that name, or nothing that this actor may know of: the two are never told apart."""


class NotPermitted(EngineError):
    """The actor may know of the thing but not do this to it."""


class InvalidState(EngineError):
    """Expected to act on something in one state, but found it in another."""

    def __init__(self, code: str, sentence: str = "", *, expected: str = "", found: str = "") -> None:
        super().__init__(code, sentence)
        self.expected = expected
        self.found = found


class InvalidInput(EngineError):
    """Input that no state would accept: findings say where and why."""


class IncidentRaised(EngineError):
    """The process itself failed (Störung); the case is kept as it was before the step."""
