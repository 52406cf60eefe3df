"""Hamm's path by mouse and keyboard: from a report by telephone to the feedback after six months and the closing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.desk import Desk
from tests.browser.office import Office, opened_office

MONDAY = datetime(2026, 6, 8, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
REPORT = {
    "Wie dringend ist es?": "normal",
    "Eingangsweg": "Telefon",
    "Wer meldet?": "Nachbar:in",
    "Falltyp": "Mietshaus, Lärm",
    "Themen": ["Lärm", "Respekt, Umgangston"],
    "Was ist passiert?": "Seit April läuft abends Musik im Hof.",
    "Stadtbezirk oder Ortsteil": "Herringen",
    "Was soll sich ändern?": "Nach 22 Uhr soll Ruhe sein.",
}
CLEARING = {
    "Was ist zu beobachten?": "4: Sie suchen Verbündete und reden schlecht übereinander",
    "Wer ist bereit?": "beide Seiten",
    "Wie groß ist das Machtgefälle?": "gering",
    "Wer ist zuständig?": "wir",
}
WITHOUT_DOUBT = {
    "Haben Sie eine Seite in dieser Sache schon beraten oder vertreten?": "nein",
    "Gibt es Umstände, die an Ihrer Unabhängigkeit zweifeln lassen?": "nein",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Office]:
    with opened_office(tmp_path_factory.mktemp("office") / "var", browser, MONDAY) as office:
        yield office


def test_from_the_telephone_to_clearing(office: Office) -> None:
    """Report, receipt, safety check, three talks of the Konfliktlotsin, clearing: the table proposes a mediation."""
    karla, lotte = office.desk("koordination"), office.desk("lotsin")
    karla.open("/aufgaben")
    expect(karla.main).to_contain_text("Gerade ist nichts zu tun")
    az = karla.report("Musik im Hof", REPORT)
    assert az == "KKM-05915000-2026-0001"
    expect(karla.main).to_contain_text("So geht es weiter: ")
    karla.do("Eingang bestätigen", az)
    karla.do("Sicherheit sofort prüfen", az, {"Ihre Einschätzung": "keine Hinweise auf Gefahr"})
    for _ in range(3):
        assert "Clearing durchführen" not in karla.task_names(az)
        office.wait(days=3)
        lotte.do("Beratungsgespräch führen", az, {"Wie geht es weiter?": "Noch ein Gespräch (höchstens drei)"})
    assert lotte.task_names(az) == [] and karla.task_names(az) == ["Clearing durchführen"]
    karla.do("Clearing durchführen", az, CLEARING).open_task("Verfahren bestätigen", az)
    expect(karla.main).to_contain_text("Mediation im Tandem ist angezeigt.")


def test_who_deviates_gives_a_reason_and_another_person_looks_again(office: Office) -> None:
    az = office.play("Zwei Vereine, ein Raum", "verfahren_bestaetigen", beratungsgespraech=TO_CLEARING)
    karla, viktor = office.desk("koordination"), office.desk("vertretung")
    karla.open_task("Verfahren bestätigen", az).answer("Welches Verfahren soll es sein?", "Runder Tisch")
    karla.press("Abschließen")
    expect(karla.page.get_by_role("alert")).to_contain_text("Warum weichen Sie vom Vorschlag ab?")
    karla.complete({"Warum weichen Sie vom Vorschlag ab?": "Es betrifft das ganze Haus."})
    viktor.open_task("Zweitprüfung (vier Augen)", az)
    expect(viktor.main).to_contain_text("Es betrifft das ganze Haus.")
    viktor.complete({"Sind Sie mit dem Verfahren einverstanden?": "ja, einverstanden"})
    assert "Zum Runden Tisch einladen" in karla.task_names(az)


def test_who_confirms_is_not_the_one_who_checks_again(office: Office) -> None:
    """Four eyes are those of two people."""
    az = office.play("Ein Raum, zwei Vereine", "verfahren_bestaetigen", beratungsgespraech=TO_CLEARING)
    karla = office.desk("koordination")
    reason = {"Welches Verfahren soll es sein?": "Runder Tisch", "Warum weichen Sie vom Vorschlag ab?": "Das Haus."}
    karla.do("Verfahren bestätigen", az, reason).open_task("Zweitprüfung (vier Augen)", az)
    expect(karla.main).to_contain_text("Bitte lassen Sie eine zweite Person prüfen.")
    expect(karla.main.get_by_role("button", name="Abschließen")).to_have_count(0)


TO_CLEARING = ({"beratung_ergebnis": "clearing"},)


def test_mediation_as_a_tandem_with_an_agreement(office: Office) -> None:
    az = office.play("Streit um den Schlüssel", "vorgespraech", beratungsgespraech=TO_CLEARING,
                     verfahren_bestaetigen=({"verfahren": "mediation"},))  # fmt: skip
    karla, mira, malik = office.desk("koordination"), office.desk("mediatorin"), office.desk("mediator")
    for _ in range(2):
        karla.do("Vorgespräch führen", az, {"Nimmt die Seite aus freien Stücken teil?": "ja"})
    tandem = {"Erste Person (federführend)": "Mira Beispiel", "Zweite Person": "Malik Beispiel"}
    karla.do("Mediator:innen vorschlagen", az, tandem)
    assert mira.open(f"/vorgaenge/{az}") == 404, "not chosen yet"
    for _ in range(2):
        karla.do("Wahl der Seiten", az, {"Wählt die Seite dieses Tandem?": "ja"})
    mira.do("Umstände offenlegen", az, WITHOUT_DOUBT)
    assert mira.task_names(az) == [], "the other mediator has not disclosed anything yet"
    malik.do("Umstände offenlegen", az, WITHOUT_DOUBT)
    mira.do("Mediationsvereinbarung schließen", az, {"Haben alle Seiten unterschrieben?": "ja"})
    for result in ("weitere Sitzung", "zum Abschluss"):
        office.wait(days=14)
        mira.do("Sitzung halten", az, {"Wie geht es weiter?": result, "Dauer in Minuten": "90"})
    released = {"Wie ging die Mediation aus?": "Abschlussvereinbarung", CONSENT: True}
    mira.do("Mediation abschließen", az, released)
    office.wait(days=14)
    assert karla.task_names(az) == ["Nachbefragung nach zwei Wochen"]


CONSENT = "Alle Seiten sind einverstanden, dass die Koordination das Ergebnis erfährt"


def test_a_mediation_is_ended_from_the_case_page(office: Office) -> None:
    az = office.play("Treppenhaus", "mediationssitzung", beratungsgespraech=TO_CLEARING,
                     verfahren_bestaetigen=({"verfahren": "mediation"},))  # fmt: skip
    karla, mira = office.desk("koordination"), office.desk("mediatorin")
    assert mira.open_case(az).task_names(az) == ["Sitzung halten"]
    karla.open_case(az).page.get_by_role("link", name="Mediation beenden").click()
    expect(karla.main).to_contain_text("Das lässt sich nicht rückgängig machen.")
    karla.press("Mediation beenden")
    assert mira.task_names(az) == []
    assert karla.task_names(az) == ["Beendigung mitteilen"]
    karla.do("Beendigung mitteilen", az, {"Wie endete sie?": "eine Seite hat beendet"})
    office.wait(days=14)
    assert karla.task_names(az) == ["Nachbefragung nach zwei Wochen"]


def test_from_peer_consultation_through_the_board_to_closing(office: Office) -> None:
    az = office.play("Bahnhofsvorplatz", "fallberatung", beratungsgespraech=TO_CLEARING,
                     verfahren_bestaetigen=({"verfahren": "moderiertes_gespraech", "abweichung_grund": "Eilt."},),
                     moderiertes_gespraech=({"gespraech_ergebnis": "keine_einigung"},))  # fmt: skip
    karla, frieda, berit = office.desk("koordination"), office.desk("fachkraft"), office.desk("beirat")
    frieda.do("Kollegiale Fallberatung", az, {"Wie viele Fachkräfte waren da?": "2"})
    assert frieda.task_names(az) == ["Kollegiale Fallberatung"], "three are needed"
    frieda.do(
        "Kollegiale Fallberatung", az, {"Wie viele Fachkräfte waren da?": "3", "Was empfehlen Sie?": "Konfliktbeirat"}
    )
    karla.open_task("Fallvorlage schreiben", az)
    expect(karla.main).to_contain_text("Das wird weitergegeben, wenn Sie abschließen")
    karla.complete()
    karla.do("Konfliktbeirat einladen", az)
    here = {"Stimmberechtigte Mitglieder": "9", "Davon anwesend": "7", "Der Vorsitz war anwesend": True,
            "Wie viele der Anwesenden gehören zur Zivilgesellschaft?": "2"}  # fmt: skip
    berit.do("Sitzung durchführen", az, here)
    berit.do("Empfehlung beschließen", az, {"Stimmen dafür": "6", "Stimmen dagegen": "1"})
    karla.do("Niederschrift fertigstellen", az)
    office.desk("fachamt").do("Rückmeldung geben", az, {"Wie gehen Sie mit der Empfehlung um?": "übernommen"})
    feedback_and_closing(office, karla, az)


def feedback_and_closing(office: Office, karla: Desk, az: str) -> None:
    """Two weeks, three and six months after the end, and not a day earlier."""
    assert karla.task_names(az) == []
    office.wait(days=13)
    assert karla.task_names(az) == []
    for days, name in ((1, "zwei Wochen"), (80, "drei Monaten"), (95, "sechs Monaten")):
        office.wait(days=days)
        karla.do(f"Nachbefragung nach {name}", az)
        assert f"Nachbefragung nach {name}" not in karla.task_names(az)
    karla.do("Vorgang abschließen", az, {"Ergebnis": "geklärt, ohne schriftliche Vereinbarung"})
    expect(karla.main).to_contain_text(f"Der Vorgang {az} ist damit beendet.")
    karla.open_case(az)
    expect(karla.main).to_contain_text("Der Vorgang ist abgeschlossen. Es gibt nichts mehr zu tun.")
