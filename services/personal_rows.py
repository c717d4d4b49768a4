"""Which rows of each table are about one person, and which columns they are given.

The export is made from this table alone: every column of a table named here goes out, unless it is
held back with its reason. A test walks all tables and fails for one that leads to a person and is
named neither here nor among those left out.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, false, or_, select

from models import (
    Account,
    AccountRole,
    Bookmark,
    Consent,
    Doctor,
    DoctorPlace,
    Household,
    Interest,
    Introduction,
    Member,
    MemberInvitation,
    Offer,
    OfferTransition,
    OpenSession,
    OutboxMessage,
    ProfileView,
    ProofDocument,
    RecoveryCode,
    RppsEntry,
    SecondFactor,
    SignedLink,
    StewardTerritory,
    Verification,
)
from models.base import db
from models.vocabulary import Side
from services.personal_evenings import EVENING_SHARES, EVENINGS_LEFT_OUT
from services.personal_shares import Person, Share

__all__ = ["LEFT_OUT", "SHARES", "Person", "Share", "person_of"]


def person_of(account: Account) -> Person:
    """The person behind an account. Nothing is found by an address that nobody answered at."""
    doctor = db.session.execute(
        select(Doctor.id, Doctor.rpps).where(Doctor.account_id == account.id)
    ).first()
    return Person(
        account_id=account.id,
        email=account.email if account.confirmed_at else "",
        doctor_id=doctor.id if doctor else 0,
        rpps=(doctor.rpps or "") if doctor else "",
    )


def _about_request(person: Person) -> ColumnElement[bool]:
    """Requests about this doctor, or made by this person for an organisation."""
    about = and_(Verification.subject_kind == "doctor", Verification.subject_id == person.doctor_id)
    return or_(about, Verification.asked_by == person.account_id)


def _messages(person: Person) -> ColumnElement[bool]:
    at_address = OutboxMessage.to_address == person.email if person.email else false()
    return or_(
        OutboxMessage.account_id == person.account_id,
        and_(OutboxMessage.account_id.is_(None), at_address),
    )


def _asked(person: Person) -> ColumnElement[bool]:
    return ProofDocument.verification_id.in_(select(Verification.id).where(_about_request(person)))


_SEALED = "Un secret, ou son empreinte : le donner affaiblirait votre compte."
_OTHER = "L’identité d’une autre personne."
_HOSTS = "L’annonce appartient à votre organisation."

SHARES: tuple[Share, ...] = (
    Share(
        "account",
        "Mon compte",
        Account,
        lambda p: Account.id == p.account_id,
        {"password_hash": _SEALED},
    ),
    Share("roles", "Mes rôles", AccountRole, lambda p: AccountRole.account_id == p.account_id),
    Share("consents", "Mes accords", Consent, lambda p: Consent.account_id == p.account_id),
    Share(
        "sessions",
        "Mes connexions ouvertes",
        OpenSession,
        lambda p: OpenSession.account_id == p.account_id,
        {"id": _SEALED},
    ),
    Share(
        "second_factor",
        "Mon second facteur",
        SecondFactor,
        lambda p: SecondFactor.account_id == p.account_id,
        {"secret": _SEALED, "last_step": _SEALED},
    ),
    Share(
        "recovery_codes",
        "Mes codes de secours",
        RecoveryCode,
        lambda p: RecoveryCode.account_id == p.account_id,
        {"digest": _SEALED},
    ),
    Share(
        "links",
        "Les liens qui m’ont été envoyés",
        SignedLink,
        lambda p: SignedLink.account_id == p.account_id,
        {"id": _SEALED, "payload": _SEALED},
    ),
    Share(
        "messages",
        "Les courriels que le site m’a écrits",
        OutboxMessage,
        _messages,
        {"key": "Un repère technique.", "claimed_at": "Un repère technique."},
    ),
    Share("doctor", "Mon profil", Doctor, lambda p: Doctor.id == p.doctor_id),
    Share("places", "Mes lieux", DoctorPlace, lambda p: DoctorPlace.doctor_id == p.doctor_id),
    Share("household", "Mon foyer", Household, lambda p: Household.doctor_id == p.doctor_id),
    Share("bookmarks", "Mes marques", Bookmark, lambda p: Bookmark.doctor_id == p.doctor_id),
    Share(
        "answers",
        "Mes réponses et celles que j’ai reçues",
        Interest,
        lambda p: Interest.doctor_id == p.doctor_id,
        {"account_id": _OTHER},
    ),
    Share(
        "introductions",
        "Mes mises en relation",
        Introduction,
        lambda p: Introduction.doctor_id == p.doctor_id,
    ),
    Share(
        "views",
        "Qui a consulté mon profil",
        ProfileView,
        lambda p: ProfileView.doctor_id == p.doctor_id,
        {"account_id": _OTHER},
    ),
    Share(
        "verifications",
        "Mes demandes de vérification",
        Verification,
        _about_request,
        {"decided_by": _OTHER, "proof_digest": _SEALED},
    ),
    Share("documents", "Mes justificatifs", ProofDocument, _asked),
    Share(
        "rpps",
        "Mon inscription dans l’extrait du RPPS",
        RppsEntry,
        lambda p: RppsEntry.rpps == p.rpps if p.rpps else false(),
    ),
    Share("memberships", "Mes organisations", Member, lambda p: Member.account_id == p.account_id),
    Share(
        "invitations",
        "Les invitations à rejoindre une organisation",
        MemberInvitation,
        lambda p: MemberInvitation.email == p.email if p.email else false(),
        {"invited_by": _OTHER},
    ),
    Share(
        "invitations_sent",
        "Les invitations que j’ai envoyées",
        MemberInvitation,
        lambda p: MemberInvitation.invited_by == p.account_id,
        {"email": _OTHER},
    ),
    Share(
        "contact",
        "Mes coordonnées dans des annonces",
        Offer,
        lambda p: Offer.contact_email == p.email if p.email else false(),
        only=("id", "title", "contact_name", "contact_role", "contact_email", "contact_phone"),
        rest=_HOSTS,
    ),
    Share(
        "answers_for_host",
        "Mes réponses au nom d’une organisation",
        Interest,
        lambda p: and_(Interest.account_id == p.account_id, Interest.side == Side.HOST),
        {"doctor_id": _OTHER},
    ),
    Share(
        "views_for_host",
        "Les profils que j’ai consultés",
        ProfileView,
        lambda p: ProfileView.account_id == p.account_id,
        {"doctor_id": _OTHER},
    ),
    Share(
        "transitions",
        "Mes actes sur des annonces",
        OfferTransition,
        lambda p: OfferTransition.account_id == p.account_id,
    ),
    Share(
        "territories",
        "Les départements que je pilote",
        StewardTerritory,
        lambda p: StewardTerritory.account_id == p.account_id,
    ),
    Share(
        "decisions",
        "Mes décisions de pilote",
        Verification,
        lambda p: Verification.decided_by == p.account_id,
        only=("id", "subject_kind", "method", "state", "decided_at", "decided_by", "reason"),
        rest="Ce que d’autres personnes ont demandé.",
    ),
    *EVENING_SHARES,
)

# Tables that lead to a person and are given to nobody, each with its reason.
LEFT_OUT: dict[str, str] = {
    "throttle": "Des compteurs à clé secrète, effacés en deux jours : ils ne disent pas qui.",
    "market_change": "Un journal technique : des numéros de lignes changées, sans contenu.",
    "organisation": "L’organisation n’est pas une personne ; votre place dans elle est donnée.",
    "offer_site": "Les lieux d’une annonce appartiennent à l’organisation.",
    **EVENINGS_LEFT_OUT,
}
