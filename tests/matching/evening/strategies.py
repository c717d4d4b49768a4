"""Hypothesis strategies: imaginary evenings, planned by hand, and what then happens to them."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from matching.evening.shapes import F64, Bools, Certificate, EveningPlan, Ints, People

# Few values, so that many are equal; some gain nothing.
SCORES = st.sampled_from([-0.5, 0.0, 0.25, 0.5, 0.5, 0.75, 1.0])


@dataclass(frozen=True)
class Evening:
    """A demand: what a planner is given."""

    scores: F64
    barred: Bools
    candidate_windows: Ints
    host_windows: Ints
    rounds: int
    tables: int

    @property
    def shape(self) -> tuple[int, int]:
        return self.scores.shape[0], self.scores.shape[1]


@dataclass(frozen=True)
class Change:
    """What happens during an evening, and the world from then on."""

    plan: EveningPlan
    evening: Evening
    now: int
    absent: People
    arrived: People


def windows(people: int, rounds: int) -> st.SearchStrategy[Ints]:
    """Mostly the whole evening; sometimes a part, or none of it."""
    parts = st.tuples(st.integers(-1, rounds), st.integers(-1, rounds)).map(sorted)
    whole = st.just([0, rounds - 1])
    return st.lists(whole | whole | parts, min_size=people, max_size=people).map(
        lambda ends: np.array(ends, dtype=np.int64).reshape(people, 2)
    )


@st.composite
def evenings(draw: st.DrawFn, most: int = 6) -> Evening:
    shape = draw(st.tuples(st.integers(1, most), st.integers(1, most)))
    rounds = draw(st.integers(1, 6))
    return Evening(
        scores=draw(arrays(np.float64, shape, elements=SCORES)),
        barred=draw(arrays(np.bool_, shape, elements=st.sampled_from([False, False, True]))),
        candidate_windows=draw(windows(shape[0], rounds)),
        host_windows=draw(windows(shape[1], rounds)),
        rounds=rounds,
        tables=draw(st.integers(1, most)),
    )


def planned_by_hand(evening: Evening, people: tuple[int, int], random: Random) -> EveningPlan:
    """Rounds filled in any order with the first people of each side: valid, seldom good."""
    met: set[tuple[int, int]] = set()
    rows: list[tuple[int, int, int, int]] = []
    for at in range(evening.rounds):
        tables = random.sample(range(evening.tables), evening.tables)
        pairs = [(c, h) for c in range(people[0]) for h in range(people[1])]
        busy: set[tuple[str, int]] = set()
        for c, h in random.sample(pairs, len(pairs)):
            ends = evening.candidate_windows[c], evening.host_windows[h]
            free = tables and (c, h) not in met and not {("c", c), ("h", h)} & busy
            if free and not evening.barred[c, h] and all(a <= at <= b for a, b in ends):
                rows.append((at, tables.pop(), c, h))
                met.add((c, h))
                busy |= {("c", c), ("h", h)}
    meetings = np.array(sorted(rows), dtype=np.int64).reshape(-1, 4)
    total = float(evening.scores[meetings[:, 2], meetings[:, 3]].sum())
    certificate = Certificate("gap", 0.0, "by hand")
    return EveningPlan(meetings, total, total, certificate, evening.rounds, evening.tables, people)


def some_of(people: int) -> st.SearchStrategy[tuple[int, ...]]:
    return st.sets(st.integers(0, people - 1), max_size=people // 2).map(sorted).map(tuple)


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """An evening planned without its last people; then some leave, and those come."""
    evening = draw(evenings())
    people = tuple(draw(st.integers(1, many)) for many in evening.shape)
    plan = planned_by_hand(evening, people, draw(st.randoms(use_true_random=False)))
    gone = [set(draw(some_of(many))) for many in evening.shape]
    come = [
        (set(draw(some_of(many))) | set(range(old, many))) - left
        for many, old, left in zip(evening.shape, people, gone, strict=True)
    ]
    return Change(
        plan,
        evening,
        draw(st.integers(0, evening.rounds)),
        People(*(tuple(sorted(side)) for side in gone)),
        People(*(tuple(sorted(side)) for side in come)),
    )


def windows_after(change: Change) -> tuple[Ints, Ints]:
    """Who is there from ``now`` on, said again without the planner: first and last round."""
    found = []
    rounds, now = change.evening.rounds, change.now
    for ends, gone, come in (
        (change.evening.candidate_windows, change.absent.candidates, change.arrived.candidates),
        (change.evening.host_windows, change.absent.hosts, change.arrived.hosts),
    ):
        side = []
        for person, (first, last) in enumerate(ends.tolist()):
            if person in gone:
                side.append((rounds, rounds))
            elif person in come:
                until = last if first < rounds and last >= now else rounds - 1
                side.append((now, max(now, until)))
            else:
                side.append((first, last))
        found.append(np.array(side, dtype=np.int64).reshape(-1, 2))
    return found[0], found[1]
