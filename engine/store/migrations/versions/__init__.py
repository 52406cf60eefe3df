"""Alembic migrations of the data."""
