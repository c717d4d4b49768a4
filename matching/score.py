"""What scoring answers: a score, the terms it is made of, and the mean of both directions."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from matching.codes import ESSENTIAL
from matching.tables import MISS_BELOW


@dataclass(frozen=True)
class Reading:
    """One criterion that applies, read on one pair, before weighing.

    ``value`` is in [0, 1], or ``None`` when the target does not say. ``misses`` overrules the
    threshold for the criterion that asks more than its mean (travel: every place counts).
    """

    criterion: str
    theme: str
    value: float | None
    data: Mapping[str, object] = field(default_factory=dict)
    misses: bool | None = None


@dataclass(frozen=True)
class Term:
    """One criterion that applies, weighed; ``data`` is what a sentence about it needs."""

    criterion: str
    theme: str
    value: float | None
    weight: float
    importance: int
    data: Mapping[str, object]


@dataclass(frozen=True)
class Score:
    """How well one target suits one seeker.

    ``value`` is the weighted mean of the known values, ``None`` if nothing that weighs is known;
    ``known`` the share of the weight that is known (0 if nothing weighs). ``excluded`` names what
    rules the target out, ``flagged`` what is essential and not said.
    """

    value: float | None
    known: float
    excluded: tuple[str, ...]
    flagged: tuple[str, ...]
    terms: tuple[Term, ...]


def weigh(
    readings: Iterable[Reading],
    importance: Mapping[str, int],
    gates: tuple[tuple[str, ...], tuple[str, ...]],
) -> Score:
    """The score of some readings; ``importance`` by theme, ``gates`` as (excluded, flagged).

    The importance of a theme is shared equally between those of its criteria that apply.
    """
    readings = tuple(readings)
    sharing = Counter(reading.theme for reading in readings)
    excluded, flagged = list(gates[0]), list(gates[1])
    terms, known, total, weighed = [], 0.0, 0.0, 0.0
    for reading in readings:
        level = importance[reading.theme]
        weight = level / sharing[reading.theme]
        terms.append(
            Term(reading.criterion, reading.theme, reading.value, weight, level, reading.data)
        )
        total += weight
        if reading.value is not None:
            known += weight
            weighed += weight * reading.value
        if level == ESSENTIAL and reading.value is None:
            flagged.append(reading.criterion)
        elif level == ESSENTIAL and _misses(reading):
            excluded.append(reading.criterion)
    return Score(
        weighed / known if known else None,
        known / total if total else 0.0,
        tuple(excluded),
        tuple(flagged),
        tuple(terms),
    )


def _misses(reading: Reading) -> bool:
    if reading.misses is not None:
        return reading.misses
    return reading.value is not None and reading.value < MISS_BELOW


def mutual(score_d: float | None, score_h: float | None) -> float:
    """Geometric mean of both directions; one alone if the other is unknown; 0 if both are.

    >>> mutual(0.25, 1.0), mutual(None, 0.4), mutual(None, None)
    (0.5, 0.4, 0.0)
    """
    if score_d is None or score_h is None:
        return score_d if score_d is not None else score_h if score_h is not None else 0.0
    return math.sqrt(score_d * score_h)
