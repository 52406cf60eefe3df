"""Mark passwords that somebody else gave. Who chose those of the accounts that are here already, nobody knows any more:
they stay open."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("account", sa.Column("password_given", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("account", "password_given")
