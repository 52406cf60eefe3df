"""Forms of the product itself: login, password, account, upload. Forms of a process come from `forms/`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as N_
from flask_wtf import FlaskForm
from flask_wtf.file import FileRequired, MultipleFileField
from wtforms import BooleanField, PasswordField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, EqualTo, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from engine.accounts import AccountView
from engine.catalogue import LaneGroup
from engine.terms import Role
from webui.catalogues import ROLES

PASSWORD_LENGTH = 12


class LoginForm(FlaskForm):
    login = StringField(N_("Kontoname"), [DataRequired(N_("Geben Sie Ihren Kontonamen ein.")), Length(max=100)])
    password = PasswordField(N_("Kennwort"), [DataRequired(N_("Geben Sie Ihr Kennwort ein.")), Length(max=500)])


class PasswordForm(FlaskForm):
    old = PasswordField(N_("Bisheriges Kennwort"), [DataRequired(N_("Geben Sie Ihr bisheriges Kennwort ein."))])
    new = PasswordField(
        N_("Neues Kennwort"),
        [
            DataRequired(N_("Geben Sie ein neues Kennwort ein.")),
            Length(min=PASSWORD_LENGTH, max=500, message=N_("Das neue Kennwort braucht mindestens 12 Zeichen.")),
        ],
        description=N_("Mindestens 12 Zeichen. Ein Satz aus mehreren Wörtern lässt sich gut merken."),
    )
    again = PasswordField(
        N_("Neues Kennwort wiederholen"),
        [EqualTo("new", N_("Die beiden neuen Kennwörter stimmen nicht überein."))],
    )


class CheckboxList(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ChangeAccountForm(FlaskForm):
    """Whoever makes one calls `offer` before validating."""

    name = StringField(
        N_("Name"),
        [DataRequired(N_("Geben Sie den Namen der Person ein.")), Length(max=120)],
        description=N_("So erscheint die Person bei Aufgaben und im Verlauf, zum Beispiel „Erika Beispiel“."),
    )
    roles = CheckboxList(
        N_("Rollen"),
        choices=[SelectChoice(role.value, ROLES[role.value]) for role in Role if role is not Role.LAKI],
        validators=[DataRequired(N_("Wählen Sie mindestens eine Rolle."))],
        description=N_("Die Rolle sagt, welche Seiten und welche Angaben jemand sieht."),
    )
    lanes = CheckboxList(
        N_("Gruppen"),
        choices=[],
        description=N_("Wer in einer Gruppe ist, bekommt die Aufgaben ihrer Bahn im Konfliktweg angeboten."),
    )
    groups = StringField(
        N_("Weitere Gruppen"),
        [Optional(), Length(max=500)],
        description=N_(
            "Nur für Gruppen, die nicht in der Liste stehen: Kürzel, durch Komma getrennt, zum Beispiel „jugendamt“."
        ),
    )

    def offer(self, lanes: Sequence[LaneGroup]) -> None:
        self.lanes.choices = [SelectChoice(lane.group, lane.name) for lane in lanes]

    def show(self, account: AccountView) -> None:
        """What the account has now."""
        offered = {choice.value for choice in self.lanes.choices}
        self.name.data = account.name
        self.roles.data = sorted(account.roles)
        self.lanes.data = sorted(account.groups & offered)
        self.groups.data = ", ".join(sorted(account.groups - offered))

    def group_names(self) -> list[str]:
        typed = [name.strip() for name in (self.groups.data or "").split(",") if name.strip()]
        return sorted({*(self.lanes.data or []), *typed})


class AccountForm(ChangeAccountForm):
    login = StringField(
        N_("Kontoname"),
        [DataRequired(N_("Geben Sie einen Kontonamen ein.")), Length(max=100)],
        description=N_("Zum Anmelden, zum Beispiel „e.beispiel“."),
    )


class FirstAccountForm(FlaskForm):
    """Whoever comes first into a municipality; roles and groups follow from that."""

    name = StringField(
        N_("Name"),
        [DataRequired(N_("Geben Sie den Namen der Person ein.")), Length(max=120)],
        description=N_("So erscheint die Person bei Aufgaben und im Verlauf, zum Beispiel „Erika Beispiel“."),
    )
    login = StringField(
        N_("Kontoname"),
        [
            DataRequired(N_("Geben Sie einen Kontonamen ein.")),
            Length(max=80, message=N_("Der Kontoname darf höchstens 80 Zeichen haben.")),
        ],
        description=N_(
            "Zum Anmelden. Am einfachsten ist die dienstliche E-Mail-Adresse; es gibt jeden Namen nur einmal."
        ),
    )


class UploadForm(FlaskForm):
    files = MultipleFileField(
        N_("Dateien"),
        [FileRequired(N_("Wählen Sie mindestens eine Prozessdatei (.bpmn) aus."))],
        description=N_(
            "Eine Prozessdatei (.bpmn). Eigene Formulare (.form) und Entscheidungstabellen (.dmn) wählen Sie "
            "gleich mit aus; alles andere kommt aus der Bibliothek."
        ),
    )
    rename = BooleanField(
        N_("Die Kommune wurde umbenannt"),
        description=N_("Nur ankreuzen, wenn die Kommune mit diesem Gemeindeschlüssel (AGS) ab jetzt anders heißt."),
    )


def error_summary(form: Any) -> list[tuple[str, str]]:
    """(id of the field, sentence) for the summary at the top of the page."""
    return [(field.id, str(errors[0])) for field in form if (errors := field.errors)]
