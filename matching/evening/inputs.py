"""What an organiser asks for, read and refused before any work."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.evening.shapes import (
    F64,
    Bools,
    EveryoneBarred,
    Ints,
    NoRound,
    NoTable,
    ScoresNotFinite,
    ShapeMismatch,
    SideEmpty,
    WindowReversed,
)

Windows = npt.ArrayLike | None
Minimum = int | tuple[npt.ArrayLike, npt.ArrayLike]


@dataclass(frozen=True)
class Wish:
    """A demand that makes sense: ``scores`` and ``allowed`` (C, H), presence (people, rounds).

    Least numbers of meetings are ``low_c`` (C,) and ``low_h`` (H,); those of absent people are 0.
    """

    scores: F64
    allowed: Bools
    present_c: Bools
    present_h: Bools
    low_c: Ints
    low_h: Ints
    rounds: int
    tables: int


def read_wish(
    scores: npt.ArrayLike,
    *,
    rounds: int,
    tables: int,
    windows: tuple[Windows, Windows],
    min_meetings: Minimum,
    barred: npt.ArrayLike | None,
) -> Wish:
    """The demand in arrays, or the refusal that says what is wrong with it. O(C H)."""
    values = _read_scores(scores)
    if tables < 1:
        raise NoTable(tables=tables)
    if rounds < 1:
        raise NoRound(rounds=rounds)
    present_c = _presence(windows[0], "candidates", values.shape[0], rounds)
    present_h = _presence(windows[1], "hosts", values.shape[1], rounds)
    allowed = np.ones(values.shape, dtype=bool)
    if barred is not None:
        no = np.asarray(barred, dtype=bool)
        _check_shape("barred", no, values.shape)
        allowed = ~no
    if not (present_c.all() and present_h.all()):
        allowed &= (present_c.astype(np.float32) @ present_h.T.astype(np.float32)) > 0
    if not allowed.any():
        raise EveryoneBarred(candidates=values.shape[0], hosts=values.shape[1])
    asked = min_meetings if isinstance(min_meetings, tuple) else (min_meetings, min_meetings)
    low_c = _least(asked[0], "candidates", present_c)
    low_h = _least(asked[1], "hosts", present_h)
    return Wish(values, allowed, present_c, present_h, low_c, low_h, rounds, tables)


def _read_scores(scores: npt.ArrayLike) -> F64:
    values = np.asarray(scores, dtype=np.float64)
    if values.ndim != 2:
        raise ShapeMismatch(what="scores", expected="(candidates, hosts)", given=values.shape)
    for side, people in zip(("candidates", "hosts"), values.shape, strict=True):
        if people == 0:
            raise SideEmpty(side=side)
    if not np.isfinite(values).all():
        candidate, host = (int(at) for at in np.argwhere(~np.isfinite(values))[0])
        raise ScoresNotFinite(candidate=candidate, host=host)
    return values


def _presence(windows: Windows, side: str, people: int, rounds: int) -> Bools:
    """Who is there when, (people, rounds), from first and last rounds, both included."""
    if windows is None:
        return np.ones((people, rounds), dtype=bool)
    given = np.asarray(windows, dtype=np.int64)
    _check_shape(f"{side} windows", given, (people, 2))
    for person in np.flatnonzero(given[:, 0] > given[:, 1])[:1].tolist():
        first, last = given[person].tolist()
        raise WindowReversed(side=side, person=person, first=first, last=last)
    when = np.arange(rounds)
    present: Bools = (given[:, :1] <= when) & (when <= given[:, 1:])
    return present


def _least(asked: npt.ArrayLike, side: str, present: Bools) -> Ints:
    least = np.asarray(asked, dtype=np.int64)
    if least.ndim:
        _check_shape(f"least meetings of {side}", least, present.shape[:1])
    return np.where(present.any(axis=1), np.maximum(least, 0), 0)


def _check_shape(what: str, given: npt.NDArray[np.generic], expected: tuple[int, ...]) -> None:
    if given.shape != expected:
        raise ShapeMismatch(what=what, expected=expected, given=given.shape)
