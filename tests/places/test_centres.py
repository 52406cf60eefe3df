"""The 54 Kommunale Integrationszentren, and what is said to a number that is none of theirs."""

from __future__ import annotations

from collections import Counter

import pytest

from engine.bpmn.municipality import KINDS
from engine.errors import NotFound
from engine.places import PLACES, ags_fault, centre_of, county_of, integration_centres


def test_there_are_54_each_on_a_tile_of_its_own() -> None:
    centres = integration_centres()
    assert len(centres) == PLACES == 54
    for of in ("ags", "name"):
        assert len({getattr(centre, of) for centre in centres}) == PLACES
    assert len({(centre.column, centre.row) for centre in centres}) == PLACES
    assert {centre.kind for centre in centres} <= set(KINDS)


def test_a_county_has_five_digits_and_a_town_eight() -> None:
    lengths = Counter((centre.kind, len(centre.ags)) for centre in integration_centres())
    assert lengths == {
        ("kreisfreie Stadt", 8): 22, ("Kreis", 5): 30, ("Städteregion", 5): 1, ("kreisangehörige Stadt", 8): 1,
    }  # fmt: skip
    assert all(centre.ags.startswith("05") for centre in integration_centres())


def test_a_centre_is_found_by_its_number() -> None:
    bielefeld = centre_of("05711000")
    assert (bielefeld.name, bielefeld.full_name, bielefeld.parent) == ("Bielefeld", "Stadt Bielefeld", "")
    assert (centre_of("05978").full_name, centre_of("05334").kind) == ("Kreis Unna", "Städteregion")
    assert (centre_of("05334002").full_name, centre_of("05334002").parent) == ("Stadt Aachen", "05334")


@pytest.mark.parametrize(
    ("ags", "said"),
    [
        ("", "Der AGS fehlt."),
        ("  ", "Der AGS fehlt."),
        ("5711000", "Die führende Null fehlt: Stadt Bielefeld hat den AGS 05711000."),
        ("5374", "Die führende Null fehlt: Oberbergischer Kreis hat den AGS 05374."),
        ("05711", "05711 hat nur 5 Ziffern, so wie ein Kreis. Stadt Bielefeld hat den AGS 05711000."),
        ("05978000", "05978000 hat 8 Ziffern, so wie eine Stadt. Kreis Unna hat den AGS 05978."),
        ("05974040", "05974040 liegt im Gebiet von Kreis Soest (05974)"),
        ("057110000000", "Regionalschlüssel mit 12 Ziffern"),
        ("05 711 000", "ohne Zwischenraum und Zeichen: 05711000."),
        ("05711ooo", "besteht nicht nur aus Ziffern"),
        ("٠٥٧١١٠٠٠", "besteht nicht nur aus Ziffern"),
        ("057", "„057“ hat 3 Ziffern."),
        ("09162000", "liegt nicht in Nordrhein-Westfalen"),
        ("05999", "05999 gehört zu keinem der 54"),
    ],
)
def test_a_wrong_number_is_answered_with_the_way_out(ags: str, said: str) -> None:
    assert said in ags_fault(ags)
    with pytest.raises(NotFound) as refusal:
        centre_of(ags)
    assert refusal.value.sentence == ags_fault(ags)


def test_a_town_in_a_county_is_known_by_its_county() -> None:
    county = county_of("05974040")
    assert county is not None and county.name == "Kreis Soest"
    assert (county_of("05915000"), county_of("05974"), county_of("05999001"), county_of("")) == (None,) * 4
