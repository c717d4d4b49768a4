"""How a copy of one's data reads: a French name for each column, and words instead of codes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from models import Commune, DatingEvent, Departement, Offer, Organisation, Region, Specialty
from models.base import db
from models.vocabulary import (
    Answer,
    BookmarkKind,
    CommuneSize,
    ConsentKind,
    Duration,
    Housing,
    Importance,
    Labelled,
    Language,
    Life,
    MemberRole,
    OfferStatus,
    OnCall,
    Opportunity,
    PlaceReason,
    PracticeMode,
    Role,
    School,
    Sector,
    Side,
    Skill,
    Stage,
    SubjectKind,
    TeachingWish,
    Team,
    Theme,
    VerificationMethod,
    VerificationState,
)
from services.personal_evening_words import (
    EVENING_LABELS,
    EVENING_LINKS,
    EVENING_WORDS,
    badge_of,
)

_PARIS = ZoneInfo("Europe/Paris")

# Numbers that link rows to one another: in the JSON copy, not among what one reads.
_LINKS = {"id", "account_id", "doctor_id", "verification_id", "subject_id", "asked_by"} | {
    "decided_by",
    "invited_by",
    *EVENING_LINKS,
}

LABELS: dict[str, str] = {
    "accepted_at": "Acceptée le",
    "after": "Nouvel état",
    "agent": "Navigateur",
    "anonymised_at": "Anonymisé le",
    "answer": "Réponse",
    "asked_at": "Demandée le",
    "at": "Le",
    "attempts": "Essais d’envoi",
    "before": "État d’avant",
    "childcare": "Garde de jeunes enfants",
    "commune_code": "Commune",
    "commune_sizes": "Tailles de communes",
    "confirmed_at": "Confirmé le",
    "contact_email": "Adresse de contact",
    "contact_name": "Nom de contact",
    "contact_phone": "Téléphone de contact",
    "contact_role": "Fonction",
    "content": "Contenu",
    "context": "Ce que dit le message",
    "created_at": "Créé le",
    "day": "Jour",
    "days_max": "Jours par semaine, au plus",
    "days_min": "Jours par semaine, au moins",
    "decided_at": "Décidée le",
    "departement_code": "Département",
    "duration": "Durée",
    "email": "Adresse électronique",
    "ended_at": "Terminée le",
    "experience_years": "Années d’exercice",
    "expires_at": "Valable jusqu’au",
    "first_name": "Prénom",
    "given_at": "Donné le",
    "housing": "Logement",
    "importance": "Ce qui compte",
    "is_demo": "Compte imaginaire de démonstration",
    "kind": "Nature",
    "languages": "Langues",
    "last_error": "Dernier échec d’envoi",
    "last_name": "Nom",
    "last_seen_on": "Dernière venue",
    "life": "Ce que j’aime trouver autour",
    "loaded_at": "Chargé le",
    "max_minutes": "Trajet accepté, en minutes",
    "media_type": "Type de fichier",
    "message": "Message",
    "method": "Méthode",
    "note": "Note",
    "offer_id": "Offre",
    "on_call": "Gardes et astreintes",
    "opened_at": "Ouverte le",
    "opportunities": "Opportunités",
    "organisation_id": "Organisation",
    "partner_sectors": "Secteurs d’emploi du conjoint",
    "phone": "Téléphone",
    "practice_modes": "Modes d’exercice",
    "project": "Mon projet",
    "purpose": "Pour",
    "reason": "Raison",
    "regions_liked": "Régions aimées",
    "regions_refused": "Régions écartées",
    "role": "Rôle",
    "rpps": "Numéro RPPS",
    "schools": "Écoles",
    "second_factor_at": "Second facteur donné le",
    "seen_at": "Dernière activité",
    "send_after": "À envoyer à partir du",
    "sent_at": "Envoyé le",
    "side": "De la part de",
    "skills": "Ce que j’aime faire",
    "specialty_code": "Spécialité",
    "stage": "Où j’en suis",
    "start_from": "Début, au plus tôt",
    "start_until": "Début, au plus tard",
    "state": "État",
    "steps_done": "Étapes remplies",
    "subject_kind": "À propos de",
    "teaching": "Maîtrise de stage",
    "team": "Équipe souhaitée",
    "template": "Message",
    "title": "Titre",
    "to_address": "Envoyé à",
    "updated_at": "Modifié le",
    "used_at": "Utilisé le",
    "verified_at": "Vérifié le",
    "verified_by": "Vérifié par",
    "visible_since": "Visible des hôtes depuis le",
    "visible_wording": "Mots de l’accord",
    "warned_at": "Averti le",
    "withdrawn_at": "Retiré le",
    "wording": "Version des mots",
    **EVENING_LABELS,
}
_WORDS: dict[str, type[Labelled]] = {
    "account_role.role": Role,
    "member.role": MemberRole,
    "member_invitation.role": MemberRole,
    "consent.kind": ConsentKind,
    "bookmark.kind": BookmarkKind,
    "interest.side": Side,
    "interest.answer": Answer,
    "offer_transition.before": OfferStatus,
    "offer_transition.after": OfferStatus,
    "doctor_place.reason": PlaceReason,
    "verification.subject_kind": SubjectKind,
    "verification.method": VerificationMethod,
    "verification.state": VerificationState,
    "doctor.verified_by": VerificationMethod,
    "doctor.stage": Stage,
    "doctor.languages": Language,
    "doctor.skills": Skill,
    "doctor.opportunities": Opportunity,
    "doctor.practice_modes": PracticeMode,
    "doctor.on_call": OnCall,
    "doctor.duration": Duration,
    "doctor.team": Team,
    "doctor.teaching": TeachingWish,
    "doctor.commune_sizes": CommuneSize,
    "doctor.life": Life,
    "household.schools": School,
    "household.partner_sectors": Sector,
    "household.housing": Housing,
    **EVENING_WORDS,
}
_NAMES = {
    "commune_code": Commune.name,
    "departement_code": Departement.name,
    "event_id": DatingEvent.title,
    "organisation_id": Organisation.name,
    "offer_id": Offer.title,
    "specialty_code": Specialty.name,
    "regions_liked": Region.name,
    "regions_refused": Region.name,
}


def label_of(table: str, column: str) -> str:
    """The French name of a column."""
    return LABELS.get(f"{table}.{column}") or LABELS[column]


def say(table: str, column: str, value: Any) -> str:
    """A value as one reads it; nothing for what is empty or only links rows together."""
    if column in _LINKS or value is None or value in ("", []):
        return ""
    words = _WORDS.get(f"{table}.{column}")
    if words:
        return ", ".join(words.labels_of([value] if isinstance(value, str) else value))
    if column in _NAMES:
        return ", ".join(_name(column, each) for each in _each(value))
    if column == "about_id":
        return badge_of(value)
    if column == "importance":
        return ", ".join(f"{_theme(key)}\u00a0: {_level(level)}" for key, level in value.items())
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "Oui" if value else "Non"
    if isinstance(value, datetime):
        return f"{value.astimezone(_PARIS):%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, bytes):
        return f"{len(value)} octets, donnés en entier dans la copie JSON"
    if isinstance(value, dict):
        return ", ".join(f"{key}\u00a0: {said}" for key, said in value.items() if "link" not in key)
    return ", ".join(str(each) for each in _each(value))


def _name(column: str, key: Any) -> str:
    attribute = _NAMES[column]
    found = db.session.scalar(
        select(attribute).where(attribute.class_.__table__.primary_key.columns[0] == key)
    )
    return str(found or key)


def _theme(code: str) -> str:
    return Theme(code).label


def _level(level: int) -> str:
    return Importance(str(level)).label.lower()


def _each(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else [value]
