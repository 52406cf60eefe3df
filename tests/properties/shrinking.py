"""Makes a model that fails small, with Hypothesis, beginning with the numbers that made it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hypothesis import HealthCheck, Phase, find, settings
from hypothesis.database import InMemoryExampleDatabase, choices_to_bytes
from hypothesis.errors import NoSuchExample

from tests.properties.models import Model, models

_KEY = b"random processes"


def smallest(thrown: Sequence[int], most: int, fails: Callable[[Model], bool]) -> Model | None:
    """The smallest that still fails; None when the one from which to begin does not."""
    database = InMemoryExampleDatabase()
    database.save(_KEY + b".secondary", choices_to_bytes(thrown))  # what is saved as primary counts as small already
    rules = settings(
        database=database,
        phases=[Phase.reuse, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        deadline=None,
        max_examples=1_000,
    )
    try:
        return find(models(most), fails, settings=rules, database_key=_KEY)
    except NoSuchExample:
        return None


__all__ = ["smallest"]
