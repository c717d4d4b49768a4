"""Which offers a doctor's page shows and in which order: masks and sorts on whole arrays."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.batch import score_block
from matching.codes import DOCTOR_DEFAULTS, ESSENTIAL, IMPORTANT
from matching.encode import encode_doctors, encode_offers, select
from matching.profiles import DoctorProfile, OfferProfile
from models.vocabulary import Theme
from services.explanations.typography import typeset
from services.facets import Bools
from services.market import DoctorSide, OfferSide

SORTS = {
    "mutual": "Accord des deux côtés",
    "fit": "Mes souhaits d’abord",
    "start": "Début le plus proche",
    "distance": "Le plus près de mes lieux",
    "recent": "Les plus récentes",
}
_GATES = {
    "specialty": "Autre spécialité",
    "opportunity": "Autre type de poste",
    "region_refused": "Région écartée",
}
# Scores are compared to this many decimals, so that workers whose arrays are in another order,
# and round otherwise, still agree; equals are in the order of their ids.
_DECIMALS = 5


@dataclass(frozen=True, slots=True)
class OfferFilters:
    """What a doctor narrows the list to; an empty filter lets everything through.

    ``max_minutes``: from the main site to the nearest of the doctor's places, without effect for
    a doctor who gave none.
    """

    opportunities: tuple[str, ...] = ()
    practice_modes: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    max_minutes: int | None = None
    least_known: float = 0.0
    include_hidden: bool = False
    only_favourites: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """Who looks, for what, in which order, on which day; ``marks`` are ids by kind."""

    doctor: DoctorProfile
    filters: OfferFilters
    marks: Mapping[str, Set[int]]
    sort: str
    today: date


@dataclass(frozen=True, slots=True)
class Excluded:
    """How many were left out for one reason; one offer may count under several."""

    code: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """One page of ids, best first, and what there is to say of the whole list."""

    ids: tuple[int, ...]
    first_rank: int
    total: int
    page: int
    pages: int
    excluded: tuple[Excluded, ...]
    excluded_total: int
    departements: Mapping[str, int]


def choose_offers(side: OfferSide, search: Search, page: int, per_page: int) -> Chosen:
    """Score every offer for a doctor, leave out what they rule out, filter, sort, cut a page."""
    doctor = search.doctor
    block = score_block(encode_doctors([doctor], side.pool.model), side.pool.codes())
    allowed = _allowed(side, search)
    allowed &= block.known_d[0] >= search.filters.least_known - 1e-6
    ruled_out = block.excluded_d[0] & allowed
    columns = np.flatnonzero(allowed & ~ruled_out)
    keys = _sort_keys(side, search, block.score_d[0], block.mutual[0])
    pages, page = _paging(len(columns), page, per_page)
    shown = _cut(columns, keys, side.pool.ids, page, per_page)
    return Chosen(
        tuple(side.pool.ids[shown].tolist()),
        (page - 1) * per_page + 1,
        len(columns),
        page,
        pages,
        tuple(_causes(side, doctor, ruled_out)),
        int(ruled_out.sum()),
        side.facets.count_departements(columns),
    )


def choose_doctors(side: DoctorSide, offer: OfferProfile, page: int, per_page: int) -> Chosen:
    """Score every visible doctor for ``offer``; the pool holds nothing that hosts may not see."""
    model = side.pool.model
    block = score_block(side.pool.codes(), encode_offers([offer], model))
    ruled_out = block.excluded_h[:, 0]
    columns = np.flatnonzero(~ruled_out)
    pages, page = _paging(len(columns), page, per_page)
    shown = _cut(columns, [_best_first(block.mutual[:, 0])], side.pool.ids, page, per_page)
    return Chosen(
        tuple(side.pool.ids[shown].tolist()),
        (page - 1) * per_page + 1,
        len(columns),
        page,
        pages,
        (),
        int(ruled_out.sum()),
        {},
    )


def _allowed(side: OfferSide, search: Search) -> Bools:
    facets, pool, filters = side.facets, side.pool, search.filters
    doctor, marks = search.doctor, search.marks
    allowed = facets.open_on(search.today)
    if filters.opportunities:
        allowed &= facets.with_opportunities(filters.opportunities)
    if filters.practice_modes:
        allowed &= facets.with_modes(filters.practice_modes)
    if filters.regions:
        allowed &= facets.in_regions(filters.regions)
    if filters.max_minutes is not None and doctor.places:
        allowed &= facets.minutes_from(doctor.places) <= filters.max_minutes
    if marks["hidden"] and not filters.include_hidden:
        allowed &= ~pool.mask(marks["hidden"])
    if filters.only_favourites:
        allowed &= pool.mask(marks["favourite"])
    return allowed


def _best_first(scores: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """A key that sorts the best first and the unknown last."""
    known = np.nan_to_num(scores, nan=-1.0).astype(np.float64)
    return np.asarray(-np.round(known, _DECIMALS))


def _sort_keys(
    side: OfferSide,
    search: Search,
    mine: npt.NDArray[Any],
    mutual: npt.NDArray[Any],
) -> list[npt.NDArray[Any]]:
    """The keys of a sort, the first one first; small comes first."""
    facets, both = side.facets, _best_first(mutual)
    sort, doctor = search.sort, search.doctor
    if sort == "fit":
        return [_best_first(mine), both]
    if sort == "start":
        return [facets.rows["start"], both]
    if sort == "distance" and doctor.places:
        return [np.round(facets.minutes_from(doctor.places), 1), both]
    if sort == "recent":
        return [-facets.rows["published"], both]
    return [both]


def _paging(total: int, page: int, per_page: int) -> tuple[int, int]:
    pages = max(1, -(-total // per_page))
    return pages, min(max(1, page), pages)


def _cut(
    columns: npt.NDArray[np.intp],
    keys: list[npt.NDArray[Any]],
    ids: npt.NDArray[np.int64],
    page: int,
    per_page: int,
) -> npt.NDArray[np.intp]:
    """The columns of one page; only what can reach the page is sorted."""
    last = page * per_page
    if last < len(columns):
        first_key = keys[0][columns]
        columns = columns[first_key <= np.partition(first_key, last - 1)[last - 1]]
    order = np.lexsort((ids[columns], *(key[columns] for key in reversed(keys))))
    return columns[order[last - per_page : last]]


def _causes(side: OfferSide, doctor: DoctorProfile, ruled_out: Bools) -> list[Excluded]:
    """What ruled these offers out: gates, then each theme that the doctor holds essential."""
    facets = side.facets
    gates = {
        "specialty": facets.of_other_specialty(doctor.specialty),
        "opportunity": facets.without_opportunities(doctor.opportunities or ()),
        "region_refused": facets.in_regions(doctor.regions_refused or ()),
    }
    counts = {code: int((closed & ruled_out).sum()) for code, closed in gates.items()}
    open_gates = ruled_out & ~np.logical_or.reduce(list(gates.values()))
    labels = {**_GATES, **{theme.value: theme.label for theme in Theme}}
    counts |= _count_by_theme(side, doctor, np.flatnonzero(open_gates))
    return [Excluded(code, typeset(labels[code]), n) for code, n in counts.items() if n]


def _count_by_theme(
    side: OfferSide, doctor: DoctorProfile, columns: npt.NDArray[np.intp]
) -> dict[str, int]:
    """For offers ruled out by some theme: how many each essential theme would rule out alone."""
    levels = {**DOCTOR_DEFAULTS, **doctor.importance}
    themes = [theme for theme, level in levels.items() if level == ESSENTIAL]
    if len(themes) < 2 or not len(columns):
        return {theme: len(columns) for theme in themes}
    softened = {theme: min(level, IMPORTANT) for theme, level in levels.items()}
    alone = [replace(doctor, importance={**softened, theme: ESSENTIAL}) for theme in themes]
    block = score_block(encode_doctors(alone, side.pool.model), select(side.pool.codes(), columns))
    return dict(zip(themes, block.excluded_d.sum(axis=1).tolist(), strict=True))
