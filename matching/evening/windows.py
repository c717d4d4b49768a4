"""The best plan of an evening with windows, and a bound that is true."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import NoReturn

import numpy as np

from matching.evening.flow import NoSuchPairs, best_pairs
from matching.evening.minimum import refuse_minimum
from matching.evening.prices import Demand
from matching.evening.programme import solve_programme, who_is_short
from matching.evening.segment_columns import Columns, columns_near
from matching.evening.segment_cooling import cool
from matching.evening.segment_dive import dive
from matching.evening.segment_prices import (
    Tariff,
    Windowed,
    best_gains,
    bound_at,
    everywhere,
    gains_of,
)
from matching.evening.segment_rounding import improve, lacks, total_of
from matching.evening.segments import Choice, Segments, choice_of
from matching.evening.shapes import Bools, Ints, MinimumImpossible

GOOD = 2e-4  # a relative gap that more cooling is not worth, where the programme is too large
PASSES = 6
LIKELY = 0.1  # pairs whose gain is this far below zero, in usual scores, are not tried
SMALL = 6000  # variables x segments of the programme: a second or two at most
LARGE = 40_000  # variables of the fractional programme that names who is short
EXACT = 1e-9
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
TRIES = ((0.0003, 80), (0.001, 40)) * 6  # then more plans, while evenings are small enough
MOST_WORK = 2.5e7  # columns x segments x steps of all tries: about two seconds
SHAKEN = 0.1  # how far the order of segments strays in a try


@dataclass
class _Search:
    """The best plan and the best bound so far, both in units of ``unit``."""

    demand: Windowed
    bound: float
    unit: float
    where: Ints | None = None
    total: float = -np.inf
    lacking: tuple[Bools, Bools] = field(init=False)

    def offer(self, where: Ints) -> None:
        """Keep a plan if it serves everyone and is better."""
        total, self.lacking = total_of(self.demand, where), lacks(self.demand, where)
        if total > self.total and not any(some.any() for some in self.lacking):
            self.where, self.total = where, total

    @property
    def gap(self) -> float:
        return (self.bound - self.total) / max(abs(self.bound), 1e-300)


def best_with_windows(whole: Demand, segments: Segments) -> tuple[Choice, float, str]:
    """The choice, a bound, and the method that ended the search: "segments" or "milp".

    ``whole`` is the demand as if rounds did not matter: its optimum is a bound, and its prices are
    the first tariff. Steps: cool, dive, improve, until the gap is ``GOOD``; then the integer
    programme, if what reduced costs leave of it is ``SMALL``.
    """
    try:
        search, method = _search(whole, segments)
    except NoSuchPairs:
        refuse_minimum(whole)
    if search.where is None:
        _refuse(search, whole, segments, proved=method == "milp")
    return choice_of(whole.weights, search.where), search.bound * search.unit, method


def _search(whole: Demand, segments: Segments) -> tuple[_Search, str]:
    """A search in units of a usual score, so that tolerances and temperatures mean the same."""
    relaxed = best_pairs(whole)
    unit = abs(relaxed.total) / max(len(relaxed.rows), 1) or 1.0
    scores = whole.weights / unit
    demand = Windowed(scores, whole.allowed, segments, whole.low_c, whole.low_h)
    search = _Search(demand, relaxed.bound / unit, unit)
    columns = _cool_and_dive(search, everywhere(relaxed.prices.over(unit), demand))
    if search.gap <= EXACT or np.count_nonzero(columns) * len(columns) > SMALL:
        return search, "segments"
    solved = solve_programme(demand, columns)
    if solved.where is not None:
        search.offer(solved.where)
    # Columns ruled out are in no plan better than the one held.
    search.bound = min(search.bound, max(solved.bound, search.total))
    return search, "milp" if solved.proved else "segments"


def _refuse(search: _Search, whole: Demand, segments: Segments, *, proved: bool) -> NoReturn:
    """Say who is short in the last plan tried, and the most that all can have, by bisection."""
    asked = int(max(whole.low_c.max(), whole.low_h.max()))
    low, high = 0, asked
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _can_have(whole, segments, middle) else (low, middle)
    short_c, short_h = (np.flatnonzero(some) for some in search.lacking)
    columns = _columns(search.demand)
    if np.count_nonzero(columns) <= LARGE:
        group = who_is_short(search.demand, columns)
        if group is not None:
            proved, (short_c, short_h) = True, group
    raise MinimumImpossible(
        asked=asked,
        feasible=low,
        reason="windows" if proved else "windows, not proved",
        candidates=tuple(short_c.tolist()),
        hosts=tuple(short_h.tolist()),
        most_candidates=tuple(np.minimum(whole.high_c[short_c], low).tolist()),
        most_hosts=tuple(np.minimum(whole.high_h[short_h], low).tolist()),
    )


def _can_have(whole: Demand, segments: Segments, least: int) -> bool:
    low_c, low_h = np.minimum(whole.low_c, least), np.minimum(whole.low_h, least)
    try:
        search, _ = _search(replace(whole, low_c=low_c, low_h=low_h), segments)
    except NoSuchPairs:
        return False
    return search.where is not None


def _cool_and_dive(search: _Search, tariff: Tariff) -> Bools:
    """Search at ever colder prices; the columns (K, C, H) that a better plan may use."""
    demand = search.demand
    seen = [tariff]
    best = best_gains(demand, tariff)
    # Scarce segments first: those where fewest people are.
    crowd = demand.segments.here_c.sum(axis=1) + demand.segments.here_h.sum(axis=1)
    for stage in STAGES:
        window = max(WIDE * stage.temperature, NARROW)
        columns = columns_near(demand, tariff, best, window)
        tariff = cool(demand, columns, tariff, stage.temperature, stage.steps)
        best = best_gains(demand, tariff)
        seen.append(tariff)
        search.bound = min(search.bound, bound_at(demand, tariff, best))
        columns = columns_near(demand, tariff, best, LIKELY)
        for way in stage.dives:
            _dive(search, tariff, columns, way, np.argsort(crowd, kind="stable"))
        if search.gap <= GOOD:
            return _not_ruled_out(search, seen)
    random = np.random.default_rng(0)
    work = len(columns.rows) * len(crowd) * max(steps for _, steps in TRIES)
    for way in TRIES[: int(MOST_WORK / work)]:
        shaken = crowd * random.uniform(1 - SHAKEN, 1 + SHAKEN, len(crowd))
        _dive(search, tariff, columns, way, np.argsort(shaken))
        if search.gap <= GOOD:
            break
    return _not_ruled_out(search, seen)


def _dive(
    search: _Search, tariff: Tariff, columns: Columns, way: tuple[float, int], order: Ints
) -> None:
    """Make a plan at these prices and offer it."""
    demand = search.demand
    dived = dive(demand, columns, tariff, way, order)
    allowed = np.zeros_like(demand.allowed)
    allowed[columns.rows, columns.hosts] = True
    search.offer(improve(replace(demand, allowed=allowed), dived, PASSES))
    if search.where is None:
        search.offer(improve(demand, dived, PASSES))


def _not_ruled_out(search: _Search, tariffs: list[Tariff]) -> Bools:
    """Columns whose reduced cost is within the gap, at every tariff (reduced cost fixing)."""
    demand = search.demand
    columns = _columns(demand)
    if search.where is None:
        return columns
    for tariff in tariffs:
        best = best_gains(demand, tariff)
        slack = bound_at(demand, tariff, best) - search.total
        least = np.maximum(best, 0) - slack - 1e-9 * max(abs(search.total), 1.0)
        for segment in range(len(columns)):
            columns[segment] &= gains_of(demand, tariff, segment) >= least
    return columns


def _columns(demand: Windowed) -> Bools:
    """Where pairs may meet, (K, C, H)."""
    cut = demand.segments
    columns: Bools = cut.here_c[:, :, None] & cut.here_h[:, None, :] & demand.allowed
    return columns
