"""What all tables share: columns of instants, the mixins of tenants and numbers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, ForeignKey, Integer, LargeBinary, String, Text, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

FOREVER = datetime(9999, 12, 31, tzinfo=UTC)
"""Due date of a task that has none: due is never null, so that one index orders all."""


def instant(value: datetime) -> str:
    """Fixed-width UTC text of an aware datetime; strftime would write the year 26 with two digits."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


class Instant(TypeDecorator[datetime]):
    """Aware datetime as fixed-width UTC text."""

    impl = String(27).with_variant(String(27, collation="C"), "postgresql")
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else instant(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class Base(DeclarativeBase):
    type_annotation_map = {str: Text, bytes: LargeBinary, datetime: Instant, bool: Boolean, int: Integer}


class TenantScoped:
    """Mixin: rows of one municipality; the guard of the session adds the filter."""

    municipality: Mapped[str] = mapped_column(ForeignKey("municipality.identity"))


class Numbered:
    """Mixin: a number given by the database."""

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True, sort_order=-1
    )
