"""Where two states of one BPMN file differ, as marks for two drawings side by side."""

from __future__ import annotations

from functools import lru_cache

from engine.bpmn.addresses import Index
from engine.bpmn.comparing import renamed
from engine.bpmn.reading import read_tree
from engine.catalogue.telling.process import process_differences
from engine.errors import InvalidInput

Marks = dict[str, str]


@lru_cache(16)
def difference_marks(before: bytes, after: bytes) -> tuple[Marks, Marks]:
    """Element id -> new, changed or gone: for the drawing of the state before, and for that after. Empty where one of
    the two cannot be read."""
    try:
        told = [element for element, _ in process_differences(before, after) if element]
        to_new, old, new = renamed(before, after), Index(read_tree(before)).ids, Index(read_tree(after)).ids
    except InvalidInput:
        return {}, {}
    to_old = {now: then for then, now in to_new.items()}
    earlier: Marks = {}
    later: Marks = {}
    for element in told:
        then = to_old.get(element, element)
        if element in new and then in old:
            earlier[then] = later[element] = "changed"
        elif element in new:
            later[element] = "new"
        elif element in old:
            earlier[element] = "gone"
    return earlier, later
