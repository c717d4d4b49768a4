"""What a list shows of each offer: its card, how it fits, where the doctor stands with it."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from models.doctors import Doctor
from services.explanations import Reason
from services.interests import PairState, offer_state
from services.offer_cards import OfferCard, list_offer_cards
from services.ranking import RankedItem, explain_offers

# The one doubt that a card shows, after what fits: the gravest.
_TO_CHECK = ("misses", "check", "unknown")


@dataclass(frozen=True, slots=True)
class Card:
    """One line of a list; ``item`` is none for someone about whom nothing is known."""

    offer: OfferCard
    state: PairState
    item: RankedItem | None = None

    @property
    def id(self) -> int:
        """The offer's."""
        return self.offer.id

    @property
    def address(self) -> str:
        """Its page."""
        return url_for("offers.show", offer_id=self.offer.id)

    @property
    def travel(self) -> str:
        """Minutes to the nearest of the doctor's places."""
        minutes = self.item.minutes if self.item else None
        if minutes is None or not math.isfinite(minutes):
            return "–"
        hours, rest = divmod(round(minutes), 60)
        return f"{hours}\u00a0h\u00a0{rest:02}" if hours else f"{rest}\u00a0min"

    @property
    def view(self) -> dict[str, Any]:
        """What the offer card component reads."""
        offer, item = self.offer, self.item
        return {
            "title": offer.title,
            "href": self.address,
            "commune": offer.commune or "Commune à préciser",
            "departement": offer.departement,
            "opportunity": offer.opportunities[0] if offer.opportunities else "Poste",
            "mode": offer.mode,
            "rank": item.rank if item else None,
            "score": item.score if item else None,
            "known": item.known_count if item else 0,
            "total": item.applying_count if item else 0,
            "reasons": [reason for reason in _reasons(item) if reason.verdict == "fits"],
            "to_check": _doubt(item),
        }


def _reasons(item: RankedItem | None) -> tuple[Reason, ...]:
    return item.reasons if item else ()


def _doubt(item: RankedItem | None) -> Reason | None:
    doubts = [reason for reason in _reasons(item) if reason.verdict in _TO_CHECK]
    return min(doubts, key=lambda doubt: _TO_CHECK.index(doubt.verdict), default=None)


def cards_of(doctor: Doctor | None, offer_ids: Collection[int]) -> list[Card]:
    """These offers explained for this doctor, in the order given."""
    if doctor is None or not offer_ids:
        return []
    return dress(doctor.id, explain_offers(doctor.id, list(offer_ids)))


def dress(doctor_id: int, items: Sequence[RankedItem]) -> list[Card]:
    """Ranked lines with what a page shows of them: four queries however many lines."""
    ids = [item.id for item in items]
    offers, states = list_offer_cards(ids), offer_state(doctor_id, ids)
    return [Card(offers[item.id], states[item.id], item) for item in items if item.id in offers]
