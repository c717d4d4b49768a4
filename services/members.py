"""Members of an organisation: administrators, editors, readers; one administrator always stays."""

from __future__ import annotations

from sqlalchemy import func, select

from models.accounts import Account
from models.base import db
from models.organisations import Member, Organisation
from models.vocabulary import MemberRole, Role
from services.accounts import add_role
from services.organisations import check_may_administer, find_membership
from services.refusals import NotFound, Refusal


class AlreadyMember(Refusal):
    """This account acts for the organisation already."""


class LastAdmin(Refusal):
    """The organisation would be left without anyone to look after it."""


class UnknownMemberRole(Refusal):
    """A member is an administrator, an editor or a reader."""


def add_member(organisation: Organisation, account: Account, role: str) -> Member:
    """Let someone act for the organisation."""
    if find_membership(account.id, organisation.id):
        raise AlreadyMember(email=account.email)
    member = Member(organisation_id=organisation.id, account=account, role=check_role(role))
    db.session.add(member)
    add_role(account, Role.HOST)
    db.session.flush()
    return member


def change_role(organisation: Organisation, account_id: int, role: str, *, by: Account) -> None:
    """An administrator says what a member may do; the last administrator stays one."""
    wanted = check_role(role)
    member = _lock_member(organisation, account_id, by)
    if member.role == MemberRole.ADMIN and wanted is not MemberRole.ADMIN:
        _check_not_last(organisation)
    member.role = wanted
    db.session.flush()


def remove_member(organisation: Organisation, account_id: int, *, by: Account) -> None:
    """Someone leaves, or an administrator says so; the last administrator cannot."""
    member = _lock_member(organisation, account_id, by)
    if member.role == MemberRole.ADMIN:
        _check_not_last(organisation)
    db.session.delete(member)
    db.session.flush()


def check_role(role: str) -> MemberRole:
    """One of the three."""
    if role not in [known.value for known in MemberRole]:
        raise UnknownMemberRole(role=role[:20])
    return MemberRole(role)


def _lock_member(organisation: Organisation, account_id: int, by: Account) -> Member:
    """The member, read once nobody else changes this organisation's.

    What ``by`` may do is asked again under the lock: someone may just have taken it from them.
    """
    db.session.scalar(
        select(Organisation.id).where(Organisation.id == organisation.id).with_for_update()
    )
    acting = _fresh(organisation, by.id)
    member = _fresh(organisation, account_id)
    if acting is None or member is None:
        raise NotFound(account_id=account_id)
    if acting is not member:
        check_may_administer(acting)
    return member


def _fresh(organisation: Organisation, account_id: int) -> Member | None:
    return db.session.get(Member, (organisation.id, account_id), populate_existing=True)


def _check_not_last(organisation: Organisation) -> None:
    administrators = db.session.scalar(
        select(func.count())
        .select_from(Member)
        .where(Member.organisation_id == organisation.id, Member.role == MemberRole.ADMIN)
    )
    if (administrators or 0) < 2:
        raise LastAdmin()
