"""A municipality comes into being by its file alone, and no file takes over another's."""

from __future__ import annotations

import threading
from functools import partial
from typing import Any

import pytest

from engine import casework, catalogue, onboarding
from engine.catalogue import PublishProcess, drafts, publish
from engine.catalogue.files import PROCESSES
from engine.errors import InvalidInput, InvalidState, NotPermitted
from engine.terms import Role, TenantId
from tests.kit.house import OPERATOR, House
from tests.kit.paths import END, HAMM, SOEST, START, element, field, flows, form, in_a_row, path, script, task, tasks
from tests.kit.procedure import go_live

HERE = tasks("eins")


def refusal(house: House, content: bytes, file: str = "hamm.bpmn", *extra: Any, rename: bool = False) -> dict[str, Any]:
    """Codes of the errors -> finding; nothing may have been stored."""
    before = house.everything()
    with pytest.raises(InvalidInput) as raised:
        house.publish(content, file, *extra, rename=rename)
    assert house.everything() == before
    assert "nicht veröffentlicht" in raised.value.sentence
    found = {finding.code: finding for finding in raised.value.findings if finding.severity.value == "error"}
    assert found
    for finding in found.values():
        assert finding.file and finding.message.endswith(".") and finding.hint
    return found


# ------------------------------------------------------------------ the product's main sentence
def test_bielefeld_joins_with_one_file_and_a_text_editor(house: House) -> None:
    """Copy processes/hamm.bpmn, change the pool's name and the AGS as text, publish: the first case starts."""
    hamm = (PROCESSES / "hamm.bpmn").read_text("utf-8")
    house.publish(hamm.encode())
    bielefeld = hamm.replace('name="Stadt Hamm"', 'name="Stadt Bielefeld"').replace(HAMM, "05711000")
    assert bielefeld != hamm
    done = house.publish(bielefeld.encode(), "bielefeld.bpmn")
    assert (done.slug, done.name, done.municipality, done.version) == ("bielefeld", "Stadt Bielefeld", "05711000", 1)
    case = house.start("05711000", house.coordinator("05711000"))
    assert case == "KKM-05711000-2026-0001"
    page = house.page(case)
    assert (page.head.municipality_name, page.head.trial) == ("Stadt Bielefeld", True)
    assert house.todo(case) == ["meldung"]
    house.start(HAMM)
    assert len(house.tasks_of(house.coordinator("05711000"), scope="all")) == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda text: text, "municipality.identity"),
        (lambda text: text.replace('name="Stadt Hamm"', 'name="Stadt Bielefeld"'), "municipality.identity"),
        (lambda text: text.replace(HAMM, "05711000"), "municipality.name"),
    ],
    ids=["nothing changed", "AGS forgotten", "name forgotten"],
)
def test_a_half_edited_copy_does_not_overwrite_hamm(house: House, change: Any, code: str) -> None:
    hamm = (PROCESSES / "hamm.bpmn").read_text("utf-8")
    house.publish(hamm.encode())
    found = refusal(house, change(hamm).encode(), "bielefeld.bpmn")
    assert list(found) == [code]
    assert found[code].line and "AGS" in found[code].hint or "Namen" in found[code].hint


# ------------------------------------------------------------------ versions
def test_identical_bytes_are_no_new_version(house: House) -> None:
    first = house.publish(HERE)
    before = house.everything()
    second = house.publish(HERE)
    assert (first.version, first.unchanged) == (1, False)
    assert (second.version, second.unchanged) == (1, True)
    assert house.everything() == before


def test_a_changed_file_is_a_new_version_and_a_case_stays_on_its_own(house: House) -> None:
    house.publish(HERE)
    old = house.start()
    assert house.publish(tasks("eins", "zwei")).version == 2
    new = house.start()
    for case in (old, new):
        house.do(case, "eins")
    assert (house.page(old).head.version, house.page(old).head.state) == (1, "completed")
    assert (house.page(new).head.version, house.todo(new)) == (2, ["zwei"])


def test_a_case_is_pinned_for_another_process_too(house: House) -> None:
    house.publish(tasks("eins", "zwei"))
    case = house.start()
    house.publish(HERE)
    other = house.again()
    other.do(case, "eins")
    assert other.todo(case) == ["zwei"]
    other.close()


def test_a_changed_form_or_called_process_is_a_new_version(house: House) -> None:
    main = in_a_row(("eins", task("eins", form="fragen")))
    assert house.publish(main, "hamm.bpmn", form("fragen", field("a"))).version == 1
    assert house.publish(main, "hamm.bpmn", form("fragen", field("a"))).unchanged
    assert house.publish(main, "hamm.bpmn", form("fragen", field("b"))).version == 2


def test_going_back_to_old_bytes_is_a_version_of_its_own(house: House) -> None:
    for content in (HERE, tasks("eins", "zwei"), HERE):
        last = house.publish(content)
    assert last.version == 3


def test_the_designers_bytes_come_back_as_they_were(house: House) -> None:
    odd = HERE.replace(b"</bpmn:definitions>", "\n<!-- Anmerkung: ä €  -->\n\t</bpmn:definitions>\r\n".encode())
    house.publish(odd)
    with house.platform.query(OPERATOR) as uow:
        assert catalogue.process_source(uow, "hamm") == ("hamm.bpmn", odd)
        assert catalogue.process_diagram(uow, "hamm") == odd


def test_two_who_publish_at_the_same_time_get_two_versions(house: House) -> None:
    house.publish(HERE)
    contents = [tasks("eins", f"neu_{number}") for number in range(4)]
    results: list[Any] = []
    threads = [
        threading.Thread(target=lambda act: results.append(act()), args=(partial(house.publish, c),)) for c in contents
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(result.version for result in results) == [2, 3, 4, 5]
    assert house.verify().holds


# ------------------------------------------------------------------ identity
def test_a_name_that_another_one_bears_is_refused(house: House) -> None:
    house.publish(HERE)
    assert list(refusal(house, tasks("eins", ags=SOEST), "soest.bpmn")) == ["municipality.name"]


def test_a_file_name_that_another_one_bears_is_refused(house: House) -> None:
    house.publish(HERE)
    assert list(refusal(house, tasks("eins", name="Stadt Soest", ags=SOEST))) == ["municipality.slug"]


def test_renaming_takes_the_switch(house: House) -> None:
    house.publish(HERE)
    renamed = tasks("eins", name="Hansestadt Hamm")
    assert "AGS Ihrer Kommune" in refusal(house, renamed)["municipality.identity"].hint
    done = house.publish(renamed, "hansestadt-hamm.bpmn", rename=True)
    assert (done.slug, done.name, done.municipality) == ("hansestadt-hamm", "Hansestadt Hamm", HAMM)
    assert len(house.rows("municipality")) == 1
    assert "municipality.renamed" in {row["kind"] for row in house.rows("audit_entry")}


def test_renaming_does_not_take_anothers_name(house: House) -> None:
    house.publish(HERE)
    house.publish(tasks("eins", name="Stadt Soest", ags=SOEST), "soest.bpmn")
    assert "municipality.name" in refusal(house, tasks("eins", name="Stadt Soest"), rename=True)


@pytest.mark.parametrize("ags", ["0591500", "059150000", "05915", "0591500x", "٠٥٩١٥٠٠٠"])
def test_an_ags_of_the_wrong_length_is_refused(house: House, ags: str) -> None:
    assert "municipality.ags" in refusal(house, tasks("eins", ags=ags))


def test_a_kreis_has_five_digits(house: House) -> None:
    house.publish(tasks("eins", name="Kreis Soest", ags="05974", art="Kreis"), "kreis-soest.bpmn")
    assert "municipality.ags" in refusal(
        house, tasks("eins", name="Kreis Unna", ags="05978000", art="Kreis"), "kreis-unna.bpmn"
    )


def test_a_file_without_a_municipality_is_refused(house: House) -> None:
    assert "municipality.missing" in refusal(house, tasks("eins", ags=""))
    assert "municipality.name" in refusal(house, tasks("eins", name=""))
    assert "municipality.art" in refusal(house, tasks("eins", art="Dorf"))


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("hamm", "hamm"),
        ("Stadt Soest", "soest"),
        ("Oberbergischer Kreis", "oberbergischer-kreis"),
        ("Köln", "koeln"),
        ("Straße", "strasse"),
        ("Mülheim a. d. Ruhr", "muelheim-a-d-ruhr"),
    ],
)
def test_the_slug_follows_from_the_name(name: str, slug: str) -> None:
    assert catalogue.slug_of(name) == slug


# ------------------------------------------------------------------ bad input
def calling(kind: str, what: str) -> bytes:
    """A path that calls something."""
    return in_a_row(("a", element(kind, "a", f"<bpmn:extensionElements>{what}</bpmn:extensionElements>")))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "bpmn.unreadable"),
        (b"das ist kein XML", "bpmn.unreadable"),
        (b"\x00\xff\xfe", "bpmn.unreadable"),
        (b"<html/>", "bpmn.unreadable"),
        (HERE.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1), "bpmn.unreadable"),
        (path(task("eins"), task("zwei"), flows("eins", "zwei", "eins")), "process.no_start"),
        (in_a_row(("eins", task("eins", form="gibt_es_nicht"))), "form.missing"),
        (calling("callActivity", '<zeebe:calledElement processId="fehlt"/>'), "process.missing"),
        (
            calling("businessRuleTask", '<zeebe:calledDecision decisionId="fehlt" resultVariable="r"/>'),
            "decision.missing",
        ),
        (in_a_row(("a", script("a", "{x: gibt_es_nicht(1)}")), ("t", task("t"))), None),
        (
            in_a_row(
                ("a", element("scriptTask", "a", "<bpmn:script>import os</bpmn:script>", scriptFormat="python")),
                ("t", task("t")),
            ),
            None,
        ),
    ],
    ids=["empty", "no XML", "binary", "HTML", "DTD", "no start", "form", "called", "decision", "FEEL", "Python"],
)
def test_what_would_not_run_is_refused_and_nothing_is_stored(house: House, content: bytes, code: str | None) -> None:
    found = refusal(house, content)
    if code is not None:
        assert code in found
    else:
        assert all(
            finding.line and finding.element_id or finding.code.startswith(("start", "process"))
            for finding in found.values()
        ), found


def test_a_service_task_is_published_but_no_webhook_inside_a_mediation(house: House) -> None:
    def service(kind: str, zone: str) -> bytes:
        listed = f'<zeebe:properties><zeebe:property name="schutzzone" value="{zone}"/></zeebe:properties>'
        inner = f'<bpmn:extensionElements><zeebe:taskDefinition type="{kind}"/>{listed}</bpmn:extensionElements>'
        return in_a_row(("post", element("serviceTask", "post", inner)))

    assert refusal(house, service("webhook", "mediation"))["webhook.mediation"].element_id == "post"
    house.publish(service("mail", "mediation"))
    assert house.publish(service("webhook", "eingang")).version == 2


def test_fifty_megabytes_are_refused_before_anything_reads_them(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from lxml import etree

    def never(*_: Any, **__: Any) -> Any:
        raise AssertionError("lxml was asked to read it")

    monkeypatch.setattr(etree, "fromstring", never)
    huge = HERE + b" " * (50 * 1024 * 1024)
    assert list(refusal(house, huge)) == ["file.size"]
    with pytest.raises(InvalidInput), house.platform.command(OPERATOR) as uow:
        publish(uow, PublishProcess("hamm.bpmn", huge[: 11 * 1024 * 1024], (("form.form", b"x" * 11_000_000),)))


def test_a_huge_file_beside_it_is_not_read_either(house: House) -> None:
    main = in_a_row(("eins", task("eins", form="fragen")))
    found = refusal(house, main, "hamm.bpmn", ("fragen.form", form("fragen")[1] + b" " * (11 * 1024 * 1024)))
    assert "form.missing" in found


# ------------------------------------------------------------------ who may, and for real work
def test_a_municipality_runs_trials_until_it_is_released(house: House) -> None:
    house.publish(HERE)
    trial = house.start()
    go_live(house.platform, HAMM)
    real = house.start()
    assert [house.page(case).head.trial for case in (trial, real)] == [True, False]
    with house.platform.command(OPERATOR) as uow:
        assert not onboarding.release_municipality(uow, TenantId(HAMM))


def test_designers_publish_for_their_own_and_the_state_office_for_all(house: House, subtests: pytest.Subtests) -> None:
    house.publish(HERE)
    for role in sorted(Role):
        with subtests.test(role=role):
            person = house.actor(role)
            if role in (Role.ENTWURF, Role.LAKI):
                assert not house.publish(tasks(f"von_{role}"), by=person).unchanged
            else:
                with pytest.raises(NotPermitted):
                    house.publish(tasks("zwei"), by=person)
            if role is not Role.LAKI:
                with house.platform.command(person) as uow, pytest.raises(NotPermitted):
                    onboarding.release_municipality(uow, TenantId(HAMM))


def test_only_the_state_office_makes_new_municipalities(house: House) -> None:
    house.publish(HERE)
    with pytest.raises(NotPermitted):
        house.publish(tasks("eins", name="Stadt Soest", ags=SOEST), "soest.bpmn", by=house.actor(Role.ENTWURF))


def test_the_list_shows_versions_and_running_cases(house: House) -> None:
    house.publish(HERE)
    house.start()
    house.publish(tasks("eins", "zwei"))
    house.start()
    with house.platform.query(house.actor(Role.ENTWURF)) as uow:
        (line,) = catalogue.process_list(uow)
        page = catalogue.process_page(uow, "hamm")
    assert (line.version, line.running, line.trial) == (2, 2, True)
    assert [(version.number, version.running) for version in page.versions] == [(2, 1), (1, 1)]


def test_a_path_that_starts_otherwise_says_which_start_is_unknown(house: House) -> None:
    house.publish(path(START, task("eins"), END, flows("s", "eins", "e")))
    with house.platform.command(OPERATOR) as uow, pytest.raises(InvalidInput, match="Startereignis"):
        casework.start_case(uow, casework.StartCase(HAMM, start_event="gibt_es_nicht"))  # type: ignore[arg-type]
    with house.platform.command(OPERATOR) as uow, pytest.raises(InvalidState, match="Prozess"):
        casework.start_case(uow, casework.StartCase(HAMM, process_id="gibt_es_nicht"))  # type: ignore[arg-type]


def test_soests_town_and_county_mixed_up_are_refused_with_the_way_out(house: House) -> None:
    town = {"name": "Stadt Soest", "art": "kreisangehörige Stadt", "kreis": "05974"}
    assert (
        "05974 ist der AGS eines Kreises"
        in refusal(house, tasks("eins", ags="05974", **town))["municipality.ags"].message
    )
    county = refusal(house, tasks("eins", name="Kreis Soest", ags=SOEST, art="Kreis"))["municipality.ags"]
    assert "05974040 ist der AGS einer Stadt oder Gemeinde" in county.message and "05974" in county.hint
    other = refusal(house, tasks("eins", ags=SOEST, **{**town, "kreis": "05978"}))["municipality.kreis"]
    assert other.message == "05974040 gehört nicht zum Kreis 05978." and "05974" in other.hint
    assert house.rows("municipality") == []


def test_a_municipality_that_wants_four_eyes_is_not_published_to_past_them(house: House) -> None:
    """Neither by a designer nor by the state office; the command line may, and the trail names it."""
    house.publish(HERE)
    admin = house.actor(Role.VERWALTUNG)
    with house.platform.command(admin) as uow:
        drafts.keep_publishing_rules(uow, TenantId(HAMM), drafts.PublishingRules(four_eyes=True))
    for person in (house.actor(Role.ENTWURF), house.actor(Role.LAKI, of=None)):
        before = house.everything()
        with pytest.raises(InvalidState) as refused:
            house.publish(tasks("eins", "zwei"), by=person)
        assert "zweite Person" in refused.value.sentence and "Neuer Entwurf" in refused.value.sentence
        assert house.everything() == before
    assert house.publish(tasks("eins", "zwei")).version == 2
