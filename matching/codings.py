"""The criteria of both directions as products of short vectors: tables, one entry a criterion.

Values are those of ``criteria_doctor`` and ``criteria_host``, written a second time on purpose:
the tests hold both to the same numbers. Four criteria are no such table and are computed apart, in
``apart``: months (a difference), travel (a distance), affinity (a sparse product), experience (its
mean is over what both sides say).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from operator import attrgetter
from typing import Any

from matching import codes
from matching.coding import Coding, Direction, Vector, multi_hot, one_hot
from matching.tables import (
    ADJACENT,
    CHILDCARE_VALUE,
    DAYS_TO_ZERO,
    LEVELS_TO_ZERO,
    ON_CALL_READINESS,
    PARTNER_HELP,
    REGION_LIKED,
    REGION_OTHER,
    TEACHING_READINESS,
    TEACHING_VALUE,
    mode_nearness,
)

Days = tuple[int | None, int | None]
_WEEK = range(1, 7)


def _shares(order: Sequence[str]) -> Callable[[frozenset[str] | None], Vector]:
    def want(wanted: frozenset[str] | None) -> Vector:
        return [on / len(wanted) for on in multi_hot(order, wanted)] if wanted else None

    return want


def _present(order: Sequence[str]) -> Callable[[frozenset[str] | None], Vector]:
    return lambda present: None if present is None else multi_hot(order, present)


def _said(order: Sequence[str]) -> Callable[[str | None], Vector]:
    return lambda name: None if name is None else one_hot(order, name)


def _looked_up(table: dict[str, float]) -> Callable[[str | None], Vector]:
    return lambda name: None if name is None else [table[name]]


def _if_true(flag: bool | None) -> Vector:
    return [1.0] if flag is True else None


def _share_coding(criterion: str, asked: str, order: Sequence[str]) -> Coding:
    said = attrgetter(criterion)
    return Coding(criterion, len(order), attrgetter(asked), _shares(order), said, _present(order))


def _near_modes(wanted: frozenset[str] | None) -> Vector:
    if not wanted:
        return None
    return [max(mode_nearness(each, mode) for each in wanted) for mode in codes.PRACTICE_MODES]


def _adjacent(order: Sequence[str]) -> Callable[[frozenset[str] | None], Vector]:
    def want(wanted: frozenset[str] | None) -> Vector:
        if not wanted:
            return None
        on = [0.0, *multi_hot(order, wanted), 0.0]
        return [
            here or ADJACENT * max(before, after)
            for before, here, after in zip(on, on[1:], on[2:], strict=False)
        ]

    return want


def _clean_days(days: Days) -> tuple[int, int] | None:
    given = sorted(min(max(day, 1), 6) for day in days if day is not None)
    return (given[0], given[-1]) if given else None


def _lost(gap: int) -> float:
    return -min(1.0, max(0, gap) / DAYS_TO_ZERO)


def _want_days(days: Days) -> Vector:
    # Only one of the two gaps can be positive: the losses add up, and the last column is the 1.
    wanted = _clean_days(days)
    if wanted is None:
        return None
    low, high = wanted
    return [*(_lost(day - high) for day in _WEEK), *(_lost(low - day) for day in _WEEK), 1.0]


def _tell_days(days: Days) -> Vector:
    offered = _clean_days(days)
    if offered is None:
        return None
    return [*(float(day == end) for end in offered for day in _WEEK), 1.0]


def _accepted_levels(level: str | None) -> Vector:
    if level is None:
        return None
    most = codes.ON_CALL_LEVELS.index(level)
    asked = range(len(codes.ON_CALL_LEVELS))
    return [max(0.0, 1 - max(0, each - most) / LEVELS_TO_ZERO) for each in asked]


def _want_teaching(wish: str | None) -> Vector:
    if wish not in TEACHING_VALUE:
        return None
    return [TEACHING_VALUE[wish][offer] for offer in codes.TEACHING_OFFERS]


def _want_region(liked: frozenset[str] | None) -> Vector:
    if not liked:
        return None
    return [REGION_LIKED if region in liked else REGION_OTHER for region in codes.REGIONS]


def _tell_work(answer: tuple[frozenset[str] | None, bool | None]) -> Vector:
    sectors, help_ = answer
    if sectors is None and help_ is not True:
        return None
    otherwise = PARTNER_HELP if help_ else 0.0
    return [1.0 if sector in (sectors or ()) else otherwise for sector in codes.SECTORS]


def _tell_facts(answers: tuple[bool | None, ...]) -> Vector:
    known = [answer is True for answer in answers if answer in (True, False)]
    return [sum(known) / len(known)] if known else None


def _amenity(criterion: str) -> Coding:
    names = codes.AMENITY_FACTS[criterion]

    def said(offer: Any) -> Hashable:
        facts = offer.facts
        return tuple([facts.get(name) for name in names]) if facts else ()

    return Coding(criterion, 1, lambda _: None, lambda _: [1.0], said, _tell_facts)


_days = attrgetter("days_min", "days_max")


def _host_days(offer: Any) -> Days:
    wishes = offer.wishes
    own = wishes.days_min is not None or wishes.days_max is not None
    return _days(wishes) if own else _days(offer)


DOCTOR = Direction(
    codings=(
        Coding(
            "practice_mode",
            len(codes.PRACTICE_MODES),
            attrgetter("practice_modes"),
            _near_modes,
            attrgetter("practice_mode"),
            _said(codes.PRACTICE_MODES),
        ),
        Coding("days", 13, _days, _want_days, _days, _tell_days),
        Coding(
            "on_call",
            len(codes.ON_CALL_LEVELS),
            attrgetter("on_call"),
            _accepted_levels,
            attrgetter("on_call"),
            _said(codes.ON_CALL_LEVELS),
        ),
        _share_coding("team", "team", codes.TEAM),
        Coding(
            "teaching",
            len(codes.TEACHING_OFFERS),
            attrgetter("teaching"),
            _want_teaching,
            attrgetter("teaching"),
            _said(codes.TEACHING_OFFERS),
        ),
        Coding(
            "region",
            len(codes.REGIONS),
            attrgetter("regions_liked"),
            _want_region,
            attrgetter("region"),
            _said(codes.REGIONS),
        ),
        Coding(
            "commune_size",
            len(codes.COMMUNE_SIZES),
            attrgetter("commune_sizes"),
            _adjacent(codes.COMMUNE_SIZES),
            attrgetter("commune_size"),
            _said(codes.COMMUNE_SIZES),
        ),
        _share_coding("life", "life", codes.LIFE),
        Coding(
            "partner_work",
            len(codes.SECTORS),
            attrgetter("partner_sectors"),
            _shares(codes.SECTORS),
            attrgetter("partner_sectors", "partner_help"),
            _tell_work,
        ),
        Coding(
            "childcare",
            1,
            attrgetter("childcare"),
            _if_true,
            attrgetter("childcare"),
            _looked_up(CHILDCARE_VALUE),
        ),
        _share_coding("schools", "schools", codes.SCHOOLS),
        _share_coding("housing", "housing", codes.HOUSING),
        *(_amenity(criterion) for criterion in codes.AMENITY_FACTS),
    ),
    apart=("start", "travel", "affinity"),
    themes={name: theme for theme, names in codes.THEMES.items() for name in names},
    defaults=codes.DOCTOR_DEFAULTS,
)

HOST = Direction(
    codings=(
        Coding("days", 13, _host_days, _want_days, _days, _tell_days),
        Coding(
            "duration",
            len(codes.DURATIONS),
            attrgetter("wishes.durations"),
            _adjacent(codes.DURATIONS),
            attrgetter("duration"),
            _said(codes.DURATIONS),
        ),
        Coding(
            "on_call",
            1,
            attrgetter("wishes.on_call"),
            _if_true,
            attrgetter("on_call"),
            _looked_up(ON_CALL_READINESS),
        ),
        Coding(
            "mode",
            len(codes.PRACTICE_MODES),
            attrgetter("practice_mode"),
            _said(codes.PRACTICE_MODES),
            attrgetter("practice_modes"),
            _near_modes,
        ),
        Coding(
            "teaching",
            1,
            attrgetter("wishes.teaching"),
            _if_true,
            attrgetter("teaching"),
            _looked_up(TEACHING_READINESS),
        ),
        _share_coding("languages", "wishes.languages", codes.LANGUAGES),
        _share_coding("skills", "wishes.skills", codes.SKILLS),
    ),
    apart=("availability", "experience", "affinity"),
    themes={name: name for name in codes.HOST_CRITERIA},
    defaults=codes.HOST_DEFAULTS,
)
