"""Network: works off the outbox. Mail and webhooks leave the house, messages and signals reach their cases."""

from engine.network.couriers import Answer, Couriers, Refused
from engine.network.work_off import work_off

__all__ = ["Answer", "Couriers", "Refused", "work_off"]
