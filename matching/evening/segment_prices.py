"""What a seat costs each person in each segment: a bound on any plan with windows.

The dual of the segments' programme has no variable a pair once the best is taken in each:

    D(u, v, l, a, b) = sum_k R_k (sum_i u_ik + sum_j v_jk) + sum_k most_k l_k
                       - sum_i low_i a_i - sum_j low_j b_j
                       + sum_ij max(0, max_k w_ij + a_i + b_j - u_ik - v_jk - l_k)

(for a fair plan w_ij (m_i + m_j) instead of w_ij, and what the dial leaves at the prices m),
with all prices >= 0. Any prices give a bound; ``segment_cooling`` finds good ones. Columns far from
the best are left out while prices move, and never when the bound is stated.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.evening.fairness import Dial
from matching.evening.prices import Prices
from matching.evening.segments import Segments
from matching.evening.shapes import F64, Bools, Ints


@dataclass(frozen=True)
class Tariff:
    """Prices of segments: ``u`` (K, C), ``v`` (K, H), ``most`` (K,); rewards ``a``, ``b``.

    ``m`` (C + H,), for a fair plan: the price of a point of score beyond the dial's least.
    """

    u: F64
    v: F64
    most: F64
    a: F64
    b: F64
    m: F64

    def parts(self) -> tuple[F64, ...]:
        """All prices, in the order above."""
        return self.u, self.v, self.most, self.a, self.b, self.m


@dataclass(frozen=True)
class Windowed:
    """Scores (C, H) in units of a usual one, pairs allowed, segments, meetings owed (C,), (H,).

    With a ``dial``, what counts is its value and not the total.
    """

    scores: F64
    allowed: Bools
    segments: Segments
    low_c: Ints
    low_h: Ints
    dial: Dial | None = None

    def worths(self, m: F64) -> F64:
        """What pairs (C, H) are worth: their scores or, with a dial, these at prices ``m``."""
        return self.scores if self.dial is None else self.dial.gains * self.prices(m)

    def prices(self, m: F64) -> F64 | float:
        """What a point is worth to pairs (C, H): 1 without a dial."""
        if self.dial is None:
            return 1.0
        prices, many = self.dial.least + m, len(self.scores)
        pairs: F64 = prices[:many, None] + prices[many:]
        return pairs


def everywhere(prices: Prices, demand: Windowed) -> Tariff:
    """The prices of a whole evening in every segment: D is then the whole evening's bound."""
    own = prices.of_candidates - prices.of_meetings
    u, v = np.maximum(own, 0), np.maximum(prices.of_hosts, 0)
    a = np.where(demand.low_c > 0, np.maximum(-own, 0), 0)
    b = np.where(demand.low_h > 0, np.maximum(-prices.of_hosts, 0), 0)
    segments = len(demand.segments.sizes)
    most = np.full(segments, prices.of_meetings)
    m = np.zeros(sum(demand.scores.shape))
    return Tariff(np.tile(u, (segments, 1)), np.tile(v, (segments, 1)), most, a, b, m)


def gains_of(demand: Windowed, tariff: Tariff, segment: int) -> F64:
    """What each pair (C, H) is worth in a segment beyond the price of its seats."""
    here_c, here_h = demand.segments.here_c[segment], demand.segments.here_h[segment]
    left = np.where(here_c, tariff.a - tariff.u[segment], -np.inf) - tariff.most[segment]
    right = np.where(here_h, tariff.b - tariff.v[segment], -np.inf)
    gains: F64 = demand.worths(tariff.m) + left[:, None] + right
    gains[~demand.allowed] = -np.inf
    return gains


def best_gains(demand: Windowed, tariff: Tariff) -> F64:
    """The greatest of the gains over the segments, (C, H); at least one must be positive to pay."""
    best = gains_of(demand, tariff, 0)
    for segment in range(1, len(demand.segments.sizes)):
        np.maximum(best, gains_of(demand, tariff, segment), out=best)
    return best


def bound_at(demand: Windowed, tariff: Tariff, best: F64) -> float:
    """D at these prices: no plan of the demand has a greater total."""
    cut = demand.segments
    seats = (tariff.u * cut.here_c).sum(axis=1) + (tariff.v * cut.here_h).sum(axis=1)
    owed = demand.low_c @ tariff.a + demand.low_h @ tariff.b
    dial = demand.dial
    owed -= 0.0 if dial is None else dial.left(dial.least + tariff.m)
    return float(cut.sizes @ seats + cut.most @ tariff.most - owed + best.sum(where=best > 0))
