"""The readable definition: named cases, then what must hold whatever the answers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import codes
from matching.pair import mutual, score_for_doctor, score_for_host
from matching.profiles import DoctorProfile, HostWishes, OfferProfile, Place, Site
from matching.score import Score
from tests.matching.strategies import DOCTORS, OFFERS

FEW = settings(max_examples=25, deadline=None)


def value_of(score: Score, criterion: str) -> float | None:
    return next(term.value for term in score.terms if term.criterion == criterion)


def wishes(**said: object) -> DoctorProfile:
    return DoctorProfile(1, **said)  # type: ignore[arg-type]


def offer(**said: object) -> OfferProfile:
    return OfferProfile(1, **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("criterion", "doctor", "target", "value"),
    [
        ("practice_mode", {"practice_modes": {"msp"}}, {"practice_mode": "group"}, 0.8),
        ("practice_mode", {"practice_modes": {"remote"}}, {"practice_mode": "solo"}, 0),
        ("days", {"days_min": 2, "days_max": 3}, {"days_min": 4}, 0.5),
        ("days", {"days_max": 3}, {"days_min": 2, "days_max": 5}, 1),
        ("on_call", {"on_call": "voluntary"}, {"on_call": "regular"}, 0),
        ("on_call", {"on_call": "regular"}, {"on_call": "none"}, 1),
        ("start", {"start_until": 100}, {"start": 103}, 0.5),
        ("start", {"start_from": 100}, {"start": 112}, 1),
        ("team", {"team": {"nurse", "midwife"}}, {"team": {"nurse"}}, 0.5),
        ("team", {"team": {"nurse"}}, {"team": set()}, 0),
        ("teaching", {"teaching": "later"}, {"teaching": "absent"}, 0.4),
        ("region", {"regions_liked": {"76"}}, {"region": "11"}, 0.4),
        ("commune_size", {"commune_sizes": {"under_2000"}}, {"commune_size": "2000_10000"}, 0.5),
        ("partner_work", {"partner_sectors": {"health", "trade"}}, {"partner_help": True}, 0.6),
        ("childcare", {"childcare": True}, {"childcare": "available"}, 0.8),
        ("money", {}, {"facts": {"local_aid": True, "reduced_rent": False}}, 0.5),
        ("money", {}, {}, None),
        ("life", {"life": {"sea"}}, {}, None),
    ],
)
def test_one_criterion_for_a_doctor(
    criterion: str, doctor: dict[str, object], target: dict[str, object], value: float | None
) -> None:
    score = score_for_doctor(wishes(**frozen(doctor)), offer(**frozen(target)))
    assert value_of(score, criterion) == (None if value is None else pytest.approx(value))


def frozen(said: dict[str, object]) -> dict[str, object]:
    return {name: frozenset(of) if isinstance(of, set) else of for name, of in said.items()}


@pytest.mark.parametrize(
    ("criterion", "wished", "doctor", "value"),
    [
        ("availability", {"available_by": 100}, {"start_from": 103}, 0.5),
        ("duration", {"durations": {"over_24_months"}}, {"duration": "6_24_months"}, 0.5),
        ("on_call", {"on_call": True}, {"on_call": "voluntary"}, 0.6),
        ("teaching", {"teaching": True}, {"teaching": "later"}, 0.6),
        ("experience", {"min_years": 4}, {"experience_years": 1}, 0.25),
        ("experience", {"min_years": 4, "stages": {"junior"}}, {"stage": "junior"}, 1),
        (
            "experience",
            {"min_years": 4, "stages": {"junior"}},
            {"stage": "junior", "experience_years": 1},
            0.625,
        ),
        ("languages", {"languages": {"creole"}}, {"languages": set()}, 0),
        ("skills", {"skills": {"emergency"}}, {}, None),
    ],
)
def test_one_criterion_for_a_host(
    criterion: str, wished: dict[str, object], doctor: dict[str, object], value: float | None
) -> None:
    seeking = offer(wishes=HostWishes(**frozen(wished)))  # type: ignore[arg-type]
    score = score_for_host(seeking, wishes(**frozen(doctor)))
    assert value_of(score, criterion) == (None if value is None else pytest.approx(value))


def test_every_place_counts_when_places_are_essential() -> None:
    places = Place(44.44, 1.44, "hexagone", 60), Place(48.85, 2.35, "hexagone", 60)
    near_one = offer(sites=(Site(44.44, 1.44, "hexagone", 1.0),))
    score = score_for_doctor(wishes(places=places, importance={"places": 3}), near_one)
    assert value_of(score, "travel") == pytest.approx(0.5)
    assert score.excluded == ("travel",)


def test_gates_close_both_ways() -> None:
    doctor = wishes(
        specialty="gp", opportunities=frozenset({"locum"}), regions_refused=frozenset({"76"})
    )
    target = offer(specialty="cardiology", opportunities=frozenset({"salaried"}), region="76")
    assert score_for_doctor(doctor, target).excluded == codes.GATES
    assert score_for_host(target, doctor).excluded == codes.GATES


def test_affinity_never_rules_out() -> None:
    score = score_for_doctor(wishes(importance={"project": 3}), offer(), affinity=0.0)
    assert value_of(score, "affinity") == 0
    assert score.excluded == ()


def test_mutual_takes_what_is_known() -> None:
    assert mutual(0.25, 1.0) == 0.5
    assert mutual(None, 0.3) == mutual(0.3, None) == 0.3
    assert mutual(None, None) == 0


@FEW
@given(DOCTORS, OFFERS)
def test_weights_and_bounds(doctor: DoctorProfile, target: OfferProfile) -> None:
    for score in (score_for_doctor(doctor, target), score_for_host(target, doctor)):
        assert score.value is None or 0 <= score.value <= 1 + 1e-9
        assert 0 <= score.known <= 1 + 1e-9
        by_theme: dict[str, float] = {}
        for term in score.terms:
            by_theme[term.theme] = by_theme.get(term.theme, 0) + term.weight
        for term in score.terms:
            assert by_theme[term.theme] == pytest.approx(term.importance)


@FEW
@given(DOCTORS)
def test_the_unknown_never_excludes(doctor: DoctorProfile) -> None:
    score = score_for_doctor(doctor, OfferProfile(1))
    assert score.value is None
    assert score.excluded == ()
    assert score_for_host(OfferProfile(1), doctor).excluded == ()


@FEW
@given(DOCTORS, OFFERS)
def test_excluded_for_a_reason(doctor: DoctorProfile, target: OfferProfile) -> None:
    score = score_for_doctor(doctor, target)
    essential = {term.criterion: term for term in score.terms if term.importance == 3}
    for name in score.excluded:
        assert name in codes.GATES or essential[name].value is not None
    for name, term in essential.items():
        low = term.value is not None and term.value < 0.4999
        assert not low or name in (*score.excluded, "affinity")


@FEW
@given(DOCTORS, OFFERS, st.sampled_from(["team", "life", "schools", "housing"]), st.data())
def test_gaining_a_wanted_thing_never_costs(
    doctor: DoctorProfile, target: OfferProfile, field: str, data: st.DataObject
) -> None:
    present = getattr(target, field)
    wanted = getattr(doctor, field)
    if present is None or not wanted:
        return
    gained = replace(target, **{field: present | {data.draw(st.sampled_from(sorted(wanted)))}})
    before, after = (score_for_doctor(doctor, each) for each in (target, gained))
    assert (after.value or 0) >= (before.value or 0) - 1e-12
    assert set(after.excluded) <= set(before.excluded)


@FEW
@given(DOCTORS, OFFERS, OFFERS)
def test_what_is_indifferent_does_not_count(
    doctor: DoctorProfile, target: OfferProfile, other: OfferProfile
) -> None:
    indifferent = replace(doctor, importance={**doctor.importance, "rhythm": 0})
    changed = replace(target, days_min=other.days_min, on_call=other.on_call, start=other.start)
    a, b = (score_for_doctor(indifferent, each) for each in (target, changed))
    assert (a.value, a.known, a.excluded) == (b.value, b.known, b.excluded)


@FEW
@given(DOCTORS, OFFERS)
def test_hosts_are_shown_nothing_private(doctor: DoctorProfile, target: OfferProfile) -> None:
    bare = replace(
        doctor, places=(), partner_sectors=None, childcare=None, schools=None, housing=None
    )
    shown = score_for_doctor(doctor, target, private=False)
    assert shown == score_for_doctor(bare, target, private=False)
    assert shown == score_for_doctor(bare, target)
    assert score_for_host(target, doctor) == score_for_host(target, bare)
