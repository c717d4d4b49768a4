"""Any pairs that fit an evening are laid, near to what was announced."""

from __future__ import annotations

from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.evening.steady import Laying


def some_pairs(people: tuple[int, int], rounds: int, most: int, random: Random):
    """Distinct pairs, nobody in more than ``rounds`` of them, ``most`` at most."""
    pairs = [(c, h) for c in range(people[0]) for h in range(people[1])]
    met, chosen = [[0] * many for many in people], []
    for c, h in random.sample(pairs, len(pairs)):
        if max(met[0][c], met[1][h]) < rounds and len(chosen) < most:
            chosen.append((c, h))
            met[0][c] += 1
            met[1][h] += 1
    return chosen


def announced(pairs: list[tuple[int, int]], rounds: int, tables: int, random: Random):
    """Rounds for some of the pairs, as an older plan could have said."""
    home: dict[tuple[int, int], int] = {}
    for pair in pairs:
        at = random.randrange(rounds)
        busy = [other for other, when in home.items() if when == at]
        if len(busy) < tables and all(pair[0] != c and pair[1] != h for c, h in busy):
            home[pair] = at
    return home


def at_home(laying: Laying, home: dict[tuple[int, int], int]) -> int:
    return sum(home.get((c, h)) == at for c, h, at in laying.meetings())


@given(
    st.tuples(st.integers(1, 7), st.integers(1, 7)),
    st.integers(1, 6),
    st.integers(1, 7),
    st.randoms(use_true_random=False),
)
@settings(max_examples=300)
def test_when_everyone_stays_every_pair_finds_a_place(
    people: tuple[int, int], rounds: int, tables: int, random: Random
) -> None:
    pairs = some_pairs(people, rounds, rounds * tables, random)
    home = announced(pairs, rounds, tables, random)
    laying = Laying(*(np.ones((many, rounds), dtype=bool) for many in people), tables, home)
    for (candidate, host), at in home.items():
        laying.put(candidate, host, at)
    assert laying.let_in([pair for pair in pairs if pair not in home]) == []
    assert laying.relieve()
    before = at_home(laying, home)
    laying.settle()
    assert at_home(laying, home) >= before
    laid = list(laying.meetings())
    assert sorted((c, h) for c, h, _ in laid) == sorted(pairs)
    for side in (0, 1):
        assert len({(row[side], row[2]) for row in laid}) == len(laid)
    assert max(np.bincount([at for _, _, at in laid], minlength=1)) <= tables


@given(st.integers(1, 6), st.integers(2, 6), st.integers(1, 6), st.randoms(use_true_random=False))
@settings(max_examples=300)
def test_nobody_is_laid_where_they_are_away(
    people: int, rounds: int, tables: int, random: Random
) -> None:
    here = [
        np.array([[random.random() < 0.7 for _ in range(rounds)] for _ in range(people)])
        for _ in range(2)
    ]
    pairs = some_pairs((people, people), rounds, rounds * tables, random)
    laying = Laying(*here, tables, {pair: random.randrange(rounds) for pair in pairs})
    left = laying.let_in(pairs)
    laying.relieve()
    laying.settle()
    laid = list(laying.meetings())
    assert sorted([*left, *((c, h) for c, h, _ in laid)]) == sorted(pairs)
    assert all(here[0][c, at] and here[1][h, at] for c, h, at in laid)
    for side in (0, 1):
        assert len({(row[side], row[2]) for row in laid}) == len(laid)


def test_the_pair_that_disturbs_fewest_meetings_is_let_in() -> None:
    everyone = np.ones((3, 2), dtype=bool)
    home = {(0, 0): 0, (1, 1): 0, (1, 0): 1}
    laying = Laying(everyone, everyone[:2], 2, home)
    for (candidate, host), at in home.items():
        laying.put(candidate, host, at)
    assert laying.let_in([(2, 1)]) == []
    assert set(laying.meetings()) == {(0, 0, 0), (1, 1, 0), (1, 0, 1), (2, 1, 1)}
