"""A form as a list of fields: read and changed by what people say of a field, for whoever cannot draw.

Every function takes a file's bytes and gives new ones; what is not named stays as it was, in the order and with the
indentation that the file had.
"""

from engine.formdefs.editing.changing import Edited, add, change, delete, move_down, move_up
from engine.formdefs.editing.lines import FieldKind, Line, Protection, Wanted, as_written, lines

__all__ = [
    "Edited",
    "FieldKind",
    "Line",
    "Protection",
    "Wanted",
    "add",
    "as_written",
    "change",
    "delete",
    "lines",
    "move_down",
    "move_up",
]
