"""Which day it is for the people of this site."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def today_in_paris() -> date:
    """The day that calendars show in Paris."""
    return datetime.now(PARIS).date()
