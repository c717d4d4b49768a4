"""The people behind the demo log-ins, each in a situation worth looking at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from models import DoctorPlace, Household, OfferSite
from models.vocabulary import (
    BookmarkKind,
    CommuneSize,
    Duration,
    Housing,
    Life,
    MemberRole,
    OfferStatus,
    OnCall,
    Opportunity,
    OrganisationKind,
    PlaceReason,
    PracticeMode,
    Role,
    School,
    Sector,
    Side,
    Skill,
    Stage,
    TeachingWish,
    Team,
    Theme,
)
from seeds.demo.crowd import add_doctor
from seeds.demo.french import typeset
from seeds.demo.geography import Ground, Place, distances
from seeds.demo.hosts import Host, name_host
from seeds.demo.meetings import Matchmaker, mark, message_from
from seeds.demo.names import Person
from seeds.demo.offers import at_noon
from seeds.demo.people import GENERAL_PRACTICE, Portrait
from seeds.demo.posts import Author, add_offer
from seeds.demo.showcase_posts import posts_of_town_hall
from seeds.demo.tables import Row, World
from seeds.demo.wishes import first_of_month
from seeds.demo.workshop import Workshop
from services.demo_logins import DOCTOR_EMAIL, EMAIL_OF_ROLE, HOST_EMAIL

HOST_TOWN = "46231"  # Puy-l'Évêque, on the Lot
TOULOUSE, CAHORS = "31555", "46042"


@dataclass(frozen=True, slots=True)
class Showcase:
    """The doctor and the two offers of the host."""

    doctor: Row
    welcoming: Row
    trial: Row


def open_showcase(shop: Workshop) -> Showcase:
    """Make the people of the demo log-ins; their meetings come with the crowd."""
    doctor = _add_doctor(shop)
    author = _add_host(shop)
    first, second = (
        add_offer(shop, author, OfferStatus.PUBLISHED, **said)
        for said in posts_of_town_hall(shop.today)
    )
    for role, email in EMAIL_OF_ROLE.items():
        if role not in (Role.DOCTOR, Role.HOST):
            shop.world.add_account(email, role, at_noon(shop.today - timedelta(days=90)))
    return Showcase(doctor, first, second)


def _add_doctor(shop: Workshop) -> Row:
    world, ground = shop.world, shop.ground
    toulouse = ground.by_code[TOULOUSE]
    portrait = Portrait(
        Stage.JUNIOR, "SM54", True, 29, 0, toulouse, toulouse, (Skill.PAEDIATRICS,), ()
    )
    person = Person("Camille", "Rousseau", DOCTOR_EMAIL, woman=True)
    doctor = add_doctor(shop, portrait, "visible", person)
    doctor |= _wishes(shop.today)
    for table in (DoctorPlace, Household):
        world.rows[table] = [row for row in world.rows[table] if row["doctor_id"] != doctor["id"]]
    for code, reason, minutes in (
        (TOULOUSE, PlaceReason.PARTNER_WORK, 90),
        (CAHORS, PlaceReason.RELATIVES, 45),
    ):
        world.add(
            DoctorPlace,
            doctor_id=doctor["id"],
            commune_code=code,
            reason=reason,
            max_minutes=minutes,
        )
    world.add(
        Household,
        doctor_id=doctor["id"],
        childcare=True,
        schools=[School.NURSERY, School.PRIMARY],
        partner_sectors=[Sector.EDUCATION],
        housing=[Housing.RENT],
    )
    return doctor


def _wishes(today: date) -> dict[str, Any]:
    return {
        "opportunities": [
            Opportunity.INSTALLATION, Opportunity.COLLABORATION, Opportunity.PARTNERSHIP
        ],
        "practice_modes": [PracticeMode.MSP, PracticeMode.GROUP],
        "days_min": 3,
        "days_max": 4,
        "on_call": OnCall.OCCASIONAL,
        "start_from": first_of_month(today, 4),
        "start_until": first_of_month(today, 12),
        "duration": Duration.OVER_24_MONTHS,
        "team": [Team.NURSE, Team.IPA, Team.MIDWIFE],
        "teaching": TeachingWish.LATER,
        "languages": ["english", "spanish"],
        "skills": [Skill.PAEDIATRICS, Skill.GYNAECOLOGY],
        "regions_liked": ["75", "76"],
        "regions_refused": None,
        "commune_sizes": [CommuneSize.UNDER_2000, CommuneSize.FROM_2000],
        "life": [Life.COUNTRYSIDE, Life.HIKING_CYCLING, Life.MARKET_SHOPS, Life.MUSIC_SCHOOL],
        "project": typeset(
            "Je cherche une équipe soudée pour un exercice varié : suivi des enfants, santé des "
            "femmes avec une sage-femme, visites chez les aînés. La prévention compte pour moi et "
            "j'aimerais participer au projet de santé. Un marché, une école et une chorale "
            "suffiraient à notre bonheur."
        ),
        "importance": {
            Theme.MODE.value: 2,
            Theme.RHYTHM.value: 2,
            Theme.TEAM.value: 2,
            Theme.PLACES.value: 2,
            Theme.HOUSEHOLD.value: 2,
            Theme.SETTING.value: 1,
            Theme.TEACHING.value: 1,
            Theme.MONEY.value: 1,
            Theme.PREMISES.value: 1,
            Theme.SUPPORT.value: 1,
            Theme.SAFETY.value: 1,
            Theme.PROJECT.value: 1,
        },
    }  # fmt: skip


def _add_host(shop: Workshop) -> Author:
    world, ground = shop.world, shop.ground
    place = ground.by_code[HOST_TOWN]
    name = name_host(OrganisationKind.TOWN_HALL, place, ground, shop.draws)
    host = Host(OrganisationKind.TOWN_HALL, place, name)
    since = at_noon(shop.today - timedelta(days=200))
    organisation = world.add_organisation(host, shop.registry.landline(), True, since)
    person = Person("Hélène", "Delmas", HOST_EMAIL, woman=True)
    account = world.add_member(organisation, person, MemberRole.ADMIN, since)
    return Author(host, organisation, account, person)


def neighbours_of_showcase(ground: Ground) -> list[Place]:
    """The communes within reach of the doctor's own places."""
    return [ground.places[index] for index in ground.near(ground.by_code[CAHORS], 75)]


def let_them_meet(
    shop: Workshop,
    showcase: Showcase,
    matchmaker: Matchmaker,
    doctors: Sequence[Row],
    offers: Sequence[Row],
) -> None:
    """An interest for the host, and for the doctor an invitation and an introduction."""
    doctor, draws = showcase.doctor, shop.draws
    days = [at_noon(shop.today - timedelta(days=ago)) for ago in (9, 6, 4, 3)]
    said = message_from(Side.DOCTOR, draws)
    matchmaker.say(doctor, showcase.welcoming, Side.DOCTOR, days[0], message=said)
    nearest = _nearest(shop.world, offers, shop.ground)
    if nearest:
        said = message_from(Side.HOST, draws)
        matchmaker.say(doctor, nearest[0], Side.HOST, days[1], message=said)
        mark(shop, doctor, nearest[0], BookmarkKind.FAVOURITE, 6)
    introduced = nearest[1] if len(nearest) > 1 else showcase.trial
    said = message_from(Side.DOCTOR, draws)
    matchmaker.introduce(doctor, introduced, Side.DOCTOR, days[2], message=said)
    others = [
        other
        for other in doctors
        if other["visible_since"]
        and shop.ground.field_of[other["specialty_code"]] == GENERAL_PRACTICE
    ]
    for other in draws.some(others, 2):
        said = message_from(Side.DOCTOR, draws)
        matchmaker.say(other, showcase.trial, Side.DOCTOR, days[3], message=said)


def _nearest(world: World, offers: Sequence[Row], ground: Ground) -> list[Row]:
    """Published posts in general practice, the nearest to Cahors first."""
    cahors = ground.by_code[CAHORS]
    main = {
        site["offer_id"]: ground.by_code[site["commune_code"]]
        for site in world.rows[OfferSite]
        if site["position"] == 0
    }
    suitable = [
        offer
        for offer in offers
        if offer["status"] == OfferStatus.PUBLISHED and offer["field"] == GENERAL_PRACTICE
    ]

    def away(offer: Row) -> float:
        place = main[offer["id"]]
        return float(distances(cahors, place.latitude, place.longitude))

    return sorted(suitable, key=away)
