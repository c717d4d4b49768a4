"""Registering for an evening, one's address, one's seat, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from models import DatingEvent, OutboxMessage, Participant, db
from models.base import now
from models.vocabulary import EventStatus
from services import participant_data, registrations, waiting_list
from services.accounts import EmailInvalid
from services.communes import UnknownCommune
from services.doctors import UnknownAnswer, UnknownSpecialty
from services.email_keys import clean_email, email_key
from services.evening_plans import mark_held
from services.evening_programme import ends_at
from services.registration_answers import (
    AnswerTooLong,
    NoMeetingThen,
    Registration,
    SideUnknown,
    TimesReversed,
    VideoNotSecure,
)
from services.registration_window import (
    EveningCancelled,
    EveningOver,
    RegistrationClosed,
    RegistrationNotOpen,
)
from services.registrations import (
    AlreadyRegistered,
    CameAlready,
    RegistrationWithdrawn,
    register,
)
from tests.factories import a_participant, a_published_offer, a_visible_doctor, an_event
from tests.factories.after_evenings import a_begun_event, a_meeting, some_people
from tests.support.together import Verb, at_once


def signing_up(event: DatingEvent, email: str, side: str = "candidate", **said: Any) -> Participant:
    """Someone whose address has answered already."""
    options = {"source": "link", "is_confirmed": True} | {
        name: said.pop(name) for name in ("source", "is_confirmed", "at") if name in said
    }
    return register(event, side, Registration(email=email, **said), **options)


def told() -> list[str]:
    return list(db.session.scalars(select(OutboxMessage.template).order_by(OutboxMessage.id)))


def by_status(event_id: int) -> dict[str, int]:
    rows = db.session.execute(
        select(Participant.status, func.count())
        .where(Participant.event_id == event_id)
        .group_by(Participant.status)
    )
    return {row[0]: row[1] for row in rows}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Camille@Exemple.fr", " camille@exemple.fr "),
        ("camille@exemple.fr", "mailto:camille@exemple.fr"),
        ("camille@exemple.fr", "\u200bcamille@exemple.fr\u00a0"),
        ("camille.roux@gmail.com", "CamilleRoux+soiree@googlemail.com"),
        ("camille@outlook.fr", "camille+dating@outlook.fr"),
        ("camille@santé.fr", "camille@xn--sant-epa.fr"),
    ],
)
def test_two_spellings_are_one_address(app: Flask, one: str, other: str) -> None:
    assert email_key(one) == email_key(other)
    event = an_event()
    signing_up(event, one)
    with pytest.raises(AlreadyRegistered):
        signing_up(event, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a.b@exemple.fr", "ab@exemple.fr"),
        ("a+b@exemple.fr", "a@exemple.fr"),
        ("a@exemple.fr", "a@exemple.org"),
    ],
)
def test_other_people_are_other_addresses(one: str, other: str) -> None:
    assert email_key(one) != email_key(other)


@pytest.mark.parametrize("wrong", ["", "camille", "@exemple.fr", "a@b", "a@b@c.fr", "a" * 300])
def test_what_cannot_be_an_address_is_refused(app: Flask, wrong: str) -> None:
    with pytest.raises(EmailInvalid):
        email_key(wrong)
    with pytest.raises(EmailInvalid):
        clean_email(wrong)
    with pytest.raises(EmailInvalid):
        signing_up(an_event(), wrong)


def test_numbers_go_up_by_side_and_never_come_back(app: Flask) -> None:
    event = an_event()
    numbers = [signing_up(event, f"m{n}@essai.example").number for n in range(3)]
    host = signing_up(event, "h@essai.example", "host")
    assert (numbers, host.number) == ([1, 2, 3], 1)
    last = registrations.find_registration(event.id, "m2@essai.example")
    assert last is not None
    registrations.cancel(last)
    again = signing_up(event, "m2@essai.example")
    assert again.number == 4
    assert again.id != last.id


def test_who_has_not_confirmed_holds_no_seat(app: Flask) -> None:
    event = an_event(candidate_capacity=1)
    pending = signing_up(event, "a@essai.example", is_confirmed=False)
    assert (pending.status, pending.confirmed_at) == ("pending", None)
    signing_up(event, "b@essai.example")
    registrations.confirm(pending)
    assert pending.status == "waiting"
    assert waiting_list.position(pending) == 1
    registrations.confirm(pending)  # the second press of the same button
    assert told() == ["participant_confirm", "participant_registered", "participant_waiting"]


def test_who_waits_for_the_mail_may_say_everything_again(app: Flask) -> None:
    event = an_event()
    first = signing_up(event, "a@essai.example", is_confirmed=False, first_name="Ana")
    second = signing_up(event, "A@essai.example", is_confirmed=False, first_name="Anna")
    assert (second.id, second.first_name) == (first.id, "Anna")
    host = signing_up(event, "a@essai.example", "host", is_confirmed=False)
    assert host.id != first.id
    assert first.status == "cancelled"
    assert told() == ["participant_confirm"] * 3


def test_a_cancelled_registration_is_confirmed_and_changed_by_nobody(app: Flask) -> None:
    participant = a_participant(an_event())
    registrations.cancel(participant)
    for verb in (
        lambda: registrations.confirm(participant),
        lambda: registrations.change(participant, Registration(email=participant.email)),
    ):
        with pytest.raises(RegistrationWithdrawn):
            verb()
    assert registrations.cancel(participant) == []
    assert told() == ["participant_cancelled"]
    assert participant.calendar_sequence == 1


def test_nobody_leaves_an_evening_that_is_over(app: Flask) -> None:
    participant = a_participant(an_event(status="closed"))
    assert registrations.cancel(participant) == []
    assert participant.status == "registered"


@pytest.mark.parametrize("status", ["published", "cancelled", "closed"])
@pytest.mark.parametrize("days", [-3, 3])
def test_erasing_is_possible_at_any_time(app: Flask, status: str, days: int) -> None:
    event = an_event(status=status, starts_at=now() + timedelta(days=days))
    participant = a_participant(event, phone="06 11 22 33 44")
    participant_data.erase(participant)
    assert (participant.first_name, participant.phone) == (None, None)
    assert participant.number == 1
    participant_data.erase(participant)


@pytest.mark.parametrize(
    ("answers", "refusal"),
    [
        ({"opens_at": now() + timedelta(days=1)}, RegistrationNotOpen),
        ({"closes_at": now() - timedelta(days=1)}, RegistrationClosed),
        ({"status": EventStatus.CANCELLED.value}, EveningCancelled),
        ({"status": EventStatus.CLOSED.value}, EveningOver),
        ({"status": EventStatus.DRAFT.value}, RegistrationNotOpen),
        ({"starts_at": now() - timedelta(hours=1)}, RegistrationClosed),
    ],
)
def test_the_door_is_open_or_says_why_not(
    app: Flask, answers: dict[str, Any], refusal: type[Exception]
) -> None:
    event = an_event(**answers)
    with pytest.raises(refusal):
        signing_up(event, "a@essai.example")
    assert by_status(event.id) == {}


def test_organisers_write_people_in_before_and_after(app: Flask) -> None:
    for answers in ({"opens_at": now() + timedelta(days=1)}, {"closes_at": now()}):
        assert signing_up(an_event(**answers), "a@essai.example", source="import").number == 1
    with pytest.raises(EveningCancelled):
        signing_up(an_event(status="cancelled"), "a@essai.example", source="desk")


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"first_name": "a" * 81}, AnswerTooLong),
        ({"pitch": "a" * 601}, AnswerTooLong),
        ({"video_url": "http://exemple.fr/video"}, VideoNotSecure),
        ({"video_url": "javascript:alert(1)"}, VideoNotSecure),
        ({"video_url": "https://camille:secret@exemple.fr/"}, VideoNotSecure),
        ({"video_url": "https://[::1"}, VideoNotSecure),
        ({"video_url": "https://exemple.fr/\nX"}, VideoNotSecure),
        ({"commune_code": "99999"}, UnknownCommune),
        ({"answers": {"specialty_code": "SM99999"}}, UnknownSpecialty),
        ({"answers": {"stage": "wizard"}}, UnknownAnswer),
        ({"answers": {"opportunities": ["gold"]}}, UnknownAnswer),
    ],
)
def test_what_cannot_be_kept_is_refused_whole(
    app: Flask, said: dict[str, Any], refusal: type[Exception]
) -> None:
    event = an_event()
    with pytest.raises(refusal):
        signing_up(event, "a@essai.example", **said)
    assert by_status(event.id) == {}


def test_a_side_is_one_of_two(app: Flask) -> None:
    with pytest.raises(SideUnknown):
        signing_up(an_event(), "a@essai.example", "audience")


def test_times_leave_one_whole_meeting_at_least(app: Flask) -> None:
    event = an_event()  # six rounds of eight minutes
    start = event.starts_at
    with pytest.raises(TimesReversed):
        signing_up(
            event,
            "a@essai.example",
            arrives_at=start + timedelta(minutes=30),
            leaves_at=start + timedelta(minutes=10),
        )
    with pytest.raises(NoMeetingThen):
        signing_up(event, "a@essai.example", leaves_at=start + timedelta(minutes=2))
    with pytest.raises(NoMeetingThen):
        signing_up(event, "a@essai.example", arrives_at=start + timedelta(hours=3))
    kept = signing_up(event, "a@essai.example", arrives_at=start + timedelta(minutes=9))
    assert kept.arrives_at == start + timedelta(minutes=9)


def test_answers_of_the_other_side_are_dropped(app: Flask) -> None:
    event = an_event()
    answers = {"stage": "intern", "stages": ["intern"], "practice_mode": "msp", "max_minutes": 7}
    doctor = signing_up(event, "a@essai.example", answers=answers)
    host = signing_up(event, "b@essai.example", "host", answers=answers)
    assert doctor.answers == {"stage": "intern"}
    assert host.answers == {"stages": ["intern"], "practice_mode": "msp"}


@pytest.mark.parametrize("capacity", [40])
def test_two_hundred_at_once_for_forty_places(app: Flask, capacity: int) -> None:
    event = an_event(candidate_capacity=capacity)
    event_id = event.id
    db.session.commit()

    def one(n: int) -> Verb:
        def sign_up() -> None:
            signing_up(db.session.get_one(DatingEvent, event_id), f"m{n}@essai.example")

        return sign_up

    assert at_once(app, *(one(n) for n in range(200))) == []
    assert by_status(event_id) == {"registered": capacity, "waiting": 160}
    numbers = db.session.scalars(select(Participant.number).order_by(Participant.number)).all()
    assert list(numbers) == list(range(1, 201))
    waiting = db.session.scalars(
        select(Participant).where(Participant.status == "waiting").order_by(Participant.number)
    ).all()
    places = sorted(waiting_list.position(each) or 0 for each in waiting[::40])
    assert len(set(places)) == 4


def test_one_address_sent_twenty_times_at_once_is_one_registration(app: Flask) -> None:
    event_id = an_event().id
    db.session.commit()

    def sign_up() -> None:
        signing_up(db.session.get_one(DatingEvent, event_id), "camille@essai.example")

    failures = at_once(app, *([sign_up] * 20))
    assert [type(error) for error in failures] == [AlreadyRegistered] * 19
    assert by_status(event_id) == {"registered": 1}


def test_confirming_cancelling_and_promoting_at_once_lose_nobody(app: Flask) -> None:
    event = an_event(candidate_capacity=10)
    event_id = event.id
    leaving = [a_participant(event).id for _ in range(10)]
    queueing = [
        a_participant(event, status="waiting", waiting_since=now() - timedelta(hours=9 - n)).id
        for n in range(8)
    ]
    pending = [a_participant(event, status="pending", confirmed_at=None).id for _ in range(12)]
    db.session.commit()

    def on(participant_id: int, verb: Callable[[Participant], object]) -> Verb:
        return lambda: verb(db.session.get_one(Participant, participant_id))

    def promote() -> None:
        waiting_list.promote(db.session.get_one(DatingEvent, event_id), now())

    verbs = [
        *(on(each, registrations.cancel) for each in leaving[:6]),
        *(on(each, registrations.confirm) for each in pending),
        *[promote] * 6,
    ]
    assert at_once(app, *verbs) == []
    assert by_status(event_id) == {"registered": 10, "waiting": 14, "cancelled": 6}
    kept = {each: db.session.get_one(Participant, each).status for each in queueing}
    assert list(kept.values()) == ["registered"] * 6 + ["waiting"] * 2
    assert told().count("participant_promoted") == 6


# --- once the evening has begun ---


def test_who_came_is_not_taken_out_of_what_was_held(app: Flask) -> None:
    event = a_begun_event()
    (guest, late), (host,) = some_people(event, 2, 1)
    meeting = a_meeting(guest, host)
    guest.checked_in_at = event.starts_at
    mark_held(event, 0)
    with pytest.raises(CameAlready):
        registrations.cancel(guest)
    registrations.cancel(late)  # whom nobody has seen may still say that they do not come
    with pytest.raises(CameAlready):
        registrations.cancel(host, ends_at(event))
    mark_held(event, 0)
    assert (guest.status, late.status, meeting.state) == ("registered", "cancelled", "held")
    participant_data.erase(guest)
    assert (guest.status, meeting.state) == ("registered", "held")


def test_a_link_gives_no_seat_once_the_evening_has_begun(app: Flask) -> None:
    event = an_event()
    pending = a_participant(event, status="pending", confirmed_at=None)
    with pytest.raises(RegistrationClosed):
        registrations.confirm(pending, event.starts_at)
    assert pending.status == "pending"
    registrations.confirm(pending, event.starts_at - timedelta(seconds=1))
    assert pending.status == "registered"


def test_a_correction_keeps_the_profile_and_the_offer(app: Flask) -> None:
    doctor, offer = a_visible_doctor(), a_published_offer()
    event = an_event()
    guest, host = a_participant(event, doctor_id=doctor.id), a_participant(event, "host")
    host.offer_id = offer.id
    for each in (guest, host):
        registrations.change(each, Registration(email=each.email, first_name="Andrée"))
    assert (guest.first_name, guest.doctor_id, host.offer_id) == ("Andrée", doctor.id, offer.id)
