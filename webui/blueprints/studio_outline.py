"""Werkstatt: a path as a list, for keyboard and screen reader. Works without JavaScript.

/werkstatt/<draft>/gliederung                   the list (?datei=, ?schritt= where the focus goes)
/werkstatt/<draft>/gliederung/tat               POST: up, down, away, elsewhere, connect, branch, default, lane
/werkstatt/<draft>/gliederung/neu               a new step (?nach=, ?zweig=)
/werkstatt/<draft>/gliederung/element/<key>     fields and what can be done, of a step, branch, lane or process
/werkstatt/<draft>/gliederung/zeichnung.svg     the diagram as it stands
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from engine.bpmn import Document, editing, read
from engine.bpmn.drawing import draw_or_say
from engine.bpmn.editing import AddStep, Edited, StepKind
from engine.bpmn.outline import Outline, outline
from engine.catalogue import drafts
from engine.catalogue.drafts import ApplyChanges, Changed, Draft, DraftId, DraftKind, Offer
from engine.errors import InvalidInput
from engine.terms import Finding
from webui import catalogues
from webui import outline as words
from webui.identity import command, query
from webui.kept import lead_to
from webui.language import as_told

bp = Blueprint("studio_outline", __name__, url_prefix="/werkstatt")


@dataclass(frozen=True, slots=True)
class Page:
    """What every page of the outline is made from."""

    draft: Draft
    file: str
    revision: int
    document: Document
    outline: Outline
    findings: Mapping[str, list[Finding]]
    offer: Offer

    @property
    def here(self) -> dict[str, object]:
        """Arguments of addresses: the draft, and its file where that is not the path itself."""
        return {"draft": self.draft.id, **({} if self.file == self.draft.main else {"datei": self.file})}


def load(number: int) -> Page:
    """Raises NotFound, NotPermitted."""
    with query() as uow:
        draft = drafts.draft(uow, number)
        if draft.ended:
            abort(redirect(url_for("studio.overview", draft=number)))
        name = request.values.get("datei", "") or draft.main
        if all(file.name != name for file in draft.of_kind(DraftKind.BPMN)):
            abort(404)
        content, revision = drafts.draft_content(uow, number, name)
        findings = drafts.check_draft(uow, number, name)
        offer = drafts.offer(uow, number)
    document = read(content, file=name)
    return Page(draft, name, revision, document, outline(document), words.findings_by(findings, name), offer)


# ------------------------------------------------------------------ the list
@bp.get("/<int:draft>/gliederung")
@login_required
def listing(draft: int) -> str:
    return list_page(load(draft), focus=request.args.get("schritt", ""))


def list_page(page: Page, *, focus: str = "", refusal: str = "") -> str:
    lanes = {model.id: model.lanes for model in words.models(page.document)}
    pools = {section.process: section for section in page.outline.sections}
    return render_template(
        "studio/outline.html", page=page, draft=page.draft, focus=focus, refusal=refusal, lanes=lanes,
        pools=pools,
    )  # fmt: skip


DEEDS: Mapping[str, Callable[[Document, str, str, str], Edited]] = {
    "hoch": lambda document, key, to, name: editing.move_up(document, key),
    "runter": lambda document, key, to, name: editing.move_down(document, key),
    "loeschen": lambda document, key, to, name: editing.delete_step(document, key),
    "stelle": lambda document, key, to, name: editing.move_onto(document, key, to),
    "verbinden": lambda document, key, to, name: editing.connect(document, key, to),
    "zweig": lambda document, key, to, name: editing.add_branch(document, key, name, to),
    "zweig_loeschen": lambda document, key, to, name: editing.delete_branch(document, key),
    "standard": lambda document, key, to, name: editing.set_default(document, key),
    "bahn": lambda document, key, to, name: editing.add_lane(document, key, name),
}


@bp.post("/<int:draft>/gliederung/tat")
@login_required
def act(draft: int) -> Response | tuple[str, int] | str:
    page, form = load(draft), request.form
    deed = DEEDS.get(form.get("tat", "")) or abort(400)
    key = form.get("element", "")
    try:
        edit = deed(page.document, key, form.get("ziel", ""), form.get("name", ""))
        save(page, edit)
    except (InvalidInput, Changed) as refusal:
        return list_page(load(draft), focus=key, refusal=as_told(refusal.sentence)), status_of(refusal)
    return shown(page, edit)


def save(page: Page, edit: Edited) -> None:
    """Raises Changed when somebody else was quicker than the page that the form was on."""
    revision = request.form.get("revision", 0, type=int)
    with command() as uow:
        number = DraftId(page.draft.id)
        drafts.apply_changes(uow, ApplyChanges(number, page.file, edit.changes, revision, edit.said))


def shown(page: Page, edit: Edited) -> Response | str:
    """The list, with the focus on what was done, and what happened in words."""
    flash(as_told(edit.said), "success")
    if request.headers.get("HX-Request"):
        return list_page(load(page.draft.id), focus=edit.element)
    # A browser carries the fragment of the form's page over to where it is led, unless there is another one.
    anchor = f"schritt-{edit.element}" if edit.element else "gliederung"
    address = url_for(".listing", schritt=edit.element or None, _anchor=anchor, **page.here)
    return lead_to(address)


def status_of(refusal: InvalidInput | Changed) -> int:
    return 409 if isinstance(refusal, Changed) else 422


# ------------------------------------------------------------------ new steps
@bp.get("/<int:draft>/gliederung/neu")
@login_required
def new(draft: int) -> str:
    return new_page(load(draft))


@bp.post("/<int:draft>/gliederung/neu")
@login_required
def add(draft: int) -> Response | tuple[str, int] | str:
    page, form = load(draft), request.form
    try:
        wanted = AddStep(
            StepKind(form.get("art", "")) if form.get("art") in [*StepKind] else StepKind.USER,
            form.get("name", ""),
            form.get("nach", ""),
            form.get("zweig", ""),
            tuple(form.get("zweige", "").splitlines()),
        )
        edit = editing.add_step(page.document, wanted)
        save(page, edit)
    except (InvalidInput, Changed) as refusal:
        return new_page(load(draft), as_told(refusal.sentence)), status_of(refusal)
    return shown(page, edit)


def new_page(page: Page, refusal: str = "") -> str:
    after, branch = request.values.get("nach", ""), request.values.get("zweig", "")
    if not after and not branch:
        abort(redirect(url_for(".listing", **page.here)))
    item = page.outline.item(after)
    model = words.model_of(page.document, branch) if branch else None
    flow = next((each for each in model.flows if each.id == branch), None) if model else None
    if item is None and flow is None:
        abort(404)
    kinds = [(kind.value, str(label)) for kind, label in words.STEP_KINDS.items()]
    if flow is not None:
        kinds = [(kind, label) for kind, label in kinds if kind != StepKind.DEADLINE.value]
        source = page.outline.item(flow.source)
        name = flow.name or (as_told(source.label) if source else flow.source)
        place = _("am Anfang von Zweig »%(name)s«", name=name)
    else:
        place = _("nach »%(name)s«", name=as_told(item.label) if item else after)
    typed = {key: request.form.get(key, "") for key in ("art", "name", "zweige")}
    return render_template(
        "studio/outline_new.html", page=page, draft=page.draft, place=place, kinds=kinds, after=after, branch=branch,
        typed=typed, refusal=refusal,
    )  # fmt: skip


# ------------------------------------------------------------------ one element
@bp.get("/<int:draft>/gliederung/element/<key>")
@login_required
def element(draft: int, key: str) -> str:
    return element_page(load(draft), key)


@bp.post("/<int:draft>/gliederung/element/<key>")
@login_required
def save_element(draft: int, key: str) -> Response | tuple[str, int] | str:
    page = load(draft)
    fields_of(page, key)
    values = {name: value for name, value in request.form.items() if name not in ("csrf_token", "revision", "datei")}
    try:
        if faults := editing.faults(page.document, key, values):
            return element_page(page, key, values, {name: as_told(text) for name, text in faults.items()}), 422
        edit = editing.set_fields(page.document, key, values)
        save(page, edit)
    except (InvalidInput, Changed) as refusal:
        return element_page(load(draft), key, values, refusal=as_told(refusal.sentence)), status_of(refusal)
    return shown(page, edit)


def fields_of(page: Page, key: str) -> tuple[editing.Field, ...]:
    """404 where there is no such element in this draft."""
    if words.model_of(page.document, key) is None:
        abort(404)
    return editing.fields(page.document, key)


def element_page(
    page: Page, key: str, typed: Mapping[str, str] | None = None, faults: Mapping[str, str] | None = None,
    refusal: str = "",
) -> str:  # fmt: skip
    fields, model = fields_of(page, key), words.model_of(page.document, key)
    if model is None:
        abort(404)
    item = page.outline.item(key)
    flow = next((each for each in model.flows if each.id == key), None)
    lane = next((each for each in model.lanes if each.id == key), None)
    step = flow.source if flow is not None else key
    return render_template(
        "studio/outline_element.html", page=page, draft=page.draft, key=key, item=item, flow=flow, lane=lane,
        fields=fields, choices={field.key: words.choices(field, page.offer, model) for field in fields},
        typed=typed or {}, faults=faults or {}, refusal=refusal, model=model,
        source=page.outline.item(flow.source) if flow is not None else None,
        targets=words.targets(model, page.outline, step) if step in model.elements else [],
        places=words.places(model, page.outline, key) if item is not None else [],
        outgoing=[each for each in model.flows if each.source == key],
        findings=page.findings.get(key, []),
        locks=[] if page.offer.template else [lock for lock in page.offer.locks if lock.element == key],
        lock_words=catalogues.LOCKED,
    )  # fmt: skip


@bp.get("/<int:draft>/gliederung/zeichnung.svg")
@login_required
def drawing(draft: int) -> Response:
    with query() as uow:
        found = drafts.draft(uow, draft)
        content, _revision = drafts.draft_content(uow, draft, request.args.get("datei", "") or found.main)
    return Response(draw_or_say(content), mimetype="image/svg+xml")


def init_app(app: Flask) -> None:
    app.jinja_env.globals |= {
        "outline_kind": words.kind_words,
        "outline_position": words.position_words,
        "outline_leads": words.leads_words,
        "outline_part": words.part_words,
    }
