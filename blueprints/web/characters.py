"""No keyboard types the character of number nought, and PostgreSQL keeps no text that holds it."""

from __future__ import annotations

from flask import Flask, abort, request

NUL = "\x00"


def refuse_nul() -> None:
    """Whoever sends one is no browser: nothing of the request is looked at."""
    values = (request.path, *request.args.values(), *request.form.values())
    if any(NUL in value for value in values):
        abort(400)


def register(app: Flask) -> None:
    """Before every view."""
    app.before_request(refuse_nul)
