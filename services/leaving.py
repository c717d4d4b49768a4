"""What becomes of organisations when one of their people deletes their account.

Whoever is the last administrator but has colleagues must first name another one: only they know
who should. Whoever is alone leaves nobody to answer doctors, so the offers close (« expirée »),
drafts go, and the person's name and contact leave what remains.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, select, update

from models.accounts import Account
from models.base import db
from models.interests import Interest
from models.offers import Offer
from models.organisations import Member, Organisation
from models.vocabulary import MemberRole, OfferStatus
from services.offers import close
from services.refusals import Refusal

_SHOWN = (OfferStatus.PUBLISHED, OfferStatus.PAUSED)
_CONTACT = {"contact_name": None, "contact_role": None, "contact_email": None} | {
    "contact_phone": None
}


class HandOverFirst(Refusal):
    """Colleagues would be left without an administrator in ``organisations``."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """One organisation of a person about to leave, and what would follow."""

    organisation_id: int
    name: str
    must_hand_over: bool
    is_alone: bool
    open_offers: int


def preview_leaving(account: Account) -> list[Leaving]:
    """What would happen to each organisation of this person."""
    members = db.session.scalars(
        select(Member)
        .join(Member.organisation)
        .where(Member.account_id == account.id)
        .order_by(Organisation.name, Organisation.id)
    ).all()
    return [_preview(member) for member in members]


def _preview(member: Member) -> Leaving:
    others = _others(member)
    is_last_admin = member.role == MemberRole.ADMIN and not any(
        other.role == MemberRole.ADMIN for other in others
    )
    return Leaving(
        organisation_id=member.organisation_id,
        name=member.organisation.name,
        must_hand_over=is_last_admin and bool(others),
        is_alone=not others,
        open_offers=len(_open_offers(member.organisation_id)),
    )


def check_may_leave(account: Account) -> None:
    """Refuse the last administrator of an organisation where others work."""
    waiting = [leaving.name for leaving in preview_leaving(account) if leaving.must_hand_over]
    if waiting:
        raise HandOverFirst(organisations=", ".join(waiting))


def leave_organisations(account: Account, *, hand_over: bool = False) -> None:
    """Take the person out of every organisation; ``hand_over`` names an editor by itself.

    Rows of organisations are locked in one order: of two administrators who leave at once, the
    second sees that the first has left.
    """
    mine = select(Member.organisation_id).where(Member.account_id == account.id)
    db.session.scalars(
        select(Organisation.id)
        .where(Organisation.id.in_(mine))
        .order_by(Organisation.id)
        .with_for_update()
    ).all()
    db.session.expire_all()
    if hand_over:
        _hand_over(account)
    else:
        check_may_leave(account)
    _clear_contacts(account)
    for leaving in preview_leaving(account):
        if leaving.is_alone or leaving.must_hand_over:
            _close(leaving.organisation_id, forget=leaving.is_alone)
    db.session.execute(delete(Member).where(Member.account_id == account.id))
    db.session.expire_all()


def _hand_over(account: Account) -> None:
    """The editor who has been there longest looks after the organisation; a reader never does."""
    for leaving in preview_leaving(account):
        if leaving.must_hand_over:
            editor = db.session.scalar(
                select(Member)
                .join(Member.account)
                .where(
                    Member.organisation_id == leaving.organisation_id,
                    Member.role == MemberRole.EDITOR,
                )
                .order_by(Account.created_at, Account.id)
            )
            if editor:
                editor.role = MemberRole.ADMIN
    db.session.flush()


def _close(organisation_id: int, *, forget: bool) -> None:
    """Nobody answers any more: close what is shown; with nobody left, drafts and contacts go."""
    for offer in _open_offers(organisation_id):
        close(offer)
    if not forget:
        return
    unanswered = ~select(Interest.id).where(Interest.offer_id == Offer.id).exists()
    of_it = Offer.organisation_id == organisation_id
    db.session.execute(delete(Offer).where(of_it, Offer.status == OfferStatus.DRAFT, unanswered))
    db.session.execute(update(Offer).where(of_it).values(_CONTACT))
    db.session.execute(
        update(Organisation).where(Organisation.id == organisation_id).values(phone=None)
    )


def _clear_contacts(account: Account) -> None:
    """Their name and telephone leave the offers that show their address as the contact.

    Doctors who are introduced must still reach someone: a remaining administrator.
    """
    mine = select(Member.organisation_id).where(Member.account_id == account.id)
    shown = select(Offer).where(
        Offer.contact_email == account.email, Offer.organisation_id.in_(mine)
    )
    for offer in db.session.scalars(shown):
        offer.contact_name = offer.contact_role = offer.contact_phone = None
        offer.contact_email = db.session.scalar(
            select(Account.email)
            .join(Member, Member.account_id == Account.id)
            .where(
                Member.organisation_id == offer.organisation_id,
                Member.account_id != account.id,
                Member.role == MemberRole.ADMIN,
            )
            .order_by(Account.id)
        )
    db.session.flush()
    if account.confirmed_at:
        elsewhere = Offer.contact_email == account.email
        db.session.execute(update(Offer).where(elsewhere).values(_CONTACT))


def _others(member: Member) -> list[Member]:
    query = select(Member).where(
        Member.organisation_id == member.organisation_id, Member.account_id != member.account_id
    )
    return list(db.session.scalars(query))


def _open_offers(organisation_id: int) -> list[Offer]:
    query = select(Offer).where(Offer.organisation_id == organisation_id, Offer.status.in_(_SHOWN))
    return list(db.session.scalars(query.order_by(Offer.id)))
