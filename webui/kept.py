"""Forms whose input the browser keeps until it has arrived (frontend/src/kept.js)."""

from __future__ import annotations

from flask import redirect, request
from werkzeug.wrappers import Response


def lead_to(address: str) -> Response:
    """A redirect; to kept.js, which goes there itself once it has learnt that the input has arrived, 204."""
    if "X-Kept" in request.headers:
        return Response(status=204, headers={"X-Location": address})
    return redirect(address)
