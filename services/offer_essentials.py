"""What an offer must say before doctors are shown it, and how its main answers are checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.base import db
from models.offers import Offer
from models.specialties import Specialty
from services.refusals import Refusal
from services.specialties import GENERAL_PRACTICE

WHOLE_WEEK = 100
MOST_SITES = 6


class OfferIncomplete(Refusal):
    """``missing`` lists what is left to say before publishing."""


class ExpiryPast(Refusal):
    """The last day of the offer, ``day``, is over."""


class WeekNotWhole(Refusal):
    """The shares of the week add up to ``total`` percent instead of one hundred."""


class SiteTwice(Refusal):
    """The same commune stands twice among the sites."""


class UnknownField(Refusal):
    """No specialty has this ``field``."""


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing left to say: its key in the form and its name."""

    key: str
    label: str


def missing_essentials(offer: Offer, today: date) -> list[Missing]:
    """What stands between this offer and its publication, in the order of the form."""
    expired = offer.expires_on is not None and offer.expires_on < today
    said = (
        (offer.title, "title", "le titre de l’offre"),
        (offer.field, "field", "la spécialité recherchée"),
        (offer.opportunities, "opportunities", "le type d’opportunité"),
        (offer.practice_mode, "practice_mode", "le mode d’exercice"),
        (offer.sites, "sites", "la commune où l’on exerce"),
        (offer.expires_on, "expires_on", "la date de fin de l’annonce"),
        (not expired, "expires_on", "une date de fin d’annonce à venir"),
        (offer.contact_name, "contact_name", "le nom de la personne qui répondra"),
        (
            offer.contact_email or offer.contact_phone,
            "contact_email",
            "une adresse électronique ou un téléphone pour la mise en relation",
        ),
    )
    return [Missing(key, label) for answer, key, label in said if not answer]


def check_complete(offer: Offer, today: date) -> None:
    """Refuse to publish as long as something essential is missing, and say what."""
    missing = missing_essentials(offer, today)
    if missing:
        raise OfferIncomplete(missing=missing, said=", ".join(item.label for item in missing))


def check_expiry(day: date | None, today: date) -> None:
    """Refuse a last day that is already over."""
    if day is not None and day < today:
        raise ExpiryPast(day=day)


def check_sites(sites: Sequence[tuple[str, int]]) -> None:
    """``sites`` are (commune code, share): each commune once, and one whole week together."""
    communes = [commune for commune, _share in sites]
    if len(set(communes)) < len(communes):
        raise SiteTwice()
    total = sum(share for _commune, share in sites)
    if sites and total != WHOLE_WEEK:
        raise WeekNotWhole(total=total)


def check_field(field: str | None) -> None:
    """Refuse a specialty that does not exist."""
    known = select(Specialty.code).where(Specialty.field == field).limit(1)
    if field and db.session.scalar(known) is None:
        raise UnknownField(field=field)


def field_name(field: str | None) -> str:
    """« Médecine générale » for a group of specialties."""
    known = select(Specialty.field_name).where(Specialty.field == field).limit(1)
    return db.session.scalar(known) or ""


def list_fields() -> list[tuple[str, str]]:
    """(code, name) of every group of specialties, general practice first."""
    rows = db.session.execute(select(Specialty.field, Specialty.field_name).distinct()).all()
    return sorted(
        ((row.field, row.field_name) for row in rows),
        key=lambda pair: (pair[0] != GENERAL_PRACTICE, pair[1]),
    )


def six_months_after(day: date) -> date:
    """The same day six months later, or the last of that month.

    >>> six_months_after(date(2026, 8, 31))
    datetime.date(2027, 2, 28)
    """
    months = day.month + 5
    year, month = day.year + months // 12, months % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise ValueError(day)
