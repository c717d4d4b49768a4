"""What a list shows of each offer: its card, how it fits, where the doctor stands with it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from models.doctors import Doctor
from services.explanations import Reason
from services.interests import PairState, offer_state
from services.offer_cards import OfferCard, list_offer_cards
from services.ranking import RankedItem, explain_offers

# The one doubt that a card shows, after what fits: reasons come in this order.
_TO_CHECK = ("check", "misses", "unknown")


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
            "to_check": next((r for r in _reasons(item) if r.verdict in _TO_CHECK), None),
        }


def _reasons(item: RankedItem | None) -> tuple[Reason, ...]:
    return item.reasons if item else ()


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
