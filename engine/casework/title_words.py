"""Find a case by words of its Kurztitel: through keyed tokens, so that nobody need open all titles to look.

Every word is there by its beginnings, from three letters to twelve, so that "Müll" finds the Müllplatz. ä, ae and Ä
are the same. The token is a keyed hash that differs between municipalities: the table tells nobody the words.
"""

from __future__ import annotations

import re
import unicodedata

from sqlalchemy import Table, delete, insert

from engine.store.base import Base
from engine.store.desk import TitleWord
from engine.unit_of_work import Case, UnitOfWork

WORDS: Table = Base.metadata.tables[TitleWord.__tablename__]
SHORTEST, LONGEST = 3, 12
MOST_WORDS = 20
_FOLD = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """The words of a title as they are compared: lower case, umlauts written out, accents gone."""
    plain = unicodedata.normalize("NFC", text).lower().translate(_FOLD)
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign))
    return list(dict.fromkeys(word[:LONGEST] for word in _WORD.findall(plain)))[:MOST_WORDS]


def tokens(uow: UnitOfWork, municipality: str, asked: str) -> list[str]:
    """Tokens that a case must all have to be found for these words; none for a text without words."""
    return [uow.token(municipality, "title", word) for word in words(asked)]


def index_title(uow: UnitOfWork, case: Case, title: str) -> None:
    """Puts the words of the new title in the place of the old ones, with the commit."""
    if not case.new:
        uow.write(delete(WORDS).where(WORDS.c.instance == case.id, WORDS.c.municipality == case.municipality))
    beginnings = {word[:length] for word in words(title) for length in (*range(SHORTEST, len(word)), len(word))}
    rows = [
        {
            "instance": case.id,
            "token": uow.token(case.municipality, "title", beginning),
            "started_at": case.row["started_at"],
            "municipality": case.municipality,
        }
        for beginning in sorted(beginnings)
    ]
    if rows:
        uow.write(insert(WORDS), rows)
