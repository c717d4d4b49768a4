"""Those on the waiting list who came all the same, and the places that free themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from models.base import now
from services.check_in import arrive, leave, mark_absent, presence
from services.evening_clock import read
from services.night_board import list_attendees, search
from services.standby import NoPlaceFree, NotOnStandby, call_in, list_standby, places_free
from tests.factories import a_full_event, a_participant, an_event


def a_waiting(event, minutes: int, **said):
    since = now() - timedelta(minutes=minutes)
    return a_participant(event, status="waiting", waiting_since=since, **said)


@pytest.fixture
def full(app: Flask):
    return a_full_event(2, 2, candidate_capacity=2, host_capacity=2)


def test_who_waits_and_is_here_comes_in_the_order_of_the_list(full):
    second, first, elsewhere, gone = (a_waiting(full, n) for n in (10, 20, 30, 40))
    for one in (second, first, gone):
        arrive(one, now())
    leave(gone, now())
    assert list_standby(full) == [first, second]
    assert elsewhere not in list_standby(full)


def test_a_place_is_given_once_somebody_does_not_come(full):
    waiting = a_waiting(full, 5)
    arrive(waiting, now())
    with pytest.raises(NoPlaceFree):
        call_in(full, waiting, now())
    missing = list_attendees(full)[0].participant
    mark_absent(missing, now())
    before = read(full, now()).version
    call_in(full, waiting, now())
    assert waiting.status == "registered"
    assert list_standby(full) == []
    assert read(full, now()).version == before + 1
    assert waiting.id in presence(full, now())


def test_one_place_is_given_once(full):
    one, two = a_waiting(full, 5), a_waiting(full, 4)
    arrive(one, now())
    arrive(two, now())
    mark_absent(list_attendees(full)[0].participant, now())
    call_in(full, one, now())
    with pytest.raises(NoPlaceFree):
        call_in(full, two, now())


def test_a_missing_host_frees_no_place_of_a_candidate(full):
    host = next(p.participant for p in list_attendees(full) if p.participant.side == "host")
    mark_absent(host, now())
    assert (places_free(full, "host"), places_free(full, "candidate")) == (1, 0)


def test_only_who_waits_and_is_here_is_called(full):
    not_here = a_waiting(full, 5)
    seated = list_attendees(full)[0].participant
    for one in (not_here, seated):
        with pytest.raises(NotOnStandby):
            call_in(full, one, now())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("m2", ["M2"]),
        ("M2", ["M2"]),
        ("2", ["M2", "H2"]),
        ("lise", ["M1"]),
        ("DUBOIS li", ["M1"]),
        ("helene", ["M2"]),
        ("figeac", ["H1"]),
        ("personne au monde", []),
        ("%", []),
        ("m", ["M1", "M2", "H1", "H2"]),
    ],
)
def test_the_desk_finds_people_by_name_or_number(app: Flask, text, found):
    event = an_event()
    a_participant(event, first_name="Lise", last_name="Dubois", email="a@essai.example")
    a_participant(event, first_name="Hélène", last_name="Martin", email="b@essai.example")
    a_participant(event, "host", organisation_name="Mairie de Figeac", email="c@essai.example")
    a_participant(event, "host", organisation_name="Maison de Gramat", email="d@essai.example")
    assert [one.number for one in search(list_attendees(event), text)] == found
