"""Coming with someone: asked, agreed, undone; nothing says who is on the list."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from models import Couple, OutboxMessage, Participant, db
from models.vocabulary import CoupleMode
from services import registrations
from services.accounts import EmailInvalid
from services.couples import (
    CoupleAlready,
    CoupleAsksYou,
    CoupleModeUnknown,
    CoupleOfOne,
    CoupleRefused,
    CoupleUnknown,
    agree,
    ask,
    list_agreed,
    state_of,
    undo,
)
from services.registration_window import EveningCancelled
from tests.factories import a_participant, an_event
from tests.support.together import at_once


def two_candidates() -> tuple[Participant, Participant]:
    event = an_event()
    return (
        a_participant(event, first_name="Ana"),
        a_participant(event, first_name="Bela", email="bela@gmail.com", email_key="bela@gmail.com"),
    )


def a_couple() -> tuple[Participant, Participant]:
    ana, bela = two_candidates()
    ask(ana, bela.email, "together")
    (asked,) = state_of(bela).asked_by
    agree(bela, asked.couple_id)
    return ana, bela


def test_one_asks_the_other_agrees(app: Flask) -> None:
    ana, bela = two_candidates()
    ask(ana, "B.e.l.a+soiree@googlemail.com", "parallel")
    assert list_agreed(ana.event_id) == []
    assert state_of(ana).asked_address == "bela@gmail.com"
    (asked,) = state_of(bela).asked_by
    assert (asked.first_name, asked.mode) == ("Ana", CoupleMode.PARALLEL)
    agree(bela, asked.couple_id)
    (couple,) = list_agreed(ana.event_id)
    assert (couple.first_id, couple.second_id, couple.mode) == (ana.id, bela.id, "parallel")
    assert state_of(ana).partner is bela
    assert state_of(bela).partner is ana


def test_the_asker_learns_nothing_of_who_is_on_the_list(app: Flask) -> None:
    ana, bela = two_candidates()
    carla = a_participant(ana.event)
    ask(ana, bela.email, "together")
    ask(carla, "personne@nulle-part.fr", "together")
    first, second = state_of(ana), state_of(carla)
    assert (first.partner, first.asked_by) == (second.partner, second.asked_by) == (None, ())
    mails = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    assert [mail.to_address for mail in mails] == ["bela@gmail.com", "personne@nulle-part.fr"]
    assert [mail.context["is_registered"] for mail in mails] == [True, False]
    assert mails[0].context["participant_key"] == bela.key
    assert "participant_key" not in mails[1].context


def test_who_registers_later_finds_the_question(app: Flask) -> None:
    ana = a_participant(an_event(), first_name="Ana")
    ask(ana, "bela@essai.example", "together")
    address = "bela@essai.example"
    bela = a_participant(ana.event, email=address, email_key=address)
    (asked,) = state_of(bela).asked_by
    agree(bela, asked.couple_id)
    assert len(list_agreed(ana.event_id)) == 1


def test_either_undoes_it_and_once_more_changes_nothing(app: Flask) -> None:
    for which in (0, 1):
        couple = a_couple()
        undo(couple[which])
        undo(couple[1 - which])
        assert list_agreed(couple[0].event_id) == []
        assert state_of(couple[0]).partner is None


def test_who_cancels_leaves_the_other_alone(app: Flask) -> None:
    ana, bela = a_couple()
    registrations.cancel(ana)
    assert state_of(bela).partner is None
    assert bela.status == "registered"


def test_a_couple_counts_when_both_have_a_seat(app: Flask) -> None:
    ana, bela = a_couple()
    bela.status = "waiting"
    db.session.flush()
    assert list_agreed(ana.event_id) == []


def test_agreeing_takes_back_what_one_asked_of_another(app: Flask) -> None:
    ana, bela = two_candidates()
    ask(bela, "carla@essai.example", "together")
    ask(ana, bela.email, "together")
    agree(bela, state_of(bela).asked_by[0].couple_id)
    assert db.session.scalar(select(func.count(Couple.id))) == 1


def test_what_cannot_be_asked(app: Flask) -> None:
    ana, bela = two_candidates()
    host = a_participant(ana.event, "host")
    pending = a_participant(ana.event, status="pending")
    for verb, refusal in (
        (lambda: ask(ana, ana.email, "together"), CoupleOfOne),
        (lambda: ask(ana, "rien", "together"), EmailInvalid),
        (lambda: ask(ana, bela.email, "apart"), CoupleModeUnknown),
        (lambda: ask(host, bela.email, "together"), CoupleRefused),
        (lambda: ask(pending, bela.email, "together"), CoupleRefused),
        (lambda: agree(bela, 999_999), CoupleUnknown),
    ):
        with pytest.raises(refusal):
            verb()
    ask(ana, bela.email, "together")
    with pytest.raises(CoupleAlready):
        ask(ana, "autre@essai.example", "together")
    with pytest.raises(CoupleAsksYou):
        ask(bela, ana.email, "together")


def test_nobody_answers_what_was_asked_of_someone_else(app: Flask) -> None:
    ana, bela = two_candidates()
    stranger, elsewhere = a_participant(ana.event), a_participant(an_event())
    elsewhere.email_key = bela.email_key
    ask(ana, bela.email, "together")
    asked = state_of(bela).asked_by[0].couple_id
    for other in (stranger, elsewhere, ana):
        assert state_of(other).asked_by == ()
        with pytest.raises(CoupleUnknown):
            agree(other, asked)


def test_an_evening_called_off_pairs_nobody(app: Flask) -> None:
    ana, bela = two_candidates()
    ana.event.status = "cancelled"
    db.session.flush()
    with pytest.raises(EveningCancelled):
        ask(ana, bela.email, "together")


def test_two_who_ask_each_other_at_once_are_asked_once(app: Flask) -> None:
    ana, bela = two_candidates()
    pairs = [(ana.id, bela.email), (bela.id, ana.email)]
    db.session.commit()

    def asking(participant_id: int, address: str):
        return lambda: ask(db.session.get_one(Participant, participant_id), address, "together")

    failures = at_once(app, *(asking(*pair) for pair in pairs * 3))
    assert {type(error) for error in failures} <= {CoupleAlready, CoupleAsksYou}
    assert len(failures) == 5
    assert db.session.scalar(select(func.count(Couple.id))) == 1


def test_another_question_is_another_message(app: Flask) -> None:
    ana, bela = two_candidates()
    carlos = a_participant(ana.event)
    for asked in (bela, carlos):
        ask(ana, asked.email, "together")
        undo(ana)
    query = select(OutboxMessage.to_address).where(OutboxMessage.template == "couple_asked")
    told = db.session.scalars(query.order_by(OutboxMessage.id)).all()
    assert told == [bela.email, carlos.email]
