"""Mail: what the designer wrote to the one who is meant, over a closed line, and nothing of ours beside it."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engine.network.mail import send_mail
from engine.network.refused import Refused
from engine.network.work_off import work_off
from engine.settings import Settings
from tests.kit.house import House
from tests.network.letters import sent
from tests.network.servers import MailServer, certificate, running

NOW = datetime(2026, 6, 3, 8, 0, tzinfo=UTC)
KEY = "a" * 32
CONTENT = {"an": "partei@example.org", "betreff": "Ihr Termin", "text": "Grüße aus dem Rathaus"}


@pytest.fixture
def server() -> Iterator[MailServer]:
    with running(MailServer()) as made:
        yield made


def settings(server: MailServer, more: str = "", host: str = "127.0.0.1", **rest: Any) -> Settings:
    url = f"smtp://{host}:{server.port}{more}"
    return replace(Settings(Path(), "", "", None), smtp_url=url, smtp_from="stelle@example.org", **rest)


def mail_of(server: MailServer) -> Any:
    return email.message_from_string(server.mails[-1], policy=email.policy.default)


def test_a_mail_says_what_the_designer_wrote_and_bears_its_key(server: MailServer) -> None:
    assert send_mail(settings(server), CONTENT, KEY, NOW) == {"gesendet_am": NOW}
    found = mail_of(server)
    assert (found["To"], found["From"], found["Subject"]) == ("partei@example.org", "stelle@example.org", "Ihr Termin")
    assert found["Message-ID"] == f"<{KEY}@example.org>" and found["Auto-Submitted"] == "auto-generated"
    assert found.get_content().strip() == "Grüße aus dem Rathaus"
    assert found["Date"].datetime == NOW
    names = {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"}
    assert set(found.keys()) <= names | {"Content-Transfer-Encoding"}


def test_without_a_subject_it_tells_nothing(server: MailServer) -> None:
    send_mail(settings(server), {"to": "partei@example.org", "body": "Text"}, KEY, NOW)
    assert mail_of(server)["Subject"] == "Mitteilung"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"text": "x"}, "keine Adresse"),
        ({"an": "a@example.org, b@example.org", "text": "x"}, "mehrere Adressen"),
        ({"an": ["a@example.org", "b@example.org"], "text": "x"}, "mehrere Adressen"),
        ({"an": "niemand", "text": "x"}, "keine E-Mail-Adresse"),
        ({"an": "a@example.org\nBcc: c@example.org", "text": "x"}, "keine E-Mail-Adresse"),
        ({"an": "a@", "text": "x"}, "keine E-Mail-Adresse"),
        ({"an": "a@example.org"}, "keinen Text"),
        ({"an": "a@example.org", "text": {"a": 1}}, "kein Text"),
        ({"an": "a@example.org", "text": "x" * 300_000}, "länger"),
    ],
)
def test_what_is_no_letter_is_refused_for_good(server: MailServer, content: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words) as refusal:
        send_mail(settings(server), content, KEY, NOW)
    assert refusal.value.final and server.mails == [] and "example.org" not in refusal.value.sentence


def test_a_subject_cannot_bring_a_header(server: MailServer) -> None:
    send_mail(settings(server), {**CONTENT, "betreff": "Termin\r\nBcc: c@example.org"}, KEY, NOW)
    assert mail_of(server)["Bcc"] is None and len(server.recipients) == 1


@pytest.mark.parametrize(
    ("command", "answer", "final"),
    [
        ("RCPT", "550 no such user", True),
        ("RCPT", "451 later", False),
        ("DATA", "554 no", True),
        ("MAIL", "421 busy", False),
    ],
)
def test_what_the_server_refuses(server: MailServer, command: str, answer: str, final: bool) -> None:
    server.answers[command] = answer
    with pytest.raises(Refused, match=f"Code {answer[:3]}") as refusal:
        send_mail(settings(server), CONTENT, KEY, NOW)
    assert refusal.value.final is final and "partei" not in refusal.value.sentence


def test_a_server_that_is_not_there_may_come_back(server: MailServer) -> None:
    with pytest.raises(Refused, match="nicht erreichbar") as refusal:
        send_mail(replace(settings(server), smtp_url="smtp://127.0.0.1:1"), CONTENT, KEY, NOW)
    assert not refusal.value.final


def test_a_line_that_is_offered_closed_is_closed(tmp_path: Path) -> None:
    theirs, ours = certificate(tmp_path)
    with running(MailServer(theirs)) as server:
        send_mail(settings(server), CONTENT, KEY, NOW, tls=ours)
        assert server.encrypted == [True]
        with pytest.raises(Refused, match="Zertifikat"):
            send_mail(settings(server), CONTENT, KEY, NOW)


def test_an_open_line_leads_to_this_machine_only_unless_allowed(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.network.mail._is_here", lambda host: False)
    with pytest.raises(Refused, match="Verschlüsselung") as refusal:
        send_mail(settings(server), CONTENT, KEY, NOW)
    assert refusal.value.final and server.mails == []
    send_mail(settings(server, "?tls=keine"), CONTENT, KEY, NOW)
    assert len(server.mails) == 1


def test_from_the_task_to_the_mailbox(house: House, server: MailServer) -> None:
    case = sent(house)
    object.__setattr__(house.platform, "settings", replace(house.settings, smtp_url=f"smtp://127.0.0.1:{server.port}"))
    while work_off(house.platform):
        pass
    assert house.todo(case) == ["danach"]
    found = mail_of(server)
    assert found.get_content().strip() == "Was gesagt wurde"
    for secret in (case, house.instance(case)["id"], "post", "Hamm"):
        assert secret not in server.mails[-1]
