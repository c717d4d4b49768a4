"""What there is around a commune, from where it really lies as far as that says it."""

from __future__ import annotations

import numpy as np

from models.vocabulary import Life, School, Sector, Zoning
from seeds.demo.draws import Draws
from seeds.demo.french import words
from seeds.demo.geography import Ground, Place, distances, imagine_zoning

SEA_WITHIN_KM = 30.0
# Points of the coast about forty kilometres apart (north, east), Dunkerque to Menton, Corsica.
_COAST = np.array(
    [
        (51.05, 2.37), (50.96, 1.85), (50.73, 1.58), (50.40, 1.56), (50.18, 1.48), (49.93, 1.08),
        (49.76, 0.37), (49.49, 0.10), (49.36, -0.07), (49.34, -0.46), (49.38, -0.90),
        (49.34, -1.20), (49.59, -1.27), (49.65, -1.62), (49.50, -1.85), (49.30, -1.70),
        (48.84, -1.60), (48.64, -1.51), (48.65, -2.02), (48.63, -2.40), (48.52, -2.75),
        (48.78, -3.05), (48.83, -3.45), (48.73, -3.98), (48.68, -4.40), (48.36, -4.77),
        (48.10, -4.28), (48.03, -4.65), (47.80, -4.28), (47.87, -3.92), (47.75, -3.37),
        (47.58, -3.08), (47.55, -2.70), (47.50, -2.40), (47.27, -2.22), (47.11, -2.10),
        (46.90, -2.10), (46.70, -1.95), (46.50, -1.78), (46.33, -1.30), (46.16, -1.15),
        (45.95, -1.05), (45.62, -1.03), (45.20, -1.16), (44.90, -1.18), (44.66, -1.17),
        (44.35, -1.25), (44.05, -1.31), (43.65, -1.44), (43.48, -1.56), (43.37, -1.77),
        (42.52, 3.10), (42.80, 3.04), (43.05, 3.06), (43.28, 3.45), (43.40, 3.70), (43.55, 4.00),
        (43.53, 4.14), (43.45, 4.43), (43.40, 4.85), (43.35, 5.05), (43.30, 5.35), (43.18, 5.65),
        (43.10, 5.93), (43.08, 6.15), (43.15, 6.40), (43.27, 6.64), (43.42, 6.75), (43.55, 7.02),
        (43.70, 7.27), (43.78, 7.50), (42.70, 9.45), (42.30, 9.55), (41.90, 9.40), (41.60, 9.28),
        (41.40, 9.16), (41.65, 8.90), (41.92, 8.70), (42.30, 8.60), (42.57, 8.75), (42.70, 9.30),
    ]
)  # fmt: skip
_ISLANDS = frozenset({"01", "02", "04", "06"})  # no place there is far from the sea
# Départements that are mountainous as a whole, and by half.
_HIGH = words("04 05 09 15 2A 2B 43 48 65 73 74 88 974")
_HALF = words("01 06 07 12 19 23 25 26 31 38 39 42 63 64 66 68 70 90 971 972")
_BIG_TOWN_JOBS = (
    Sector.HEALTH,
    Sector.PUBLIC_SERVICE,
    Sector.EDUCATION,
    Sector.TRADE,
    Sector.DIGITAL,
    Sector.FINANCE_LAW,
    Sector.INDUSTRY,
    Sector.RESEARCH,
    Sector.CULTURE,
    Sector.SOCIAL_WORK,
    Sector.TRANSPORT,
    Sector.CONSTRUCTION,
    Sector.HOSPITALITY,
)
_VILLAGE_JOBS = {
    Sector.AGRICULTURE: 0.6,
    Sector.CONSTRUCTION: 0.5,
    Sector.SOCIAL_WORK: 0.4,
    Sector.HOSPITALITY: 0.4,
    Sector.INDUSTRY: 0.35,
    Sector.HEALTH: 0.4,
    Sector.EDUCATION: 0.3,
    Sector.PUBLIC_SERVICE: 0.25,
    Sector.TRADE: 0.3,
    Sector.SELF_EMPLOYED: 0.3,
    Sector.TRANSPORT: 0.2,
}


class Landscape:
    """What each commune has; asked twice, the answer is the same."""

    def __init__(self, ground: Ground, draws: Draws) -> None:
        self.ground = ground
        self._draws = draws
        self._zones = imagine_zoning(ground, draws)
        self._life: dict[str, list[Life]] = {}
        self._schools: dict[str, list[School]] = {}
        self._sectors: dict[str, list[Sector]] = {}

    def zoning(self, place: Place) -> Zoning | None:
        """The imaginary zone of a commune."""
        return self._zones[place.index]

    def life(self, place: Place) -> list[Life]:
        """What there is within thirty minutes."""
        if place.code not in self._life:
            chances = self._chances(place)
            self._life[place.code] = [life for life in Life if self._draws.chance(chances[life])]
        return self._life[place.code]

    def schools(self, place: Place) -> list[School]:
        """School levels within fifteen minutes: the town nearby counts."""
        if place.code not in self._schools:
            town = self.largest_near(place, 9)
            chances = {
                School.NURSERY: 0.97 if town > 400 else 0.6,
                School.PRIMARY: 0.97 if town > 400 else 0.6,
                School.MIDDLE: 0.95 if town > 3_500 else 0.25,
                School.HIGH: 0.95 if town > 12_000 else 0.12,
                School.HIGHER: 0.95 if town > 60_000 else 0.04,
            }
            self._schools[place.code] = self._draws.each(chances)
        return self._schools[place.code]

    def sectors(self, place: Place) -> list[Sector]:
        """Who hires around: more kinds of work where a larger town is near."""
        if place.code not in self._sectors:
            town = self.largest_near(place, 25)
            chances = dict(_VILLAGE_JOBS)
            reach = min(0.85, 0.12 * max(np.log10(max(town, 1)) - 2.5, 0.2) ** 1.7)
            for sector in _BIG_TOWN_JOBS:
                chances[sector] = max(chances.get(sector, 0.0), float(reach))
            drawn = set(self._draws.each(chances))
            self._sectors[place.code] = [sector for sector in Sector if sector in drawn]
        return self._sectors[place.code]

    def largest_near(self, place: Place, km: float) -> int:
        """Inhabitants of the largest commune around."""
        return int(self.ground.population[self.ground.near(place, km)].max())

    def _chances(self, place: Place) -> dict[Life, float]:
        town = self.largest_near(place, 15)
        return {
            Life.SEA: float(is_near_sea(place)),
            Life.MOUNTAIN: _mountain(place),
            Life.COUNTRYSIDE: 1.0 if place.density < 300 else 0.2,
            Life.TEAM_SPORTS: 0.95 if town > 1_000 else 0.6,
            Life.WATER_SPORTS: 0.9 if town > 9_000 or is_near_sea(place) else 0.35,
            Life.HIKING_CYCLING: 0.9 if place.density < 500 else 0.5,
            Life.CINEMA_THEATRE: 0.95 if town > 9_000 else 0.3,
            Life.MUSIC_SCHOOL: 0.9 if town > 5_000 else 0.4,
            Life.MARKET_SHOPS: 0.95 if town > 2_000 else 0.5,
            Life.TRAIN_STATION: 0.9 if town > 12_000 else 0.3,
            Life.MOTORWAY: 0.6 if town > 9_000 else 0.35,
            Life.FIBRE: 0.85,
        }


def is_near_sea(place: Place) -> bool:
    """Is the sea within thirty kilometres or so?"""
    if place.region in _ISLANDS or place.zone.startswith("ile-"):
        return True
    if place.region == "03":
        return place.latitude > 4.6 and place.longitude > -54.3
    return bool(distances(place, _COAST[:, 0], _COAST[:, 1]).min() <= SEA_WITHIN_KM)


def _mountain(place: Place) -> float:
    if place.departement in _HIGH:
        return 1.0
    return 0.5 if place.departement in _HALF else 0.0
