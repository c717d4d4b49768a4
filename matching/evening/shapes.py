"""What the planner of evenings takes and gives, and what it refuses."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

# Columns of ``meetings``.
ROUND, TABLE, CANDIDATE, HOST = range(4)


@dataclass(frozen=True)
class Certificate:
    """How good a plan is: ``kind`` is "exact" (nothing is better) or "gap".

    ``gap`` is (bound - objective) / |bound|, 0 when exact; ``method`` names the way it was found:
    "flow", "milp", "segments". With "fair" the gap is that of the fair objective, said as the equal
    share that would be worth as much: what is missing of it, relative to the best possible.
    """

    kind: str
    gap: float
    method: str


@dataclass(frozen=True)
class EveningPlan:
    """An evening. ``meetings``: integers of shape (n, 4), round, table, candidate, host.

    Sorted by round, then table. ``objective`` is the sum of the scores of the pairs that meet,
    ``bound`` a total that no plan of the same demand can pass. When the organiser asked for
    fairness, ``price`` is the share of the greatest total found that fairness costs (0 to 1).
    """

    meetings: Ints
    objective: float
    bound: float
    certificate: Certificate
    rounds: int
    tables: int
    shape: tuple[int, int]
    price: float = 0.0


@dataclass(frozen=True)
class People:
    """Some candidates and some hosts, by their row and their column."""

    candidates: tuple[int, ...] = ()
    hosts: tuple[int, ...] = ()


class EveningRefusal(ValueError):
    """A demand that cannot be planned; ``data`` says which and what would do."""

    def __init__(self, **data: object) -> None:
        super().__init__(f"{type(self).__name__}: {data}")
        self.data = data


class ScoresNotFinite(EveningRefusal):
    """NaN or infinite score; ``candidate`` and ``host`` are the first such pair."""


class NoTable(EveningRefusal):
    """Fewer than one table."""


class NoRound(EveningRefusal):
    """Fewer than one round."""


class SideEmpty(EveningRefusal):
    """Nobody on a ``side`` ("candidates" or "hosts")."""


class EveryoneBarred(EveningRefusal):
    """No pair may meet."""


class WindowReversed(EveningRefusal):
    """A window ends before it starts: ``side``, ``person``, ``first``, ``last``."""


class ShapeMismatch(EveningRefusal):
    """An array of another shape than the scores ask for: ``what``, ``expected``, ``given``."""


class AlphaAboveOne(EveningRefusal):
    """``alpha`` is no number, or above 1, where more for the best served would be fairer."""


class MinimumImpossible(EveningRefusal):
    """Not everyone can have ``asked`` meetings; ``feasible`` is the most that all can have.

    ``candidates`` and ``hosts`` name those who cannot reach it, by row and by column (the most
    each could have is in ``most_candidates`` and ``most_hosts``, in the same order). ``reason``:
    "alone" (too few partners or rounds, whatever the others do), "together" (they share too few
    partners), "tables" (too few places in all), "windows" (their rounds do not fit) or "windows,
    not proved" (no plan was found; the evening is too large to be sure).
    """


@dataclass(frozen=True)
class Replan:
    """A plan changed from round ``now`` on.

    ``plan`` holds the rounds that are over as they were. ``dropped``, ``added``: rows of
    meetings that are gone (someone is absent) and new. ``moved``: announced meetings whose round
    or table changed, or that were given up though both people are there, as shape (n, 4) of the
    old rows. ``candidates``, ``hosts``: whom it changes something for.
    """

    plan: EveningPlan
    dropped: Ints
    added: Ints
    moved: Ints
    candidates: tuple[int, ...]
    hosts: tuple[int, ...]
    future_objective: float = field(default=0.0)
