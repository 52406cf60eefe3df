"""What a courier is: it takes a letter out of the house and says what came back, or why it cannot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from engine.network.mail import send_mail
from engine.network.refused import Refused
from engine.network.webhook import call_webhook
from engine.settings import Settings

Answer = Mapping[str, Any]
"""What the output mappings of the service task may read: FEEL values."""
Courier = Callable[[Mapping[str, Any], str, datetime], Answer]
"""Content of the service task, idempotency key, now. Raises Refused."""


@dataclass(frozen=True, slots=True)
class Couriers:
    mail: Courier
    webhook: Courier

    @classmethod
    def of(cls, settings: Settings) -> Couriers:
        return cls(partial(send_mail, settings), partial(call_webhook, settings))


__all__ = ["Answer", "Courier", "Couriers", "Refused"]
