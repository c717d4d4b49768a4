"""What a clock in Paris shows, as an instant; the hour that spring skips is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from services.paris_days import PARIS, moment_in_paris
from services.refusals import Refusal


class HourSkipped(Refusal):
    """No clock shows ``moment``: that night, it goes from two to three."""


def instant_in_paris(shown: datetime) -> datetime:
    """The instant when clocks in Paris show that; in autumn's doubled hour, the first time."""
    instant = shown.replace(tzinfo=PARIS, fold=0).astimezone(UTC)
    back = instant.astimezone(PARIS).replace(tzinfo=None)
    if back != shown.replace(tzinfo=None, fold=0):
        raise HourSkipped(moment=moment_in_paris(shown.replace(tzinfo=PARIS)))
    return instant


def at_hour(day: date, hour: int, minute: int = 0) -> datetime:
    """That hour of that day in Paris; hours of the night that are skipped are not asked for."""
    return instant_in_paris(datetime.combine(day, time(hour, minute)))


def same_hour(instant: datetime, days: int) -> datetime:
    """As many days later, when clocks in Paris show the same, or an hour more if none does."""
    shown = instant.astimezone(PARIS).replace(tzinfo=None) + timedelta(days=days)
    try:
        return instant_in_paris(shown)
    except HourSkipped:
        return instant_in_paris(shown + timedelta(hours=1))
