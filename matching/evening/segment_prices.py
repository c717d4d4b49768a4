"""What a seat costs each person in each segment: a bound on any plan with windows.

The dual of the segments' programme has no variable a pair once the best is taken in each:

    D(u, v, l, a, b) = sum_k R_k (sum_i u_ik + sum_j v_jk) + sum_k most_k l_k
                       - sum_i low_i a_i - sum_j low_j b_j
                       + sum_ij max(0, max_k w_ij + a_i + b_j - u_ik - v_jk - l_k)

with all prices >= 0. Any prices give a bound; the best is found by making the maximum smooth
(log-sum-exp of temperature t; Nesterov 2005) and cooling. Pairs far below zero are left out while
prices move, and never when the bound is stated.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.evening.descent import descend
from matching.evening.prices import Prices
from matching.evening.segments import Segments
from matching.evening.shapes import F64, Bools, Ints

AWAY = 1e4  # the price of a seat for who is not there, in units of a usual score
# Temperatures in units of a usual score, and steps at each.
COOLING = ((0.01, 60), (0.003, 80), (0.001, 100), (0.0003, 150))
NEAR = 20.0  # temperatures below zero at which a pair weighs nothing: e^-20
MANY = 60  # pairs a person at most while prices move


@dataclass(frozen=True)
class Tariff:
    """Prices of segments: ``u`` (K, C), ``v`` (K, H), ``most`` (K,); rewards ``a``, ``b``."""

    u: F64
    v: F64
    most: F64
    a: F64
    b: F64


@dataclass(frozen=True)
class Windowed:
    """Scores (C, H) in units of a usual one, pairs allowed, segments, meetings owed (C,), (H,)."""

    scores: F64
    allowed: Bools
    segments: Segments
    low_c: Ints
    low_h: Ints


def everywhere(prices: Prices, demand: Windowed) -> Tariff:
    """The prices of a whole evening in every segment: D is then the whole evening's bound."""
    own = prices.of_candidates - prices.of_meetings
    u, v = np.maximum(own, 0), np.maximum(prices.of_hosts, 0)
    a = np.where(demand.low_c > 0, np.maximum(-own, 0), 0)
    b = np.where(demand.low_h > 0, np.maximum(-prices.of_hosts, 0), 0)
    segments = len(demand.segments.sizes)
    most = np.full(segments, prices.of_meetings)
    return Tariff(np.tile(u, (segments, 1)), np.tile(v, (segments, 1)), most, a, b)


def gains_of(demand: Windowed, tariff: Tariff, segment: int) -> F64:
    """What each pair (C, H) is worth in a segment beyond the price of its seats."""
    here_c, here_h = demand.segments.here_c[segment], demand.segments.here_h[segment]
    left = np.where(here_c, tariff.a - tariff.u[segment], -np.inf) - tariff.most[segment]
    right = np.where(here_h, tariff.b - tariff.v[segment], -np.inf)
    gains: F64 = demand.scores + left[:, None] + right
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
    return float(cut.sizes @ seats + cut.most @ tariff.most - owed + best.sum(where=best > 0))


def cool(demand: Windowed, tariff: Tariff, best: F64, stage: int) -> Tariff:
    """The tariff after one more temperature; ``best`` are the gains at the one given.

    O(K n) a step, n the pairs near enough, at most ``MANY`` a person.
    """
    temperature, steps = COOLING[stage]
    smooth = _Smooth(demand, _near(best, temperature), temperature)
    start = np.concatenate([part.ravel() for part in _parts(tariff)])
    return smooth.tariff(descend(smooth, start, smooth.free(), steps))


def _near(best: F64, temperature: float) -> tuple[Ints, Ints]:
    least = -NEAR * temperature
    few = MANY * sum(best.shape)
    if np.count_nonzero(best > least) > few:
        least = float(-np.partition(-best, few, axis=None)[few])
    rows, columns = np.nonzero(best > least)
    return rows, columns


def _parts(tariff: Tariff) -> tuple[F64, F64, F64, F64, F64]:
    return tariff.u, tariff.v, tariff.most, tariff.a, tariff.b


class _Smooth:
    """D made smooth over a list of pairs, and its gradient, on one vector of all prices."""

    def __init__(self, demand: Windowed, pairs: tuple[Ints, Ints], temperature: float) -> None:
        cut = demand.segments
        self.rows, self.columns = pairs
        self.scores = demand.scores[pairs] / temperature
        self.temperature = temperature
        self.shape = (len(cut.sizes), *demand.scores.shape)
        away = AWAY / temperature
        self.away_c, self.away_h = np.where(cut.here_c, 0, away), np.where(cut.here_h, 0, away)
        self.owed = (demand.low_c > 0, demand.low_h > 0)
        sizes = cut.sizes[:, None]
        linear = (sizes * cut.here_c, sizes * cut.here_h, cut.most, -demand.low_c, -demand.low_h)
        self.linear = np.concatenate([np.ravel(part) for part in linear]).astype(float)

    def free(self) -> Bools:
        """Which prices may move: rewards of those who are owed nothing stay 0."""
        many, candidates, hosts = self.shape
        return np.concatenate([np.ones(many * (candidates + hosts + 1), dtype=bool), *self.owed])

    def tariff(self, x: F64) -> Tariff:
        """The vector as prices."""
        many, candidates, hosts = self.shape
        sizes = (many * candidates, many * hosts, many, candidates)
        u, v, most, a, b = np.split(x, np.cumsum(sizes))
        return Tariff(u.reshape(many, -1), v.reshape(many, -1), most, a, b)

    def __call__(self, x: F64) -> tuple[float, F64]:
        """D and its gradient: the softmax over segments (or no meeting) of each pair."""
        at = self.tariff(x / self.temperature)
        left = at.a - at.u - self.away_c - at.most[:, None]
        right = at.b - at.v - self.away_h
        share = self.scores + left[:, self.rows] + right[:, self.columns]
        top = np.maximum(share.max(axis=0, initial=0), 0)
        np.exp(share - top, out=share)
        total = share.sum(axis=0) + np.exp(-top)
        share /= total
        value = self.temperature * float((top + np.log(total)).sum())
        by_c = np.stack([np.bincount(self.rows, one, self.shape[1]) for one in share])
        by_h = np.stack([np.bincount(self.columns, one, self.shape[2]) for one in share])
        slopes = (-by_c, -by_h, -by_c.sum(axis=1), by_c.sum(axis=0), by_h.sum(axis=0))
        gradient = self.linear + np.concatenate([slope.ravel() for slope in slopes])
        return value + float(self.linear @ x), gradient
