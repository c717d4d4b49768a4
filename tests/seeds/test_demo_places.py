"""Names, articles and landscapes of the demo world."""

from __future__ import annotations

import numpy as np
import pytest

from models import (
    Offer,
    OfferSite,
)
from models.vocabulary import (
    Life,
    OrganisationKind,
)
from seeds.demo.draws import Draws
from seeds.demo.geography import Ground
from seeds.demo.hosts import name_host
from seeds.demo.landscape import is_near_sea
from seeds.demo.tables import World
from services.french import at, of, of_departement


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Cahors", "Mairie de Cahors"),
        ("Uzès", "Mairie d'Uzès"),
        ("Le Mans", "Mairie du Mans"),
        ("Le Havre", "Mairie du Havre"),
        ("Les Herbiers", "Mairie des Herbiers"),
        ("La Rochelle", "Mairie de La Rochelle"),
        ("L'Isle-Jourdain", "Mairie de L'Isle-Jourdain"),
        ("Hyères", "Mairie d'Hyères"),
        ("Honfleur", "Mairie de Honfleur"),
        ("Haguenau", "Mairie de Haguenau"),
        ("Yvetot", "Mairie d'Yvetot"),
        ("Yerres", "Mairie de Yerres"),
        ("Évreux", "Mairie d'Évreux"),
        ("Œuilly", "Mairie d'Œuilly"),
    ],
)
def test_town_halls_bear_their_right_name(ground: Ground, name: str, expected: str) -> None:
    place = next(place for place in ground.places if place.name == name)
    draws = Draws(np.random.default_rng(0))
    assert name_host(OrganisationKind.TOWN_HALL, place, ground, draws) == expected


def test_articles_of_places() -> None:
    assert [at(name) for name in ("Le Mans", "Les Herbiers", "Albi")] == [
        "au Mans",
        "aux Herbiers",
        "à Albi",
    ]
    assert of("Obernai", "67") == "d'Obernai"
    assert [
        of_departement(code, name)
        for code, name in (
            ("46", "Lot"),
            ("01", "Ain"),
            ("40", "Landes"),
            ("23", "Creuse"),
            ("89", "Yonne"),
            ("34", "Hérault"),
            ("71", "Saône-et-Loire"),
            ("974", "La Réunion"),
        )
    ] == [
        "du Lot",
        "de l'Ain",
        "des Landes",
        "de la Creuse",
        "de l'Yonne",
        "de l'Hérault",
        "de Saône-et-Loire",
        "de La Réunion",
    ]


@pytest.mark.parametrize(
    ("code", "near"),
    [("17300", True), ("35238", False), ("13055", True), ("46042", False), ("56053", True),
     ("97209", True), ("75056", False), ("2A004", True), ("59183", True), ("38185", False)],
)  # fmt: skip
def test_the_sea_is_where_it_is(ground: Ground, code: str, near: bool) -> None:
    assert is_near_sea(ground.by_code[code]) is near


def test_the_mountains_are_where_they_are(demo_world: World, ground: Ground) -> None:
    main = {
        site["offer_id"]: ground.by_code[site["commune_code"]]
        for site in demo_world.rows[OfferSite]
        if site["position"] == 0
    }
    flat = {"28", "45", "59", "85", "33", "35", "77", "80"}
    for offer in demo_world.rows[Offer]:
        if main[offer["id"]].departement in flat:
            assert Life.MOUNTAIN not in offer["facts"].get("life", [])


def test_neighbours_are_on_the_same_landmass(ground: Ground) -> None:
    belle_ile = ground.by_code["56152"]
    assert {ground.places[i].zone for i in ground.near(belle_ile, 40)} == {belle_ile.zone}
