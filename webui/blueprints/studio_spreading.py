"""Werkstatt: a new step, done in one rehearsal, goes into the others that wait there.

/werkstatt/<draft>/probelauf/datei/<name>/einfuegen   POST: the step `schritt` of this rehearsal
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, make_response, render_template, request
from flask_login import login_required
from werkzeug.wrappers import Response

from engine.catalogue import drafts
from engine.catalogue.drafts import Draft, DraftId, SaveFiles
from engine.catalogue.rehearsing import Spread, spread_given
from webui.blueprints import studio_rehearsals as room
from webui.identity import command
from webui.rehearsal_runs import rehearsals_in

bp = Blueprint("studio_spreading", __name__, url_prefix="/werkstatt")


@bp.post("/<int:draft>/probelauf/datei/<name>/einfuegen")
@login_required
def insert(draft: int, name: str) -> Response:
    """What passes with it is saved, as one step back; what does not stays as it is and is named."""
    found, _file, _content, files = room.chosen(draft, name)
    report = room.known(draft, files).now
    passed = {line.file for line in report.rehearsals if line.passed} if report is not None else set()
    own = [file for file in files[1:] if file not in rehearsals_in(files)]
    step = request.form.get("schritt", 0, type=int)
    made = spread_given(files[0], own, rehearsals_in(files), name, step, passed)
    fresh = [(each.file, each.content) for each in made if each.content is not None]
    steps = list(dict.fromkeys(task for each in made for task in each.steps))
    revision = request.form.get("stand", 0, type=int)
    if fresh:
        said = f"„{', '.join(steps)}“ in Probeläufe eingefügt ({len(fresh)})"
        with command() as uow:
            revision = drafts.save_files(uow, SaveFiles(DraftId(draft), fresh, revision, said))
        found, files = room.opened(draft)
        room.play_all(found, files)
    return make_response(result_page(found, name, steps, made, revision))


def result_page(draft: Draft, name: str, steps: Sequence[str], made: Sequence[Spread], revision: int) -> str:
    changed = [each for each in made if each.content is not None]
    context = {"changed": changed, "left": [each for each in made if each.message], "revision": revision}
    return render_template("studio/rehearsal_spread.html", draft=draft, source=name, steps=steps, **context)
