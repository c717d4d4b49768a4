"""The organiser's dial of fairness, with its price: each choice is computed, none is guessed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matching.evening.shapes import EveningPlan
from models.dating_events import DatingEvent
from services.evening_evenness import AUTOMATIC, Dial, Shared, Sharing, dial_of
from services.evening_scores import Bools, EveningScores, Ints, gather
from services.evening_solving import Least, MinimumTooHigh, Room, most_possible, solve

MOST_ROWS = 4  # choices of a least number of meetings, besides none
ALPHAS = (0.5, 0.0)


@dataclass(frozen=True)
class Choice:
    """One position of the dial.

    ``dial``: what to ask for. ``least``: meetings that candidates and hosts are given at least, but
    for the ``below`` people who have less.
    ``total``: of the greatest possible score, 0 to 1. ``fewest``: the least number of meetings of
    a person. ``weakest``: what the person with the least gets, as a share of the mean. The last
    two leave out who, by hours or partners, could not have what everyone else can. ``alone``:
    people without a meeting although they could have one.
    """

    dial: Dial
    least: Least
    below: int
    total: float
    meetings: int
    fewest: int
    weakest: float
    alone: int
    is_current: bool


@dataclass(frozen=True)
class Choices:
    """The positions worth showing; ``feasible``: the most meetings that everyone can have."""

    choices: tuple[Choice, ...]
    feasible: int


def list_choices(event: DatingEvent) -> Choices:
    """Plans at several positions of the dial, side by side; nothing is written."""
    gathered, room = gather(event), Room(event.rounds, event.tables)
    sharing, now = Sharing(room, gathered), dial_of(event)
    possible = most_possible(room, gathered)
    best = sharing.share_out(Dial(0))
    feasible = _most_feasible(room, gathered)
    automatic = sharing.share_out(AUTOMATIC)
    shared = [(AUTOMATIC, automatic), (Dial(0), best)]
    for_all = max(_fewest(best.plan, possible), _fewest(automatic.plan, possible))
    stated = set(_worth_showing(for_all, feasible))
    if now.alpha == 1.0 and now.least and now.least <= feasible:
        stated.add(now.least)
    shared += [(Dial(each), Shared(sharing.best(each), (each, each))) for each in sorted(stated)]
    shared += [(Dial(0, alpha), sharing.share_out(Dial(0, alpha))) for alpha in ALPHAS]
    able = np.concatenate(possible) >= max(feasible, 1)
    greatest = best.plan.objective if best.plan.objective > 0 else 1.0
    choices = [
        Choice(
            dial,
            found.least,
            found.below,
            total=found.plan.objective / greatest,
            meetings=len(found.plan.meetings),
            fewest=int(_counts(found.plan)[able].min(initial=room.rounds)),
            weakest=_weakest(gathered, found.plan, able),
            alone=int(((_counts(found.plan) == 0) & (np.concatenate(possible) > 0)).sum()),
            is_current=dial == now,
        )
        for dial, found in shared
    ]
    return Choices(tuple(choices), feasible)


def _most_feasible(room: Room, gathered: EveningScores) -> int:
    """The most meetings that everyone can have at once, or what each could have at all."""
    try:
        solve(room, gathered, room.rounds)
    except MinimumTooHigh as refusal:
        return int(str(refusal.data["feasible"]))
    return room.rounds


def counts_of(plan: EveningPlan) -> tuple[Ints, Ints]:
    """How many meetings each candidate and each host has."""
    return (
        np.bincount(plan.meetings[:, 2], minlength=plan.shape[0]),
        np.bincount(plan.meetings[:, 3], minlength=plan.shape[1]),
    )


def _counts(plan: EveningPlan) -> Ints:
    return np.concatenate(counts_of(plan))


def _worth_showing(fewest: int, feasible: int) -> Iterator[int]:
    """Least numbers above what everyone has anyway, a few of them up to the last."""
    wanted = np.linspace(fewest + 1, feasible, min(MOST_ROWS, max(feasible - fewest, 0)))
    yield from sorted({round(float(each)) for each in wanted})


def _fewest(plan: EveningPlan, possible: tuple[Ints, Ints]) -> int:
    """The fewest meetings of those who may have some, leaving out who can have no more."""
    counts = [
        count[(most > 0) & (count < most)]
        for count, most in zip(counts_of(plan), possible, strict=True)
    ]
    lacking = np.concatenate(counts)
    return int(lacking.min()) if len(lacking) else int(max(map(np.max, counts_of(plan))))


def _weakest(gathered: EveningScores, plan: EveningPlan, able: Bools) -> float:
    """What the person with the least gets of the scores met, as a share of the mean."""
    met = gathered.scores[plan.meetings[:, 2], plan.meetings[:, 3]]
    shares = np.concatenate(
        [
            np.bincount(plan.meetings[:, 2 + side], weights=met, minlength=plan.shape[side])
            for side in (0, 1)
        ]
    )[able]
    mean = float(shares.mean()) if len(shares) else 0.0
    return float(shares.min()) / mean if mean > 0 else 0.0
