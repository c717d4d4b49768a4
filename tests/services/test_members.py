"""Members: who may do what, invitations that end, and one administrator who always stays."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from models import Account, Member, MemberInvitation, Organisation, OutboxMessage, SignedLink, db
from models.base import now
from models.vocabulary import MemberRole, Role
from services.accounts import NotConfirmed
from services.links import LinkExpired, LinkUsed, sign_id
from services.member_invitations import (
    InvitationForAnother,
    accept_invitation,
    invite_member,
    list_pending,
    withdraw_invitation,
)
from services.members import (
    AlreadyMember,
    LastAdmin,
    UnknownMemberRole,
    add_member,
    change_role,
    remove_member,
)
from services.organisations import find_membership
from services.refusals import Forbidden, NotFound, Refusal
from services.transaction import transaction
from tests.factories import a_town_hall, an_account

pytestmark = pytest.mark.usefixtures("app")


def admin_of(organisation: Organisation) -> Account:
    """Who made it."""
    return organisation.members[0].account


def token() -> str:
    """The last link that was made and can be used."""
    wanted = select(SignedLink).order_by(SignedLink.expires_at.desc())
    return sign_id(db.session.scalars(wanted).first().id)  # type: ignore[union-attr]


def test_an_invited_address_joins_and_nobody_else() -> None:
    organisation = a_town_hall()
    invite_member(organisation, "Elu@Example.org", "editor", by=admin_of(organisation))
    link = token()
    with pytest.raises(InvitationForAnother):
        accept_invitation(link, an_account())
    with pytest.raises(NotConfirmed):
        accept_invitation(link, an_account(email="elu@example.org", confirmed=False))
    invited = an_account([Role.DOCTOR], "elu@example.org")
    accept_invitation(link, invited)
    member = find_membership(invited.id, organisation.id)
    assert member is not None
    assert member.role == MemberRole.EDITOR
    assert invited.has_role(Role.HOST)
    with pytest.raises(LinkUsed):
        accept_invitation(link, invited)


def test_an_invitation_ends_is_withdrawn_or_replaced() -> None:
    organisation, invited = a_town_hall(), an_account(email="elu@example.org")
    admin = admin_of(organisation)
    first = invite_member(organisation, invited.email, "reader", by=admin)
    assert first.expires_at - now() == pytest.approx(timedelta(days=7), abs=timedelta(minutes=1))
    old = token()
    second = invite_member(organisation, invited.email, "reader", by=admin)
    assert [each.id for each in list_pending(organisation)] == [second.id]
    with pytest.raises(LinkUsed):
        accept_invitation(old, invited)
    withdraw_invitation(organisation, second.id)
    assert list_pending(organisation) == []
    with pytest.raises(NotFound):
        withdraw_invitation(organisation, second.id)
    third = invite_member(organisation, invited.email, "reader", by=admin)
    link = token()
    for row in db.session.scalars(select(SignedLink)):
        row.expires_at = now() - timedelta(seconds=1)
    third.expires_at = now() - timedelta(seconds=1)
    with pytest.raises(LinkExpired):
        accept_invitation(link, invited)
    assert list_pending(organisation) == []


def test_inviting_tells_nothing_about_accounts_and_refuses_members() -> None:
    organisation = a_town_hall()
    admin, known = admin_of(organisation), an_account()
    for address in (known.email, "inconnu@example.net"):
        invite_member(organisation, address, "reader", by=admin)
    letters = db.session.scalars(select(OutboxMessage)).all()
    assert len({(each.template, *sorted(each.context)) for each in letters}) == 1
    with pytest.raises(AlreadyMember):
        invite_member(organisation, admin.email, "reader", by=admin)
    with pytest.raises(UnknownMemberRole):
        invite_member(organisation, "x@example.net", "root", by=admin)


def test_an_invitation_of_elsewhere_cannot_be_withdrawn() -> None:
    ours, theirs = a_town_hall(), a_town_hall()
    sent = invite_member(theirs, "x@example.net", "reader", by=admin_of(theirs))
    with pytest.raises(NotFound):
        withdraw_invitation(ours, sent.id)


def test_the_last_administrator_neither_leaves_nor_steps_down() -> None:
    organisation, other = a_town_hall(), an_account()
    admin = admin_of(organisation)
    add_member(organisation, other, MemberRole.EDITOR)
    for refused in (
        lambda: remove_member(organisation, admin.id, by=admin),
        lambda: change_role(organisation, admin.id, "reader", by=admin),
    ):
        with pytest.raises(LastAdmin):
            refused()
    change_role(organisation, other.id, "admin", by=admin)
    change_role(organisation, admin.id, "reader", by=admin)
    with pytest.raises(Forbidden):
        change_role(organisation, other.id, "reader", by=admin)
    remove_member(organisation, admin.id, by=admin)
    assert find_membership(admin.id, organisation.id) is None
    with pytest.raises(NotFound):
        remove_member(organisation, admin.id, by=other)


def test_two_administrators_demoting_one_another_leave_one(app: Flask) -> None:
    organisation, other = a_town_hall(), an_account()
    add_member(organisation, other, MemberRole.ADMIN)
    pair = (admin_of(organisation).id, other.id)
    number = organisation.id
    db.session.commit()
    db.session.remove()
    ready, refused = threading.Barrier(2), []

    def demote(by: int, target: int) -> None:
        with app.app_context():
            ready.wait()
            try:
                with transaction():
                    change_role(
                        db.session.get_one(Organisation, number),
                        target,
                        "reader",
                        by=db.session.get_one(Account, by),
                    )
            except Refusal as refusal:
                refused.append(refusal)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=demote, args=(a, b)) for a, b in (pair, pair[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    left = select(Member).where(Member.organisation_id == number, Member.role == MemberRole.ADMIN)
    assert len(db.session.scalars(left).all()) == 1
    assert len(refused) == 1


def test_an_invitation_is_taken_by_one_of_two_at_once() -> None:
    organisation = a_town_hall()
    invited = an_account(email="elu@example.org")
    invite_member(organisation, invited.email, "reader", by=admin_of(organisation))
    row = db.session.scalars(select(MemberInvitation)).one()
    row.accepted_at = now()
    db.session.flush()
    with pytest.raises(LinkUsed):
        accept_invitation(token(), invited)
