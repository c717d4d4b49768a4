"""What tests of organisers' pages do again and again."""

from __future__ import annotations

from typing import Any

from models import Account, DatingEvent
from tests.factories import an_event, an_organiser
from tests.support.requests import Browser, login, page


def text_of(answer: Any) -> str:
    """What the page says, spaces made one."""
    return " ".join(page(answer).get_text(" ").replace("\u00a0", " ").split())


def as_owner(client: Browser, **answers: Any) -> tuple[DatingEvent, Account]:
    """An evening of the one who is logged in."""
    owner = an_organiser()
    event = an_event(owner, **answers)
    login(client, owner)
    return event, owner


def post(client: Browser, target: str, **data: Any) -> str:
    """Press a button, and read the page that one is led to."""
    answer = client.post(target, data=data)
    assert answer.status_code == 302, text_of(answer)
    return text_of(client.get(answer.location))
