"""Files that people gave: they are saved again, never shown as a page of ours."""

from __future__ import annotations

from flask import Response, make_response

_SUFFIXES = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


def send_document(content: bytes, media_type: str, name: str) -> Response:
    """``content`` to be saved, never opened as a page of ours; ``name`` is our word, not theirs."""
    answer = make_response(content)
    answer.headers["Content-Type"] = media_type
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{_SUFFIXES[media_type]}"'
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
