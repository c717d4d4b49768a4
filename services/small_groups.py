"""Figures about people: none is shown below five, because it could point at someone."""

from __future__ import annotations

FEWEST_SHOWN = 5


def shown(count: int) -> int | None:
    """The figure, or nothing when too few people make it.

    >>> shown(12), shown(5), shown(4), shown(0)
    (12, 5, None, None)
    """
    return count if count >= FEWEST_SHOWN else None
