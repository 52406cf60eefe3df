"""What is different about a locked element, so that whoever changed it knows what to put back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from engine.catalogue.merging import PATH
from engine.catalogue.telling import differences
from engine.sentences import joined, say
from engine.terms import Finding


def explained(findings: Iterable[Finding], template: bytes, clone: bytes) -> list[Finding]:
    """`findings`: of a path's locks. Each with what the clone made of the Mustervorlage's element, where that can be
    said."""
    found = list(findings)
    told = differences([(PATH, template)], [(PATH, clone)]) if found else ()
    said: dict[str, list[str]] = {}
    for each in told:
        said.setdefault(each.element_id, []).append(each.sentence)
    return [
        replace(
            finding,
            hint=say(
                "{hint} Was hier anders ist als dort: {differences}",
                hint=finding.hint,
                differences=joined(said[finding.element_id], " "),
            ),
        )
        if finding.element_id in said and finding.element_id
        else finding
        for finding in found
    ]
