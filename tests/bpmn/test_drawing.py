"""The server's drawing of a diagram: what is in it, what marks it, and what it says where it cannot draw."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from engine.bpmn.drawing import Figure, draw, draw_or_say, planes
from engine.bpmn.reading import MAX_BYTES, read
from engine.errors import InvalidInput
from tests.processes.files import BPMN_FILES

SVG = "{http://www.w3.org/2000/svg}"
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:test" '
    'xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:dd="http://www.omg.org/spec/DD/20100524/DI" '
    'xmlns:color="http://www.omg.org/spec/BPMN/non-normative/color/1.0">'
)
STEPS = (
    '<startEvent id="start"/><userTask id="klaeren" name="Klärung &amp; Gespräch"/>'
    '<sequenceFlow id="flow" sourceRef="start" targetRef="klaeren"/>'
)
SHAPES = {"start": "100 100 36 36", "klaeren": "200 78 100 80"}
WAYS = {"flow": "136,118 200,118"}


def shape(element: str, place: str, attributes: str = "", label: str = "") -> str:
    x, y, width, height = place.split()
    bounds = f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/>'
    return f'<di:BPMNShape bpmnElement="{element}" {attributes}>{bounds}{label}</di:BPMNShape>'


def edge(element: str, way: str) -> str:
    points = (point.split(",") for point in way.split())
    drawn = "".join(f'<dd:waypoint x="{x}" y="{y}"/>' for x, y in points)
    return f'<di:BPMNEdge bpmnElement="{element}">{drawn}</di:BPMNEdge>'


def diagram(body: str = STEPS, parts: str | None = None) -> bytes:
    if parts is None:
        parts = "".join(shape(*one) for one in SHAPES.items()) + "".join(edge(*one) for one in WAYS.items())
    plane = f'<di:BPMNDiagram><di:BPMNPlane bpmnElement="p">{parts}</di:BPMNPlane></di:BPMNDiagram>'
    return f'{HEAD}<process id="p">{body}</process>{plane}</definitions>'.encode()


def svg(content: bytes) -> etree._Element:
    return etree.fromstring(content)


def group(root: etree._Element, element: str) -> etree._Element:
    (found,) = root.xpath("//*[@data-element-id=$element]", element=element)
    return found


def texts(node: etree._Element) -> list[str]:
    return [str(span.text) for span in node.iter(f"{SVG}tspan")]


def test_names_are_text_and_the_whole_is_one_image_with_a_name() -> None:
    root = svg(draw(diagram(), title="Konfliktweg Hamm"))
    assert root.get("role") == "img" and root.get("aria-label") == "Konfliktweg Hamm"
    assert root.findtext(f"{SVG}title") == "Konfliktweg Hamm"
    assert texts(group(root, "klaeren")) == ["Klärung &", "Gespräch"]


def test_a_state_is_a_sign_and_a_word_besides_its_colour() -> None:
    plain, states = svg(draw(diagram())), {"start": "finished", "flow": "finished", "klaeren": "current"}
    root = svg(draw(diagram(), marks=states, words={"current": "läuft", "finished": "erledigt"}))
    assert {one.get("data-element-id"): one.get("data-state") for one in root.iter() if one.get("data-state")} == states
    assert group(root, "klaeren").findtext(f"{SVG}title") == "Klärung & Gespräch: läuft"
    assert "läuft: Klärung & Gespräch" in str(root.get("aria-label"))
    assert len(list(root.iter(f"{SVG}circle"))) == len(list(plain.iter(f"{SVG}circle"))) + 2
    wide, thin = (group(one, "klaeren").find(f"{SVG}rect") for one in (root, plain))
    assert wide is not None and thin is not None
    assert float(wide.get("stroke-width", "0")) > float(thin.get("stroke-width", "0"))


def test_a_mark_of_what_is_not_drawn_and_an_unknown_state_change_nothing() -> None:
    assert draw(diagram(), marks={"anderswo": "current", "start": "geplant"}) == draw(diagram())


@pytest.mark.parametrize("path", BPMN_FILES, ids=lambda path: path.stem)
def test_every_policy_lets_it_through(path: object) -> None:
    """No styles, scripts, addresses or ids of its own; two of them may stand on one page."""
    content = draw(path.read_bytes(), marks={"start": "current"})  # type: ignore[attr-defined]
    root = svg(content)
    tags = {etree.QName(node).localname for node in root.iter()}
    assert tags <= {"svg", "g", "title", "rect", "circle", "polygon", "path", "text", "tspan"}
    names = {str(name) for node in root.iter() for name in node.attrib}
    assert not {name for name in names if name in ("id", "style", "href") or name.startswith("on")}
    assert b"url(" not in content


def test_a_file_may_choose_colours_but_no_addresses() -> None:
    def painted(colour: str) -> str:
        part = shape("klaeren", SHAPES["klaeren"], f'color:background-color="{colour}"')
        outline = group(svg(draw(diagram(parts=part))), "klaeren").find(f"{SVG}rect")
        assert outline is not None
        return str(outline.get("fill"))

    assert painted("#BBDEFB") == "#BBDEFB"
    assert painted("url(https://fremd.example/x)") == painted("red;stroke:none") == painted("") == "#ffffff"


def test_what_lies_in_a_collapsed_sub_process_is_drawn_on_demand() -> None:
    body = '<subProcess id="innen" name="Innen"><task id="tief" name="Tief"/></subProcess>'
    parts = shape("innen", "0 0 100 80", 'isExpanded="false"') + shape("tief", "200 0 100 80")
    content = diagram(body, parts)
    assert texts(svg(draw(content))) == ["Innen"]
    assert texts(svg(draw(content, plane="innen"))) == ["Tief"]


def test_each_diagram_of_a_file_is_found_by_its_element() -> None:
    content = diagram()
    second = (
        '<di:BPMNDiagram><di:BPMNPlane bpmnElement="q">' + shape("b", "0 0 100 80") + "</di:BPMNPlane></di:BPMNDiagram>"
    )
    content = content.replace(
        b"</definitions>", f'<process id="q"><task id="b" name="B"/></process>{second}</definitions>'.encode()
    )
    assert planes(read(content).root) == ("p", "q")
    assert texts(svg(draw(content, plane="q"))) == ["B"]
    assert texts(svg(draw(content))) == ["Klärung &", "Gespräch"]


@pytest.mark.parametrize(
    ("place", "least"), [("0 0 100 80", 15), ("0 0 100 44", 8), ("0 0 60 30", 8)], ids=["usual", "low", "tiny"]
)
def test_the_pictogram_of_a_small_task_makes_room_for_the_name(place: str, least: float) -> None:
    root = svg(draw(diagram('<userTask id="a" name="Lage prüfen"/>', shape("a", place))))
    icon = next(node for node in group(root, "a").iter(f"{SVG}path"))
    found = re.search(r"scale\(([\d.]+)\)", icon.get("transform", ""))
    size = 20 * float(found[1]) if found else 20
    assert size >= least
    assert (size < 20) == (place != "0 0 100 80")


# ------------------------------------------------------------------ nothing to draw
def sentence(content: bytes) -> str:
    return str(svg(content).get("aria-label"))


def test_without_a_drawing_a_sentence_says_so() -> None:
    bare = f'{HEAD}<process id="p"/></definitions>'.encode()
    with pytest.raises(InvalidInput, match="keine Zeichnung"):
        draw(bare)
    said = draw_or_say(bare)
    assert "keine Zeichnung" in sentence(said) and "keine Zeichnung" in " ".join(texts(svg(said)))
    assert "keine Zeichnung" in sentence(draw_or_say(diagram(parts="")))


def test_what_is_too_large_gets_a_sentence() -> None:
    many = "".join(f'<task id="t{n}"/>' for n in range(5001))
    parts = "".join(shape(f"t{n}", "0 0 100 80") for n in range(5001))
    assert "zu groß für eine Zeichnung" in sentence(draw_or_say(diagram(many, parts)))
    assert "erlaubt sind 10 MB" in sentence(draw_or_say(b" " * (MAX_BYTES + 1)))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"kein XML",
        b"<html/>",
        diagram(parts=shape("start", "NaN 0 36 36")),
        diagram(parts=shape("start", "1e99 0 1 1")),
        diagram(parts=shape("start", "0 0 -5 9")),
        diagram(parts='<di:BPMNShape bpmnElement="start"/>'),
    ],
)
def test_a_broken_file_gets_a_sentence(content: bytes) -> None:
    assert sentence(draw_or_say(content)).endswith((".", ")"))


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        ('<task id="a" name="Sehr langes Wort"/>', shape("a", "0 0 0 0")),
        ('<task id="a" name="Sehr langes Wort"/>', shape("a", "0 0 10 200")),
        (f'<task id="a" name="{"x" * 20_000}"/>', shape("a", "0 0 100 80")),
        (STEPS, edge("flow", "136,118")),
        (STEPS, shape("start", SHAPES["start"]) + edge("flow", "5,5 5,5 5,5")),
        ('<boundaryEvent id="b" attachedToRef="fehlt"/>', shape("b", "0 0 36 36")),
        ('<task id="a" name="&#10;&#10; Zeile"/>', shape("a", "0 0 100 80")),
    ],
)
def test_odd_measures_break_nothing(body: str, parts: str) -> None:
    svg(draw_or_say(diagram(body, parts)))


def test_a_part_named_many_times_is_drawn_once() -> None:
    pools = "".join(f'<participant id="pool{n}" processRef="p"/>' for n in range(300))
    content = diagram().replace(b"<process", f'<collaboration id="c">{pools}</collaboration><process'.encode(), 1)
    content = content.replace(b'BPMNPlane bpmnElement="p"', b'BPMNPlane bpmnElement="c"')
    assert len(svg(draw(content)).xpath("//*[@data-element-id='klaeren']")) == 1


def test_an_event_shows_a_definition_that_stands_elsewhere() -> None:
    body, parts = '<endEvent id="ende">{}</endEvent>', shape("ende", "0 0 36 36")
    inline = diagram(body.format("<terminateEventDefinition/>"), parts)
    referring = diagram(body.format("<eventDefinitionRef>aus</eventDefinitionRef>"), parts)
    referring = referring.replace(b"<process", b'<terminateEventDefinition id="aus"/><process', 1)
    assert draw(referring) == draw(inline) != draw(diagram(body.format(""), parts))


# ------------------------------------------------------------------ numbers and differences
def test_a_number_is_text_and_the_width_of_a_line_only_helps() -> None:
    many, few = Figure("12", "12-mal genommen", share=1), Figure("3 Tage", share=0, warmth=3)
    root = svg(draw(diagram(), figures={"flow": many, "klaeren": few, "anderswo": many}))
    plates = root.xpath("//*[@data-figure-of]")
    assert {one.get("data-figure-of"): texts(one)[0] for one in plates} == {"flow": "12", "klaeren": "3 Tage"}
    assert plates[0].findtext(f"{SVG}title") in ("12-mal genommen", None)
    thick = group(root, "flow").find(f"{SVG}path")
    assert thick is not None and float(thick.get("stroke-width", "0")) > 4
    ground = group(root, "klaeren").find(f"{SVG}rect")
    assert ground is not None and ground.get("fill") != "#ffffff"


def test_what_is_gone_is_dashed_and_has_a_sign_on_flows_too() -> None:
    root = svg(draw(diagram(), marks={"flow": "gone", "klaeren": "changed"}))
    line = group(root, "flow").find(f"{SVG}path")
    assert line is not None and line.get("stroke-dasharray")
    assert len(list(root.iter(f"{SVG}circle"))) == len(list(svg(draw(diagram())).iter(f"{SVG}circle"))) + 2
    assert "geändert: Klärung & Gespräch" in str(root.get("aria-label"))
