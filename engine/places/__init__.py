"""Places of the state: the municipalities that run a Kommunales Integrationszentrum (§ 8 TIntG), and their numbers."""

from engine.places.centres import (
    PLACES,
    IntegrationCentre,
    ags_fault,
    centre_of,
    county_of,
    integration_centres,
)

__all__ = ["PLACES", "IntegrationCentre", "ags_fault", "centre_of", "county_of", "integration_centres"]
