"""What a file may hold at a place where it does not belong: names, attributes and elements of BPMN and its dialects.
In a piece %T stands for a time, %F for FEEL, %I for an id of the file, %N for a new one."""

# ruff: noqa: E501  # one piece, one line

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
REFERENCES = (
    *("sourceRef", "targetRef", "attachedToRef", "default", "messageRef", "signalRef", "errorRef", "escalationRef"),
    *("calledElement", "activityRef", "processRef", "bpmnElement", "href", "typeRef", "itemSubjectRef"),
)
ATTRIBUTES = {
    **dict.fromkeys(("isInterrupting", "cancelActivity", "triggeredByEvent", "isSequential"), ("true", "false", "ja")),
    **dict.fromkeys(("startQuantity", "completionQuantity"), ("0", "1", "2", "-1", "9" * 30, "x")),
    **dict.fromkeys(("isForCompensation", "isExecutable", "instantiate", "parallelMultiple"), ("true", "false", "")),
    "behavior": ("None", "One", "All", "Complex"), "testBefore": ("true", "false"), "loopMaximum": ("0", "-1", "9" * 9),
    "hitPolicy": ("FIRST", "ANY", "COLLECT", "X"), "aggregation": ("SUM", "MAX", ""), "name": ("", "__class__", "x"),
    **{f"{{{CAMUNDA}}}{name}": ("${x}", "${a.b == 'c'}", "#{y}", "com.x.Y", "R3/PT1S") for name in (
        *("assignee", "class", "expression", "delegateExpression", "formKey", "dueDate", "collection", "asyncBefore"),
        *("decisionRef", "resultVariable", "calledElementBinding", "elementVariable", "historyTimeToLive"),
    )},
}  # fmt: skip
PIECES = [
    '<b:timerEventDefinition><b:timeCycle>%T</b:timeCycle></b:timerEventDefinition>',
    '<b:timerEventDefinition><b:timeDuration>%T</b:timeDuration></b:timerEventDefinition>',
    '<b:timerEventDefinition><b:timeDate>%T</b:timeDate></b:timerEventDefinition>',
    '<b:messageEventDefinition messageRef="%I"/>', '<b:signalEventDefinition signalRef="%I"/>',
    '<b:errorEventDefinition errorRef="%I"/>', '<b:errorEventDefinition/>', '<b:cancelEventDefinition/>',
    '<b:terminateEventDefinition/>', '<b:compensateEventDefinition activityRef="%I"/>', '<b:linkEventDefinition name="%I"/>',
    '<b:conditionalEventDefinition><b:condition>%F</b:condition></b:conditionalEventDefinition>',
    '<b:eventDefinitionRef>%I</b:eventDefinitionRef>', '<b:standardLoopCharacteristics loopMaximum="3"/>',
    '<b:standardLoopCharacteristics><b:loopCondition>%F</b:loopCondition></b:standardLoopCharacteristics>',
    '<b:multiInstanceLoopCharacteristics><b:loopCardinality>%F</b:loopCardinality></b:multiInstanceLoopCharacteristics>',
    ('<b:multiInstanceLoopCharacteristics isSequential="true"><b:extensionElements><z:loopCharacteristics '
    'inputCollection="=%F" inputElement="x" outputCollection="%I" outputElement="=%F"/></b:extensionElements>'
    "<b:completionCondition>%F</b:completionCondition></b:multiInstanceLoopCharacteristics>"),
    ('<b:boundaryEvent id="%N" attachedToRef="%I"><b:timerEventDefinition><b:timeDuration>%T</b:timeDuration>'
    "</b:timerEventDefinition></b:boundaryEvent>"),
    '<b:sequenceFlow id="%N" sourceRef="%I" targetRef="%I"/>',
    '<b:sequenceFlow id="%N" sourceRef="%I" targetRef="%I"><b:conditionExpression>%F</b:conditionExpression></b:sequenceFlow>',
    '<b:callActivity id="%N"><b:extensionElements><z:calledElement processId="%I"/></b:extensionElements></b:callActivity>',
    '<b:scriptTask id="%N"><b:extensionElements><z:script expression="=%F" resultVariable="%I"/></b:extensionElements></b:scriptTask>',
    '<b:scriptTask id="%N" scriptFormat="groovy"><b:script>%F</b:script></b:scriptTask>',
    '<b:subProcess id="%N" triggeredByEvent="true"><b:startEvent id="%N"><b:errorEventDefinition/></b:startEvent></b:subProcess>',
    '<b:complexGateway id="%N"/>', '<b:inclusiveGateway id="%N" default="%I"/>', '<b:eventBasedGateway id="%N"/>',
    '<b:association id="%N" sourceRef="%I" targetRef="%I"/>', '<b:lane id="%N"><b:flowNodeRef>%I</b:flowNodeRef></b:lane>',
    '<b:dataObjectReference id="%N" dataObjectRef="%I"/>', '<b:dataObject id="%N"/>', '<b:incoming>%I</b:incoming>',
    ('<b:extensionElements><z:ioMapping><z:input source="=%F" target="%I"/><z:output source="=%F" target="%I.x"/></z:ioMapping>'
    '<z:properties><z:property name="%I" value="=%F"/></z:properties></b:extensionElements>'),
    ('<b:extensionElements><c:formData><c:formField id="%I" type="long"/></c:formData><c:executionListener class="X" event="end"/>'
    '<c:inputOutput><c:inputParameter name="%I">${%I}</c:inputParameter></c:inputOutput></b:extensionElements>'),
]  # fmt: skip
INTERNAL = (
    *(
        "Start",
        "End",
        "Root",
        "Beginning",
        "start",
        "end",
        "root",
        "__class__",
        "__init__",
        "None",
        "node:s",
        "p",
        "loop",
    ),
    *(
        "fall",
        "heute",
        "jetzt",
        "eingang",
        "mediation",
        "typename",
        "item",
        "this",
        "",
        " ",
        "ä ö",
        "a.b",
        "1",
        "x" * 300,
    ),
)
