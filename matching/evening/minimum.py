"""A minimum of meetings that cannot be kept: for whom, why, and what could be asked instead."""

from __future__ import annotations

from dataclasses import replace
from typing import NoReturn

import numpy as np
from ortools.graph.python.max_flow import SimpleMaxFlow

from matching.evening.flow import can_be_kept
from matching.evening.prices import Demand
from matching.evening.shapes import Bools, Ints, MinimumImpossible


def refuse_minimum(demand: Demand) -> NoReturn:
    """Raise ``MinimumImpossible``; its data are ``asked``, ``feasible``, ``reason`` and the people.

    ``feasible`` is the largest m such that everyone can have the lesser of m and what they are
    owed, all at once. ``reason``: "alone" when those named lack partners or rounds, whatever the
    others do; "together" when they share too few partners; "tables" when places are too few.
    Binary search, each step one or two maximum flows, O(m sqrt(n)) in practice.
    """
    asked = int(max(demand.low_c.max(), demand.low_h.max()))
    low, high = 0, asked
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if can_have(demand, middle) else (low, middle)
    reason, short_c, short_h = _who(demand)
    most_c, most_h = demand.high_c[short_c], demand.high_h[short_h]
    if reason != "alone":
        most_c, most_h = np.minimum(most_c, low), np.minimum(most_h, low)
    raise MinimumImpossible(
        asked=asked,
        feasible=low,
        reason=reason,
        candidates=tuple(short_c.tolist()),
        hosts=tuple(short_h.tolist()),
        most_candidates=tuple(most_c.tolist()),
        most_hosts=tuple(most_h.tolist()),
    )


def lessen(demand: Demand) -> Demand:
    """The demand with less owed to those who cannot have it; to repeat until it can be kept."""
    reason, short_c, short_h = _who(demand)
    if reason == "alone":
        low_c = np.minimum(demand.low_c, demand.high_c)
        low_h = np.minimum(demand.low_h, demand.high_h)
    else:
        low_c, low_h = demand.low_c.copy(), demand.low_h.copy()
        low_c[short_c] -= 1
        low_h[short_h] -= 1
    return replace(demand, low_c=low_c, low_h=low_h)


def can_have(demand: Demand, least: int) -> bool:
    """Can everyone have the lesser of ``least`` and what they are owed?"""
    fewer = replace(
        demand,
        low_c=np.minimum(demand.low_c, least),
        low_h=np.minimum(demand.low_h, least),
    )
    return _who(fewer)[0] == ""


def _who(demand: Demand) -> tuple[str, Ints, Ints]:
    """Why the minimum fails ("" when it does not), and the rows and columns concerned.

    When each side alone can be served, both can (Mendelsohn and Dulmage 1958) but for the tables.
    """
    short_c = np.flatnonzero(demand.low_c > demand.high_c)
    short_h = np.flatnonzero(demand.low_h > demand.high_h)
    if len(short_c) or len(short_h):
        return "alone", short_c, short_h
    owed_c, owed_h = np.flatnonzero(demand.low_c), np.flatnonzero(demand.low_h)
    short_c = owed_c[_share_too_few(demand.allowed[owed_c], demand.low_c[owed_c], demand.high_h)]
    short_h = owed_h[_share_too_few(demand.allowed.T[owed_h], demand.low_h[owed_h], demand.high_c)]
    if len(short_c) or len(short_h):
        return "together", short_c, short_h
    # A set for one side and one for the other contain a set for both, no larger than both.
    least, enough = (
        max(demand.low_c.sum(), demand.low_h.sum()),
        demand.low_c.sum() + demand.low_h.sum(),
    )
    if least <= demand.most and (enough <= demand.most or can_be_kept(demand)):
        return "", short_c, short_h
    return "tables", owed_c, owed_h


def _share_too_few(allowed: Bools, owed: Ints, room: Ints) -> Ints:
    """Rows whose partners, taken together, have not room for what the rows are owed.

    ``allowed`` (people, partners), ``owed`` (people,), ``room`` (partners,): the source's side of
    a least cut, the smallest such group (Hall 1935).
    """
    people, partners = allowed.shape
    rows, columns = np.nonzero(allowed)
    source, sink = people + partners, people + partners + 1
    tails = np.concatenate([np.full(people, source), rows, people + np.arange(partners)])
    heads = np.concatenate([np.arange(people), people + columns, np.full(partners, sink)])
    solver = SimpleMaxFlow()
    capacity = np.concatenate([owed, np.ones_like(rows), room])
    solver.add_arcs_with_capacity(tails, heads, capacity)
    solver.solve(source, sink)
    if solver.optimal_flow() == owed.sum():
        return np.zeros(0, dtype=np.int64)
    cut = np.asarray(solver.get_source_side_min_cut(), dtype=np.int64)
    return np.sort(cut[cut < people])
