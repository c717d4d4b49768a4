"""Offers side by side: a row per criterion, a column per offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from blueprints.doctors.cards import Card
from services.explanations import Reason
from services.ranking import RankedItem

MOST_COMPARED = 4


@dataclass(frozen=True, slots=True)
class Row:
    """What each offer says on one criterion; none where it does not count for that pair."""

    theme: str
    weight_label: str
    cells: tuple[Reason | None, ...]


def compare_cards(cards: Sequence[Card]) -> list[Row]:
    """The rows, those that weigh most first."""
    items = [card.item for card in cards if card.item]
    heaviest: dict[str, float] = {}
    heads: dict[str, tuple[str, str]] = {}
    for item in items:
        for reason in item.reasons:
            heaviest[reason.criterion] = max(heaviest.get(reason.criterion, 0), reason.weight)
            heads.setdefault(reason.criterion, (reason.theme_label, reason.weight_label))
    order = sorted(heads, key=lambda criterion: (-heaviest[criterion], criterion))
    return [
        Row(*heads[criterion], tuple(_cell(item, criterion) for item in items))
        for criterion in order
    ]


def _cell(item: RankedItem, criterion: str) -> Reason | None:
    return next((reason for reason in item.reasons if reason.criterion == criterion), None)
