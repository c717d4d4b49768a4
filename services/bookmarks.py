"""A doctor's private marks: favourites, and offers put aside."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from models.base import db
from models.interests import Bookmark
from models.offers import Offer
from models.vocabulary import BookmarkKind, OfferStatus
from services.refusals import NotFound


class OfferUnknown(NotFound):
    """No such offer, or one that doctors do not see yet."""


def mark(doctor_id: int, offer_id: int, kind: str) -> None:
    """Put a mark; a second press changes nothing."""
    check_offer_seen(offer_id)
    key = (doctor_id, offer_id, BookmarkKind(kind).value)
    if db.session.get(Bookmark, key) is None:
        try:
            with db.session.begin_nested():
                db.session.add(Bookmark(doctor_id=doctor_id, offer_id=offer_id, kind=kind))
        except IntegrityError:
            return  # the other press was faster


def unmark(doctor_id: int, offer_id: int, kind: str) -> None:
    """Take a mark away; nothing happens if there is none."""
    check_offer_seen(offer_id)
    db.session.execute(
        delete(Bookmark).where(
            Bookmark.doctor_id == doctor_id, Bookmark.offer_id == offer_id, Bookmark.kind == kind
        )
    )


def add_favourite(doctor_id: int, offer_id: int) -> None:
    """Keep an offer for later."""
    mark(doctor_id, offer_id, BookmarkKind.FAVOURITE)


def remove_favourite(doctor_id: int, offer_id: int) -> None:
    """Keep it no more."""
    unmark(doctor_id, offer_id, BookmarkKind.FAVOURITE)


def hide_offer(doctor_id: int, offer_id: int) -> None:
    """Put an offer aside: the ranked list passes over it."""
    mark(doctor_id, offer_id, BookmarkKind.HIDDEN)


def unhide_offer(doctor_id: int, offer_id: int) -> None:
    """Show an offer again."""
    unmark(doctor_id, offer_id, BookmarkKind.HIDDEN)


def list_marked(doctor_id: int, kind: str) -> list[int]:
    """The offers with this mark, the latest mark first."""
    query = (
        select(Bookmark.offer_id)
        .join(Offer, Offer.id == Bookmark.offer_id)
        .where(Bookmark.doctor_id == doctor_id, Bookmark.kind == kind)
        .where(Offer.status != OfferStatus.DRAFT)
        .order_by(Bookmark.at.desc(), Bookmark.offer_id)
    )
    return list(db.session.scalars(query))


def marks_of(doctor_id: int, offer_ids: Collection[int]) -> set[tuple[int, str]]:
    """(offer, kind of mark) among these offers: one query."""
    query = select(Bookmark.offer_id, Bookmark.kind).where(
        Bookmark.doctor_id == doctor_id, Bookmark.offer_id.in_(offer_ids)
    )
    return {(offer_id, kind) for offer_id, kind in db.session.execute(query)}


def check_offer_seen(offer_id: int) -> None:
    """Refuse an offer that no doctor could have seen."""
    status = db.session.scalar(select(Offer.status).where(Offer.id == offer_id))
    if status is None or status == OfferStatus.DRAFT:
        raise OfferUnknown(offer_id=offer_id)
