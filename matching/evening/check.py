"""An independent check of an evening: every rule again, meeting by meeting, in plain Python.

Shares no code with what plans or re-plans; takes only the names of the columns from ``shapes``.
About 2 microseconds a meeting.

>>> import numpy as np
>>> twice = np.array([[0, 0, 0, 0], [1, 0, 0, 0]])
>>> [str(fault) for fault in check_evening(twice, rounds=2, tables=1, shape=(1, 1))]
['met_twice: round 1, candidate 0, host 0']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy.typing as npt

from matching.evening.shapes import CANDIDATE, HOST, ROUND, TABLE

# An array of the given rows and columns, or nested sequences: they are only read, one by one.
Table: TypeAlias = npt.NDArray[Any] | Sequence[Sequence[Any]]
Minimum: TypeAlias = int | tuple[Any, Any]
Meeting: TypeAlias = tuple[int, int, int, int]

COLUMNS = {"round": ROUND, "table": TABLE, "candidate": CANDIDATE, "host": HOST}


@dataclass(frozen=True)
class Fault:
    """One broken rule. ``kind`` is one of ``KINDS``, ``data`` says where and how much."""

    kind: str
    data: dict[str, int]

    def __str__(self) -> str:
        return f"{self.kind}: {', '.join(f'{name} {value}' for name, value in self.data.items())}"


KINDS = (
    "not_a_meeting",  # a row without four whole numbers
    "out_of_range",  # a round, table, candidate or host that does not exist
    "out_of_order",  # rows are not sorted by round, then table
    "table_twice",  # two meetings at one table in one round
    "too_many",  # more meetings in a round than tables
    "candidate_twice",  # a candidate at two places in one round
    "host_twice",  # a host at two places in one round
    "met_twice",  # a pair that meets again
    "candidate_away",  # a candidate who has not arrived or has left
    "host_away",  # a host who has not arrived or has left
    "barred",  # a pair that may not meet
    "candidate_below",  # a candidate with fewer meetings than asked
    "host_below",  # a host with fewer meetings than asked
)


def check_evening(
    meetings: Table,
    *,
    rounds: int,
    tables: int,
    shape: tuple[int, int],
    candidate_windows: Table | None = None,
    host_windows: Table | None = None,
    min_meetings: Minimum = 0,
    barred: Table | None = None,
) -> list[Fault]:
    """Everything that is wrong with an evening; empty if nothing is.

    ``meetings``: (n, 4), round, table, candidate, host. ``shape``: numbers of candidates and of
    hosts. Windows: (people, 2), first and last round, both included; None is all evening.
    ``min_meetings``: one number, or a pair for candidates and hosts, each a number or one for each
    person. ``barred``: (candidates, hosts), true where two people may not meet. Rows that cannot be
    read are named and left out of the other rules. O(n + people).
    """
    limits = {"round": rounds, "table": tables, "candidate": shape[0], "host": shape[1]}
    faults: list[Fault] = []
    read: list[Meeting] = []
    for at, row in enumerate(meetings):
        wrong = list(_row_faults(at, row, limits))
        faults += wrong
        if not wrong:
            read.append((int(row[ROUND]), int(row[TABLE]), int(row[CANDIDATE]), int(row[HOST])))
    faults += _order_faults(read)
    faults += _repeats(read)
    faults += _crowds(read, tables)
    faults += _away("candidate", [(row[0], row[2]) for row in read], candidate_windows)
    faults += _away("host", [(row[0], row[3]) for row in read], host_windows)
    faults += _barred(read, barred)
    asked = min_meetings if isinstance(min_meetings, tuple) else (min_meetings, min_meetings)
    faults += _below("candidate", [row[2] for row in read], shape[0], asked[0])
    faults += _below("host", [row[3] for row in read], shape[1], asked[1])
    return faults


def objective_of(meetings: Table, scores: Table) -> float:
    """The sum of the scores of the pairs that meet, added one by one.

    ``meetings``: (n, 4); ``scores``: (candidates, hosts).
    """
    total = 0.0
    for row in meetings:
        total += float(scores[int(row[CANDIDATE])][int(row[HOST])])
    return total


def _row_faults(at: int, row: Sequence[Any], limits: dict[str, int]) -> Iterator[Fault]:
    if len(row) != len(COLUMNS) or any(value % 1 != 0 for value in row):
        yield Fault("not_a_meeting", {"row": at})
        return
    for name, column in COLUMNS.items():
        if not 0 <= row[column] < limits[name]:
            yield Fault("out_of_range", {"row": at, name: int(row[column])})


def _order_faults(read: list[Meeting]) -> Iterator[Fault]:
    for at in range(1, len(read)):
        before, after = read[at - 1], read[at]
        if after[0] < before[0] or (after[0] == before[0] and after[1] < before[1]):
            yield Fault("out_of_order", {"round": after[0], "table": after[1]})


def _repeats(read: list[Meeting]) -> Iterator[Fault]:
    seen: set[tuple[str, int, int]] = set()
    for at, table, candidate, host in read:
        where = {"round": at, "table": table, "candidate": candidate, "host": host}
        for kind, names in (
            ("table_twice", ("round", "table")),
            ("candidate_twice", ("round", "candidate")),
            ("host_twice", ("round", "host")),
            ("met_twice", ("candidate", "host")),
        ):
            key = (kind, where[names[0]], where[names[1]])
            if key in seen:
                shown = ("round", *names) if kind == "met_twice" else names
                yield Fault(kind, {name: where[name] for name in shown})
            seen.add(key)


def _crowds(read: list[Meeting], tables: int) -> Iterator[Fault]:
    counts: dict[int, int] = {}
    for row in read:
        counts[row[0]] = counts.get(row[0], 0) + 1
    for at, count in sorted(counts.items()):
        if count > tables:
            yield Fault("too_many", {"round": at, "meetings": count, "tables": tables})


def _away(side: str, met: list[tuple[int, int]], windows: Table | None) -> Iterator[Fault]:
    if windows is None:
        return
    for at, person in met:
        first, last = (int(end) for end in windows[person])
        if not first <= at <= last:
            yield Fault(f"{side}_away", {"round": at, side: person, "first": first, "last": last})


def _barred(read: list[Meeting], barred: Table | None) -> Iterator[Fault]:
    if barred is None:
        return
    for at, _table, candidate, host in read:
        if barred[candidate][host]:
            yield Fault("barred", {"round": at, "candidate": candidate, "host": host})


def _below(side: str, met: list[int], people: int, asked: int | Iterable[int]) -> Iterator[Fault]:
    counts = [0] * people
    for person in met:
        counts[person] += 1
    wanted = [int(each) for each in asked] if isinstance(asked, Iterable) else [asked] * people
    for person, (count, minimum) in enumerate(zip(counts, wanted, strict=True)):
        if count < minimum:
            yield Fault(f"{side}_below", {side: person, "meetings": count, "minimum": minimum})
