"""Form definition + submission + case data -> a form that can be shown, validated and shown again.

    bound = bind(definition, request.form, case_data, now=now)
    if bound.validate():
        complete(bound.values)
    else:
        show(bound)                      # keeps what was typed; also after "Eintrag hinzufügen"

The <form> element, its CSRF field and its submit button belong to the page; `webui/templates/forms/fields.html`
renders what is between.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from wtforms.form import BaseForm
from wtforms.meta import DefaultMeta

from engine.formdefs import Absent, FormDefinition, FormState, Node, Translate, result, say, told
from forms.fields import FIELDS
from forms.language import GERMAN, translated, translator
from forms.layout import Item, Layout, field_id
from forms.submission import MultiMapping, PageChange, nested, page_change

ADDED = say("Diese Frage ist durch Ihre Angaben hinzugekommen. Bitte beantworten Sie sie oder lassen Sie sie leer.")


class _Meta(DefaultMeta):
    """No translations: all sentences come from the engine. CSRF is the page's business."""

    csrf = False

    def get_translations(self, form: Any) -> None:
        return None


_META = _Meta()


class BoundForm:
    """One form of one person.

    `rerender`: a button was pressed that only changes the page; `validate` then gives False without errors.
    `errors`: path -> sentence in the reader's language, after `validate` or as given to `bind`.
    `form`: the WTForms form of the visible fields, named by path.
    """

    def __init__(
        self,
        definition: FormDefinition,
        state: FormState,
        *,
        submitted: bool,
        change: PageChange,
        errors: Mapping[str, str] | None,
        language: str = GERMAN,
    ) -> None:
        self.definition = definition
        self.state = state
        self.submitted = submitted
        self.change = change
        self._translate = translator(language)
        self.errors: dict[str, str] = self._told(errors or {})
        self._values: dict[str, Any] | None = None
        self._layout: list[Item] | None = None
        self.form = BaseForm(_unbound(state, self._translate), meta=_META)
        self.form.process(None)
        self._spread()

    @property
    def rerender(self) -> bool:
        return bool(self.change)

    @property
    def is_dynamic(self) -> bool:
        """Some field appears, disappears or changes with another one."""
        return bool(self.definition.controls)

    @property
    def values(self) -> dict[str, Any]:
        """Top-level variables with FEEL values, of visible fields without an error."""
        if self._values is None:
            self._values = result(self.state).values
        return self._values

    def validate(self) -> bool:
        """True when the form may be completed with `values`; else `errors` and the fields say why."""
        if not self.submitted or self.rerender:
            return False
        validated = result(self.state)
        self._values = validated.values
        self.errors.update(self._told(validated.errors))
        for node in self.state.walk():
            if _unseen(node) and node.path not in self.errors:
                self.errors[node.path] = told(ADDED, self._translate)
        self._spread()
        return not self.errors

    def error_summary(self) -> list[tuple[str, str, str]]:
        """(id of the field or "", label, sentence) in the order of the page; first what concerns the whole form."""
        found = [("", "", self.errors[""])] if "" in self.errors else []
        known = {""}
        for node in self.state.walk():
            if node.visible and node.path in self.errors and node.path not in known:
                known.add(node.path)
                found.append((field_id(node.path), self._layouter().summary_label(node), self.errors[node.path]))
        found += [("", "", sentence) for path, sentence in self.errors.items() if path not in known]
        return found

    def layout(self) -> list[Item]:
        """The tree that the template walks through."""
        if self._layout is None:
            self._layout = self._layouter().tree()
        return self._layout

    def _layouter(self) -> Layout:
        return Layout(self.state, self.form, self.errors, self.change, self._translate)

    def _told(self, errors: Mapping[str, str]) -> dict[str, str]:
        return {path: told(sentence, self._translate) for path, sentence in errors.items()}

    def _spread(self) -> None:
        """Hand every field its error; the page may have been laid out before, so that is forgotten."""
        self._layout = None
        for field in self.form:
            field.problem = self.errors.get(field.node.path, "")
        if self.errors:
            self.form.validate()


def bind(
    definition: FormDefinition,
    formdata: MultiMapping | None,
    data: Mapping[str, Any],
    *,
    now: dt.datetime,
    errors: Mapping[str, str] | None = None,
    language: str = GERMAN,
) -> BoundForm:
    """`formdata` is what the browser posted, None for a page that is shown for the first time.

    `data` are the case variables that this person may see; `errors` (path -> sentence) come from elsewhere,
    such as a refused command. `language`: of whoever reads it; the values are
    the same in all of them. Never raises for any formdata.
    """
    definition = translated(definition, language)
    change = page_change(formdata) if formdata is not None else PageChange()
    raw = nested(definition.components, formdata, change) if formdata is not None else {}
    absent = Absent.INITIAL if formdata is None or change else Absent.UNSEEN
    state = FormState(definition, raw, data, now=now, absent=absent)
    return BoundForm(definition, state, submitted=formdata is not None, change=change, errors=errors, language=language)


def _unbound(state: FormState, translate: Translate) -> dict[str, Any]:
    return {
        node.path: FIELDS[node.component.type](
            node=node, name=node.path, id=field_id(node.path), label=node.component.label, translate=translate
        )
        for node in state.walk()
        if node.visible and node.component.is_input
    }


def _unseen(node: Node) -> bool:
    """Visible now, but the page that was sent did not have it."""
    item = node.component
    return node.visible and node.editable and item.is_input and item.conditional and not node.given
