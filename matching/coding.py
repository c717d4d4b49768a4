"""From profiles to code matrices: the machinery that both directions share.

A criterion whose value is a table over two small vocabularies is a product of two short vectors,
``value = want . tell``, so many against many is one matrix product (the bilinear form of
recommender systems). A ``Coding`` says how to read both vectors; ``fill`` does it once per distinct
answer, since twenty thousand people give far fewer distinct answers.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.codes import ESSENTIAL

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Vector = Sequence[float] | None


@dataclass(frozen=True)
class Coding:
    """One criterion as a product: ``want(asked(seeker)) . tell(said(target))``.

    ``asked`` and ``said`` pick a hashable answer out of a profile; ``want`` and ``tell`` turn it
    into ``width`` numbers, or ``None``: does not apply, not said.
    """

    criterion: str
    width: int
    asked: Callable[[Any], Hashable]
    want: Callable[[Any], Vector]
    said: Callable[[Any], Hashable]
    tell: Callable[[Any], Vector]


@dataclass(frozen=True)
class Direction:
    """The layout of one direction: coded criteria, then those computed apart, with their themes.

    The columns of ``weights``, ``applies``, ``essential``, ``known`` follow ``criteria``; the
    columns of ``wants`` and ``tells`` follow ``spans``.
    """

    codings: tuple[Coding, ...]
    apart: tuple[str, ...]
    themes: Mapping[str, str]
    defaults: Mapping[str, int]

    @cached_property
    def criteria(self) -> tuple[str, ...]:
        """Names in the order of the columns."""
        return (*(coding.criterion for coding in self.codings), *self.apart)

    @cached_property
    def spans(self) -> tuple[slice, ...]:
        """The columns of each coded criterion in ``wants`` and ``tells``."""
        ends = list(accumulate((coding.width for coding in self.codings), initial=0))
        return tuple(slice(a, b) for a, b in pairwise(ends))

    @cached_property
    def width(self) -> int:
        """Columns of ``wants`` and ``tells``."""
        return sum(coding.width for coding in self.codings)

    def column(self, criterion: str) -> int:
        """Place of a criterion among ``criteria``."""
        return self.criteria.index(criterion)


def fill(
    keys: Sequence[Hashable], vector: Callable[[Any], Vector], values: F32, said: npt.NDArray[Any]
) -> None:
    """Write ``vector(key)`` into the rows of ``values`` (n, width), its presence into ``said``."""
    distinct: dict[Hashable, int] = {}
    rows = np.fromiter((distinct.setdefault(key, len(distinct)) for key in keys), dtype=np.intp)
    table = np.zeros((len(distinct), values.shape[1]), dtype=np.float32)
    spoken = np.zeros(len(distinct), dtype=np.bool_)
    for at, key in enumerate(distinct):
        coded = vector(key)
        if coded is not None:
            table[at], spoken[at] = coded, True
    values[:] = table[rows]
    said[:] = spoken[rows]


def weights_of(direction: Direction, applies: Bools, levels: F32) -> F32:
    """Weights (n, criteria): the ``levels`` (n, criteria), shared by theme among ``applies``."""
    names = [direction.themes[name] for name in direction.criteria]
    same_theme = np.array([[a == b for b in names] for a in names], dtype=np.float32)
    sharing = applies.astype(np.float32) @ same_theme
    return np.where(applies, levels / np.maximum(sharing, 1), 0).astype(np.float32)


def levels_of(direction: Direction, importances: Sequence[Mapping[str, int]]) -> F32:
    """Importance (n, criteria) of each criterion's theme, 0 to 3."""
    levels = np.empty((len(importances), len(direction.criteria)), dtype=np.float32)
    by_theme = {
        theme: np.fromiter((each.get(theme, default) for each in importances), dtype=np.float32)
        for theme, default in direction.defaults.items()
    }
    for at, name in enumerate(direction.criteria):
        levels[:, at] = by_theme[direction.themes[name]]
    return levels


def weigh_wants(direction: Direction, wants: F32, weights: F32) -> None:
    """Multiply the columns of each coded criterion by its weight, in place."""
    for at, span in enumerate(direction.spans):
        wants[:, span] *= weights[:, at : at + 1]


def essentials(levels: F32, applies: Bools) -> Bools:
    """Where a criterion applies and its theme is essential (n, criteria)."""
    return np.asarray((levels == ESSENTIAL) & applies, dtype=np.bool_)


@lru_cache(maxsize=4096)
def fingerprint(name: str) -> int:
    """A positive 62-bit number for a name of an open vocabulary; 0 is kept for "not said".

    The same in every process, so that rows coded apart can be compared.
    """
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest()) >> 2 | 1


def multi_hot(order: Sequence[str], present: frozenset[str]) -> list[float]:
    """1 for each name of ``order`` that is present."""
    return [float(name in present) for name in order]


def one_hot(order: Sequence[str], name: str) -> list[float]:
    """1 for one name of ``order``; ``ValueError`` for a name outside the vocabulary."""
    vector = [0.0] * len(order)
    vector[order.index(name)] = 1.0
    return vector


def bits(order: Sequence[str], present: frozenset[str] | None) -> int:
    """One bit for each name of ``order`` that is present."""
    return sum(1 << at for at, name in enumerate(order) if present and name in present)
