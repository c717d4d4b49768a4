"""How the questions of a lever are laid out: short ones side by side, yes/no ones in a list."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from blueprints.web.forms import BaseForm
from models.vocabulary import Fact, FactKind, Lever
from services.offer_steps import facts_of_step

_SHORT, _YES_NO, _LONG = "short", "yes_no", "long"


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that stand together."""

    layout: str
    fields: tuple[Any, ...]

    @property
    def side_by_side(self) -> bool:
        """Two short fields on one line?"""
        return self.layout == _SHORT

    @property
    def questions(self) -> bool:
        """Label on the left, pills on the right?"""
        return self.layout == _YES_NO


def groups_of(form: BaseForm, step: str) -> dict[Lever, list[Group]]:
    """The fields of a step by lever, neighbours of one layout together."""
    groups: dict[Lever, list[Group]] = {}
    for lever, facts in groupby(facts_of_step(step), key=lambda fact: fact.lever):
        runs = groupby(facts, key=_layout)
        groups[lever] = [
            Group(layout, tuple(form[fact.key] for fact in run)) for layout, run in runs
        ]
    return groups


def _layout(fact: Fact) -> str:
    if fact.kind is FactKind.YES_NO:
        return _YES_NO
    return _SHORT if fact.kind in (FactKind.INTEGER, FactKind.EUROS) else _LONG
