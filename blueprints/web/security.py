"""Headers of every answer: nothing is loaded from elsewhere, nothing runs inline."""

from __future__ import annotations

from flask import Flask, Response, current_app, request
from flask_login import current_user

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}

_NOBODYS = frozenset({"static", "probes.healthz", "probes.readyz"})


def add_headers(response: Response) -> Response:
    """Set the headers above; pages of a person are kept by no shared cache."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.config["PRODUCTION"]:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    # The probes and the style sheets are nobody's, and must not ask the database who is there.
    if request.endpoint not in _NOBODYS and current_user.is_authenticated:
        response.headers["Cache-Control"] = "private, no-store"
    return response


def register(app: Flask) -> None:
    """Every answer passes here."""
    app.after_request(add_headers)
