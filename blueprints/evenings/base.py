"""The blueprint of those who come to evenings, known to the site or not."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("evenings", __name__, url_prefix="/rencontres")
