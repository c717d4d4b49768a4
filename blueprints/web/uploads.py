"""A file of a form, read and judged by its content."""

from __future__ import annotations

from flask import request
from flask_login import current_user

from services.throttles import check_rate
from services.uploads import LARGEST, Upload, read_upload


def read_file(name: str) -> Upload | None:
    """The file that a form sends under ``name``; none if nothing was chosen."""
    sent = request.files.get(name)
    if sent is None or not sent.filename:
        return None
    check_rate("upload", str(current_user.id))
    return read_upload(sent.stream.read(LARGEST + 1))
