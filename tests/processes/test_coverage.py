"""Every element, flow and decision rule of every file is passed by a story that some module tells."""

from __future__ import annotations

from types import ModuleType

import pytest

from tests.processes import (
    test_duisburg,
    test_herne,
    test_library,
    test_oberbergischer_kreis,
    test_path,
    test_soest,
    test_solingen,
)
from tests.processes.coverage import left_out, passed_by
from tests.processes.files import PROCESSES

STORIES: dict[str, tuple[ModuleType, ...]] = {
    "hamm.bpmn": (test_path,),
    "solingen.bpmn": (test_solingen,),
    "_library/mediation.bpmn": (test_library,),
    "_library/feedback.bpmn": (test_library,),
    "_library/schutzweg.bpmn": (test_library,),
    "_library/runder_tisch.bpmn": (test_library,),
    "_library/beirat.bpmn": (test_library,),
    "_library/triage.dmn": (test_library,),
    "duisburg.bpmn": (test_duisburg,),
    "_library/bausteine.dmn": (test_duisburg,),
    "herne.bpmn": (test_herne,),
    "_library/verfahren_schlank.dmn": (test_herne,),
    "soest.bpmn": (test_soest,),
    "_library/pool_anforderung.bpmn": (test_soest,),
    "oberbergischer-kreis.bpmn": (test_oberbergischer_kreis,),
    "_library/gemeinden.dmn": (test_oberbergischer_kreis,),
}
"""File below processes/ -> the modules that tell its stories."""


@pytest.mark.parametrize("file", STORIES)
def test_nothing_is_left_out(file: str) -> None:
    assert left_out(PROCESSES / file, passed_by(*STORIES[file])) == []
