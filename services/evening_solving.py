"""Ask the planner for an evening, and say in the words of the house what it refuses.

Nothing here asks the database: a plan can be sought while others write.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

import numpy as np

from matching.evening.flow import NoSuchPairs, Pairs, best_pairs
from matching.evening.inputs import read_wish
from matching.evening.plan import plan_evening, whole_evening
from matching.evening.shapes import EveningPlan, EveningRefusal, MinimumImpossible, SideEmpty
from models.participants import Participant
from services.evening_scores import EveningScores, Ints
from services.refusals import Refusal

Least: TypeAlias = tuple[int, int]
Lows: TypeAlias = tuple[Ints, Ints]


class Room(NamedTuple):
    """What an evening has to share out."""

    rounds: int
    tables: int


class NobodyOnSide(Refusal):
    """One ``side`` ("candidates" or "hosts") is empty."""


class NobodyMayMeet(Refusal):
    """No pair of people can meet: never there together, or unwilling."""


class MinimumTooHigh(Refusal):
    """Not everyone can have ``asked`` meetings, at most ``feasible``; ``people`` are those short.

    ``reason``: "alone", "together" or "tables", as the planner says.
    """


def solve(
    room: Room, gathered: EveningScores, least: int | Least | Lows, alpha: float = 1.0
) -> EveningPlan:
    """The best plan with at least ``least`` meetings for everyone; nothing is written.

    ``least``: one number, or one for candidates and one for hosts, or one for each of them. Nobody
    is owed more meetings than they have rounds and possible partners.
    """
    try:
        return plan_evening(
            gathered.scores,
            rounds=room.rounds,
            tables=room.tables,
            candidate_windows=gathered.candidate_windows,
            host_windows=gathered.host_windows,
            min_meetings=owed(room, gathered, least),
            barred=gathered.barred,
            alpha=alpha,
        )
    except SideEmpty as refusal:
        raise NobodyOnSide(side=refusal.data["side"]) from refusal
    except MinimumImpossible as refusal:
        raise _too_high(gathered, refusal.data) from refusal
    except EveningRefusal as refusal:
        raise NobodyMayMeet() from refusal


def solve_without_hours(room: Room, gathered: EveningScores, least: Least | Lows) -> Pairs | None:
    """Who would meet if it did not matter who is there in which round; None if nobody could.

    One flow, where a plan with windows takes dozens: no plan passes its bound, and its prices say
    whose least meetings cost the most.
    """
    wish = read_wish(
        gathered.scores,
        rounds=room.rounds,
        tables=room.tables,
        windows=(gathered.candidate_windows, gathered.host_windows),
        min_meetings=owed(room, gathered, least),
        barred=gathered.barred,
    )
    try:
        return best_pairs(whole_evening(wish))
    except NoSuchPairs:
        return None


def most_possible(room: Room, gathered: EveningScores) -> tuple[Ints, Ints]:
    """How many meetings each candidate (C,) and each host (H,) could have, others aside."""
    rounds = np.arange(room.rounds)
    here = [
        (windows[:, :1] <= rounds) & (rounds <= windows[:, 1:])
        for windows in (gathered.candidate_windows, gathered.host_windows)
    ]
    together = here[0].astype(np.float32) @ here[1].T.astype(np.float32) > 0
    open_ = together & ~gathered.barred
    return (
        np.minimum(here[0].sum(axis=1), open_.sum(axis=1)),
        np.minimum(here[1].sum(axis=1), open_.sum(axis=0)),
    )


def owed(room: Room, gathered: EveningScores, least: int | Least | Lows) -> Lows:
    """``least`` meetings for everyone, or as many as the person could have at all."""
    candidates, hosts = most_possible(room, gathered)
    asked = least if isinstance(least, tuple) else (least, least)
    return np.minimum(candidates, asked[0]), np.minimum(hosts, asked[1])


def _too_high(gathered: EveningScores, data: dict[str, Any]) -> MinimumTooHigh:
    people: list[Participant] = [gathered.candidates[at] for at in data["candidates"]]
    people += [gathered.hosts[at] for at in data["hosts"]]
    return MinimumTooHigh(
        asked=data["asked"],
        feasible=data["feasible"],
        reason=data.get("reason", "together"),
        people=tuple(people),
    )
