"""Filters in the address, and links that change one of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from flask import Flask, Response, request, url_for
from werkzeug.routing import IntegerConverter, ValidationError

from webui.formatting import local

MAX_NUMBER = 2**63 - 1
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class Number(IntegerConverter):
    """A whole number in a path; what no database could hold leads nowhere."""

    def to_python(self, value: str) -> int:
        if len(value) > len(str(MAX_NUMBER)):
            raise ValidationError
        found: int = super().to_python(value)
        if found > MAX_NUMBER:
            raise ValidationError
        return found


def chosen(name: str, allowed: Iterable[str] | None = None) -> str | None:
    """A filter of the address; empty and unknown values mean "no filter"."""
    value = request.args.get(name, "").strip()
    if not value or (allowed is not None and value not in allowed):
        return None
    return value[:200]


def number(name: str) -> int | None:
    """A whole number of the address; what no database could hold counts as none."""
    value = request.args.get(name, type=int)
    return value if value is not None and 0 <= value <= MAX_NUMBER else None


def filter_url(**changes: str | None) -> str:
    """This page with these filters changed and paging back at the start; None drops a filter."""
    arguments = {key: value for key, value in request.args.items() if key != "nach" and value}
    arguments.update({key: value for key, value in changes.items() if value})
    for key, value in changes.items():
        if not value:
            arguments.pop(key, None)
    return url_for(str(request.endpoint), **(request.view_args or {}), **arguments)


def export_url(endpoint: str) -> str:
    """The same filters as a file."""
    arguments = {key: value for key, value in request.args.items() if key != "nach" and value}
    return url_for(endpoint, **arguments)


def more_url(cursor: str) -> str:
    return filter_url(nach=cursor)


def _cell(value: object) -> str:
    """A text that no spreadsheet takes for a formula (CSV injection)."""
    text = f"{local(value):%d.%m.%Y %H:%M}" if isinstance(value, datetime) else "" if value is None else str(value)
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def csv_response(name: str, rows: Iterable[Sequence[object]]) -> Response:
    """Semicolons and a byte order mark: what opens right in a German office program."""

    def lines() -> Iterator[str]:
        buffer = io.StringIO()
        writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
        yield "\ufeff"
        for row in rows:
            writer.writerow([_cell(value) for value in row])
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()

    response = Response(lines(), mimetype="text/csv")
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def init_app(app: Flask) -> None:
    # Globals, not a context processor: macros that are imported without context use them, too.
    app.jinja_env.globals.update(filter_url=filter_url, export_url=export_url, more_url=more_url)
