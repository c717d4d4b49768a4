"""Fairness: the organiser's dial between the greatest total and equal shares.

    max sum over people of (u + s)^alpha / alpha,   u = the scores of a person's meetings

alpha 1 is the greatest total, 0 the logarithm (Nash), below 0 towards the least well served
(Mo and Walrand 2000). ``s`` is a hundredth of a usual score, so that nobody served is not minus
infinity. Frank-Wolfe (1956) with exact line search: each step is one flow at the weights of the
moment, w_ij (u_i^(alpha-1) + v_j^(alpha-1)), and bounds how far the best can be.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matching.evening.flow import Pairs, best_pairs
from matching.evening.prices import Demand
from matching.evening.shapes import F64, Bools

STEPS = 40
GOOD = 1e-3  # a relative gap of the mean that more steps are not worth
SERVED = 0.01  # s, in usual scores
HALVINGS = 40
ROUNDING = 1e-6
TIES = 1e-3  # what the score weighs beside the fraction, when fractions become meetings


@dataclass(frozen=True)
class Dial:
    """The objective: ``gains`` (C, H) are the scores above 0; who counts, (C,) and (H,)."""

    gains: F64
    alpha: float
    start: float
    counted_c: Bools
    counted_h: Bools

    def shares(self, x: F64) -> tuple[F64, F64]:
        """What each person has when pairs meet to the extent ``x`` (C, H)."""
        held = self.gains * x
        return held.sum(axis=1) + self.start, held.sum(axis=0) + self.start

    def value(self, shares: tuple[F64, F64]) -> float:
        """The objective of shares."""
        counted = np.concatenate([shares[0][self.counted_c], shares[1][self.counted_h]])
        if self.alpha == 0:
            return float(np.log(counted).sum())
        return float((counted**self.alpha).sum() / self.alpha)

    def mean(self, value: float) -> float:
        """The equal share that is worth a value of the objective, in scores."""
        people = int(self.counted_c.sum() + self.counted_h.sum())
        if self.alpha == 0:
            return float(np.exp(value / people)) - self.start
        power = value * self.alpha / people
        # Below 0 the objective is negative: a bound above it says nothing.
        return float(power ** (1 / self.alpha)) - self.start if power > 0 else np.inf

    def slopes(self, shares: tuple[F64, F64]) -> F64:
        """What a little more of each pair brings, (C, H)."""
        left, right = (share ** (self.alpha - 1) for share in shares)
        left, right = left * self.counted_c, right * self.counted_h
        weights: F64 = self.gains * (left[:, None] + right)
        return weights


def dial_of(whole: Demand, alpha: float) -> Dial:
    """The objective of a demand; whoever can have no score above 0 does not count."""
    gains = np.where(whole.allowed, np.maximum(whole.weights, 0), 0)
    usual = float(gains.sum()) / max(int((gains > 0).sum()), 1) or 1.0
    counted_c, counted_h = gains.max(axis=1) > 0, gains.max(axis=0) > 0
    return Dial(gains, alpha, SERVED * usual, counted_c, counted_h)


def fairest(whole: Demand, dial: Dial) -> tuple[F64, float]:
    """How far each pair should meet (C, H), in 0..1, and a bound on the objective.

    Limits are those of the demand as if rounds did not matter, so the bound holds with windows
    too. At most ``STEPS`` flows.
    """
    pairs = best_pairs(whole)
    x, bound = _as_table(pairs, whole), np.inf
    for _ in range(STEPS):
        shares = dial.shares(x)
        slopes = dial.slopes(shares)
        pairs = best_pairs(_worth(whole, slopes), pairs.prices)
        best = _as_table(pairs, whole)
        value = dial.value(shares)
        bound = min(bound, value + float((slopes * (best - x)).sum()))
        if dial.mean(bound) - dial.mean(value) <= GOOD * dial.mean(value):
            break
        x += _how_far(dial, shares, dial.shares(best)) * (best - x)
    return x, bound


def settle(whole: Demand, x: F64) -> Pairs:
    """Meetings near the extents ``x``: everyone has as many as there, rounded down or up.

    One more flow; there is always such a set, as the network's matrix is totally unimodular.
    """
    many_c, many_h = x.sum(axis=1), x.sum(axis=0)
    rounded = replace(
        near(whole, x),
        low_c=np.maximum(whole.low_c, np.floor(many_c + ROUNDING)).astype(np.int64),
        high_c=np.minimum(whole.high_c, np.ceil(many_c - ROUNDING)).astype(np.int64),
        low_h=np.maximum(whole.low_h, np.floor(many_h + ROUNDING)).astype(np.int64),
        high_h=np.minimum(whole.high_h, np.ceil(many_h - ROUNDING)).astype(np.int64),
    )
    return best_pairs(rounded)


def near(whole: Demand, x: F64) -> Demand:
    """The demand whose best pairs are those of the greatest extents ``x``, then scores."""
    usual = float(np.abs(whole.weights).max(initial=0, where=whole.allowed)) or 1.0
    return _worth(whole, x + TIES * whole.weights / usual)


def _worth(whole: Demand, weights: F64) -> Demand:
    """The demand at other weights; a pair of score 0 or less still costs what it costs."""
    return replace(whole, weights=np.where(whole.weights > 0, weights, whole.weights))


def _as_table(pairs: Pairs, whole: Demand) -> F64:
    table = np.zeros(whole.weights.shape)
    table[pairs.rows, pairs.columns] = 1
    return table


def _how_far(dial: Dial, here: tuple[F64, F64], there: tuple[F64, F64]) -> float:
    """The best point between two shares, 0 to 1, by bisection on the slope."""
    counted = np.concatenate([dial.counted_c, dial.counted_h])
    start = np.concatenate(here)[counted]
    way = np.concatenate(there)[counted] - start
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        rises = float((way * (start + middle * way) ** (dial.alpha - 1)).sum()) > 0
        low, high = (middle, high) if rises else (low, middle)
    return low
