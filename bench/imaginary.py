"""Imaginary doctors and offers, seeded, with the density of answers that real forms would give."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matching import codes
from matching.profiles import DoctorProfile, HostWishes, OfferProfile, Place, Site

NOW = 2026 * 12 + 8
# A vocabulary with a long tail, as in real texts: word i is drawn with probability ~ 1 / (i + 20).
SYLLABLES = ("ba", "cor", "dan", "lu", "mi", "nor", "pel", "ra", "sou", "ti", "ven", "zel")
WORDS = [a + b + c for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES]
ODDS = 1 / (np.arange(len(WORDS)) + 20)
SPECIALTIES = ("general", "paediatrics", "psychiatry", "ophthalmology", "dermatology", "cardiology")
FACTS = tuple(name for names in codes.AMENITY_FACTS.values() for name in names)


class Draw:
    """Random answers from one generator; each method may answer that nothing was said."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.odds = np.cumsum(ODDS / ODDS.sum())

    def says(self, odds: float) -> bool:
        """True with these odds."""
        return bool(self.rng.random() < odds)

    def one(self, order: Sequence[str], odds: float) -> str | None:
        """One name of a vocabulary, or nothing said."""
        return order[int(self.rng.integers(len(order)))] if self.says(odds) else None

    def some(self, order: Sequence[str], odds: float, density: float) -> frozenset[str] | None:
        """A set of names, each kept with a density, or nothing said."""
        if not self.says(odds):
            return None
        kept = self.rng.random(len(order)) < density
        return frozenset(name for name, keep in zip(order, kept, strict=True) if keep)

    def number(self, low: int, high: int, odds: float) -> int | None:
        """A number between two ends, or nothing said."""
        return int(self.rng.integers(low, high + 1)) if self.says(odds) else None

    def specialty(self) -> str:
        """A specialty, six times in ten the first."""
        return SPECIALTIES[0] if self.says(0.6) else SPECIALTIES[int(self.rng.integers(1, 6))]

    def text(self, length: int, odds: float) -> str:
        """Words with a long tail, half to the whole of a length, or none."""
        if not self.says(odds):
            return ""
        at = np.searchsorted(
            self.odds, self.rng.random(int(self.rng.integers(length // 2, length)))
        )
        return " ".join(WORDS[each] for each in at)

    def point(self) -> tuple[float, float, str]:
        """Latitude, longitude and zone, mostly on the mainland."""
        zone = "hexagone" if self.says(0.95) else "reunion"
        lat, lon = self.rng.random(2)
        if zone == "reunion":
            return -21.4 + 0.5 * lat, 55.2 + 0.6 * lon, zone
        return 43 + 7.5 * lat, -1 + 7.5 * lon, zone

    def importance(self, themes: Sequence[str], odds: float, essential: float) -> dict[str, int]:
        """How much some themes weigh."""
        told = [theme for theme in themes if self.says(odds)]
        return {theme: 3 if self.says(essential) else int(self.rng.integers(3)) for theme in told}


def doctor(draw: Draw, id: int) -> DoctorProfile:
    """One doctor who filled in about two thirds of the form."""
    places = tuple(
        Place(*draw.point(), max_minutes=int(draw.rng.choice([20, 30, 45, 60, 90])))
        for _ in range(int(draw.rng.integers(0, 4)))
    )
    return DoctorProfile(
        id,
        specialty=draw.specialty(),
        stage=draw.one(codes.STAGES, 0.9),
        opportunities=draw.some(codes.OPPORTUNITIES, 0.8, 0.4),
        practice_modes=draw.some(codes.PRACTICE_MODES, 0.8, 0.3),
        days_min=draw.number(2, 4, 0.6),
        days_max=draw.number(3, 5, 0.6),
        on_call=draw.one(codes.ON_CALL_LEVELS, 0.7),
        start_from=draw.number(NOW, NOW + 18, 0.7),
        start_until=draw.number(NOW + 6, NOW + 30, 0.4),
        team=draw.some(codes.TEAM, 0.7, 0.3),
        teaching=draw.one(codes.TEACHING_WISHES, 0.6),
        places=places,
        regions_liked=draw.some(codes.REGIONS, 0.3, 0.2),
        regions_refused=draw.some(codes.REGIONS, 0.2, 0.1),
        commune_sizes=draw.some(codes.COMMUNE_SIZES, 0.6, 0.4),
        life=draw.some(codes.LIFE, 0.7, 0.3),
        partner_sectors=draw.some(codes.SECTORS, 0.4, 0.1),
        childcare=draw.says(0.3),
        schools=draw.some(codes.SCHOOLS, 0.4, 0.4),
        housing=draw.some(codes.HOUSING, 0.4, 0.5),
        project=draw.text(60, 0.7),
        duration=draw.one(codes.DURATIONS, 0.6),
        languages=draw.some(codes.LANGUAGES, 0.7, 0.2),
        skills=draw.some(codes.SKILLS, 0.7, 0.2),
        experience_years=draw.number(0, 30, 0.8),
        importance=draw.importance(tuple(codes.THEMES), 0.4, 0.15),
    )


def offer(draw: Draw, id: int) -> OfferProfile:
    """One offer, one to three sites, with some of the host's wishes."""
    parts = draw.rng.dirichlet(np.ones(int(draw.rng.choice([1, 1, 1, 1, 2, 3]))))
    lat, lon, zone = draw.point()
    near = [(lat + 0.2 * draw.rng.random(), lon + 0.2 * draw.rng.random()) for _ in parts]
    return OfferProfile(
        id,
        specialty=draw.specialty(),
        opportunities=draw.some(codes.OPPORTUNITIES, 1.0, 0.2),
        practice_mode=draw.one(codes.PRACTICE_MODES, 0.9),
        sites=tuple(Site(*at, zone, float(part)) for at, part in zip(near, parts, strict=True)),
        region=draw.one(codes.REGIONS, 1.0),
        commune_size=draw.one(codes.COMMUNE_SIZES, 1.0),
        days_min=draw.number(1, 3, 0.7),
        days_max=draw.number(3, 6, 0.7),
        on_call=draw.one(codes.ON_CALL_LEVELS, 0.7),
        start=draw.number(NOW - 3, NOW + 18, 0.7),
        team=draw.some(codes.TEAM, 0.8, 0.4),
        teaching=draw.one(codes.TEACHING_OFFERS, 0.7),
        life=draw.some(codes.LIFE, 0.9, 0.4),
        partner_sectors=draw.some(codes.SECTORS, 0.4, 0.3),
        partner_help=draw.says(0.4),
        childcare=draw.one(codes.CHILDCARE, 0.6),
        schools=draw.some(codes.SCHOOLS, 0.8, 0.6),
        housing=draw.some(codes.HOUSING, 0.6, 0.4),
        facts={name: draw.says(0.5) for name in FACTS if draw.says(0.5)},
        text=draw.text(80, 0.9),
        wishes=wishes(draw),
    )


def wishes(draw: Draw) -> HostWishes:
    """What one host hopes for."""
    return HostWishes(
        available_by=draw.number(NOW, NOW + 18, 0.5),
        days_min=draw.number(1, 4, 0.3),
        durations=draw.some(codes.DURATIONS, 0.5, 0.5),
        on_call=draw.says(0.3),
        teaching=draw.says(0.3),
        stages=draw.some(codes.STAGES, 0.2, 0.4),
        min_years=draw.number(0, 5, 0.2),
        languages=draw.some(codes.LANGUAGES, 0.2, 0.2),
        skills=draw.some(codes.SKILLS, 0.4, 0.2),
        importance=draw.importance(codes.HOST_CRITERIA, 0.3, 0.15),
    )


def imaginary_doctors(n: int, seed: int = 1) -> list[DoctorProfile]:
    """``n`` doctors, ids from 1."""
    draw = Draw(seed)
    return [doctor(draw, at) for at in range(1, n + 1)]


def imaginary_offers(n: int, seed: int = 2) -> list[OfferProfile]:
    """``n`` offers, ids from 1."""
    draw = Draw(seed)
    return [offer(draw, at) for at in range(1, n + 1)]
