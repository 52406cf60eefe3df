"""Pages that are drawn from code say what the code says now."""

from __future__ import annotations

import pytest

from tests.docs.pages import PROFILE_PAGE, SAMPLES, SAMPLES_PAGE, profile_page, samples_page

STALE = "is not current: python -m tests.docs.pages"


def test_the_profile_page_is_current():
    assert PROFILE_PAGE.read_text(encoding="utf-8") == profile_page(), f"docs/profile.md {STALE}"


if SAMPLES.is_dir():

    def test_the_samples_page_is_current():
        assert SAMPLES_PAGE.read_text(encoding="utf-8") == samples_page(), f"docs/samples.md {STALE}"


@pytest.mark.parametrize("word", ["## Läuft\n", "## Wird abgewiesen\n", "`userTask`", "`complexGateway`"])
def test_the_profile_page_has_its_parts(word: str):
    assert word in profile_page()
