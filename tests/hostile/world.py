"""Someone of every role, with something to lose."""

from __future__ import annotations

from dataclasses import dataclass

from models import Account, Base, db
from models.vocabulary import Role
from tests.factories import (
    a_doctor,
    a_draft_offer,
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
    """Accounts by what they are, and every number that a row of theirs has."""

    accounts: dict[str, Account]
    numbers: list[int]


def a_world() -> World:
    """Two doctors, two hosts, a yes, an invitation, an introduction, and the other roles."""
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
    db.session.commit()
    return World(accounts, every_number())


def every_number() -> list[int]:
    """The numbers of all rows but those of official facts, and some that none has."""
    found = {0, 2**31 - 1, 2**31, 10**30}
    for table in Base.metadata.sorted_tables:
        key = table.c.get("id")
        if key is not None and key.type.python_type is int:
            found.update(db.session.scalars(db.select(key).limit(30)))
    return sorted(found)
