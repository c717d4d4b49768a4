"""The best few of many, exactly: one seeker among all, or everybody at once.

Ranked by the mean of both directions, then by row, so that equal scores never swap. What the
seeker's own direction excludes is left out; what only the other side excludes is kept and marked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.batch import Block, score_block
from matching.coding import F32, Bools
from matching.encode import (
    Codes,
    DoctorCodes,
    OfferCodes,
    SideCodes,
    encode_doctors,
    encode_offers,
    select,
)
from matching.pools import DoctorPool, OfferPool
from matching.profiles import DoctorProfile, OfferProfile

I64 = npt.NDArray[np.int64]
Columns = npt.NDArray[np.intp]
# Copying the rows of a specialty costs as much as scoring them: worth it for a small share only.
WORTH_COPYING = 0.4
LEFT_OUT = np.float32(-1)  # below every score


@dataclass(frozen=True)
class Ranked:
    """The best targets of one seeker, best first; every array has one entry a target kept.

    ``excluded_other`` marks those whom the other side's essentials rule out.
    """

    ids: I64
    mutual: F32
    score_d: F32
    known_d: F32
    score_h: F32
    known_h: F32
    excluded_other: Bools


def top_k(mutual: F32, mask: Bools | None, k: int) -> Columns:
    """Columns of the ``k`` highest of one row, best first, ties by column; ``mask`` keeps.

    Exact, by selection: linear in the row.

    >>> top_k(np.array([0.2, 0.9, 0.9, 0.5], dtype=np.float32), None, 3).tolist()
    [1, 2, 3]
    """
    columns = np.arange(len(mutual)) if mask is None else np.flatnonzero(mask)
    values = mutual[columns]
    if k < 1:
        return columns[:0]
    if k < len(columns):
        threshold = np.partition(values, len(values) - k)[len(values) - k]
        above = values >= threshold
        columns, values = columns[above], values[above]
    return columns[np.argsort(-values, kind="stable")][:k]


def top_k_rows(mutual: F32, mask: Bools | None, k: int) -> list[Columns]:
    """``top_k`` of every row of a block (rows, columns), without selecting on whole rows.

    Cut a row in groups; the k-th highest of the group maxima is reached by k entries at least, so
    nothing below it is in the top: what is left is a few times k (exact, one pass of maxima).
    """
    values = mutual if mask is None else np.where(mask, mutual, LEFT_OUT)
    least = group_threshold(values, k)
    answers = []
    for row, threshold in zip(values, least, strict=True):
        kept = np.flatnonzero(row >= max(threshold, 0))
        answers.append(kept[top_k(row[kept], None, k)])
    return answers


def group_threshold(values: F32, k: int) -> F32:
    """For each row, a number that at least ``k`` entries reach (or less than all if they are few).

    Groups are strided (entry ``i`` in group ``i % groups``), so that the maxima are whole-row
    operations.
    """
    rows, columns = values.shape
    groups = max(4 * k, 64)
    depth = columns // groups
    if depth < 2 or k < 1:
        return np.full(rows, LEFT_OUT)
    maxima = values[:, : depth * groups].reshape(rows, depth, groups).max(axis=1)
    least: F32 = np.partition(maxima, groups - k, axis=1)[:, groups - k]
    return least


def rank_for_doctor(
    offers: OfferPool, doctor: DoctorProfile, k: int = 20, *, allowed: Bools | None = None
) -> Ranked:
    """The best offers for a doctor, both directions weighed; ``allowed`` (rows) restricts them."""
    codes = encode_doctors([doctor], offers.model)
    rows = _same_specialty(codes, offers.codes())
    if allowed is not None:
        rows = np.flatnonzero(allowed) if rows is None else rows[allowed[rows]]
    kept, ids = _restrict(offers.codes(), offers.ids, rows)
    block = score_block(codes, kept)
    best = top_k(block.mutual[0], ~block.excluded_d[0], k)
    return _ranked(block, (0, best), ids[best], block.excluded_h[0, best])


def rank_for_offer(
    doctors: DoctorPool,
    offer: OfferProfile,
    k: int = 20,
    *,
    allowed: Bools | None = None,
    private: bool = False,
) -> Ranked:
    """The best doctors for the host of an offer; private criteria are not read unless asked."""
    codes = encode_offers([offer], doctors.model)
    everyone = doctors.codes() if private else doctors.shown_codes()
    rows = _same_specialty(codes, everyone)
    if allowed is not None:
        rows = np.flatnonzero(allowed) if rows is None else rows[allowed[rows]]
    kept, ids = _restrict(everyone, doctors.ids, rows)
    block = score_block(kept, codes)
    best = top_k(block.mutual[:, 0], ~block.excluded_h[:, 0], k)
    return _ranked(block, (best, 0), ids[best], block.excluded_d[best, 0])


def rank_many(
    doctors: DoctorPool, offers: OfferPool, k: int = 20, *, block: int = 128
) -> Iterator[tuple[int, Ranked]]:
    """The best offers of every doctor, as (doctor id, ranked), one specialty after the other.

    Never holds more than ``block`` rows of the matrix of pairs. The same answers as
    ``rank_for_doctor``, up to rounding; both pools must hold the same text model.
    """
    everyone, wanted = doctors.codes(), offers.codes()
    doctor_ids, offer_ids = doctors.ids, offers.ids
    for specialty in np.unique(everyone.specialty):
        group = np.flatnonzero(everyone.specialty == specialty)
        rows = _compatible(int(specialty), wanted, 1.0)
        kept, ids = _restrict(wanted, offer_ids, rows)
        for at in range(0, len(group), block):
            some = group[at : at + block]
            answers = _rank_rows(select(everyone, some), kept, ids, k)
            yield from zip(doctor_ids[some].tolist(), answers, strict=True)


def _rank_rows(doctors: DoctorCodes, offers: OfferCodes, ids: I64, k: int) -> list[Ranked]:
    block = score_block(doctors, offers)
    best = top_k_rows(block.mutual, ~block.excluded_d, k)
    return [
        _ranked(block, (row, kept), ids[kept], block.excluded_h[row, kept])
        for row, kept in enumerate(best)
    ]


def _ranked(block: Block, at: tuple[Any, Any], ids: I64, excluded_other: Bools) -> Ranked:
    numbers = (block.mutual, block.score_d, block.known_d, block.score_h, block.known_h)
    mutual, score_d, known_d, score_h, known_h = (number[at] for number in numbers)
    return Ranked(ids, mutual, score_d, known_d, score_h, known_h, excluded_other)


def _same_specialty(seeker: SideCodes, targets: SideCodes) -> Columns | None:
    return _compatible(int(seeker.specialty[0]), targets)


def _compatible(specialty: int, targets: SideCodes, worth: float = WORTH_COPYING) -> Columns | None:
    """Rows that the specialty gate lets through; ``None`` (all) from a share ``worth`` on."""
    if specialty == 0:
        return None
    passing = (targets.specialty == specialty) | (targets.specialty == 0)
    return np.flatnonzero(passing) if passing.mean() < worth else None


def _restrict(codes: Codes, ids: I64, rows: Columns | None) -> tuple[Codes, I64]:
    return (codes, ids) if rows is None else (select(codes, rows), ids[rows])
