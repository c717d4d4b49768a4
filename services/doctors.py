"""Doctors: make a profile and save it step by step; every answer but two may stay unsaid."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from matching.codes import DOCTOR_DEFAULTS
from models.base import db
from models.doctors import Doctor, Household
from models.specialties import Specialty
from models.vocabulary import (
    ConsentKind,
    Duration,
    Housing,
    Importance,
    Labelled,
    Language,
    MarketKind,
    OnCall,
    Opportunity,
    PracticeMode,
    School,
    Sector,
    Skill,
    Stage,
    TeachingWish,
    Team,
    Theme,
)
from services.consents import give, withdraw
from services.keys import compact, rpps_key_ok
from services.market_clock import note_change
from services.refusals import Refusal
from services.verifications import lapse, lock

STEPS = ("identite", "pratique", "lieux", "vie", "projet")
LONGEST_PROJECT = 4_000
FEWEST_DAYS, MOST_DAYS = 1, 6

_PARIS = ZoneInfo("Europe/Paris")


class UnknownSpecialty(Refusal):
    """No line of R38 has this code."""


class UnknownAnswer(Refusal):
    """A code that no list of ours knows."""


class RppsMalformed(Refusal):
    """Not a number of eleven digits."""


class DaysOutOfRange(Refusal):
    """A week has one to six days of practice here."""


class DaysReversed(Refusal):
    """At least more days than at most."""


class StartInThePast(Refusal):
    """This month is over."""


class StartReversed(Refusal):
    """The window ends before it begins."""


class TextTooLong(Refusal):
    """More than ``limit`` characters."""


class ProfileNotStarted(Refusal):
    """Stage and specialty come first."""


def find_doctor_of(account_id: int) -> Doctor | None:
    """The profile of an account, if it has one."""
    return db.session.scalar(select(Doctor).where(Doctor.account_id == account_id))


def create_doctor(account_id: int) -> Doctor:
    """Make an empty profile."""
    doctor = Doctor(account_id=account_id)
    db.session.add(doctor)
    db.session.flush()
    return doctor


def take_doctor(account_id: int) -> Doctor:
    """The profile of an account, made if there is none; two presses at once make one."""
    found = find_doctor_of(account_id)
    if found:
        return found
    try:
        with db.session.begin_nested():
            return create_doctor(account_id)
    except IntegrityError:
        return db.session.scalars(select(Doctor).where(Doctor.account_id == account_id)).one()


def is_started(doctor: Doctor | None) -> bool:
    """Are the two answers there that everything else needs?"""
    return bool(doctor and doctor.stage and doctor.specialty_code)


def save_identity(
    doctor: Doctor,
    *,
    stage: str,
    specialty_code: str,
    first_name: str | None = None,
    last_name: str | None = None,
    phone: str | None = None,
    rpps: str | None = None,
    experience_years: int | None = None,
    languages: Collection[str] | None = None,
    skills: Collection[str] | None = None,
) -> None:
    """Save « qui je suis »."""
    if db.session.get(Specialty, specialty_code) is None:
        raise UnknownSpecialty(code=specialty_code[:20], field="specialty_code")
    number = check_rpps(rpps)
    vouched = (doctor.first_name, doctor.last_name, doctor.rpps)
    if (first_name or None, last_name or None, number) != vouched and any(vouched):
        lock(doctor)
        lapse(doctor)  # what was checked was that name and that number
    doctor.stage = check_code(Stage, stage, "stage")
    doctor.specialty_code = specialty_code
    doctor.first_name, doctor.last_name = first_name or None, last_name or None
    doctor.phone = phone or None
    doctor.rpps = number
    doctor.experience_years = experience_years
    doctor.languages = check_codes(Language, languages, "languages")
    doctor.skills = check_codes(Skill, skills, "skills")
    finish_step(doctor, "identite")


def save_practice(
    doctor: Doctor,
    *,
    opportunities: Collection[str] | None = None,
    practice_modes: Collection[str] | None = None,
    days_min: int | None = None,
    days_max: int | None = None,
    on_call: str | None = None,
    start_from: date | None = None,
    start_until: date | None = None,
    duration: str | None = None,
    team: Collection[str] | None = None,
    teaching: str | None = None,
    today: date | None = None,
) -> None:
    """Save « ma pratique »."""
    check_days(days_min, days_max)
    check_start_window(start_from, start_until, today or datetime.now(_PARIS).date())
    doctor.opportunities = check_codes(Opportunity, opportunities, "opportunities")
    doctor.practice_modes = check_codes(PracticeMode, practice_modes, "practice_modes")
    doctor.days_min, doctor.days_max = days_min, days_max
    doctor.on_call = check_code(OnCall, on_call, "on_call")
    doctor.start_from, doctor.start_until = start_from, start_until
    doctor.duration = check_code(Duration, duration, "duration")
    doctor.team = check_codes(Team, team, "team")
    doctor.teaching = check_code(TeachingWish, teaching, "teaching")
    finish_step(doctor, "pratique")


def save_life(
    doctor: Doctor,
    *,
    childcare: bool | None = None,
    schools: Collection[str] | None = None,
    partner_sectors: Collection[str] | None = None,
    housing: Collection[str] | None = None,
) -> None:
    """Save « ma vie »: the household, which nobody else ever reads."""
    household = doctor.household or Household()
    household.childcare = childcare
    household.schools = check_codes(School, schools, "schools")
    household.partner_sectors = check_codes(Sector, partner_sectors, "partner_sectors")
    household.housing = check_codes(Housing, housing, "housing")
    doctor.household = household
    finish_step(doctor, "vie")


def save_project(
    doctor: Doctor,
    *,
    project: str | None = None,
    importance: Mapping[str, int] | None = None,
) -> None:
    """Save « mon projet » and how much each theme matters."""
    text = (project or "").strip()
    if len(text) > LONGEST_PROJECT:
        raise TextTooLong(limit=LONGEST_PROJECT, field="project")
    for theme, level in (importance or {}).items():
        check_code(Theme, theme, f"importance_{theme}")
        check_code(Importance, str(level), f"importance_{theme}")
    doctor.project = text or None
    doctor.importance = dict(importance) if importance else None
    finish_step(doctor, "projet")


def default_importance() -> dict[str, int]:
    """How much each theme matters to doctors in general: the survey of January 2019."""
    return dict(DOCTOR_DEFAULTS)


def set_visibility(doctor: Doctor, visible: bool) -> None:
    """Record a consent with its wording, or its withdrawal.

    The only place that writes the columns which scoring reads, so that they follow the consent.
    """
    if visible and not is_started(doctor):
        raise ProfileNotStarted()
    if visible:
        consent = give(doctor.account_id, ConsentKind.VISIBLE)
        doctor.visible_since, doctor.visible_wording = consent.given_at, consent.wording
    else:
        withdraw(doctor.account_id, ConsentKind.VISIBLE)
        doctor.visible_since = doctor.visible_wording = None
    db.session.flush()
    note_change(MarketKind.DOCTOR, doctor.id)


def finish_step(doctor: Doctor, step: str) -> None:
    """Remember that a step was answered, and tell scoring."""
    done = {*(doctor.steps_done or ()), step}
    doctor.steps_done = [known for known in STEPS if known in done]
    db.session.flush()
    note_change(MarketKind.DOCTOR, doctor.id)


def next_step(doctor: Doctor | None) -> str | None:
    """The first step not answered yet."""
    done = (doctor.steps_done if doctor else None) or ()
    return next((step for step in STEPS if step not in done), None)


def rpps_looks_wrong(doctor: Doctor | None) -> bool:
    """Is there a number whose key fails? It is kept: published numbers do not all pass."""
    return bool(doctor and doctor.rpps and not rpps_key_ok(doctor.rpps))


def check_rpps(number: str | None) -> str | None:
    """Eleven digits, whatever their key; spaces and the register's leading 8 are dropped."""
    digits = compact(number or "")
    if len(digits) == 12 and digits.startswith("8"):
        digits = digits[1:]
    if digits and not (len(digits) == 11 and digits.isascii() and digits.isdigit()):
        raise RppsMalformed(field="rpps")
    return digits or None


def check_days(days_min: int | None, days_max: int | None) -> None:
    """A possible week, in the right order."""
    for field, days in (("days_min", days_min), ("days_max", days_max)):
        if days is not None and not FEWEST_DAYS <= days <= MOST_DAYS:
            raise DaysOutOfRange(low=FEWEST_DAYS, high=MOST_DAYS, field=field)
    if days_min is not None and days_max is not None and days_min > days_max:
        raise DaysReversed(field="days_max")


def check_start_window(start_from: date | None, start_until: date | None, today: date) -> None:
    """Months to come, in the right order."""
    this_month = today.replace(day=1)
    for field, month in (("start_from", start_from), ("start_until", start_until)):
        if month and month < this_month:
            raise StartInThePast(month=f"{month:%m/%Y}", field=field)
    if start_from and start_until and start_until < start_from:
        raise StartReversed(field="start_until")


def check_code(words: type[Labelled], code: str | None, field: str) -> str | None:
    """A code of this list, or nothing."""
    if code and code not in words._value2member_map_:
        raise UnknownAnswer(code=code[:40], field=field)
    return code or None


def check_codes(
    words: type[Labelled], codes: Collection[str] | None, field: str
) -> list[str] | None:
    """Codes of this list in its order; none at all is « not said »."""
    for code in codes or ():
        check_code(words, code, field)
    return [member.value for member in words if member.value in (codes or ())] or None
