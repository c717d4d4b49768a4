"""Organising together: invitations for one address, rights, and an owner who always stays."""

from __future__ import annotations

import threading

import pytest
from flask import Flask
from sqlalchemy import select

from models import Account, DatingEvent, EventOrganiser, OutboxMessage, SignedLink, db
from models.base import now
from models.vocabulary import EventRight, Role
from services.accounts import EmailInvalid, NotConfirmed
from services.email_changes import ask_email_change, change_email, undo_email_change
from services.event_access import EventUnknown, RightMissing, find_right, open_event
from services.event_team import (
    AlreadyOrganiser,
    LastOwner,
    OrganiserForAnother,
    UnknownRight,
    accept_invitation,
    change_right,
    invite_organiser,
    leave,
    list_team,
    read_invitation,
    remove_organiser,
)
from services.links import LinkForged, LinkUsed, sign_id
from services.refusals import NotFound, Refusal
from services.sessions import find_presence, must_have_factor, open_session
from services.transaction import transaction
from tests.factories import an_account, an_event, an_organiser
from tests.factories.evenings import a_participant

pytestmark = pytest.mark.usefixtures("app")


def token() -> str:
    """The last link that was made."""
    wanted = select(SignedLink).order_by(SignedLink.expires_at.desc())
    return sign_id(db.session.scalars(wanted).first().id)  # type: ignore[union-attr]


def joins(event: DatingEvent, right: EventRight) -> tuple[Account, EventOrganiser]:
    """Someone who has accepted."""
    account = an_account([Role.HOST])
    organiser = EventOrganiser(
        event_id=event.id,
        email=account.email,
        account_id=account.id,
        right=right.value,
        accepted_at=now(),
    )
    db.session.add(organiser)
    db.session.flush()
    db.session.expire(event, ["organisers"])
    return account, organiser


def test_an_invited_address_joins_once_and_nobody_else() -> None:
    owner = an_organiser()
    event = an_event(owner)
    invite_organiser(event, " Adjointe@Example.ORG ", "editor", by=owner)
    message = db.session.scalars(select(OutboxMessage)).one()
    assert (message.template, message.to_address) == (
        "event_organiser_invited",
        "adjointe@example.org",
    )
    link = token()
    assert read_invitation(link).right == EventRight.EDITOR
    with pytest.raises(OrganiserForAnother):
        accept_invitation(link, an_account())
    with pytest.raises(NotConfirmed):
        accept_invitation(link, an_account(email="adjointe@example.org", confirmed=False))
    invited = an_account([Role.HOST], "adjointe@example.org")
    assert find_right(event.id, invited.id) is None
    accept_invitation(link, invited)
    assert find_right(event.id, invited.id) == EventRight.EDITOR
    with pytest.raises(LinkUsed):
        accept_invitation(link, invited)
    with pytest.raises(AlreadyOrganiser):
        invite_organiser(event, "ADJOINTE@example.org", "desk", by=owner)


def test_a_second_invitation_replaces_the_first() -> None:
    owner = an_organiser()
    event = an_event(owner)
    invite_organiser(event, "aide@example.org", "owner", by=owner)
    first = token()
    invite_organiser(event, "aide@example.org", "desk", by=owner)
    with pytest.raises(LinkUsed):
        read_invitation(first)
    assert [each.right for each in list_team(event)] == ["owner", "desk"]


def test_a_withdrawn_invitation_opens_nothing_and_a_forged_one_neither() -> None:
    owner = an_organiser()
    event = an_event(owner)
    pending = invite_organiser(event, "aide@example.org", "desk", by=owner)
    link = token()
    remove_organiser(event, pending.id, by=owner)
    with pytest.raises(LinkUsed):
        read_invitation(link)
    with pytest.raises(LinkForged):
        read_invitation(link[:-1] + ("a" if link[-1] != "a" else "b"))


@pytest.mark.parametrize("right", [EventRight.EDITOR, EventRight.DESK])
def test_only_owners_change_the_team(right: EventRight) -> None:
    owner = an_organiser()
    event = an_event(owner)
    other, organiser = joins(event, right)
    acts = (
        lambda: invite_organiser(event, "aide@example.org", "desk", by=other),
        lambda: change_right(event, organiser.id, "owner", by=other),
        lambda: remove_organiser(event, event.organisers[0].id, by=other),
    )
    for act in acts:
        with pytest.raises(RightMissing):
            act()
    with pytest.raises(EventUnknown):
        change_right(event, organiser.id, "owner", by=an_organiser())


def test_words_that_mean_no_right_or_nobody() -> None:
    owner = an_organiser()
    event, elsewhere = an_event(owner), an_event()
    with pytest.raises(UnknownRight):
        invite_organiser(event, "aide@example.org", "roi", by=owner)
    with pytest.raises(EmailInvalid):
        invite_organiser(event, "personne", "desk", by=owner)
    with pytest.raises(NotFound):
        change_right(event, elsewhere.organisers[0].id, "desk", by=owner)


def test_the_last_owner_stays() -> None:
    owner = an_organiser()
    event = an_event(owner)
    mine = event.organisers[0]
    invite_organiser(event, "aide@example.org", "owner", by=owner)  # has not answered
    for act in (
        lambda: change_right(event, mine.id, "editor", by=owner),
        lambda: remove_organiser(event, mine.id, by=owner),
        lambda: leave(event, owner),
    ):
        with pytest.raises(LastOwner):
            act()
    second, _organiser = joins(event, EventRight.OWNER)
    leave(event, owner)
    assert find_right(event.id, owner.id) is None
    assert find_right(event.id, second.id) == EventRight.OWNER
    with pytest.raises(EventUnknown):
        leave(event, owner)


def test_two_owners_who_take_each_other_out_leave_one(app: Flask) -> None:
    owner = an_organiser()
    event = an_event(owner)
    other, organiser = joins(event, EventRight.OWNER)
    people = {owner.id: organiser.id, other.id: event.organisers[0].id}
    event_id = event.id
    db.session.commit()
    start, refused = threading.Barrier(2), []

    def act(by_id: int, target: int) -> None:
        with app.app_context():
            start.wait()
            try:
                with transaction():
                    here = open_event(event_id, by_id, EventRight.OWNER, lock=True)
                    change_right(here, target, "editor", by=db.session.get_one(Account, by_id))
            except Refusal as refusal:
                refused.append(type(refusal))
            finally:
                db.session.remove()

    threads = [threading.Thread(target=act, args=pair) for pair in people.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rights = select(EventOrganiser.right).where(EventOrganiser.event_id == event_id)
    assert sorted(db.session.scalars(rights)) == ["editor", "owner"]
    assert len(refused) == 1
    assert refused[0] is RightMissing


@pytest.mark.parametrize(("right", "asked"), [("owner", True), ("editor", True), ("desk", False)])
def test_who_prepares_an_evening_protects_their_account(
    app: Flask, right: str, asked: bool
) -> None:
    app.config["DEMO_MODE"] = False
    event = an_event()
    account, organiser = joins(event, EventRight(right))
    found = find_presence(open_session(account))
    assert found is not None
    assert found.wants_setup is asked
    assert must_have_factor(account) is asked
    organiser.accepted_at = None  # invited only
    db.session.flush()
    assert not must_have_factor(account)


def test_being_invited_to_an_evening_gives_no_seat_in_it() -> None:
    owner = an_organiser()
    event = an_event(owner)
    someone = a_participant(event)
    invite_organiser(event, someone.email, "desk", by=owner)
    assert someone.account_id is None


def test_a_team_writes_to_the_address_that_an_account_has_now() -> None:
    owner = an_organiser()
    event, other = an_event(owner), an_event()
    helper, _ = joins(other, EventRight.EDITOR)
    invite_organiser(event, "nouvelle@example.org", "desk", by=owner)  # not known to be theirs
    ask_email_change(owner, "nouvelle@example.org")
    for change, purpose in ((change_email, "email_change"), (undo_email_change, "email_undo")):
        link = db.session.scalars(select(SignedLink).where(SignedLink.purpose == purpose)).one()
        change(sign_id(link.id))
        db.session.expire_all()
        assert [each.email for each in list_team(event)] == [owner.email]
        assert {each.email for each in list_team(other)} >= {helper.email}
    assert owner.email != "nouvelle@example.org"
