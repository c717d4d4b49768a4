"""Where people want to live: places that matter, regions, sizes, life around, household."""

from __future__ import annotations

from typing import Any

from models.vocabulary import CommuneSize, Housing, Life, PlaceReason, School, Sector, Stage
from seeds.demo.draws import Draws, Weighted
from seeds.demo.geography import Ground
from seeds.demo.geography import Place as Commune
from seeds.demo.people import LEARNING, Portrait

MINUTES = Weighted({20: 2.0, 30: 4.0, 45: 4.0, 60: 3.0, 90: 2.0})
REGIONS = (
    "11", "24", "27", "28", "32", "44", "52", "53", "75", "76", "84", "93", "94",
    "01", "02", "03", "04", "06",
)  # fmt: skip
_LIKED = Weighted(
    {
        "53": 8.0, "75": 8.0, "76": 8.0, "84": 8.0, "93": 7.0, "52": 6.0, "28": 4.0, "44": 4.0,
        "27": 3.5, "32": 3.5, "24": 3.5, "11": 4.0, "94": 1.5, "04": 1.5, "01": 0.8, "02": 0.8,
        "03": 0.4, "06": 0.3,
    }
)  # fmt: skip
_REFUSED = Weighted({"11": 8.0, "32": 3.0, "44": 3.0, "06": 3.0, "03": 2.0, "27": 2.0, "24": 2.0})
_SIZES = list(CommuneSize)
_SIZE = dict(zip(_SIZES, (2.0, 4.0, 4.0, 2.5, 1.2), strict=True))
_LIFE = Weighted(
    {
        Life.SEA: 3.5, Life.MOUNTAIN: 3.0, Life.COUNTRYSIDE: 3.5, Life.TEAM_SPORTS: 3.0,
        Life.WATER_SPORTS: 2.5, Life.HIKING_CYCLING: 4.0, Life.CINEMA_THEATRE: 3.0,
        Life.MUSIC_SCHOOL: 2.0, Life.MARKET_SHOPS: 4.0, Life.TRAIN_STATION: 3.5,
        Life.MOTORWAY: 1.0, Life.FIBRE: 3.0,
    }
)  # fmt: skip
_SECTOR = Weighted(
    {
        Sector.HEALTH: 9.0, Sector.EDUCATION: 5.0, Sector.DIGITAL: 5.0, Sector.PUBLIC_SERVICE: 4.0,
        Sector.INDUSTRY: 3.5, Sector.TRADE: 3.0, Sector.FINANCE_LAW: 3.0,
        Sector.SELF_EMPLOYED: 3.0, Sector.CONSTRUCTION: 2.0, Sector.RESEARCH: 2.0,
        Sector.SOCIAL_WORK: 1.5, Sector.CULTURE: 1.5, Sector.AGRICULTURE: 1.2,
        Sector.HOSPITALITY: 1.2, Sector.TRANSPORT: 1.2,
    }
)  # fmt: skip


def is_partnered(portrait: Portrait, draws: Draws) -> bool:
    """Do two people choose the place? Never asked of anyone: it only shapes imaginary wishes."""
    return draws.chance(0.45 if portrait.age < 27 else 0.72)


def surroundings(portrait: Portrait, draws: Draws) -> dict[str, Any]:
    """The columns of the step « mes lieux » that stand in the doctor's own row."""
    liked = set(draws.some_weighted(_LIKED, draws.between(0, 2)))
    if draws.chance(0.7):
        liked.add(portrait.home.region)
    refused: list[str] = []
    if draws.chance(0.25):
        refused = draws.some_weighted(_REFUSED, draws.between(1, 2))
    return {
        "regions_liked": [code for code in REGIONS if code in liked] or None,
        "regions_refused": [code for code in refused if code not in liked] or None,
        "commune_sizes": None if draws.chance(0.15) else _sizes(draws),
        "life": None if draws.chance(0.08) else draws.some_weighted(_LIFE, draws.between(1, 4)),
    }


def _sizes(draws: Draws) -> list[CommuneSize]:
    """One size and often its neighbours, as people think of towns."""
    middle = _SIZES.index(draws.weigh(Weighted(_SIZE)))
    low = middle - draws.between(0, 1)
    high = middle + draws.between(0, 1)
    return _SIZES[max(low, 0) : high + 1]


def places(
    portrait: Portrait, partnered: bool, ground: Ground, draws: Draws
) -> list[dict[str, Any]]:
    """One to three communes that matter, with the reason and the longest drive."""
    chosen: list[tuple[Commune, PlaceReason]] = []
    settled = portrait.stage in (Stage.SETTLED, Stage.SALARIED, Stage.RETIRED_ACTIVE)
    if draws.chance(0.85 if settled else 0.4):
        chosen.append((portrait.home, PlaceReason.HOME))
    if draws.chance(0.61):  # 61 % want their family nearby
        chosen.append((_relatives(portrait, ground, draws), PlaceReason.RELATIVES))
    if draws.chance(0.45 if portrait.stage in LEARNING else 0.18):
        chosen.append((portrait.faculty, PlaceReason.HOSPITAL))
    if partnered and draws.chance(0.3):
        work = ground.draw_in_departement(portrait.home.departement, draws)
        chosen.append((work, PlaceReason.PARTNER_WORK))
    if draws.chance(0.1):
        chosen.append((ground.draw_anywhere(draws), PlaceReason.LEISURE))
    one_each = {place.code: (place, reason) for place, reason in reversed(chosen)}
    return [
        {"commune_code": code, "reason": reason.value, "max_minutes": draws.weigh(MINUTES)}
        for code, (_, reason) in list(reversed(one_each.items()))[:3]
    ]


def _relatives(portrait: Portrait, ground: Ground, draws: Draws) -> Commune:
    if draws.chance(0.65):
        return ground.draw_in_departement(portrait.home.departement, draws, 0.7)
    return ground.draw_anywhere(draws)


def household(portrait: Portrait, partnered: bool, draws: Draws) -> dict[str, Any] | None:
    """What the people one lives with need nearby; children by the age of the parent."""
    schools = _schools(portrait.age, draws)
    small = partnered and 28 <= portrait.age <= 40 and draws.chance(0.5)
    looks = partnered and draws.chance(0.7)
    sectors = draws.some_weighted(_SECTOR, 2 if draws.chance(0.15) else 1) if looks else None
    housing = draws.each({Housing.RENT: 0.5, Housing.BUY: 0.4, Housing.READY_HOME: 0.3})
    if not (schools or small or sectors or housing):
        return None
    return {
        "childcare": True if small else None,
        "schools": schools or None,
        "partner_sectors": sectors,
        "housing": housing or None,
    }


def _schools(age: int, draws: Draws) -> list[School]:
    """Levels needed soon: the child is about thirty years younger."""
    if age < 30 or age > 58 or not draws.chance(0.6):
        return []
    child = age - draws.between(28, 35)
    if child < 1:
        return [School.NURSERY]
    levels = {School.NURSERY: (1, 5), School.PRIMARY: (4, 10), School.MIDDLE: (9, 14)}
    levels |= {School.HIGH: (13, 17), School.HIGHER: (17, 22)}
    return [level for level, (low, high) in levels.items() if low <= child <= high]
