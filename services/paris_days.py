"""Which day and which hour it is for the people of this site."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

PARIS = ZoneInfo("Europe/Paris")


def today_in_paris() -> date:
    """The day that calendars show in Paris."""
    return datetime.now(PARIS).date()


def hour_in_paris(at: datetime) -> str:
    """« 18 h 30 », « 18 h », with spaces that do not break."""
    local = at.astimezone(PARIS)
    minutes = f"\u00a0{local.minute:02}" if local.minute else ""
    return f"{local.hour}\u00a0h{minutes}"


def moment_in_paris(at: datetime) -> str:
    """« mardi 24 novembre à 18 h 30 »."""
    local = at.astimezone(PARIS)
    pattern = "EEEE '1er' MMMM" if local.day == 1 else "EEEE d MMMM"
    return f"{format_date(local.date(), pattern, locale='fr_FR')} à {hour_in_paris(at)}"
