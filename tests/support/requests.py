"""Ask for pages as a browser would, log in, and read what came back."""

from __future__ import annotations

from contextvars import Context
from typing import Any

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from models import Account, db
from services.sessions import COOKIE_KEY, open_session


class Browser(FlaskClient):
    """A test client whose requests stand apart from the test, as they do from another machine.

    What the test has prepared is committed first, and read again after. Each request runs in a
    context of its own: no session of the database, no logged-in user is shared with the test.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send one request."""
        db.session.commit()
        return Context().run(super().open, *args, **kwargs)


def login(client: FlaskClient, account: Account) -> FlaskClient:
    """Enter as ``account`` without paying for a password hash; the second factor is given too."""
    secret = open_session(account, "Tests", second_factor=True)
    db.session.commit()
    with client.session_transaction() as session:
        session[COOKIE_KEY] = secret
    return client


def page(response: TestResponse) -> BeautifulSoup:
    """The parsed page."""
    return BeautifulSoup(response.get_data(as_text=True), "html.parser")
