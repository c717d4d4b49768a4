"""What the messages that nobody presses for, around an evening, could say."""

from __future__ import annotations

from typing import Any

_WHEN = "mardi 24 novembre à 18\u00a0h\u00a030"
_EVENING = {"event_title": "Généraliste dating du Lot", "when": _WHEN}
_MINE = {**_EVENING, "participant_key": "exemple-de-page", "is_host": False}
_TEAM = {**_EVENING, "event_id": 4}

SAMPLES_AFTER: dict[str, dict[str, Any]] = {
    "cards_chase": {**_MINE, "missing": 3},
    "evening_introduction": {
        "participant_key": "exemple-de-page",
        "event_title": "Généraliste dating du Lot",
        "contacts": [
            {
                "name": "Dominique Exemple",
                "organisation": "Maison de santé de Figeac",
                "email": "dominique@exemple.fr",
                "phone": "05 65 00 00 00",
            },
            {
                "name": "Camille Exemple",
                "organisation": "",
                "email": "camille@exemple.fr",
                "phone": "",
            },
        ],
    },
    "evening_plan_failed": _TEAM,
    "evening_reminder": {
        **_MINE,
        "days": 7,
        "place": "Salle des fêtes, 12 rue du Lot, Cahors",
        "has_confirmed": False,
        "has_programme": False,
    },
    "evening_results": {**_TEAM, "present": 19, "held": 61, "cards": 118, "introductions": 14},
    "evening_to_close": {**_TEAM, "cards": 97, "missing": 21},
    "event_handed_over": {**_TEAM, "right": "tout, y compris annuler la soirée et gérer l’équipe"},
    "feedback_ask": _MINE,
    "outcome_ask": {
        "link_id": "exemple-de-lien",
        "participant_key": "exemple-de-page",
        "event_title": "Généraliste dating du Lot",
        "months": 6,
        "is_host": True,
    },
    "registration_closed": {**_TEAM, "candidates": 12, "hosts": 9, "plan": _WHEN},
    "registration_opened": {**_TEAM, "code": "k7m2p9qx", "closes": _WHEN},
}
