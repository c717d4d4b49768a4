"""Favourites and hidden offers, on both databases."""

from __future__ import annotations

import pytest
from flask import Flask

from models.vocabulary import BookmarkKind
from services.bookmarks import (
    OfferUnknown,
    add_favourite,
    hide_offer,
    list_marked,
    marks_of,
    remove_favourite,
    unhide_offer,
)
from services.interests import offer_state
from tests.factories import a_doctor, a_draft_offer, a_published_offer


def test_a_second_press_changes_nothing(app: Flask) -> None:
    doctor, offer = a_doctor(), a_published_offer()
    add_favourite(doctor.id, offer.id)
    add_favourite(doctor.id, offer.id)
    assert list_marked(doctor.id, BookmarkKind.FAVOURITE) == [offer.id]
    remove_favourite(doctor.id, offer.id)
    remove_favourite(doctor.id, offer.id)
    assert list_marked(doctor.id, BookmarkKind.FAVOURITE) == []


def test_hidden_then_shown_again(app: Flask) -> None:
    doctor, offer = a_doctor(), a_published_offer()
    hide_offer(doctor.id, offer.id)
    assert offer_state(doctor.id, [offer.id])[offer.id].hidden
    unhide_offer(doctor.id, offer.id)
    assert not offer_state(doctor.id, [offer.id])[offer.id].hidden


def test_marks_are_ones_own(app: Flask) -> None:
    mine, other, offer = a_doctor(), a_doctor(), a_published_offer()
    add_favourite(mine.id, offer.id)
    assert marks_of(mine.id, [offer.id]) == {(offer.id, "favourite")}
    assert marks_of(other.id, [offer.id]) == set()


def test_an_offer_never_published_is_unknown(app: Flask) -> None:
    doctor, draft = a_doctor(), a_draft_offer()
    for offer_id in (draft.id, 999_999):
        with pytest.raises(OfferUnknown):
            add_favourite(doctor.id, offer_id)
