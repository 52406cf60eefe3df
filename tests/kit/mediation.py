"""A path through a mediation whose names and values appear nowhere else, so that one can look for them."""

from __future__ import annotations

from engine.terms import Actor, Role
from tests.kit.house import OPERATOR, House
from tests.kit.paths import END, START, element, field, flows, form, path, script, task, timer

STEP, STEP_NAME, GROUP = "sentinelschritt", "Sentinelname der Sitzung", "sentinelgruppe"
MESSAGE, TIMER, SCRIPT = "sentinelnachricht", "sentinelfrist", "sentinelskript"
NAMES = (STEP, STEP_NAME, GROUP, MESSAGE, TIMER, SCRIPT, "sentinelangabe", "Sentinelabbruch")
"""Element ids, step names, groups, message names and variable names of the mediation."""
VALUE = "Sentinelwert aus dem Gespräch"
ZONE = {"schutzzone": "mediation", "stufe": "mediation"}


def mediation(*, faulty: bool = False) -> bytes:
    """melden -> mediation (session, timer, script; a message ends it at any time) -> abschluss."""
    inside = (
        element("startEvent", "m_s")
        + task(STEP, GROUP, name=STEP_NAME, form="sentinelformular", freigabe="mediation>beirat: sentinelergebnis")
        + timer(TIMER, "P3D")
        + script(SCRIPT, '"kein Kontext"' if faulty else "{sentinelsumme: 1 + 1}")
        + element("endEvent", "m_e")
        + flows("m_s", STEP, TIMER, SCRIPT, "m_e")
    )
    listed = "".join(f'<zeebe:property name="{n}" value="{v}"/>' for n, v in ZONE.items())
    box = f"<bpmn:extensionElements><zeebe:properties>{listed}</zeebe:properties></bpmn:extensionElements>"
    boundary = element(
        "boundaryEvent",
        "ende_jederzeit",
        box + '<bpmn:messageEventDefinition messageRef="nachricht"/>',
        name="Sentinelabbruch",
        attachedToRef="verfahren_m",
    )
    message = (
        f'<bpmn:message id="nachricht" name="{MESSAGE}"><bpmn:extensionElements>'
        '<zeebe:subscription correlationKey="=fall.aktenzeichen"/></bpmn:extensionElements></bpmn:message>'
    )
    return path(
        START,
        task("melden"),
        element("subProcess", "verfahren_m", box + inside, name="Sentinelverfahren"),
        boundary,
        task("abschluss"),
        END,
        flows("s", "melden", "verfahren_m", "abschluss", "e"),
        '<bpmn:sequenceFlow id="f_weg" sourceRef="ende_jederzeit" targetRef="abschluss"/>',
        before=message,
    )


FORM = form("sentinelformular", field("sentinelangabe"), field("sentinelergebnis"))


def publish_mediation(house: House, *, faulty: bool = False, by: Actor = OPERATOR) -> None:
    house.publish(mediation(faulty=faulty), "hamm.bpmn", FORM, by=by)


def mediator(house: House, name: str = "Mira Beispiel") -> Actor:
    return house.actor(Role.MEDIATION, groups=(GROUP,), name=name)


def in_mediation(house: House, *, faulty: bool = False) -> str:
    """Aktenzeichen of a case whose mediation has begun."""
    publish_mediation(house, faulty=faulty)
    case = house.start()
    house.do(case, "melden", kurztitel="Streit im Hof")
    return case
