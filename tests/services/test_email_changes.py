"""An account that changes its address takes its registrations along; both databases."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from models import Account, OutboxMessage, Participant, db
from models.base import now
from models.vocabulary import EventStatus, ParticipantStatus, Role
from services import email_changes
from services.links import LinkForged, LinkUsed, sign_id
from services.participant_keys import open_participant, token_of
from services.registration_addresses import ask_address, change_address, undo_address
from services.registration_messages import tell_state
from tests.factories import a_participant, an_account, an_event
from tests.support.together import at_once

OLD, NEW = "camille@ancienne.example", "camille@nouvelle.example"


def an_old_account() -> Account:
    return an_account([Role.DOCTOR], OLD)


def a_registration(account: Account | None, email: str = OLD, **answers: Any) -> Participant:
    event = answers.pop("event", None) or an_event()
    said = {"email": email, "email_key": email, "account_id": account.id if account else None}
    return a_participant(event, **said | answers)


def told(template: str) -> list[OutboxMessage]:
    query = select(OutboxMessage).where(OutboxMessage.template == template)
    return list(db.session.scalars(query.order_by(OutboxMessage.id)))


def last_link(template: str) -> str:
    return sign_id(told(template)[-1].context["link_id"])


def asked(account: Account, email: str = NEW) -> str:
    email_changes.ask_email_change(account, email)
    return last_link("email_change_confirm")


def moved(account: Account, email: str = NEW) -> str:
    """The token by which the old address may undo it."""
    email_changes.change_email(asked(account, email))
    return last_link("email_changed_notice")


def test_nothing_moves_before_the_new_address_answers(app: Flask) -> None:
    account = an_old_account()
    person = a_registration(account)
    asked(account)
    assert (account.email, person.email) == (OLD, OLD)
    assert told("participant_address_changed") == []


def test_registrations_follow_to_where_the_account_is_read(app: Flask) -> None:
    account = an_old_account()
    seated = a_registration(account)
    in_line = a_registration(account, status=ParticipantStatus.WAITING.value, waiting_since=now())
    tell_state(seated, again=True)
    before = token_of(seated)
    kept = [(each.number, each.status, each.badge_code) for each in (seated, in_line)]
    moved(account)
    for each in (seated, in_line):
        assert (each.email, each.email_key) == (NEW, NEW)
        assert open_participant(token_of(each)) is each
    assert [(each.number, each.status, each.badge_code) for each in (seated, in_line)] == kept
    with pytest.raises(LinkForged):
        open_participant(before)
    # What waited goes to the new address, which is told where it stands, with a calendar entry.
    assert {row.to_address for row in told("participant_registered")} == {NEW}
    assert "METHOD:REQUEST" in (told("participant_registered")[-1].calendar or "")
    assert [row.to_address for row in told("participant_waiting")] == [NEW]
    left = told("participant_address_changed")
    assert [row.to_address for row in left] == [OLD, OLD]
    assert "METHOD:CANCEL" in (left[0].calendar or "")


def test_only_what_was_at_the_address_and_is_not_over_follows(app: Flask) -> None:
    account = an_old_account()
    over, off = a_registration(account), a_registration(account)
    over.event.status, off.event.status = EventStatus.CLOSED.value, EventStatus.CANCELLED.value
    elsewhere = a_registration(account, "ailleurs@essai.example")
    withdrawn = a_registration(account, status=ParticipantStatus.CANCELLED.value)
    guest = a_registration(None)
    ahead = a_registration(account)
    moved(account)
    assert account.email == NEW
    assert [each.email for each in (over, off, withdrawn, guest)] == [OLD] * 4
    assert elsewhere.email == "ailleurs@essai.example", "moved there on purpose"
    assert ahead.email == NEW, "an evening that is over stops no other"


def test_a_place_that_someone_else_has_there_leaves_both_as_they_are(app: Flask) -> None:
    account = an_old_account()
    stuck = a_registration(account, "camille.roux@gmail.com", email_key="camilleroux@gmail.com")
    other = a_registration(None, "autre@gmail.com", event=stuck.event)
    free = a_registration(account, "camilleroux@gmail.com")
    account.email = "camilleroux@gmail.com"
    keys = stuck.key, other.key
    moved(account, "au.tre@gmail.com")
    assert account.email == "au.tre@gmail.com"
    assert (stuck.email, other.email) == ("camille.roux@gmail.com", "autre@gmail.com")
    assert (stuck.key, other.key) == keys
    assert (free.email, free.email_key) == ("au.tre@gmail.com", "autre@gmail.com")


def test_a_registration_that_nobody_confirmed_there_gives_way(app: Flask) -> None:
    account = an_old_account()
    person = a_registration(account)
    pending = ParticipantStatus.PENDING.value
    unanswered = a_registration(None, NEW, event=person.event, status=pending, confirmed_at=None)
    moved(account)
    assert (unanswered.status, person.email) == ("cancelled", NEW)


def test_undoing_brings_the_registrations_back(app: Flask) -> None:
    account = an_old_account()
    person, guest = a_registration(account), a_registration(None, NEW)
    undo = moved(account)
    ask_address(person, "plus.loin@essai.example")
    further = last_link("participant_address_confirm")
    email_changes.undo_email_change(undo)
    assert (account.email, person.email, person.email_key) == (OLD, OLD, OLD)
    assert guest.email == NEW, "of who reads the other address"
    last = told("participant_address_changed")[-1]
    assert (last.to_address, last.context["is_undone"]) == (NEW, True)
    with pytest.raises(LinkUsed):
        change_address(further)


def test_the_old_address_may_bring_one_registration_back(app: Flask) -> None:
    account = an_old_account()
    person, other = a_registration(account), a_registration(account)
    moved(account)
    undo_address(sign_id(told("participant_address_changed")[0].context["link_id"]))
    assert (person.email, other.email, account.email) == (OLD, NEW, NEW)


def test_pressed_at_once_it_is_done_once(app: Flask) -> None:
    account = an_old_account()
    person = a_registration(account)
    token, participant_id = asked(account), person.id
    db.session.commit()
    press = [lambda: email_changes.change_email(token)] * 2
    assert len(at_once(app, *press)) == 1
    db.session.expire_all()
    assert db.session.get_one(Participant, participant_id).email == NEW
    assert len(told("participant_address_changed")) == 1
