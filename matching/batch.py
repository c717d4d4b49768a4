"""Both scores of many doctors against many offers, by a few matrix products.

For one direction, with the rows of ``encode``:

    weighed = wants . tells + months + travel + affinity + experience
    known   = weights . known
    score   = weighed / known

The tile is the unit of work: small enough for the cache, so that every pass after the products
reads what the one before just wrote. Cost of a pair: about 2 x 190 floating-point operations.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.batch_terms import affinity_values, cosines, experience_values, lateness
from matching.batch_travel import travel_values
from matching.coding import F32, Bools, Direction
from matching.codings import DOCTOR, HOST
from matching.encode import DoctorCodes, OfferCodes, SideCodes, select, without_private
from matching.tables import MISS_BELOW

TILE_PAIRS = 1 << 17
TILE_ROWS = 128


@dataclass(frozen=True)
class Block:
    """What is known of each pair, each array (doctors, offers); ``nan`` where there is no score.

    ``_d`` is the doctor's direction, ``_h`` the host's; ``known`` is a share of the weight.
    """

    score_d: F32
    known_d: F32
    excluded_d: Bools
    score_h: F32
    known_h: F32
    excluded_h: Bools
    mutual: F32


@dataclass
class Sums:
    """One direction of one tile in the making: weighed values, known weight, exclusions."""

    direction: Direction
    seekers: SideCodes
    targets: SideCodes
    axis: int  # of the seekers: 0 if they are the doctors, 1 if they are the offers
    weighed: F32
    known: F32
    excluded: Bools

    def across(self, vector: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """A vector over the seekers, ready to broadcast over the tile."""
        return vector[:, None] if self.axis == 0 else vector[None, :]

    def weight(self, criterion: str) -> F32:
        """The seekers' weights of one criterion, ready to broadcast."""
        return self.across(self.seekers.weights[:, self.direction.column(criterion)])

    def add(self, criterion: str, values: F32) -> None:
        """Add one criterion computed apart; ``values`` are 0 where unknown."""
        self.weighed += self.weight(criterion) * values

    def exclude(self, criterion: str, misses: Bools) -> None:
        """Rule out, for the seekers who hold the criterion essential, the known misses (tile)."""
        column = self.direction.column(criterion)
        held = self.seekers.essential[:, column]
        if held.any():
            said = self.targets.known[:, column] > 0
            told = said[None, :] if self.axis == 0 else said[:, None]
            self.excluded |= misses & told & self.across(held)


def score_block(doctors: DoctorCodes, offers: OfferCodes, *, private: bool = True) -> Block:
    """Both directions of every pair.

    Without ``private``, the doctors' direction leaves out ``PRIVATE_CRITERIA``: what a host may be
    shown. Memory: 22 bytes a pair for the answer, a few megabytes beside.
    """
    doctors = doctors if private else without_private(doctors)
    shape = len(doctors), len(offers)
    numbers = [np.empty(shape, dtype=np.float32) for _ in range(5)]
    flags = [np.empty(shape, dtype=np.bool_) for _ in range(2)]
    score_d, known_d, score_h, known_h, both = numbers
    block = Block(score_d, known_d, flags[0], score_h, known_h, flags[1], both)
    for rows, columns, tile in tiles(doctors, offers):
        for name in Block.__dataclass_fields__:
            getattr(block, name)[rows, columns] = getattr(tile, name)
    return block


def tiles(doctors: DoctorCodes, offers: OfferCodes) -> Iterator[tuple[slice, slice, Block]]:
    """The block of ``score_block`` in tiles of about ``TILE_PAIRS`` pairs: rows, columns, tile."""
    width = max(1, min(len(offers), TILE_PAIRS // TILE_ROWS))
    height = max(TILE_ROWS, TILE_PAIRS // width)
    if len(doctors) < TILE_ROWS:
        width = max(1, TILE_PAIRS // max(1, len(doctors)))
    wordless = replace(offers, texts=None)
    for top in range(0, len(doctors), height):
        rows = slice(top, top + height)
        some = select(doctors, rows)
        cosine = cosines(some.texts, offers.texts)
        for left in range(0, len(offers), width):
            columns = slice(left, left + width)
            yield rows, columns, score_tile(some, select(wordless, columns), cosine[:, columns])


def score_tile(doctors: DoctorCodes, offers: OfferCodes, cosine: F32) -> Block:
    """Both directions of one tile; ``cosine`` (doctors, offers) of their texts."""
    gates = closed_gates(doctors, offers)
    ours = _coded_sums(DOCTOR, doctors, offers, 0, gates.copy())
    theirs = _coded_sums(HOST, offers, doctors, 1, gates)
    _add_months(ours, "start", lateness(doctors.latest[:, None], offers.earliest))
    _add_months(theirs, "availability", lateness(offers.latest, doctors.earliest[:, None]))
    if doctors.applies[:, DOCTOR.column("travel")].any():
        travel, far = travel_values(doctors, offers)
        ours.add("travel", travel)
        ours.exclude("travel", far)
    if cosine.size:
        values = affinity_values(cosine)
        ours.add("affinity", values)
        theirs.add("affinity", values)
    _add_experience(theirs, doctors, offers)
    score_d, known_d = _finish(ours)
    score_h, known_h = _finish(theirs)
    both = mutual_of(score_d, score_h)
    return Block(score_d, known_d, ours.excluded, score_h, known_h, theirs.excluded, both)


def closed_gates(doctors: DoctorCodes, offers: OfferCodes) -> Bools:
    """Pairs (doctors, offers) ruled out in both directions whatever is weighed."""
    closed: Bools = (doctors.opportunities[:, None] & offers.opportunities) == 0
    if doctors.regions.any():
        closed |= (doctors.regions[:, None] & offers.regions) != 0
    said = {*np.unique(doctors.specialty).tolist(), *np.unique(offers.specialty).tolist()} - {0}
    if len(said) > 1:
        other = doctors.specialty[:, None] != offers.specialty
        other &= (doctors.specialty != 0)[:, None]
        other &= offers.specialty != 0
        closed |= other
    return closed


def _product(seekers: F32, targets: F32, axis: int) -> F32:
    """(doctors, offers) whichever of them seeks."""
    return seekers @ targets.T if axis == 0 else targets @ seekers.T


def _coded_sums(
    direction: Direction, seekers: SideCodes, targets: SideCodes, axis: int, excluded: Bools
) -> Sums:
    weighed = _product(seekers.wants, targets.tells, axis)
    known = _product(seekers.weights, targets.known, axis)
    sums = Sums(direction, seekers, targets, axis, weighed, known, excluded)
    for at, span in enumerate(direction.spans):
        held = np.flatnonzero(seekers.essential[:, at])
        if len(held):
            values = _product(seekers.wants[held, span], targets.tells[:, span], axis)
            limits = MISS_BELOW * seekers.weights[held, at]
            said = targets.known[:, at] > 0
            if axis == 0:
                excluded[held] |= (values < limits[:, None]) & said
            else:
                excluded[:, held] |= (values < limits) & said[:, None]
    return sums


def _add_months(sums: Sums, criterion: str, values: F32) -> None:
    sums.add(criterion, values)
    sums.exclude(criterion, values < MISS_BELOW)


def _add_experience(sums: Sums, doctors: DoctorCodes, offers: OfferCodes) -> None:
    column = HOST.column("experience")
    asking = np.flatnonzero(offers.applies[:, column])
    if not len(asking):
        return
    values, said = experience_values(doctors, offers, asking)
    weights = offers.weights[asking, column]
    sums.weighed[:, asking] += weights * values
    sums.known[:, asking] += weights * said
    strict = offers.essential[asking, column]
    sums.excluded[:, asking] |= (values < MISS_BELOW) & said & strict


def _finish(sums: Sums) -> tuple[F32, F32]:
    """Scores and known shares; ``nan`` and 0 where nothing that weighs is known."""
    total = sums.seekers.weights.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        score = np.divide(sums.weighed, sums.known, out=sums.weighed)
    sums.known *= sums.across(1 / np.where(total > 0, total, np.float32(np.inf)))
    return score, sums.known


def mutual_of(score_d: F32, score_h: F32) -> F32:
    """Geometric mean of both directions; one alone if the other is nan, 0 if both are."""
    both = score_d * score_h
    np.sqrt(both, out=both)
    unknown = np.isnan(both)
    if unknown.any():
        either = np.fmax(score_d[unknown], score_h[unknown])
        both[unknown] = np.nan_to_num(either, nan=0)
    return both
