"""From XML to a model: names, types, decisions, functions and services, with findings for what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.dmn.boxed import Boxes, decide_with, expression_in, parameters
from engine.dmn.items import read_types, reference
from engine.dmn.model import Decision, InputData, Knowledge, Model, Outcome, Requirements, Service
from engine.dmn.texts import Texts, with_spaces
from engine.dmn.xml import Element, attribute, child, children, clean, line_of, read_root
from engine.feel.types import FunctionType, Type, unwrapped
from engine.sentences import say
from engine.terms import Finding, Severity

Imports = Mapping[str, Model]
"""Models that a file may import, by their namespace."""


@dataclass(slots=True)
class Reader:
    """Reads one file. `findings` grows while it reads."""

    root: Element
    file: str
    available: Imports
    findings: list[Finding] = field(default_factory=list)
    imports: dict[str, Model] = field(default_factory=dict)
    types: dict[str, Type] = field(default_factory=dict)
    plain_types: dict[str, Type] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    functions: frozenset[str] = frozenset()

    def read(self) -> Model:
        self._import()
        self.types = read_types(self.root, self._imported_types())
        self.plain_types = read_types(self.root, self._imported_types(), constrained=False)
        # a dot inside a name counts only where that name is bound: elsewhere it is a path
        self.names = with_spaces(name for name in self._all_names() if "." not in name)
        self.functions = frozenset(
            clean(attribute(item, "name"))
            for item in children(self.root, "businessKnowledgeModel", "decisionService", "decision", "inputData")
        )
        decisions = [self._decision(element) for element in children(self.root, "decision")]
        if not decisions:
            self._report("dmn.empty", say("Die Datei enthält keine Entscheidung."), self.root)
        for element in children(self.root, "decision"):
            if sum(item.id == attribute(element, "id") for item in decisions) > 1:
                self._report(
                    "dmn.duplicate", say("Zwei Entscheidungen haben dieselbe ID."), element, say("Ändern Sie eine.")
                )
        inputs = [self._input(element) for element in children(self.root, "inputData")]
        knowledge = [self._knowledge(element) for element in children(self.root, "businessKnowledgeModel")]
        services = [self._service(element) for element in children(self.root, "decisionService")]
        model = Model(
            clean(attribute(self.root, "name")),
            attribute(self.root, "namespace"),
            {item.id: item for item in decisions},
            {item.id: item for item in inputs},
            {item.id: item for item in knowledge},
            {item.id: item for item in services},
            self.types,
            self.imports,
        )
        self._check_references(model)
        return model

    def _report(self, code: str, message: str, element: Element, hint: str = "") -> None:
        name = clean(attribute(element, "name"))
        self.findings.append(
            Finding(
                code,
                message,
                Severity.ERROR,
                self.file,
                line_of(element),
                attribute(element, "id") or None,
                name,
                hint,
            )
        )

    # --- names, types, imports

    def _import(self) -> None:
        for element in children(self.root, "import"):
            if "/DMN/" not in attribute(element, "importType"):
                continue
            namespace = attribute(element, "namespace")
            model = self.available.get(namespace)
            if model is None:
                self._report(
                    "dmn.import",
                    say("Die Datei „{namespace}“, die eingebunden wird, fehlt.", namespace=namespace),
                    element,
                )
            else:
                self.imports[clean(attribute(element, "name"))] = model

    def _imported_types(self) -> dict[str, Type]:
        return {
            f"{prefix}.{name}" if prefix else name: kind
            for prefix, model in self.imports.items()
            for name, kind in model.types.items()
        }

    def _all_names(self) -> set[str]:
        names = {clean(attribute(element, "name")) for element in self.root.iter() if isinstance(element.tag, str)}
        for model in self.imports.values():
            for group in (model.decisions, model.inputs, model.knowledge, model.services):
                names |= {item.name for item in group.values()}
        return names

    def _texts(self, element: Element, name: str) -> Texts:
        key = attribute(element, "id") or name
        return Texts(self.file, key, name, self.names, self.types, self.plain_types, self.functions)

    # --- parts

    def _decision(self, element: Element) -> Decision:
        name, variable = clean(attribute(element, "name")), child(element, "variable")
        texts = self._texts(element, name)
        logic = expression_in(element)
        decide, table = (lambda run, scope: Outcome(None)), None
        if logic is not None:
            decide, table = decide_with(Boxes(texts), logic)
        else:
            message, hint = say("Die Entscheidung ist leer und ergibt immer null."), say("Legen Sie eine Tabelle an.")
            texts.report("dmn.empty", message, line_of(element), hint, warning=True)
        self.findings += texts.findings
        return Decision(
            id=attribute(element, "id") or name,
            name=name,
            variable=(clean(attribute(variable, "name")) if variable is not None else "") or name,
            inputs=tuple(column.text for column in table.inputs) if table else (),
            outputs=tuple(column.name for column in table.outputs) if table else (),
            names=frozenset(texts.read_names),
            rules=tuple(row.rule for row in table.rows) if table else (),
            hit_policy=(attribute(logic, "hitPolicy") or "UNIQUE") if table and logic is not None else "",
            requirements=_requirements(element),
            decide=decide,
            type=texts.type(variable) if variable is not None else None,
            line=line_of(element),
            aggregates=bool(table and logic is not None and attribute(logic, "aggregation")),
        )

    def _input(self, element: Element) -> InputData:
        variable, name = child(element, "variable"), clean(attribute(element, "name"))
        kind = reference(attribute(variable, "typeRef"), self.types) if variable is not None else None
        return InputData(attribute(element, "id") or name, name, kind)

    def _knowledge(self, element: Element) -> Knowledge:
        name, variable = clean(attribute(element, "name")), child(element, "variable")
        texts = self._texts(element, name)
        logic = child(element, "encapsulatedLogic")
        params: tuple[str, ...] = ()
        types: tuple[Type | None, ...] = ()
        if logic is not None:
            params, types = parameters(logic, texts)
        body = Boxes(texts).required(logic, (frozenset(params),), say("Das Entscheidungswissen"), line_of(element))
        self.findings += texts.findings
        kind = texts.type(variable) if variable is not None else None
        actual = unwrapped(kind) if kind is not None else None
        return Knowledge(
            id=attribute(element, "id") or name,
            name=name,
            params=params,
            types=types,
            result=actual.result if isinstance(actual, FunctionType) else kind,
            body=body,
            requirements=_requirements(element),
        )

    def _service(self, element: Element) -> Service:
        variable, name = child(element, "variable"), clean(attribute(element, "name"))
        kind = reference(attribute(variable, "typeRef"), self.types) if variable is not None else None
        actual = unwrapped(kind) if kind is not None else None
        return Service(
            id=attribute(element, "id") or name,
            name=name,
            outputs=_references(element, "outputDecision"),
            inputs=_references(element, "inputData"),
            decisions=_references(element, "inputDecision"),
            type=actual.result if isinstance(actual, FunctionType) else kind,
        )

    def _check_references(self, model: Model) -> None:
        known = {*model.decisions, *model.inputs, *model.knowledge, *model.services}
        for element in children(self.root, "decision", "businessKnowledgeModel"):
            needs = _requirements(element)
            for key in (*needs.inputs, *needs.decisions, *needs.knowledge):
                if "#" not in key and key not in known:
                    self._report(
                        "dmn.reference",
                        say(
                            "„{element}“ braucht „{key}“, das es in der Datei nicht gibt.",
                            element=clean(attribute(element, "name")),
                            key=key,
                        ),
                        element,
                        say("Verbinden Sie die Elemente im Modeler neu."),
                    )


def read_model(xml: bytes, file: str, available: Imports) -> tuple[Model, list[Finding]]:
    """The model and what is wrong with it. Raises Unreadable."""
    reader = Reader(read_root(xml, file), file, available)
    return reader.read(), reader.findings


def imported_namespaces(root: Element) -> list[tuple[str, str]]:
    """(namespace, location) of the DMN files that a file imports."""
    found = [item for item in children(root, "import") if "/DMN/" in attribute(item, "importType")]
    return [(attribute(item, "namespace"), attribute(item, "locationURI")) for item in found]


def _requirements(element: Element) -> Requirements:
    information = children(element, "informationRequirement")
    return Requirements(
        tuple(key for item in information for key in _references(item, "requiredInput")),
        tuple(key for item in information for key in _references(item, "requiredDecision")),
        tuple(
            key for item in children(element, "knowledgeRequirement") for key in _references(item, "requiredKnowledge")
        ),
    )


def _references(element: Element, name: str) -> tuple[str, ...]:
    """Ids behind href="#id"; namespace#id stays whole."""
    return tuple(attribute(item, "href").removeprefix("#") for item in children(element, name))
