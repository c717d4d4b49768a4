"""Where one is among the steps, and which rows of the week are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for

from blueprints.offers.forms_essentials import SiteRow
from models.offers import Offer
from services.offer_steps import STEPS


@dataclass(frozen=True, slots=True)
class StepLink:
    """One step in the list of steps: ``state`` is done, current or todo."""

    label: str
    href: str
    state: str


def stepper_of(offer: Offer, current: str | None) -> list[StepLink]:
    """The six steps and the last page, all open at any time."""
    done = set(offer.steps_done or ())
    links = [
        StepLink(
            label,
            url_for("offers.edit", offer_id=offer.id, step=step),
            "current" if step == current else "done" if step in done else "todo",
        )
        for step, label in STEPS.items()
    ]
    review = url_for("offers.review", offer_id=offer.id)
    return [*links, StepLink("Relire", review, "todo" if current else "current")]


def shown_sites(form: Any, *, one_more: bool) -> list[SiteRow]:
    """The rows that hold something, at least one, and one more when it was asked."""
    rows: list[SiteRow] = form.sites
    filled = [row.position for row in rows if row.is_filled]
    shown = max([0, *filled]) + 1 + (1 if one_more else 0)
    return rows[:shown]
