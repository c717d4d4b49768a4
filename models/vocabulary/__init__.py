"""Enums with their French labels, and the catalogue of an offer's questions."""

from models.vocabulary.consents import ConsentKind
from models.vocabulary.facts import FACT_BY_KEY, OFFER_FACTS, Fact, FactKind
from models.vocabulary.labels import Labelled
from models.vocabulary.people import (
    Language,
    MemberRole,
    OrganisationKind,
    Role,
    Skill,
    Stage,
)
from models.vocabulary.places import (
    Childcare,
    CommuneSize,
    Housing,
    Life,
    PlaceReason,
    School,
    Sector,
    Zoning,
)
from models.vocabulary.practice import (
    Duration,
    Importance,
    OnCall,
    Opportunity,
    PracticeMode,
    TeachingOffer,
    TeachingWish,
    Team,
)
from models.vocabulary.states import (
    OFFER_TRANSITIONS,
    Answer,
    BookmarkKind,
    MarketKind,
    OfferStatus,
    Side,
)
from models.vocabulary.themes import HostTheme, Lever, Theme
from models.vocabulary.trust import SubjectKind, VerificationMethod, VerificationState

__all__ = [
    "FACT_BY_KEY",
    "OFFER_FACTS",
    "OFFER_TRANSITIONS",
    "Answer",
    "BookmarkKind",
    "Childcare",
    "CommuneSize",
    "ConsentKind",
    "Duration",
    "Fact",
    "FactKind",
    "HostTheme",
    "Housing",
    "Importance",
    "Labelled",
    "Language",
    "Lever",
    "Life",
    "MarketKind",
    "MemberRole",
    "OfferStatus",
    "OnCall",
    "Opportunity",
    "OrganisationKind",
    "PlaceReason",
    "PracticeMode",
    "Role",
    "School",
    "Sector",
    "Side",
    "Skill",
    "Stage",
    "SubjectKind",
    "TeachingOffer",
    "TeachingWish",
    "Team",
    "Theme",
    "VerificationMethod",
    "VerificationState",
    "Zoning",
]
