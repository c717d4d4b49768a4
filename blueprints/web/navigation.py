"""The links of the header, for who is looking."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app, request, url_for
from flask_login import current_user

from models.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the header."""

    label: str
    href: str
    current: bool


_DOCTOR = (
    ("Mes offres", "doctors.offers"),
    ("Mon profil", "doctors.home"),
    ("Mes intérêts", "doctors.interests"),
)
_HOST = (("Mes annonces", "offers.index"),)
_STEWARD = (("Vérifications", "steward.queue"),)
_ORGANISER = (("Mes soirées", "events.index"),)
_EVENINGS = (("Soirées", "evenings.index"),)  # for whoever may come
_BOTH = (("Mises en relation", "introductions.index"),)
_ALL = (("Comment le classement fonctionne", "public.how_ranking_works"),)


def links() -> list[Link]:
    """What this person can go to from anywhere."""
    entries: tuple[tuple[str, str], ...] = ()
    if current_user.is_authenticated:
        if current_user.has_role(Role.DOCTOR):
            entries += _DOCTOR
        if current_user.has_role(Role.HOST):
            entries += _HOST
        if current_user.has_role(Role.STEWARD):
            entries += _STEWARD
        if current_user.has_role(Role.ORGANISER):
            entries += _ORGANISER
        entries += _BOTH
    if not current_user.is_authenticated or _may_come():
        entries += _EVENINGS
    return [
        Link(label, url_for(endpoint), request.endpoint == endpoint)
        for label, endpoint in entries + _ALL
    ]


def _may_come() -> bool:
    """Evenings are for doctors and hosts; organisers find theirs under their own name."""
    return any(current_user.has_role(role) for role in (Role.DOCTOR, Role.HOST))


def register(app: Flask) -> None:
    """Every template knows the links and whether this is a demonstration."""

    @app.context_processor
    def shared() -> dict[str, object]:
        return {"navigation": links(), "demo_mode": current_app.config["DEMO_MODE"]}
