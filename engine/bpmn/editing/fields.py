"""The fields of a step, a flow, a lane or a process, in the dialect of its file."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn import declarations as say
from engine.bpmn import dialects
from engine.bpmn.editing import extending as ext
from engine.bpmn.editing import values as of
from engine.bpmn.editing.spec import Field, FieldKind, From, Spec
from engine.bpmn.editing.tree import Dialect, Node, Tree
from engine.bpmn.escalation import REMINDER
from engine.bpmn.locks import LOCKED
from engine.bpmn.modelling import FLOW_NODES, GATEWAYS, SUBPROCESSES
from engine.bpmn.municipality import TEMPLATE_KINDS
from engine.bpmn.namespaces import bpmn, local, reference, zeebe
from engine.bpmn.reading import Document


def fields(document: Document, key: str) -> tuple[Field, ...]:
    """Raises InvalidInput("outline.unknown")."""
    tree = Tree(document)
    node = tree.node(key)
    found = []
    for spec in specs(tree, node):
        value = spec.get(tree, node)
        found.append(Field(spec.key, spec.label, spec.kind, value, spec.offer, spec.hint, spec.open))
    return tuple(found)


def specs(tree: Tree, node: Node) -> Iterator[Spec]:
    kind = local(node)
    yield _NAME
    match kind:
        case "sequenceFlow":
            yield from _of_flow(tree, node)
        case "lane":
            if tree.dialect is not Dialect.PLAIN:
                yield from (
                    of.prop(
                        say.GROUP, "Gruppe", "Kennung der Gruppe, die hier Aufgaben bekommt; ohne Angabe die der Bahn."
                    ),
                    _ROLE,
                    _ZONE,
                    _STAGE,
                )
        case "process":
            yield from _of_process(tree)
        case _ if kind in FLOW_NODES:
            yield from _of_step(tree, node)
    if _is_template(tree):
        yield _LOCKED
    yield _DOCUMENTATION


def _of_step(tree: Tree, node: Node) -> Iterator[Spec]:
    kind, ours = local(node), tree.dialect is not Dialect.PLAIN
    if node.find(f"../{bpmn('laneSet')}/{bpmn('lane')}") is not None:
        yield _LANE
    if kind in ("userTask", "manualTask") and ours:
        yield from (_FORM, _GROUP, _DEADLINE, _REMINDER, _ESCALATION)
    if kind == "businessRuleTask" and ours:
        yield from (_DECISION, _RESULT)
    if kind == "scriptTask":
        yield _SCRIPT
        if ours:
            yield _RESULT
    if kind == "callActivity":
        yield _CALLED
    if kind in ("serviceTask", "sendTask") and ext.extension(node, zeebe("taskDefinition"), "type") == "mail":
        yield from (
            of.mail("an", "An", "Adresse, oder ein FEEL-Ausdruck mit = davor."),
            of.mail("betreff", "Betreff", ""),
            _MAIL_TEXT,
        )
    if node.find(bpmn("timerEventDefinition")) is not None:
        yield from (_TIMER_KIND, _TIMER)
    if kind == "endEvent" and ours:
        yield _OUTCOME
    if ours and kind not in GATEWAYS:
        yield from (_ZONE, _STAGE)
        if kind in ("userTask", *SUBPROCESSES):
            yield _RELEASE
        if kind == "userTask":
            yield from (_CONSENT, _CONFIRMS, _ABOUT, _FOUR_EYES)


def _is_template(tree: Tree) -> bool:
    """Whether others take the path over as LaKI draws it."""
    if tree.dialect is Dialect.PLAIN:
        return False
    return any(dialects.properties(node).get("art") in TEMPLATE_KINDS for node in tree.root.findall(bpmn("process")))


def _of_flow(tree: Tree, node: Node) -> Iterator[Spec]:
    source = tree.ids.get(reference(node.get("sourceRef")) or "")
    if source is not None and local(source) in ("exclusiveGateway", "inclusiveGateway"):
        yield _CONDITION


def _of_process(tree: Tree) -> Iterator[Spec]:
    yield _POOL
    if tree.dialect is Dialect.PLAIN:
        return
    yield of.prop("ags", "AGS", "8 Ziffern, bei einem Kreis 5.")
    yield Spec("art", "Art der Kommune", FieldKind.CHOICE, of.read("art"), of.write("art"), From.KINDS)
    yield of.prop("kreis", "AGS des Kreises", "Nur bei kreisangehörigen Städten und Gemeinden.")
    yield of.prop("loeschklasse", "Löschklasse", "Wie lange Vorgänge aufbewahrt werden.")
    yield of.prop(
        "rueckstand", "Rückstand", "Läuft der Prozess nach der Uhr: alle, wenn Versäumtes nachgeholt wird. Leer: nicht."
    )
    yield of.prop("kennung", "Kennung", "Nur, wo der AGS nicht reicht, etwa bei einer sozialen Organisation.")


_NAME = Spec("name", "Name", FieldKind.TEXT, of.name, of.set_name)
_DOCUMENTATION = Spec(
    "hilfe", "Hilfetext", FieldKind.AREA, lambda tree, node: ext.documentation(node),
    lambda tree, node, value: ext.set_documentation(node, value),
    hint="Steht bei der Aufgabe und im Handbuch.",
)  # fmt: skip
_LANE = Spec("bahn", "Bahn", FieldKind.CHOICE, of.lane, of.keep_lane, From.LANES, "Wer für den Schritt zuständig ist.")
_FORM = Spec(
    "formular", "Formular", FieldKind.CHOICE, lambda tree, node: dialects.form_id(node) or "", of.set_form, From.FORMS,
)  # fmt: skip
_GROUP = Spec(
    "zustaendig", "Andere Gruppe", FieldKind.CHOICE, lambda tree, node: dialects.assignment(node).groups or "",
    of.set_group, From.GROUPS, "Nur, wo nicht die Gruppe der Bahn zuständig ist.",
)  # fmt: skip
_LOCKED = of.prop(
    LOCKED, "Pflichtelement", "ja, oder der Grund: Wer die Mustervorlage übernimmt, kann das Element dann nicht ändern."
)
_DEADLINE = of.prop(say.DEADLINE, "Frist", "Zum Beispiel 5 AT, 2 Wochen, 3 Monate oder 4 Stunden.", "deadline")
_ESCALATION = of.prop(
    say.ESCALATION, "Eskalation", "Wen eine versäumte Frist erreicht, der Reihe nach: Vertretung, Leitung."
)
_RELEASE = of.prop(say.RELEASE, "Freigabe", "Was in eine andere Zone gelangt: mediation>beirat: ergebnis.", "release")
_CONSENT = of.prop(
    say.CONSENT, "Freigabe nur, wenn", "FEEL: Nur dann gilt die Freigabe, etwa =ergebnis_freigabe = true.", "feel"
)
_ABOUT = of.prop(say.ABOUT, "Für", "Bei mehrfachen Aufgaben: die Angabe, die sagt, für wen oder was.")
_FOUR_EYES = of.prop(
    "vier_augen", "Vier Augen", "Kennung einer Aufgabe: Wer sie zuletzt erledigt hat, darf diese nicht erledigen."
)
_REMINDER = of.prop(
    REMINDER, "Erinnerung", "Wie lange vor der Frist erinnert wird: 2 AT, oder keine. Leer: ein Arbeitstag."
)
_CONFIRMS = of.prop(
    say.CONFIRMS,
    "Bestätigt die Entscheidung",
    "Kennung der Entscheidungstabelle, deren Vorschlag hier jemand bestätigt.",
)
_ZONE = Spec("schutzzone", "Schutzzone", FieldKind.CHOICE, of.read(say.ZONE), of.write(say.ZONE), From.ZONES)
_STAGE = Spec("stufe", "Stufe", FieldKind.CHOICE, of.read(say.STAGE), of.write(say.STAGE), From.STAGES)
_ROLE = Spec("rolle", "Rolle", FieldKind.CHOICE, of.read(say.ROLE), of.write(say.ROLE), From.ROLES)
_OUTCOME = Spec(
    say.OUTCOME, "Ergebnis", FieldKind.TEXT, of.read(say.OUTCOME), of.write(say.OUTCOME), From.OUTCOMES,
    "Wird gezählt und zwischen Kommunen verglichen.", open=True,
)  # fmt: skip
_DECISION = Spec(
    "entscheidung", "Entscheidung", FieldKind.CHOICE, lambda tree, node: dialects.decision(node)[0] or "",
    of.set_decision, From.DECISIONS,
)  # fmt: skip
_RESULT = Spec("variable", "Ergebnis in der Variable", FieldKind.TEXT, of.result, of.set_result, check="name")
_SCRIPT = Spec(
    "berechnung", "Berechnung in FEEL", FieldKind.FEEL,
    lambda tree, node: (dialects.script(node)[0] or "").removeprefix("=").strip(), of.set_script, check="feel",
)  # fmt: skip
_CALLED = Spec(
    "prozess", "Aufgerufener Prozess", FieldKind.CHOICE, lambda tree, node: dialects.call(node).process or "",
    of.set_called, From.PROCESSES,
)  # fmt: skip
_MAIL_TEXT = Spec(
    "text", "Text der E-Mail", FieldKind.AREA, lambda tree, node: ext.mapping(node, "text"),
    lambda tree, node, value: ext.set_mapping(node, "text", value), check="mixed",
)  # fmt: skip
_TIMER_KIND = Spec(
    "zeitart", "Art der Zeit", FieldKind.CHOICE,
    of.timer_kind, of.set_timer_kind, From.TIMERS,
)  # fmt: skip
_TIMER = Spec(
    "zeit", "Zeit", FieldKind.TEXT, lambda tree, node: of.timer(node)[1], of.set_timer,
    hint="Zum Beispiel 10 AT, 3 Monate, 2026-12-31 oder ein FEEL-Ausdruck mit = davor.", check="time",
)  # fmt: skip
_CONDITION = Spec(
    "bedingung", "Bedingung in FEEL", FieldKind.FEEL, lambda tree, node: of.condition(node), of.set_condition,
    hint='Zum Beispiel falltyp = "F02".', check="feel",
)  # fmt: skip
_POOL = Spec("pool", "Name der Kommune (Pool)", FieldKind.TEXT, of.pool_name, of.set_pool_name)
