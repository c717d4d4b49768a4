"""The best plan of an evening with windows, and a bound that is true."""

from __future__ import annotations

from dataclasses import replace
from typing import NoReturn

import numpy as np

from matching.evening.flow import NoSuchPairs, best_pairs
from matching.evening.minimum import refuse_minimum
from matching.evening.prices import Demand
from matching.evening.programme import solve_programme, who_is_short
from matching.evening.segment_prices import (
    Tariff,
    Windowed,
    best_gains,
    bound_at,
    everywhere,
    gains_of,
)
from matching.evening.segment_search import GOOD, Search, cool_and_dive
from matching.evening.segments import Choice, Segments, choice_of
from matching.evening.shapes import Bools, MinimumImpossible

SMALL = 6000  # variables x segments of the programme: a second or two at most
LARGE = 40_000  # variables of the fractional programme that names who is short
EXACT = 1e-9


def best_with_windows(whole: Demand, segments: Segments) -> tuple[Choice, float, str]:
    """The choice, a bound, and the method that ended the search: "segments" or "milp".

    ``whole`` is the demand as if rounds did not matter: its optimum is a bound, and its prices are
    the first tariff. Steps: cool, dive, improve, until the gap is ``GOOD``; then the integer
    programme, if what reduced costs leave of it is ``SMALL``.
    """
    try:
        search, method = _search(whole, segments)
    except NoSuchPairs:
        _refuse_pairs(whole, segments)
    if search.where is None:
        _refuse(search, whole, segments, proved=method == "milp")
    return choice_of(whole.weights, search.where), search.bound * search.unit, method


def _search(whole: Demand, segments: Segments, enough: float = GOOD) -> tuple[Search, str]:
    """A search in units of a usual score, so that tolerances and temperatures mean the same."""
    relaxed = best_pairs(whole)
    unit = abs(relaxed.total) / max(len(relaxed.rows), 1) or 1.0
    scores = whole.weights / unit
    demand = Windowed(scores, whole.allowed, segments, whole.low_c, whole.low_h)
    search = Search(demand, relaxed.bound / unit, unit, enough)
    seen = cool_and_dive(search, everywhere(relaxed.prices.over(unit), demand))
    columns = _not_ruled_out(search, seen)
    if (search.is_over and enough > GOOD) or search.gap <= EXACT:
        return search, "segments"
    if np.count_nonzero(columns) * len(columns) > SMALL:
        return search, "segments"
    solved = solve_programme(demand, columns)
    if solved.where is not None:
        search.offer(solved.where)
    # Columns ruled out are in no plan better than the one held.
    search.bound = min(search.bound, max(solved.bound, search.total))
    return search, "milp" if solved.proved else "segments"


def _refuse(search: Search, whole: Demand, segments: Segments, *, proved: bool) -> NoReturn:
    """Say who is short in the last plan tried, and the most that all can have, by bisection."""
    asked = int(max(whole.low_c.max(), whole.low_h.max()))
    low = _most_for_all(whole, segments, asked)
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


def _refuse_pairs(whole: Demand, segments: Segments) -> NoReturn:
    """Refuse what fails whatever the rounds; what all can have must fit into the rounds too."""
    try:
        refuse_minimum(whole)
    except MinimumImpossible as refusal:
        pairs = int(str(refusal.data["feasible"]))
        feasible = _most_for_all(whole, segments, pairs + 1)
        raise MinimumImpossible(**(refusal.data | {"feasible": feasible})) from None


def _most_for_all(whole: Demand, segments: Segments, asked: int) -> int:
    """The most meetings, fewer than ``asked``, that everyone can have the lesser of and of theirs.

    By bisection, from the top: it is often one less than what was asked.
    """
    low, high, middle = 0, asked, asked - 1
    while high - low > 1:
        low, high = (middle, high) if _can_have(whole, segments, middle) else (low, middle)
        middle = (low + high) // 2
    return low


def _can_have(whole: Demand, segments: Segments, least: int) -> bool:
    low_c, low_h = np.minimum(whole.low_c, least), np.minimum(whole.low_h, least)
    try:
        search, _ = _search(replace(whole, low_c=low_c, low_h=low_h), segments, np.inf)
    except NoSuchPairs:
        return False
    return search.where is not None


def _not_ruled_out(search: Search, tariffs: list[Tariff]) -> Bools:
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
