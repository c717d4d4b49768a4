"""Profiles: saved step by step, on both databases."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from models import Doctor, MarketChange, db
from services.doctor_places import (
    PlaceAnswer,
    PlaceTwice,
    PlaceUnknown,
    RegionBothWays,
    RegionUnknown,
    TooManyPlaces,
    TripOutOfRange,
    save_places,
)
from services.doctors import (
    LONGEST_PROJECT,
    STEPS,
    DaysOutOfRange,
    DaysReversed,
    ProfileNotStarted,
    RppsMalformed,
    StartInThePast,
    StartReversed,
    TextTooLong,
    UnknownAnswer,
    UnknownSpecialty,
    create_doctor,
    is_started,
    next_step,
    rpps_looks_wrong,
    save_identity,
    save_life,
    save_practice,
    save_project,
    set_visibility,
    take_doctor,
)
from services.keys import make_rpps
from services.masked_doctors import list_masked_doctors, mask
from services.refusals import Refusal
from services.regions import list_regions
from services.specialties import list_specialties
from tests.factories import a_gp_in_lot, a_visible_doctor, an_account

CAHORS, FIGEAC = "46042", "46102"
TODAY = date(2026, 11, 20)


def changes() -> int:
    return db.session.scalar(select(func.count(MarketChange.version))) or 0


def test_a_profile_is_made_once(app: Flask) -> None:
    account = an_account()
    first, second = take_doctor(account.id), take_doctor(account.id)
    assert first.id == second.id
    assert not is_started(first)


def test_each_step_is_remembered_and_told_to_scoring(app: Flask) -> None:
    doctor = create_doctor(an_account().id)
    assert next_step(doctor) == "identite"
    before = changes()
    save_identity(doctor, stage="junior", specialty_code="SM54")
    assert is_started(doctor)
    assert next_step(doctor) == "pratique"
    save_practice(doctor, opportunities=["locum"], today=TODAY)
    save_places(doctor, places=[PlaceAnswer(CAHORS, "relatives", 45)])
    save_life(doctor, childcare=True, schools=["primary"])
    save_project(doctor, project="  Soigner.  ", importance={"rhythm": 3})
    assert doctor.steps_done == list(STEPS)
    assert next_step(doctor) is None
    assert doctor.project == "Soigner."
    assert changes() == before + 5


def test_nothing_ticked_is_not_said(app: Flask) -> None:
    doctor = create_doctor(an_account().id)
    save_practice(doctor, opportunities=[], team=[], on_call="", today=TODAY)
    db.session.flush()
    db.session.expire(doctor)
    assert doctor.opportunities is None
    assert doctor.team is None
    assert doctor.on_call is None


@pytest.mark.parametrize(
    ("typed", "kept", "wrong"),
    [
        (make_rpps(7), make_rpps(7), False),
        ("8" + make_rpps(7), make_rpps(7), False),
        (" 99 000 000 071 ", "99000000071", None),
        ("10000000000", "10000000000", True),
        ("", None, False),
    ],
)
def test_an_rpps_is_kept_whatever_its_key(
    app: Flask, typed: str, kept: str | None, wrong: bool | None
) -> None:
    doctor = create_doctor(an_account().id)
    save_identity(doctor, stage="junior", specialty_code="SM54", rpps=typed)
    assert doctor.rpps == kept
    assert wrong is None or rpps_looks_wrong(doctor) is wrong


@pytest.mark.parametrize("number", ["123", "1234567890a", "²" * 11, "1" * 5000])
def test_what_cannot_be_an_rpps_is_refused(app: Flask, number: str) -> None:
    doctor = create_doctor(an_account().id)
    with pytest.raises(RppsMalformed):
        save_identity(doctor, stage="junior", specialty_code="SM54", rpps=number)


def test_a_specialty_that_does_not_exist_is_refused(app: Flask) -> None:
    doctor = create_doctor(an_account().id)
    with pytest.raises(UnknownSpecialty):
        save_identity(doctor, stage="junior", specialty_code="ZZ99")


@pytest.mark.parametrize(
    ("answers", "refusal"),
    [
        ({"days_min": 0}, DaysOutOfRange),
        ({"days_max": 7}, DaysOutOfRange),
        ({"days_min": 4, "days_max": 2}, DaysReversed),
        ({"start_from": date(2026, 10, 1)}, StartInThePast),
        ({"start_until": date(2019, 1, 1)}, StartInThePast),
        ({"start_from": date(2027, 5, 1), "start_until": date(2027, 4, 1)}, StartReversed),
        ({"on_call": "always"}, UnknownAnswer),
        ({"team": ["wizard"]}, UnknownAnswer),
    ],
)
def test_a_practice_that_cannot_be_is_refused(
    app: Flask, answers: dict[str, Any], refusal: type[Refusal]
) -> None:
    doctor = create_doctor(an_account().id)
    with pytest.raises(refusal):
        save_practice(doctor, **answers, today=TODAY)


def test_this_month_is_not_past(app: Flask) -> None:
    doctor = create_doctor(an_account().id)
    save_practice(doctor, start_from=date(2026, 11, 1), today=TODAY)
    assert doctor.start_from == date(2026, 11, 1)


def test_places_given_replace_those_kept(app: Flask) -> None:
    doctor = a_gp_in_lot()
    save_places(
        doctor, places=[PlaceAnswer(FIGEAC, "home", 20), PlaceAnswer(CAHORS, "hospital", 60)]
    )
    db.session.flush()
    db.session.expire(doctor)
    kept = {place.commune_code: (place.reason, place.max_minutes) for place in doctor.places}
    assert kept == {FIGEAC: ("home", 20), CAHORS: ("hospital", 60)}
    save_places(doctor)
    db.session.expire(doctor)
    assert doctor.places == []


@pytest.mark.parametrize(
    ("answers", "refusal"),
    [
        ({"places": [PlaceAnswer("99999", "home", 30)]}, PlaceUnknown),
        ({"places": [PlaceAnswer(CAHORS, "home", 30)] * 2}, PlaceTwice),
        ({"places": [PlaceAnswer(CAHORS, "home", 9)]}, TripOutOfRange),
        ({"places": [PlaceAnswer(CAHORS, "home", 121)]}, TripOutOfRange),
        ({"places": [PlaceAnswer(CAHORS, "home", 30)] * 13}, TooManyPlaces),
        ({"places": [PlaceAnswer(CAHORS, "whim", 30)]}, UnknownAnswer),
        ({"regions_liked": ["76"], "regions_refused": ["76", "11"]}, RegionBothWays),
        ({"regions_liked": ["xx"]}, RegionUnknown),
        ({"life": ["volcano"]}, UnknownAnswer),
    ],
)
def test_places_that_cannot_be_are_refused(
    app: Flask, answers: dict[str, Any], refusal: type[Refusal]
) -> None:
    doctor = a_gp_in_lot()
    with pytest.raises(refusal):
        save_places(doctor, **answers)
    db.session.expire(doctor)
    assert [place.commune_code for place in doctor.places] == [CAHORS]
    assert doctor.regions_liked == ["76"]


def test_a_project_too_long_is_refused(app: Flask) -> None:
    doctor = create_doctor(an_account().id)
    with pytest.raises(TextTooLong):
        save_project(doctor, project="a" * 100_000)
    save_project(doctor, project="é" * LONGEST_PROJECT)
    with pytest.raises(UnknownAnswer):
        save_project(doctor, importance={"rhythm": 4})
    with pytest.raises(UnknownAnswer):
        save_project(doctor, importance={"fame": 1})


def test_consent_keeps_its_wording_and_can_be_withdrawn(app: Flask) -> None:
    doctor = create_doctor(an_account().id)
    with pytest.raises(ProfileNotStarted):
        set_visibility(doctor, True)
    save_identity(doctor, stage="intern", specialty_code="SM54")
    set_visibility(doctor, True)
    since = doctor.visible_since
    assert since is not None
    assert doctor.visible_wording
    set_visibility(doctor, True)
    assert doctor.visible_since == since
    set_visibility(doctor, False)
    hidden = db.session.get_one(Doctor, doctor.id)
    assert hidden.visible_since is None
    assert hidden.visible_wording is None


def test_a_host_sees_nothing_that_tells_who_it_is(app: Flask) -> None:
    doctor = a_visible_doctor(
        rpps=make_rpps(3), project="Camille, 06 12 34 56 78 : soigner en équipe."
    )
    seen = list_masked_doctors([doctor.id])[doctor.id]
    assert seen == mask(doctor)
    words = repr(seen)
    for secret in ("Camille", "Essai", "06 12", doctor.rpps or "?", "Cahors", CAHORS, "nursery"):
        assert secret not in words
    assert "soigner en équipe" in seen.project
    set_visibility(doctor, False)
    assert list_masked_doctors([doctor.id]) == {}


def test_general_practice_comes_first(app: Flask) -> None:
    lines = list_specialties()
    assert lines[0].name == "Médecine générale"
    assert len(lines) == len({line.code for line in lines})
    assert {line.field for line in lines[:3]} == {"medecine-generale"}


def test_regions_are_those_where_one_can_live(app: Flask) -> None:
    names = [name for _code, name in list_regions()]
    assert "Occitanie" in names
    assert "Île de Clipperton" not in names
    assert names.index("Île-de-France") < names.index("Occitanie")


def test_deleting_an_account_leaves_no_profile(app: Flask) -> None:
    account = an_account()
    a_gp_in_lot(account)
    db.session.execute(db.delete(type(account)).where(type(account).id == account.id))
    assert db.session.scalar(select(func.count(Doctor.id))) == 0
