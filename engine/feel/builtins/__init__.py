"""The builtin functions of FEEL, one file per kind; importing this package fills the table."""

from __future__ import annotations

from engine.feel.builtins import contexts, conversion, days, lists, numbers, ranges, statistics, strings
from engine.feel.builtins.registry import BUILTINS, feel

__all__ = ["BUILTINS", "feel"]
_ROOMS = (contexts, conversion, days, lists, numbers, ranges, statistics, strings)
