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

An evening with T tables holds C = R T meetings, and n people who come hold at most R n of them: of
what they have, the min(C, R n) best meetings are held. Once C are held, a new one also takes the
place of the worst of all. With M(d) the R meetings of d that bring most one by one, and W the sum
of the C best meetings, at most R for each h, the gain is then

    g(d) = W(held and M(d)) - W(held) = sum of s(d, h) - r(h) over M(d), less what is put out.

What is put out of the meetings held is never less than the k worst of the C places, a free one
being 0, when k of M(d) stay. So g(d) is at most the sum over k of max(0, s_k - c_k), s_k being the
k-th best score of d and c_k the k-th worst place: few people have to be computed in full. The gains
of all who are chosen add up to no more than their own meetings that stay, R a person and C in all.

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
    scores: F64,
    already: F64,
    introduced: npt.NDArray[np.int64],
    *,
    rounds: int,
    seats: int,
    tables: int | None = None,
) -> list[Chosen]:
    """At most ``seats`` rows of ``scores`` (rows, others) to add to those who come, best first.

    ``already`` (coming, others): scores of those who come. ``introduced`` (rows): introductions.
    Without ``tables``, the others are more than will come: any number of meetings, of anyone.

    >>> twins = np.array([[0.9, 0.0], [0.9, 0.0], [0.0, 0.5]])
    >>> none, never = np.zeros((0, 2)), np.zeros(3, dtype=np.int64)
    >>> [each.row for each in choose(twins, none, never, rounds=1, seats=3)]
    [0, 2]
    """
    most = rounds * (scores.shape[1] if tables is None else tables)
    held = most if tables is None else min(most, rounds * len(already))
    best = _largest(_best_scores(already, rounds, scores.shape[1]), held)
    own = -np.sort(-scores, axis=1)[:, :rounds]
    attention = 1.0 / (1.0 + introduced / PATIENCE)
    left = np.ones(len(scores), dtype=bool)
    chosen: list[Chosen] = []
    while len(chosen) < min(seats, len(scores)) and scores.size:
        bounds = np.minimum(
            gains_of(scores, _floor(best, most), rounds),
            np.maximum(own - _worst_places(best, most)[: own.shape[1]], 0.0).sum(axis=1),
        )
        found = _best_row(scores, best, most, bounds, np.where(left, attention, 0.0))
        if found is None or found[0].gain < LEAST_GAIN:
            break
        chosen.append(found[0])
        left[found[0].row] = False
        best = found[1]
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


def _largest(best: F64, most: int) -> F64:
    """The same with the ``most`` largest alone, 0 in place of the others."""
    extra = np.count_nonzero(best) - most
    if extra <= 0:
        return best
    kept = best.copy()
    worst = np.argsort(np.where(best > 0, best, np.inf), axis=None, kind="stable")[:extra]
    kept.flat[worst] = 0.0
    ordered: F64 = np.sort(kept, axis=0)
    return ordered


def _floor(best: F64, most: int) -> F64:
    """(others,): what a new meeting of each must be better than."""
    floor: F64 = best[0]
    if np.count_nonzero(best) >= most:
        floor = np.maximum(floor, best[best > 0].min(initial=np.inf))
    return floor


def _worst_places(best: F64, most: int) -> F64:
    """(rounds,): the least of the ``most`` places, 0 where one is free, the least first."""
    held = np.sort(best[best > 0])
    free = min(most - len(held), len(best))
    places = np.concatenate([np.zeros(free), held])[: len(best)]
    never: F64 = np.full(len(best) - len(places), np.inf)
    return np.concatenate([places, never])


def _best_row(
    scores: F64, best: F64, most: int, bounds: F64, attention: F64
) -> tuple[Chosen, F64] | None:
    """Whose gain times ``attention`` is greatest, and what is held with them.

    From the greatest bound on, until no bound left is greater than what was found.
    """
    wanted = bounds * attention
    found: tuple[float, Chosen, F64] | None = None
    for row in map(int, np.argsort(-wanted, kind="stable")):
        if wanted[row] <= (found[0] if found else 0.0):
            break
        gain, held = _with_row(best, scores[row], most)
        if found is None or gain * attention[row] > found[0]:
            found = (gain * float(attention[row]), Chosen(row, gain), held)
    return found and found[1:]


def _with_row(best: F64, row: F64, most: int) -> tuple[float, F64]:
    """What the row gains by its meetings that are worth most, and what is held with them."""
    more = row - _floor(best, most)
    where = np.argsort(-more, kind="stable")[: len(best)]
    where = where[more[where] > 0]
    met = np.zeros_like(row)
    met[where] = row[where]
    union: F64 = np.sort(np.vstack([best, met]), axis=0)[-len(best) :]
    held = _largest(union, most)
    put_out = 0.0 if held is union else float(union.sum() - held.sum())
    return float((row - best[0])[where].sum()) - put_out, held
