"""Fairness: the organiser's dial between the greatest total and equal shares.

    max sum over people of f(u),   f(u) = factor (u + start)^alpha / alpha,
    u = the scores of a person's meetings

alpha 1 is the greatest total, 0 the logarithm (Nash), below 0 towards the least well served
(Mo and Walrand 2000). ``start`` is a hundredth of a usual score, so that nobody served is not minus
infinity. ``factor`` makes a usual share worth a half of a point on each side, as in a total.

The dual has a price of a point for each person, m: a pair is worth w_ij (m_i + m_j), and a person
who may buy points at m takes as many as make f's slope m. What is left to them, f(u) - m u, is
f's conjugate; with it any prices m bound the objective.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matching.evening.shapes import F64, Bools

SERVED = 0.01  # in usual scores


@dataclass(frozen=True)
class Dial:
    """The objective. People are candidates, then hosts: arrays (P,), P = C + H.

    ``gains`` (C, H) are the scores above 0. Who can have none is not ``counted`` (P,). ``start``
    (P,) is what each has beforehand, ``served`` of it for nothing; ``least`` (P,) is a price that
    is too low for anyone to meet.
    """

    gains: F64
    alpha: float
    factor: float
    start: F64
    served: float
    counted: Bools
    least: F64

    def shares(self, met: F64) -> F64:
        """What each person has, (P,), when pairs meet to the extent ``met`` (C, H)."""
        held = self.gains * met
        return np.concatenate([held.sum(axis=1), held.sum(axis=0)])

    def values(self, shares: F64) -> F64:
        """What f is of each share, (P,); 0 for who does not count."""
        had = shares + self.start
        values = np.log(had) if self.alpha == 0 else had**self.alpha / self.alpha
        return np.where(self.counted, self.factor * values, 0)

    def slopes(self, shares: F64) -> F64:
        """What a little more brings each, (P,)."""
        slopes = self.factor * (shares + self.start) ** (self.alpha - 1)
        return np.where(self.counted, slopes, 0)

    def taken(self, prices: F64) -> F64:
        """What each person takes at a price a point, (P,)."""
        prices = np.where(self.counted, prices, 1)
        had = (prices / self.factor) ** (1 / (self.alpha - 1))
        return np.where(self.counted, np.maximum(had - self.start, 0), 0)

    def left(self, prices: F64) -> float:
        """What is left to all who take what they want at these prices: the conjugate of f."""
        taken = self.taken(prices)
        return float(self.values(taken).sum() - (prices * taken).sum(where=self.counted))

    def bends(self, prices: F64) -> F64:
        """How fast what people take falls as prices rise, (P,)."""
        taken = self.taken(prices)
        fall = (taken + self.start) / (np.where(self.counted, prices, 1) * (1 - self.alpha))
        return np.where(self.counted & (taken > 0), fall, 0)

    def mean(self, value: float) -> float:
        """The equal share that is worth a value of the objective, in units of the scores."""
        power = value / self.factor / int(self.counted.sum())
        if self.alpha == 0:
            return float(np.exp(power)) - self.served
        # Below 0 the objective is negative: a bound above it says nothing.
        power *= self.alpha
        return float(power ** (1 / self.alpha)) - self.served if power > 0 else np.inf

    def brings(self, shares: F64) -> F64:
        """What each pair (C, H) would bring as the one meeting more of both its people."""
        candidates = len(self.gains)
        had = self.values(shares)
        brings = np.zeros(self.gains.shape)
        for people, axis in ((slice(candidates), 1), (slice(candidates, None), 0)):
            part = replace(
                self,
                start=np.expand_dims(self.start[people], axis),
                counted=np.expand_dims(self.counted[people], axis),
            )
            more = np.expand_dims(shares[people], axis) + self.gains
            brings += part.values(more) - np.expand_dims(had[people], axis)
        return brings

    def after(self, shares: F64) -> Dial:
        """The objective of what is still to come for people who have ``shares`` (P,) already."""
        return replace(self, start=self.start + shares)


def dial_of(scores: F64, allowed: Bools, had: F64, usual_share: float, alpha: float) -> Dial:
    """The objective of scores (C, H) for people who have ``had`` (P,) something before.

    ``usual_share`` is what a person has in a usual plan, with what was had before.
    """
    gains = np.where(allowed, np.maximum(scores, 0), 0)
    usual = float(gains.sum()) / max(int((gains > 0).sum()), 1) or 1.0
    all_of_them = np.concatenate([gains.sum(axis=1), gains.sum(axis=0)])
    served = SERVED * usual
    factor = (usual_share + served) ** (1 - alpha) / 2
    dial = Dial(gains, alpha, factor, had + served, served, all_of_them > 0, 0 * had)
    return replace(dial, least=dial.slopes(all_of_them))
