"""Someone of every role, with something to lose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

from models import Account, Base, DatingEvent, OutboxMessage, Participant, db
from models.base import now
from models.vocabulary import EventRight, ParticipantStatus, Role
from services.evening_orders import start
from services.evening_paper import PaperKind
from services.event_team import invite_organiser
from services.outcomes import ask_outcomes
from services.participant_keys import programme_token_of, token_of
from tests.factories import (
    a_closed_event,
    a_doctor,
    a_draft_event,
    a_draft_offer,
    a_participant,
    a_planned_event,
    a_published_offer,
    a_town_hall,
    a_visible_doctor,
    an_account,
    an_interest,
    an_introduction,
    an_invitation,
)
from tests.factories.offers import host_of


@dataclass(frozen=True)
class World:
    """Accounts by what they are, and every number that a row of theirs has.

    ``words``: what addresses of evenings hold, by the name of the argument. Who has one of the
    ``tokens`` acts as the person that it was given to; the other words are for anyone to try.
    """

    accounts: dict[str, Account]
    numbers: list[int]
    words: dict[str, list[str]]
    tokens: list[str]

    @property
    def addresses(self) -> dict[str, list[str]]:
        """The words, with those that open something by themselves."""
        return {**self.words, "token": self.tokens}


def a_world() -> World:
    """Two doctors, two hosts, a yes, an invitation, an introduction, evenings, the other roles."""
    offer = a_published_offer()
    other_offer = a_published_offer()
    doctor = a_visible_doctor()
    an_interest(doctor, offer)
    an_invitation(a_visible_doctor(), other_offer)
    an_introduction()
    host = host_of(offer)
    a_draft_offer()
    accounts = {
        "doctor": db.session.get_one(Account, doctor.account_id),
        "empty doctor": db.session.get_one(Account, a_doctor().account_id),
        "new doctor": an_account([Role.DOCTOR]),
        "host": host,
        "other host": host_of(other_offer),
        "new host": an_account([Role.HOST]),
        "both": an_account([Role.DOCTOR, Role.HOST]),
        "steward": an_account([Role.STEWARD]),
        "organiser": an_account([Role.ORGANISER]),
        "nothing yet": an_account([]),
    }
    a_town_hall(accounts["both"])
    _evenings(accounts, offer.id, doctor.id)
    db.session.commit()
    words, tokens = every_word()
    return World(accounts, every_number(), words, tokens)


def _evenings(accounts: dict[str, Account], offer_id: int, doctor_id: int) -> None:
    """Four of the organiser: announced, going on, closed and drafted, with links in the post."""
    owner = accounts["organiser"]
    announced = a_planned_event(3, 2, owner, title="Soirée du Lot")
    a_participant(announced, account_id=accounts["doctor"].id, doctor_id=doctor_id)
    a_participant(announced, "host", account_id=accounts["host"].id, offer_id=offer_id)
    a_participant(announced, status=ParticipantStatus.PENDING.value, confirmed_at=None)
    a_participant(announced, status=ParticipantStatus.WAITING.value, waiting_since=now())
    begun = now() - timedelta(minutes=20)
    going = a_planned_event(2, 2, owner, starts_at=begun, closes_at=begun - timedelta(days=1))
    start(going, begun)
    closed = a_closed_event(owner)
    ask_outcomes(closed, 6, now())
    a_draft_event(owner)
    invite_organiser(announced, "equipe@essai.example", EventRight.DESK.value, by=owner)


def every_word() -> tuple[dict[str, list[str]], list[str]]:
    """What stands in the addresses of evenings and of their people, and the links they got."""
    evenings = list(db.session.scalars(db.select(DatingEvent)))
    people = list(db.session.scalars(db.select(Participant)))
    links = [
        str(message.context["token"])
        for message in db.session.scalars(db.select(OutboxMessage))
        if "token" in message.context
    ]
    words = {
        "event_id": [str(event.id) for event in evenings],
        "participant_id": [str(person.id) for person in people],
        "organiser_id": [str(one.id) for event in evenings for one in event.organisers],
        "code": [event.code for event in evenings],
        "screen_key": [event.screen_key for event in evenings],
        "badge_code": [person.badge_code for person in people],
        "kind": [kind.value for kind in PaperKind],
        "way": ["combler", "refaire"],
    }
    signed = [*map(token_of, people), *map(programme_token_of, people)]
    return words, [quote(token) for token in [*signed, *links]]


def every_number() -> list[int]:
    """The numbers of all rows but those of official facts, and some that none has."""
    found = {0, 2**31 - 1, 2**31, 10**30}
    for table in Base.metadata.sorted_tables:
        key = table.c.get("id")
        if key is not None and key.type.python_type is int:
            found.update(db.session.scalars(db.select(key).limit(30)))
    return sorted(found)
