"""The blueprint of privacy pages."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("privacy", __name__)
