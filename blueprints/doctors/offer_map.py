"""The map beside a list: how many offers each département has, and where this page's are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from blueprints.doctors.cards import Card
from blueprints.web.filters import plural
from services.map_drawing import MapPoint, MapShape
from services.map_of_france import PlaceNotDrawn, frames_of, load_map, project

RADIUS = 25
_LEVELS = 4


@dataclass(frozen=True, slots=True)
class OfferMap:
    """What the map component draws."""

    shapes: list[MapShape]
    points: list[MapPoint]
    view_box: str


def draw_offers(cards: Sequence[Card], departements: Mapping[str, int]) -> OfferMap:
    """The map of one page of a list."""
    france = load_map()
    most = max(departements.values(), default=0)
    shapes = [
        MapShape(
            name=f"{shape.name}\u00a0: {plural(departements.get(shape.departement, 0), 'offre')}",
            d=shape.path,
            level=_level(departements.get(shape.departement, 0), most),
        )
        for shape in france.shapes
    ]
    points = [point for card in cards if (point := _point(card))]
    return OfferMap(shapes, points, " ".join(map(str, france.view_box)))


def _level(count: int, most: int) -> int:
    return min(_LEVELS, 1 + int((_LEVELS * count) / (most + 1))) if count else 0


def _point(card: Card) -> MapPoint | None:
    offer = card.offer
    if offer.latitude is None or offer.longitude is None:
        return None
    try:
        # Paris and its neighbours are drawn twice: the inset has room for several points.
        frame = frames_of(offer.departement_code)[-1:]
        x, y = project(offer.latitude, offer.longitude, offer.departement_code, *frame)
    except PlaceNotDrawn:
        return None
    rank = card.item.rank if card.item else None
    href = url_for("offers.show", offer_id=offer.id)
    return MapPoint(x, y, f"{offer.title}, {offer.commune}", href, rank)
