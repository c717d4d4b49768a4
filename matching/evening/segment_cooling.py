"""The least of the segments' dual, by cooling: prices so good that little is left to prove.

The greatest of the gains of a pair, and 0 for no meeting, becomes a log-sum-exp of temperature t
(Nesterov 2005); its gradient is how likely each column is, the softmax of the gains, hence also a
fractional plan. Prices differ by orders of magnitude in how much they matter, so steps are taken
in units of each one's own curvature; without that, cold prices take ten times as many steps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.evening.descent import descend
from matching.evening.segment_columns import Columns
from matching.evening.segment_prices import Tariff, Windowed
from matching.evening.shapes import F64, Bools

FLAT = 0.3  # curvature, in 1 / temperature, below which a price counts as one that hardly matters


@dataclass(frozen=True)
class Likelihood:
    """How likely columns are, (n,), and the pair's log-sum-exp with no meeting, (n,)."""

    share: F64
    log_total: F64


def cool(
    demand: Windowed, columns: Columns, tariff: Tariff, temperature: float, steps: int
) -> Tariff:
    """The tariff after ``steps`` steps at one temperature, in units of a usual score.

    O(n) a step, n the columns.
    """
    smooth = Smooth(demand, columns, temperature)
    start = np.concatenate([part.ravel() for part in tariff.parts()])
    return smooth.tariff(descend(smooth, start, smooth.free, steps, smooth.unit(start)))


class Smooth:
    """The dual made smooth over some columns, and its gradient, on one vector of all prices."""

    def __init__(self, demand: Windowed, columns: Columns, temperature: float) -> None:
        cut = demand.segments
        self.columns, self.temperature = columns, temperature
        self.shape = (len(cut.sizes), *demand.scores.shape)
        self.scores = demand.scores[columns.rows, columns.hosts]
        pair = columns.rows * self.shape[2] + columns.hosts
        self.first = np.flatnonzero(np.diff(pair, prepend=-1))
        self.repeats = np.diff(np.append(self.first, len(pair)))
        self.seat_c = columns.segment * self.shape[1] + columns.rows
        self.seat_h = columns.segment * self.shape[2] + columns.hosts
        sizes = cut.sizes[:, None]
        linear = (sizes * cut.here_c, sizes * cut.here_h, cut.most, -demand.low_c, -demand.low_h)
        self.linear: F64 = np.concatenate([np.ravel(part) for part in linear]).astype(float)
        # Seats that do not exist, and rewards of those who are owed nothing, stay 0.
        self.dial = demand.dial
        people = np.zeros(sum(demand.scores.shape))
        counted = people > 0 if self.dial is None else self.dial.counted
        self.free: Bools = np.concatenate([self.linear != 0, counted])
        self.linear = np.concatenate([self.linear, people])
        self.owed = bool(demand.low_c.any() or demand.low_h.any())

    def tariff(self, x: F64) -> Tariff:
        """The vector as prices."""
        many, candidates, hosts = self.shape
        sizes = (many * candidates, many * hosts, many, candidates, hosts)
        u, v, most, a, b, m = np.split(x, np.cumsum(sizes))
        return Tariff(u.reshape(many, -1), v.reshape(many, -1), most, a, b, m)

    def worths(self, at: Tariff) -> F64:
        """What the columns' pairs are worth, (n,)."""
        if self.dial is None:
            return self.scores
        prices = self.dial.least + at.m
        pair = prices[self.columns.rows] + prices[self.shape[1] + self.columns.hosts]
        worths: F64 = np.maximum(self.scores, 0) * pair
        return worths

    def likelihood(self, at: Tariff) -> Likelihood:
        """The softmax of the gains of each pair's columns and of no meeting."""
        if not len(self.first):
            return Likelihood(self.scores, self.scores)
        gains = self.worths(at) - (at.u + at.most[:, None]).ravel()[self.seat_c]
        gains -= at.v.ravel()[self.seat_h]
        if self.owed:
            gains += at.a[self.columns.rows] + at.b[self.columns.hosts]
        gains /= self.temperature
        top = np.maximum(np.maximum.reduceat(gains, self.first), 0)
        share = np.exp(gains - np.repeat(top, self.repeats))
        total = np.add.reduceat(share, self.first) + np.exp(-top)
        share /= np.repeat(total, self.repeats)
        return Likelihood(share, np.repeat(top + np.log(total), self.repeats))

    def __call__(self, x: F64) -> tuple[float, F64]:
        """The dual and its gradient."""
        tariff = self.tariff(x)
        at = self.likelihood(tariff)
        value = self.temperature * float(at.log_total[self.first].sum()) + float(self.linear @ x)
        slope = self.linear - self._by_price(at.share)
        if self.dial is not None:
            prices = self.dial.least + tariff.m
            value += self.dial.left(prices)
            slope[-len(prices) :] -= self.dial.taken(prices)
        return value, slope

    def unit(self, x: F64) -> F64:
        """How far each price may go in a step, (n,): less where the dual bends more."""
        tariff = self.tariff(x)
        share = self.likelihood(tariff).share
        bends = np.abs(self._by_price(share * (1 - share) / self.temperature, power=2))
        if self.dial is not None:
            bends[-len(tariff.m) :] += self.dial.bends(self.dial.least + tariff.m)
        unit: F64 = 1 / np.sqrt(bends + FLAT / self.temperature)
        return unit / float(np.sqrt((unit * unit).mean(where=self.free)))

    def _by_price(self, weight: F64, power: int = 1) -> F64:
        """Sums of ``weight`` (n,) over the columns that pay each price; rewards count below 0.

        Prices of points are paid as often as a pair has points, to a ``power``.
        """
        many, candidates, hosts = self.shape
        by_c = np.bincount(self.seat_c, weight, many * candidates).reshape(many, -1)
        by_h = np.bincount(self.seat_h, weight, many * hosts).reshape(many, -1)
        sums = (by_c, by_h, by_c.sum(axis=1), -by_c.sum(axis=0), -by_h.sum(axis=0))
        points = np.zeros(candidates + hosts)
        if self.dial is not None:
            weight = weight * np.maximum(self.scores, 0) ** power
            points[:candidates] = np.bincount(self.columns.rows, weight, candidates)
            points[candidates:] = np.bincount(self.columns.hosts, weight, hosts)
        return np.concatenate([*(part.ravel() for part in sums), -points])
