"""Stand-in for the engine until its rooms are there: same names, a handful of invented cases, no rules."""

from __future__ import annotations

import sys
import types
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from engine.errors import InvalidInput, InvalidState, NotFound, NotPermitted
from engine.terms import Actor, Finding, Role, Severity, TaskState

NOW = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)
HAMM = "05915000"
D = timedelta(days=1)


def shape(name: str, fields: str) -> type:
    """A frozen dataclass from "a, b=1"."""
    import dataclasses

    parts: list[Any] = []
    for item in fields.split(","):
        label, _, default = item.strip().partition("=")
        parts.append((label, Any, field(default={"None": None, "0": 0, "50": 50, "100": 100, "False": False, "()": (), "groups": "groups", "{}": None}[default])) if default else (label, Any))
    return dataclasses.make_dataclass(name, parts, frozen=True, slots=True)


AccountView = dataclass(frozen=True)(
    type(
        "AccountView",
        (),
        {
            "__annotations__": dict.fromkeys(
                "id login name municipality municipality_name slug roles groups active epoch language".split(), Any
            ),
            "actor": lambda self: Actor(self.name, self.id, self.municipality, self.roles, self.groups),
        },
    )
)
PASSWORD = "Lindenallee-Regen-7"


def view(number: int, login: str, name: str, *roles: Role, groups: tuple[str, ...] = (), active: bool = True) -> Any:
    return AccountView(number, login, name, HAMM, "Stadt Hamm", "hamm", frozenset(roles), frozenset(groups), active, 1, None)


PEOPLE = {
    p.login: p
    for p in (
        view(1, "erika", "Erika Beispiel", Role.KOORDINATION, groups=("koordination",)),
        view(2, "mesut", "Mesut Yıldız", Role.MEDIATION, groups=("mediation",)),
        view(3, "lea", "Dr. Lea Krahn-Winterberg", Role.BERATUNG, groups=("beratung",)),
        view(4, "paul", "Paul Entwerfer", Role.ENTWURF),
        view(5, "rita", "Rita Prüfer", Role.REVISION),
        view(6, "vera", "Vera Waltung", Role.VERWALTUNG),
        view(7, "bodo", "Bodo Beirat", Role.BEIRAT, groups=("beirat",)),
        view(8, "alt", "Alma Altmann", Role.FACHSTELLE, active=False),
        view(9, "daten", "Dana Schütz", Role.DATENSCHUTZ),
    )
}

TaskFilter = shape("TaskFilter", "scope=groups, due=None, stage=None, after=None, limit=50")
TaskCounts = shape("TaskCounts", "mine, groups, overdue, today, week, later, stages")
TaskList = shape("TaskList", "lines, next, counts")
TaskLine = shape("TaskLine", "task_id, name, instance_id, aktenzeichen, kurztitel, stage, group, assignee_id, assignee_name, due, is_overdue, is_mine, can_claim, can_release, trial")
TaskPage = shape("TaskPage", "line, state, documentation, form, data, case, recent, may_complete, why_not, completed_by, completed_at, releases, suggestion=None")
CaseHead = shape("CaseHead", "instance_id, aktenzeichen, kurztitel, stage, state, municipality_name, falltyp, district, started_at, ended_at, trial, version")
CaseFilter = shape("CaseFilter", "search=None, falltyp=None, district=None, stage=None, state=None, after=None, limit=50")
CaseList = shape("CaseList", "lines, next, choices")
CaseLine = shape("CaseLine", "instance_id, aktenzeichen, kurztitel, falltyp, district, stage, state, started_at, ended_at, open_tasks, trial, overdue")
CasePage = shape("CasePage", "head, open_tasks, steps, deadlines, entries, history, messages, diagrams, incidents")
Step = shape("Step", "process_id, process_name, element_id, name, type, state, count, last_at")
Deadline = shape("Deadline", "name, due, is_overdue, kind")
EntryGroup = shape("EntryGroup", "zone, title, rows")
HistoryEntry = shape("HistoryEntry", "at, actor_name, sentence, kind")
Diagram = shape("Diagram", "process_id, name, marks")
ClaimTask = shape("ClaimTask", "task_id")
ReleaseTask = shape("ReleaseTask", "task_id")
CompleteTask = shape("CompleteTask", "task_id, variables")
TaskCompletion = shape("TaskCompletion", "aktenzeichen, instance_id, opened, finished, incident")
StartCase = shape("StartCase", "municipality, process_id=None, start_event=None, variables=None")
CaseStarted = shape("CaseStarted", "instance_id, aktenzeichen, first_task")
SendMessage = shape("SendMessage", "instance_id, message")
AuditFilter = shape("AuditFilter", "aktenzeichen=None, kind=None, actor=None, since=None, until=None, after=None, limit=100")
AuditList = shape("AuditList", "lines, next, kinds, verified")
AuditLine = shape("AuditLine", "number, at, actor, aktenzeichen, kind, sentence, hash8")
RetryIncident = shape("RetryIncident", "incident_id")
ResolveIncident = shape("ResolveIncident", "incident_id")
Incident = shape("Incident", "incident_id, aktenzeichen, element_name, sentence, at")
ProcessLine = shape("ProcessLine", "slug, municipality, name, version, version_tag, published_at, published_by, running, trial")
ProcessPage = shape("ProcessPage", "line, versions, steps, processes")
Version = shape("Version", "number, version_tag, hash8, published_at, published_by, running")
PublishProcess = shape("PublishProcess", "file, content, extra=(), rename=False")
Published = shape("Published", "slug, name, version, municipality, unchanged, warnings")
CreateAccount = shape("CreateAccount", "login, name, municipality, roles, groups, password=None")
AccountCreated = shape("AccountCreated", "account_id, initial_password")
DisableAccount = shape("DisableAccount", "account_id")
EnableAccount = shape("EnableAccount", "account_id")
ResetPassword = shape("ResetPassword", "account_id")
ChangePassword = shape("ChangePassword", "account_id, old, new")
DemoAccount = shape("DemoAccount", "login, password, name, municipality_name, roles")

CASES = [
    ("KKM-05915000-2026-0042", "Lärm im Innenhof der Gemeinschaftsunterkunft Dortmunder Straße", "F01", "Hamm-Mitte", "eingang"),
    ("KKM-05915000-2026-0041", "Gebetszeiten und gemeinsame Küche", "F02", "Bockum-Hövel", "beratung"),
    ("KKM-05915000-2026-0039", "Klassenchat der 8b nach Wandertag", "F04", "Heessen", "clearing"),
    ("KKM-05915000-2026-0035", "Bahnhofsvorplatz: Geschäftsleute und Jugendliche", "F07", "Hamm-Mitte", "verfahren"),
    ("KKM-05915000-2026-0028", "Raumvergabe Kulturzentrum zwischen zwei Vereinen", "F06", "Uentrop", "feedback"),
]


def line(number: int, name: str, case: int, due: Any, *, group: str = "koordination", who: Any = None, me: Any = None) -> Any:
    az, title, _kind, _district, stage = CASES[case]
    mine = who is not None and who is me
    return TaskLine(
        f"{number:032x}", name, f"{case:032x}", az, title, stage, group, who.id if who else None, who.name if who else None,
        due, due is not None and due < NOW, mine, who is None, mine, case % 2 == 1,
    )


def lines(me: Any) -> tuple[Any, ...]:
    erika = PEOPLE["erika"]
    everyone = (
        line(1, "Eingang bestätigen", 0, NOW - 4 * D, me=me),
        line(2, "Sicherheit prüfen", 0, NOW - timedelta(minutes=50), who=erika, me=me),
        line(3, "Clearing-Ergebnis bestätigen", 2, NOW.replace(hour=17), me=me),
        line(4, "Erstgespräch führen", 1, NOW + 2 * D, group="beratung", who=PEOPLE["lea"], me=me),
        line(5, "Einladung an die andere Seite vorbereiten und Einverständnis einholen", 3, NOW + 4 * D, me=me),
        line(6, "Rückmeldung nach drei Monaten einholen", 4, NOW + 40 * D, who=erika, me=me),
        line(7, "Wiedervorlage", 4, None, me=me),
    )
    return everyone


def me_of(uow: Any) -> Any:
    return next((p for p in PEOPLE.values() if p.id == uow.actor.account_id), None)


def need(uow: Any, *roles: Role) -> None:
    if not uow.actor.unrestricted and not uow.actor.roles.intersection(roles):
        raise NotPermitted("fake", "Diese Seite ist für Ihre Rolle nicht vorgesehen.")


WORKERS = (Role.KOORDINATION, Role.BERATUNG, Role.MEDIATION, Role.BEIRAT, Role.FACHSTELLE)


def task_list(uow: Any, wanted: Any) -> Any:
    need(uow, *WORKERS)
    found = lines(me_of(uow))
    counts = TaskCounts(2, 7, 2, 1, 2, 2, {"eingang": 2, "clearing": 1, "beratung": 1, "verfahren": 1, "feedback": 2})
    if wanted.scope == "mine":
        found = tuple(x for x in found if x.is_mine)
    if wanted.stage:
        found = tuple(x for x in found if x.stage == wanted.stage)
    if wanted.due == "overdue":
        found = tuple(x for x in found if x.is_overdue)
    return TaskList(found, "naechste" if wanted.scope == "groups" and not wanted.after else None, counts)


def head(number: int) -> Any:
    az, title, kind, district, stage = CASES[number]
    state = "incident" if number == 3 else "active"
    return CaseHead(f"{number:032x}", az, title, stage, state, "Stadt Hamm", kind, district, NOW - (30 - 4 * number) * D, None, number % 2 == 1, "2026.1")


HISTORY = (
    HistoryEntry(NOW - 6 * D, "Erika Beispiel", "hat die Meldung telefonisch aufgenommen.", "case_started"),
    HistoryEntry(NOW - 5 * D, "Erika Beispiel", "hat „Meldung aufnehmen“ abgeschlossen.", "user_task_completed"),
    HistoryEntry(NOW - 4 * D, "Erika Beispiel", "hat „Sicherheit prüfen“ übernommen.", "user_task_claimed"),
)


def case_of(task: Any) -> int:
    return int(task.instance_id, 16)


def task_page(uow: Any, task_id: str) -> Any:
    need(uow, *WORKERS)
    task = next((x for x in lines(me_of(uow)) if x.task_id == task_id), None)
    if task is None:
        raise NotFound("user_task.unknown")
    return TaskPage(
        task, TaskState.CREATED,
        "Bestätigen Sie der meldenden Person den Eingang innerhalb von zwei Arbeitstagen, möglichst auf dem Weg, den sie selbst gewählt hat.\n\nNennen Sie das Aktenzeichen und wer sich wann meldet. Sagen Sie noch nichts zum weiteren Verfahren zu.",
        None, {}, head(case_of(task)), HISTORY, True, "", None, None,
        ("Das Ergebnis der Mediation wird mit Einverständnis der Beteiligten für den Konfliktbeirat freigegeben.",) if task_id.endswith("5") else (),
    )


def claim_task(uow: Any, command: Any) -> None:
    need(uow, *WORKERS)


release_task = claim_task


def complete_task(uow: Any, command: Any) -> Any:
    need(uow, *WORKERS)
    if command.task_id.endswith("3"):
        raise InvalidState("user_task.complete", "Diese Aufgabe hat Erika Beispiel um 09:05 Uhr abgeschlossen. Ihre Eingaben stehen unten noch; Sie können sie kopieren oder als Vermerk sichern.")
    return TaskCompletion(CASES[0][0], "0" * 32, (lines(me_of(uow))[1],), False, None)


def start_case(uow: Any, command: Any) -> Any:
    need(uow, Role.KOORDINATION)
    return CaseStarted("0" * 32, CASES[0][0], f"{1:032x}")


def send_message(uow: Any, command: Any) -> None:
    need(uow, Role.KOORDINATION, Role.MEDIATION)


def case_list(uow: Any, wanted: Any) -> Any:
    need(uow, *WORKERS)
    found = tuple(
        CaseLine(head(n).instance_id, az, title, kind, district, stage, head(n).state, head(n).started_at, None, 2 - n % 2, n % 2 == 1, n == 0)
        for n, (az, title, kind, district, stage) in enumerate(CASES)
        if not wanted.search or wanted.search.lower() in (az + title).lower()
    )
    return CaseList(found, None, types.SimpleNamespace(falltyp=("F01", "F02", "F04"), districts=("Hamm-Mitte", "Heessen"), stages=("eingang", "beratung")))


def case_page(uow: Any, aktenzeichen: str) -> Any:
    need(uow, *WORKERS)
    number = next((n for n, case in enumerate(CASES) if case[0] == aktenzeichen), None)
    if number is None:
        raise NotFound("case.unknown")
    steps = (
        Step("p", "Konfliktweg Hamm", "meldung", "Meldung eingegangen", "startEvent", "finished", 1, NOW - 6 * D),
        Step("p", "Konfliktweg Hamm", "aufnehmen", "Meldung aufnehmen", "userTask", "finished", 1, NOW - 5 * D),
        Step("p", "Konfliktweg Hamm", "sicherheit", "Sicherheit prüfen", "userTask", "current", 1, NOW - 4 * D),
        Step("p", "Konfliktweg Hamm", "clearing", "Clearing", "businessRuleTask", "open", 0, None),
    )
    open_tasks = tuple(x for x in lines(me_of(uow)) if x.aktenzeichen == aktenzeichen)
    entries = (
        EntryGroup("eingang", "Eingang", (("Eingangsweg", "Telefon"), ("Wer meldet?", "Nachbar:in"), ("Sachverhalt", "Seit den Sommerferien wird im Innenhof bis nach 23 Uhr Fußball gespielt. Mehrere Familien mit Schichtarbeit kommen nicht zur Ruhe; es gab zwei laute Auseinandersetzungen am Zaun."), ("Was soll sich ändern?", "Ruhe ab 22 Uhr und ein Gespräch, bevor jemand die Polizei ruft"), ("Themen", "Lärm, Kinder"))),
        EntryGroup("beratung", "Beratung", (("Gespräche", "1 von höchstens 3"),)),
    )
    return CasePage(
        head(number), open_tasks, steps,
        (Deadline("Eingang bestätigen", NOW - 4 * D, True, "task"), Deadline("Clearing-Ergebnis", NOW + 5 * D, False, "task")),
        entries, HISTORY, (("mediation_beenden", "Mediation beenden"),), (Diagram("p", "Konfliktweg Hamm", {"current": ["sicherheit"], "finished": ["meldung", "aufnehmen"]}),),
        ("Der Schritt „Benachrichtigung senden“ ist fehlgeschlagen. Die Verwaltung ist informiert; der Vorgang steht unverändert davor.",) if number == 3 else (),
    )


def diagram(uow: Any, aktenzeichen: str, process_id: str) -> bytes:
    need(uow, *WORKERS)
    return BPMN


AUDIT = tuple(
    AuditLine(n, NOW - timedelta(hours=5 * n), who, az, kind, sentence, f"{n * 2654435761 % 2**32:08x}")
    for n, (who, az, kind, sentence) in enumerate(
        (
            ("Erika Beispiel", CASES[0][0], "UserTaskCompleted", "hat die Aufgabe „Meldung aufnehmen“ abgeschlossen."),
            ("Erika Beispiel", CASES[0][0], "CaseStarted", "hat den Vorgang begonnen."),
            ("system", CASES[1][0], "TimerFired", "Die Frist „Eingangsbestätigung“ ist abgelaufen."),
            ("Paul Entwerfer", None, "ProcessPublished", "hat den Prozess „Stadt Hamm“ als Version 2 veröffentlicht."),
        )
    )
)


def audit_trail(uow: Any, wanted: Any) -> Any:
    need(uow, Role.REVISION, Role.DATENSCHUTZ)
    return AuditList(AUDIT, None, ("CaseStarted", "TimerFired", "UserTaskCompleted", "ProcessPublished"), True)


def audit_csv(uow: Any, wanted: Any) -> Any:
    need(uow, Role.REVISION, Role.DATENSCHUTZ)
    yield ("Nummer", "Zeit", "Wer", "Satz")
    for entry in AUDIT:
        yield (str(entry.number), entry.at.isoformat(), entry.actor, entry.sentence)


def incident_list(uow: Any) -> Any:
    need(uow, Role.VERWALTUNG)
    return (Incident("7", CASES[3][0], "Benachrichtigung senden", "Der Postausgang hat nicht geantwortet.", NOW - timedelta(hours=3)),)


def retry_incident(uow: Any, command: Any) -> None:
    need(uow, Role.VERWALTUNG)


resolve_incident = retry_incident
PROCESS_READERS = (Role.ENTWURF, Role.REVISION, Role.DATENSCHUTZ, Role.VERWALTUNG, Role.LAKI)


def process_line() -> Any:
    return ProcessLine("hamm", HAMM, "Stadt Hamm", 2, "2026.1", NOW - 12 * D, "Paul Entwerfer", 5, True)


def process_list(uow: Any) -> Any:
    need(uow, *PROCESS_READERS)
    return (process_line(),)


def process_page(uow: Any, slug: str) -> Any:
    need(uow, *PROCESS_READERS)
    if slug != "hamm":
        raise NotFound("process.unknown")
    versions = (Version(2, "2026.1", "9f2c11ab", NOW - 12 * D, "Paul Entwerfer", 5), Version(1, "2025.3", "77ab01cd", NOW - 90 * D, "operator", 1))
    Documented = shape("Documented", "name, type, lane, documentation")
    return ProcessPage(process_line(), versions, (Documented("Meldung aufnehmen", "userTask", "Koordination", "Nehmen Sie die Meldung in der Reihenfolge des Gesprächs auf."), Documented("Sicherheit prüfen", "userTask", "Koordination", "")), (("p", "Konfliktweg Hamm"),))


def process_diagram(uow: Any, slug: str, version: Any = None, process_id: Any = None) -> bytes:
    need(uow, *PROCESS_READERS)
    return BPMN


def process_source(uow: Any, slug: str, version: Any = None) -> Any:
    need(uow, *PROCESS_READERS)
    return "hamm.bpmn", BPMN


def publish(uow: Any, command: Any) -> Any:
    need(uow, Role.ENTWURF, Role.LAKI)
    if b"<" not in command.content:
        raise InvalidInput(
            "publish.refused", "Die Datei kann so nicht veröffentlicht werden.",
            findings=(
                Finding("element.unsupported", "Eine Transaktion kann hier nicht ausgeführt werden.", Severity.ERROR, command.file, 118, "Activity_1x2", "Rücktritt regeln", "Verwenden Sie einen Teilprozess mit einem Ereignis am Rand."),
                Finding("flow.no-default", "Die Verzweigung hat keinen Standardweg.", Severity.WARNING, command.file, 131, "Gateway_9", None, "Markieren Sie einen der ausgehenden Pfeile als Standard."),
            ),
        )
    return Published("hamm", "Stadt Hamm", 3, HAMM, False, ())


def authenticate(uow: Any, login: str, password: str) -> Any:
    person = PEOPLE.get(login)
    if person is None or password != PASSWORD or not person.active:
        raise NotPermitted("account.login", "Kontoname und Kennwort passen nicht zusammen, oder das Konto ist gesperrt.")
    return person


def account(uow: Any, account_id: int) -> Any:
    return next((p for p in PEOPLE.values() if p.id == account_id and p.active), None)


def account_list(uow: Any) -> Any:
    need(uow, Role.VERWALTUNG)
    return tuple(PEOPLE.values())


def create_account(uow: Any, command: Any) -> Any:
    need(uow, Role.VERWALTUNG)
    if command.login in PEOPLE:
        raise InvalidInput("account.taken", f"Den Kontonamen „{command.login}“ gibt es schon. Wählen Sie einen anderen.")
    return AccountCreated(99, "Ahorn-Fenster-Morgen-41")


def disable_account(uow: Any, command: Any) -> None:
    need(uow, Role.VERWALTUNG)


enable_account = disable_account


def reset_password(uow: Any, command: Any) -> Any:
    need(uow, Role.VERWALTUNG)
    return AccountCreated(command.account_id, "Ahorn-Fenster-Morgen-41")


def change_password(uow: Any, command: Any) -> None:
    if command.old != PASSWORD:
        raise InvalidInput("account.password", "Das bisherige Kennwort stimmt nicht.")


def demo_accounts(uow: Any) -> Any:
    return tuple(DemoAccount(p.login, PASSWORD, p.name, p.municipality_name, p.roles) for p in PEOPLE.values() if p.active)


BPMN = b"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="d" targetNamespace="x">
<bpmn:process id="p" name="Konfliktweg Hamm" isExecutable="true">
<bpmn:startEvent id="meldung" name="Meldung"><bpmn:outgoing>a</bpmn:outgoing></bpmn:startEvent>
<bpmn:userTask id="aufnehmen" name="Meldung aufnehmen"/><bpmn:userTask id="sicherheit" name="Sicherheit pruefen"/><bpmn:endEvent id="ende"/>
<bpmn:sequenceFlow id="a" sourceRef="meldung" targetRef="aufnehmen"/><bpmn:sequenceFlow id="b" sourceRef="aufnehmen" targetRef="sicherheit"/><bpmn:sequenceFlow id="c" sourceRef="sicherheit" targetRef="ende"/>
</bpmn:process>
<bpmndi:BPMNDiagram id="x"><bpmndi:BPMNPlane id="y" bpmnElement="p">
<bpmndi:BPMNShape id="s1" bpmnElement="meldung"><dc:Bounds x="100" y="122" width="36" height="36"/></bpmndi:BPMNShape>
<bpmndi:BPMNShape id="s2" bpmnElement="aufnehmen"><dc:Bounds x="200" y="100" width="100" height="80"/></bpmndi:BPMNShape>
<bpmndi:BPMNShape id="s3" bpmnElement="sicherheit"><dc:Bounds x="360" y="100" width="100" height="80"/></bpmndi:BPMNShape>
<bpmndi:BPMNShape id="s4" bpmnElement="ende"><dc:Bounds x="520" y="122" width="36" height="36"/></bpmndi:BPMNShape>
<bpmndi:BPMNEdge id="e1" bpmnElement="a"><di:waypoint x="136" y="140"/><di:waypoint x="200" y="140"/></bpmndi:BPMNEdge>
<bpmndi:BPMNEdge id="e2" bpmnElement="b"><di:waypoint x="300" y="140"/><di:waypoint x="360" y="140"/></bpmndi:BPMNEdge>
<bpmndi:BPMNEdge id="e3" bpmnElement="c"><di:waypoint x="460" y="140"/><di:waypoint x="520" y="140"/></bpmndi:BPMNEdge>
</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>"""


class Clock:
    def now(self) -> datetime:
        return NOW


class FakeUnitOfWork:
    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.clock = Clock()


class FakePlatform:
    def __init__(self, *, demo: bool = True) -> None:
        self.clock = Clock()
        self.settings = types.SimpleNamespace(
            demo=demo, secret_key="x" * 40, session_minutes=30, https=False, database_url="sqlite://"
        )

    @contextmanager
    def query(self, actor: Actor) -> Any:
        yield FakeUnitOfWork(actor)

    command = query


def working_days_between(a: Any, b: Any) -> int:
    return sum(1 for n in range((b - a).days) if (a + (n + 1) * D).weekday() < 5)


def install() -> None:
    """Puts this module in the place of rooms that cannot be imported yet."""
    me = sys.modules[__name__]
    rooms = {"engine.accounts": me, "engine.casework": me, "engine.catalogue": me}
    uow = types.ModuleType("engine.unit_of_work")
    uow.Platform = FakePlatform  # type: ignore[attr-defined]
    uow.UnitOfWork = FakeUnitOfWork  # type: ignore[attr-defined]
    deadline = types.ModuleType("engine.bpmn.deadline")
    deadline.working_days_between = working_days_between  # type: ignore[attr-defined]
    binding = types.ModuleType("forms.binding")
    binding.bind = lambda *args, **kwargs: None  # type: ignore[attr-defined]
    import importlib

    import engine
    import engine.bpmn
    import forms

    for name, module in {**rooms, "engine.unit_of_work": uow, "engine.bpmn.deadline": deadline, "forms.binding": binding}.items():
        try:
            found = importlib.import_module(name)
            if name.split(".")[1] in ("accounts", "casework", "catalogue") and not hasattr(found, {"accounts": "authenticate", "casework": "task_list", "catalogue": "publish"}[name.split(".")[1]]):
                raise ImportError(name)
            if name == "engine.unit_of_work":
                raise ImportError(name)
        except Exception:
            sys.modules[name] = module
            parent, _, child = name.rpartition(".")
            setattr(sys.modules[parent], child, module)
