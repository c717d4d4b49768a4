"""Ask the planner for an evening, and say in the words of the house what it refuses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeAlias

import numpy as np

from matching.evening.plan import plan_evening
from matching.evening.shapes import EveningPlan, EveningRefusal, MinimumImpossible, SideEmpty
from models.dating_events import DatingEvent
from models.participants import Participant
from services.evening_scores import EveningScores, Ints
from services.refusals import Refusal

Least: TypeAlias = tuple[int, int]
ROUNDING = 1e-9
NEARLY = 1e-4  # of a plan that is not proved the best


class NobodyOnSide(Refusal):
    """One ``side`` ("candidates" or "hosts") is empty."""


class NobodyMayMeet(Refusal):
    """No pair of people can meet: never there together, or unwilling."""


class MinimumTooHigh(Refusal):
    """Not everyone can have ``asked`` meetings, at most ``feasible``; ``people`` are those short.

    ``reason``: "alone", "together" or "tables", as the planner says.
    """


def solve_evenly(
    event: DatingEvent, gathered: EveningScores, least: int, alpha: float = 1.0
) -> EveningPlan:
    """Of the plans of the greatest total, one that leaves nobody aside if that costs nothing.

    Where many pairs are worth the same, the greatest total alone could leave someone without a
    meeting while another has ten. So the least number of meetings is raised as long as the total
    stays the same: for all, then for each side. A dozen plans at most.
    """
    best = solve(event, gathered, least, alpha)
    if alpha != 1.0:
        return best
    found, kept = best, (least, least)
    able = [int(np.count_nonzero(most)) for most in most_possible(event, gathered)]
    means = [len(best.meetings) // max(people, 1) for people in able]
    for highest in (
        (min(means), min(means)),
        (means[0], min(means)),
        (min(means), means[1]),
    ):
        found, kept = _raise_least(event, gathered, (best, found), kept, highest)
    return found


def _raise_least(
    event: DatingEvent,
    gathered: EveningScores,
    plans: tuple[EveningPlan, EveningPlan],
    kept: Least,
    highest: Least,
) -> tuple[EveningPlan, Least]:
    """A plan as good as the first of ``plans``, with least meetings as near ``highest`` as can be.

    Bisection between ``kept``, which the second of ``plans`` reaches, and ``highest``.
    """
    best, found = plans
    step = max(up - down for up, down in zip(highest, kept, strict=True))
    low, high = 0, step + 1
    while high - low > 1:
        middle = step if high > step else (low + high) // 2
        asked = _between(kept, highest, middle)
        try:
            plan = solve(event, gathered, asked)
        except MinimumTooHigh:
            plan = None
        if plan is not None and _is_as_good(plan, best):
            low, found = middle, _with_bound_of(plan, best)
        else:
            high = middle
    return found, _between(kept, highest, low)


def _between(kept: Least, highest: Least, step: int) -> Least:
    candidates, hosts = (
        max(down, min(up, down + step)) for down, up in zip(kept, highest, strict=True)
    )
    return candidates, hosts


def _is_as_good(plan: EveningPlan, best: EveningPlan) -> bool:
    slack = ROUNDING if best.certificate.kind == "exact" else NEARLY
    return plan.objective >= best.objective - slack * abs(best.objective)


def _with_bound_of(plan: EveningPlan, best: EveningPlan) -> EveningPlan:
    """The same meetings, measured against every plan and not against those so even alone."""
    if best.certificate.kind == "exact":
        return replace(plan, bound=best.bound, certificate=best.certificate)
    gap = max(0.0, (best.bound - plan.objective) / max(abs(best.bound), ROUNDING))
    return replace(plan, bound=best.bound, certificate=replace(best.certificate, gap=gap))


def solve(
    event: DatingEvent, gathered: EveningScores, least: int | Least, alpha: float = 1.0
) -> EveningPlan:
    """The best plan with at least ``least`` meetings for everyone; nothing is written.

    ``least``: one number, or one for candidates and one for hosts. Nobody is owed more meetings
    than they have rounds and possible partners.
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


def owed(event: DatingEvent, gathered: EveningScores, least: int | Least) -> tuple[Ints, Ints]:
    """``least`` meetings for everyone, or as many as the person could have at all."""
    candidates, hosts = most_possible(event, gathered)
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
