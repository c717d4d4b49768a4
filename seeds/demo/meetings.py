"""Who marked, wrote to and met whom: favourites, yeses, answers, introductions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from models import Bookmark, Interest, Introduction, Member, Offer, OfferSite, ProfileView
from models.vocabulary import Answer, BookmarkKind, OfferStatus, Side
from seeds.demo.draws import Draws, Weighted
from seeds.demo.french import typeset
from seeds.demo.geography import Ground
from seeds.demo.offers import at_noon
from seeds.demo.tables import Row, World
from seeds.demo.workshop import Workshop

PAIRS_PER_DOCTOR = 0.45
FAVOURITES_PER_DOCTOR = 0.6
HIDDEN_PER_DOCTOR = 0.1
DOCTOR_SPEAKS_FIRST = 0.65
# What the other side does with a first yes.
_REPLIES = Weighted({"nothing": 66.0, "yes": 20.0, "declined": 11.0, "withdrawn": 3.0})
_FROM_DOCTORS = (
    "Bonjour, votre projet me parle beaucoup et j'aimerais en discuter.",
    "Bonjour, je connais un peu la région et j'aimerais en savoir plus sur l'équipe.",
    "Bonjour, serait-il possible de venir passer une journée avec vous ?",
    "Bonjour, je suis disponible à partir du printemps, pouvons-nous nous appeler ?",
)
_FROM_HOSTS = (
    "Bonjour, votre profil correspond à ce que nous construisons ici : venez nous voir !",
    "Bonjour, toute l'équipe serait ravie de vous faire visiter la maison.",
    "Bonjour docteur, nous avons pensé à vous pour ce poste, êtes-vous libre un jeudi ?",
    "Bonjour, nous pouvons vous héberger un week-end pour découvrir le pays.",
)


class Matchmaker:
    """Finds offers that a doctor could plausibly have seen."""

    def __init__(self, world: World, ground: Ground) -> None:
        self.world = world
        first_member = {row["organisation_id"]: row for row in reversed(world.rows[Member])}
        self._writers = {
            offer["id"]: first_member[offer["organisation_id"]]["account_id"]
            for offer in world.rows[Offer]
        }
        self._field_of = ground.field_of
        regions = {
            site["offer_id"]: ground.by_code[site["commune_code"]].region
            for site in world.rows[OfferSite]
            if site["position"] == 0
        }
        self._by_field: dict[str, list[Row]] = defaultdict(list)
        self._by_region: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for offer in world.rows[Offer]:
            if offer["status"] == OfferStatus.PUBLISHED:
                self._by_field[offer["field"]].append(offer)
                self._by_region[offer["field"], regions[offer["id"]]].append(offer)

    def find_offer(self, doctor: Row, draws: Draws) -> Row | None:
        """A published offer in the doctor's field, mostly in a region they like."""
        field = self._field_of[doctor["specialty_code"]]
        liked = doctor.get("regions_liked") or []
        if liked and draws.chance(0.75):
            close = self._by_region.get((field, draws.pick(liked)))
            if close:
                return draws.pick(close)
        everywhere = self._by_field.get(field)
        return draws.pick(everywhere) if everywhere else None

    def say(
        self,
        doctor: Row,
        offer: Row,
        side: Side,
        at: datetime,
        *,
        answer: Answer = Answer.YES,
        message: str | None = None,
    ) -> None:
        """One side's word on a pair."""
        by = doctor["account_id"] if side is Side.DOCTOR else self._writers[offer["id"]]
        self.world.add(
            Interest,
            doctor_id=doctor["id"],
            offer_id=offer["id"],
            side=side,
            answer=answer,
            message=message,
            account_id=by,
            created_at=at,
            updated_at=at,
        )
        if side is Side.HOST:
            self._look(doctor, offer, at)

    def _look(self, doctor: Row, offer: Row, at: datetime) -> None:
        """A host answers a doctor after reading their page."""
        self.world.add(
            ProfileView,
            doctor_id=doctor["id"],
            organisation_id=offer["organisation_id"],
            offer_id=offer["id"],
            day=at.date().isoformat(),
            account_id=self._writers[offer["id"]],
            at=at,
        )

    def introduce(
        self, doctor: Row, offer: Row, first: Side, at: datetime, *, message: str | None
    ) -> None:
        """Both sides say yes, one after the other: an introduction."""
        other = Side.HOST if first is Side.DOCTOR else Side.DOCTOR
        self.say(doctor, offer, first, at, message=message)
        later = at + timedelta(days=1)
        self.say(doctor, offer, other, later)
        self.world.add(Introduction, doctor_id=doctor["id"], offer_id=offer["id"], opened_at=later)


def message_from(side: Side, draws: Draws) -> str | None:
    """A few friendly words, or none."""
    texts = _FROM_DOCTORS if side is Side.DOCTOR else _FROM_HOSTS
    return typeset(draws.pick(texts)) if draws.chance(0.9) else None


def mingle(shop: Workshop, matchmaker: Matchmaker, doctors: Sequence[Row]) -> None:
    """Let visible doctors and hosts find one another, each pair once."""
    visible = [doctor for doctor in doctors if doctor["visible_since"]]
    met = {(row["doctor_id"], row["offer_id"]) for row in shop.world.rows[Interest]}
    pairs = round(PAIRS_PER_DOCTOR * len(doctors))
    for doctor, offer in _pairs(shop, matchmaker, visible, pairs, met):
        _talk(shop, matchmaker, doctor, offer)
    marked: set[tuple[int, int]] = set()
    for kind, share in (
        (BookmarkKind.FAVOURITE, FAVOURITES_PER_DOCTOR),
        (BookmarkKind.HIDDEN, HIDDEN_PER_DOCTOR),
    ):
        count = round(share * len(doctors))
        for doctor, offer in _pairs(shop, matchmaker, doctors, count, marked):
            mark(shop, doctor, offer, kind, shop.draws.between(1, 30))


def _pairs(
    shop: Workshop,
    matchmaker: Matchmaker,
    doctors: Sequence[Row],
    count: int,
    seen: set[tuple[int, int]],
) -> Iterator[tuple[Row, Row]]:
    """At most ``count`` new pairs of a doctor and an offer for them."""
    for _ in range(count if doctors else 0):
        doctor = shop.draws.pick(doctors)
        offer = matchmaker.find_offer(doctor, shop.draws)
        if offer is not None and (doctor["id"], offer["id"]) not in seen:
            seen.add((doctor["id"], offer["id"]))
            yield doctor, offer


def _talk(shop: Workshop, matchmaker: Matchmaker, doctor: Row, offer: Row) -> None:
    draws = shop.draws
    first = Side.DOCTOR if draws.chance(DOCTOR_SPEAKS_FIRST) else Side.HOST
    at = at_noon(shop.today - timedelta(days=draws.between(2, 20)))
    reply = draws.weigh(_REPLIES)
    message = message_from(first, draws)
    if reply == "yes":
        matchmaker.introduce(doctor, offer, first, at, message=message)
        return
    answer = Answer.WITHDRAWN if reply == "withdrawn" else Answer.YES
    matchmaker.say(doctor, offer, first, at, answer=answer, message=message)
    if reply == "declined":
        other = Side.HOST if first is Side.DOCTOR else Side.DOCTOR
        matchmaker.say(doctor, offer, other, at + timedelta(days=1), answer=Answer.DECLINED)


def mark(shop: Workshop, doctor: Row, offer: Row, kind: BookmarkKind, days_ago: int) -> None:
    """A doctor's private mark on an offer."""
    shop.world.add(
        Bookmark,
        doctor_id=doctor["id"],
        offer_id=offer["id"],
        kind=kind,
        at=at_noon(shop.today - timedelta(days=days_ago)),
    )
