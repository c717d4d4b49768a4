"""What each e-mail could say, to read it before anyone receives it."""

from __future__ import annotations

from typing import Any

from services.email_samples_after import SAMPLES_AFTER

_TOKEN = {"link_id": "exemple-de-lien"}
_OFFER = {"offer_id": 12, "offer_title": "Médecine générale à Figeac"}
_TOWN_HALL = "Mairie de Figeac"
_EVENING = {
    "participant_key": "exemple-de-page",
    "event_title": "Généraliste dating du Lot",
    "when": "mardi 24 novembre à 18\u00a0h\u00a030",
    "place": "Salle des fêtes, Cahors",
    "organiser": "URPS d’essai",
    "is_host": False,
}
_MOVED = {
    "event_title": _EVENING["event_title"],
    "when": _EVENING["when"],
    "contact": "urps@exemple.fr",
}

SAMPLES: dict[str, dict[str, Any]] = {
    "already_registered": {},
    "confirm": _TOKEN,
    "couple_asked": {**_EVENING, "is_registered": True, "asker": "Camille", "code": "k7m2p9qx"},
    "couple_left": {**_EVENING, "has_seat": True},
    "email_change_confirm": {**_TOKEN, "old_address": "camille@exemple.fr"},
    "email_changed_notice": {**_TOKEN, "new_address": "camille.nouvelle@exemple.fr"},
    "erasure_done": {},
    "erasure_warning": {"erase_on": "2026-12-24"},
    "event_called_off": {
        **_EVENING,
        "moment": "mardi 24 novembre à 18\u00a0h\u00a030",
        "reason": "La salle est réquisitionnée pour les élections.",
        "contact": "urps@exemple.fr",
    },
    "event_changed": {
        **_EVENING,
        "moment": "mardi 24 novembre à 18\u00a0h\u00a030",
        "end": "20\u00a0h\u00a053",
        "place": "Salle des fêtes, Cahors",
        "was_moment": "mardi 17 novembre à 18\u00a0h\u00a030",
        "was_end": None,
        "was_place": "Mairie, Cahors",
        "pace": "6\u00a0min chacune, pause à 20\u00a0h\u00a010",
        "contact": "urps@exemple.fr",
    },
    "event_organiser_invited": {
        **_TOKEN,
        "event_title": "Généraliste dating du Lot",
        "moment": "mardi 24 novembre à 18\u00a0h\u00a030",
        "inviter": "dominique@exemple.fr",
        "right": "tout préparer, sauf annuler la soirée",
        "days": 7,
    },
    "evening_plan": {
        **_EVENING,
        "number": "M12",
        "meetings": 2,
        "lines": [
            {"hour": "18\u00a0h\u00a031", "table": 3, "who": "Maison de santé de Figeac"},
            {"hour": "18\u00a0h\u00a039", "table": None, "who": ""},
            {"hour": "18\u00a0h\u00a047", "table": 5, "who": "Mairie de Cajarc"},
        ],
    },
    "evening_plan_changed": {
        **_EVENING,
        "number": "M12",
        "meetings": 1,
        "lines": [
            {
                "hour": "18\u00a0h\u00a047",
                "table": 5,
                "who": "Mairie de Cajarc",
                "is_new": True,
            }
        ],
        "gone": [{"hour": "18\u00a0h\u00a031", "table": 3, "who": "Maison de santé de Figeac"}],
    },
    "evening_invitation": {
        **{name: said for name, said in _EVENING.items() if name != "participant_key"},
        "code": "k7m2p9qx",
        "offer_title": "Médecine générale à Figeac",
    },
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
    "participant_address_changed": {**_TOKEN, **_MOVED, "is_undone": False},
    "participant_address_confirm": {**_TOKEN, **_MOVED},
    "participant_address_taken": _EVENING,
    "participant_cancelled": {**_EVENING, "code": "k7m2p9qx"},
    "participant_confirm": _EVENING,
    "participant_promoted": _EVENING,
    "participant_registered": _EVENING,
    "participant_waiting": _EVENING,
    "password_changed": {},
    "reset_password": _TOKEN,
    "second_factor_changed": {"is_on": True},
    "series_draft": {
        **{name: said for name, said in _EVENING.items() if name != "participant_key"},
        "event_id": 4,
        "proposed": 12,
    },
    "verification_decided": {
        "name": _TOWN_HALL,
        "accepted": True,
        "reason": "Le maire a répondu depuis l’adresse officielle.",
        "about_doctor": False,
        "subject_id": 7,
    },
    **SAMPLES_AFTER,
}
