"""The outbox: written with the step that wants it, worked off at least once, finished exactly once."""

from __future__ import annotations

import threading

import pytest

from engine import casework
from engine.casework.deliveries import LAST, LEASE, PAUSES, due_sendings, finish_job, take
from engine.network import Couriers, work_off
from engine.terms import Actor, Role
from engine.worker import run_worker
from tests.kit.house import OPERATOR, House
from tests.kit.paths import END, START, element, field, flows, form, path, script, task
from tests.network.letters import REJECTED, UNREACHABLE, Recorder, mail, mailing, round_of, sent, service
from tests.store.test_emitted_sql import watched

SYSTEM = Actor.system()


def test_a_service_task_waits_until_its_mail_is_out(house: House) -> None:
    case = sent(house)
    assert house.todo(case) == [] and len(house.rows("outbox")) == 1
    post = Recorder()
    assert round_of(house, post) == 1
    assert [content for content, _ in post.seen] == [
        {"an": "partei@example.org", "betreff": "Ihr Termin", "text": "Was gesagt wurde"}
    ]
    assert house.todo(case) == ["danach"] and house.rows("outbox") == []
    assert len(house.rows("audit_entry", kind="job.sent")) == 1
    assert round_of(house, post) == 0 and len(post.seen) == 1
    assert house.verify().holds


def test_nothing_of_a_sending_lies_open(house: House) -> None:
    sent(house, notiz="Sentinelwert")
    (row,) = house.rows("outbox")
    for secret in (b"Sentinelwert", b"partei@example.org", b"mail", b"post"):
        assert secret not in bytes(row["sealed"])
    assert "Sentinelwert" not in repr(house.rows("outbox")) and "post" not in repr(row)


def test_a_step_that_is_rolled_back_leaves_no_sending(house: House) -> None:
    house.publish(mailing())
    case = house.start()
    with house.platform.command(OPERATOR) as uow:
        kept, uow.connection.commit = uow.connection.commit, lambda: None  # type: ignore[method-assign]
        casework.complete_task(uow, casework.CompleteTask(house.task(case, "melden"), {"notiz": "x"}))  # type: ignore[arg-type]
        uow.connection.commit = kept  # type: ignore[method-assign]
    assert house.rows("outbox") == [] and house.todo(case) == ["melden"]


def test_it_is_tried_again_with_growing_pauses_and_the_same_key(house: House) -> None:
    case = sent(house)
    post = Recorder(*[UNREACHABLE] * 3)
    for pause in PAUSES[:3]:
        assert round_of(house, post) == 1
        house.clock.at += pause
        house.clock.move(seconds=-1)
        assert round_of(house, post) == 0
        house.clock.move(seconds=1)
    assert round_of(house, post) == 1
    assert len(post.seen) == 4 and len(post.keys) == 1
    assert house.todo(case) == ["danach"] and house.page(case).head.state == "active"


def give_up(house: House, post: Recorder) -> None:
    for pause in PAUSES:
        round_of(house, post)
        house.clock.at += pause
    round_of(house, post)


def test_what_never_goes_out_is_an_incident_that_can_be_tried_again(house: House) -> None:
    case = sent(house)
    post = Recorder(*[UNREACHABLE] * LAST)
    give_up(house, post)
    assert len(post.seen) == LAST and house.page(case).head.state == "incident"
    house.clock.move(days=400)
    assert round_of(house, post) == 0
    with house.platform.query(OPERATOR) as uow:
        (line,) = casework.incident_list(uow)
    assert (line.code, line.element) == ("mail.failed", "post") and "erreichbar" in line.message
    casework.retry_incident(house.platform, house.actor(Role.VERWALTUNG), line.id)
    assert round_of(house, post) == 1
    assert house.todo(case) == ["danach"] and house.page(case).head.state == "active"
    assert len(post.keys) == 1


def test_a_final_refusal_is_an_incident_at_once_and_putting_it_aside_tries_again(house: House) -> None:
    case = sent(house)
    post = Recorder(REJECTED)
    round_of(house, post)
    assert house.page(case).head.state == "incident"
    casework.resolve_incident(house.platform, OPERATOR, house.rows("incident")[0]["id"])
    assert house.page(case).head.state == "active"
    round_of(house, post)
    assert house.todo(case) == ["danach"]


def test_without_a_mail_server_the_incident_says_what_to_do(house: House) -> None:
    case = sent(house)
    work_off(house.platform)
    with house.platform.query(OPERATOR) as uow:
        (line,) = casework.incident_list(uow)
    assert "SMTP_URL" in line.message and line.aktenzeichen == case


def test_an_error_event_at_the_task_stands_for_a_mail_that_failed(house: House) -> None:
    error = '<bpmn:error id="fehler" errorCode="mail.failed"/>'
    boundary = element(
        "boundaryEvent", "misslungen", '<bpmn:errorEventDefinition errorRef="fehler"/>', attachedToRef="post"
    )
    house.publish(
        path(
            START,
            mail(text='"Text"'),
            boundary,
            END,
            task("anrufen"),
            element("endEvent", "e2"),
            flows("s", "post", "e"),
            flows("misslungen", "anrufen", "e2"),
            before=error,
        )
    )
    case = house.start()
    round_of(house, Recorder(REJECTED))
    assert house.todo(case) == ["anrufen"] and house.rows("incident") == [] and house.rows("outbox") == []
    assert len(house.rows("audit_entry", kind="job.failed")) == 1


def test_a_fault_behind_the_mail_does_not_send_it_again(house: House) -> None:
    late = 'if jetzt > date and time("2026-07-01T00:00:00Z") then {x: 1} else null'
    house.publish(mailing(("post", mail()), ("rechnen", script("rechnen", late))))
    case = house.start()
    house.do(case, "melden", notiz="x")
    post = Recorder({"gesendet_am": "heute"})
    round_of(house, post)
    assert house.page(case).head.state == "incident"
    house.clock.move(days=60)
    casework.retry_incident(house.platform, OPERATOR, house.rows("incident")[0]["id"])
    round_of(house, post)
    assert house.todo(case) == ["danach"] and len(post.seen) == 1


def test_only_output_mappings_bring_in_what_came_back(house: House) -> None:
    call = service("anfrage", "webhook", outputs={"ergebnis": "antwort.stand"}, url='"https://x.example/"')
    house.publish(mailing(("anfrage", call)))
    case = house.start()
    house.do(case, "melden")
    round_of(house, webhook=Recorder({"status": 200, "antwort": {"stand": "offen", "geheim": 1}}))
    with house.platform.query(OPERATOR) as uow:
        _, data = casework.form_for_completion(uow, house.task(case, "danach"))  # type: ignore[arg-type]
    assert data["ergebnis"] == "offen" and "antwort" not in data and "status" not in data


def test_a_mail_that_is_wanted_no_more_is_not_sent(house: House) -> None:
    split = element("parallelGateway", "teilen")
    ends = element("endEvent", "aus", "<bpmn:terminateEventDefinition/>")
    house.publish(
        path(
            START,
            split,
            mail(text='"Text"'),
            END,
            task("abbrechen"),
            ends,
            flows("s", "teilen", "post", "e"),
            flows("teilen", "abbrechen", "aus"),
        )
    )
    case = house.start()
    with house.platform.command(SYSTEM) as uow:
        under_way = take(uow, due_sendings(house.platform)[0])
    house.do(case, "abbrechen")
    assert house.rows("outbox") == []
    assert under_way is not None
    with house.platform.command(SYSTEM) as uow:
        finish_job(uow, under_way, {})
    assert house.rows("audit_entry", kind="job.sent") == [] and house.verify().holds


# ------------------------------------------------------------------ crashes and two workers
def test_a_crash_between_sending_and_finishing_sends_again_with_the_same_key(house: House) -> None:
    case = sent(house)

    class Killed(BaseException):
        """As `kill -9`: nothing behind it runs."""

    post = Recorder()

    def and_die(*given: object) -> dict[str, object]:
        post(*given)  # type: ignore[arg-type]
        raise Killed

    with pytest.raises(Killed):
        work_off(house.platform, Couriers(and_die, and_die))
    assert round_of(house, post) == 0, "it is taken"
    house.clock.at += LEASE
    other = house.again()
    assert round_of(other, post) == 1
    other.close()
    assert len(post.seen) == 2 and len(post.keys) == 1
    assert house.todo(case) == ["danach"]
    assert len(house.rows("audit_entry", kind="job.sent")) == 1


def test_who_comes_late_changes_nothing(house: House) -> None:
    case = sent(house)
    (number,) = due_sendings(house.platform)
    with house.platform.command(SYSTEM) as uow:
        slow = take(uow, number)
    house.clock.at += LEASE
    with house.platform.command(SYSTEM) as uow:
        quick = take(uow, number)
    assert slow is not None and quick is not None
    with house.platform.command(SYSTEM) as uow:
        finish_job(uow, quick, {})
    before = house.everything()
    with house.platform.command(SYSTEM) as uow:
        finish_job(uow, slow, {})
    assert house.everything() == before and house.todo(case) == ["danach"]


def test_two_workers_send_everything_once(house: House) -> None:
    house.publish(mailing())
    cases = [house.start() for _ in range(12)]
    for case in cases:
        house.do(case, "melden", notiz=case)
    post, other = Recorder(), house.again()
    faults: list[BaseException] = []

    def work(which: House) -> None:
        try:
            while round_of(which, post):
                pass
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(which,)) for which in (house, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert faults == []
    assert sorted(content["text"] for content, _ in post.seen) == sorted(cases)
    assert all(house.todo(case) == ["danach"] for case in cases) and house.verify().holds


def test_an_unforeseen_fault_keeps_no_other_sending_waiting(house: House) -> None:
    house.publish(mailing())
    first, second = house.start(), house.start()
    for case in (first, second):
        house.do(case, "melden", notiz=case)
    assert round_of(house, Recorder(RuntimeError("unforeseen"))) == 2
    assert house.todo(first) == [] and house.todo(second) == ["danach"]
    house.clock.at += LEASE
    round_of(house)
    assert house.todo(first) == ["danach"]


def test_what_always_breaks_off_becomes_an_incident(house: House) -> None:
    case = sent(house)
    post = Recorder(*[RuntimeError("always") for _ in range(20)])
    for _ in range(LAST + 1):
        round_of(house, post)
        house.clock.at += LEASE
    assert house.page(case).head.state == "incident" and len(post.seen) == LAST


def test_an_erased_case_sends_nothing_more(house: House) -> None:
    case = sent(house)
    house.erase(case, "struktur")
    post = Recorder()
    round_of(house, post)
    assert post.seen == [] and house.rows("outbox") == []


def test_an_erased_zone_sends_nothing_of_itself(house: House) -> None:
    case = sent(house)
    house.erase(case, "eingang")
    post = Recorder(REJECTED)
    round_of(house, post)
    assert [content for content, _ in post.seen] == [{}]


def test_a_look_is_one_statement_however_many_wait(house: House) -> None:
    sent(house)
    round_of(house, Recorder(UNREACHABLE))
    with house.counting() as counter:
        assert round_of(house) == 0
    assert len(counter.statements) == 1, counter.statements


def test_a_step_that_sends_nothing_costs_no_statement_more(house: House) -> None:
    house.publish(mailing(("zwei", task("zwei"))))
    first, second = house.start(), house.start()
    house.do(first, "melden")
    wanted = house.task(second, "melden")
    with house.counting() as counter:
        house.complete(wanted)
    assert not [s for s in counter.statements if "outbox" in s]


def test_the_worker_works_off_the_outbox(house: House) -> None:
    case = sent(house)
    run_worker(house.platform, once=True)
    assert house.page(case).head.state == "incident"  # no SMTP_URL


# ------------------------------------------------------------------ secrecy
def test_a_mail_outside_the_mediation_knows_nothing_of_it(house: House) -> None:
    """Even where its own names lie in the mediation because a mail there uses them, too."""
    house.publish(
        mailing(
            ("gespraech", task("gespraech", form="protokoll", schutzzone="mediation")),
            ("einladung", mail("einladung", zone="mediation", text="geheim")),
            ("abschluss", mail("abschluss", text='if geheim = null then "nichts" else "verraten"')),
        ),
        "hamm.bpmn",
        form("protokoll", field("geheim")),
    )
    case = house.start()
    house.do(case, "melden")
    house.do(case, "gespraech", geheim="aus dem Gespräch")
    post = Recorder()
    while round_of(house, post):
        pass
    assert [content["text"] for content, _ in post.seen] == ["aus dem Gespräch", "nichts"]
    house.erase(case, "mediation")
    assert house.todo(case) == ["danach"]


def test_a_mail_of_the_mediation_leaves_no_name_in_the_trail(house: House) -> None:
    house.publish(mailing(("sentinelpost", mail("sentinelpost", zone="mediation"))))
    case = house.start()
    house.do(case, "melden", notiz="x")
    round_of(house, Recorder(REJECTED))
    assert "sentinelpost" not in repr(house.rows("audit_entry")) + repr(house.rows("incident"))
    with house.platform.query(house.actor(Role.VERWALTUNG)) as uow:
        (line,) = casework.incident_list(uow)
    assert "sentinelpost" not in repr(line) and "Mailserver" not in line.message
    assert house.page(case).head.state == "incident"


def test_every_statement_on_sendings_names_the_municipality_or_says_why_not(house: House) -> None:
    with watched(house) as faults:
        case = sent(house)
        round_of(house, Recorder(UNREACHABLE))
        house.clock.at += PAUSES[0]
        round_of(house, Recorder(REJECTED))
        number = house.rows("incident")[0]["id"]
        casework.resolve_incident(house.platform, OPERATOR, number)
        round_of(house)
        run_worker(house.platform, once=True)
        assert [fault for fault in faults if "outbox" in fault] == []
    assert house.todo(case) == ["danach"]
