"""Is the process alive, is it ready to serve? Neither says anything else."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from blueprints.web.guards import open_to_all
from services.readiness import what_is_missing

blueprint = Blueprint("probes", __name__)


@blueprint.get("/healthz")
@open_to_all
def healthz() -> ResponseReturnValue:
    """The process answers; the database is not asked."""
    return jsonify(alive=True)


@blueprint.get("/readyz")
@open_to_all
def readyz() -> ResponseReturnValue:
    """The database answers and its tables are those this code knows."""
    missing = what_is_missing()
    return jsonify(ready=missing is None, missing=missing), 503 if missing else 200
