"""Chance, from one numpy Generator: small draws made fast by buffering uniforms."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Generic, TypeVar

import numpy as np

T = TypeVar("T")
_BUFFER = 65_536


class Weighted(Generic[T]):
    """Options with weights, prepared for many draws."""

    def __init__(self, weights: Mapping[T, float]) -> None:
        self.options = [option for option, weight in weights.items() if weight > 0]
        self.cumulative = list(accumulate(weight for weight in weights.values() if weight > 0))


class Draws:
    """Every random decision of the demo world, in a fixed order for a fixed seed."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self._uniforms: Iterator[float] = iter(())

    def uniform(self) -> float:
        """One number in [0, 1)."""
        for number in self._uniforms:
            return number
        self._uniforms = iter(self.rng.random(_BUFFER).tolist())
        return next(self._uniforms)

    def chance(self, probability: float) -> bool:
        """Yes, with this probability."""
        return self.uniform() < probability

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self.uniform() * (high - low + 1))

    def pick(self, options: Sequence[T]) -> T:
        """One of the options, all alike."""
        return options[int(self.uniform() * len(options))]

    def weigh(self, weighted: Weighted[T]) -> T:
        """One of the options, by their weights."""
        cumulative = weighted.cumulative
        return weighted.options[bisect_right(cumulative, self.uniform() * cumulative[-1])]

    def some(self, options: Sequence[T], count: int) -> list[T]:
        """That many different options (all of them if there are fewer), in a random order."""
        pool = list(options)
        count = min(count, len(pool))
        for place in range(count):
            other = place + int(self.uniform() * (len(pool) - place))
            pool[place], pool[other] = pool[other], pool[place]
        return pool[:count]

    def some_weighted(self, weighted: Weighted[T], count: int) -> list[T]:
        """That many different options by their weights, in the order of the options."""
        count = min(count, len(weighted.options))
        chosen: set[T] = set()
        while len(chosen) < count:
            chosen.add(self.weigh(weighted))
        return [option for option in weighted.options if option in chosen]

    def each(self, chances: Mapping[T, float]) -> list[T]:
        """The options that came out, each by its own probability."""
        return [option for option, probability in chances.items() if self.chance(probability)]

    def quotas(self, shares: Mapping[T, float], total: int) -> list[T]:
        """``total`` options in exact proportion (largest remainders), shuffled."""
        whole = sum(shares.values())
        exact = {option: total * share / whole for option, share in shares.items()}
        counts = {option: int(number) for option, number in exact.items()}
        by_remainder = sorted(exact, key=lambda option: counts[option] - exact[option])
        for option in by_remainder[: total - sum(counts.values())]:
            counts[option] += 1
        ordered = [option for option, count in counts.items() for _ in range(count)]
        return [ordered[place] for place in self.rng.permutation(total).tolist()]
