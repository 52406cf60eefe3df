"""Pages for everyone: each municipality's own, chosen by `?kommune=slug` or by who is logged in.

/impressum                  who offers this
/datenschutz                who is responsible, what is stored
/barrierefreiheit           what is accessible, what is not yet, whom to ask
/barrierefreiheit/melden    tells the municipality about a barrier; no account, no name
"""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from engine import accounts
from engine.accounts import Office, OfficeTexts, ReportBarrier
from engine.errors import InvalidState, NotFound
from engine.terms import Actor, Role
from webui import accessibility_gaps, identity, throttle
from webui.account_forms import error_summary
from webui.language import as_told
from webui.office_forms import BarrierForm, office_label
from webui.platform import platform

bp = Blueprint("pages", __name__)
bp.add_app_template_filter(office_label)


def chosen() -> tuple[OfficeTexts | None, tuple[Office, ...]]:
    """Texts of the municipality in question, and what a visitor may choose from. None: nothing is chosen yet.

    Whoever is logged in has their own. Raises NotFound for a municipality that is not there.
    """
    own = identity.me().slug if current_user.is_authenticated else ""
    with platform().query(Actor.system()) as uow:
        offered = () if own else accounts.offices(uow)
        slug = own or request.args.get("kommune", "").strip() or (offered[0].slug if len(offered) == 1 else "")
        return (accounts.office_texts(uow, slug) if slug else None), offered


def office_page(template: str) -> str:
    texts, offered = chosen()
    keeper = texts is not None and identity.has_role(Role.VERWALTUNG)
    gaps = {"gaps": accessibility_gaps.open_gaps(), "assessed_on": accessibility_gaps.ASSESSED_ON}
    return render_template(template, texts=texts, offices=offered, keeper=keeper, **gaps)


@bp.get("/impressum")
def imprint() -> str:
    return office_page("pages/imprint.html")


@bp.get("/datenschutz")
def privacy() -> str:
    return office_page("pages/privacy.html")


@bp.get("/barrierefreiheit")
def accessibility() -> str:
    return office_page("pages/accessibility.html")


@bp.get("/barrierefreiheit/melden")
def barrier_form() -> str:
    return barrier_page(BarrierForm())


def barrier_page(form: BarrierForm, refusal: str = "") -> str:
    texts, offered = chosen()
    errors = error_summary(form)
    return render_template(
        "pages/barrier.html", form=form, texts=texts, offices=offered, errors=errors, refusal=refusal
    )


@bp.post("/barrierefreiheit/melden")
@throttle.limiter.limit(throttle.REPORTS_PER_ADDRESS)
def report_barrier() -> Response:
    form, (texts, _offered) = BarrierForm(), chosen()
    if texts is None:
        raise NotFound("municipality.unknown", "Diese Kommune gibt es nicht.")
    if not form.validate():
        return make_response(barrier_page(form), 422)
    office = texts.office
    report = ReportBarrier(office.identity, form.text.data or "", form.page.data or "", form.email.data or "")
    if faults := accounts.barrier_faults(report):
        for name, sentence in faults.items():
            form[name].errors = [sentence]
        return make_response(barrier_page(form), 422)
    try:
        # Nobody's account: who met a barrier is nobody's business, and the trail must not tell it either.
        with platform().command(Actor.system()) as uow:
            accounts.report_barrier(uow, report)
    except InvalidState as refusal:
        return make_response(barrier_page(form, as_told(refusal.sentence)), 409)
    flash(_("Danke. Ihr Hinweis ist bei %(place)s eingegangen.", place=office.name), "success")
    return redirect(url_for("pages.accessibility", kommune=office.slug))
