"""Pairs laid into rounds so that few announced meetings change round.

Announced pairs begin in their round, their home. Another pair goes where both people are idle; one
that fits nowhere is let in by an alternating path (Konig 1916): along it two rounds are exchanged,
and of all paths that would do, the one that takes fewest meetings from home is chosen. At last any
two rounds are compared, and pieces of their union are exchanged where that brings meetings home.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from matching.evening.shapes import Bools

NOBODY = -1
# Meetings that a new pair may take from home, tried in turn before whatever it takes.
PATIENCE = (0, 1, 2, 3, 4, 6, 8)
Edge = tuple[int, int, int]  # candidate, host, round; hosts are numbered after candidates


class Laying:
    """Who meets whom in rounds counted from 0: ``partner[person][round]``.

    ``candidates_here``, ``hosts_here``: (people, rounds). ``home``: the announced round of a pair,
    (candidate, host).
    """

    def __init__(
        self,
        candidates_here: Bools,
        hosts_here: Bools,
        tables: int,
        home: dict[tuple[int, int], int],
    ) -> None:
        self.here: list[list[bool]] = np.concatenate([candidates_here, hosts_here]).tolist()
        self.candidates, self.rounds = candidates_here.shape
        self.tables = tables
        self.home = {(one, self.candidates + other): at for (one, other), at in home.items()}
        self.partner = [[NOBODY] * self.rounds for _ in self.here]
        self.sizes = [0] * self.rounds

    def put(self, candidate: int, host: int, at: int) -> None:
        """The two meet in this round, in which both are there and idle."""
        self._put(candidate, self.candidates + host, at)

    def meetings(self) -> Iterator[Edge]:
        """Candidate, host, round of every meeting."""
        for candidate, partners in enumerate(self.partner[: self.candidates]):
            for at, host in enumerate(partners):
                if host != NOBODY:
                    yield candidate, host - self.candidates, at

    def let_in(self, pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Lay more pairs, those that take fewest meetings from home first; answer who is left.

        Someone is left only when people are not there all along. A pair costs O(rounds^2 x path)
        each time it is tried, and paths are short.
        """
        waiting = [(one, self.candidates + other) for one, other in pairs]
        for most in (*PATIENCE, len(self.here) * self.rounds):
            waiting = [pair for pair in waiting if not self._let_in(*pair, most)]
        return [(one, other - self.candidates) for one, other in waiting]

    def _let_in(self, candidate: int, host: int, most: int) -> bool:
        """Lay a pair if that takes no more than ``most`` meetings from home.

        Each round in which the one is idle is tried with each in which the other is, from both
        ends.
        """
        mine, theirs = self._idle(candidate), self._idle(host)
        ways = [(host, at, other) for at in mine for other in theirs]
        ways += [(candidate, at, other) for at in theirs for other in mine]
        options = []
        for person, at, other in ways:
            path = self._chain(person, at, other)
            if self.here[person][at] and self._can_exchange(path, at, other):
                options.append((-self._homing(path, at + other), len(path), at, other, path))
        if not options or min(options)[0] > most:
            return False
        *_, at, other, path = min(options)
        self._exchange(path, at + other)
        self._put(candidate, host, at)
        return True

    def relieve(self) -> bool:
        """Exchange paths until no round has more meetings than tables; False if nothing helps.

        Only the emptiest rounds are looked at, unless none of them helps.
        """
        while max(self.sizes) > self.tables:
            full = self.sizes.index(max(self.sizes))
            room = sorted((size, at) for at, size in enumerate(self.sizes) if size < self.tables)
            options = self._reliefs(full, room[:3]) or self._reliefs(full, room[3:])
            if not options:
                return False
            _cost, _length, other, piece = min(options)
            self._exchange(piece, full + other)
        return True

    def _reliefs(
        self, full: int, room: list[tuple[int, int]]
    ) -> list[tuple[int, int, int, list[Edge]]]:
        return [
            (-self._homing(piece, full + other), len(piece), other, piece)
            for _size, other in room
            for piece in self._pieces(full, other)
            if self._shift(piece, full) == 1
        ]

    def settle(self) -> None:
        """Exchange pieces of two rounds while that brings meetings home.

        O(rounds x meetings) a turn; few are needed.
        """
        changed = set(range(self.rounds))
        while changed:
            before, changed = changed, set()
            for one, other in combinations(range(self.rounds), 2):
                if one not in before and other not in before:
                    continue
                for piece in self._pieces(one, other):
                    shift = self._shift(piece, one)
                    sizes = self.sizes[one] - shift, self.sizes[other] + shift
                    if self._homing(piece, one + other) > 0 and max(sizes) <= self.tables:
                        self._exchange(piece, one + other)
                        changed |= {one, other}

    def _idle(self, person: int) -> list[int]:
        partners, here = self.partner[person], self.here[person]
        return [at for at in range(self.rounds) if here[at] and partners[at] == NOBODY]

    def _chain(self, person: int, at: int, other: int) -> list[Edge]:
        """The meetings from a person on, in one round and another in turn, to the end or back."""
        start, path = person, []
        while (partner := self.partner[person][at]) != NOBODY:
            path.append((min(person, partner), max(person, partner), at))
            person, at, other = partner, other, at
            if person == start:
                break
        return path

    def _pieces(self, one: int, other: int) -> Iterator[list[Edge]]:
        """The paths and cycles of two rounds in which everyone is there in both."""
        seen: set[int] = set()
        for candidate in range(self.candidates):
            if candidate in seen:
                continue
            piece = self._chain(candidate, one, other)
            if not piece or piece[-1][0] != candidate or len(piece) == 1:
                piece = piece + self._chain(candidate, other, one)
            seen.update(edge[0] for edge in piece)
            if piece and self._can_exchange(piece, one, other):
                yield piece

    def _can_exchange(self, path: list[Edge], one: int, other: int) -> bool:
        here = self.here
        return all(here[a][one] and here[a][other] and here[b][one] and here[b][other]
                   for a, b, _at in path)  # fmt: skip

    def _homing(self, path: list[Edge], both: int) -> int:
        """Meetings that come home less those that leave it when two rounds of sum ``both`` swap."""
        gain = 0
        for one, other, at in path:
            home = self.home.get((one, other), NOBODY)
            gain += (home == both - at) - (home == at)
        return gain

    @staticmethod
    def _shift(piece: list[Edge], one: int) -> int:
        """How many more meetings a piece has in one round than in the other."""
        return sum(1 if at == one else -1 for _a, _b, at in piece)

    def _put(self, one: int, other: int, at: int) -> None:
        self.partner[one][at], self.partner[other][at] = other, one
        self.sizes[at] += 1

    def _exchange(self, path: list[Edge], both: int) -> None:
        for one, other, at in path:
            self.partner[one][at] = self.partner[other][at] = NOBODY
            self.sizes[at] -= 1
        for one, other, at in path:
            self._put(one, other, both - at)
