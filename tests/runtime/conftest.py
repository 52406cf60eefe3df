"""Every test of the runtime runs twice: with the cached specs, and with specs built anew before each command."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.runtime import case


@pytest.fixture(params=["cached", "fresh"], autouse=True)
def specs_mode(request: pytest.FixtureRequest) -> Iterator[None]:
    case.FRESH = request.param == "fresh"
    yield
    case.FRESH = False
