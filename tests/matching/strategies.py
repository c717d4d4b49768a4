"""Hypothesis strategies: imaginary doctors and offers that use every field, or leave it out."""

from __future__ import annotations

from hypothesis import strategies as st

from matching import codes
from matching.profiles import DoctorProfile, HostWishes, OfferProfile, Place, Site

WORDS = (  # noqa: SIM905 - a line of words reads better than a list
    "montagne rivière pédiatrie gériatrie équipe vélo école randonnée urgences île marché "
    "gynécologie télémédecine maison voisins théâtre"
).split()
MONTHS = st.integers(2026 * 12, 2028 * 12)
DAYS = st.none() | st.integers(1, 6)
LATITUDES, LONGITUDES = st.floats(42.5, 51, width=32), st.floats(-4.5, 8, width=32)
ZONES = st.sampled_from(["hexagone", "hexagone", "hexagone", "corse", "reunion"])
SPECIALTIES = st.sampled_from([None, "gp", "gp", "paediatrics"])
IDS = st.integers(1, 10**9)


def choices(order: tuple[str, ...]) -> st.SearchStrategy[frozenset[str] | None]:
    return st.none() | st.frozensets(st.sampled_from(order), max_size=4)


def one_of(order: tuple[str, ...]) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(order)


def importances(themes: tuple[str, ...]) -> st.SearchStrategy[dict[str, int]]:
    return st.dictionaries(st.sampled_from(themes), st.integers(0, 3), max_size=5)


TEXTS = st.lists(st.sampled_from([*WORDS, "inconnu", "de"]), max_size=6).map(" ".join)
PLACES = st.builds(
    Place, lat=LATITUDES, lon=LONGITUDES, zone=ZONES, max_minutes=st.integers(10, 300)
)


@st.composite
def sites(draw: st.DrawFn) -> tuple[Site, ...]:
    parts = draw(st.lists(st.integers(1, 5), max_size=3))
    spots = [(draw(LATITUDES), draw(LONGITUDES), draw(ZONES)) for _ in parts]
    return tuple(
        Site(*spot, share=part / sum(parts)) for spot, part in zip(spots, parts, strict=True)
    )


DOCTORS = st.builds(
    DoctorProfile,
    id=IDS,
    specialty=SPECIALTIES,
    stage=one_of(codes.STAGES),
    opportunities=choices(codes.OPPORTUNITIES),
    practice_modes=choices(codes.PRACTICE_MODES),
    days_min=DAYS,
    days_max=DAYS,
    on_call=one_of(codes.ON_CALL_LEVELS),
    start_from=st.none() | MONTHS,
    start_until=st.none() | MONTHS,
    team=choices(codes.TEAM),
    teaching=one_of(codes.TEACHING_WISHES),
    places=st.lists(PLACES, max_size=3).map(tuple),
    regions_liked=choices(codes.REGIONS[:6]),
    regions_refused=choices(codes.REGIONS[:6]),
    commune_sizes=choices(codes.COMMUNE_SIZES),
    life=choices(codes.LIFE),
    partner_sectors=choices(codes.SECTORS),
    childcare=st.none() | st.booleans(),
    schools=choices(codes.SCHOOLS),
    housing=choices(codes.HOUSING),
    project=TEXTS,
    duration=one_of(codes.DURATIONS),
    languages=choices(codes.LANGUAGES),
    skills=choices(codes.SKILLS),
    experience_years=st.none() | st.integers(0, 40),
    importance=importances(tuple(codes.THEMES)),
)
WISHES = st.builds(
    HostWishes,
    available_by=st.none() | MONTHS,
    days_min=DAYS,
    days_max=DAYS,
    durations=choices(codes.DURATIONS),
    on_call=st.none() | st.booleans(),
    teaching=st.none() | st.booleans(),
    stages=choices(codes.STAGES),
    min_years=st.none() | st.integers(0, 20),
    languages=choices(codes.LANGUAGES),
    skills=choices(codes.SKILLS),
    importance=importances(codes.HOST_CRITERIA),
)
FACTS = tuple(name for names in codes.AMENITY_FACTS.values() for name in names)
OFFERS = st.builds(
    OfferProfile,
    id=IDS,
    specialty=SPECIALTIES,
    opportunities=choices(codes.OPPORTUNITIES),
    practice_mode=one_of(codes.PRACTICE_MODES),
    sites=sites(),
    region=one_of(codes.REGIONS[:6]),
    commune_size=one_of(codes.COMMUNE_SIZES),
    days_min=DAYS,
    days_max=DAYS,
    on_call=one_of(codes.ON_CALL_LEVELS),
    start=st.none() | MONTHS,
    team=choices(codes.TEAM),
    teaching=one_of(codes.TEACHING_OFFERS),
    life=choices(codes.LIFE),
    partner_sectors=choices(codes.SECTORS),
    partner_help=st.none() | st.booleans(),
    childcare=one_of(codes.CHILDCARE),
    schools=choices(codes.SCHOOLS),
    housing=choices(codes.HOUSING),
    facts=st.dictionaries(st.sampled_from(FACTS), st.booleans(), max_size=8),
    text=TEXTS,
    wishes=WISHES,
)
