"""Days and months around an evening, as calendars in Paris count them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime

from models.dating_events import DatingEvent
from services.paris_days import PARIS

WEEK_UNTIL = 6  # days before: from the fifth on, the reminder of the week is not sent any more


def day_of(event: DatingEvent) -> date:
    """The day of the evening."""
    return event.starts_at.astimezone(PARIS).date()


def days_before(event: DatingEvent, at: datetime) -> int:
    """How many days are left, counted as people do; negative once it is over."""
    return (day_of(event) - at.astimezone(PARIS).date()).days


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or its last.

    >>> add_months(date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
