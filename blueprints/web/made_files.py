"""Files that we make for one person: saved by them, kept by no cache."""

from __future__ import annotations

from flask import Response, make_response


def send_made(content: bytes | str, media_type: str, name: str) -> Response:
    """``content`` to be saved under ``name``, which is our word and plain ASCII."""
    answer = make_response(content)
    answer.headers["Content-Type"] = media_type
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def send_csv(content: str, name: str) -> Response:
    """The same for a spreadsheet; its ending is added."""
    return send_made(content, "text/csv; charset=utf-8", f"{name}.csv")
