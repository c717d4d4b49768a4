"""The fairest plan, with or without windows, and how far from it the best may be.

The same search as for the greatest total (``segment_search``), with a price of a point for each
person: the dual of the dial's objective, whose prices move with the others. Without windows the
evening is one segment.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matching.evening.fairness import Dial, dial_of
from matching.evening.flow import best_pairs
from matching.evening.prices import Demand
from matching.evening.segment_prices import Tariff, Windowed, everywhere
from matching.evening.segment_rounding import NOWHERE
from matching.evening.segment_search import FAIR, Search, cool_and_dive
from matching.evening.segments import Choice, Segments, choice_of
from matching.evening.shapes import F64


def fairest(
    whole: Demand, segments: Segments, greatest: Choice, alpha: float, had: F64
) -> tuple[Choice, float]:
    """The fairest choice found, and its gap: the share missing of the equal share of the best.

    ``greatest`` is the choice of greatest total for the same demand: where the search begins.
    ``had`` (C + H,) is the score that people have from earlier meetings.
    """
    unit = abs(greatest.total) / max(len(greatest.rows), 1) or 1.0
    scores = whole.weights / unit
    where = np.full(scores.shape, NOWHERE)
    where[greatest.rows, greatest.columns] = greatest.segment
    met = (where != NOWHERE).astype(float)
    usual = float(np.maximum(scores * met, 0).sum()) * 2 / sum(scores.shape)
    had = had / unit
    dial = dial_of(scores, whole.allowed, had, usual + float(had.mean()), alpha)
    demand = Windowed(scores, whole.allowed, segments, whole.low_c, whole.low_h, dial)
    search = Search(demand, np.inf, unit, FAIR)
    search.offer(where)
    cool_and_dive(search, _first_prices(whole, demand, dial, dial.shares(met)))
    found = where if search.where is None else search.where
    return choice_of(whole.weights, found), search.gap


def _first_prices(whole: Demand, demand: Windowed, dial: Dial, shares: F64) -> Tariff:
    """Prices of points at a plan's shares, and of seats of a whole evening at these."""
    usual = float(shares.mean())
    m = dial.slopes(np.maximum(shares, usual / 2)) - dial.least
    pairs = best_pairs(replace(whole, weights=demand.worths(m)))
    return replace(everywhere(pairs.prices, demand), m=np.maximum(m, 0))
