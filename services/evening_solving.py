"""Ask the planner for an evening, and say in the words of the house what it refuses."""

from __future__ import annotations

from typing import Any

import numpy as np

from matching.evening.plan import plan_evening
from matching.evening.shapes import EveningPlan, EveningRefusal, MinimumImpossible, SideEmpty
from models.dating_events import DatingEvent
from models.participants import Participant
from services.evening_scores import EveningScores, Ints
from services.refusals import Refusal


class NobodyOnSide(Refusal):
    """One ``side`` ("candidates" or "hosts") is empty."""


class NobodyMayMeet(Refusal):
    """No pair of people can meet: never there together, or unwilling."""


class MinimumTooHigh(Refusal):
    """Not everyone can have ``asked`` meetings, at most ``feasible``; ``people`` are those short.

    ``reason``: "alone", "together" or "tables", as the planner says.
    """


def solve(
    event: DatingEvent, gathered: EveningScores, least: int, alpha: float = 1.0
) -> EveningPlan:
    """The best plan with at least ``least`` meetings for everyone; nothing is written.

    Nobody is owed more meetings than they have rounds and possible partners.
    """
    options: dict[str, Any] = {} if alpha == 1.0 else {"alpha": alpha}
    try:
        return plan_evening(
            gathered.scores,
            rounds=event.rounds,
            tables=event.tables,
            candidate_windows=gathered.candidate_windows,
            host_windows=gathered.host_windows,
            min_meetings=owed(event, gathered, least),
            barred=gathered.barred,
            **options,
        )
    except SideEmpty as refusal:
        raise NobodyOnSide(side=refusal.data["side"]) from refusal
    except MinimumImpossible as refusal:
        raise _too_high(gathered, refusal.data) from refusal
    except EveningRefusal as refusal:
        raise NobodyMayMeet() from refusal


def most_possible(event: DatingEvent, gathered: EveningScores) -> tuple[Ints, Ints]:
    """How many meetings each candidate (C,) and each host (H,) could have, others aside."""
    rounds = np.arange(event.rounds)
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


def owed(event: DatingEvent, gathered: EveningScores, least: int) -> tuple[Ints, Ints]:
    """``least`` meetings for everyone, or as many as the person could have at all."""
    candidates, hosts = most_possible(event, gathered)
    return np.minimum(candidates, least), np.minimum(hosts, least)


def _too_high(gathered: EveningScores, data: dict[str, Any]) -> MinimumTooHigh:
    people: list[Participant] = [gathered.candidates[at] for at in data["candidates"]]
    people += [gathered.hosts[at] for at in data["hosts"]]
    return MinimumTooHigh(
        asked=data["asked"],
        feasible=data["feasible"],
        reason=data.get("reason", "together"),
        people=tuple(people),
    )
