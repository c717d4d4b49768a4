"""What goes at once, and what stays without the person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from models import (
    Account,
    Base,
    Bookmark,
    Consent,
    Doctor,
    DoctorPlace,
    Household,
    Interest,
    Introduction,
    Member,
    MemberInvitation,
    Offer,
    OfferTransition,
    OutboxMessage,
    ProfileView,
    ProofDocument,
    Verification,
    db,
)
from models.base import now
from models.vocabulary import BookmarkKind, MemberRole, OfferStatus, Role
from services.bookmarks import mark
from services.emails import render_email
from services.erasure import erase
from services.introductions import list_introductions
from services.leaving import HandOverFirst, preview_leaving
from services.profile_views import note_view
from services.ranking import rank_doctors
from tests.factories import (
    a_draft_offer,
    a_published_offer,
    a_town_hall,
    a_visible_doctor,
    an_account,
    an_introduction,
)
from tests.factories.offers import host_of

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
EMAIL = "zorglub-canari@example.org"
WORDS = ("zorglub", "Zorglub", "10203040506", "06 98 76 54 32")


def everything() -> str:
    """All that the database holds, as text."""
    said = []
    for table in Base.metadata.sorted_tables:
        if table.name not in ("commune", "postal_code", "departement"):
            said += [f"{table.name}: {row}" for row in db.session.execute(select(table))]
    return "\n".join(said)


def a_whole_life() -> Introduction:
    """A doctor who has used everything there is."""
    doctor = a_visible_doctor(
        an_account([Role.DOCTOR], EMAIL),
        first_name="Zorglub",
        last_name="Zorglubovitché",
        phone="06 98 76 54 32",
        rpps="10203040506",
        project="Zorglub veut soigner.",
    )
    introduction = an_introduction(doctor)
    offer = introduction.offer
    for row in db.session.scalars(select(Interest)):
        row.message = "Bonjour, Zorglub."
    mark(doctor.id, offer.id, BookmarkKind.FAVOURITE)
    note_view(doctor.id, offer.id, offer.organisation_id, host_of(offer).id, AT)
    request = Verification(
        subject_kind="doctor", subject_id=doctor.id, method="steward", note="Zorglub",
        asked_by=doctor.account_id, state="waiting",
    )  # fmt: skip
    request.documents.append(ProofDocument(media_type="text/plain", content=b"Zorglub"))
    message = OutboxMessage(
        template="erasure_done", to_address=EMAIL, account_id=doctor.account_id,
        context={"name": "Zorglub"},
    )  # fmt: skip
    told = OutboxMessage(
        template="introduction_opened", to_address="autre@example.org",
        context={"other_name": "Zorglub Zorglubovitché", "offer_title": "x"},
    )  # fmt: skip
    invitation = MemberInvitation(
        organisation_id=offer.organisation_id, email=EMAIL, role="reader", expires_at=AT
    )
    db.session.add_all([request, message, told, invitation])
    db.session.flush()
    return introduction


def test_nothing_of_the_person_is_left_but_the_message_that_says_so(app: Flask) -> None:
    introduction = a_whole_life()
    assert all(word in everything() for word in WORDS)
    erase(introduction.doctor.account, AT)
    db.session.commit()
    farewell = db.session.query(OutboxMessage).filter_by(template="erasure_done").one()
    assert farewell.to_address == EMAIL
    assert "effacé" in render_email("erasure_done", farewell.context).text
    assert farewell.account_id is None
    db.session.delete(farewell)
    assert [word for word in WORDS if word in everything()] == []
    for table in (Consent, DoctorPlace, Household, Bookmark, ProfileView, ProofDocument):
        kept = db.session.scalars(select(table)).all()
        assert kept == [], table.__tablename__


def test_what_others_rely_on_stays_without_the_person(app: Flask) -> None:
    introduction = a_whole_life()
    host, doctor_id = host_of(introduction.offer), introduction.doctor_id
    erase(introduction.doctor.account, AT)
    db.session.commit()
    assert db.session.query(Interest).filter_by(doctor_id=doctor_id).count() == 2
    seen = list_introductions(host.id)
    assert [view.other.name for view in seen] == ["Compte supprimé"]
    assert seen[0].messages == {}
    assert (seen[0].other.email, seen[0].other.phone, seen[0].other.rpps) == ("", "", "")
    shell = db.session.get(Doctor, doctor_id)
    assert shell is not None
    assert shell.account.anonymised_at == AT
    said = {column.name for column in Doctor.__table__.columns if getattr(shell, column.name)}
    assert said == {"id", "account_id", "created_at", "updated_at"}


def test_the_market_forgets_at_once(app: Flask) -> None:
    doctor, offer = a_visible_doctor(), a_published_offer()
    db.session.commit()
    assert rank_doctors(offer.id).total == 1
    erase(doctor.account)
    db.session.commit()
    assert rank_doctors(offer.id).total == 0


def test_twice_is_once(app: Flask) -> None:
    doctor = a_visible_doctor()
    erase(doctor.account, AT)
    erase(doctor.account, AT + timedelta(days=1))
    assert doctor.account.anonymised_at == AT
    assert db.session.query(OutboxMessage).count() == 1


def test_an_address_nobody_answered_at_is_neither_written_to_nor_searched_for(app: Flask) -> None:
    town_hall = a_town_hall()
    invited = MemberInvitation(
        organisation_id=town_hall.id, email="cible@example.org", role="reader", expires_at=AT
    )
    db.session.add(invited)
    pretender = an_account([Role.DOCTOR], "cible@example.org", confirmed=False)
    erase(pretender)
    assert db.session.query(OutboxMessage).count() == 0
    assert db.session.query(MemberInvitation).count() == 1


def test_someone_alone_closes_what_nobody_would_answer(app: Flask) -> None:
    shown = a_published_offer()
    organisation, host = shown.organisation, host_of(shown)
    draft = a_draft_offer(organisation)
    [said] = preview_leaving(host)
    assert (said.is_alone, said.must_hand_over, said.open_offers) == (True, False, 1)
    erase(host, AT)
    db.session.commit()
    assert shown.status == OfferStatus.EXPIRED
    assert (shown.contact_name, shown.contact_email) == (None, None)
    assert db.session.get(Offer, draft.id) is None
    signed = select(OfferTransition).where(OfferTransition.account_id.is_not(None))
    assert db.session.scalars(signed).all() == []
    assert db.session.query(Member).count() == 0


def a_team() -> tuple[Offer, Account, Account]:
    offer = a_published_offer()
    colleague = an_account([Role.HOST], "collegue@example.org")
    db.session.add(
        Member(
            organisation_id=offer.organisation_id, account_id=colleague.id, role=MemberRole.EDITOR
        )
    )
    db.session.flush()
    admin = next(
        member.account for member in db.session.query(Member).filter_by(role=MemberRole.ADMIN.value)
    )
    return offer, admin, colleague


def test_the_last_administrator_hands_over_first(app: Flask) -> None:
    offer, admin, colleague = a_team()
    with pytest.raises(HandOverFirst) as refused:
        erase(admin)
    assert refused.value.data["organisations"] == offer.organisation.name
    assert admin.anonymised_at is None
    member = db.session.get_one(Member, (offer.organisation_id, colleague.id))
    member.role = MemberRole.ADMIN
    offer.contact_email = admin.email
    db.session.flush()
    erase(admin)
    db.session.commit()
    assert offer.status == OfferStatus.PUBLISHED
    assert (offer.contact_name, offer.contact_email) == (None, colleague.email)


def test_someone_who_never_came_back_hands_over_to_an_editor(app: Flask) -> None:
    offer, admin, colleague = a_team()
    erase(admin, now(), absent=True)
    db.session.commit()
    member = db.session.get_one(Member, (offer.organisation_id, colleague.id))
    assert member.role == MemberRole.ADMIN
    assert offer.status == OfferStatus.PUBLISHED


def test_a_reader_is_not_made_an_administrator(app: Flask) -> None:
    offer, admin, colleague = a_team()
    member: Any = db.session.get_one(Member, (offer.organisation_id, colleague.id))
    member.role = MemberRole.READER
    db.session.flush()
    erase(admin, now(), absent=True)
    db.session.commit()
    db.session.refresh(member)
    assert member.role == MemberRole.READER
    assert offer.status == OfferStatus.EXPIRED
