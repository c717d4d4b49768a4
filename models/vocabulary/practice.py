"""The words of practice: kinds of post, ways to practise, the week, the team."""

from models.vocabulary.labels import Labelled


class Opportunity(Labelled):
    """What kind of post is offered or looked for."""

    INSTALLATION = "installation", "Installation"
    SUCCESSION = "succession", "Succession"
    PARTNERSHIP = "partnership", "Association"
    COLLABORATION = "collaboration", "Collaboration"
    LOCUM = "locum", "Remplacement"
    DEPUTY = "deputy", "Adjoint"
    ASSISTANT = "assistant", "Assistant"
    SALARIED = "salaried", "Salariat"
    SESSIONS = "sessions", "Vacations, cabinet éphémère"
    ITINERANT = "itinerant", "Itinérance (médicobus)"
    OUTREACH = "outreach", "Consultations avancées"
    TELECONSULTATION = "teleconsultation", "Téléconsultation"
    INTERNSHIP = "internship", "Stage d’interne (SASPAS, N1…)"
    MSU_TRAINING = "msu_training", "Terrain MSU"


class PracticeMode(Labelled):
    """How one practises."""

    SOLO = "solo", "Libéral individuel"
    GROUP = "group", "Libéral en groupe"
    MSP = "msp", "Maison de santé (MSP)"
    HEALTH_CENTRE = "health_centre", "Centre de santé (salarié)"
    ESP = "esp", "Équipe de soins primaires (ESP)"
    ESS = "ess", "Équipe de soins spécialisés (ESS)"
    HOSPITAL_TEAM = "hospital_team", "Hôpital, équipe médicale de territoire"
    MIXED = "mixed", "Mixte ville-hôpital"
    ITINERANT = "itinerant", "Itinérant"
    REMOTE = "remote", "À distance"


class OnCall(Labelled):
    """How much on-call duty: the level of an offer, or the most a doctor accepts."""

    NONE = "none", "Aucune garde"
    VOLUNTARY = "voluntary", "Gardes sur la base du volontariat"
    OCCASIONAL = "occasional", "Quelques gardes par an, partagées"
    REGULAR = "regular", "Gardes régulières"


class Team(Labelled):
    """Who works there."""

    GP = "gp", "Autres généralistes"
    SPECIALIST = "specialist", "Autres spécialistes"
    NURSE = "nurse", "Infirmiers"
    IPA = "ipa", "Infirmier en pratique avancée (IPA)"
    PHYSIOTHERAPIST = "physiotherapist", "Kinésithérapeutes"
    MIDWIFE = "midwife", "Sage-femme"
    PHARMACIST = "pharmacist", "Pharmacien"
    PSYCHOLOGIST = "psychologist", "Psychologue"
    DENTIST = "dentist", "Dentiste"
    DIETITIAN = "dietitian", "Diététicien"
    SPEECH_THERAPIST = "speech_therapist", "Orthophoniste"
    SOCIAL_WORKER = "social_worker", "Assistant social"


class TeachingWish(Labelled):
    """Does the doctor want to teach?"""

    WANTED = "wanted", "Oui, accueillir des internes ou devenir MSU"
    LATER = "later", "Plus tard, peut-être"
    UNWANTED = "unwanted", "Non"


class TeachingOffer(Labelled):
    """Is teaching possible there?"""

    ON_SITE = "on_site", "Oui, un MSU exerce déjà sur place"
    POSSIBLE = "possible", "Possible, à construire ensemble"
    ABSENT = "absent", "Non"


class Duration(Labelled):
    """How long a doctor means to stay, or a host hopes."""

    UNDER_6_MONTHS = "under_6_months", "Moins de 6 mois"
    SIX_24_MONTHS = "6_24_months", "De 6 mois à 2 ans"
    OVER_24_MONTHS = "over_24_months", "Plus de 2 ans"


class Importance(Labelled):
    """How much a theme matters; the code is the figure used in scores."""

    INDIFFERENT = "0", "Indifférent"
    PLUS = "1", "Un plus"
    IMPORTANT = "2", "Important"
    ESSENTIAL = "3", "Indispensable"
