"""Messages: written with the fact, sent once, only on purpose, never to imaginary people."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from models import OutboxMessage, db
from models.base import now
from services.demo_logins import DEMO_DOMAIN, DOCTOR_EMAIL
from services.emails import Email
from services.links import make_link, peek_link
from services.mail_sender import MOST_TRIES, SendReport, send_waiting
from services.mail_transport import NothingLeaves, compose, hand_over
from services.outbox import enqueue, list_shown
from services.transaction import transaction
from tests.factories import an_account, an_interest, an_introduction, an_invitation
from tests.support.mail_server import MailServer


@pytest.fixture
def server(app: Flask) -> Iterator[MailServer]:
    with MailServer() as running:
        app.config.update(running.settings())
        yield running


def _message(to: str = "camille@example.org", **more: Any) -> None:
    with transaction():
        enqueue("password_changed", to_address=to, **more)


def _row() -> OutboxMessage:
    db.session.expire_all()
    return db.session.query(OutboxMessage).one()


def test_a_message_goes_with_its_fact_or_not_at_all(app: Flask) -> None:
    def cut() -> None:
        with transaction():
            enqueue("password_changed", to_address="camille@example.org")
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        cut()
    assert db.session.query(OutboxMessage).count() == 0


def test_the_same_fact_is_told_once(app: Flask) -> None:
    for _ in range(3):
        _message(key="fact:1")
    _message(key="fact:2")
    assert db.session.query(OutboxMessage).count() == 2


def test_nothing_leaves_by_default(app: Flask) -> None:
    _message()
    assert app.config["SMTP_HOST"] == ""
    assert send_waiting() == SendReport(is_on=False)
    assert _row().attempts == 0


def test_a_message_arrives_whole(server: MailServer) -> None:
    _message()
    assert send_waiting() == SendReport(sent=1)
    ((recipients, message),) = server.received
    assert recipients == ["camille@example.org"]
    assert message["To"] == "camille@example.org"
    assert message["From"] == "Ancrage <bonjour@ancrage.example>"
    assert message["Subject"] == "Votre mot de passe a changé"
    assert message["Auto-Submitted"] == "auto-generated"
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "https://ancrage.example/mot-de-passe-oublie" in text.get_content()
    assert 'lang="fr"' in html.get_content()
    assert _row().sent_at is not None
    assert send_waiting() == SendReport()
    assert len(server.received) == 1


def test_two_senders_racing_send_each_message_once(app: Flask, server: MailServer) -> None:
    for n in range(20):
        _message(f"personne{n}@example.org")
    db.session.remove()

    def send(_n: int) -> int:
        with app.app_context():
            try:
                return send_waiting().sent
            finally:
                db.session.remove()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(send, range(4))) == 20
    arrived = [recipients[0] for recipients, _ in server.received]
    assert sorted(arrived) == sorted(f"personne{n}@example.org" for n in range(20))


@pytest.mark.parametrize(
    "address", [DOCTOR_EMAIL, f"x@sub.{DEMO_DOMAIN}", f"X@{DEMO_DOMAIN.upper()}"]
)
def test_nothing_goes_to_imaginary_addresses(server: MailServer, address: str) -> None:
    _message(address)
    assert send_waiting() == SendReport()
    assert _row().is_demo
    with transaction():  # even if someone wrote the row by hand
        _row().is_demo = False
    send_waiting()
    assert server.received == []


def test_nothing_goes_to_an_imaginary_account(server: MailServer) -> None:
    account = an_account(is_demo=True, email="reel@example.org")
    _message("reel@example.org", account_id=account.id)
    _message("mairie@example.org", is_demo=True)
    assert send_waiting() == SendReport()
    assert server.received == []


def test_the_last_door_is_closed_too() -> None:
    with pytest.raises(NothingLeaves):
        hand_over(None, None, DOCTOR_EMAIL)  # type: ignore[arg-type]


def test_a_failure_is_tried_again_later_then_given_up(server: MailServer) -> None:
    _message()
    server.refuse = "451 try again, camille@example.org"
    waits = []
    for n in range(1, MOST_TRIES + 1):
        report = send_waiting()
        row = _row()
        assert (report.failed, report.given_up) == ((1, 0) if n < MOST_TRIES else (0, 1))
        assert row.attempts == n
        assert row.claimed_at is None
        assert row.last_error == "SMTPDataError 451"
        waits.append(row.send_after - now())
        assert send_waiting() == SendReport()  # not yet
        with transaction():
            row.send_after = now()
    assert waits == sorted(waits)
    server.refuse = None
    assert send_waiting() == SendReport()
    assert server.received == []


def test_a_refusal_for_good_is_not_tried_again(server: MailServer) -> None:
    _message()
    server.refuse = "550 nobody here"
    assert send_waiting() == SendReport(given_up=1)
    with transaction():
        _row().send_after = now()
    server.refuse = None
    assert send_waiting() == SendReport()


def test_a_server_that_is_away_costs_no_try(app: Flask) -> None:
    with MailServer() as gone:
        app.config.update(gone.settings())
    _message()
    assert send_waiting() == SendReport(failed=1)
    assert _row().attempts == 0
    with MailServer() as back:
        app.config.update(back.settings())
        assert send_waiting() == SendReport(sent=1)


def test_a_message_that_cannot_be_written_stops_no_other(server: MailServer) -> None:
    with transaction():
        enqueue("reset_password", to_address="a@example.org", context={})
        enqueue("password_changed", to_address="b@example.org")
    assert send_waiting() == SendReport(sent=1, given_up=1)


def test_a_sender_that_stopped_half_way_is_counted_and_nothing_doubles(server: MailServer) -> None:
    _message()
    with transaction():
        _row().claimed_at = now() - timedelta(hours=1)
    assert send_waiting() == SendReport(stuck=1)
    assert server.received == []


def test_what_waited_too_long_stays(server: MailServer) -> None:
    _message()
    with transaction():
        _row().created_at = now() - timedelta(days=4)
    assert send_waiting() == SendReport()


@pytest.mark.parametrize("break_", ["\n", "\r\n", "\r"])
def test_headers_cannot_be_added(app: Flask, break_: str) -> None:
    bad = f"camille@example.org{break_}Bcc: tous@example.org"
    email = Email("Bonjour", "Bonjour", "<p>Bonjour</p>")
    with pytest.raises(ValueError, match=r"(?i)header|linefeed|address|domain"):
        compose(email, bad, 1)
    with pytest.raises(ValueError, match=r"(?i)header|linefeed"):
        compose(Email(bad, "Bonjour", ""), "camille@example.org", 1)


def test_user_text_never_breaks_a_header_nor_becomes_markup(server: MailServer) -> None:
    with transaction():
        enqueue(
            "invitation_received",
            to_address="camille@example.org",
            context={
                "offer_id": 1,
                "offer_title": "<script>alert(1)</script>",
                "organisation": "Mairie\r\nBcc: tous@example.org\r\n\r\n<b>x</b>",
            },
        )
    assert send_waiting() == SendReport(sent=1)
    ((recipients, message),) = server.received
    assert recipients == ["camille@example.org"]
    assert message["Bcc"] is None
    html = message.get_body(("html",))
    assert html is not None
    assert "<script" not in html.get_content()
    assert "<b>" not in html.get_content()


def test_a_link_in_a_message_is_signed_on_its_way_out_only(server: MailServer) -> None:
    with transaction():
        token = make_link("reset", hours=1)
        enqueue("reset_password", to_address="camille@example.org", context={"token": token})
    assert token not in str(_row().context)
    send_waiting()
    text = server.received[0][1].get_body(("plain",))
    assert text is not None
    assert f"https://ancrage.example/mot-de-passe/{token}" in text.get_content()
    assert peek_link(token, "reset")
    assert _row().context == {}


def test_the_page_of_a_demonstration_shows_ones_own_and_imaginary_messages(app: Flask) -> None:
    me, other = an_account(), an_account()
    _message(me.email, account_id=me.id)
    _message(other.email, account_id=other.id)
    _message(DOCTOR_EMAIL)
    shown = list_shown(me, "http://127.0.0.1:8123/")
    assert [(each.to_address, each.mine) for each in shown] == [
        (DOCTOR_EMAIL, False),
        (me.email, True),
    ]
    assert "http://127.0.0.1:8123/mot-de-passe-oublie" in shown[0].text


def test_each_side_of_a_meeting_is_told_once(app: Flask) -> None:
    doctor, offer = an_interest()
    host = offer.organisation.members[0].account
    told = db.session.query(OutboxMessage).filter_by(template="interest_received").one()
    assert told.to_address == host.email
    assert str(doctor.full_name) not in str(told.context)
    an_interest(doctor, offer)
    an_introduction(doctor, offer)
    templates = [row.template for row in db.session.query(OutboxMessage)]
    assert templates.count("interest_received") == 1
    opened = db.session.query(OutboxMessage).filter_by(template="introduction_opened").all()
    assert {(row.to_address, row.context["other_name"]) for row in opened} == {
        (host.email, doctor.full_name),
        (doctor.account.email, offer.contact_name),
    }


def test_an_invitation_is_told_to_the_doctor(app: Flask) -> None:
    doctor, offer = an_invitation()
    told = db.session.query(OutboxMessage).filter_by(template="invitation_received").one()
    assert told.to_address == doctor.account.email
    assert told.context["organisation"] == offer.organisation.name
