"""Saving patches the document that the designer brought: only what was changed is written."""

from __future__ import annotations

import time

import pytest

from engine.bpmn.addresses import Address, Step
from engine.bpmn.changes import Added, AttributeChanged, Fragment, Moved, Place, Removed, TextChanged
from engine.bpmn.comparing import changes, edited
from engine.bpmn.namespaces import bpmn, zeebe
from engine.bpmn.patch import apply, patch
from engine.errors import InvalidInput

ORIGINAL = """<?xml version='1.0' encoding='UTF-8'?>
<!-- Entwurf der Koordination -->
<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:amt='urn:amt'
               id="d">
    <b:process id='p'   isExecutable="true">
        <!-- Hier beginnt es -->
        <b:task id="eins" name='Erst&#228;' amt:farbe="rot"><!-- innen --></b:task> <!-- daneben -->
        <amt:notiz>bleibt</amt:notiz>
        <b:userTask name="Zwei" id="zwei">
            <b:documentation><![CDATA[Hilfe]]></b:documentation>
            <b:extensionElements><amt:x  y = "1"/></b:extensionElements>
        </b:userTask>
        <b:subProcess id="teil"/>
    </b:process>
</b:definitions>
"""


def saved(*wanted: object, original: str = ORIGINAL) -> str:
    return apply(original.encode(), wanted).decode()  # type: ignore[arg-type]


def test_nothing_changed_is_the_same_bytes() -> None:
    assert apply(ORIGINAL.encode(), ()) == ORIGINAL.encode()
    assert patch(ORIGINAL.encode(), b"<a/>", b"<a/>") == ORIGINAL.encode()


def test_a_value_is_set_between_its_own_quotes() -> None:
    found = saved(AttributeChanged(Address("eins"), "name", "Erstä", 'Ä\'s "neu" & <b>'))
    assert found == ORIGINAL.replace("'Erst&#228;'", "'Ä&#39;s \"neu\" &amp; &lt;b>'")


def test_what_the_value_escaped_stays_escaped() -> None:
    assert "name='Zweit&#228;'" in saved(AttributeChanged(Address("eins"), "name", "Erstä", "Zweitä"))


def test_attributes_come_and_go() -> None:
    found = saved(
        AttributeChanged(Address("p"), "name", None, "Weg"),
        AttributeChanged(Address("eins"), "{urn:amt}farbe", "rot", None),
    )
    assert found == ORIGINAL.replace('isExecutable="true"', 'isExecutable="true" name="Weg"').replace(
        ' amt:farbe="rot"', ""
    )


def test_cdata_stays_cdata() -> None:
    documentation = Address("zwei", (Step(bpmn("documentation")),))
    found = saved(TextChanged(documentation, "Hilfe", "a < b ]]> c"))
    assert "<![CDATA[a < b ]]]]><![CDATA[> c]]>" in found


def test_a_new_element_is_written_in_the_manner_of_the_file() -> None:
    task = Fragment(
        bpmn("task"),
        (("id", "neu"),),
        (Fragment(bpmn("extensionElements"), (), (Fragment(zeebe("userTask")),)),),
    )
    found = saved(Added(Place(Address("p"), (Address("eins"),)), task))
    assert (
        """<!-- daneben -->
        <b:task id="neu">
            <b:extensionElements>
                <zeebe:userTask/>
            </b:extensionElements>
        </b:task>
        <amt:notiz>"""
        in found
    )
    assert """id="d" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">""" in found


def test_a_removed_element_goes_with_its_line() -> None:
    gone = ORIGINAL.replace('        <b:subProcess id="teil"/>\n', "")
    assert saved(Removed(Address("teil"), Fragment(bpmn("subProcess")))) == gone


def test_a_moved_element_takes_along_what_nobody_else_knows() -> None:
    found = saved(Moved(Address("zwei"), Address("p"), Place(Address("teil"))))
    assert (
        """        <b:subProcess id="teil">
            <b:userTask name="Zwei" id="zwei">
                <b:documentation><![CDATA[Hilfe]]></b:documentation>
                <b:extensionElements><amt:x  y = "1"/></b:extensionElements>
            </b:userTask>
        </b:subProcess>
"""
        in found
    )


def test_an_element_moves_into_a_new_one() -> None:
    shell = Fragment(bpmn("subProcess"), (("id", "neu"),), (Address("eins"),))
    found = saved(
        Added(Place(Address("p"), (Address("teil"),)), shell),
        Moved(Address("eins"), Address("p"), Place(Address("neu"))),
        AttributeChanged(Address("eins"), "name", "Erstä", "Innen"),
    )
    assert found.count('id="eins"') == 1
    assert """            <b:task id="eins" name='Innen' amt:farbe="rot"><!-- innen --></b:task>\n""" in found


def test_a_changed_type_keeps_what_the_modeller_drops() -> None:
    after = ORIGINAL.replace("userTask", "manualTask").replace('<amt:x  y = "1"/>', "")
    found = patch(ORIGINAL.encode(), ORIGINAL.encode(), after.encode()).decode()
    assert found == ORIGINAL.replace("userTask", "manualTask")


def test_a_changed_id_keeps_what_the_modeller_drops() -> None:
    """The reference tells that it is the same element."""
    original = ORIGINAL.replace('id="teil"', 'id="teil" default="zwei"')
    before = original.replace("<!-- innen -->", "")
    found = patch(original.encode(), before.encode(), before.replace('"zwei"', '"zweitens"').encode()).decode()
    assert found == original.replace('"zwei"', '"zweitens"')


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_encoding_and_line_ends_are_kept(codec: str) -> None:
    declared = "utf-8" if codec == "utf-8-sig" else codec
    text = ORIGINAL.replace("UTF-8", declared).replace("Erst&#228;", "Erstä").replace("\n", "\r\n")
    found = apply(
        text.encode(codec),
        [
            AttributeChanged(Address("eins"), "name", "Erstä", "Ö €"),
            Added(Place(Address("teil")), Fragment(bpmn("task"), (("id", "neu"),))),
        ],
    )
    euro = "€".encode(declared, "xmlcharrefreplace").decode(declared)
    inner = '<b:subProcess id="teil">\r\n            <b:task id="neu"/>\r\n        </b:subProcess>'
    wanted = text.replace("Erstä", f"Ö {euro}" if codec != "utf-16" else "Ö €")
    assert found == wanted.replace('<b:subProcess id="teil"/>', inner).encode(codec)


@pytest.mark.parametrize(
    "change",
    [
        AttributeChanged(Address("fehlt"), "name", None, "x"),
        TextChanged(Address("eins", (Step(bpmn("documentation")),)), "a", "b"),
        Removed(Address("fehlt"), Fragment(bpmn("task"))),
        Added(Place(Address("fehlt")), Fragment(bpmn("task"))),
        Removed(Address(), Fragment(bpmn("definitions"))),
        Moved(Address("p"), Address(), Place(Address("teil"))),
        AttributeChanged(Address("eins"), "name", None, "\x00"),
    ],
)
def test_what_cannot_be_written_is_refused(change: object) -> None:
    with pytest.raises(InvalidInput) as refused:
        saved(change)
    assert refused.value.code == "bpmn.unpatchable"
    assert "kann nicht gespeichert werden" in refused.value.sentence


def test_an_id_that_is_there_twice_is_not_guessed_at() -> None:
    with pytest.raises(InvalidInput, match="mehrmals"):
        saved(AttributeChanged(Address("eins"), "name", None, "x"), original=ORIGINAL.replace('"zwei"', '"eins"'))


def test_a_label_measured_anew_is_no_change() -> None:
    """bpmn-js fits the bounds of a label to its text: same middle, same upper edge."""
    shape = """<d xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI">
    <di:BPMNShape id="s" bpmnElement="e"><di:BPMNLabel><dc:Bounds x="{}" y="{}" width="{}" height="{}"/></di:BPMNLabel>
    </di:BPMNShape></d>"""
    was, fitted, moved = (shape.format(*box).encode() for box in ((10, 5, 90, 28), (28, 5, 54, 14), (60, 5, 54, 14)))
    assert edited(was, fitted) == ()
    assert edited(was, moved) != ()
    assert changes(was, fitted) != ()


def test_a_label_where_every_modeller_puts_it_is_no_change() -> None:
    drawn = """<d xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI">
    <di:BPMNShape id="s" bpmnElement="e"><dc:Bounds x="158" y="100" width="36" height="36"/>{}</di:BPMNShape></d>"""
    label = '<di:BPMNLabel><dc:Bounds x="{}" y="{}" width="54" height="14"/></di:BPMNLabel>'
    was, below, aside = (drawn.format(text).encode() for text in ("", label.format(149, 143), label.format(210, 110)))
    assert edited(was, below) == ()
    assert len(edited(was, aside)) == 1


def test_a_decision_table_is_patched_by_the_same_code() -> None:
    table = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d"><decision id="a">
  <decisionTable id="t"><!-- Regeln -->
    <rule id="r1"><inputEntry id="i1"><text>1</text></inputEntry></rule>
    <rule id="r2"><inputEntry id="i2"><text>2</text></inputEntry></rule>
  </decisionTable></decision></definitions>"""
    first, second = table.split(b"\n")[2:4]
    swapped = table.replace(first + b"\n" + second, second.replace(b"2</text>", b"&lt; 2</text>") + b"\n" + first)
    assert patch(table, table, swapped) == swapped


def test_a_large_diagram_is_saved_in_a_few_seconds() -> None:
    """10 MB; the effort grows with the size alone (counted in processor time of this machine)."""
    task = (
        '    <b:task id="t{0}" name="Schritt {0}"><b:documentation>' + "Hilfe " * 90 + "</b:documentation></b:task>\n"
    )
    head = '<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL">\n  <b:process id="p">\n'
    tasks = [task.format(number) for number in range(15_000)]
    large = (head + "".join(tasks) + "  </b:process>\n</b:definitions>\n").encode()
    after = large.replace(b'"Schritt', b'"Neuer Schritt')
    begun = time.process_time()
    assert patch(large, large, after) == after
    assert time.process_time() - begun < 6


def test_much_that_is_new_at_once_is_saved_in_a_few_seconds() -> None:
    """Behind what each new element goes is found without looking at all the other new ones."""
    head = '<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL"><b:process id="p"><b:task id="t"/>'
    end = "</b:process></b:definitions>"
    fresh = "".join(f'<b:sequenceFlow id="f{number}"/>' for number in range(30_000))
    begun = time.process_time()
    patched = patch((head + end).encode(), (head + end).encode(), (head + fresh + end).encode())
    assert patched.count(b"<b:sequenceFlow") == 30_000
    assert time.process_time() - begun < 8
