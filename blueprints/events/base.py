"""The blueprint of those who organise evenings."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("events", __name__, url_prefix="/organiser")
