"""What a plan is made from: scores above nothing, wishes on top, a no that bars, couples as one."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from flask import Flask

from models import DatingEvent, Participant, db
from models.vocabulary import CoupleMode, ParticipantStatus, WishKind
from services.evening_scores import BONUS, gather
from tests.factories import (
    a_full_event,
    a_gp_in_lot,
    a_participant,
    a_published_offer,
    an_event,
)
from tests.factories.after_evenings import a_couple, a_wish
from tests.support.queries import QueryRecorder


def both_sides(event: DatingEvent) -> tuple[list[Participant], list[Participant]]:
    gathered = gather(event)
    return gathered.candidates, gathered.hosts


def test_every_pair_is_worth_something_without_any_profile(app: Flask) -> None:
    gathered = gather(a_full_event(3, 2))
    assert gathered.scores.shape == (3, 2)
    assert (gathered.scores > 0).all()
    assert not gathered.barred.any()
    assert gathered.candidate_windows.tolist() == [[0, 5]] * 3


def test_an_evening_without_anyone(app: Flask) -> None:
    gathered = gather(an_event())
    assert gathered.scores.shape == (0, 0)
    assert gathered.barred.shape == (0, 0)


def test_profiles_and_offers_make_a_difference(app: Flask) -> None:
    event = an_event()
    doctor, offer = a_gp_in_lot(), a_published_offer()
    known = a_participant(event, doctor_id=doctor.id)
    a_participant(event)
    host = a_participant(event, "host", offer_id=offer.id)
    other = a_participant(event, "host")
    gathered = gather(event)
    assert next(each.id for each in gathered.candidates) == known.id
    assert [each.id for each in gathered.hosts] == [host.id, other.id]
    assert 0 < gathered.scores[0, 0] <= 1
    assert gathered.scores[0, 0] != gathered.scores[0, 1]


def test_wishes_add_on_each_side(app: Flask) -> None:
    event = a_full_event(2, 2)
    (one, two), (host, other) = both_sides(event)
    before = gather(event).scores
    a_wish(one, host, WishKind.MUST)
    a_wish(host, one, WishKind.GLADLY)
    a_wish(other, two, WishKind.MUST)
    gained = gather(event).scores - before
    expected = [[BONUS[WishKind.MUST] + BONUS[WishKind.GLADLY], 0], [0, BONUS[WishKind.MUST]]]
    assert gained == pytest.approx(np.array(expected))


@pytest.mark.parametrize("of_host", [False, True])
def test_a_no_bars_whoever_said_it_and_nothing_overrides_it(app: Flask, *, of_host: bool) -> None:
    event = a_full_event(2, 2)
    (one, _), (host, _) = both_sides(event)
    author, about = (host, one) if of_host else (one, host)
    a_wish(author, about, WishKind.NO)
    a_wish(about, author, WishKind.MUST)
    assert gather(event).barred.tolist() == [[True, False], [False, False]]


def test_a_couple_together_is_one_row(app: Flask) -> None:
    event = a_full_event(3, 2)
    (one, two, three), (host, other) = both_sides(event)
    two.arrives_at = event.starts_at + timedelta(minutes=5)
    one.leaves_at = event.starts_at + timedelta(minutes=35)
    a_couple(one, two, CoupleMode.TOGETHER)
    a_wish(two, host, WishKind.NO)
    a_wish(one, other, WishKind.MUST)
    gathered = gather(event)
    assert [each.id for each in gathered.candidates] == [one.id, three.id]
    assert gathered.people.together(one) == (one, two)
    assert gathered.barred[0].tolist() == [True, False]
    assert gathered.scores[0, 1] > 1
    # the round that ends before 35 minutes, not the one that starts before 5
    assert gathered.candidate_windows[0].tolist() == [1, 3]


def test_a_couple_in_parallel_is_two_rows(app: Flask) -> None:
    event = a_full_event(2, 2)
    (one, two), _ = both_sides(event)
    a_couple(one, two, CoupleMode.PARALLEL)
    assert len(gather(event).candidates) == 2


def test_a_couple_who_are_never_there_together_is_absent(app: Flask) -> None:
    event = a_full_event(2, 2)
    (one, two), _ = both_sides(event)
    one.leaves_at = event.starts_at + timedelta(minutes=20)
    two.arrives_at = event.starts_at + timedelta(minutes=30)
    a_couple(one, two, CoupleMode.TOGETHER)
    assert gather(event).candidate_windows.tolist() == [[6, 6]]


def test_only_those_registered_come_and_those_named_keep_a_row(app: Flask) -> None:
    event = a_full_event(2, 1)
    waiting = a_participant(event, status=ParticipantStatus.WAITING.value)
    gone = a_participant(event, status=ParticipantStatus.CANCELLED.value)
    assert len(gather(event).candidates) == 2
    gathered = gather(event, [gone.id])
    assert gone.id in {each.id for each in gathered.candidates}
    assert waiting.id not in {each.id for each in gathered.candidates}
    assert gathered.candidate_windows[-1].tolist() == [6, 6]


def test_queries_do_not_grow_with_people(app: Flask, queries: QueryRecorder) -> None:
    small, large = a_full_event(2, 2), a_full_event(20, 15)
    db.session.commit()
    counts = []
    for event in (small, large):
        db.session.refresh(event)
        with queries:
            gather(event)
        counts.append(len(queries))
    # people, couples, text model, communes of guests on both sides, wishes
    assert counts[0] == counts[1] <= 12
