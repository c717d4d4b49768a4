"""Three evenings of the demo world: one over, one tonight, one that people still register for.

Made by the services, as organisers and participants would make them, each step at its own hour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from models import Account, DatingEvent, Doctor, Introduction, Member, Offer, OfferSite, Participant
from models.base import db
from models.vocabulary import (
    CardAnswer,
    EventSide,
    EventTheme,
    OfferStatus,
    ParticipantStatus,
    RegistrationSource,
    WishKind,
)
from seeds.demo.french import typeset
from services.cards import give
from services.check_in import arrive
from services.demo_logins import DOCTOR_EMAIL, HOST_EMAIL, ORGANISER_EMAIL
from services.evening_closing import close
from services.evening_feedback import Opinion, give_feedback
from services.evening_orders import note_passed, start
from services.evening_plans import announce, make_plan
from services.evening_programme import ends_at
from services.evening_views import list_meetings
from services.event_rules import EventSaid
from services.events import create_event, publish
from services.paris_days import PARIS
from services.participants import list_participants
from services.registrations import Registration, register
from services.wishes import save_wishes

CAHORS, FIGEAC, TOULOUSE = "46042", "46102", "31555"
# Départements of the region where the three evenings are held.
OCCITANIE = set("09 11 12 30 31 32 34 46 48 65 66 81 82".split())  # noqa: SIM905
FEWEST_DOCTORS, FEWEST_OFFERS = 14, 9
_SURPLUS = 3  # people who find the next evening full, on each side
# What people of the demo say after a meeting, in turn.
_ANSWERS = (CardAnswer.YES, CardAnswer.MAYBE, CardAnswer.YES, CardAnswer.NO, CardAnswer.YES)
_OPINIONS = (
    Opinion(mark=5, pace="right", would_return=True, comment="Une belle soirée, merci."),
    Opinion(mark=4, pace="short", would_return=True, comment="Sept minutes passent vite !"),
    Opinion(mark=4, pace="right", would_return=True),
    Opinion(mark=3, pace="right", would_return=False, comment="Le micro ne portait pas assez."),
)


@dataclass(frozen=True, slots=True)
class Held:
    """What the evenings added: registrations, and introductions on the rest of the site."""

    places: int = 0
    introductions: int = 0


def hold_evenings(today: date) -> Held:
    """Add the three evenings to a world whose people are there; none where they are too few."""
    owner = db.session.scalars(select(Account).where(Account.email == ORGANISER_EMAIL)).one()
    doctors, offers = _doctors(60), _offers(40)
    if len(doctors) < FEWEST_DOCTORS or len(offers) < FEWEST_OFFERS:
        return Held()
    before = _count(Introduction.id)
    _hold_past(owner, doctors[:12], offers[:8], today)
    _prepare_tonight(owner, doctors[8:22], offers[4:13], today)
    _open_next(owner, doctors[:26], offers[:14], today)
    return Held(_count(Participant.id), _count(Introduction.id) - before)


def _count(column: InstrumentedAttribute[int]) -> int:
    return db.session.scalar(select(func.count(column))) or 0


def _hold_past(
    owner: Account, doctors: Sequence[Doctor], offers: Sequence[Offer], today: date
) -> None:
    """Ten days ago: planned, held, its cards given, closed."""
    night = _in_paris(today - timedelta(days=10), 19)
    event = _publish(
        owner,
        "Rencontres de la succession en Quercy",
        night,
        theme=EventTheme.SUCCESSION,
        place="Maison du département",
        commune=CAHORS,
        tables=8,
        places=(12, 8),
        rounds=6,
    )
    people = _register(event, doctors, offers, night - timedelta(days=25))
    make_plan(event, made_by=owner.id, at=night - timedelta(days=1))
    announce(event, night - timedelta(days=1))
    for person in people:
        arrive(person, night - timedelta(minutes=15))
    start(event, night)
    over = ends_at(event) + timedelta(minutes=1)
    note_passed(event, over)
    _give_cards(event, over)
    close(event, night + timedelta(days=2))
    for at, person in enumerate(people):
        give_feedback(person, _OPINIONS[at % len(_OPINIONS)], night + timedelta(days=8))


def _prepare_tonight(
    owner: Account, doctors: Sequence[Doctor], offers: Sequence[Offer], today: date
) -> None:
    """This evening: the programmes are sent, the first guests are at the desk."""
    night = _in_paris(today, 19)
    event = _publish(
        owner,
        "Généraliste dating de Toulouse",
        night,
        theme=EventTheme.GENERAL,
        place="Faculté de médecine, hall Purpan",
        commune=TOULOUSE,
        tables=9,
        places=(14, 9),
        rounds=8,
    )
    people = _register(event, doctors, offers, night - timedelta(days=20))
    _wish(event, night - timedelta(days=9))
    make_plan(event, made_by=owner.id, at=night - timedelta(days=1))
    announce(event, night - timedelta(days=1))
    for person in people[::3]:
        arrive(person, night - timedelta(minutes=10))


def _open_next(
    owner: Account, doctors: Sequence[Doctor], offers: Sequence[Offer], today: date
) -> None:
    """In three weeks: full already, with people waiting on both sides."""
    night = _in_paris(today + timedelta(days=19), 18, 30)
    event = _publish(
        owner,
        "Généraliste dating du Lot",
        night,
        theme=EventTheme.GENERAL,
        place="Salle des fêtes",
        commune=FIGEAC,
        tables=12,
        places=(len(doctors) - _SURPLUS, len(offers) - _SURPLUS),
        rounds=9,
    )
    _register(event, doctors, offers, _in_paris(today - timedelta(days=3), 9))


def _publish(
    owner: Account,
    title: str,
    night: datetime,
    *,
    theme: EventTheme,
    place: str,
    commune: str,
    tables: int,
    places: tuple[int, int],
    rounds: int,
) -> DatingEvent:
    written = night - timedelta(days=30)
    said = EventSaid(
        title=title,
        organiser_name="URPS imaginaire d’Occitanie",
        contact_email=owner.email,
        place_name=place,
        commune_code=commune,
        starts_at=night,
        tables=tables,
        candidate_capacity=places[0],
        host_capacity=places[1],
        rounds=rounds,
        breaks=((rounds // 2, 15),),
        theme=theme.value,
        description=typeset(
            "Venez rencontrer celles et ceux qui cherchent un médecin, ou une place : sept "
            "minutes par rencontre, une pause autour de produits du pays, et le temps de "
            "poser vos questions. Parking sur place, covoiturage à l'inscription."
        ),
        opens_at=written,
    )
    event = create_event(owner, said, written)
    event.is_demo = True
    publish(event, owner, written)
    return event


def _register(
    event: DatingEvent, doctors: Sequence[Doctor], offers: Sequence[Offer], first: datetime
) -> list[Participant]:
    """One after the other, an hour apart; those who found a seat."""
    people: list[Participant] = []
    for at, doctor in enumerate(doctors):
        said = Registration(
            email=doctor.account.email,
            first_name=doctor.first_name,
            last_name=doctor.last_name,
            phone=doctor.phone,
            doctor_id=doctor.id,
        )
        when = first + timedelta(hours=at)
        people.append(_one(event, EventSide.CANDIDATE, said, doctor.account, when))
    for at, offer in enumerate(offers):
        member = db.session.scalars(_member_of(offer)).first()
        account = member.account if member else None
        said = Registration(
            email=account.email if account else f"hote{offer.id}@{offer.organisation_id}.example",
            first_name=(offer.contact_name or "").partition(" ")[0] or None,
            last_name=(offer.contact_name or "").partition(" ")[2] or None,
            organisation_name=offer.organisation.name,
            commune_code=offer.sites[0].commune_code,
            offer_id=offer.id,
        )
        people.append(_one(event, EventSide.HOST, said, account, first + timedelta(hours=at)))
    return [person for person in people if person.status == ParticipantStatus.REGISTERED]


def _one(
    event: DatingEvent, side: EventSide, said: Registration, account: Account | None, at: datetime
) -> Participant:
    return register(
        event,
        side.value,
        said,
        source=RegistrationSource.ACCOUNT.value,
        account=account,
        is_confirmed=True,
        at=at,
    )


def _wish(event: DatingEvent, at: datetime) -> None:
    """A few people say whom they would like to meet."""
    hosts = list_participants(event.id, EventSide.HOST)
    for turn, person in enumerate(list_participants(event.id, EventSide.CANDIDATE)[:6]):
        chosen = [hosts[(turn + step) % len(hosts)].number for step in (0, 2)]
        kinds = (WishKind.MUST.value, WishKind.GLADLY.value)
        save_wishes(person, dict(zip(chosen, kinds, strict=True)), at)


def _give_cards(event: DatingEvent, at: datetime) -> None:
    """Everyone answers about everyone met, but two who forget."""
    for turn, line in enumerate(list_meetings(event.id)):
        if turn % 9 == 0:
            continue
        candidate = line.candidates[0]
        give(candidate, line.host.id, _ANSWERS[turn % 5].value, at=at)
        give(line.host, candidate.id, _ANSWERS[(turn + turn // 5) % 5].value, at=at)


def _doctors(count: int) -> list[Doctor]:
    """General practitioners of the demo whom hosts may see: the demo log-in first."""
    query = (
        select(Doctor)
        .join(Doctor.account)
        .where(Doctor.visible_since.is_not(None), Doctor.first_name.is_not(None))
        .where(Account.is_demo)
        .options(joinedload(Doctor.account))
        .order_by((Account.email != DOCTOR_EMAIL), Doctor.id)
        .limit(count)
    )
    return list(db.session.scalars(query))


def _offers(count: int) -> list[Offer]:
    """Published offers, one for each organisation: the demo host's first, then those nearby."""
    query = (
        select(Offer)
        .where(Offer.status == OfferStatus.PUBLISHED)
        .join(OfferSite, (OfferSite.offer_id == Offer.id) & (OfferSite.position == 0))
        .options(joinedload(Offer.organisation))
        .order_by(Offer.id)
    )
    chosen: dict[int, Offer] = {}
    for offer in db.session.scalars(query).unique():
        chosen.setdefault(offer.organisation_id, offer)
    mine = db.session.scalars(
        select(Member.organisation_id).join(Member.account).where(Account.email == HOST_EMAIL)
    ).all()
    ranked = sorted(
        chosen.values(),
        key=lambda offer: (
            offer.organisation_id not in mine,
            offer.sites[0].commune.departement_code not in OCCITANIE,
        ),
    )
    return ranked[:count]


def _member_of(offer: Offer) -> Select[Member]:
    return (
        select(Member)
        .where(Member.organisation_id == offer.organisation_id)
        .options(joinedload(Member.account))
        .order_by(Member.account_id)
    )


def _in_paris(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), PARIS)
