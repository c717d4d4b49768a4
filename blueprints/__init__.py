"""The pages, a folder per audience."""

from __future__ import annotations

from flask import Flask, request

from blueprints import (
    auth,
    doctors,
    evenings,
    events,
    introductions,
    offers,
    organisations,
    outbox,
    privacy,
    probes,
    public,
    steward,
)
from blueprints.web import (
    characters,
    converters,
    filters,
    hosts,
    logs,
    navigation,
    presence,
    refusals,
    security,
)
from models.engine import reading_only

AUDIENCES = (
    public,
    auth,
    doctors,
    offers,
    organisations,
    introductions,
    events,
    evenings,
    outbox,
    privacy,
    probes,
    steward,
)


def _choose_transaction_mode() -> None:
    reading_only.set(request.method in ("GET", "HEAD", "OPTIONS"))


def register(app: Flask) -> None:
    """Register every audience and what their pages share."""
    for first in (converters, logs, hosts, characters):
        first.register(app)
    app.before_request(_choose_transaction_mode)
    presence.register(app)
    for audience in AUDIENCES:
        app.register_blueprint(audience.blueprint)
    for shared in (filters, navigation, refusals, security):
        shared.register(app)
