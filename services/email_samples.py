"""What each e-mail could say, to read it before anyone receives it."""

from __future__ import annotations

from typing import Any

_TOKEN = {"link_id": "exemple-de-lien"}
_OFFER = {"offer_id": 12, "offer_title": "Médecine générale à Figeac"}
_TOWN_HALL = "Mairie de Figeac"

SAMPLES: dict[str, dict[str, Any]] = {
    "already_registered": {},
    "confirm": _TOKEN,
    "email_change_confirm": {**_TOKEN, "old_address": "camille@exemple.fr"},
    "email_changed_notice": {**_TOKEN, "new_address": "camille.nouvelle@exemple.fr"},
    "erasure_done": {},
    "erasure_warning": {"erase_on": "2026-12-24"},
    "faculty_verification": {**_TOKEN, "asker": "camille@exemple.fr", "hours": 48},
    "interest_received": _OFFER,
    "introduction_opened": {**_OFFER, "introduction_id": 3, "other_name": "Dominique Exemple"},
    "invitation_received": {**_OFFER, "organisation": _TOWN_HALL},
    "member_invitation": {
        **_TOKEN,
        "organisation": _TOWN_HALL,
        "role": "rédacteur",
        "inviter": "dominique@exemple.fr",
        "days": 14,
    },
    "no_account": {},
    "official_verification": {
        **_TOKEN,
        "organisation": _TOWN_HALL,
        "commune": "de Figeac",
        "asker": "dominique@exemple.fr",
        "hours": 72,
    },
    "password_changed": {},
    "reset_password": _TOKEN,
    "second_factor_changed": {"is_on": True},
    "verification_decided": {
        "name": _TOWN_HALL,
        "accepted": True,
        "reason": "Le maire a répondu depuis l’adresse officielle.",
        "about_doctor": False,
        "subject_id": 7,
    },
}
