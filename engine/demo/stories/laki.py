"""The Landesstelle: what municipalities ask it."""

from engine.accounts.demo import LAKI
from engine.demo.story import Desk, Story, Town

STORIES = (
    Story(
        "Anfrage aus Soest: Türkisch sprechende Mediation",
        "F06",
        "Soest",
        66,
        None,
        {
            "anfrage_aufnehmen": (
                {
                    "kurztitel": "Anfrage aus Soest: Türkisch sprechende Mediation",
                    "anfrage_thema": "pool",
                },
            )
        },
        desk=Desk("laki"),
    ),
    Story(
        "Zweite Mediation für eine kleine Stadt",
        "F04",
        "Soest",
        6,
        "anfrage_beantworten",
        {
            "anfrage_aufnehmen": (
                {
                    "kurztitel": "Anfrage aus Soest: Mediation für Elternkonflikt",
                    "anfrage_thema": "pool",
                },
            )
        },
        desk=Desk("laki"),
    ),
)
TOWN = Town("laki", LAKI, "", 400, STORIES)
