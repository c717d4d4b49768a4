"""Invite someone to an evening, and tell organisers that the next one of a series is drawn up."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from models.accounts import Account
from models.base import db
from models.dating_events import DatingEvent
from models.doctors import Doctor
from models.offers import Offer
from models.organisations import Member
from models.vocabulary import EventRight, MemberRole
from services.outbox import enqueue
from services.paris_days import moment_in_paris


def tell_doctor(event: DatingEvent, doctor_id: int) -> None:
    """To a doctor, the page of candidates."""
    doctor = db.session.get_one(Doctor, doctor_id)
    _invite(event, doctor.account, is_host=False, about=f"doctor:{doctor_id}")


def tell_hosts(event: DatingEvent, offer: Offer) -> None:
    """To those who look after an offer, the page of hosts."""
    accounts = db.session.scalars(
        select(Account)
        .join(Member, Member.account_id == Account.id)
        .where(
            Member.organisation_id == offer.organisation_id,
            Member.role.in_([MemberRole.ADMIN, MemberRole.EDITOR]),
            Account.confirmed_at.is_not(None),
            Account.anonymised_at.is_(None),
        )
        .order_by(Account.id)
    )
    for account in accounts:
        _invite(event, account, is_host=True, about=f"offer:{offer.id}", title=offer.title)


def tell_draft(event: DatingEvent, proposed: int) -> None:
    """To those responsible for it, the draft of the next evening, which waits for their word."""
    for organiser in event.organisers:
        if organiser.right != EventRight.OWNER or organiser.accepted_at is None:
            continue
        enqueue(
            "series_draft",
            to_address=organiser.email,
            account_id=organiser.account_id,
            context=_facts(event) | {"event_id": event.id, "proposed": proposed},
            # SQLite gives the number of a draft that was deleted to the next one; never its code.
            key=f"series-draft:{event.code}:{organiser.account_id}",
            is_demo=event.is_demo,
        )


def _invite(
    event: DatingEvent, account: Account, *, is_host: bool, about: str, title: str | None = None
) -> None:
    enqueue(
        "evening_invitation",
        to_address=account.email,
        account_id=account.id,
        context=_facts(event)
        | {"code": event.code, "is_host": is_host, "offer_title": title or "votre offre"},
        key=f"evening-invitation:{event.id}:{about}:{account.id}",
        is_demo=event.is_demo,
    )


def _facts(event: DatingEvent) -> dict[str, Any]:
    return {
        "event_title": event.title,
        "organiser": event.organiser_name,
        "when": moment_in_paris(event.starts_at),
        "place": f"{event.place_name}, {event.commune.name}",
    }
