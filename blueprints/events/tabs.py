"""The sub-navigation of one evening: what this organiser may open of it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request, url_for
from flask_login import current_user

from blueprints.events.base import blueprint
from models.dating_events import DatingEvent
from models.vocabulary import EventRight
from services.event_access import allows, find_right

# Label, endpoint, the least right that opens it, and the endpoints that stand under it too.
_TABS: tuple[tuple[str, str, EventRight, tuple[str, ...]], ...] = (
    ("Vue d’ensemble", "overview", EventRight.DESK, ("proposals",)),
    ("Participants", "people", EventRight.DESK, ("person", "import_people", "free_seats")),
    ("Plan", "plan", EventRight.EDITOR, ("replan",)),
    ("Accueil", "desk", EventRight.DESK, ("badge", "walk_in")),
    ("Régie", "console", EventRight.DESK, ()),
    ("Papier", "paper", EventRight.EDITOR, ()),
    ("Cartes", "cards", EventRight.EDITOR, ()),
    ("Bilan", "results", EventRight.EDITOR, ("close",)),
    ("Réglages", "settings", EventRight.EDITOR, ("team", "call_off", "series")),
)


@dataclass(frozen=True, slots=True)
class Tab:
    """One entry."""

    label: str
    href: str
    current: bool


def has_page(name: str) -> bool:
    """Is there a page of that name here?"""
    return f"{blueprint.name}.{name}" in current_app.view_functions


def list_tabs(event: DatingEvent) -> list[Tab]:
    """The pages of this evening that exist and that this person's right opens: one query."""
    held = find_right(event.id, current_user.id)
    if held is None:
        return []
    here = (request.endpoint or "").partition(".")[2]
    return [
        Tab(
            label,
            url_for(f"{blueprint.name}.{name}", event_id=event.id),
            here == name or here in under,
        )
        for label, name, right, under in _TABS
        if has_page(name) and allows(held, right)
    ]


@blueprint.context_processor
def _shared() -> dict[str, object]:
    return {"event_tabs": list_tabs, "has_page": has_page}
