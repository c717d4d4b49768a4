"""The doctors' blueprint, who is looking, and where to go back to."""

from __future__ import annotations

from flask import Blueprint, request
from flask_login import current_user

from blueprints.web.destinations import own_page
from models.doctors import Doctor
from services.doctors import find_doctor_of, take_doctor

# Larger numbers fit no column of ours: such an address is nobody's.
OFFER = "<int(max=2147483647):offer_id>"

# Where the session keeps the offer just put aside, so that the next list offers to undo it.
UNDO = "just_hidden"

blueprint = Blueprint("doctors", __name__, url_prefix="/medecin")


def looking_doctor() -> Doctor | None:
    """The profile of who is looking; none before the first step is saved."""
    return find_doctor_of(current_user.id)


def acting_doctor() -> Doctor:
    """The profile of who is acting, made on its first use: inside a transaction."""
    return take_doctor(current_user.id)


def back_to(default: str) -> str:
    """The page of ours that a button was pressed on."""
    return own_page(request.form.get("next")) or default
