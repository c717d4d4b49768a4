"""Who vouches for whom: about what, by which road, and how far it has come."""

from models.vocabulary.labels import Labelled


class SubjectKind(Labelled):
    """What a request to be verified is about."""

    ORGANISATION = "organisation", "Organisation"
    DOCTOR = "doctor", "Médecin"


class VerificationMethod(Labelled):
    """The road; the label ends the sentence « vérifiée le 3 novembre 2026… »."""

    OFFICIAL_EMAIL = (
        "official_email",
        "par un lien envoyé à l’adresse officielle de la mairie",
    )
    SIRET = "siret", "par un pilote, d’après son numéro SIRET"
    FINESS = "finess", "par un pilote, d’après son numéro FINESS"
    DOCUMENT = "document", "par un pilote, d’après un document"
    RPPS = "rpps", "par RPPS\u00a0: numéro et nom concordent avec le répertoire"
    RPPS_STEWARD = "rpps_steward", "par un pilote, d’après le numéro RPPS"
    FACULTY_EMAIL = "faculty_email", "par un lien envoyé à une adresse d’université"
    STEWARD = "steward", "par un pilote, d’après une attestation"


class VerificationState(Labelled):
    """How far a request has come."""

    SENT = "sent", "Lien envoyé"
    WAITING = "waiting", "En attente d’un pilote"
    ACCEPTED = "accepted", "Acceptée"
    REFUSED = "refused", "Refusée"
    REPLACED = "replaced", "Remplacée"
    LAPSED = "lapsed", "Caduque"
