"""What one case throws reaches the others of its municipality: a message one of them, a signal all."""

from __future__ import annotations

import itertools

import pytest

from engine import casework
from engine.casework.deliver_message import MAX_HOPS
from engine.casework.deliveries import PAUSES, due_sendings
from engine.casework.outbox import Kind
from engine.errors import NotPermitted
from engine.network import work_off
from engine.network.work_off import INSIDE
from engine.terms import Role
from engine.worker import run_worker
from tests.kit.house import OPERATOR, House
from tests.kit.mediation import GROUP
from tests.kit.paths import END, HAMM, SOEST, START, element, flows, in_a_row, path, properties, script, task

SIGNAL = '<bpmn:signal id="sig" name="Warnung"/>'
CATCH_SIGNAL = '<bpmn:signalEventDefinition signalRef="sig"/>'


def message(key: str = "msg", name: str = "Antwort", correlation: str = "=vorgang") -> str:
    return (
        f'<bpmn:message id="{key}" name="{name}"><bpmn:extensionElements>'
        f'<zeebe:subscription correlationKey="{correlation}"/></bpmn:extensionElements></bpmn:message>'
    )


def thrower(key: str = "senden", ref: str = "msg", zone: str = "", kind: str = "intermediateThrowEvent") -> str:
    maps = '<zeebe:ioMapping><zeebe:input source="=nachricht" target="auskunft"/></zeebe:ioMapping>'
    listed = f"<zeebe:properties>{properties(schutzzone=zone)}</zeebe:properties>"
    return element(
        kind,
        key,
        f"<bpmn:extensionElements>{maps}{listed}</bpmn:extensionElements>"
        f'<bpmn:messageEventDefinition messageRef="{ref}"/>',
    )


def receiver(key: str = "warten", ref: str = "msg") -> str:
    return element("intermediateCatchEvent", key, f'<bpmn:messageEventDefinition messageRef="{ref}"/>')


def asks(*, zone: str = "") -> bytes:
    """melden -> senden -> danach: throws what was entered to the case that waits for `vorgang`."""
    return in_a_row(
        ("melden", task("melden")), ("senden", thrower(zone=zone)), ("danach", task("danach")), before=message()
    )


def waits(*more: tuple[str, str], **municipality: str) -> bytes:
    return in_a_row(
        ("nennen", task("nennen")),
        ("warten", receiver()),
        *more,
        ("lesen", task("lesen")),
        before=message(),
        **municipality,
    )


def work(house: House) -> None:
    while work_off(house.platform):
        pass


def data(house: House, case: str, element_id: str) -> dict[str, object]:
    with house.platform.query(OPERATOR) as uow:
        return casework.form_for_completion(uow, house.task(case, element_id))[1]  # type: ignore[arg-type]


def waiting(house: House, key: str, content: bytes | None = None, of: str = HAMM) -> str:
    house.publish(content or waits(), "hamm.bpmn" if of == HAMM else "soest.bpmn")
    case = house.start(of)
    house.do(case, "nennen", vorgang=key)
    return case


def throwing(house: House, key: str, nachricht: str = "Es ist geklärt", **rest: str) -> str:
    house.publish(asks(**rest))
    case = house.start()
    house.do(case, "melden", vorgang=key, nachricht=nachricht)
    return case


# ------------------------------------------------------------------ messages
def test_a_message_reaches_the_case_that_waits_for_its_key(house: House) -> None:
    other, receiving = waiting(house, "B"), waiting(house, "A")
    sender = throwing(house, "A")
    assert house.todo(sender) == ["danach"] and house.todo(receiving) == []
    work(house)
    assert house.todo(receiving) == ["lesen"] and house.todo(other) == []
    assert data(house, receiving, "lesen")["auskunft"] == "Es ist geklärt"
    assert house.rows("outbox") == [] and house.rows("incident") == []
    assert len(house.rows("audit_entry", kind="message.received")) == 1 and house.verify().holds


def test_of_several_the_oldest_gets_it_and_only_that_one(house: House) -> None:
    first = waiting(house, "A")
    house.clock.move(hours=1)
    second = waiting(house, "A")
    throwing(house, "A")
    work(house)
    assert (house.todo(first), house.todo(second)) == (["lesen"], [])


def test_another_municipality_never_gets_it(house: House) -> None:
    stranger = waiting(house, "A", waits(name="Stadt Soest", ags=SOEST), SOEST)
    throwing(house, "A")
    work(house)
    assert house.todo(stranger) == []


def test_a_receiver_that_comes_later_gets_it_at_the_next_try(house: House) -> None:
    throwing(house, "A")
    work(house)
    receiving = waiting(house, "A")
    assert house.todo(receiving) == []
    house.clock.at += PAUSES[0]
    work(house)
    assert house.todo(receiving) == ["lesen"]


def test_a_message_for_nobody_is_told_and_kept_and_stops_nothing(house: House) -> None:
    sender = throwing(house, "A")
    for pause in PAUSES:
        work(house)
        house.clock.at += pause
    work(house)
    page = house.page(sender, house.coordinator())
    assert page.head.state == "active" and "Antwort" in page.history[0].sentence + page.history[1].sentence
    assert any("fand keinen Empfänger" in entry.sentence for entry in page.history)
    admin = house.actor(Role.VERWALTUNG)
    with house.platform.query(admin) as uow:
        (note,) = casework.incident_list(uow)
    assert note.code == "message.undelivered" and note.aktenzeichen == sender
    house.do(sender, "danach")
    assert house.page(sender).head.state == "completed"
    receiving = waiting(house, "A")
    casework.retry_incident(house.platform, admin, note.id)
    work(house)
    assert house.todo(receiving) == ["lesen"] and house.rows("outbox") == []


def test_put_aside_it_is_forgotten(house: House) -> None:
    sender = throwing(house, "A")
    for pause in PAUSES:
        work(house)
        house.clock.at += pause
    work(house)
    casework.resolve_incident(house.platform, OPERATOR, house.rows("incident")[0]["id"])
    assert house.rows("outbox") == [] and house.page(sender).incidents == ()


def test_a_receiver_that_fails_has_the_incident_and_the_sender_none(house: House) -> None:
    late = 'if jetzt > date and time("2026-07-01T00:00:00Z") then {x: 1} else null'
    receiving = waiting(house, "A", waits(("bruch", script("bruch", late))))
    sender = throwing(house, "A")
    work(house)
    assert house.page(receiving).head.state == "incident" and house.page(sender).head.state == "active"
    assert house.rows("outbox") == []
    house.clock.move(days=60)
    casework.retry_incident(house.platform, OPERATOR, house.rows("incident")[0]["id"])
    assert house.todo(receiving) == ["lesen"]
    assert data(house, receiving, "lesen")["auskunft"] == "Es ist geklärt"


def begins(definition: str, before: str) -> bytes:
    """The path of the municipality, and a process beside it that begins with what is given."""
    beside = (
        '<bpmn:process id="neben" name="Neben" isExecutable="true">'
        + element("startEvent", "n_s", definition)
        + task("aufnehmen")
        + element("endEvent", "n_e")
        + flows("n_s", "aufnehmen", "n_e")
        + "</bpmn:process>"
    )
    content = in_a_row(("melden", task("melden")), before=before).decode()
    return content.replace("</bpmn:definitions>", beside + "</bpmn:definitions>").encode()


def test_a_message_begins_a_new_case_where_the_published_path_says_so(house: House) -> None:
    sender = throwing(house, "A")
    house.publish(begins('<bpmn:messageEventDefinition messageRef="msg"/>', message()))
    work(house)
    cases = [row["aktenzeichen"] for row in house.rows("process_instance") if row["aktenzeichen"] != sender]
    assert len(cases) == 1
    assert house.todo(cases[0]) == ["aufnehmen"]
    assert data(house, cases[0], "aufnehmen")["auskunft"] == "Es ist geklärt"
    assert house.rows("outbox") == []


def test_what_belongs_to_a_mediation_does_not_leave_the_case(house: House) -> None:
    receiving = waiting(house, "A")
    throwing(house, "A", zone="mediation")
    work(house)
    assert house.todo(receiving) == ["lesen"]
    assert data(house, receiving, "lesen").get("auskunft") is None


def test_a_message_to_another_office_is_no_ones_message(house: House) -> None:
    """A pool without a process stands for the Schiedsamt: nobody in the house waits for what goes there."""
    drawn = (
        '<bpmn:participant id="schiedsamt" name="Schiedsamt"/>'
        '<bpmn:messageFlow id="mf" sourceRef="senden" targetRef="schiedsamt"/></bpmn:collaboration>'
    )
    house.publish(asks().replace(b"</bpmn:collaboration>", drawn.encode()))
    case = house.start()
    house.do(case, "melden", vorgang="A")
    assert house.todo(case) == ["danach"] and house.rows("outbox") == []


# ------------------------------------------------------------------ signals
def listens() -> bytes:
    return in_a_row(
        ("nennen", task("nennen")),
        ("warten", element("intermediateCatchEvent", "warten", CATCH_SIGNAL)),
        ("lesen", task("lesen")),
        before=SIGNAL,
    )


def warns() -> bytes:
    return in_a_row(
        ("melden", task("melden")),
        ("rufen", element("intermediateThrowEvent", "rufen", CATCH_SIGNAL)),
        ("danach", task("danach")),
        before=SIGNAL,
    )


def listening(house: House, content: bytes | None = None) -> str:
    house.publish(content or listens())
    case = house.start()
    house.do(case, "nennen")
    return case


def test_a_signal_reaches_every_case_that_listens(house: House) -> None:
    first, second = listening(house), listening(house)
    asleep = house.start()
    house.publish(warns())
    sender = house.start()
    house.do(sender, "melden")
    work(house)
    assert [house.todo(case) for case in (first, second, asleep, sender)] == [
        ["lesen"],
        ["lesen"],
        ["nennen"],
        ["danach"],
    ]
    assert house.rows("outbox") == [] and house.rows("message_wait") == [] and house.verify().holds


def test_a_signal_without_a_listener_stops_nothing_and_waits_for_nobody(house: House) -> None:
    house.publish(warns())
    sender = house.start()
    house.do(sender, "melden")
    work(house)
    assert house.todo(sender) == ["danach"] and house.page(sender).head.state == "active"
    assert house.rows("outbox") == [] and house.rows("incident") == []
    late = listening(house)
    work(house)
    assert house.todo(late) == [], "a signal is for those who listen when it is sent"
    assert house.verify().holds


def test_one_that_fails_keeps_the_signal_from_nobody(house: House) -> None:
    broken = in_a_row(
        ("nennen", task("nennen")),
        ("warten", element("intermediateCatchEvent", "warten", CATCH_SIGNAL)),
        ("bruch", script("bruch", '"kein Kontext"')),
        before=SIGNAL,
    )
    first, second, third = listening(house), listening(house, broken), listening(house)
    house.publish(warns())
    sender = house.start()
    house.do(sender, "melden")
    work(house)
    states = [house.page(case).head.state for case in (first, second, third, sender)]
    assert states == ["active", "incident", "active", "active"]
    assert house.todo(first) == house.todo(third) == ["lesen"]


def test_a_crash_in_the_middle_of_a_signal_loses_none_and_doubles_none(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [listening(house) for _ in range(3)]
    with house.platform.command(OPERATOR) as uow:
        sent = casework.send_signal(uow, casework.SendSignal(HAMM, "Warnung"))
    assert sent.listening == 3

    hear, count = INSIDE[Kind.HEAR], itertools.count()

    def dies(*given: object) -> object:
        if next(count) == 1:
            raise KeyboardInterrupt
        return hear(*given)  # type: ignore[arg-type]

    monkeypatch.setitem(INSIDE, Kind.HEAR, dies)
    with pytest.raises(KeyboardInterrupt):
        work(house)
    house.clock.move(minutes=5)
    work(house)
    assert [house.todo(case) for case in cases] == [["lesen"]] * 3
    assert len(house.rows("audit_entry", kind="signal.received")) == 3


def test_a_signal_by_hand_is_in_the_trail_and_brings_its_values(house: House) -> None:
    case = listening(house)
    coordinator = house.coordinator()
    with house.platform.command(coordinator) as uow:
        casework.send_signal(uow, casework.SendSignal(HAMM, "Warnung", {"anlass": "Sturm"}))
    assert "Sturm" not in repr(house.rows("outbox"))
    work(house)
    assert data(house, case, "lesen")["anlass"] == "Sturm"
    (entry,) = house.rows("audit_entry", kind="signal.sent")
    assert entry["actor_id"] == coordinator.audit_id and entry["instance"] is None
    assert house.verify().holds
    with pytest.raises(NotPermitted), house.platform.command(house.actor(Role.BERATUNG)) as uow:
        casework.send_signal(uow, casework.SendSignal(HAMM, "Warnung"))


def test_a_signal_begins_a_new_case_once(house: House) -> None:
    house.publish(begins(CATCH_SIGNAL, SIGNAL))
    running = house.start()
    with house.platform.command(OPERATOR) as uow:
        casework.send_signal(uow, casework.SendSignal(HAMM, "Warnung", {"anlass": "Sturm"}))
    work(house)
    fresh = [row["aktenzeichen"] for row in house.rows("process_instance") if row["aktenzeichen"] != running]
    assert len(fresh) == 1 and house.todo(fresh[0]) == ["aufnehmen"] and house.todo(running) == ["melden"]


def test_in_a_mediation_a_signal_is_received_without_a_name(house: House) -> None:
    content = in_a_row(
        ("nennen", task("nennen", GROUP)),
        (
            "warten",
            element(
                "intermediateCatchEvent",
                "warten",
                "<bpmn:extensionElements><zeebe:properties>"
                f"{properties(schutzzone='mediation')}</zeebe:properties></bpmn:extensionElements>"
                '<bpmn:signalEventDefinition signalRef="sig"/>',
            ),
        ),
        ("lesen", task("lesen")),
        before='<bpmn:signal id="sig" name="Sentinelsignal"/>',
    )
    listening(house, content)
    with house.platform.command(OPERATOR) as uow:
        casework.send_signal(uow, casework.SendSignal(HAMM, "Sentinelsignal"))
    work(house)
    (entry,) = house.rows("audit_entry", kind="signal.received")
    assert "Sentinelsignal" not in repr(entry)


def ping(name: str, catches: str, throws: str) -> bytes:
    """A circle: hears one signal, throws the other, hears again."""
    gate = element("exclusiveGateway", "g")
    return path(
        START,
        task("nennen"),
        gate,
        element("intermediateCatchEvent", "hoeren", f'<bpmn:signalEventDefinition signalRef="{catches}"/>'),
        element("intermediateThrowEvent", "rufen", f'<bpmn:signalEventDefinition signalRef="{throws}"/>'),
        END,
        flows("s", "nennen", "g", "hoeren", "rufen", "g"),
        before='<bpmn:signal id="hin" name="hin"/><bpmn:signal id="her" name="her"/>',
    ).replace(END.encode(), b"")


def test_cases_that_call_each_other_without_end_are_stopped(house: House) -> None:
    listening(house, ping("a", "hin", "her"))
    listening(house, ping("b", "her", "hin"))
    with house.platform.command(OPERATOR) as uow:
        casework.send_signal(uow, casework.SendSignal(HAMM, "hin"))
    run_worker(house.platform, once=True)
    assert len(house.rows("audit_entry", kind="signal.received")) <= MAX_HOPS + 1
    assert [row["code"] for row in house.rows("incident")] == ["message.circle"]
    assert due_sendings(house.platform) == []
