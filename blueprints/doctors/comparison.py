"""Offers side by side: a row per criterion, gathered by theme, a column per offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from blueprints.doctors.cards import Card
from services.explanations import Reason
from services.ranking import RankedItem

MOST_COMPARED = 4


@dataclass(frozen=True, slots=True)
class ThemeRows:
    """One theme: a row per criterion, in each row what each offer says, or none."""

    label: str
    weight_label: str
    rows: tuple[tuple[Reason | None, ...], ...]


def compare_cards(cards: Sequence[Card]) -> list[ThemeRows]:
    """The themes, those that weigh most first."""
    items = [card.item for card in cards if card.item]
    found: dict[str, dict[str, Reason]] = {}
    for item in items:
        for reason in item.reasons:
            criteria = found.setdefault(reason.theme, {})
            kept = criteria.setdefault(reason.criterion, reason)
            criteria[reason.criterion] = max(kept, reason, key=lambda one: one.weight)

    def weight(theme: str) -> float:
        return sum(reason.weight for reason in found[theme].values())

    return [
        _theme_rows(items, found[theme])
        for theme in sorted(found, key=lambda theme: (-weight(theme), theme))
    ]


def _theme_rows(items: Sequence[RankedItem], criteria: dict[str, Reason]) -> ThemeRows:
    first = next(iter(criteria.values()))
    rows = [tuple(_cell(item, criterion) for item in items) for criterion in sorted(criteria)]
    return ThemeRows(first.theme_label, first.weight_label, tuple(rows))


def _cell(item: RankedItem, criterion: str) -> Reason | None:
    return next((reason for reason in item.reasons if reason.criterion == criterion), None)
