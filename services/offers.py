"""Offers: made as drafts, published when the essential is said, paused, filled, expired."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload, selectinload

from models.accounts import Account
from models.base import db, now
from models.communes import Commune
from models.offers import Offer, OfferSite, OfferTransition
from models.organisations import Member, Organisation
from models.vocabulary import (
    OFFER_TRANSITIONS,
    MarketKind,
    OfferStatus,
    OrganisationKind,
    PracticeMode,
)
from services.accounts import check_confirmed
from services.french_places import at_place
from services.market_clock import note_change
from services.offer_essentials import check_complete, six_months_after
from services.organisations import check_may_edit, check_may_publish, find_membership
from services.paris_days import today_in_paris
from services.refusals import NotFound, Refusal
from services.specialties import GENERAL_PRACTICE

_MODE_OF_KIND = {
    OrganisationKind.MSP: PracticeMode.MSP,
    OrganisationKind.HEALTH_CENTRE: PracticeMode.HEALTH_CENTRE,
    OrganisationKind.ESP: PracticeMode.ESP,
    OrganisationKind.ESS: PracticeMode.ESS,
    OrganisationKind.HOSPITAL: PracticeMode.HOSPITAL_TEAM,
    OrganisationKind.SURGERY: PracticeMode.GROUP,
}


class TransitionRefused(Refusal):
    """An offer in state ``before`` cannot become ``after``."""


def create_offer(
    organisation: Organisation, account: Account | None = None, today: date | None = None
) -> Offer:
    """A draft with what can already be guessed, so that few questions are left."""
    mode = _MODE_OF_KIND.get(OrganisationKind(organisation.kind))
    commune = organisation.commune
    offer = Offer(
        organisation=organisation,
        status=OfferStatus.DRAFT,
        field=GENERAL_PRACTICE,
        title=f"Médecine générale {at_place(commune.name)}",
        practice_mode=mode,
        expires_on=six_months_after(today or today_in_paris()),
        contact_email=account.email if account else None,
        facts={},
        wishes={},
        steps_done=[],
    )
    offer.sites.append(OfferSite(position=0, commune_code=commune.code, share=100))
    offer.transitions.append(
        OfferTransition(before=None, after=OfferStatus.DRAFT, account_id=account and account.id)
    )
    db.session.add(offer)
    db.session.flush()
    return offer


def find_offer(offer_id: int) -> Offer | None:
    """The offer of that id, with what its page reads."""
    return db.session.scalar(
        select(Offer)
        .where(Offer.id == offer_id)
        .options(
            joinedload(Offer.organisation).joinedload(Organisation.commune),
            selectinload(Offer.sites)
            .joinedload(OfferSite.commune)
            .options(joinedload(Commune.departement), joinedload(Commune.epci)),
        )
    )


def is_open_to_doctors(offer: Offer, today: date) -> bool:
    """Is it published, its last day not over?"""
    in_time = offer.expires_on is None or offer.expires_on >= today
    return offer.status == OfferStatus.PUBLISHED and in_time


def open_offer(offer_id: int, account: Account) -> tuple[Offer, Member]:
    """An offer of an organisation of ``account`` and the membership; anyone else finds nothing."""
    offer = find_offer(offer_id)
    member = find_membership(account.id, offer.organisation_id) if offer else None
    if offer is None or member is None:
        raise NotFound(offer_id=offer_id)
    return offer, member


def open_for_editing(offer_id: int, account: Account) -> Offer:
    """The same for those who may change it; readers are refused."""
    offer, member = open_offer(offer_id, account)
    check_may_edit(member)
    return offer


def list_offers(organisation_ids: list[int]) -> list[Offer]:
    """Offers of these organisations, the last changed first."""
    return list(
        db.session.scalars(
            select(Offer)
            .where(Offer.organisation_id.in_(organisation_ids))
            .options(selectinload(Offer.sites).joinedload(OfferSite.commune))
            .order_by(Offer.updated_at.desc(), Offer.id.desc())
        )
    )


def list_transitions(offer: Offer) -> list[tuple[OfferTransition, str | None]]:
    """The story of an offer, oldest first, with the address of who acted."""
    rows = db.session.execute(
        select(OfferTransition, Account.email)
        .outerjoin(Account, Account.id == OfferTransition.account_id)
        .where(OfferTransition.offer_id == offer.id)
        .order_by(OfferTransition.id)
    )
    return [(row[0], row[1]) for row in rows]


def publish(offer: Offer, account: Account | None = None, today: date | None = None) -> None:
    """Show the offer to doctors, once the essential is said."""
    if account is not None:
        check_confirmed(account)
    check_may_publish(offer.organisation)
    check_complete(offer, today or today_in_paris())
    _pass_to(offer, OfferStatus.PUBLISHED, account)


def pause(offer: Offer, account: Account | None = None) -> None:
    """Hide a published offer for a while."""
    _pass_to(offer, OfferStatus.PAUSED, account)


def fill(offer: Offer, account: Account | None = None) -> None:
    """Someone took the post."""
    _pass_to(offer, OfferStatus.FILLED, account)


def close(offer: Offer) -> None:
    """Nobody is left to answer: the offer is shown no more."""
    _pass_to(offer, OfferStatus.EXPIRED, None)


# Coming back from a pause, from « pourvue » or from « expirée » asks for the same checks.
resume = publish
reopen = publish


def expire_offers(today: date) -> int:
    """Close every shown or paused offer whose last day is over; how many were closed."""
    due = db.session.scalars(
        select(Offer)
        .where(
            Offer.status.in_([OfferStatus.PUBLISHED, OfferStatus.PAUSED]),
            Offer.expires_on < today,
        )
        .order_by(Offer.id)
    ).all()
    for offer in due:
        _pass_to(offer, OfferStatus.EXPIRED, None)
    return len(due)


def _pass_to(offer: Offer, after: OfferStatus, account: Account | None) -> None:
    """Change the state only if it is still the one that was read: of two people, one succeeds."""
    before = OfferStatus(offer.status)
    if after not in OFFER_TRANSITIONS[before]:
        raise TransitionRefused(before=before.label.lower(), after=after.label.lower())
    published_at = now() if after is OfferStatus.PUBLISHED else offer.published_at
    moved = db.session.execute(
        update(Offer)
        .where(Offer.id == offer.id, Offer.status == before)
        .values(status=after.value, published_at=published_at)
        .execution_options(synchronize_session=False)
    )
    if not moved.rowcount:  # type: ignore[attr-defined]
        raise TransitionRefused(before=before.label.lower(), after=after.label.lower())
    db.session.expire(offer, ["status", "published_at", "updated_at"])
    offer.transitions.append(
        OfferTransition(before=before, after=after, account_id=account and account.id)
    )
    db.session.flush()
    note_change(MarketKind.OFFER, offer.id)
