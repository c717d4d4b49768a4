"""Another address for a registration: what moves, what stays, who hears of it; both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from models import Couple, OutboxMessage, Participant, SignedLink, Wish, db
from models.base import now
from models.vocabulary import EventStatus, WishKind
from services import registrations
from services.accounts import EmailInvalid
from services.couples import CoupleAsksYou, agree, ask, list_agreed, state_of
from services.evening_calendar import uid_of
from services.evening_plans import announce, make_plan
from services.links import LinkExpired, LinkForged, LinkUsed, sign_id
from services.participant_data import copy_of, erase
from services.participant_keys import open_participant, open_programme, programme_token_of, token_of
from services.registration_addresses import (
    CHANGE,
    AddressTaken,
    SameAddress,
    SameMailbox,
    ask_address,
    change_address,
    follow_account,
    open_change,
    undo_address,
)
from services.registration_messages import tell_state
from services.registration_window import EveningCancelled, EveningOver
from services.registrations import RegistrationWithdrawn
from services.waiting_list import position
from tests.factories import a_full_event, a_participant, an_account, an_event
from tests.services.test_couples import a_couple
from tests.services.test_registrations import signing_up
from tests.support.together import at_once

NEW = "camille.nouvelle@essai.example"


def someone(email: str = "camille@essai.example", **answers: Any) -> Participant:
    event = answers.pop("event", None) or an_event()
    return a_participant(event, email=email, email_key=email, **answers)


def messages(template: str | None = None) -> list[OutboxMessage]:
    query = select(OutboxMessage).order_by(OutboxMessage.id)
    if template:
        query = query.where(OutboxMessage.template == template)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def last_link(template: str) -> str:
    return sign_id(messages(template)[-1].context["link_id"])


def asked(person: Participant, email: str = NEW) -> str:
    ask_address(person, email)
    return last_link("participant_address_confirm")


def moved(person: Participant, email: str = NEW) -> str:
    """The token by which the old address may undo it."""
    change_address(asked(person, email))
    return last_link("participant_address_changed")


def test_nothing_changes_until_the_link_is_used(app: Flask) -> None:
    person = someone()
    before = (person.email, person.email_key, person.key)
    assert ask_address(person, f"  {NEW.upper()} ") == NEW
    (message,) = messages()
    assert (message.to_address, message.template) == (NEW, "participant_address_confirm")
    assert person.key not in str(message.context), "the link opens no page before"
    token = last_link("participant_address_confirm")
    assert open_change(token).email == NEW
    assert (person.email, person.email_key, person.key) == before


def test_the_address_and_the_links_follow(app: Flask) -> None:
    person = someone()
    old, paper, calendar = token_of(person), programme_token_of(person), uid_of(person)
    moved(person)
    assert (person.email, person.email_key) == (NEW, NEW)
    assert open_participant(token_of(person)) is person
    for token in (old, paper):
        for door in (open_participant, open_programme):
            with pytest.raises(LinkForged):
                door(token)
    told = {message.template: message for message in messages()}
    new, left = told["participant_registered"], told["participant_address_changed"]
    assert (new.to_address, new.context["participant_key"]) == (NEW, person.key)
    assert left.to_address == "camille@essai.example"
    assert NEW not in str(left.context), "who reads the old box may be a stranger"
    assert person.key not in f"{left.context}{left.calendar}"
    assert left.calendar
    assert "METHOD:CANCEL" in left.calendar
    assert calendar in left.calendar
    assert new.calendar
    assert "METHOD:REQUEST" in new.calendar
    assert f"mailto:{NEW}" in new.calendar.replace("\r\n ", "")
    with pytest.raises(LinkUsed):
        open_change(last_link("participant_address_confirm"))


def test_number_wishes_answers_and_seat_stay(app: Flask) -> None:
    event = a_full_event(3, 3)
    make_plan(event, made_by=None, at=now())
    announce(event, now())
    person, host = (
        db.session.scalars(select(Participant).where(Participant.side == side)).first()
        for side in ("candidate", "host")
    )
    assert person
    assert host
    db.session.add(Wish(author_id=person.id, about_id=host.id, kind=WishKind.MUST.value))
    kept = ("id", "number", "status", "badge_code", "first_name", "confirmed_at", "told_version")
    before = [getattr(person, name) for name in kept]
    moved(person)
    assert [getattr(person, name) for name in kept] == before
    assert db.session.get_one(Wish, (person.id, host.id)).kind == WishKind.MUST
    entry = (messages("participant_registered")[-1].calendar or "").replace("\r\n ", "")
    assert "· table " in entry, "the programme that was told is in the new calendar too"


def test_the_place_in_line_stays(app: Flask) -> None:
    event = an_event(candidate_capacity=1)
    first = signing_up(event, "premier@essai.example")
    second, third = (signing_up(event, f"{n}@essai.example") for n in ("deux", "trois"))
    moved(second)
    assert (position(second), position(third)) == (1, 2)
    (told,) = messages("participant_waiting")[2:]
    assert (told.to_address, told.calendar) == (NEW, None)
    assert messages("participant_address_changed")[-1].calendar is None
    registrations.cancel(first, is_told=False)
    assert second.status == "registered"
    assert messages("participant_promoted")[-1].to_address == NEW


@pytest.mark.parametrize("who", [0, 1])
def test_a_couple_stays_whoever_moves(app: Flask, who: int) -> None:
    pair = a_couple()
    moved(pair[who])
    assert len(list_agreed(pair[0].event_id)) == 1
    assert (state_of(pair[0]).partner, state_of(pair[1]).partner) == (pair[1], pair[0])


def asked_by_two(person: Participant) -> tuple[Participant, Participant]:
    """Ana's message has left, Dora's waits."""
    ana, dora = (a_participant(person.event, first_name=name) for name in ("Ana", "Dora"))
    ask(ana, person.email, "together")
    messages("couple_asked")[0].sent_at = now()
    ask(dora, person.email, "parallel")
    return ana, dora


def waiting_questions() -> list[tuple[str, str]]:
    """To whom, and from whom; the page that each names is that of the one registration."""
    found = [each for each in messages("couple_asked") if each.sent_at is None]
    people = select(Participant).where(
        Participant.key.in_([each.context["participant_key"] for each in found])
    )
    assert {one.email for one in db.session.scalars(people)} == {one.to_address for one in found}
    return [(each.to_address, each.context["asker"]) for each in found]


def test_who_is_asked_is_still_asked_wherever_they_go(app: Flask) -> None:
    person = someone()
    askers = asked_by_two(person)
    undo = moved(person)
    assert [each.first_name for each in state_of(person).asked_by] == ["Ana", "Dora"]
    assert sorted(waiting_questions()) == [(NEW, "Ana"), (NEW, "Dora")]
    later = a_participant(person.event, first_name="Emma")
    ask(later, NEW, "together")
    undo_address(undo)
    assert [each.first_name for each in state_of(person).asked_by] == ["Ana", "Dora", "Emma"]
    back = [(person.email, name) for name in ("Ana", "Dora", "Emma")]
    assert sorted(waiting_questions()) == back, "each came back once, none is left at the other"
    agree(person, state_of(person).asked_by[0].couple_id)
    assert state_of(askers[0]).partner is person


def test_who_asked_is_not_told_that_an_address_was_left(app: Flask) -> None:
    person = someone()
    ana, _dora = asked_by_two(person)
    before, told = state_of(ana), copy_of(ana)["couples"]
    moved(person)
    assert state_of(ana) == before
    assert (before.asked_address, copy_of(ana)["couples"]) == ("camille@essai.example", told)
    assert "asked_id" not in told[0]
    assert [mail for mail in messages() if mail.to_address == ana.email] == []


def test_whoever_moved_asks_nobody_who_asks_them(app: Flask) -> None:
    person = someone()
    ana, _dora = asked_by_two(person)
    moved(person)
    with pytest.raises(CoupleAsksYou):
        ask(person, ana.email, "together")


def test_an_account_that_moves_takes_along_who_asks_it(app: Flask) -> None:
    account = an_account()
    person = someone(account.email, account_id=account.id)
    elsewhere = someone(account.email)
    asked_by_two(person)
    old, account.email = account.email, NEW
    assert follow_account(account, old) == [person]
    assert sorted(waiting_questions()) == [(NEW, "Ana"), (NEW, "Dora")]
    account.email = old
    follow_account(account, NEW, is_undone=True)
    assert sorted(waiting_questions()) == [(old, "Ana"), (old, "Dora")]
    assert len(state_of(person).asked_by) == 2
    assert state_of(elsewhere).asked_by == (), "another evening is no matter"


def test_who_is_forgotten_is_asked_no_more(app: Flask) -> None:
    person = someone()
    ana, _dora = asked_by_two(person)
    moved(person)
    erase(person)
    rows = db.session.scalars(select(Couple).execution_options(populate_existing=True)).all()
    assert [row.asked_id for row in rows] == [None, None]
    assert state_of(ana).asked_address == "camille@essai.example"


def test_nobody_comes_with_themselves(app: Flask) -> None:
    person = someone()
    ask(person, NEW, "together")
    moved(person)
    assert db.session.scalars(select(Couple)).all() == []


def test_two_spellings_of_one_address_are_one(app: Flask) -> None:
    person = someone("camilleroux@gmail.com")
    with pytest.raises(SameAddress):
        ask_address(person, "CamilleRoux@gmail.com")
    with pytest.raises(SameMailbox) as refused:
        ask_address(person, "camille.roux+soiree@googlemail.com")
    assert refused.value.data["email"] == person.email
    with pytest.raises(EmailInvalid):
        ask_address(person, "camille")
    assert messages() == []


def test_an_address_on_the_list_is_told_so_there_and_nowhere_else(app: Flask) -> None:
    person = someone()
    other = someone("autre@gmail.com", event=person.event)
    assert ask_address(person, "au.tre+soiree@gmail.com") == "au.tre+soiree@gmail.com"
    (told,) = messages()
    assert (told.template, told.to_address) == ("participant_address_taken", "autre@gmail.com")
    assert told.context["participant_key"] == other.key
    assert person.email not in str(told.context)
    elsewhere = someone("ailleurs@essai.example")
    assert ask_address(person, elsewhere.email)
    assert messages()[-1].template == "participant_address_confirm", "another evening is no matter"


def test_an_address_that_registers_meanwhile_keeps_its_own(app: Flask) -> None:
    person = someone()
    token = asked(person)
    taken = signing_up(person.event, NEW)
    with pytest.raises(AddressTaken):
        change_address(token)
    db.session.rollback()
    assert taken.email == NEW


def test_a_registration_that_nobody_confirmed_gives_way(app: Flask) -> None:
    person = someone()
    token = asked(person)
    unanswered = signing_up(person.event, NEW, is_confirmed=False)
    change_address(token)
    assert (unanswered.status, person.email) == ("cancelled", NEW)


def test_the_last_one_asked_for_is_the_one(app: Flask) -> None:
    person = someone()
    mistyped, right = asked(person, "camile@essai.example"), asked(person)
    with pytest.raises(LinkUsed):
        change_address(mistyped)
    assert change_address(right).email == NEW


def test_the_link_ends_after_a_day(app: Flask) -> None:
    person = someone()
    token = asked(person)
    db.session.execute(update(SignedLink).values(expires_at=now() - timedelta(minutes=1)))
    with pytest.raises(LinkExpired):
        change_address(token)
    with pytest.raises(LinkForged):
        change_address(sign_id("inventé"))
    with pytest.raises(LinkForged):
        undo_address(token)
    link = db.session.scalars(select(SignedLink)).one()
    assert (link.purpose, person.email) == (CHANGE, "camille@essai.example")


def test_the_old_address_may_take_it_back(app: Flask) -> None:
    person = someone()
    undo, stolen = moved(person), token_of(person)
    again = moved(person, "plus.loin@essai.example")
    waiting = asked(person, "encore@essai.example")
    undo_address(undo)
    assert (person.email, person.email_key) == ("camille@essai.example",) * 2
    with pytest.raises(LinkForged):
        open_participant(stolen)
    with pytest.raises(LinkUsed):
        change_address(waiting)
    with pytest.raises(LinkUsed):
        undo_address(again)
    last = messages("participant_address_changed")[-1]
    assert (last.to_address, last.context["is_undone"]) == ("plus.loin@essai.example", True)
    assert messages("participant_registered")[-1].to_address == "camille@essai.example"


def test_what_waits_is_sent_to_the_new_address_and_what_has_left_stays(app: Flask) -> None:
    person = someone()
    for _ in range(3):
        tell_state(person, again=True)
    sent, claimed, waiting = messages("participant_registered")
    sent.sent_at, claimed.claimed_at, old_key = now(), now(), person.key
    moved(person)
    addresses = [row.to_address for row in (sent, claimed, waiting)]
    assert addresses == ["camille@essai.example", "camille@essai.example", NEW]
    assert waiting.context["participant_key"] == person.key
    assert uid_of(person) in (waiting.calendar or "")
    assert claimed.context["participant_key"] == old_key, "it is on its way as it was"


def test_nobody_moves_in_an_evening_that_is_off_or_out_of_it(app: Flask) -> None:
    for status, refusal in (
        (EventStatus.CANCELLED, EveningCancelled),
        (EventStatus.CLOSED, EveningOver),
    ):
        person = someone()
        token = asked(person)
        person.event.status = status.value
        for verb in (lambda: ask_address(person, NEW), lambda: change_address(token)):  # noqa: B023
            with pytest.raises(refusal):
                verb()
    gone = someone()
    token = asked(gone)
    registrations.cancel(gone)
    with pytest.raises(RegistrationWithdrawn):
        change_address(token)


def test_erasing_takes_every_address_with_it(app: Flask) -> None:
    person = someone()
    tell_state(person, again=True)
    messages()[0].sent_at = now()
    moved(person)
    token = asked(person, "encore@essai.example")
    erase(person)
    db.session.flush()
    assert messages() == []
    assert db.session.scalars(select(SignedLink)).all() == []
    with pytest.raises(LinkForged):
        change_address(token)


def test_two_who_want_the_same_address_at_once(app: Flask) -> None:
    first = someone()
    second = someone("autre@essai.example", event=first.event)
    tokens = [asked(each) for each in (first, second)]
    db.session.commit()
    refused = at_once(app, *(lambda token=token: change_address(token) for token in tokens))
    assert [type(error) for error in refused] == [AddressTaken]
    held = select(Participant).where(Participant.email_key == NEW)
    assert len(db.session.scalars(held.execution_options(populate_existing=True)).all()) == 1
