"""QR codes, and the addresses that they hold."""

from __future__ import annotations

import io

import segno
from flask import current_app

from models.participants import Participant
from services.participant_keys import programme_token_of


def draw_code(address: str) -> str:
    """The address as a QR code: an SVG drawing of black squares, without a margin."""
    drawn = io.BytesIO()
    # Level M reads through a fold or a coffee stain and keeps the squares large. Choosing the best
    # of eight masks takes most of the time, and the addresses are as good as random under any.
    segno.make_qr(address, error="m", mask=3).save(
        drawn, kind="svg", border=0, xmldecl=False, svgns=True, omitsize=True, nl=False
    )
    return drawn.getvalue().decode()


def badge_address(participant: Participant) -> str:
    """Where the desk's phone arrives when it reads a badge."""
    return f"{_site()}/organiser/{participant.event_id}/accueil/{participant.badge_code}"


def programme_address(participant: Participant) -> str:
    """Their programme as it stands, and nothing that is for them alone: anyone may find a sheet."""
    return f"{_site()}/rencontres/programme/{programme_token_of(participant)}"


def public_address(code: str) -> str:
    """The evening's public page."""
    return f"{_site()}/rencontres/{code}"


def _site() -> str:
    return str(current_app.config["PUBLIC_URL"]).rstrip("/")
