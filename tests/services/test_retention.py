"""What is erased by the clock, under a clock that the tests move."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from models import (
    Account,
    MemberInvitation,
    OutboxMessage,
    ProfileView,
    ProofDocument,
    Verification,
    db,
)
from models.vocabulary import Role
from services.emails import render_email
from services.inactivity import erase_inactive, warn_inactive
from services.profile_views import list_views, note_view
from services.purge import purge_expired
from services.retention import RULES, inactive_before
from tests.factories import a_published_offer, a_town_hall, a_visible_doctor, an_account
from tests.factories.offers import host_of

NOON = datetime(2026, 11, 21, 11, tzinfo=UTC)
DAY = timedelta(days=1)


def seen_on(day: date | None, **options: object) -> Account:
    account = an_account(**options)  # type: ignore[arg-type]
    account.last_seen_on = day
    account.created_at = datetime(2020, 1, 1, tzinfo=UTC)
    db.session.flush()
    return account


@pytest.mark.parametrize(
    ("today", "limit"),
    [
        (date(2026, 11, 21), date(2024, 11, 21)),
        (date(2028, 2, 29), date(2026, 2, 28)),
        (date(2027, 1, 31), date(2025, 1, 31)),
    ],
)
def test_two_years_are_counted_in_months(today: date, limit: date) -> None:
    assert inactive_before(today) == limit


def test_warned_once_at_24_months_then_anonymised_30_days_later(app: Flask) -> None:
    away = seen_on(date(2024, 11, 21))
    still_here = seen_on(date(2024, 11, 22))
    assert warn_inactive(NOON) == 1
    assert warn_inactive(NOON) == 0
    assert warn_inactive(NOON + timedelta(hours=20)) == 1  # the other one, a day later
    warnings = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    assert [row.to_address for row in warnings] == [away.email, still_here.email]
    said = render_email("erasure_warning", warnings[0].context)
    assert "21 décembre 2026" in said.text.replace("\u00a0", " ")
    assert erase_inactive(NOON + 29 * DAY) == 0
    assert erase_inactive(NOON + 30 * DAY) == 1
    assert erase_inactive(NOON + 30 * DAY) == 0
    assert away.anonymised_at == NOON + 30 * DAY
    assert still_here.anonymised_at is None


def test_whoever_comes_back_stays(app: Flask) -> None:
    away = seen_on(date(2024, 6, 1))
    warn_inactive(NOON)
    away.last_seen_on, away.warned_at = date(2026, 12, 1), None
    db.session.flush()
    assert erase_inactive(NOON + 60 * DAY) == 0
    assert away.anonymised_at is None


def test_coming_back_counts_even_if_the_warning_was_left_standing(app: Flask) -> None:
    away = seen_on(date(2024, 6, 1))
    warn_inactive(NOON)
    away.last_seen_on = date(2026, 12, 1)
    db.session.flush()
    assert erase_inactive(NOON + 60 * DAY) == 0
    two_years_later = datetime(2028, 12, 2, 12, tzinfo=UTC)
    assert erase_inactive(two_years_later) == 0  # not on a warning of two years ago
    assert warn_inactive(two_years_later) == 1
    assert erase_inactive(two_years_later + 30 * DAY) == 1


def test_never_seen_counts_from_the_first_day(app: Flask) -> None:
    seen_on(None)
    assert warn_inactive(NOON) == 1


def test_imaginary_people_never_leave(app: Flask) -> None:
    seen_on(date(2020, 1, 1), is_demo=True)
    assert warn_inactive(NOON) == 0


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_proofs_go_30_days_after_the_decision_and_the_decision_stays(app: Flask) -> None:
    town_hall = a_town_hall()
    before = count(Verification)
    for state, decided_at, given_at in (
        ("accepted", NOON - 31 * DAY, NOON - 40 * DAY),
        ("accepted", NOON - 29 * DAY, NOON - 40 * DAY),
        ("waiting", None, NOON - 40 * DAY),
        ("waiting", None, NOON - 181 * DAY),
    ):
        request = Verification(
            subject_kind="organisation", subject_id=town_hall.id, method="document",
            state=state, decided_at=decided_at, reason="Vu.",
        )  # fmt: skip
        proof = ProofDocument(media_type="image/png", content=b"x", given_at=given_at)
        request.documents.append(proof)
        db.session.add(request)
    db.session.flush()
    gone = purge_expired(NOON)
    assert (gone["proofs"], gone["unread_proofs"]) == (1, 1)
    assert set(purge_expired(NOON).values()) == {0}
    assert count(ProofDocument) == 2
    assert count(Verification) == before + 4


def test_messages_views_and_invitations_go_in_their_time(app: Flask) -> None:
    doctor, offer = a_visible_doctor(), a_published_offer()
    for age in (1, 31):
        db.session.add(
            OutboxMessage(template="x", to_address="a@example.org", sent_at=NOON - age * DAY)
        )
    for age in (1, 91):
        db.session.add(
            OutboxMessage(template="x", to_address="a@example.org", created_at=NOON - age * DAY)
        )
    for age in (1, 364, 366):
        note_view(doctor.id, offer.id, offer.organisation_id, host_of(offer).id, NOON - age * DAY)
    for age in (29, 31):
        db.session.add(
            MemberInvitation(
                organisation_id=offer.organisation_id, email="b@example.org", role="reader",
                expires_at=NOON - age * DAY,
            )
        )  # fmt: skip
    db.session.flush()
    gone = purge_expired(NOON)
    assert gone == {
        "proofs": 0, "unread_proofs": 0, "messages": 1, "unsent_messages": 1, "views": 1,
        "invitations": 1,
    }  # fmt: skip
    assert set(gone) <= set(RULES)
    assert set(purge_expired(NOON).values()) == {0}
    assert count(ProfileView) == 2


def test_a_look_is_noted_once_a_day_and_offer_and_tells_the_organisation_only(app: Flask) -> None:
    doctor, offer, other = a_visible_doctor(), a_published_offer(), a_published_offer()
    host = host_of(offer)
    for at in (NOON, NOON + timedelta(hours=2), NOON + DAY):
        note_view(doctor.id, offer.id, offer.organisation_id, host.id, at)
    note_view(doctor.id, other.id, other.organisation_id, host_of(other).id, NOON)
    looks = list_views(doctor.id)
    assert [look.offer_id for look in looks] == [offer.id, offer.id, other.id]
    assert looks[0].organisation == offer.organisation.name
    assert host.email not in repr(looks)


def test_looking_at_oneself_is_not_told(app: Flask) -> None:
    offer = a_published_offer()
    both = an_account([Role.DOCTOR, Role.HOST])
    doctor = a_visible_doctor(both)
    note_view(doctor.id, offer.id, offer.organisation_id, both.id, NOON)
    assert list_views(doctor.id) == []
