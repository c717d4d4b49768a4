"""Late arrivals and early departures: the evening cut where anybody's presence changes.

Rounds in which the same people are there are alike, wherever they stand, and make one segment k
of R_k rounds. Each segment is a flow laid into its rounds, as for a whole evening; segments are
tied by the rule that a pair meets once:

    max sum w_ij x_ijk,   sum_k x_ijk <= 1,   sum_j x_ijk <= R_k if i is there, hosts likewise,
    sum_ij x_ijk <= R_k T,   low_i <= sum_jk x_ijk

This is exact (each segment by Konig's theorem) with far fewer variables than pairs x rounds. It is
NP-hard (Even, Itai, Shamir 1976), so: prices (``segment_prices``) give a bound, a plan is made at
these prices (``segment_rounding``), and an integer programme closes the gap when small.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.evening.inputs import Wish
from matching.evening.shapes import F64, Bools, Ints


@dataclass(frozen=True)
class Segments:
    """K segments: who is there ``here_c`` (K, C), ``here_h`` (K, H), number of rounds (K,).

    ``most`` (K,): meetings that fit; ``round_of``: the rounds of each segment, in their order.
    """

    here_c: Bools
    here_h: Bools
    sizes: Ints
    most: Ints
    round_of: list[Ints]


@dataclass(frozen=True)
class Choice:
    """Pairs and the segment each is in, all (n,), with their total score."""

    rows: Ints
    columns: Ints
    segment: Ints
    total: float


def cut_segments(wish: Wish) -> Segments:
    """Group the rounds by who is there; rounds that cannot hold a meeting are left out.

    >>> from matching.evening.inputs import read_wish
    >>> wish = read_wish(
    ...     np.ones((2, 1)), rounds=3, tables=1,
    ...     windows=([[0, 2], [1, 1]], None), min_meetings=0, barred=None,
    ... )
    >>> [rounds.tolist() for rounds in cut_segments(wish).round_of]
    [[0, 2], [1]]
    """
    presence = np.concatenate([wish.present_c, wish.present_h])
    kinds, kind_of = np.unique(presence, axis=1, return_inverse=True)
    candidates = len(wish.present_c)
    here_c, here_h = kinds[:candidates].T, kinds[candidates:].T
    useful = np.flatnonzero(here_c.any(axis=1) & here_h.any(axis=1))
    rounds = [np.flatnonzero(kind_of.ravel() == kind) for kind in useful]
    sizes = np.array([len(some) for some in rounds], dtype=np.int64)
    here_c, here_h = here_c[useful], here_h[useful]
    at_once = np.minimum(here_c.sum(axis=1), here_h.sum(axis=1))
    return Segments(here_c, here_h, sizes, sizes * np.minimum(at_once, wish.tables), rounds)


def choice_of(scores: F64, where: Ints) -> Choice:
    """The choice in a table (C, H) of segments, negative where a pair does not meet."""
    rows, columns = np.nonzero(where >= 0)
    segment, total = where[rows, columns], float(scores[rows, columns].sum())
    return Choice(rows, columns, segment, total)
