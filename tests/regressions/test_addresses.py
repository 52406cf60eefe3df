"""Addresses that somebody typed, cut off or invented: a page each, never a fault of the server."""

from __future__ import annotations

import pytest
from flask import Flask

from engine.terms import Role
from tests.web.conftest import World, fresh_limits, like_production, whole, world

__all__ = ["fresh_limits", "like_production", "whole", "world"]

HUGE = "99999999999999999999"


@pytest.mark.parametrize(
    "address",
    [f"/pruefspur?nach={HUGE}", f"/pruefspur.csv?nach={HUGE}", "/pruefspur?nach=-1", "/pruefspur?bis=9999-12-31"]
    + ["/pruefspur.csv?bis=9999-12-31", "/pruefspur?von=0001-01-01", "/pruefspur?von=2026-02-30"],
)
def test_filters_of_the_trail_that_no_calendar_or_database_holds(world: World, like_production: Flask, address: str):
    assert world.client(Role.REVISION).get(address).status_code == 200


def test_a_version_that_no_database_holds_is_not_found(world: World, like_production: Flask):
    client = world.client(Role.ENTWURF)
    answers = [client.get(f"/prozesse/hamm{end}?version={HUGE}").status_code for end in ("", "/datei", "/diagramm")]
    assert all(status in (200, 404) for status in answers), answers


@pytest.mark.parametrize("end", [f"konten/{HUGE}/sperren", f"konten/{HUGE}/kennwort", f"stoerungen/{HUGE}/erledigt"])
def test_numbers_in_an_address_that_no_database_holds(world: World, like_production: Flask, end: str):
    assert world.client(Role.VERWALTUNG).post(f"/verwaltung/{end}").status_code == 404
