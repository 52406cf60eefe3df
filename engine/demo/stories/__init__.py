"""The demo's cases: fictional, one for each thing worth seeing. Names of people are never in them."""

from __future__ import annotations

from engine.demo.stories import duisburg, hamm, herne, laki, oberberg, soest, solingen
from engine.demo.story import Story, Town

TOWNS: tuple[Town, ...] = (
    hamm.TOWN,
    laki.TOWN,
    duisburg.TOWN,
    solingen.TOWN,
    herne.TOWN,
    soest.TOWN,
    oberberg.TOWN,
)
__all__ = ["TOWNS", "Story", "Town"]
