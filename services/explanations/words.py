"""The codes of scoring as they are said in the middle of a French sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from models.vocabulary import Labelled
from services.explanations.typography import lower_first

MODES = {
    "solo": "libéral individuel",
    "group": "libéral en groupe",
    "msp": "maison de santé (MSP)",
    "health_centre": "centre de santé",
    "esp": "équipe de soins primaires",
    "ess": "équipe de soins spécialisés",
    "hospital_team": "équipe hospitalière de territoire",
    "mixed": "mixte ville-hôpital",
    "itinerant": "itinérance",
    "remote": "à distance",
}
ON_CALL = {
    "none": "aucune garde",
    "voluntary": "des gardes sur la base du volontariat",
    "occasional": "quelques gardes par an, partagées",
    "regular": "des gardes régulières",
}
TEAM = {
    "gp": "autres généralistes",
    "specialist": "autres spécialistes",
    "nurse": "infirmiers",
    "ipa": "infirmier en pratique avancée (IPA)",
    "physiotherapist": "kinésithérapeutes",
    "midwife": "sage-femme",
    "pharmacist": "pharmacien",
    "psychologist": "psychologue",
    "dentist": "dentiste",
    "dietitian": "diététicien",
    "speech_therapist": "orthophoniste",
    "social_worker": "assistant social",
}
SIZES = {
    "under_2000": "un village de moins de 2 000 habitants",
    "2000_10000": "un bourg de 2 000 à 10 000 habitants",
    "10000_50000": "une petite ville de 10 000 à 50 000 habitants",
    "50000_200000": "une ville moyenne de 50 000 à 200 000 habitants",
    "over_200000": "une grande ville de plus de 200 000 habitants",
}
LIFE = {
    "sea": "mer",
    "mountain": "montagne",
    "countryside": "campagne ou forêt",
    "team_sports": "clubs de sport",
    "water_sports": "piscine ou sports d’eau",
    "hiking_cycling": "randonnée ou vélo",
    "cinema_theatre": "cinéma ou théâtre",
    "music_school": "école de musique ou médiathèque",
    "market_shops": "marché ou commerces",
    "train_station": "gare",
    "motorway": "accès à l’autoroute",
    "fibre": "fibre",
}
SCHOOLS = {
    "nursery": "école maternelle",
    "primary": "école élémentaire",
    "middle": "collège",
    "high": "lycée",
    "higher": "enseignement supérieur",
}
HOUSING = {
    "rent": "location",
    "buy": "achat",
    "ready_home": "logement prêt à l’arrivée",
}
FACTS = {
    "secretary": "secrétariat",
    "medical_assistant": "assistant médical",
    "advanced_nurse": "IPA ou infirmière Asalée",
    "shared_software": "logiciel partagé",
    "guaranteed_income": "revenu garanti au départ",
    "local_aid": "aide locale à l’installation",
    "equipment_grant": "aide à l’équipement",
    "reduced_rent": "loyer réduit",
    "surgery_ready": "cabinet prêt à l’emploi",
    "accessible_premises": "locaux aux normes d’accessibilité",
    "telemedicine_room": "salle de télémédecine",
    "spare_office": "bureau libre pour un interne ou un adjoint",
    "named_contact": "interlocuteur désigné",
    "moving_help": "aide au déménagement",
    "discovery_days": "journées de découverte",
    "intern_lodging": "logement pour les internes",
    "welcome_days": "journées d’accueil",
    "local_contract": "contrat local de santé",
    "project_help": "appui aux projets",
    "violence_referent": "référent violences",
    "secure_premises": "locaux sécurisés",
    "peer_support": "groupe de pairs",
}
DURATIONS = {
    "under_6_months": "moins de 6 mois",
    "6_24_months": "de 6 mois à 2 ans",
    "over_24_months": "plus de 2 ans",
}
# What a criterion is about, with its article: for flags and notes.
CRITERIA = {
    "practice_mode": "le mode d’exercice",
    "days": "les jours par semaine",
    "on_call": "les gardes",
    "start": "la date de début",
    "team": "l’équipe sur place",
    "medical_time": "l’aide au temps médical",
    "teaching": "l’enseignement",
    "travel": "le trajet jusqu’à vos lieux",
    "region": "la région",
    "commune_size": "la taille de la commune",
    "life": "la vie autour",
    "partner_work": "le travail du conjoint",
    "childcare": "la garde des enfants",
    "schools": "les écoles",
    "housing": "le logement",
    "money": "les revenus et les aides",
    "premises": "les locaux",
    "welcome": "l’accueil",
    "safety": "la sécurité",
    "availability": "la date d’arrivée",
    "duration": "la durée envisagée",
    "mode": "le mode d’exercice",
    "experience": "l’expérience",
    "languages": "les langues parlées",
    "skills": "les compétences particulières",
    "affinity": "le projet",
}


def said(words: Mapping[str, str], codes: Iterable[str]) -> list[str]:
    """The words of ``codes``, in the order of the table."""
    wanted = set(codes)
    return [word for code, word in words.items() if code in wanted]


def labels(vocabulary: type[Labelled], codes: Iterable[str]) -> list[str]:
    """The labels of ``codes`` as they read inside a sentence."""
    return [lower_first(label) for label in vocabulary.labels_of(codes)]
