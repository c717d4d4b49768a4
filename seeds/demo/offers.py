"""Offers: what is offered, where, for whom, since when, and what their hosts hope for."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from models.vocabulary import (
    Duration,
    HostTheme,
    Language,
    OfferStatus,
    Opportunity,
    OrganisationKind,
    PracticeMode,
    Skill,
    Stage,
)
from seeds.demo.draws import Draws, Weighted
from seeds.demo.geography import Place
from seeds.demo.hosts import Host
from seeds.demo.landscape import Landscape
from seeds.demo.offer_facts import imagine_facts
from seeds.demo.offer_texts import write_description, write_title
from seeds.demo.people import GENERAL_PRACTICE
from seeds.demo.wishes import first_of_month
from services.offer_steps import STEPS

O = Opportunity  # noqa: E741
M = PracticeMode
K = OrganisationKind
SEVERAL_SITES = 0.12
STATUSES = {
    OfferStatus.PUBLISHED: 0.84,
    OfferStatus.DRAFT: 0.06,
    OfferStatus.PAUSED: 0.03,
    OfferStatus.FILLED: 0.04,
    OfferStatus.EXPIRED: 0.03,
}
_MODES: dict[OrganisationKind, Weighted[PracticeMode]] = {
    K.TOWN_HALL: Weighted(
        {M.GROUP: 4, M.SOLO: 2.5, M.MSP: 3, M.HEALTH_CENTRE: 2, M.ITINERANT: 0.4, M.REMOTE: 0.2}
    ),
    K.EPCI: Weighted({M.MSP: 4, M.HEALTH_CENTRE: 3, M.GROUP: 2, M.ITINERANT: 1}),
    K.DEPARTEMENT: Weighted({M.HEALTH_CENTRE: 5, M.ITINERANT: 3}),
    K.MSP: Weighted({M.MSP: 1}),
    K.HEALTH_CENTRE: Weighted({M.HEALTH_CENTRE: 1}),
    K.ESP: Weighted({M.ESP: 1}),
    K.ESS: Weighted({M.ESS: 1}),
    K.CPTS: Weighted({M.GROUP: 3, M.MSP: 3, M.ESP: 2, M.REMOTE: 0.5, M.ITINERANT: 0.5}),
    K.SURGERY: Weighted({M.GROUP: 7, M.SOLO: 2, M.MIXED: 0.5}),
    K.HOSPITAL: Weighted({M.HOSPITAL_TEAM: 6, M.MIXED: 4}),
}
_SALARIED = Weighted({O.SALARIED: 8, O.SESSIONS: 1.5, O.ASSISTANT: 1, O.OUTREACH: 1})
_LIBERAL = Weighted(
    {
        O.INSTALLATION: 7, O.SUCCESSION: 3, O.PARTNERSHIP: 3.5, O.COLLABORATION: 4.5, O.LOCUM: 3,
        O.DEPUTY: 1.2, O.SESSIONS: 1, O.INTERNSHIP: 1, O.MSU_TRAINING: 0.4,
    }
)  # fmt: skip
_OPPORTUNITIES: dict[PracticeMode, Weighted[Opportunity]] = {
    M.HEALTH_CENTRE: _SALARIED,
    M.HOSPITAL_TEAM: Weighted({O.SALARIED: 6, O.ASSISTANT: 3, O.OUTREACH: 2, O.SESSIONS: 2}),
    M.MIXED: Weighted({O.SALARIED: 4, O.COLLABORATION: 3, O.ASSISTANT: 3, O.INSTALLATION: 2}),
    M.ITINERANT: Weighted({O.ITINERANT: 8, O.SALARIED: 3, O.SESSIONS: 3}),
    M.REMOTE: Weighted({O.TELECONSULTATION: 8, O.SALARIED: 2}),
    M.ESS: Weighted({O.OUTREACH: 5, O.INSTALLATION: 4, O.PARTNERSHIP: 3, O.COLLABORATION: 3}),
}
# Shares of posts in general practice.
_GP_SHARE = {K.HOSPITAL: 0.3, K.ESS: 0.0, K.HEALTH_CENTRE: 0.82, K.DEPARTEMENT: 0.9}
_OTHER_FIELDS = Weighted(
    {
        "psychiatrie": 5, "pediatrie": 5, "geriatrie": 4, "medecine-urgence": 4, "cardiologie": 3,
        "ophtalmologie": 3, "gynecologie": 3, "radiologie": 2, "dermatologie": 2,
        "rhumatologie": 1.5, "endocrinologie": 1.5, "pneumologie": 1, "neurologie": 1,
        "gastro-enterologie": 1,
    }
)  # fmt: skip
_WEEK_SHARES = {2: ((50, 50), (60, 40), (80, 20)), 3: ((40, 40, 20), (60, 20, 20), (34, 33, 33))}


def imagine_offer(
    host: Host, status: OfferStatus, landscape: Landscape, today: date, draws: Draws
) -> dict[str, Any]:
    """The columns of an offer, but for its host's person."""
    mode = draws.weigh(_MODES[host.kind])
    gp = draws.chance(_GP_SHARE.get(host.kind, 0.93))
    field = GENERAL_PRACTICE if gp else draws.weigh(_OTHER_FIELDS)
    kinds = _OPPORTUNITIES.get(mode, _LIBERAL)
    opportunities = draws.some_weighted(kinds, draws.between(1, 3))
    begun = today - timedelta(days=draws.between(5, 100))
    start = first_of_month(today, draws.between(1, 12))
    created = at_noon(begun)
    return {
        "status": status,
        "title": write_title(opportunities[0], field, host.place, draws),
        "field": field,
        "opportunities": opportunities,
        "practice_mode": mode,
        "start_on": start if draws.chance(0.85) else None,
        "expires_on": _expiry(status, today, draws),
        "description": write_description(host.kind, mode, draws),
        "facts": imagine_facts(host, mode, opportunities, landscape, draws),
        "wishes": _wishes(start, draws),
        "wish_importance": _wish_importance(draws),
        "steps_done": list(STEPS) if status != OfferStatus.DRAFT else list(STEPS)[:2],
        "published_at": None if status is OfferStatus.DRAFT else created + timedelta(days=2),
        "created_at": created,
        "updated_at": created,
    }


def at_noon(day: date) -> datetime:
    """Noon of a day, in UTC."""
    return datetime.combine(day, time(12), UTC)


def _expiry(status: OfferStatus, today: date, draws: Draws) -> date:
    """Three to nine months ahead, or just over for what has expired."""
    if status is OfferStatus.EXPIRED:
        return today - timedelta(days=draws.between(1, 4))
    return today + timedelta(days=draws.between(90, 270))


def imagine_sites(
    host: Host, mode: PracticeMode, landscape: Landscape, draws: Draws
) -> list[dict[str, Any]]:
    """One site, or two or three communes of the neighbourhood that share the week."""
    shared = mode in (M.HOSPITAL_TEAM, M.MIXED, M.ITINERANT)
    count = 1
    if draws.chance(0.55 if shared else SEVERAL_SITES / 2):
        count = draws.between(2, 3)
    places = [host.place, *_neighbours(host.place, count - 1, landscape, draws)]
    shares = (100,) if len(places) == 1 else draws.pick(_WEEK_SHARES[len(places)])
    return [
        {"position": position, "commune_code": place.code, "share": share, "name": None}
        for position, (place, share) in enumerate(zip(places, shares, strict=True))
    ]


def _neighbours(place: Place, count: int, landscape: Landscape, draws: Draws) -> list[Place]:
    if count == 0:
        return []
    around = [index for index in landscape.ground.near(place, 25) if index != place.index]
    return [landscape.ground.places[index] for index in draws.some(around, count)]


def _wishes(start: date, draws: Draws) -> dict[str, Any]:
    """What the host hopes for; most say a part of it."""
    wishes: dict[str, Any] = {}
    if draws.chance(0.6):
        wishes["available_by"] = first_of_month(start, draws.between(1, 6)).isoformat()
    if draws.chance(0.5):
        wishes["days_min"] = draws.between(2, 3)
        wishes["days_max"] = draws.between(wishes["days_min"], 5)
    if draws.chance(0.6):
        wishes["durations"] = [Duration.SIX_24_MONTHS] * draws.chance(0.4)
        wishes["durations"] += [Duration.OVER_24_MONTHS]
    if draws.chance(0.4):
        wishes["on_call"] = draws.chance(0.7)
    if draws.chance(0.4):
        wishes["teaching"] = draws.chance(0.7)
    if draws.chance(0.15):
        wishes["stages"] = [Stage.JUNIOR, Stage.LOCUM, Stage.SETTLED]
    if draws.chance(0.12):
        wishes["min_years"] = draws.between(1, 5)
    if draws.chance(0.12):
        wishes["languages"] = draws.some(list(Language)[:6], 1)
    if draws.chance(0.3):
        wishes["skills"] = draws.some(list(Skill), draws.between(1, 2))
    return wishes


def _wish_importance(draws: Draws) -> dict[str, int] | None:
    """A third keep the defaults; hosts in search of a doctor hold nothing indispensable."""
    if draws.chance(0.33):
        return None
    return {theme.value: draws.between(0, 2) for theme in HostTheme}
