"""What a form definition says, as frozen data: components, options, rules. No parsing, no evaluation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from engine.terms import Zone

TEXT_TYPES = frozenset({"textfield", "textarea"})
SINGLE_CHOICE_TYPES = frozenset({"radio", "select"})
MULTI_CHOICE_TYPES = frozenset({"checklist", "taglist"})
CHOICE_TYPES = SINGLE_CHOICE_TYPES | MULTI_CHOICE_TYPES
INPUT_TYPES = TEXT_TYPES | CHOICE_TYPES | {"checkbox", "number", "datetime"}
VALUE_TYPES = INPUT_TYPES | {"expression"}
CONTAINER_TYPES = frozenset({"group", "dynamiclist"})
DISPLAY_TYPES = frozenset({"text", "html", "button", "spacer", "separator", "image"})
"""Known and shown, hold no value. A button does nothing: the page has its own."""
REFUSED_TYPES = frozenset({"filepicker", "iframe"})
IGNORED_TYPES = frozenset({"documentPreview", "table"})
"""Known, shown by nobody here: the check warns."""
UNOFFERED_TYPES = REFUSED_TYPES | IGNORED_TYPES | {"button", "image"}
"""No editor offers them: a page has its own buttons, and of an image only its words are shown."""

RESERVED_NAMES = frozenset({"fall", "heute", "jetzt", "csrf_token"})
"""Names that the engine or the page own; so are all that start with an underscore."""
ROW_NAMES = frozenset({"this", "parent", "i"})
"""What a condition inside a repeating group calls the row, the data around it, and the row's number."""

ALWAYS_THERE = frozenset({"fall", "heute", "jetzt"})
RULE, RULE_TEXT = "regel", "regel_text"
"""Properties of a field: a rule over several fields, and the sentence at the field when it is broken."""


@dataclass(frozen=True, slots=True)
class Option:
    """`token` is what stands in the HTML and comes back; `value` is what the case stores."""

    value: Any
    label: str
    token: str


@dataclass(frozen=True, slots=True)
class Rules:
    """The `validate` part of a component. A bound may be FEEL text that starts with "=".

    `across`: FEEL over all values of the form (property `regel`), false when they do not fit together;
    `across_message`: the sentence for that (property `regel_text`).
    """

    required: bool = False
    min_length: Decimal | str | None = None
    max_length: Decimal | str | None = None
    minimum: Decimal | str | None = None
    maximum: Decimal | str | None = None
    pattern: str = ""
    pattern_message: str = ""
    validation_type: str = ""
    across: str = ""
    across_message: str = ""


NO_RULES = Rules()


@dataclass(frozen=True, slots=True)
class Component:
    """One component of the tree.

    `parts` is the key relative to the nearest repeating row (or the top), split at dots, the paths of
    groups included; `path` is the whole dotted path without row numbers and names the component in findings.
    `hide`, `expression`, `options_expression` are FEEL without the leading "="; `readonly` is a bool or such FEEL.
    """

    type: str
    key: str = ""
    path: str = ""
    parts: tuple[str, ...] = ()
    id: str = ""
    label: str = ""
    description: str = ""
    default: Any = None
    disabled: bool = False
    readonly: bool | str = False
    hide: str = ""
    rules: Rules = NO_RULES
    options: tuple[Option, ...] = ()
    options_key: str = ""
    options_expression: str = ""
    subtype: str = ""
    expression: str = ""
    content: str = ""
    decimal_digits: int | None = None
    disallow_past: bool = False
    prefix: str = ""
    suffix: str = ""
    row: str = ""
    columns: int | None = None
    zone: Zone | None = None
    properties: tuple[tuple[str, str], ...] = ()
    components: tuple[Component, ...] = ()
    repetitions: int = 1
    add_remove: bool = True
    conditional: bool = False
    """This component or one around it can be hidden."""

    @property
    def is_input(self) -> bool:
        return self.type in INPUT_TYPES

    @property
    def holds_value(self) -> bool:
        return self.type in VALUE_TYPES

    def property(self, name: str) -> str:
        """Value of a custom property (personenbezug, zweck, loeschklasse), "" without."""
        return dict(self.properties).get(name, "")


@dataclass(frozen=True, slots=True)
class FormDefinition:
    id: str
    components: tuple[Component, ...]
    title: str = ""
    schema_version: int = 0
    dynamic: bool = False
    """Something in it depends on other values: a condition, a computed value, a list of options."""
    controls: frozenset[str] = frozenset()
    """Names that its conditions, computed values and texts read."""

    def fields(self) -> tuple[Component, ...]:
        """All components that hold a value, those in groups and rows included, in document order."""
        return tuple(item for item in walk(self.components) if item.holds_value)

    def variables(self) -> Mapping[str, Zone | None]:
        """Top-level variables that this form can write, each with the zone that it declares."""
        names: dict[str, Zone | None] = {}
        for item in walk(self.components):
            if item.holds_value or item.type == "dynamiclist":
                top = item.path.split(".", 1)[0]
                names[top] = names.get(top) or item.zone
        return names


@dataclass(frozen=True, slots=True)
class Validated:
    """`values`: top-level variable -> FEEL value, of visible fields without error. `errors`: path -> sentence.

    Paths carry row numbers from 0 ("beteiligte.0.name"); the path "" is the form as a whole.
    """

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return not self.errors


def walk(components: tuple[Component, ...]) -> Iterator[Component]:
    for item in components:
        yield item
        yield from walk(item.components)


def is_dynamic(item: Component) -> bool:
    """Whether other values decide what this component shows or holds."""
    return bool(
        item.hide or item.expression or item.options_key or item.options_expression or isinstance(item.readonly, str)
    )
