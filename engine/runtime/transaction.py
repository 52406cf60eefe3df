"""Transaction sub-process: it ends, fails, or is canceled and then leaves by its cancel event. BPMN 2.0.2, 13.3.4."""

from __future__ import annotations

from engine.bpmn.model import EventKind
from engine.runtime.faults import Fault
from engine.runtime.subprocesses import SubProcess
from engine.runtime.tokens import Token
from engine.sentences import say


class Transaction(SubProcess):
    def canceled(self, host: Token) -> None:
        """All that had ended inside is undone."""
        body = self.body_of(host)
        found = [b for b in getattr(body.task_spec, "boundaries", ()) if b.element.event is EventKind.CANCEL]
        if not found:
            raise Fault(
                "transaction.cancel",
                self.element,
                say(
                    "Die Transaktion „{element}“ wurde abgebrochen, hat aber kein Abbruch-Ereignis am Rand.",
                    element=self.element.label,
                ),
            )
        found[0].strike(body)
