"""The words of the evenings where candidates and hosts meet one to one."""

from models.vocabulary.labels import Labelled


class EventTheme(Labelled):
    """What an evening is about."""

    GENERAL = "general", "Toutes les opportunités"
    SUCCESSION = "succession", "Succession"
    ASSOCIATION = "association", "Association et collaboration"
    LOCUM = "locum", "Remplacement"
    SALARIED = "salaried", "Salariat"
    INTERNSHIP = "internship", "Stage et terrain de stage"
    COORDINATED = "coordinated", "Exercice coordonné"


class EventStatus(Labelled):
    """The life of an evening; what the clock does on the night is told apart."""

    DRAFT = "draft", "Brouillon"
    PUBLISHED = "published", "Publiée"
    CLOSED = "closed", "Terminée"
    CANCELLED = "cancelled", "Annulée"


class EventRight(Labelled):
    """What one organiser may do in one evening; each right holds those after it."""

    OWNER = "owner", "Responsable"
    EDITOR = "editor", "Co-organisateur"
    DESK = "desk", "Accueil"


class EventSide(Labelled):
    """On which side of the table."""

    CANDIDATE = "candidate", "Candidat"
    HOST = "host", "Hôte"


class ParticipantStatus(Labelled):
    """How far a registration has come. Only REGISTERED holds a place."""

    PENDING = "pending", "À confirmer par courriel"
    REGISTERED = "registered", "Inscrit"
    WAITING = "waiting", "Sur liste d’attente"
    CANCELLED = "cancelled", "Annulé"


class RegistrationSource(Labelled):
    """How someone came to be on the list."""

    ACCOUNT = "account", "Compte Ancrage"
    LINK = "link", "Formulaire sans compte"
    IMPORT = "import", "Fichier importé"
    DESK = "desk", "Inscription à l’accueil"


class CoupleMode(Labelled):
    """How a couple goes through the evening."""

    TOGETHER = "together", "Ensemble, aux mêmes rencontres"
    PARALLEL = "parallel", "Chacun ses rencontres, aux mêmes heures"


class WishKind(Labelled):
    """What someone says beforehand of someone on the other side."""

    MUST = "must", "À rencontrer absolument"
    GLADLY = "gladly", "Volontiers"
    NO = "no", "Non merci"


class MeetingState(Labelled):
    """What became of a planned meeting."""

    PLANNED = "planned", "Prévue"
    HELD = "held", "Tenue"
    MISSED = "missed", "Non tenue"


class ClockState(Labelled):
    """What the clock of an evening does."""

    WAITING = "waiting", "Pas encore commencée"
    RUNNING = "running", "En cours"
    PAUSED = "paused", "En pause"
    ENDED = "ended", "Finie"


class Phase(Labelled):
    """What people do while the clock runs."""

    CHANGEOVER = "changeover", "Changement de table"
    MEETING = "meeting", "Rencontre"
    BREAK = "break", "Pause"


class CardAnswer(Labelled):
    """What someone says after a meeting, for themselves alone."""

    YES = "yes", "Oui"
    MAYBE = "maybe", "Peut-être"
    NO = "no", "Non"


class SeriesRhythm(Labelled):
    """How often a series makes its next evening."""

    SEMESTER = "semester", "Chaque semestre"
    YEAR = "year", "Chaque année"
    QUARTER = "quarter", "Chaque trimestre"


class ProposalState(Labelled):
    """What the organiser said of someone whom a series proposes to invite."""

    PROPOSED = "proposed", "Proposé"
    CHOSEN = "chosen", "À inviter"
    SENT = "sent", "Invité"
    SET_ASIDE = "set_aside", "Écarté"
