"""One message handed to a mail server; this is the only door by which anything leaves."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, parseaddr

from flask import current_app

from services.demo_addresses import is_demo_address
from services.emails import Email
from services.evening_calendar import FILE_NAME, method_of
from services.keyring import keyed_digest

TIMEOUT = 20  # seconds


class NothingLeaves(Exception):
    """No mail server is configured, or nobody lives at this address."""


def is_mail_on() -> bool:
    """Was a mail server configured on purpose?"""
    return bool(current_app.config["SMTP_HOST"])


def compose(
    email: Email, to_address: str, message_id: int, calendar: str | None = None
) -> EmailMessage:
    """The message as it travels; the policy refuses a header with a line break."""
    sender = current_app.config["MAIL_FROM"]
    domain = parseaddr(sender)[1].rpartition("@")[2]
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = to_address
    message["Subject"] = email.subject
    message["Date"] = formatdate()
    # The same for every try, so that a server which saw it twice can tell.
    known_again = keyed_digest("message ids", str(message_id))[:32]
    message["Message-ID"] = f"<{known_again}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = "fr"
    message.set_content(email.text)
    message.add_alternative(email.html, subtype="html")
    if calendar is not None:
        _add_entry(message, calendar)
    return message


def _add_entry(message: EmailMessage, calendar: str) -> None:
    """Twice, as calendars expect it: read in place by some, a file to open for the others."""
    params = {"method": method_of(calendar)}
    message.add_alternative(calendar, subtype="calendar", params=params)
    message.add_attachment(
        calendar.encode(), maintype="application", subtype="ics", filename=FILE_NAME
    )


@contextmanager
def open_server() -> Iterator[smtplib.SMTP]:
    """A conversation with the configured server."""
    config = current_app.config
    if not is_mail_on():
        raise NothingLeaves()
    with smtplib.SMTP(config["SMTP_HOST"], config["SMTP_PORT"], timeout=TIMEOUT) as server:
        if config["SMTP_STARTTLS"]:
            server.starttls(context=ssl.create_default_context())
        if config["SMTP_USER"]:
            server.login(config["SMTP_USER"], config["SMTP_PASSWORD"])
        yield server


def hand_over(server: smtplib.SMTP, message: EmailMessage, to_address: str) -> None:
    """Give one message to the server, for one address, where somebody may live."""
    if is_demo_address(to_address):
        raise NothingLeaves()
    server.send_message(message, to_addrs=[to_address])
