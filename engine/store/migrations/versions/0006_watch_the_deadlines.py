"""Watch the deadlines: reminders and escalations of open tasks."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

INSTANT = sa.String(27).with_variant(sa.String(27, collation="C"), "postgresql")
COLUMNS = {
    "watch": INSTANT,
    "plan": sa.Text(),
    "reminded_at": INSTANT,
    "escalated_at": INSTANT,
    "escalated_to": sa.Text(),
}


def upgrade() -> None:
    for name, kind in COLUMNS.items():
        op.add_column("user_task", sa.Column(name, kind, nullable=True))
    for index, columns in (
        ("user_task_watch", ["watch"]),
        ("user_task_escalated", ["municipality", "escalated_to", "due", "id"]),
    ):
        where = sa.text(f"state = 0 AND {'watch' if len(columns) == 1 else 'escalated_to'} IS NOT NULL")
        op.create_index(index, "user_task", columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for index in ("user_task_escalated", "user_task_watch"):
        op.drop_index(index, "user_task")
    for name in reversed(COLUMNS):
        op.drop_column("user_task", name)
