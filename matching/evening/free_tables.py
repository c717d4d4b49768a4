"""A free table for each new meeting, so that hosts stay where people look for them."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linear_sum_assignment

from matching.evening.shapes import CANDIDATE, HOST, ROUND, TABLE, Ints


def at_free_tables(seated: Ints, added: Ints, tables: int, hosts: int) -> Ints:
    """``added`` (n, 3: round, candidate, host) with tables, (n, 4), sorted by round, then table.

    ``seated``: (m, 4), meetings that keep their table. Round after round, an assignment of the new
    meetings to the tables left: a host goes where it sits most often this evening; one who has no
    place goes where others sit least. O(rounds x tables^3) at worst.

    >>> at_free_tables(np.array([[0, 1, 0, 0]]), np.array([[1, 1, 0]]), 2, 1).tolist()
    [[1, 1, 1, 0]]
    """
    uses = np.zeros((hosts, tables))
    np.add.at(uses, (seated[:, HOST], seated[:, TABLE]), 1)
    placed = []
    for at in np.unique(added[:, 0]):
        new = added[added[:, 0] == at]
        free = np.setdiff1d(np.arange(tables), seated[seated[:, ROUND] == at, TABLE])
        mine = uses[np.ix_(new[:, 2], free)]
        everyone = uses[:, free].sum(axis=0)
        # Less than half a visit, however many others sit there.
        liking = mine - 0.4 * (everyone - mine) / (1 + uses.sum())
        rows, columns = linear_sum_assignment(liking, maximize=True)
        uses[new[rows, 2], free[columns]] += 1
        meetings = np.empty((len(rows), 4), dtype=np.int64)
        meetings[:, ROUND], meetings[:, TABLE] = at, free[columns]
        meetings[:, CANDIDATE], meetings[:, HOST] = new[rows, 1], new[rows, 2]
        placed.append(meetings[np.argsort(meetings[:, TABLE])])
    return np.concatenate(placed) if placed else np.empty((0, 4), dtype=np.int64)
