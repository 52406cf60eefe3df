"""A path has got a new step: done in one rehearsal, it goes into the others that wait there, and back out again."""

from __future__ import annotations

from lxml import html

from engine.catalogue import drafts
from engine.catalogue.drafts import OpenDraft
from engine.terms import Role
from tests.bpmn.models import END, START, document, element, flows
from tests.web.conftest import HAMM, World
from tests.web.test_rehearsals import Recorder, words

PATH = document(
    START,
    *(element("userTask", key) for key in ("anfang", "pruefung", "schluss")),
    END,
    flows("s", "anfang", "pruefung", "schluss", "e"),
    process="weg",
).replace(b'name="pruefung"', 'name="Prüfen"'.encode())
OLD = "name: {}\nsteps:\n  - do: anfang\n  - do: schluss\nends: {{at: e}}\n"
FILES = {
    "neu.rehearsal.yaml": OLD.format("Neu aufgenommen").replace("  - do: schluss", "  - do: pruefung\n  - do: schluss"),
    "eins.rehearsal.yaml": OLD.format("Erste Geschichte"),
    "zwei.rehearsal.yaml": OLD.format("Zweite Geschichte"),
    "anders.rehearsal.yaml": OLD.format("Geht anders aus").replace("at: e", "ergebnis: nie"),
}


def opened(world: World, without: str = "") -> int:
    files = tuple((name, text.encode()) for name, text in FILES.items() if name != without)
    with world.platform.command(world.people[HAMM, Role.ENTWURF].actor()) as uow:
        return drafts.open_draft(uow, OpenDraft(files=(("weg.bpmn", PATH), *files), name="Kurz"))


def texts(world: World, draft: int) -> dict[str, str]:
    with world.platform.query(world.people[HAMM, Role.ENTWURF].actor()) as uow:
        return {name: content.decode() for name, content in drafts.draft_files(uow, draft) if name in FILES}


def press(recorder: Recorder, page: bytes, button: str) -> bytes:
    """The first button of this name, with the hidden fields of its form."""
    form = html.fromstring(page).xpath(f"//form[.//button[normalize-space()='{button}']]")[0]
    answer = recorder.desk.post(form.get("action"), data=dict(form.form_values()), follow_redirects=True)
    assert answer.status_code == 200
    return answer.data


def test_a_step_goes_into_the_others_and_one_undo_takes_it_back(world: World) -> None:
    draft = opened(world)
    recorder = Recorder(world.client(Role.ENTWURF), draft)
    listing = recorder.played()
    assert "3 Probeläufe warten an „Prüfen“ In „Neu aufgenommen“ ist das Schritt 2." in words(listing)
    made = press(recorder, listing.data, "In die anderen Probeläufe einfügen")
    told = " ".join(html.fromstring(made).xpath("//main")[0].text_content().split())
    assert "Prüfen: in 2 Probeläufe eingefügt und gespeichert" in told
    assert "Geht anders aus Auch mit dem neuen Schritt: Ende: das Ergebnis sollte „nie“ sein" in told
    now = texts(world, draft)
    assert {name for name in FILES if now[name] != FILES[name]} == {"eins.rehearsal.yaml", "zwei.rehearsal.yaml"}
    assert now["eins.rehearsal.yaml"] == FILES["neu.rehearsal.yaml"].replace("Neu aufgenommen", "Erste Geschichte")
    back = press(recorder, made, "Rückgängig machen")
    assert "„Prüfen“ in Probeläufe eingefügt (2)" in back.decode() and texts(world, draft) == FILES


def test_the_rehearsal_that_holds_the_step_offers_it_and_an_old_page_overwrites_nothing(world: World) -> None:
    draft = opened(world)
    recorder = Recorder(world.client(Role.ENTWURF), draft)
    recorder.played()
    offer = "In die anderen Probeläufe einfügen"
    assert offer not in words(recorder.desk.get(f"{recorder.home}/datei/eins.rehearsal.yaml"))
    page = recorder.desk.get(f"{recorder.home}/datei/neu.rehearsal.yaml")
    assert offer in words(page)
    with world.platform.command(world.people[HAMM, Role.LAKI].actor()) as uow:
        drafts.add_file(uow, drafts.DraftId(draft), "noch.rehearsal.yaml", b"name: Noch\n")
    form = html.fromstring(page.data).xpath(f"//form[.//button[normalize-space()='{offer}']]")[0]
    assert recorder.desk.post(form.get("action"), data=dict(form.form_values())).status_code == 409
    assert texts(world, draft) == FILES


def test_while_no_rehearsal_holds_the_step_the_page_says_what_to_do(world: World) -> None:
    recorder = Recorder(world.client(Role.ENTWURF), opened(world, without="neu.rehearsal.yaml"))
    told = words(recorder.played())
    assert "Noch erledigt das kein Probelauf." in told and "In die anderen Probeläufe einfügen" not in told
