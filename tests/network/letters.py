"""Paths that send something, and couriers who note what they were given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from xml.sax.saxutils import quoteattr

from engine.network import Couriers, Refused, work_off
from tests.kit.house import House
from tests.kit.paths import element, in_a_row, properties, task

UNREACHABLE = Refused("Der Mailserver ist nicht erreichbar.", final=False)
REJECTED = Refused("Der Mailserver hat die Nachricht abgelehnt (Code 550).", final=True)


def service(key: str, kind: str, *, outputs: Mapping[str, str] | None = None, zone: str = "", **inputs: str) -> str:
    """A service task; `inputs` and `outputs`: target -> FEEL."""
    maps = "".join(f"<zeebe:input source={quoteattr('=' + s)} target={quoteattr(t)}/>" for t, s in inputs.items())
    maps += "".join(
        f"<zeebe:output source={quoteattr('=' + s)} target={quoteattr(t)}/>" for t, s in (outputs or {}).items()
    )
    box = (
        f'<bpmn:extensionElements><zeebe:taskDefinition type="{kind}"/><zeebe:ioMapping>{maps}</zeebe:ioMapping>'
        f"<zeebe:properties>{properties(schutzzone=zone)}</zeebe:properties></bpmn:extensionElements>"
    )
    return element("serviceTask", key, box)


def mail(key: str = "post", **rest: str) -> str:
    inputs = {"an": '"partei@example.org"', "betreff": '"Ihr Termin"', "text": "notiz", **rest}
    return service(key, "mail", **inputs)


def mailing(*bodies: tuple[str, str]) -> bytes:
    """melden -> post -> danach, or what is given instead of the post."""
    bodies = bodies or (("post", mail()),)
    row = (("melden", task("melden")), *bodies, ("danach", task("danach")))
    return in_a_row(*row)


class Recorder:
    """A courier that notes what it is given, and does what it is told to."""

    def __init__(self, *then: Refused | Mapping[str, Any] | BaseException) -> None:
        self.then = list(then)
        self.seen: list[tuple[Mapping[str, Any], str]] = []

    def __call__(self, content: Mapping[str, Any], key: str, now: datetime) -> Mapping[str, Any]:
        self.seen.append((dict(content), key))
        answer = self.then.pop(0) if self.then else {}
        if isinstance(answer, BaseException):
            raise answer
        return answer

    @property
    def keys(self) -> set[str]:
        return {key for _, key in self.seen}


def round_of(house: House, mail: Recorder | None = None, webhook: Recorder | None = None) -> int:
    return work_off(house.platform, Couriers(mail or Recorder(), webhook or Recorder()))


def sent(house: House, **entered: Any) -> str:
    """A case whose mail waits in the outbox."""
    house.publish(mailing())
    case = house.start()
    house.do(case, "melden", **{"notiz": "Was gesagt wurde", **entered})
    return case
