"""How the evenings read in a copy of one's data: a French name for each column and each code."""

from __future__ import annotations

from models import Participant
from models.base import db
from models.vocabulary import (
    CardAnswer,
    CoupleMode,
    EventRight,
    EventSide,
    Labelled,
    MeetingState,
    ParticipantStatus,
    ProposalState,
    RegistrationSource,
    SeriesRhythm,
    WishKind,
)
from services.participants import badge_number

# Numbers that link rows of the evenings to one another.
EVENING_LINKS = {
    "author_id",
    "candidate_id",
    "host_id",
    "introduction_id",
    "series_id",
    "made_by",
}

EVENING_LABELS: dict[str, str] = {
    "about_id": "À propos de",
    "absent_at": "Noté absent le",
    "agreed_at": "Accepté le",
    "answers": "Ce que je cherche ou propose",
    "arrives_at": "J’arrive à",
    "badge_name": "Nom sur le badge",
    "calendar_sequence": "Version de l’agenda",
    "calendar": "Entrée d’agenda jointe",
    "cancelled_at": "Annulée le",
    "checked_in_at": "Arrivée à l’accueil",
    "consent_wording": "Version des mots acceptés",
    "departements": "Départements",
    "email_key": "Adresse, pour reconnaître deux écritures",
    "event_id": "Soirée",
    "gain": "Bonnes rencontres en plus",
    "gave_feedback": "Avis donné",
    "invited_at": "Invité le",
    "is_noted": "Noté par un organisateur",
    "leaves_at": "Je repars à",
    "left_at": "Parti à",
    "made_at": "Fait le",
    "mode": "Ensemble ou en parallèle",
    "months": "Mois après la soirée",
    "next_on": "Prochaine soirée le",
    "number": "Numéro du badge",
    "organisation_name": "Organisation",
    "pitch": "Présentation",
    "promoted_at": "Sorti de la liste d’attente le",
    "reconfirmed_at": "Venue reconfirmée le",
    "rhythm": "Rythme",
    "right": "Droit",
    "round": "Manche (la première est 0)",
    "said_by": "Dit par",
    "said_on": "Dit le",
    "settled": "Installation",
    "source": "Inscription par",
    "status": "État",
    "stopped_at": "Arrêtée le",
    "table": "Table (la première est 0)",
    "told_version": "Version du programme reçue",
    "version": "Version",
    "video_url": "Vidéo",
    "visited": "Visite",
    "waiting_since": "En attente depuis le",
    "participant.side": "Côté",
    "card.answer": "Ma réponse",
    "card.note": "Ma note",
    "wish.kind": "Mon souhait",
}
EVENING_WORDS: dict[str, type[Labelled]] = {
    "participant.side": EventSide,
    "participant.status": ParticipantStatus,
    "participant.source": RegistrationSource,
    "couple.mode": CoupleMode,
    "wish.kind": WishKind,
    "meeting.state": MeetingState,
    "card.answer": CardAnswer,
    "event_organiser.right": EventRight,
    "event_series.rhythm": SeriesRhythm,
    "invitation_proposal.state": ProposalState,
}


def badge_of(participant_id: int) -> str:
    """« H7 »: someone of an evening as the badge said, without a name."""
    found = db.session.get(Participant, participant_id)
    return badge_number(found) if found else str(participant_id)
