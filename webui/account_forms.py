"""Forms of the product itself: login, password, account, upload. Forms of a process come from `forms/`."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileRequired, MultipleFileField
from wtforms import BooleanField, PasswordField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, EqualTo, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from engine.terms import Role
from webui.catalogues import ROLES

PASSWORD_LENGTH = 12


class LoginForm(FlaskForm):
    login = StringField(_l("Kontoname"), [DataRequired(_l("Geben Sie Ihren Kontonamen ein.")), Length(max=100)])
    password = PasswordField(_l("Kennwort"), [DataRequired(_l("Geben Sie Ihr Kennwort ein.")), Length(max=500)])


class PasswordForm(FlaskForm):
    old = PasswordField(_l("Bisheriges Kennwort"), [DataRequired(_l("Geben Sie Ihr bisheriges Kennwort ein."))])
    new = PasswordField(
        _l("Neues Kennwort"),
        [
            DataRequired(_l("Geben Sie ein neues Kennwort ein.")),
            Length(min=PASSWORD_LENGTH, max=500, message=_l("Das neue Kennwort braucht mindestens 12 Zeichen.")),
        ],
        description=_l("Mindestens 12 Zeichen. Ein Satz aus mehreren Wörtern lässt sich gut merken."),
    )
    again = PasswordField(
        _l("Neues Kennwort wiederholen"),
        [EqualTo("new", _l("Die beiden neuen Kennwörter stimmen nicht überein."))],
    )


class CheckboxList(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class AccountForm(FlaskForm):
    name = StringField(
        _l("Name"),
        [DataRequired(_l("Geben Sie den Namen der Person ein.")), Length(max=120)],
        description=_l("So erscheint die Person bei Aufgaben und im Verlauf, zum Beispiel „Erika Beispiel“."),
    )
    login = StringField(
        _l("Kontoname"),
        [DataRequired(_l("Geben Sie einen Kontonamen ein.")), Length(max=100)],
        description=_l("Zum Anmelden, zum Beispiel „e.beispiel“."),
    )
    roles = CheckboxList(
        _l("Rollen"),
        choices=[(role.value, ROLES[role.value]) for role in Role if role is not Role.LAKI],
        validators=[DataRequired(_l("Wählen Sie mindestens eine Rolle."))],
    )
    groups = StringField(
        _l("Gruppen"),
        [Optional(), Length(max=500)],
        description=_l("Kürzel der Bahnen im Prozess, durch Komma getrennt, zum Beispiel „koordination, beratung“."),
    )

    def group_names(self) -> list[str]:
        return [name.strip() for name in (self.groups.data or "").split(",") if name.strip()]


class UploadForm(FlaskForm):
    files = MultipleFileField(
        _l("Dateien"),
        [FileRequired(_l("Wählen Sie mindestens eine Prozessdatei (.bpmn) aus."))],
        description=_l(
            "Eine Prozessdatei (.bpmn). Eigene Formulare (.form) und Entscheidungstabellen (.dmn) wählen Sie "
            "gleich mit aus; alles andere kommt aus der Bibliothek."
        ),
    )
    rename = BooleanField(
        _l("Die Kommune wurde umbenannt"),
        description=_l("Nur ankreuzen, wenn derselbe Gemeindeschlüssel (AGS) ab jetzt anders heißen soll."),
    )


def error_summary(form: Any) -> list[tuple[str, str]]:
    """(id of the field, sentence) for the summary at the top of the page."""
    return [(field.id, str(errors[0])) for field in form if (errors := field.errors)]
