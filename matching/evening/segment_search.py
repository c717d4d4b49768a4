"""The search for a plan with windows: colder prices for the bound, dives for the plan."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from matching.evening.segment_columns import Columns, columns_near
from matching.evening.segment_cooling import cool
from matching.evening.segment_dive import dive
from matching.evening.segment_prices import Tariff, Windowed, best_gains, bound_at
from matching.evening.segment_rounding import improve, lacks, total_of
from matching.evening.shapes import Bools, Ints

GOOD = 2e-4  # a relative gap that more cooling is not worth, where the programme is too large
FAIR = 5e-4  # the same for the equal share of a fair plan
PASSES = 6
LIKELY = 0.1  # pairs whose gain is this far below zero, in usual scores, are not tried
WIDE = 20  # temperatures below the best at which a column weighs nothing: e^-20
NARROW = 0.02  # the least that columns may be below the best, as prices move


@dataclass(frozen=True)
class Stage:
    """Steps of prices at a temperature, then plans, each at its own temperature and steps."""

    temperature: float
    steps: int
    dives: tuple[tuple[float, int], ...] = ()


# Temperatures in units of a usual score.
STAGES = (
    Stage(0.03, 60),
    Stage(0.01, 60),
    Stage(0.003, 80, ((0.003, 15),)),
    Stage(0.001, 100, ((0.003, 20),)),
    Stage(0.0003, 300, ((0.001, 40),)),
    Stage(0.0001, 300),
)
ALIKE = STAGES[2:]  # without windows: the flow's prices are a good start
TRIES = ((0.003, 40), (0.001, 40), (0.003, 80), (0.0003, 80)) * 3  # more plans, of small evenings
MOST_WORK = 4e7  # columns x segments x steps of all tries: about three seconds
SHAKEN = 0.1  # how far the order of segments strays in a try


@dataclass
class Search:
    """The best plan and the best bound so far, both in units of ``unit``.

    ``enough`` is the gap at which the search ends.
    """

    demand: Windowed
    bound: float
    unit: float
    enough: float = GOOD
    where: Ints | None = None
    total: float = -np.inf
    lacking: tuple[Bools, Bools] = field(init=False)

    def offer(self, where: Ints) -> None:
        """Keep a plan if it serves everyone and is better."""
        total, self.lacking = total_of(self.demand, where), lacks(self.demand, where)
        if total > self.total and not any(some.any() for some in self.lacking):
            self.where, self.total = where, total

    @property
    def is_over(self) -> bool:
        """Is there a plan that is good enough?"""
        return self.where is not None and self.gap <= self.enough

    @property
    def gap(self) -> float:
        """What may be missing of the best: of the total or, with a dial, of the equal share."""
        if self.demand.dial is not None and self.where is not None:
            best, own = (self.demand.dial.mean(value) for value in (self.bound, self.total))
            return max(0.0, 1 - own / best) if best > 0 else 0.0
        return (self.bound - self.total) / max(abs(self.bound), 1e-300)


def cool_and_dive(search: Search, tariff: Tariff) -> list[Tariff]:
    """Search at ever colder prices, until the gap is small enough; all prices seen."""
    demand = search.demand
    seen = [tariff]
    best = best_gains(demand, tariff)
    # Scarce segments first: those where fewest people are.
    crowd = demand.segments.here_c.sum(axis=1) + demand.segments.here_h.sum(axis=1)
    for stage in STAGES if len(crowd) > 1 else ALIKE:
        window = max(WIDE * stage.temperature, NARROW)
        columns = columns_near(demand, tariff, best, window)
        tariff = cool(demand, columns, tariff, stage.temperature, stage.steps)
        best = best_gains(demand, tariff)
        seen.append(tariff)
        search.bound = min(search.bound, bound_at(demand, tariff, best))
        columns = columns_near(demand, tariff, best, LIKELY)
        for way in stage.dives:
            _dive(search, tariff, columns, way, np.argsort(crowd, kind="stable"))
        if search.is_over:
            return seen
    if len(crowd) > 1:
        _try_more(search, tariff, columns, crowd)
    return seen


def _try_more(search: Search, tariff: Tariff, columns: Columns, crowd: Ints) -> None:
    """More plans at the same prices, in orders a little apart, while the work allowed lasts."""
    random = np.random.default_rng(0)
    left = MOST_WORK
    for way in TRIES:
        left -= len(columns.rows) * len(crowd) * way[1]
        if left < 0 or search.is_over:
            return
        shaken = crowd * random.uniform(1 - SHAKEN, 1 + SHAKEN, len(crowd))
        _dive(search, tariff, columns, way, np.argsort(shaken))


def _dive(
    search: Search, tariff: Tariff, columns: Columns, way: tuple[float, int], order: Ints
) -> None:
    """Make a plan at these prices and offer it."""
    demand = search.demand
    dived = dive(demand, columns, tariff, way, order)
    allowed = np.zeros_like(demand.allowed)
    allowed[columns.rows, columns.hosts] = True
    search.offer(improve(replace(demand, allowed=allowed), dived, PASSES))
    if search.where is None:
        search.offer(improve(demand, dived, PASSES))
