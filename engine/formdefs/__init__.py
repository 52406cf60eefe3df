"""Form definitions (form-js JSON): reading and checking them, and validating what people fill in.

Knows no WTForms and no Flask. `check` gives findings, `read` a definition, `validate` typed values or German
sentences by path. `FormState` is the form in between, for those who show it.
"""

from engine.formdefs.bygone import about_withdrawn
from engine.formdefs.expressions import escape_markdown, spoken, wording
from engine.formdefs.inputs import option_of
from engine.formdefs.model import (
    CHOICE_TYPES,
    INPUT_TYPES,
    MULTI_CHOICE_TYPES,
    Component,
    FormDefinition,
    Option,
    Rules,
    Validated,
)
from engine.formdefs.rawtree import ROW_ORIGIN
from engine.formdefs.reading import check, read
from engine.formdefs.state import MAX_ROWS, Absent, FormState, Node, Row
from engine.formdefs.validation import result, validate, validate_values
from engine.sentences import Sentence, Translate, joined, say, told

__all__ = [
    "CHOICE_TYPES",
    "INPUT_TYPES",
    "MAX_ROWS",
    "MULTI_CHOICE_TYPES",
    "ROW_ORIGIN",
    "Absent",
    "Component",
    "FormDefinition",
    "FormState",
    "Node",
    "Option",
    "Row",
    "Rules",
    "Sentence",
    "Translate",
    "Validated",
    "about_withdrawn",
    "check",
    "escape_markdown",
    "joined",
    "option_of",
    "read",
    "result",
    "say",
    "spoken",
    "told",
    "validate",
    "validate_values",
    "wording",
]
