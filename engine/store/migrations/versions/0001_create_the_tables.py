"""Create the tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

INSTANT = sa.String(27).with_variant(sa.String(27, collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REFUSAL = "audit_entry is append-only"


def upgrade() -> None:
    op.create_table(
        "municipality",
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("art", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("released", sa.Boolean(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("audit_count", sa.Integer(), nullable=False),
        sa.Column("audit_head", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("identity"),
        sa.UniqueConstraint("name"),
        sa.UniqueConstraint("slug"),
    )
    op.create_table(
        "resource",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.create_table(
        "account",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=True),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("groups", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality"],
            ["municipality.identity"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("login"),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("instance", sa.Text(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("occurred_at", INSTANT, nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality"],
            ["municipality.identity"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("municipality", "instance", "seq"),
    )
    op.create_index("audit_entry_newest", "audit_entry", ["municipality", "id"], unique=False)

    op.create_table(
        "case_number",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality"],
            ["municipality.identity"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("municipality", "year"),
    )
    op.create_table(
        "definition_resource",
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("main", sa.Boolean(), nullable=False),
        sa.Column("resource", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resource"],
            ["resource.hash"],
        ),
        sa.PrimaryKeyConstraint("definition", "kind", "key"),
    )
    op.create_table(
        "deployment",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("version_tag", sa.Text(), nullable=True),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("published_at", INSTANT, nullable=False),
        sa.Column("published_by", sa.Text(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality"],
            ["municipality.identity"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("municipality", "version"),
    )
    op.create_table(
        "process_instance",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("aktenzeichen", sa.Text(), nullable=False),
        sa.Column("deployment", NUMBER, nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("trial", sa.Boolean(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("type_token", sa.Text(), nullable=True),
        sa.Column("district_token", sa.Text(), nullable=True),
        sa.Column("summary", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("structure", sa.LargeBinary(), nullable=False),
        sa.Column("audit_count", sa.Integer(), nullable=False),
        sa.Column("audit_head", sa.LargeBinary(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deployment"],
            ["deployment.id"],
        ),
        sa.ForeignKeyConstraint(
            ["municipality"],
            ["municipality.identity"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("aktenzeichen"),
    )
    op.create_index(
        "process_instance_district",
        "process_instance",
        ["municipality", "district_token", "started_at"],
        unique=False,
    )
    op.create_index("process_instance_newest", "process_instance", ["municipality", "started_at", "id"], unique=False)
    op.create_index("process_instance_stage", "process_instance", ["municipality", "stage", "started_at"], unique=False)
    op.create_index(
        "process_instance_type",
        "process_instance",
        ["municipality", "type_token", "started_at"],
        unique=False,
    )

    op.create_table(
        "case_access",
        sa.Column("instance", sa.Text(), nullable=False),
        sa.Column("account", NUMBER, nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["instance"],
            ["process_instance.id"],
        ),
        sa.ForeignKeyConstraint(
            ["municipality"],
            ["municipality.identity"],
        ),
        sa.PrimaryKeyConstraint("instance", "account"),
    )
    op.create_table(
        "incident",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("instance", sa.Text(), nullable=False),
        sa.Column("task", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("occurred_at", INSTANT, nullable=False),
        sa.Column("resolved_at", INSTANT, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance"],
            ["process_instance.id"],
        ),
        sa.ForeignKeyConstraint(
            ["municipality"],
            ["municipality.identity"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("incident_instance", "incident", ["instance"], unique=False)
    op.create_index("incident_open", "incident", ["municipality", "resolved_at"], unique=False)

    op.create_table(
        "message_wait",
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("instance", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance"],
            ["process_instance.id"],
        ),
        sa.ForeignKeyConstraint(
            ["municipality"],
            ["municipality.identity"],
        ),
        sa.PrimaryKeyConstraint("task"),
    )
    op.create_index("message_wait_token", "message_wait", ["municipality", "token"], unique=False)

    op.create_table(
        "timer",
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("instance", sa.Text(), nullable=False),
        sa.Column("due", INSTANT, nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance"],
            ["process_instance.id"],
        ),
        sa.ForeignKeyConstraint(
            ["municipality"],
            ["municipality.identity"],
        ),
        sa.PrimaryKeyConstraint("task"),
    )
    op.create_index("timer_due", "timer", ["due", "instance"], unique=False)

    op.create_table(
        "user_task",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("instance", sa.Text(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("candidate_group", sa.Text(), nullable=False),
        sa.Column("assignee", NUMBER, nullable=True),
        sa.Column("state", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("due", INSTANT, nullable=False),
        sa.Column("follow_up", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignee"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["instance"],
            ["process_instance.id"],
        ),
        sa.ForeignKeyConstraint(
            ["municipality"],
            ["municipality.identity"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "user_task_by_assignee",
        "user_task",
        ["municipality", "assignee", "due", "id"],
        unique=False,
        sqlite_where=sa.text("state = 0"),
        postgresql_where=sa.text("state = 0"),
    )
    op.create_index(
        "user_task_by_due",
        "user_task",
        ["municipality", "due", "id"],
        unique=False,
        sqlite_where=sa.text("state = 0"),
        postgresql_where=sa.text("state = 0"),
    )
    op.create_index(
        "user_task_by_group",
        "user_task",
        ["municipality", "candidate_group", "due", "id"],
        unique=False,
        sqlite_where=sa.text("state = 0"),
        postgresql_where=sa.text("state = 0"),
    )
    op.create_index("user_task_of_instance", "user_task", ["instance"], unique=False)

    op.create_table(
        "zone_part",
        sa.Column("instance", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance"],
            ["process_instance.id"],
        ),
        sa.PrimaryKeyConstraint("instance", "zone"),
    )

    _append_only()


def _append_only() -> None:
    """No entry of the trail is ever changed or removed, by whomever."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_entry_no_{verb.lower()} BEFORE {verb} ON audit_entry "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()"
    )


def downgrade() -> None:
    raise NotImplementedError("the first revision holds all data: restore a backup instead")
