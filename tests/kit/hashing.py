"""Passwords of tests at the least cost that argon2 has: a house has a dozen accounts, and there are many houses."""

from __future__ import annotations

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from engine.accounts import accounts

RECOMMENDED = accounts.HASHER
"""The product's own."""
QUICK = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))


def hash_quickly() -> None:
    accounts.HASHER = QUICK
