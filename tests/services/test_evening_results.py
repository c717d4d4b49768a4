"""The figures of an evening, and what becomes of its introductions."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from flask import Flask
from sqlalchemy import select

from models import OutboxMessage, Outcome, db
from models.base import now
from services.cards import NumberUnknown, SameSide
from services.evening_closing import close
from services.evening_dates import add_months
from services.evening_results import export_results, sum_up
from services.links import LinkExpired, LinkUsed, sign_id
from services.outcomes import (
    Answer,
    MonthsUnknown,
    NothingSaid,
    answer_questions,
    ask_outcomes,
    count_outcomes,
    months_due,
    open_questions,
    say_as_organiser,
)
from services.participant_data import copy_of
from services.participant_erasure import forget_participants
from tests.factories.after_evenings import a_begun_event, a_card, a_meeting, some_people
from tests.factories.evenings import a_participant, an_event, in_paris


def a_closed_event():  # type: ignore[no-untyped-def]
    """Two candidates, two hosts, one introduction: M1 and H1."""
    event = a_begun_event(title="=SOMME(A1)")
    [[doctor, other], [host, second]] = some_people(event, 2, 2)
    a_meeting(doctor, host, 0, "held")
    a_meeting(other, second, 0, "missed")
    a_meeting(doctor, second, 1)
    for person in (doctor, host, second):
        person.checked_in_at = now()
    a_card(doctor, host, "yes", "canari-note")
    a_card(host, doctor)
    a_card(second, other, "yes", "canari-sans-retour")
    close(event, now())
    return event, doctor, other, host


def test_the_figures(app: Flask) -> None:
    event, *_ = a_closed_event()
    a_participant(event, status="waiting")
    found = sum_up(event)
    assert (found.registered.candidates, found.registered.hosts) == (2, 2)
    assert (found.present.candidates, found.present.hosts, found.present.total) == (1, 2, 3)
    assert (found.planned, found.held, found.missed) == (3, 1, 1)
    assert (found.cards, found.introductions) == (3, 1)


def test_before_the_closing_nothing_is_said_of_yeses(app: Flask) -> None:
    event = a_begun_event()
    [[doctor], [host]] = some_people(event, 1, 1)
    a_card(doctor, host)
    a_card(host, doctor)
    found = sum_up(event)
    assert (found.introductions, found.outcomes, found.cards) == (None, (), 2)


def test_the_file_is_text_and_tells_no_secret(app: Flask) -> None:
    event, doctor, *_ = a_closed_event()
    said = export_results(event)
    rows = list(csv.reader(StringIO(said.removeprefix("\ufeff")), delimiter=";"))
    assert ["Mises en relation", "", "", "1"] in rows
    assert ["Soirée", "", "", "'=SOMME(A1)"] in rows
    for word in ("canari", doctor.email, doctor.last_name or "?"):
        assert word not in said


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)), (date(2026, 11, 24), 12, date(2027, 11, 24)),
        (date(2028, 2, 29), 24, date(2030, 2, 28)), (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)  # fmt: skip
def test_months_as_calendars_count_them(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


def test_each_question_has_its_time(app: Flask) -> None:
    event = an_event(starts_at=in_paris(2026, 1, 15))
    cases = {
        (2026, 7, 14): None, (2026, 7, 15): 6, (2026, 8, 20): 6, (2026, 9, 10): None,
        (2027, 1, 15): 12, (2028, 1, 20): 24, (2030, 1, 15): None,
    }  # fmt: skip
    for (year, month, day), months in cases.items():
        assert months_due(event, in_paris(year, month, day, 10)) == months


def links() -> dict[str, str]:
    rows = db.session.scalars(select(OutboxMessage).where(OutboxMessage.template == "outcome_ask"))
    return {row.to_address: sign_id(row.context["link_id"]) for row in rows}


def test_both_are_asked_once_and_answer_once(app: Flask) -> None:
    event, doctor, _, host = a_closed_event()
    assert ask_outcomes(event, 6, now()) == 2
    assert ask_outcomes(event, 6, now()) == 0
    tokens = links()
    assert set(tokens) == {doctor.email, host.email}
    asked = open_questions(tokens[doctor.email])
    [contact] = asked.contacts
    assert (asked.months, contact.email) == (6, host.email)
    number = contact.evening_introduction_id
    with pytest.raises(NothingSaid):
        answer_questions(tokens[doctor.email], {number: Answer()}, now())
    with pytest.raises(NothingSaid):  # somebody else's introduction
        answer_questions(tokens[doctor.email], {number + 1: Answer(True, True)}, now())
    answer_questions(tokens[doctor.email], {number: Answer(visited=True)}, now())
    with pytest.raises(LinkUsed):
        answer_questions(tokens[doctor.email], {number: Answer(False, False)}, now())
    answer_questions(tokens[host.email], {number: Answer(False, False)}, now())
    six, twelve, _ = count_outcomes(event.id)
    assert (six.answered, six.visited, six.settled) == (1, 1, 0)  # a yes stays
    assert (twelve.months, twelve.answered) == (12, 0)


def test_an_installation_is_a_visit_too(app: Flask) -> None:
    event, *_ = a_closed_event()
    say_as_organiser(event, ("M1", "H1"), 12, Answer(settled=True), now())
    [row] = db.session.scalars(select(Outcome)).all()
    assert (row.months, row.visited, row.settled, row.said_by) == (12, True, True, "organiser")


def test_what_an_organiser_learnt_counts_for_any_two_of_the_evening(app: Flask) -> None:
    event, *_ = a_closed_event()
    for numbers in (("M1", "H1"), ("M2", "H2"), ("h 02", "m1"), ("M1", "H2")):
        say_as_organiser(event, numbers, 6, Answer(visited=True), now())
    say_as_organiser(event, ("M2", "H1"), 6, Answer(visited=False), now())
    six = count_outcomes(event.id)[0]
    assert (six.noted_visits, six.noted_installations) == (3, 0)
    assert (six.answered, six.visited) == (0, 0), "apart from what the two say"
    for numbers in (("M1", "M2"), ("H1", "H1")):
        with pytest.raises(SameSide):
            say_as_organiser(event, numbers, 6, Answer(visited=True), now())
    for numbers in (("M9", "H1"), ("1", "H1"), ("M1", "personne")):
        with pytest.raises(NumberUnknown):
            say_as_organiser(event, numbers, 6, Answer(visited=True), now())
    with pytest.raises(MonthsUnknown):
        say_as_organiser(event, ("M1", "H1"), 7, Answer(visited=True), now())


def test_a_note_neither_joins_nor_hides_what_the_two_say(app: Flask) -> None:
    event, doctor, *_ = a_closed_event()
    ask_outcomes(event, 6, now())
    token = links()[doctor.email]
    number = open_questions(token).contacts[0].evening_introduction_id
    say_as_organiser(event, ("M1", "H1"), 6, Answer(visited=True), now())
    answer_questions(token, {number: Answer(visited=False, settled=False)}, now())
    six = count_outcomes(event.id)[0]
    assert (six.answered, six.visited, six.noted_visits) == (1, 0, 1)


def test_people_are_asked_of_their_own_introductions_alone(app: Flask) -> None:
    event, doctor, other, host = a_closed_event()
    for numbers in (("M2", "H2"), ("M1", "H2"), ("M2", "H1")):
        say_as_organiser(event, numbers, 6, Answer(visited=True), now())
    ask_outcomes(event, 6, now())
    tokens = links()
    assert set(tokens) == {doctor.email, host.email}
    assert [each.email for each in open_questions(tokens[doctor.email]).contacts] == [host.email]
    assert [each.email for each in open_questions(tokens[host.email]).contacts] == [doctor.email]
    [noted, _] = copy_of(other)["outcomes"]
    assert (noted["is_noted"], noted["visited"]) == (True, True), "noted of them: theirs to read"


def test_counts_stay_when_people_go(app: Flask) -> None:
    event, doctor, other, host = a_closed_event()
    say_as_organiser(event, ("M2", "H1"), 6, Answer(settled=True), now())
    forget_participants([doctor, other, host], now())
    say_as_organiser(event, ("M2", "H1"), 12, Answer(visited=True), now())
    six, twelve, _ = count_outcomes(event.id)
    assert (six.noted_visits, six.noted_installations, twelve.noted_visits) == (1, 1, 1)


def test_whoever_erased_is_not_asked_and_their_link_is_over(app: Flask) -> None:
    event, doctor, _, host = a_closed_event()
    ask_outcomes(event, 6, now())
    token, address = links()[host.email], doctor.email
    forget_participants([host], now())
    with pytest.raises(LinkExpired):
        open_questions(token)
    assert ask_outcomes(event, 12, now() + timedelta(days=200)) == 1
    assert [row for row in links() if row != address] == []
    assert open_questions(links()[address]).contacts[0].is_erased
    assert datetime.now(UTC) > doctor.event.starts_at
