"""What Ancrage remembers: one noun per file. Importing this package registers every table."""

from models.accounts import Account, AccountRole
from models.base import Base, db
from models.communes import Commune, Departement, Epci, PostalCode, ReferenceLoad, Region
from models.doctors import Doctor, DoctorPlace, Household
from models.interests import Bookmark, Interest, Introduction
from models.market import MarketChange, MarketClock, TextModelRow
from models.offers import Offer, OfferSite, OfferTransition
from models.organisations import Member, Organisation
from models.specialties import Specialty

__all__ = [
    "Account",
    "AccountRole",
    "Base",
    "Bookmark",
    "Commune",
    "Departement",
    "Doctor",
    "DoctorPlace",
    "Epci",
    "Household",
    "Interest",
    "Introduction",
    "MarketChange",
    "MarketClock",
    "Member",
    "Offer",
    "OfferSite",
    "OfferTransition",
    "Organisation",
    "PostalCode",
    "ReferenceLoad",
    "Region",
    "Specialty",
    "TextModelRow",
    "db",
]
