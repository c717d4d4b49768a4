"""Cards: whom they may be about, when, and what typing them gives back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from models import Card, db
from models.base import now
from services.cards import (
    LONGEST_NOTE,
    AnswerUnknown,
    CardsClosed,
    CardsNotOpen,
    GivenByItsAuthor,
    NoteTooLong,
    NumberUnknown,
    SameSide,
    give,
    list_cards,
    open_met,
)
from services.cards_due import list_progress
from services.cards_typing import (
    LineUnreadable,
    SaidOtherwise,
    TooManyLines,
    paste_cards,
    read_answer,
    type_cards,
)
from tests.factories import an_account
from tests.factories.after_evenings import (
    a_begun_event,
    a_card,
    a_couple,
    a_meeting,
    some_people,
)
from tests.factories.evenings import a_participant, an_event


def cards() -> dict[tuple[int, int], tuple[str, str | None]]:
    rows = db.session.scalars(select(Card).execution_options(populate_existing=True))
    return {(row.author_id, row.about_id): (row.answer, row.note) for row in rows}


def test_said_and_said_anew(app: Flask) -> None:
    [[doctor], [host]] = some_people(a_begun_event(), 1, 1)
    give(doctor, host.id, "yes", "  Belle équipe ")
    assert cards() == {(doctor.id, host.id): ("yes", "Belle équipe")}
    give(doctor, host.id, "maybe")
    assert cards() == {(doctor.id, host.id): ("maybe", "Belle équipe")}
    give(doctor, host.id, "no", "")
    assert cards() == {(doctor.id, host.id): ("no", None)}


def test_only_the_other_side_of_the_same_evening(app: Flask) -> None:
    event = a_begun_event()
    [[doctor, colleague], [host]] = some_people(event, 2, 1)
    [[namesake], [other_host]] = some_people(a_begun_event(), 1, 1)
    assert (namesake.number, other_host.number) == (doctor.number, host.number)
    with pytest.raises(NumberUnknown):
        give(doctor, other_host.id, "yes")
    with pytest.raises(NumberUnknown):
        give(host, namesake.id, "yes")
    with pytest.raises(NumberUnknown):
        give(doctor, 999_999, "yes")
    with pytest.raises(SameSide):
        give(doctor, colleague.id, "yes")
    with pytest.raises(SameSide):
        give(doctor, doctor.id, "yes")
    gone = a_participant(event, "host", status="cancelled")
    with pytest.raises(NumberUnknown):
        give(doctor, gone.id, "yes")
    assert cards() == {}
    assert open_met(doctor, " h 01 ").id == host.id
    assert open_met(doctor, "1").id == host.id
    assert open_met(host, "2").id == colleague.id
    for wrong in ("", "H", "H0", "X1", "H99", "H1; drop", "٣", "1" * 30):
        with pytest.raises(NumberUnknown):
            open_met(doctor, wrong)


def test_an_answer_is_one_of_three_and_a_note_has_an_end(app: Flask) -> None:
    [[doctor], [host]] = some_people(a_begun_event(), 1, 1)
    with pytest.raises(AnswerUnknown):
        give(doctor, host.id, "oui")
    with pytest.raises(NoteTooLong):
        give(doctor, host.id, "yes", "x" * (LONGEST_NOTE + 1))
    assert cards() == {}


def test_from_the_first_meeting_until_the_closing(app: Flask) -> None:
    later = an_event(starts_at=now() + timedelta(minutes=30))
    [[doctor], [host]] = some_people(later, 1, 1)
    with pytest.raises(CardsNotOpen):
        give(doctor, host.id, "yes")
    give(doctor, host.id, "yes", at=later.starts_at + timedelta(seconds=60))
    for status in ("closed", "cancelled", "draft"):
        later.status = status
        with pytest.raises(CardsClosed):
            give(doctor, host.id, "no", at=later.starts_at + timedelta(hours=1))
    assert cards() == {(doctor.id, host.id): ("yes", None)}


def test_each_of_a_couple_fills_their_own_and_hosts_one_for_each(app: Flask) -> None:
    event = a_begun_event()
    [[first, second, alone], [host, free]] = some_people(event, 3, 2)
    a_couple(first, second)
    a_meeting(first, host)
    a_meeting(alone, free)
    for one in (first, second):
        assert [line.other.id for line in list_cards(one)] == [host.id]
    assert [line.other.id for line in list_cards(host)] == [first.id, second.id]
    give(second, host.id, "yes")
    assert list_cards(first)[0].answer is None
    assert list_cards(second)[0].answer == "yes"
    progress = {one.participant.id: (one.given, one.due) for one in list_progress(event)}
    assert progress[second.id] == (1, 1)
    assert progress[first.id] == (0, 1)
    assert progress[host.id] == (0, 2)


def test_who_was_absent_is_owed_no_card_and_a_meeting_by_chance_counts_apart(app: Flask) -> None:
    event = a_begun_event()
    [[doctor], [came, absent, missed, chance]] = some_people(event, 1, 4)
    a_meeting(doctor, came, 0)
    a_meeting(doctor, absent, 1)
    a_meeting(doctor, missed, 2, "missed")
    absent.absent_at = now()
    db.session.flush()
    give(doctor, chance.id, "maybe")
    lines = list_cards(doctor)
    assert [(line.other.id, line.due is None) for line in lines] == [
        (came.id, False),
        (chance.id, True),
    ]
    mine = next(one for one in list_progress(event) if one.participant.id == doctor.id)
    assert (mine.given, mine.due, mine.beside, mine.missing) == (0, 1, 1, 1)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("o", "yes"), ("OUI", "yes"), (" Oui ", "yes"), ("p", "maybe"), ("Peut-être", "maybe"),
        ("peut‑être", "maybe"), ("?", "maybe"), ("N", "no"), ("non", "no"),
    ],
)  # fmt: skip
def test_what_a_hand_writes(text: str, answer: str) -> None:
    assert read_answer(text) == answer


@pytest.mark.parametrize("text", ["", "ou", "noui", "oui non", "O\u0301ui!"])
def test_what_is_no_answer(text: str) -> None:
    with pytest.raises(AnswerUnknown):
        read_answer(text)


def test_a_wrong_line_is_refused_alone(app: Flask) -> None:
    event, typist = a_begun_event(), an_account()
    [[doctor, other], [host, second]] = some_people(event, 2, 2)
    a_begun_event()
    rows = [("H1", "o"), ("H99", "o"), ("", "n"), ("H2", "peut-être"), ("M2", "o"), ("H2", "")]
    typed = type_cards(event, doctor, rows, typed_by=typist.id, at=now())
    assert typed.kept == 2
    assert [(one.line, one.numbers, type(one.refusal)) for one in typed.refused] == [
        (2, "M1 H99", NumberUnknown),
        (3, "M1", LineUnreadable),
        (5, "M1 M2", SameSide),
    ]
    assert cards() == {
        (doctor.id, host.id): ("yes", None),
        (doctor.id, second.id): ("maybe", None),
    }
    assert other.id not in {author for author, _ in cards()}


def test_pasted_lines_of_several_people(app: Flask) -> None:
    event, typist = a_begun_event(), an_account()
    [[doctor, other], [host]] = some_people(event, 2, 1)
    text = "M1 H1 oui\n\nm 2;h 1;non\r\nH1\tM2\tpeut être\nH1 M7 oui\ncoucou\nM1 H1 bof\noui M1 H1"
    typed = paste_cards(event, text, typed_by=typist.id, at=now())
    assert cards() == {
        (doctor.id, host.id): ("yes", None),
        (other.id, host.id): ("no", None),
        (host.id, other.id): ("maybe", None),
    }
    assert typed.kept == 3
    assert [(one.line, one.numbers) for one in typed.refused] == [
        (5, "H1 M7"),
        (6, ""),
        (7, "M1 H1"),
        (8, "M1"),  # an answer where a number should be is not shown again
    ]
    with pytest.raises(TooManyLines):
        paste_cards(event, "\n" * 3000, typed_by=typist.id, at=now())


def test_paper_corrects_paper_but_not_what_the_person_said(app: Flask) -> None:
    event, typist = a_begun_event(), an_account()
    [[doctor], [host, second]] = some_people(event, 1, 2)
    a_card(doctor, host, "no", "ma note")
    rows = [("H1", "o"), ("H2", "o")]
    typed = type_cards(event, doctor, rows, typed_by=typist.id, at=now())
    assert [type(one.refusal) for one in typed.refused] == [GivenByItsAuthor]
    type_cards(event, doctor, [("H2", "n")], typed_by=typist.id, at=now())
    assert cards() == {
        (doctor.id, host.id): ("no", "ma note"),
        (doctor.id, second.id): ("no", None),
    }
    give(doctor, second.id, "yes")  # the person has the last word
    typed = type_cards(event, doctor, [("H2", "n")], typed_by=typist.id, at=now())
    assert typed.kept == 0
    assert cards()[doctor.id, second.id] == ("yes", None)


def test_a_closed_evening_takes_nothing_more(app: Flask) -> None:
    event, typist = a_begun_event(status="closed"), an_account()
    [[doctor], [_]] = some_people(event, 1, 1)
    with pytest.raises(CardsClosed):
        type_cards(event, doctor, [("H1", "o")], typed_by=typist.id, at=now())
    with pytest.raises(CardsClosed):
        paste_cards(event, "M1 H1 oui", typed_by=typist.id, at=now())


def test_two_lines_that_disagree_are_not_settled_by_their_order(app: Flask) -> None:
    event, typist = a_begun_event(), an_account()
    [[doctor], [host, second]] = some_people(event, 1, 2)
    text = "M1 H1 oui\nM1 H2 oui\nM1 H1 non\nm1 h1 o"
    typed = paste_cards(event, text, typed_by=typist.id, at=now())
    assert typed.kept == 2
    assert [(one.line, type(one.refusal), one.refusal.data) for one in typed.refused] == [
        (3, SaidOtherwise, {"line": 1})
    ]
    assert cards() == {(doctor.id, host.id): ("yes", None), (doctor.id, second.id): ("yes", None)}
    paste_cards(event, "M1 H1 non", typed_by=typist.id, at=now())  # corrected later on
    assert cards()[doctor.id, host.id] == ("no", None)


def test_a_plan_that_waits_to_be_announced_shows_in_no_card(app: Flask) -> None:
    event = an_event()
    [[doctor], [host]] = some_people(event, 1, 1)
    a_meeting(doctor, host)
    for someone in (doctor, host):
        assert list_cards(someone) == []
        assert len(list_cards(someone, event.starts_at)) == 1  # the big screen shows it too
    event.announced_at = now()
    assert [line.other.id for line in list_cards(doctor)] == [host.id]
