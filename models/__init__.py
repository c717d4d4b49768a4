"""What Ancrage remembers: one noun per file. Importing this package registers every table."""

from models.accounts import Account, AccountRole
from models.base import Base, db
from models.cards import Card, EveningFeedback, EveningIntroduction, Outcome
from models.communes import Commune, Departement, Epci, PostalCode, ReferenceLoad, Region
from models.consents import Consent, ProfileView
from models.dating_events import DatingEvent, EventOrganiser
from models.doctors import Doctor, DoctorPlace, Household
from models.evening_plans import EveningPlanRow, EventClock, Meeting
from models.event_series import EventSeries, InvitationProposal
from models.interests import Bookmark, Interest, Introduction
from models.invitations import MemberInvitation
from models.links import SignedLink
from models.market import MarketChange, MarketClock, TextModelRow
from models.offers import Offer, OfferSite, OfferTransition
from models.organisations import Member, Organisation
from models.outbox import OutboxMessage
from models.participants import Couple, Participant, Wish
from models.second_factors import RecoveryCode, SecondFactor
from models.sessions import OpenSession
from models.specialties import Specialty
from models.throttles import Throttle
from models.verifications import ProofDocument, RppsEntry, StewardTerritory, Verification

__all__ = [
    "Account",
    "AccountRole",
    "Base",
    "Bookmark",
    "Card",
    "Commune",
    "Consent",
    "Couple",
    "DatingEvent",
    "Departement",
    "Doctor",
    "DoctorPlace",
    "Epci",
    "EveningFeedback",
    "EveningIntroduction",
    "EveningPlanRow",
    "EventClock",
    "EventOrganiser",
    "EventSeries",
    "Household",
    "Interest",
    "Introduction",
    "InvitationProposal",
    "MarketChange",
    "MarketClock",
    "Meeting",
    "Member",
    "MemberInvitation",
    "Offer",
    "OfferSite",
    "OfferTransition",
    "OpenSession",
    "Organisation",
    "OutboxMessage",
    "Outcome",
    "Participant",
    "PostalCode",
    "ProfileView",
    "ProofDocument",
    "RecoveryCode",
    "ReferenceLoad",
    "Region",
    "RppsEntry",
    "SecondFactor",
    "SignedLink",
    "Specialty",
    "StewardTerritory",
    "TextModelRow",
    "Throttle",
    "Verification",
    "Wish",
    "db",
]
