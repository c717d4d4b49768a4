"""The best evening said again in another way: one variable a pair and round, solved by HiGHS.

Far too slow for an evening, and shares nothing with the planner.
"""

from __future__ import annotations

from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from tests.matching.evening.strategies import Evening


def greatest_total(evening: Evening, owed: int = 0) -> float | None:
    """The greatest total when each person present is owed some meetings; None if impossible."""
    candidates, hosts = evening.shape
    rounds = range(evening.rounds)

    def is_there(ends: np.ndarray, at: int) -> bool:
        return bool(ends[0] <= at <= ends[1])

    there_c = [[is_there(ends, at) for at in rounds] for ends in evening.candidate_windows]
    there_h = [[is_there(ends, at) for at in rounds] for ends in evening.host_windows]
    variables = [
        (c, h, at)
        for c, h, at in product(range(candidates), range(hosts), rounds)
        if there_c[c][at] and there_h[h][at] and not evening.barred[c, h]
    ]
    low_c = [owed if any(there) else 0 for there in there_c]
    low_h = [owed if any(there) else 0 for there in there_h]
    if not variables:
        return None if any(low_c + low_h) else 0.0
    limits = [_once(variables, both, 1) for both in ((0, 2), (1, 2), (0, 1))]
    limits.append(_once(variables, (2,), evening.tables))
    for side, low in ((0, low_c), (1, low_h)):
        who = np.array([variable[side] for variable in variables])
        matrix = (np.arange(len(low))[:, None] == who).astype(float)
        limits.append(LinearConstraint(matrix, low, np.inf))
    scores = np.array([evening.scores[c, h] for c, h, _ in variables])
    ones = np.ones(len(scores))
    found = milp(-scores, integrality=ones, bounds=Bounds(0, 1), constraints=limits)
    return None if found.x is None else -float(found.fun)


def _once(variables: list, parts: tuple[int, ...], most: int) -> LinearConstraint:
    """At most ``most`` variables for each value of these parts of their names."""
    keys = [tuple(variable[part] for part in parts) for variable in variables]
    names = {name: at for at, name in enumerate(dict.fromkeys(keys))}
    matrix = np.zeros((len(names), len(keys)))
    for at, name in enumerate(keys):
        matrix[names[name], at] = 1
    return LinearConstraint(matrix, -np.inf, most)
