"""What the stories of the demo say is asked somewhere: a word for no field would silently be left out."""

from pathlib import Path

from engine import formdefs
from engine.demo import TOWNS

FORMS = Path(__file__).parents[2] / "forms" / "definitions"


def test_every_word_of_a_story_belongs_to_a_field() -> None:
    asked = {name for file in FORMS.glob("*.form") for name in formdefs.read(file.read_bytes()).variables()}
    said = {(story.title, name) for town in TOWNS for story in town.stories for name in story.words}
    assert len(said) > 50
    assert sorted(word for word in said if word[1] not in asked) == []
