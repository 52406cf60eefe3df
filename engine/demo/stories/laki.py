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
                    "anfragende_kommune": "Stadt Soest",
                    "anfrage_thema": "pool",
                    "anfrage_text": "Gesucht ist ein Tandem, das Deutsch und Türkisch spricht und Vereine kennt.",
                },
            ),
            "anfrage_beantworten": (
                {"antwort_text": "Ein Tandem aus dem Kreis hat zugesagt, es meldet sich diese Woche."},
            ),
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
                    "anfragende_kommune": "Stadt Soest",
                    "anfrage_thema": "pool",
                    "anfrage_text": "Gesucht ist ein Tandem mit Schulerfahrung, das Deutsch und Arabisch spricht.",
                },
            )
        },
        desk=Desk("laki"),
    ),
)
TOWN = Town("laki", LAKI, "", 400, STORIES)
