"""How figures, dates and names are written in French."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask

from services.paris_days import hour_in_paris, moment_in_paris
from services.small_groups import shown

PARIS = ZoneInfo("Europe/Paris")
NBSP = "\u00a0"


def percent(value: float | None) -> str:
    """0.864 -> « 86 % »."""
    return "–" if value is None else f"{round(value * 100)}{NBSP}%"


def number(value: float | None) -> str:
    """12345 -> « 12 345 »."""
    return "–" if value is None else str(format_decimal(value, locale="fr_FR"))


def decimal(value: float) -> str:
    """0.6667 -> « 0,667 »."""
    return str(format_decimal(value, format="0.###", locale="fr_FR"))


def euros(value: float | None) -> str:
    """10000 -> « 10 000 € »."""
    return "–" if value is None else f"{number(value)}{NBSP}€"


def _day(value: date) -> date:
    return value.astimezone(PARIS).date() if isinstance(value, datetime) else value


def _written(value: date, pattern: str) -> str:
    """The first of a month is « 1er », the other days are figures."""
    day = _day(value)
    if day.day == 1:
        pattern = pattern.replace("d MMM", "'1er' MMM")
    return str(format_date(day, pattern, locale="fr_FR"))


def date_long(value: date | None) -> str:
    """« mardi 24 novembre 2026 »."""
    return "" if value is None else _written(value, "EEEE d MMMM y")


def date_short(value: date | None) -> str:
    """« 24 nov. 2026 »."""
    return "" if value is None else _written(value, "d MMM y")


def date_plain(value: date | None) -> str:
    """« 3 novembre 2026 »."""
    return "" if value is None else _written(value, "d MMMM y")


def month(value: date | None) -> str:
    """« novembre 2026 »."""
    return "" if value is None else str(format_date(_day(value), "MMMM y", locale="fr_FR"))


def datetime_long(value: datetime | None) -> str:
    """« mardi 24 novembre à 18 h 30 »."""
    return "" if value is None else moment_in_paris(value)


def hour(value: datetime | None) -> str:
    """« 18 h 30 »."""
    return "" if value is None else hour_in_paris(value)


def plural(count: int, one: str, many: str | None = None) -> str:
    """« 1 offre », « 3 offres »; French keeps the singular below two."""
    word = one if abs(count) < 2 else (many or f"{one}s")
    return f"{number(count)}{NBSP}{word}"


def group(count: int, many: str) -> str:
    """« 12 médecins », « Quelques médecins » where the figure could point at someone."""
    return f"Quelques {many}" if shown(count) is None else f"{number(count)}{NBSP}{many}"


def register(app: Flask) -> None:
    """Give the filters to the templates."""
    for function in (
        percent,
        number,
        decimal,
        euros,
        date_long,
        date_plain,
        date_short,
        datetime_long,
        hour,
        month,
        plural,
        group,
    ):
        app.jinja_env.filters[function.__name__] = function
