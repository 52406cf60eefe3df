"""Why something did not go out."""

from __future__ import annotations


class Refused(Exception):
    """`sentence`: German, for the administration; it names no address and nothing of the content. `final`: trying
    again is of no use."""

    def __init__(self, sentence: str, *, final: bool) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.final = final
