"""What practice people want, after the survey of the national medical council (January 2019)."""

from __future__ import annotations

from datetime import date
from typing import Any

from models.vocabulary import (
    Duration,
    OnCall,
    Opportunity,
    PracticeMode,
    Stage,
    TeachingWish,
    Team,
    Theme,
)
from seeds.demo.draws import Draws, Weighted
from seeds.demo.people import Portrait

O = Opportunity  # noqa: E741
M = PracticeMode
OPPORTUNITIES: dict[Stage, dict[Opportunity, float]] = {
    Stage.STUDENT: {O.INTERNSHIP: 0.9, O.MSU_TRAINING: 0.2, O.LOCUM: 0.25, O.SALARIED: 0.15},
    Stage.INTERN: {
        O.INTERNSHIP: 0.5, O.MSU_TRAINING: 0.25, O.LOCUM: 0.65, O.DEPUTY: 0.4,
        O.COLLABORATION: 0.35, O.ASSISTANT: 0.25, O.SALARIED: 0.3, O.INSTALLATION: 0.25,
    },
    Stage.JUNIOR: {
        O.COLLABORATION: 0.55, O.INSTALLATION: 0.42, O.ASSISTANT: 0.4, O.PARTNERSHIP: 0.35,
        O.LOCUM: 0.5, O.SALARIED: 0.35, O.DEPUTY: 0.25, O.INTERNSHIP: 0.2, O.SUCCESSION: 0.12,
    },
    Stage.LOCUM: {
        O.INSTALLATION: 0.5, O.COLLABORATION: 0.5, O.PARTNERSHIP: 0.42, O.LOCUM: 0.6,
        O.SUCCESSION: 0.3, O.SALARIED: 0.3, O.SESSIONS: 0.2, O.ITINERANT: 0.06,
    },
    Stage.SETTLED: {
        O.PARTNERSHIP: 0.42, O.INSTALLATION: 0.42, O.SALARIED: 0.4, O.SUCCESSION: 0.3,
        O.SESSIONS: 0.2, O.OUTREACH: 0.18, O.TELECONSULTATION: 0.12,
    },
    Stage.SALARIED: {
        O.SALARIED: 0.7, O.INSTALLATION: 0.32, O.COLLABORATION: 0.28, O.OUTREACH: 0.18,
        O.SESSIONS: 0.2, O.TELECONSULTATION: 0.15, O.ITINERANT: 0.08,
    },
    Stage.RETIRED_ACTIVE: {
        O.SESSIONS: 0.7, O.LOCUM: 0.6, O.TELECONSULTATION: 0.3, O.ITINERANT: 0.25,
        O.OUTREACH: 0.25, O.SALARIED: 0.25,
    },
}  # fmt: skip
# Share who want a group, an MSP or mixed practice (72 % of interns), and who want to be alone.
TOGETHER = {Stage.STUDENT: 0.72, Stage.INTERN: 0.72, Stage.JUNIOR: 0.74, Stage.LOCUM: 0.7}
ALONE = {Stage.STUDENT: 0.03, Stage.INTERN: 0.03, Stage.JUNIOR: 0.03, Stage.LOCUM: 0.05}
_TOGETHER_MODES = Weighted({M.GROUP: 5.0, M.MSP: 6.0, M.MIXED: 2.5})
_OTHER_MODES = Weighted(
    {
        M.HEALTH_CENTRE: 6.0, M.HOSPITAL_TEAM: 4.0, M.ESP: 2.0, M.ESS: 0.5,
        M.ITINERANT: 1.0, M.REMOTE: 1.0,
    }
)  # fmt: skip
_ON_CALL = Weighted(
    {OnCall.NONE: 22.0, OnCall.VOLUNTARY: 30.0, OnCall.OCCASIONAL: 35.0, OnCall.REGULAR: 13.0}
)
_TEAM = Weighted(
    {
        Team.GP: 8.0, Team.NURSE: 7.0, Team.IPA: 4.0, Team.PHYSIOTHERAPIST: 4.0,
        Team.MIDWIFE: 2.5, Team.PHARMACIST: 3.0, Team.PSYCHOLOGIST: 2.5, Team.SPECIALIST: 2.0,
        Team.DENTIST: 0.7, Team.DIETITIAN: 0.8, Team.SPEECH_THERAPIST: 0.8,
        Team.SOCIAL_WORKER: 1.2,
    }
)  # fmt: skip
_TEACHING = {
    False: Weighted(
        {TeachingWish.WANTED: 30.0, TeachingWish.LATER: 45.0, TeachingWish.UNWANTED: 25.0}
    ),
    True: Weighted(
        {TeachingWish.WANTED: 42.0, TeachingWish.LATER: 18.0, TeachingWish.UNWANTED: 40.0}
    ),
}
# Shares of people for whom a theme is at least important.
MATTERS: dict[Theme, float] = {
    Theme.MODE: 0.75,
    Theme.RHYTHM: 0.84,
    Theme.TEAM: 0.83,
    Theme.TEACHING: 0.3,
    Theme.PLACES: 0.61,
    Theme.SETTING: 0.55,
    Theme.HOUSEHOLD: 0.3,  # 86 % of those who have a partner: see importance()
    Theme.MONEY: 0.42,
    Theme.PREMISES: 0.38,
    Theme.SUPPORT: 0.4,
    Theme.SAFETY: 0.35,
    Theme.PROJECT: 0.33,
}
PARTNER_MATTERS = 0.86
HOLD_ONE_ESSENTIAL = 0.08
_ESSENTIAL = Weighted(
    {Theme.PLACES: 4.0, Theme.MODE: 3.0, Theme.HOUSEHOLD: 2.0, Theme.RHYTHM: 2.0, Theme.TEAM: 1.0}
)
# Months from today before a person could start: (soonest, latest).
_START = {
    Stage.STUDENT: (24, 48),
    Stage.INTERN: (8, 30),
    Stage.JUNIOR: (0, 14),
    Stage.LOCUM: (1, 10),
    Stage.SETTLED: (4, 18),
    Stage.SALARIED: (3, 12),
    Stage.RETIRED_ACTIVE: (0, 5),
}
SKIPPED = 0.07  # share of single answers left open by people who filled the step


def practice(portrait: Portrait, today: date, draws: Draws) -> dict[str, Any]:
    """The columns of the step « ma pratique »."""
    days_min, days_max = _days(portrait.stage, draws)
    start_from, start_until = _start(portrait.stage, today, draws)
    said = not draws.chance(SKIPPED)
    return {
        "opportunities": _opportunities(portrait, draws),
        "practice_modes": _modes(portrait, draws),
        "days_min": days_min if said else None,
        "days_max": days_max if said else None,
        "on_call": None if draws.chance(SKIPPED) else draws.weigh(_ON_CALL),
        "start_from": start_from,
        "start_until": start_until,
        "duration": _duration(portrait.stage, draws),
        "team": None if draws.chance(SKIPPED) else draws.some_weighted(_TEAM, draws.between(1, 4)),
        "teaching": None
        if draws.chance(SKIPPED)
        else draws.weigh(_TEACHING[portrait.experience >= 5]),
    }


def _opportunities(portrait: Portrait, draws: Draws) -> list[Opportunity]:
    chances = OPPORTUNITIES[portrait.stage]
    if not portrait.is_gp:
        chances = {**chances, O.OUTREACH: 0.3, O.SALARIED: 0.5}
    return draws.each(chances) or [next(iter(chances))]


def _modes(portrait: Portrait, draws: Draws) -> list[PracticeMode] | None:
    point = draws.uniform()
    together = TOGETHER.get(portrait.stage, 0.58)
    if point < together:
        modes = draws.some_weighted(_TOGETHER_MODES, draws.between(1, 3))
        extra = {M.HEALTH_CENTRE: 0.18, M.ESP: 0.15, M.HOSPITAL_TEAM: 0.06}
        return modes + draws.each(extra)
    if point < together + ALONE.get(portrait.stage, 0.1):
        return [M.SOLO]
    if draws.chance(0.15):
        return None
    return draws.some_weighted(_OTHER_MODES, draws.between(1, 2))


def _days(stage: Stage, draws: Draws) -> tuple[int, int]:
    if stage is Stage.RETIRED_ACTIVE:
        low = draws.between(1, 2)
        return low, draws.between(low, 3)
    low = 2 if draws.chance(0.2) else draws.between(3, 4)
    return low, min(draws.between(low, low + 1), 5)


def _start(stage: Stage, today: date, draws: Draws) -> tuple[date | None, date | None]:
    if draws.chance(SKIPPED):
        return None, None
    soonest, latest = _START[stage]
    begin = first_of_month(today, draws.between(soonest, latest))
    if draws.chance(0.35):
        return begin, None
    return begin, first_of_month(begin, draws.between(3, 15))


def first_of_month(day: date, months: int) -> date:
    """The first day of the month that comes ``months`` months after ``day``'s."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def _duration(stage: Stage, draws: Draws) -> Duration | None:
    if draws.chance(0.15):
        return None
    settles = {Stage.STUDENT: 0.2, Stage.INTERN: 0.4, Stage.RETIRED_ACTIVE: 0.25}.get(stage, 0.62)
    if draws.chance(settles):
        return Duration.OVER_24_MONTHS
    return Duration.SIX_24_MONTHS if draws.chance(0.65) else Duration.UNDER_6_MONTHS


def importance(partnered: bool, draws: Draws) -> dict[str, int] | None:
    """How much each theme matters; a fifth keep the defaults by saying nothing."""
    if draws.chance(0.2):
        return None
    weights: dict[str, int] = {}
    for theme, share in MATTERS.items():
        if theme is Theme.HOUSEHOLD and partnered:
            share = PARTNER_MATTERS  # noqa: PLW2901
        weights[theme.value] = 2 if draws.chance(share) else int(draws.chance(0.75))
    # Those who came this far and spoke are 72 % of all people, 8 % of whom hold one.
    if draws.chance(HOLD_ONE_ESSENTIAL / 0.72):
        weights[draws.weigh(_ESSENTIAL).value] = 3
    return weights
