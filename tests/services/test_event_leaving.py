"""Who answers for an evening once the account of its owner is gone; both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from models import Account, DatingEvent, EventOrganiser, OutboxMessage, db
from models.base import now
from models.vocabulary import EventRight, EventStatus, Role
from services.emails import render_email
from services.erasure import erase
from services.evening_closing import close
from services.event_access import find_right, open_event
from services.event_team import list_team
from services.sessions import must_have_factor
from tests.factories import an_account, an_event, an_organiser
from tests.factories.after_evenings import a_begun_event
from tests.support.together import at_once

OWNER, EDITOR, DESK = EventRight


def joined(event: DatingEvent, right: EventRight, days_ago: int | None) -> Account:
    """A colleague, who accepted that long ago or has not answered."""
    account = an_account([Role.HOST])
    event.organisers.append(
        EventOrganiser(
            email=account.email,
            account_id=None if days_ago is None else account.id,
            right=right.value,
            accepted_at=None if days_ago is None else now() - timedelta(days=days_ago),
        )
    )
    db.session.flush()
    return account


def told() -> list[OutboxMessage]:
    query = select(OutboxMessage).where(OutboxMessage.template == "event_handed_over")
    return list(db.session.scalars(query.order_by(OutboxMessage.id)))


@pytest.mark.parametrize(
    ("team", "heir"),
    [
        ([(DESK, 9), (EDITOR, 1), (EDITOR, 3), (EDITOR, None)], 2),
        ([(DESK, 1), (DESK, 3), (EDITOR, None), (DESK, 2)], 1),
    ],
)
def test_who_joined_first_becomes_the_owner_and_is_told(
    app: Flask, team: list[tuple[EventRight, int | None]], heir: int
) -> None:
    owner = an_organiser()
    event = an_event(owner, contact_email=owner.email)
    colleagues = [joined(event, right, days) for right, days in team]
    others = [right for place, (right, _) in enumerate(team) if place != heir]
    gone = owner.email
    erase(owner)
    new = colleagues[heir]
    assert event.status == EventStatus.PUBLISHED
    assert open_event(event.id, new.id, OWNER) is event
    assert [each.email for each in list_team(event) if each.right == OWNER] == [new.email]
    assert sorted(each.right for each in event.organisers) == sorted([OWNER, *others])
    assert event.contact_email == new.email
    assert must_have_factor(new)
    (message,) = told()
    assert (message.to_address, message.account_id) == (new.email, new.id)
    email = render_email(message.template, message.context, "https://ancrage.example")
    assert f"https://ancrage.example/organiser/{event.id}/equipe" in email.text
    assert "gérer l’équipe" in email.text
    assert gone not in email.subject + email.text + email.html


def test_the_desk_that_is_left_alone_can_close_its_evening(app: Flask) -> None:
    event = a_begun_event()
    owner = db.session.get_one(Account, event.organisers[0].account_id)
    helper = joined(event, DESK, 2)
    erase(owner)
    close(open_event(event.id, helper.id, OWNER), now())
    assert event.status == EventStatus.CLOSED


def test_once_it_is_over_the_desk_is_given_nothing_more(app: Flask) -> None:
    event = a_begun_event()
    owner = db.session.get_one(Account, event.organisers[0].account_id)
    helper = joined(event, DESK, 2)
    close(event, now())
    erase(owner)
    assert find_right(event.id, helper.id) == DESK
    assert told() == []


def test_nobody_is_named_where_an_owner_or_nobody_stays(app: Flask) -> None:
    owner = an_organiser()
    shared, alone = an_event(owner), an_event(owner)
    joined(shared, OWNER, 1)
    helper = joined(shared, DESK, 5)
    invited = joined(alone, EDITOR, None)
    erase(owner)
    assert find_right(shared.id, helper.id) == DESK
    assert alone.status == EventStatus.CANCELLED
    assert find_right(alone.id, invited.id) is None
    assert told() == []


def test_two_owners_who_go_at_once_leave_the_evening_to_a_third(app: Flask) -> None:
    owner = an_organiser()
    event = an_event(owner)
    second, helper = joined(event, OWNER, 2), joined(event, DESK, 1)
    leaving, event_id, helper_id = (owner.id, second.id), event.id, helper.id
    db.session.commit()
    verbs = (lambda one=one: erase(db.session.get_one(Account, one)) for one in leaving)
    assert at_once(app, *verbs) == []
    db.session.expire_all()
    assert find_right(event_id, helper_id) == OWNER
    assert db.session.get_one(DatingEvent, event_id).status == EventStatus.PUBLISHED
    assert [message.account_id for message in told()] == [helper_id]
