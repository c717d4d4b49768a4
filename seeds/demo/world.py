"""Build the demo world: the same world for the same seed, day and numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy import select

from models import Account, Doctor, Interest, Introduction, Offer, Organisation
from models.base import db
from seeds.demo.crowd import gather
from seeds.demo.draws import Draws
from seeds.demo.evenings import Held, hold_evenings
from seeds.demo.geography import Ground
from seeds.demo.insertion import insert_world, last_ids, read_ground
from seeds.demo.landscape import Landscape
from seeds.demo.meetings import Matchmaker, mingle
from seeds.demo.names import Registry
from seeds.demo.posts import settle
from seeds.demo.showcase import let_them_meet, neighbours_of_showcase, open_showcase
from seeds.demo.tables import World
from seeds.demo.trust import vouch
from seeds.demo.workshop import Workshop
from services.accounts import hash_password
from services.demo_logins import DEMO_PASSWORD, DOCTOR_EMAIL
from services.text_models import refit_text_model
from services.transaction import leave_transaction, transaction

Progress = Callable[[str], object]
FEWEST_OFFERS = 2  # those of the host's log-in
# One offer in so many lies around the doctor of the demo log-in, so that their map is alive.
SHARE_AROUND, MOST_AROUND = 20, 25


class DemoWorldRefused(Exception):
    """The world cannot be built here; ``sentence`` says why, in French."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class WorldSummary:
    """What was built."""

    doctors: int
    offers: int
    organisations: int
    accounts: int
    interests: int
    introductions: int
    evening_places: int

    def in_french(self) -> str:
        """One line for the terminal."""
        return (
            f"{self.doctors} médecins, {self.offers} offres de {self.organisations} organisations, "
            f"{self.interests} marques d'intérêt, {self.introductions} mises en relation, "
            f"{self.evening_places} inscriptions à trois soirées"
        )


def is_anyone_there() -> bool:
    """Has anyone an account yet?"""
    return db.session.scalar(select(Account.id).limit(1)) is not None


def build_world(
    *,
    doctors: int,
    offers: int,
    seed: int,
    today: date,
    progress: Progress = str,
) -> WorldSummary:
    """Imagine a world and load it, whole or not at all."""
    check_place()
    leave_transaction()
    password_hash = hash_password(DEMO_PASSWORD)
    with transaction():
        progress("On imagine les médecins, les hôtes et leurs offres…")
        world = imagine_world(
            read_ground(),
            doctors=doctors,
            offers=offers,
            seed=seed,
            today=today,
            taken=last_ids(),
        )
        progress("On les inscrit…")
        insert_world(world, password_hash)
        progress("On apprend le vocabulaire des projets…")
        # Also tells every worker to read the whole market again.
        refit_text_model()
        progress("On organise trois soirées…")
        held = hold_evenings(today)
    return summarise(world, held)


def check_place() -> None:
    """Refuse where the communes are missing or where a demo world lives already."""
    if db.session.scalar(select(Account.id).where(Account.email == DOCTOR_EMAIL)) is not None:
        raise DemoWorldRefused("La base contient déjà un monde de démonstration.")
    if not read_ground().places:
        raise DemoWorldRefused("Les communes manquent : lancez d'abord « flask --app app init ».")


def imagine_world(
    ground: Ground,
    *,
    doctors: int,
    offers: int,
    seed: int,
    today: date,
    taken: dict[str, int] | None = None,
) -> World:
    """The rows of a world, without any database. ``taken``: the ids that exist already."""
    draws = Draws(np.random.default_rng(seed))
    world = World(dict(taken or {}))
    shop = Workshop(world, Landscape(ground, draws), Registry(draws), today, draws)
    showcase = open_showcase(shop)
    crowd = gather(shop, doctors - 1)
    around = neighbours_of_showcase(ground)
    close = min(offers // SHARE_AROUND, MOST_AROUND)
    posts = settle(shop, close, around)
    posts += settle(shop, max(offers - FEWEST_OFFERS - close, 0), ground.places)
    matchmaker = Matchmaker(world, ground)
    let_them_meet(shop, showcase, matchmaker, crowd, posts)
    mingle(shop, matchmaker, crowd)
    vouch(shop)
    return world


def summarise(world: World, held: Held) -> WorldSummary:
    """Count what was built."""
    counts = {
        f"{table.__tablename__}s": len(world.rows[table])
        for table in (Doctor, Offer, Organisation, Account, Interest, Introduction)
    }
    counts["introductions"] += held.introductions
    return WorldSummary(**counts, evening_places=held.places)
