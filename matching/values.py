"""The elementary values that several criteria share, each in [0, 1], on plain values."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from matching.profiles import Choice
from matching.tables import (
    ADJACENT,
    DAYS_MAX,
    DAYS_MIN,
    DAYS_TO_ZERO,
    MONTHS_TO_ZERO,
    mode_nearness,
)

Range = tuple[int, int]


def share(wanted: frozenset[str], present: frozenset[str]) -> float:
    """Share of what is wanted that is there; ``wanted`` is not empty."""
    return len(wanted & present) / len(wanted)


def share_data(wanted: frozenset[str], present: Choice) -> dict[str, object]:
    """What is wanted, there and missing, sorted; the last two empty if it is not said."""
    return {
        "wanted": tuple(sorted(wanted)),
        "matched": tuple(sorted(wanted & present)) if present is not None else (),
        "missing": tuple(sorted(wanted - present)) if present is not None else (),
    }


def days_range(low: int | None, high: int | None) -> Range | None:
    """Days a week as (low, high) in 1..6, a missing end equal to the other; ``None`` if neither.

    Ends given the wrong way round are put back in order.
    """
    ends = [min(max(day, DAYS_MIN), DAYS_MAX) for day in (low, high) if day is not None]
    return (min(ends), max(ends)) if ends else None


def days_value(wanted: Range, offered: Range) -> float:
    """1 if the ranges overlap, less a half for each day between them."""
    gap = max(0, offered[0] - wanted[1], wanted[0] - offered[1])
    return max(0.0, 1 - gap / DAYS_TO_ZERO)


def gap_value(gap: int) -> float:
    """Value of being ``gap`` months late: 1 on time, 0 from six months on."""
    return max(0.0, 1 - gap / MONTHS_TO_ZERO)


def adjacent_value(wanted: frozenset[str], said: str, order: tuple[str, ...]) -> float:
    """1 if what is said is wanted, a half if a neighbour of it in ``order`` is, else 0."""
    if said in wanted:
        return 1.0
    place = order.index(said)
    neighbours = {order[at] for at in (place - 1, place + 1) if 0 <= at < len(order)}
    return ADJACENT if neighbours & wanted else 0.0


def nearest_mode(modes: Iterable[str], mode: str) -> tuple[float, str | None]:
    """Best nearness of ``mode`` to one of ``modes`` and which one (``None`` if all are far)."""
    value, nearest = max((mode_nearness(each, mode), each) for each in sorted(modes))
    return value, nearest if value else None


def facts_data(names: tuple[str, ...], facts: Mapping[str, bool]) -> dict[str, tuple[str, ...]]:
    """The facts by answer, in their fixed order."""
    return {
        "yes": tuple(name for name in names if facts.get(name) is True),
        "no": tuple(name for name in names if facts.get(name) is False),
        "unknown": tuple(name for name in names if facts.get(name) is None),
    }


def known_cosine(affinity: float) -> float | None:
    """The cosine, or ``None`` for the ``nan`` of a target whose text says nothing."""
    return None if math.isnan(affinity) else affinity
