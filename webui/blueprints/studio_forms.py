"""Werkstatt: a form as a list of its fields, for keyboard and screen reader. Works without JavaScript.

/werkstatt/<draft>/formular/<name>/liste           the fields (?feld= where the focus goes); POST: up, down, away
/werkstatt/<draft>/formular/<name>/liste/neu       a new field
/werkstatt/<draft>/formular/<name>/liste/<place>   what is said of one field
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import login_required
from werkzeug.wrappers import Response

from engine.catalogue import drafts
from engine.catalogue.drafts import Changed, Draft, DraftId, DraftKind, Offer, SaveFile
from engine.catalogue.origins.locking import FileLock
from engine.errors import InvalidInput
from engine.formdefs import CHOICE_TYPES, editing
from engine.formdefs.editing import Edited, FieldKind, Line, Protection, Wanted
from engine.terms import Finding
from webui import catalogues
from webui.identity import command, query
from webui.kept import lead_to
from webui.language import as_told

N_ = catalogues.N_
bp = Blueprint("studio_forms", __name__, url_prefix="/werkstatt/<int:draft>/formular/<name>/liste")
KINDS: Mapping[FieldKind, str] = {
    FieldKind.TEXT: N_("Textfeld: eine Zeile"),
    FieldKind.AREA: N_("Textbereich: mehrere Zeilen"),
    FieldKind.NUMBER: N_("Zahl"),
    FieldKind.DATE: N_("Datum"),
    FieldKind.TICK: N_("Kästchen: ja oder nein"),
    FieldKind.ONE: N_("Auswahlknöpfe: eins von wenigen"),
    FieldKind.LIST: N_("Auswahlliste: eins von vielen"),
    FieldKind.SEVERAL: N_("Kästchengruppe: mehrere"),
    FieldKind.WORDS: N_("Text zum Lesen: Überschrift oder Hinweis"),
}
OTHERS: Mapping[str, str] = {
    "group": N_("Gruppe"), "dynamiclist": N_("Wiederholte Gruppe"), "taglist": N_("Schlagwörter"),
    "expression": N_("Ausdruck"), "html": N_("Text zum Lesen (HTML)"), "image": N_("Bild"), "spacer": N_("Abstand"),
    "separator": N_("Trennlinie"), "button": N_("Knopf"),
}  # fmt: skip
"""What only the form editor makes and changes."""
PERSONAL: Mapping[str, str] = {
    "nein": N_("keiner (nein)"),
    "mittelbar": N_("mittelbar"),
    "unmittelbar": N_("unmittelbar"),
}


@dataclass(frozen=True, slots=True)
class Page:
    draft: Draft
    file: str
    revision: int
    content: bytes
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]
    offer: Offer

    def lock_of(self, line: Line) -> FileLock | None:
        """In a clone; a Mustervorlage may change what it locks for others."""
        locks = () if self.offer.template else self.offer.file_locks
        return next((each for each in locks if (each.file, each.element) == (self.file, line.name)), None)

    @property
    def here(self) -> dict[str, object]:
        return {"draft": self.draft.id, "name": self.file}


def load(number: int, name: str) -> Page:
    """Raises NotFound, NotPermitted, InvalidInput (no list can be made of the file)."""
    with query() as uow:
        draft = drafts.draft(uow, number)
        if draft.ended:
            abort(redirect(url_for("studio.overview", draft=number)))
        if all(file.name != name for file in draft.of_kind(DraftKind.FORM)):
            abort(404)
        content, revision = drafts.draft_content(uow, number, name)
        findings = drafts.check_draft(uow, number, name)
        offer = drafts.offer(uow, number)
    own = tuple(finding for finding in findings if finding.file == name)
    return Page(draft, name, revision, content, editing.lines(content), own, offer)


@bp.get("")
@login_required
def listing(draft: int, name: str) -> Response | str:
    try:
        page = load(draft, name)
    except InvalidInput as refusal:
        flash(as_told(refusal.sentence), "danger")
        return redirect(url_for("studio.files", draft=draft))
    return list_page(page, focus=request.args.get("feld", ""))


def list_page(page: Page, *, focus: str = "", refusal: str = "") -> str:
    return render_template(
        "studio/form_list.html", page=page, draft=page.draft, focus=focus, refusal=refusal, words=words_of,
    )  # fmt: skip


def words_of(line: Line) -> str:
    """What kind of field it is."""
    known = KINDS.get(line.kind) if line.kind else OTHERS.get(line.type)
    return str(known or line.type)


DEEDS: Mapping[str, Callable[[bytes, str], Edited]] = {
    "hoch": editing.move_up,
    "runter": editing.move_down,
    "loeschen": editing.delete,
}


@bp.post("")
@login_required
def act(draft: int, name: str) -> Response | tuple[str, int]:
    page = load(draft, name)
    deed, place = DEEDS.get(request.form.get("tat", "")) or abort(400), request.form.get("feld", "")
    try:
        return saved(page, deed(page.content, place))
    except (InvalidInput, Changed) as refusal:
        return list_page(load(draft, name), focus=place, refusal=as_told(refusal.sentence)), status_of(refusal)


def saved(page: Page, edit: Edited) -> Response:
    """Saves, and leads to the list with the focus on the field. Raises Changed when somebody else was quicker."""
    revision = request.form.get("revision", 0, type=int)
    with command() as uow:
        drafts.save_file(uow, SaveFile(DraftId(page.draft.id), page.file, edit.content, revision, edit.said))
    flash(as_told(edit.said), "success")
    anchor = f"feld-{edit.place}" if edit.place else "inhalt"
    return lead_to(url_for(".listing", feld=edit.place or None, _anchor=anchor, **page.here))


def status_of(refusal: InvalidInput | Changed) -> int:
    return 409 if isinstance(refusal, Changed) else 422


# ------------------------------------------------------------------ one field
@bp.get("/neu")
@login_required
def new(draft: int, name: str) -> str:
    return field_page(load(draft, name), None, Wanted(""))


@bp.post("/neu")
@login_required
def add(draft: int, name: str) -> Response | tuple[str, int]:
    page, wanted = load(draft, name), posted()
    try:
        return saved(page, editing.add(page.content, wanted))
    except (InvalidInput, Changed) as refusal:
        return field_page(load(draft, name), None, wanted, refusal), status_of(refusal)


@bp.get("/<place>")
@login_required
def field(draft: int, name: str, place: str) -> str:
    page = load(draft, name)
    line = line_at(page, place)
    return field_page(page, line, editing.as_written(line))


@bp.post("/<place>")
@login_required
def save_field(draft: int, name: str, place: str) -> Response | tuple[str, int]:
    page, wanted = load(draft, name), posted()
    line = line_at(page, place)
    try:
        return saved(page, editing.change(page.content, place, wanted))
    except (InvalidInput, Changed) as refusal:
        return field_page(load(draft, name), line, wanted, refusal), status_of(refusal)


def line_at(page: Page, place: str) -> Line:
    """404 where there is none, or none that this list can change."""
    found = next((line for line in page.lines if line.place == place), None)
    return found if found and found.kind else abort(404)


def posted() -> Wanted:
    form = request.form
    kind = FieldKind(form["art"]) if form.get("art") in [*FieldKind] else FieldKind.TEXT
    return Wanted(
        form.get("beschriftung", ""),
        kind,
        form.get("schluessel", ""),
        form.get("hilfe", ""),
        "pflicht" in form,
        form.get("moeglichkeiten", ""),
        form.get("regel", ""),
        form.get("regel_text", ""),
        Protection(*(form.get(name) for name in ("zone", "personenbezug", "zweck", "loeschklasse", "gesperrt"))),
    )


ERRORS = {
    "form.label": "beschriftung", "form.options": "moeglichkeiten", "form.rule_feel": "regel",
    "form.rule_name": "regel", "form.rule_text": "regel_text",
}  # fmt: skip


def field_page(page: Page, line: Line | None, wanted: Wanted, refusal: InvalidInput | Changed | None = None) -> str:
    place = ERRORS.get(refusal.code, "schluessel" if refusal.code.startswith("form.key") else "") if refusal else ""
    if place == "regel" and not wanted.rule.strip():
        place = "schluessel"  # the rule of another field names this one
    sentence = as_told(refusal.sentence) if refusal else ""
    return render_template(
        "studio/form_field.html", page=page, draft=page.draft, line=line, wanted=wanted, kinds=KINDS,
        choice=line is None or line.kind in CHOICE_TYPES, words=words_of, lock=page.lock_of(line) if line else None,
        zones={each.id: each.name for each in page.offer.zones}, personal=PERSONAL,
        problems={place: sentence} if place else {}, refusal="" if place else sentence,
    )  # fmt: skip
