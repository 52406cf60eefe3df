"""What the outline's pages say: words for steps, choices for fields, places to move to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from flask_babel import gettext as _

from engine.bpmn.editing import Field, From, StepKind
from engine.bpmn.model import ProcessModel, TimerKind
from engine.bpmn.modelling import models
from engine.bpmn.municipality import KINDS as MUNICIPALITIES
from engine.bpmn.outline import Item, Leads, Outline, Part, PartKind, Position, Way
from engine.bpmn.outline.words import JOIN, MAIL
from engine.bpmn.profile import DEFINITION_WORDS
from engine.bpmn.reading import Document
from engine.catalogue.drafts import Choice, Offer
from engine.terms import Finding, Role
from webui import catalogues
from webui.language import as_told

N_ = catalogues.N_
Choices = list[tuple[str, str]]

STEP_KINDS: Mapping[StepKind, str] = {
    StepKind.USER: N_("Aufgabe: jemand füllt ein Formular aus"),
    StepKind.MAIL: N_("E-Mail: das System verschickt sie"),
    StepKind.SCRIPT: N_("Berechnung: FEEL"),
    StepKind.DECISION: N_("Entscheidungstabelle: das System schlägt vor"),
    StepKind.CALL: N_("Teilprozess: aus der Bibliothek oder dem Entwurf"),
    StepKind.CHOICE: N_("Verzweigung: ein Zweig wird gewählt"),
    StepKind.PARALLEL: N_("Gleichzeitig: alle Zweige laufen"),
    StepKind.WAIT: N_("Warten: eine Zeit vergeht"),
    StepKind.DEADLINE: N_("Frist am Rand: läuft ab, während der Schritt davor offen ist"),
    StepKind.END: N_("Ende: hier endet der Weg"),
}
EVENT_WORDS = {
    "none": N_("ohne Auslöser"), "message": N_("Nachricht"), "timer": N_("Zeit"), "signal": N_("Signal"),
    "error": N_("Fehler"), "escalation": N_("Eskalation"), "conditional": N_("Bedingung"), "link": N_("Link"),
    "compensate": N_("Kompensation"), "cancel": N_("Abbruch"), "terminate": N_("Beendigung"),
    "multiple": N_("mehrere Auslöser"),
}  # fmt: skip
TIMERS = {
    TimerKind.DURATION: N_("nach einer Dauer"),
    TimerKind.DATE: N_("an einem Tag"),
    TimerKind.CYCLE: N_("immer wieder"),
}
LABELS = (
    N_("Name"), N_("Hilfetext"), N_("Bahn"), N_("Formular"), N_("Andere Gruppe"), N_("Frist"), N_("Eskalation"),
    N_("Freigabe"), N_("Bestätigt die Entscheidung"), N_("Schutzzone"), N_("Stufe"), N_("Rolle"), N_("Ergebnis"),
    N_("Entscheidung"),
    N_("Ergebnis in der Variable"), N_("Berechnung in FEEL"), N_("Aufgerufener Prozess"), N_("Text der E-Mail"),
    N_("Art der Zeit"), N_("Zeit"), N_("Bedingung in FEEL"), N_("Name der Kommune (Pool)"), N_("Gruppe"), N_("AGS"),
    N_("Art der Kommune"), N_("AGS des Kreises"), N_("Kennung"), N_("An"), N_("Betreff"),
    N_("Steht bei der Aufgabe und im Handbuch."), N_("Wer für den Schritt zuständig ist."),
    N_("Nur, wo nicht die Gruppe der Bahn zuständig ist."),
    N_("Zum Beispiel 5 AT, 2 Wochen, 3 Monate oder 4 Stunden."),
    N_("Wen eine versäumte Frist erreicht, der Reihe nach: Vertretung, Leitung."),
    N_("Was in eine andere Zone gelangt: mediation>beirat: ergebnis."),
    N_("Kennung der Entscheidungstabelle, deren Vorschlag hier jemand bestätigt."),
    N_("Wird gezählt und zwischen Kommunen verglichen."),
    N_("Zum Beispiel 10 AT, 3 Monate, 2026-12-31 oder ein FEEL-Ausdruck mit = davor."),
    N_('Zum Beispiel falltyp = "F02".'), N_("8 Ziffern, bei einem Kreis 5."),
    N_("Nur bei kreisangehörigen Städten und Gemeinden."),
    N_("Nur, wo der AGS nicht reicht, etwa bei einer sozialen Organisation."),
    N_("Adresse, oder ein FEEL-Ausdruck mit = davor."),
    N_("Kennung der Gruppe, die hier Aufgaben bekommt; ohne Angabe die der Bahn."),
)  # fmt: skip
"""Labels and hints of engine.bpmn.editing.fields."""


def kind_words(item: Item) -> str:
    """What a step is: its element, and what its event waits for or throws."""
    if item.words == JOIN:
        return _("Zusammenführung")
    if item.words == MAIL:
        return _("E-Mail")
    words = catalogues.element_name(item.kind)
    return f"{words} ({EVENT_WORDS[item.event]})" if item.event in DEFINITION_WORDS else words


def position_words(place: Position) -> str:
    if place.branch:
        return _("Schritt %(n)s von %(all)s, Zweig »%(name)s«", n=place.index, all=place.total, name=place.branch)
    return _("Schritt %(n)s von %(all)s", n=place.index, all=place.total)


def leads_words(leads: Leads) -> str:
    if leads.way is Way.BACK:
        return _("zurück zu »%(name)s«", name=as_told(leads.name))
    return _("weiter mit »%(name)s«", name=as_told(leads.name)) if leads.way is Way.ON else ""


def part_words(part: Part) -> str:
    match part.kind:
        case PartKind.BRANCH:
            return _("Zweig »%(name)s«", name=part.name) if part.name else _("Zweig %(n)s", n=part.number)
        case PartKind.EVENT:
            return _("Wenn das Ereignis eintritt")
        case PartKind.INSIDE:
            return _("Im Teilprozess")
        case PartKind.ASIDE:
            return _("Jederzeit möglich")
        case PartKind.LOOSE:
            return _("Nicht verbunden: dorthin führt kein Weg")
    return ""


def findings_by(findings: Sequence[Finding], file: str) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.element_id and finding.file in ("", file):
            found.setdefault(finding.element_id, []).append(finding)
    return found


# ------------------------------------------------------------------ choices
def model_of(document: Document, key: str) -> ProcessModel | None:
    """The process that has this step, flow or lane, or is it."""
    for model in models(document):
        keys = {model.id, *model.elements, *(f.id for f in model.flows), *(lane.id for lane in model.lanes)}
        if key in keys:
            return model
    return None


def choices(field: Field, offer: Offer, model: ProcessModel | None) -> Choices:
    """What a field may be, its present value included."""
    found = [*_choices(field.offer, offer, model)]
    if field.value and all(value != field.value for value, _label in found):
        found.append((field.value, field.value))
    return found


def _choices(source: From, offer: Offer, model: ProcessModel | None) -> Iterator[tuple[str, str]]:
    match source:
        case From.LANES:
            yield from ((lane.id, lane.name or lane.id) for lane in (model.lanes if model else ()))
        case From.ROLES:
            yield from ((role.value, catalogues.role_name(role.value)) for role in tuple(Role)[:5])
        case From.TIMERS:
            yield from ((kind.value, str(words)) for kind, words in TIMERS.items())
        case From.KINDS:
            yield from ((kind, kind) for kind in MUNICIPALITIES)
        case From.NOWHERE:
            return
        case _:
            yield from ((each.id, _with_id(each)) for each in getattr(offer, source.value))


def _with_id(choice: Choice) -> str:
    """What has a code that others write is shown with it."""
    return choice.name if choice.name == choice.id or not choice.file else f"{choice.name} ({choice.id})"


def targets(model: ProcessModel, outline: Outline, key: str) -> Choices:
    """Steps of the same (sub-)process to which a flow from this step can lead."""
    own = model.elements[key]
    return [
        (item.id, f"{item.number} {as_told(item.label)}")
        for item in outline.items()
        if item.process == model.id and item.parent == own.parent and item.id != key
        and item.kind not in ("startEvent", "boundaryEvent")
    ]  # fmt: skip


def places(model: ProcessModel, outline: Outline, key: str) -> Choices:
    """Flows onto which a step can move."""
    own, items = model.elements[key], {item.id: item for item in outline.items()}
    found: Choices = []
    for flow in model.flows:
        source = model.elements.get(flow.source)
        if source is None or source.parent != own.parent or key in (flow.source, flow.target):
            continue
        label = as_told(items[flow.source].label)
        if items[flow.source].splits:
            name = flow.name or as_told(items[flow.target].label)
            found.append((flow.id, _("am Anfang von Zweig »%(name)s« (%(step)s)", name=name, step=label)))
        else:
            found.append((flow.id, _("nach %(n)s »%(step)s«", n=items[flow.source].number, step=label)))
    return found
