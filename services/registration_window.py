"""May one register for this evening now, and if not, why?"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from models.dating_events import DatingEvent
from models.vocabulary import EventStatus, RegistrationSource
from services.paris_days import moment_in_paris
from services.refusals import Refusal

# Organisers write people in whenever they like; others when registration is open.
_BY_ORGANISERS = (RegistrationSource.IMPORT, RegistrationSource.DESK)


class RegistrationRefused(Refusal):
    """Nobody registers for this evening now."""


class RegistrationNotOpen(RegistrationRefused):
    """Registration opens later, at the moment ``opens``."""


class RegistrationClosed(RegistrationRefused):
    """Registration is over since the moment ``closed``."""


class EveningCancelled(RegistrationRefused):
    """The evening will not take place."""


class EveningOver(RegistrationRefused):
    """The evening has taken place."""


class Window(StrEnum):
    """Where registration stands."""

    DRAFT = "draft"
    SOON = "soon"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    OVER = "over"


def window_of_registration(event: DatingEvent, at: datetime) -> Window:
    """Where registration for this evening stands at that instant."""
    by_status = {
        EventStatus.CANCELLED: Window.CANCELLED,
        EventStatus.CLOSED: Window.OVER,
        EventStatus.DRAFT: Window.DRAFT,
    }
    if event.status in by_status:
        return by_status[EventStatus(event.status)]
    if at < event.opens_at:
        return Window.SOON
    return Window.OPEN if at < min(event.closes_at, event.starts_at) else Window.CLOSED


def check_may_register(event: DatingEvent, source: str, at: datetime) -> None:
    """Refuse, by name, a registration that comes too early, too late or for nothing."""
    check_takes_place(event)
    if source in _BY_ORGANISERS:
        return
    window = window_of_registration(event, at)
    if window in (Window.SOON, Window.DRAFT):
        raise RegistrationNotOpen(opens=moment_in_paris(event.opens_at))
    if window is Window.CLOSED:
        raise RegistrationClosed(closed=moment_in_paris(event.closes_at))


def check_takes_place(event: DatingEvent) -> None:
    """Refuse what is about an evening that is cancelled or over."""
    if event.status == EventStatus.CANCELLED:
        raise EveningCancelled()
    if event.status == EventStatus.CLOSED:
        raise EveningOver()
