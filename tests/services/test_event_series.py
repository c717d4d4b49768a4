"""Series: one draft a slot, the same evening later, people proposed, nothing sent by itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from models import (
    Account,
    DatingEvent,
    Doctor,
    EventOrganiser,
    EventSeries,
    InvitationProposal,
    Offer,
    OutboxMessage,
    db,
)
from models.base import now
from models.vocabulary import (
    ConsentKind,
    EventRight,
    EventSide,
    EventStatus,
    ProposalState,
    SeriesRhythm,
)
from services.consents import give, withdraw
from services.doctors import set_visibility
from services.event_series import (
    AHEAD,
    DepartementUnknown,
    SeriesExists,
    create_series,
    make_next_evenings,
    next_day,
    read_departements,
    stop_series,
)
from services.events import copy_as_draft, delete_draft
from services.invitation_proposals import (
    EveningNotPublished,
    InvitedTooLate,
    list_proposals,
    propose,
    send_invitations,
    set_aside,
)
from services.paris_days import PARIS
from services.transaction import transaction
from tests.factories import (
    a_participant,
    a_published_offer,
    a_visible_doctor,
    an_account,
    an_event,
    an_organiser,
    in_paris,
)


def a_series(owner: Account | None = None, **answers: Any) -> tuple[EventSeries, DatingEvent]:
    """Each semester, from an evening of Tuesday 24 November 2026."""
    owner = owner or an_organiser()
    said: dict[str, Any] = {
        "starts_at": in_paris(2026, 11, 24, 18, 30),
        "opens_at": in_paris(2026, 10, 1, 9, 0),
        "closes_at": in_paris(2026, 11, 22, 12, 0),
        "plan_at": in_paris(2026, 11, 23, 8, 0),
    }
    event = an_event(owner, **(said | answers))
    series = create_series(
        event, owner, title="Les soirées du Lot", rhythm=SeriesRhythm.SEMESTER, area="46"
    )
    db.session.commit()
    return series, event


def a_willing_doctor(account: Account | None = None, **answers: Any) -> Doctor:
    """Visible, told of things, who likes Occitanie."""
    doctor = a_visible_doctor(account, **answers)
    give(doctor.account_id, ConsentKind.ALERTS)
    return doctor


def _drafts() -> list[DatingEvent]:
    db.session.expire_all()
    return db.session.query(DatingEvent).filter_by(status="draft").order_by(DatingEvent.id).all()


def _make(at: datetime) -> int:
    with transaction():
        return make_next_evenings(at)


def _messages(template: str) -> list[OutboxMessage]:
    return db.session.query(OutboxMessage).filter_by(template=template).all()


@pytest.mark.parametrize(
    ("day", "rhythm", "expected"),
    [
        (date(2026, 11, 24), SeriesRhythm.QUARTER, date(2027, 2, 23)),
        (date(2026, 11, 24), SeriesRhythm.SEMESTER, date(2027, 5, 25)),
        (date(2026, 11, 24), SeriesRhythm.YEAR, date(2027, 11, 23)),
        (date(2026, 8, 31), SeriesRhythm.SEMESTER, date(2027, 3, 1)),
    ],
)
def test_the_next_day_is_the_same_weekday(day: date, rhythm: SeriesRhythm, expected: date) -> None:
    assert next_day(day, rhythm) == expected
    assert expected.weekday() == day.weekday()


def test_the_draft_is_the_same_evening_later(app: Flask) -> None:
    series, event = a_series(rounds=8, breaks=[{"after": 4, "minutes": 10}])
    due = in_paris(2027, 3, 30, 9, 0)
    assert series.next_on == due.date()
    assert _make(due - timedelta(days=1)) == 0
    assert _make(due) == 1
    (draft,) = _drafts()
    assert draft.starts_at == in_paris(2027, 5, 25, 18, 30)  # summer time, and still half past six
    assert draft.closes_at == in_paris(2027, 5, 23, 12, 0)
    assert draft.opens_at == in_paris(2027, 4, 1, 9, 0)
    assert draft.plan_at == in_paris(2027, 5, 24, 8, 0)
    assert (draft.rounds, draft.breaks) == (8, event.breaks)
    assert draft.series_id == series.id
    assert draft.code != event.code
    told = _messages("series_draft")
    assert [each.to_address for each in told] == [event.organisers[0].email]
    assert told[0].context["event_id"] == draft.id


def test_twice_is_once(app: Flask) -> None:
    series, _event = a_series()
    due = in_paris(2027, 3, 30, 9, 0)
    assert [_make(due), _make(due), _make(due + timedelta(days=20))] == [1, 0, 0]
    assert len(_drafts()) == 1
    db.session.refresh(series)
    assert series.next_on == next_day(date(2027, 5, 25), SeriesRhythm.SEMESTER) - AHEAD


def test_two_clocks_make_one_draft(app: Flask) -> None:
    a_series()
    due = in_paris(2027, 3, 30, 9, 0)
    db.session.remove()

    def run(_n: int) -> int:
        with app.app_context():
            try:
                return _make(due)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(4) as together:
        assert sum(together.map(run, range(4))) == 1
    assert len(_drafts()) == 1


def test_a_long_sleep_skips_to_an_evening_that_people_can_come_to(app: Flask) -> None:
    a_series()
    assert _make(in_paris(2028, 5, 20, 9, 0)) == 1
    (draft,) = _drafts()
    assert draft.starts_at > in_paris(2028, 6, 10)
    assert draft.starts_at.astimezone(PARIS).weekday() == 1


@pytest.mark.parametrize("asked", [{}, {"min_meetings": 2}])
def test_the_next_evening_keeps_what_is_asked_of_its_plan(
    app: Flask, asked: dict[str, int]
) -> None:
    _series, event = a_series(**asked)
    assert event.auto_minimum == (not asked)
    assert _make(in_paris(2027, 4, 1, 9, 0)) == 1
    [draft] = _drafts()
    assert draft.auto_minimum == event.auto_minimum
    assert draft.min_meetings == asked.get("min_meetings", 0)


def test_a_series_that_was_stopped_makes_nothing(app: Flask) -> None:
    series, _event = a_series()
    stop_series(series)
    assert _make(in_paris(2030, 1, 1)) == 0


def test_a_series_without_anyone_left_stops(app: Flask) -> None:
    series, event = a_series()
    event.organisers[0].account_id = None
    db.session.commit()
    assert _make(in_paris(2027, 3, 30, 9, 0)) == 0
    db.session.refresh(series)
    assert series.stopped_at is not None


def test_the_team_comes_along(app: Flask) -> None:
    _series, event = a_series()
    desk, gone = an_account(), an_account()
    for account, accepted in ((desk, now()), (gone, None)):
        event.organisers.append(
            EventOrganiser(
                email=account.email,
                account_id=account.id,
                right=EventRight.DESK.value,
                accepted_at=accepted,
            )
        )
    db.session.commit()
    _make(in_paris(2027, 3, 30, 9, 0))
    (draft,) = _drafts()
    assert [(each.account_id, each.right) for each in draft.organisers] == [
        (event.organisers[0].account_id, "owner"),
        (desk.id, "desk"),
    ]
    assert len(_messages("series_draft")) == 1


def test_an_evening_is_in_one_series(app: Flask) -> None:
    series, event = a_series()
    owner = event.organisers[0].account
    assert owner is not None
    with pytest.raises(SeriesExists):
        create_series(event, owner, title="x", rhythm=SeriesRhythm.YEAR, area="46")
    stop_series(series)
    create_series(event, owner, title="x", rhythm=SeriesRhythm.YEAR, area="46, 12")


def test_departements_are_read_as_people_write_them(app: Flask) -> None:
    assert read_departements("46, 12 et 2a ; 46") == ["46", "12", "2A"]
    assert read_departements("partout") == []
    with pytest.raises(DepartementUnknown):
        read_departements("46, 99")


# --- whom to invite ---


def test_only_those_who_agreed_are_proposed_and_nothing_is_sent(app: Flask) -> None:
    willing = a_willing_doctor()
    a_visible_doctor()  # sees no alerts
    hidden = a_willing_doctor()
    set_visibility(hidden, False)
    silent = a_willing_doctor()
    withdraw(silent.account_id, ConsentKind.ALERTS)
    far = a_willing_doctor(regions_liked=["53"])
    refuses = a_willing_doctor(regions_refused=["76"], regions_liked=None)
    give(refuses.account_id, ConsentKind.TERRITORIES)
    open_minded = a_willing_doctor(regions_liked=None)
    give(open_minded.account_id, ConsentKind.TERRITORIES)
    imaginary = a_willing_doctor(an_account(["doctor"], is_demo=True))
    here = a_willing_doctor()
    offer = a_published_offer()
    _series, event = a_series()
    a_participant(event, doctor_id=here.id)
    db.session.commit()
    before = db.session.query(OutboxMessage).count()
    with transaction():
        propose(event)
    lines = list_proposals(event)
    doctors = {each.doctor.id for each in lines if each.doctor}
    assert doctors == {willing.id, open_minded.id}
    assert not doctors & {hidden.id, silent.id, far.id, refuses.id, imaginary.id, here.id}
    assert [each.offer.id for each in lines if each.offer] == [offer.id]
    assert all(0 < each.gain <= event.rounds for each in lines)
    assert db.session.query(OutboxMessage).count() == before


def _ready(app: Flask) -> tuple[DatingEvent, Doctor, Offer, dict[EventSide, int]]:
    doctor, offer = a_willing_doctor(), a_published_offer()
    ahead = {"starts_at": now() + timedelta(days=60), "closes_at": now() + timedelta(days=58)}
    _series, event = a_series(**ahead)
    with transaction():
        propose(event)
    return event, doctor, offer, {each.side: each.id for each in list_proposals(event)}


def test_invitations_go_once_on_the_organisers_word(app: Flask) -> None:
    event, doctor, offer, ids = _ready(app)
    by = event.organisers[0].account_id or 0
    for expected in (2, 0):
        with transaction():
            assert send_invitations(event, ids.values(), by) == expected
    sent = _messages("evening_invitation")
    assert {each.to_address for each in sent} == {
        doctor.account.email,
        offer.organisation.members[0].account.email,
    }
    assert len(sent) == 2
    assert {each.context["is_host"] for each in sent} == {True, False}
    with transaction():
        propose(event)
    assert {each.state for each in list_proposals(event)} == {ProposalState.SENT}


def test_a_draft_invites_nobody(app: Flask) -> None:
    event, _doctor, _offer, ids = _ready(app)
    event.status = EventStatus.DRAFT.value
    with pytest.raises(EveningNotPublished):
        send_invitations(event, ids.values(), 1)


def test_nobody_is_invited_who_could_not_register_any_more(app: Flask) -> None:
    event, _doctor, _offer, ids = _ready(app)
    with pytest.raises(InvitedTooLate):
        send_invitations(event, ids.values(), 1, event.closes_at)
    assert _messages("evening_invitation") == []
    assert {each.state for each in list_proposals(event)} == {ProposalState.PROPOSED}


def test_who_withdrew_meanwhile_gets_nothing(app: Flask) -> None:
    event, doctor, _offer, ids = _ready(app)
    withdraw(doctor.account_id, ConsentKind.ALERTS)
    with transaction():
        by = event.organisers[0].account_id or 0
        assert send_invitations(event, [ids[EventSide.CANDIDATE]], by) == 0
    assert _messages("evening_invitation") == []
    row = db.session.get_one(InvitationProposal, ids[EventSide.CANDIDATE])
    assert row.state == ProposalState.SET_ASIDE


def test_who_was_set_aside_is_not_proposed_again(app: Flask) -> None:
    event, _doctor, _offer, ids = _ready(app)
    with transaction():
        assert set_aside(event, [ids[EventSide.HOST]], event.organisers[0].account_id or 0) == 1
        propose(event)
    states = {each.side: each.state for each in list_proposals(event)}
    assert states[EventSide.HOST] == ProposalState.SET_ASIDE
    with transaction():
        assert send_invitations(event, [ids[EventSide.HOST]], 1) == 0


def test_proposals_of_another_evening_are_out_of_reach(app: Flask) -> None:
    event, _doctor, _offer, ids = _ready(app)
    other = an_event()
    with transaction():
        assert send_invitations(other, ids.values(), 1) == 0
        assert set_aside(other, ids.values(), 1) == 0
    assert {each.state for each in list_proposals(event)} == {ProposalState.PROPOSED}


def test_a_copy_by_hand_is_of_no_series_and_changes_nothing_to_it(app: Flask) -> None:
    series, event = a_series()
    other = an_organiser()
    copy = copy_as_draft(event, other, at=in_paris(2026, 12, 1))
    db.session.commit()
    assert copy.series_id is None
    assert copy.starts_at == in_paris(2027, 5, 25, 18, 30)
    assert _make(in_paris(2027, 3, 30, 9, 0)) == 1
    mine, made = _drafts()
    assert (mine.id, made.series_id) == (copy.id, series.id)
    assert made.starts_at == in_paris(2027, 5, 25, 18, 30)
    assert made.organisers[0].account_id == event.organisers[0].account_id


def test_a_latest_evening_put_off_puts_off_the_next(app: Flask) -> None:
    series, event = a_series()
    event.starts_at = in_paris(2027, 2, 23, 18, 30)
    db.session.commit()
    assert _make(in_paris(2027, 3, 30, 9, 0)) == 0
    db.session.refresh(series)
    assert series.next_on == date(2027, 8, 24) - AHEAD
    assert _make(in_paris(2027, 6, 29, 9, 0)) == 1
    (draft,) = _drafts()
    assert draft.starts_at == in_paris(2027, 8, 24, 18, 30)


def test_who_may_not_make_evenings_any_more_is_given_none(app: Flask) -> None:
    series, event = a_series()
    owner = event.organisers[0].account
    assert owner is not None
    owner.roles.clear()
    db.session.commit()
    assert _make(in_paris(2027, 3, 30, 9, 0)) == 0
    assert _drafts() == []
    db.session.refresh(series)
    assert series.stopped_at is not None


def test_the_draft_after_one_that_was_deleted_is_told_too(app: Flask) -> None:
    a_series()
    for day in (in_paris(2027, 3, 30, 9, 0), in_paris(2027, 9, 28, 9, 0)):
        assert _make(day) == 1
        (draft,) = _drafts()
        delete_draft(draft)
        db.session.commit()
    assert len(_messages("series_draft")) == 2
