"""Invitations to act for an organisation: for one address, for seven days."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from models.accounts import Account
from models.base import db, now
from models.invitations import MemberInvitation
from models.organisations import Member, Organisation
from models.vocabulary import MemberRole
from services.accounts import check_confirmed, normalise_email
from services.links import LinkForged, LinkUsed, make_link, peek_link, use_link
from services.members import AlreadyMember, add_member, check_role
from services.outbox import enqueue
from services.refusals import NotFound, Refusal

KEPT_DAYS = 7
PURPOSE = "member_invitation"


class InvitationForAnother(Refusal):
    """Only the account of the invited address, ``email``, may accept."""


def invite_member(
    organisation: Organisation, email: str, role: str, *, by: Account
) -> MemberInvitation:
    """Send an invitation; nothing tells whether the address has an account.

    An earlier invitation of the same address is replaced.
    """
    check_confirmed(by)
    wanted, part = normalise_email(email), check_role(role)
    members = select(Account.email).join(Member, Member.account_id == Account.id)
    if wanted in db.session.scalars(members.where(Member.organisation_id == organisation.id)):
        raise AlreadyMember(email=wanted)
    _withdraw(organisation, MemberInvitation.email == wanted)
    invitation = MemberInvitation(
        organisation_id=organisation.id,
        email=wanted,
        role=part,
        invited_by=by.id,
        expires_at=now() + timedelta(days=KEPT_DAYS),
    )
    db.session.add(invitation)
    db.session.flush()
    token = make_link(PURPOSE, payload={"invitation_id": invitation.id}, hours=24 * KEPT_DAYS)
    enqueue(
        "member_invitation",
        to_address=wanted,
        context={
            "token": token,
            "organisation": organisation.name,
            "role": MemberRole(part).label.lower(),
            "inviter": by.email,
            "days": KEPT_DAYS,
        },
        is_demo=by.is_demo,
    )
    return invitation


def withdraw_invitation(organisation: Organisation, invitation_id: int) -> None:
    """The invitation opens nothing any more."""
    if not _withdraw(organisation, MemberInvitation.id == invitation_id):
        raise NotFound(invitation_id=invitation_id)


def list_pending(organisation: Organisation) -> list[MemberInvitation]:
    """Those that can still be accepted, the latest first."""
    return list(
        db.session.scalars(
            select(MemberInvitation)
            .where(
                MemberInvitation.organisation_id == organisation.id,
                MemberInvitation.accepted_at.is_(None),
                MemberInvitation.withdrawn_at.is_(None),
                MemberInvitation.expires_at > now(),
            )
            .order_by(MemberInvitation.created_at.desc(), MemberInvitation.id.desc())
        )
    )


def read_invitation(token: str) -> MemberInvitation:
    """The invitation of a link that can still be used."""
    return _behind(peek_link(token, PURPOSE).payload)


def accept_invitation(token: str, account: Account) -> Organisation:
    """The owner of the invited address joins."""
    invitation = _behind(peek_link(token, PURPOSE).payload)
    if account.email != invitation.email:
        raise InvitationForAnother(email=invitation.email)
    check_confirmed(account)
    use_link(token, PURPOSE)
    taken = db.session.execute(
        update(MemberInvitation)
        .where(
            MemberInvitation.id == invitation.id,
            MemberInvitation.accepted_at.is_(None),
            MemberInvitation.withdrawn_at.is_(None),
        )
        .values(accepted_at=now())
        .execution_options(synchronize_session=False)
    )
    if not taken.rowcount:  # type: ignore[attr-defined]
        raise LinkUsed()
    add_member(invitation.organisation, account, invitation.role)
    return invitation.organisation


def _behind(payload: dict[str, int]) -> MemberInvitation:
    invitation = db.session.get(
        MemberInvitation,
        payload["invitation_id"],
        options=[joinedload(MemberInvitation.organisation)],
    )
    if invitation is None:
        raise LinkForged()
    if invitation.withdrawn_at or invitation.accepted_at:
        raise LinkUsed()
    return invitation


def _withdraw(organisation: Organisation, *which: object) -> int:
    done = db.session.execute(
        update(MemberInvitation)
        .where(
            MemberInvitation.organisation_id == organisation.id,
            MemberInvitation.accepted_at.is_(None),
            MemberInvitation.withdrawn_at.is_(None),
            *which,  # type: ignore[arg-type]
        )
        .values(withdrawn_at=now())
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]
