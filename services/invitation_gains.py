"""Whom an evening would gain most by inviting: a number of good meetings, person by person.

The mutual score of a pair, 0 to 1, is read as the chance that its meeting is a good one. Everyone
has at most R meetings, one a round. Someone whose every round is taken gains nothing by a worse
choice, and something by a better one, which takes the place of the worst. So the gain of adding
person d to those who come is

    g(d) = sum of the R largest max(0, s(d, h) - r(h)), over the people h of the other side,

where r(h) is the R-th best score that h already has, 0 while a round of theirs is free. People
are taken one after the other, the most first, and each choice raises r: two people who would
suit the same hosts do not count twice. That is the greedy method for a coverage function, within
1 - 1/e of the best choice (Nemhauser, Wolsey and Fisher, 1978) but for the cap of R per person.

Attention: the choice goes by g(d) / (1 + n(d) / 4), n(d) being the introductions that d already
had here, so that at equal gain those come first to whom little happened. The figure shown is g.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]

PATIENCE = 4.0  # introductions that halve what one counts for
LEAST_GAIN = 0.05  # a gain that nobody would notice is not proposed


@dataclass(frozen=True, slots=True)
class Chosen:
    """A row, and how many more good meetings the evening has with it."""

    row: int
    gain: float


def choose(
    scores: F64, already: F64, introduced: npt.NDArray[np.int64], *, rounds: int, seats: int
) -> list[Chosen]:
    """At most ``seats`` rows of ``scores`` (rows, others) to add to those who come, best first.

    ``already`` (coming, others): scores of those who come. ``introduced`` (rows): introductions.

    >>> twins = np.array([[0.9, 0.0], [0.9, 0.0], [0.0, 0.5]])
    >>> none, never = np.zeros((0, 2)), np.zeros(3, dtype=np.int64)
    >>> [each.row for each in choose(twins, none, never, rounds=1, seats=3)]
    [0, 2]
    """
    best = _best_scores(already, rounds, scores.shape[1])
    attention = 1.0 / (1.0 + introduced / PATIENCE)
    left = np.ones(len(scores), dtype=bool)
    chosen: list[Chosen] = []
    while len(chosen) < min(seats, len(scores)) and scores.size:
        gains = gains_of(scores, best[0], rounds)
        row = int(np.argmax(np.where(left, gains * attention, -1.0)))
        if not left[row] or gains[row] < LEAST_GAIN:
            break
        chosen.append(Chosen(row, float(gains[row])))
        left[row] = False
        best = _with_row(best, scores[row], rounds)
    return chosen


def gains_of(scores: F64, floor: F64, rounds: int) -> F64:
    """The g of each row: (rows, others) scores, (others,) what each must be better than."""
    more = np.maximum(scores - floor, 0.0)
    if more.shape[1] > rounds:
        more = np.partition(more, more.shape[1] - rounds, axis=1)[:, -rounds:]
    total: F64 = more.sum(axis=1)
    return total


def _best_scores(already: F64, rounds: int, others: int) -> F64:
    """(rounds, others): the best scores of each of the other side, the least first."""
    padded = np.vstack([np.zeros((rounds, others)), already])
    best: F64 = np.sort(padded, axis=0)[-rounds:]
    return best


def _with_row(best: F64, row: F64, rounds: int) -> F64:
    """The same once the row came: it meets those for whom it is worth most."""
    more = np.maximum(row - best[0], 0.0)
    met = np.zeros_like(row)
    where = np.argsort(-more, kind="stable")[:rounds]
    met[where] = np.where(more[where] > 0, row[where], 0.0)
    kept: F64 = np.sort(np.vstack([best, met]), axis=0)[-len(best) :]
    return kept
