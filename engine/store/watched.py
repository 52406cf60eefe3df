"""What a task row says about the consequences of its deadline. Closing the task takes it out of both indexes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped

_LOOKED_FOR = text("state = 0 AND watch IS NOT NULL")
_ESCALATED = text("state = 0 AND escalated_to IS NOT NULL")
WATCHED = (
    Index("user_task_watch", "watch", sqlite_where=_LOOKED_FOR, postgresql_where=_LOOKED_FOR),
    Index(
        "user_task_escalated",
        "municipality",
        "escalated_to",
        "due",
        "id",
        sqlite_where=_ESCALATED,
        postgresql_where=_ESCALATED,
    ),
)


class Watched:
    """Mixin. `watch`: when the next consequence is due; `plan`: it and those after it, as JSON of [moment, group,
    word], without a group for the reminder. `escalated_to`: the group reached last; neutral in the mediation zone."""

    watch: Mapped[datetime | None]
    plan: Mapped[str | None]
    reminded_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]
    escalated_to: Mapped[str | None]
