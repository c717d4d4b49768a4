"""Wishes, whom one sees on the other side, and how guests are scored, on both databases."""

from __future__ import annotations

import pytest
from flask import Flask

from models import Participant, db
from models.vocabulary import WishKind
from services.event_faces import list_faces
from services.guest_profiles import doctor_profiles, offer_profiles
from services.participants import list_participants
from services.registration_window import EveningCancelled
from services.registrations import cancel
from services.wishes import (
    MOST_MUSTS,
    NotOnTheList,
    TooManyMusts,
    WishUnknown,
    list_wishes,
    save_wishes,
    wishes_of,
)
from tests.factories import (
    a_full_event,
    a_participant,
    a_published_offer,
    a_visible_doctor,
    an_event,
)
from tests.support.queries import QueryRecorder
from tests.support.together import at_once


def someone(hosts: int = 7) -> Participant:
    event = a_full_event(candidates=0, hosts=hosts)
    return a_participant(event)


def test_wishes_are_kept_changed_and_taken_back(app: Flask) -> None:
    ana = someone()
    assert save_wishes(ana, {1: "must", 2: "gladly", 3: "no", 4: None}) == 3
    assert wishes_of(ana) == {1: "must", 2: "gladly", 3: "no"}
    assert save_wishes(ana, {1: None, 5: "gladly"}) == 3
    assert wishes_of(ana) == {2: "gladly", 3: "no", 5: "gladly"}


def test_the_planner_reads_them_by_pair_and_by_evening(app: Flask) -> None:
    ana, other = someone(), someone()
    save_wishes(ana, {1: "no"})
    save_wishes(other, {1: "must"})
    ((pair, kind),) = list_wishes(ana.event_id).items()
    assert pair[0] == ana.id
    assert kind is WishKind.NO


def test_numbers_that_are_nobodys_are_passed_over(app: Flask) -> None:
    ana = someone(hosts=2)
    gone = a_participant(ana.event, "host", status="cancelled")
    assert save_wishes(ana, {gone.number: "must", 99: "must", 1: "gladly"}) == 1


def test_only_so_many_come_first(app: Flask) -> None:
    ana = someone()
    musts = dict.fromkeys(range(1, MOST_MUSTS + 1), "must")
    save_wishes(ana, musts)
    with pytest.raises(TooManyMusts):
        save_wishes(ana, {MOST_MUSTS + 1: "must", 1: "must"})
    assert wishes_of(ana) == musts
    save_wishes(ana, {MOST_MUSTS + 1: "must", 1: "gladly"})


def test_who_leaves_the_list_makes_room_for_another(app: Flask) -> None:
    ana = someone()
    save_wishes(ana, dict.fromkeys(range(1, MOST_MUSTS + 1), "must"))
    cancel(list_participants(ana.event_id, "host")[0])
    save_wishes(ana, {MOST_MUSTS + 1: "must"})
    with pytest.raises(TooManyMusts):
        save_wishes(ana, {MOST_MUSTS + 1: "must", MOST_MUSTS + 2: "must"})


def test_what_is_refused(app: Flask) -> None:
    ana = someone()
    with pytest.raises(WishUnknown):
        save_wishes(ana, {1: "perhaps"})
    for status in ("pending", "cancelled"):
        with pytest.raises(NotOnTheList):
            save_wishes(a_participant(ana.event, status=status), {1: "must"})
    ana.event.status = "cancelled"
    db.session.flush()
    with pytest.raises(EveningCancelled):
        save_wishes(ana, {1: "must"})


def test_two_presses_at_once_keep_one_answer(app: Flask) -> None:
    ana_id = someone().id
    db.session.commit()

    def saving(kind: str):
        return lambda: save_wishes(db.session.get_one(Participant, ana_id), {1: kind, 2: "no"})

    assert at_once(app, *(saving(kind) for kind in ("must", "gladly", "must", "gladly"))) == []
    kept = wishes_of(db.session.get_one(Participant, ana_id))
    assert kept[2] == "no"
    assert kept[1] in ("must", "gladly")


# --- faces ---


def test_hosts_are_shown_by_organisation_and_never_by_name(app: Flask) -> None:
    offer = a_published_offer()
    ana = someone(hosts=0)
    a_participant(
        ana.event,
        "host",
        first_name="Dominique",
        last_name="Fontaine",
        phone="05 65 11 22 33",
        organisation_name="Maison de santé",
        video_url="https://exemple.fr/minute",
        pitch="Demandez Dominique Fontaine au 05 65 11 22 33, accueil@exemple.fr.",
        answers={"opportunities": ["succession"], "practice_mode": "msp"},
    )
    a_participant(ana.event, "host", organisation_name=None, offer_id=offer.id, commune_code=None)
    first, second = list_faces(ana.event, "host", ana)
    assert (first.badge, first.title, first.place) == ("H1", "Maison de santé", "Cahors, Lot")
    assert first.video_url == "https://exemple.fr/minute"
    assert first.seeks == ("Succession",)
    for hidden in ("Dominique", "Fontaine", "05 65", "exemple.fr"):
        assert hidden not in first.words
    assert (second.title, second.offer_id) == (offer.organisation.name, offer.id)
    assert second.place


def test_candidates_are_shown_by_what_they_look_for(app: Flask) -> None:
    event = an_event()
    host = a_participant(event, "host")
    doctor = a_visible_doctor()
    a_participant(
        event,
        first_name="Camille",
        last_name="Roux",
        commune_code="46102",
        pitch="Camille ROUX, camille@exemple.fr, cherche une équipe.",
        answers={"stage": "intern", "specialty_code": "SM54", "opportunities": ["locum"]},
    )
    a_participant(event, doctor_id=doctor.id, first_name="Elie")
    guest, known = list_faces(event, "candidate", host)
    assert (guest.badge, guest.title, guest.place) == ("M1", "Interne", "")
    assert guest.details == ("Médecine générale",)
    assert guest.words.endswith("cherche une équipe.")
    everything = repr((guest, known))
    for hidden in ("Camille", "ROUX", "exemple.fr", "Figeac", "Elie", "46102"):
        assert hidden not in everything


def test_only_those_with_a_seat_are_seen(app: Flask) -> None:
    event = an_event()
    host = a_participant(event, "host")
    for status in ("pending", "waiting", "cancelled"):
        a_participant(event, status=status)
    assert list_faces(event, "candidate", host) == []


def test_faces_ask_as_many_questions_for_two_as_for_twenty(
    app: Flask, queries: QueryRecorder
) -> None:
    counts = []
    for people in (2, 20):
        event = an_event()
        for _ in range(people):
            a_participant(event, "host", answers={"specialty_code": "SM54"})
        db.session.commit()
        event = db.session.merge(event)
        _ = event.id
        with queries:
            list_faces(event, "host")
        counts.append(len(queries))
    assert counts[0] == counts[1] == 3, str(queries)  # people, communes, specialties


# --- scoring of guests ---


def test_a_guest_is_scored_by_what_they_said(app: Flask) -> None:
    event = an_event()
    ana = a_participant(
        event,
        commune_code="46102",
        pitch="Une équipe.",
        answers={
            "stage": "intern",
            "specialty_code": "SM54",
            "opportunities": ["locum"],
            "max_minutes": 30,
        },
    )
    profile = doctor_profiles([ana])[ana.id]
    assert profile.id < 0
    assert (profile.stage, profile.specialty) == ("intern", "medecine-generale")
    assert profile.opportunities == {"locum"}
    assert profile.practice_modes is None
    assert [place.max_minutes for place in profile.places] == [30]
    assert profile.project == "Une équipe."


def test_a_host_without_an_offer_is_scored_too(app: Flask) -> None:
    host = a_participant(an_event(), "host", answers={"stages": ["intern"], "practice_mode": "msp"})
    bare = a_participant(host.event, "host", commune_code=None)
    profiles = offer_profiles([host, bare])
    profile = profiles[host.id]
    assert profile.wishes.stages == {"intern"}
    assert (profile.practice_mode, profile.region) == ("msp", "76")
    assert [site.share for site in profile.sites] == [1.0]
    assert profiles[bare.id].sites == ()
    assert profiles[bare.id].opportunities is None


def test_guests_are_read_together(app: Flask, queries: QueryRecorder) -> None:
    event = an_event()
    people = [
        a_participant(event, commune_code="46042", answers={"specialty_code": "SM54"})
        for _ in range(10)
    ]
    db.session.flush()
    with queries:
        assert len(doctor_profiles(people)) == 10
    assert len(queries) == 2  # communes, specialties
