"""A set of pairs laid into rounds: nobody twice in a round, rounds as full as one another.

A bipartite graph whose people have at most R pairs each can be coloured with R colours
(Konig 1916), and so that classes differ by one at most (de Werra 1971, McDiarmid 1972). With
pairs <= R * tables, no round then needs more than ``tables``.
"""

from __future__ import annotations

import numpy as np

from matching.evening.shapes import Bools, Ints

FREE = -1


def lay_into_rounds(rows: Ints, columns: Ints, shape: tuple[int, int], rounds: int) -> Ints:
    """The round of each pair, (n,) from 0; nobody may have more than ``rounds`` pairs.

    Pairs may repeat. Steps: give each pair a round that both have free, making one free by an
    alternating path where there is none; then even the rounds out. O(n (people + rounds)) at
    worst, nearly O(n) in practice.

    >>> lay_into_rounds(np.array([0, 0, 1]), np.array([0, 1, 0]), (2, 2), 2).tolist()
    [0, 1, 1]
    """
    people = shape[0] + shape[1]
    colouring = _Colouring(people, rounds)
    for pair, (row, column) in enumerate(zip(rows.tolist(), columns.tolist(), strict=True)):
        colouring.add(pair, row, shape[0] + column)
    colours = np.asarray(colouring.colours, dtype=np.int64)
    return even_out(rows, shape[0] + columns, colours, rounds)


class _Colouring:
    """Pairs added one by one; ``at[person * rounds + colour]`` is the pair there, or FREE."""

    def __init__(self, people: int, rounds: int) -> None:
        self.rounds = rounds
        self.at = [FREE] * (people * rounds)
        self.free = [(1 << rounds) - 1] * people  # bit c: the person is free in round c
        self.ends: list[tuple[int, int]] = []
        self.colours: list[int] = []

    def add(self, pair: int, left: int, right: int) -> None:
        """Colour one more pair. The start of the search turns, so that rounds fill alike."""
        free = self.free
        both = free[left] & free[right]
        self.ends.append((left, right))
        if both:
            turned = both >> (pair % self.rounds) << (pair % self.rounds) or both
            colour = (turned & -turned).bit_length() - 1
        else:
            colour = (free[left] & -free[left]).bit_length() - 1
            other = (free[right] & -free[right]).bit_length() - 1
            self._swap_from(right, colour, other)
        self.colours.append(colour)
        self._put(pair, colour)

    def _put(self, pair: int, colour: int) -> None:
        for person in self.ends[pair]:
            self.at[person * self.rounds + colour] = pair
            self.free[person] &= ~(1 << colour)

    def _swap_from(self, person: int, colour: int, other: int) -> None:
        """Exchange two colours along the path that leaves ``person`` by ``colour``.

        The path never comes to the other end of the pair being added, which lacks ``colour``:
        it would arrive there by that very colour (the graph is bipartite).
        """
        path, wanted = [], colour
        while (pair := self.at[person * self.rounds + wanted]) != FREE:
            path.append(pair)
            left, right = self.ends[pair]
            person = left + right - person
            wanted = colour + other - wanted
        for pair in path:
            for end in self.ends[pair]:
                self.at[end * self.rounds + self.colours[pair]] = FREE
                self.free[end] |= 1 << self.colours[pair]
        for pair in path:
            self.colours[pair] = colour + other - self.colours[pair]
            self._put(pair, self.colours[pair])


def even_out(left: Ints, right: Ints, colours: Ints, rounds: int) -> Ints:
    """The same colouring with classes of sizes that differ by one at most.

    The union of two classes is paths and even cycles; swapping the colours of a path that has
    one pair more in the larger class moves one pair over. O(class) for each two classes treated.
    """
    colours = colours.copy()
    sizes = np.bincount(colours, minlength=rounds)
    while sizes.max() - sizes.min() > 1:
        most, least = int(sizes.argmax()), int(sizes.argmin())
        some = np.flatnonzero((colours == most) | (colours == least))
        count = int(sizes[most] - sizes[least]) // 2
        for path in _longer_paths(left[some], right[some], colours[some] == most, count):
            members = some[path]
            colours[members] = most + least - colours[members]
        sizes = np.bincount(colours, minlength=rounds)
    return colours


def _longer_paths(left: Ints, right: Ints, larger: Bools, count: int) -> list[list[int]]:
    """``count`` paths that begin and end with a pair of the larger class."""
    touching: dict[int, list[int]] = {}
    for pair, ends in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        for person in ends:
            touching.setdefault(person, []).append(pair)
    is_larger, seen = larger.tolist(), set[int]()
    paths: list[list[int]] = []
    for person, pairs in touching.items():
        if len(paths) == count:
            break
        if len(pairs) > 1 or not is_larger[pairs[0]] or pairs[0] in seen:
            continue
        path = _walk(person, touching, left, right)
        seen.update(path)
        if len(path) % 2:
            paths.append(path)
    return paths


def _walk(person: int, touching: dict[int, list[int]], left: Ints, right: Ints) -> list[int]:
    path = [touching[person][0]]
    while True:
        person = int(left[path[-1]] + right[path[-1]]) - person
        following = [pair for pair in touching[person] if pair != path[-1]]
        if not following:
            return path
        path.append(following[0])
