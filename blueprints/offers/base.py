"""The blueprint of offers. Addresses of candidates carry a name that only this offer knows."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app

from models import vocabulary
from services.pseudonyms import conceal, reveal

blueprint = Blueprint("offers", __name__, url_prefix="/offres")


@blueprint.app_template_filter("label_of")
def label_of(code: str | None, kind: str) -> str:
    """The French label of a code of one of the vocabularies."""
    return getattr(vocabulary, kind)(code).label if code else ""


@blueprint.url_defaults
def _conceal_doctor(_endpoint: str | None, values: dict[str, Any]) -> None:
    """A doctor's number never stands in an address: two organisations could compare them."""
    doctor_id = values.get("doctor_id")
    if isinstance(doctor_id, int):
        secret = current_app.config["SECRET_KEY"]
        values["doctor_id"] = conceal(doctor_id, values["offer_id"], secret)


@blueprint.url_value_preprocessor
def _reveal_doctor(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Give the views the number back."""
    if values and "doctor_id" in values:
        secret = current_app.config["SECRET_KEY"]
        doctor_id = reveal(values["doctor_id"], values["offer_id"], secret)
        if doctor_id is None:
            abort(404)
        values["doctor_id"] = doctor_id
