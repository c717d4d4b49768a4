"""Who people are and what they may do."""

from models.vocabulary.labels import Labelled


class Role(Labelled):
    """What an account is used for; one account may hold several."""

    DOCTOR = "doctor", "Médecin, interne ou étudiant"
    HOST = "host", "Mairie, MSP ou établissement"
    ORGANISER = "organiser", "Organisateur de rencontres"
    AMBASSADOR = "ambassador", "Ambassadeur"
    STEWARD = "steward", "Pilote"


class Stage(Labelled):
    """Where a doctor stands in their working life."""

    STUDENT = "student", "Étudiant en médecine"
    INTERN = "intern", "Interne"
    JUNIOR = "junior", "Docteur junior"
    LOCUM = "locum", "Remplaçant"
    SETTLED = "settled", "Installé"
    SALARIED = "salaried", "Salarié"
    RETIRED_ACTIVE = "retired_active", "Retraité actif"


class Language(Labelled):
    """Languages spoken besides French."""

    ENGLISH = "english", "Anglais"
    SPANISH = "spanish", "Espagnol"
    PORTUGUESE = "portuguese", "Portugais"
    ITALIAN = "italian", "Italien"
    GERMAN = "german", "Allemand"
    ARABIC = "arabic", "Arabe"
    TURKISH = "turkish", "Turc"
    UKRAINIAN_RUSSIAN = "ukrainian_russian", "Ukrainien ou russe"
    CREOLE = "creole", "Créole"
    REGIONAL = "regional", "Langue régionale"
    SIGN_LANGUAGE = "sign_language", "Langue des signes"


class Skill(Labelled):
    """Special interests of a doctor."""

    PAEDIATRICS = "paediatrics", "Pédiatrie"
    GYNAECOLOGY = "gynaecology", "Gynécologie"
    GERIATRICS = "geriatrics", "Gériatrie"
    PALLIATIVE_CARE = "palliative_care", "Soins palliatifs"
    MINOR_SURGERY = "minor_surgery", "Petite chirurgie"
    ULTRASOUND = "ultrasound", "Échographie"
    EMERGENCY = "emergency", "Urgences, médecin correspondant du SAMU"
    ADDICTION = "addiction", "Addictologie"
    SPORTS_MEDICINE = "sports_medicine", "Médecine du sport"
    MENTAL_HEALTH = "mental_health", "Santé mentale"


class OrganisationKind(Labelled):
    """Who publishes offers."""

    TOWN_HALL = "town_hall", "Mairie"
    EPCI = "epci", "Intercommunalité (EPCI)"
    DEPARTEMENT = "departement", "Département"
    MSP = "msp", "Maison de santé pluriprofessionnelle (MSP)"
    HEALTH_CENTRE = "health_centre", "Centre de santé"
    ESP = "esp", "Équipe de soins primaires (ESP)"
    ESS = "ess", "Équipe de soins spécialisés (ESS)"
    CPTS = "cpts", "CPTS"
    SURGERY = "surgery", "Cabinet"
    HOSPITAL = "hospital", "Hôpital ou GHT"


class MemberRole(Labelled):
    """What a member may do in their organisation."""

    ADMIN = "admin", "Administrateur"
    EDITOR = "editor", "Rédacteur"
    READER = "reader", "Lecteur"
