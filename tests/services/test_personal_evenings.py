"""Evenings in the copy of one's data and in its erasure: one's own words, and nobody else's."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import select

from models import (
    Base,
    Card,
    Couple,
    DatingEvent,
    EveningIntroduction,
    EventOrganiser,
    Meeting,
    OutboxMessage,
    Outcome,
    Participant,
    Wish,
    db,
)
from models.vocabulary import EventRight, Role
from services.emails import render_email
from services.erasure import erase
from services.event_leaving import list_held_alone
from services.participant_data import copy_of
from services.privacy_export import copy_everything
from tests.factories import a_visible_doctor, an_account
from tests.factories.evenings import a_participant, an_event, an_organiser

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
EMAIL = "zorglub-canari@example.org"


def a_whole_evening() -> tuple[Participant, Participant]:
    """A doctor with an account and a host, who wished, met, answered and were introduced."""
    doctor = a_visible_doctor(an_account([Role.DOCTOR], EMAIL))
    event = an_event()
    mine = a_participant(
        event, account_id=doctor.account_id, doctor_id=doctor.id, email=EMAIL, email_key=EMAIL,
        first_name="Zorglub", last_name="Zorglubovitch", phone="06 98 76 54 32",
        answers={"about": "Zorglub cherche"}, pitch="Zorglub",
    )  # fmt: skip
    host = a_participant(event, "host", last_name="Hautesecret", phone="06 00 00 11 11")
    partner = a_participant(event, last_name="Partenaire")
    db.session.add_all(
        [
            Wish(author_id=mine.id, about_id=host.id, kind="must"),
            Wish(author_id=host.id, about_id=mine.id, kind="no"),
            Card(event_id=event.id, author_id=mine.id, about_id=host.id, answer="yes",
                 note="Zorglub a aimé"),
            Card(event_id=event.id, author_id=host.id, about_id=mine.id, answer="maybe",
                 note="note-de-l-autre"),
            Meeting(event_id=event.id, round=0, table=0, candidate_id=mine.id, host_id=host.id),
            EveningIntroduction(event_id=event.id, candidate_id=mine.id, host_id=host.id),
            Couple(event_id=event.id, first_id=partner.id, second_id=mine.id,
                   second_email=EMAIL, mode="together"),
            OutboxMessage(template="erasure_done", to_address=host.email,
                          context={"participant_key": host.key, "name": "Zorglub Zorglubovitch"}),
            OutboxMessage(template="erasure_done", to_address=EMAIL,
                          context={"participant_key": mine.key}),
        ]
    )  # fmt: skip
    db.session.flush()
    return mine, host


def test_the_copy_holds_ones_own_words_and_nothing_the_others_said(app: Flask) -> None:
    mine, host = a_whole_evening()
    account = mine.doctor.account if mine.doctor else None
    assert account is not None
    copy = copy_everything(account)
    said = json.dumps(copy.as_json(), ensure_ascii=False)
    for word in ("Zorglub a aimé", "Zorglub cherche", '"must"', '"yes"'):
        assert word in said
    for word in (host.key, mine.key, mine.badge_code, "note-de-l-autre", "Hautesecret",
                 "06 00 00 11 11", '"maybe"', '"kind": "no"', "Partenaire"):  # fmt: skip
        assert word not in said, word
    chapters = {chapter.key: chapter for chapter in copy.chapters}
    told = {each.label: each.text for each in chapters["cards"].told[0]}
    assert told["À propos de"] == "H1"
    assert told["Ma réponse"] == "Oui"
    assert told["Soirée"] == "Généraliste dating du Lot"


def test_an_account_that_goes_leaves_a_number_in_each_evening(app: Flask) -> None:
    mine, host = a_whole_evening()
    assert mine.doctor is not None
    erase(mine.doctor.account, AT)
    db.session.commit()
    farewell = db.session.query(OutboxMessage).filter_by(template="erasure_done").one()
    db.session.delete(farewell)
    db.session.flush()
    everything = "\n".join(
        str(row)
        for table in Base.metadata.sorted_tables
        if table.name not in ("commune", "postal_code", "departement")
        for row in db.session.execute(select(table))
    )
    assert "orglub" not in everything
    assert "06 98 76 54 32" not in everything
    assert (mine.number, mine.status, mine.anonymised_at) == (1, "cancelled", AT)
    assert db.session.query(Wish).count() == 0
    assert [card.author_id for card in db.session.scalars(select(Card))] == [host.id]
    assert db.session.query(EveningIntroduction).count() == 1
    assert db.session.query(Meeting).count() == 1


def test_a_registration_after_the_evening_keeps_what_counts_are_made_of(app: Flask) -> None:
    mine, _ = a_whole_evening()
    assert mine.doctor is not None
    mine.event.starts_at = AT - timedelta(days=1)
    mine.checked_in_at = AT - timedelta(days=1)
    db.session.flush()
    erase(mine.doctor.account, AT)
    assert (mine.status, mine.checked_in_at) == ("registered", AT - timedelta(days=1))


def test_someone_elses_address_is_searched_only_once_answered_at(app: Flask) -> None:
    event = an_event()
    guest = a_participant(event, email="cible@example.org", email_key="cible@example.org")
    pretender = an_account([Role.DOCTOR], "cible@example.org", confirmed=False)
    keys = {chapter.key for chapter in copy_everything(pretender).chapters}
    assert "registrations" not in keys
    erase(pretender)
    assert guest.anonymised_at is None


def test_an_editor_answers_for_an_evening_whose_owner_goes(app: Flask) -> None:
    owner, editor = an_organiser(), an_organiser()
    event = an_event(owner)
    lonely = an_event(owner)
    event.organisers.append(
        EventOrganiser(
            email=editor.email, account_id=editor.id, right=EventRight.EDITOR.value, accepted_at=AT
        )
    )
    db.session.flush()
    address = owner.email
    erase(owner, AT)
    db.session.commit()
    assert [(one.email, one.right) for one in event.organisers] == [(editor.email, "owner")]
    assert event.contact_email == editor.email
    assert address not in [one.contact_email for one in db.session.scalars(select(DatingEvent))]
    assert lonely.organisers == []


def test_another_spelling_of_ones_address_is_ones_own_too(app: Flask) -> None:
    account = an_account([Role.DOCTOR], "camilleroux@gmail.com")
    event = an_event()
    guest = a_participant(
        event, email="camille.roux@googlemail.com", email_key="camilleroux@gmail.com", phone="06 11"
    )
    other = a_participant(event, email="c.roux@gmail.com", email_key="croux@gmail.com")
    said = json.dumps(copy_everything(account).as_json(), ensure_ascii=False)
    assert guest.email in said
    assert other.email not in said
    erase(account, AT)
    assert (guest.phone, guest.anonymised_at) == (None, AT)
    assert other.anonymised_at is None


def test_the_copy_of_a_registration_says_what_came_of_its_introductions(app: Flask) -> None:
    mine, host = a_whole_evening()
    (opened,) = db.session.scalars(select(EveningIntroduction))
    pair = {"candidate_id": opened.candidate_id, "host_id": opened.host_id}
    db.session.add(Outcome(event_id=opened.event_id, **pair, months=6, visited=True))
    db.session.flush()
    for each in (mine, host):
        (outcome,) = copy_of(each)["outcomes"]
        assert (outcome["months"], outcome["visited"]) == (6, True)
    partner = db.session.get_one(Participant, db.session.scalars(select(Couple)).one().first_id)
    assert copy_of(partner)["outcomes"] == []


def test_an_evening_that_nobody_is_left_to_hold_is_called_off(app: Flask) -> None:
    owner, helper = an_organiser(), an_organiser()
    ahead, shared = an_event(owner), an_event(owner)
    held = an_event(owner, starts_at=AT - timedelta(days=1), closes_at=AT - timedelta(days=2))
    shared.organisers.append(
        EventOrganiser(
            email=helper.email, account_id=helper.id, right=EventRight.DESK.value, accepted_at=AT
        )
    )
    guest = a_participant(ahead)
    a_participant(shared)
    db.session.flush()
    assert [one.id for one in list_held_alone(owner.id)] == [held.id, ahead.id]
    address = owner.email
    erase(owner, AT)
    assert [one.status for one in (ahead, shared, held)] == ["cancelled", "published", "published"]
    (told,) = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.template == "event_called_off")
    )
    assert (told.to_address, told.context["contact"]) == (guest.email, "")
    assert "METHOD:CANCEL" in (told.calendar or "")
    assert address not in json.dumps(told.context) + (told.calendar or "")
    text = render_email(told.template, told.context, "https://ancrage.example").text
    assert "a supprimé son compte" in text
    assert "Une question" not in text
