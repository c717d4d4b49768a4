"""The questions an offer answers, lever by lever: the one catalogue that forms, pages,
the completeness meter and scoring read. An absent answer is "not said", never "no".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from models.vocabulary.labels import Labelled
from models.vocabulary.places import Childcare, Housing, Life, School, Sector, Zoning
from models.vocabulary.practice import OnCall, TeachingOffer, Team
from models.vocabulary.themes import Lever


class FactKind(StrEnum):
    """The shape of an answer."""

    YES_NO = "yes_no"
    ONE = "one"
    MANY = "many"
    INTEGER = "integer"
    EUROS = "euros"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Fact:
    """One question: its key, its lever, the shape of its answer and its French words.

    ``statement`` is how the page of an offer says a yes; ``low`` and ``high`` bound integers.
    """

    key: str
    lever: Lever
    kind: FactKind
    label: str
    statement: str = ""
    help: str = ""
    choices: type[Labelled] | None = None
    low: int = 0
    high: int = 1_000_000


def _yes_no(key: str, lever: Lever, label: str, statement: str, help: str = "") -> Fact:
    return Fact(key, lever, FactKind.YES_NO, label, statement, help)


def _many(key: str, lever: Lever, label: str, choices: type[Labelled], help: str = "") -> Fact:
    return Fact(key, lever, FactKind.MANY, label, help=help, choices=choices)


def _one(key: str, lever: Lever, label: str, choices: type[Labelled], help: str = "") -> Fact:
    return Fact(key, lever, FactKind.ONE, label, help=help, choices=choices)


def _text(key: str, lever: Lever, label: str, help: str = "") -> Fact:
    return Fact(key, lever, FactKind.TEXT, label, help=help)


L = Lever
OFFER_FACTS: tuple[Fact, ...] = (
    # 2 modes of practice
    Fact("days_min", L.MODES, FactKind.INTEGER, "Jours par semaine, au moins", low=1, high=6),
    Fact("days_max", L.MODES, FactKind.INTEGER, "Jours par semaine, au plus", low=1, high=6),
    _one("on_call", L.MODES, "Gardes et astreintes", OnCall),
    _text("week_text", L.MODES, "La semaine type", "Horaires, consultations, visites, congés."),
    # 3 medical time
    _many("team", L.MEDICAL_TIME, "Qui exerce sur place ?", Team),
    _yes_no("secretary", L.MEDICAL_TIME, "Un secrétariat ?", "Secrétariat"),
    _yes_no(
        "medical_assistant",
        L.MEDICAL_TIME,
        "Un assistant médical ?",
        "Assistant médical",
        "Il prépare la consultation et libère du temps de médecin.",
    ),
    _yes_no(
        "advanced_nurse",
        L.MEDICAL_TIME,
        "Une IPA ou une infirmière Asalée ?",
        "Infirmière en pratique avancée ou Asalée",
    ),
    _yes_no("shared_software", L.MEDICAL_TIME, "Un logiciel partagé ?", "Logiciel partagé"),
    # 7 money
    _yes_no(
        "guaranteed_income", L.MONEY, "Un revenu garanti au départ ?", "Revenu garanti au départ"
    ),
    Fact(
        "guaranteed_amount",
        L.MONEY,
        FactKind.EUROS,
        "Montant garanti, en euros par mois",
        high=50_000,
    ),
    _yes_no("local_aid", L.MONEY, "Une aide locale à l’installation ?", "Aide locale"),
    _text("local_aid_text", L.MONEY, "En quoi consiste cette aide ?", "Montant, conditions."),
    _yes_no("equipment_grant", L.MONEY, "Une aide à l’équipement ?", "Aide à l’équipement"),
    _yes_no("reduced_rent", L.MONEY, "Un loyer ou une redevance réduits ?", "Loyer réduit"),
    _one(
        "zoning",
        L.MONEY,
        "Zonage de l’ARS",
        Zoning,
        "Certaines aides nationales en dépendent ; à vérifier auprès de l’ARS.",
    ),
    # 8 premises
    _yes_no("surgery_ready", L.PREMISES, "Un cabinet prêt à l’emploi ?", "Cabinet prêt à l’emploi"),
    _yes_no(
        "accessible_premises",
        L.PREMISES,
        "Des locaux aux normes d’accessibilité ?",
        "Locaux aux normes",
    ),
    _yes_no(
        "telemedicine_room", L.PREMISES, "Une salle de télémédecine ?", "Salle de télémédecine"
    ),
    _yes_no(
        "spare_office",
        L.PREMISES,
        "Un bureau libre pour un interne ou un adjoint ?",
        "Bureau libre",
    ),
    # 4 territory
    _many("life", L.TERRITORY, "Qu’y a-t-il à moins de trente minutes ?", Life),
    _many("schools", L.TERRITORY, "Quelles écoles à moins de quinze minutes ?", School),
    _text("territory_text", L.TERRITORY, "Le territoire en quelques phrases"),
    # 5 personal support
    _yes_no(
        "named_contact",
        L.SUPPORT,
        "Une personne désignée pour accompagner ?",
        "Un interlocuteur désigné",
    ),
    _yes_no("moving_help", L.SUPPORT, "Une aide au déménagement ?", "Aide au déménagement"),
    _one("childcare", L.SUPPORT, "La garde des jeunes enfants", Childcare),
    _many("housing", L.SUPPORT, "Le logement", Housing),
    _many("partner_sectors", L.SUPPORT, "Quels secteurs recrutent dans les environs ?", Sector),
    _yes_no(
        "partner_help",
        L.SUPPORT,
        "Une aide à la recherche d’emploi du conjoint ?",
        "Aide à la recherche d’emploi du conjoint",
    ),
    # 1 interns
    _one("teaching", L.INTERNS, "La maîtrise de stage", TeachingOffer),
    _yes_no(
        "intern_lodging", L.INTERNS, "Un logement pour les internes ?", "Logement pour internes"
    ),
    _yes_no("intern_grant", L.INTERNS, "Une bourse pour les internes ?", "Bourse pour internes"),
    _yes_no("discovery_days", L.INTERNS, "Des journées de découverte ?", "Journées de découverte"),
    # 6 protection
    _yes_no("violence_referent", L.PROTECTION, "Un référent violences ?", "Référent violences"),
    _yes_no("secure_premises", L.PROTECTION, "Des locaux sécurisés ?", "Locaux sécurisés"),
    _yes_no("peer_support", L.PROTECTION, "Un groupe de pairs ?", "Groupe de pairs"),
    # 9 ties
    _yes_no("local_contract", L.TIES, "Un contrat local de santé ?", "Contrat local de santé"),
    _yes_no("steering_committee", L.TIES, "Un comité de suivi ?", "Comité de suivi"),
    _yes_no("welcome_days", L.TIES, "Des journées d’accueil ?", "Journées d’accueil"),
    # 10 projects
    _yes_no("project_help", L.PROJECTS, "Un appui pour monter un projet ?", "Appui aux projets"),
    _yes_no(
        "funding_search",
        L.PROJECTS,
        "Une aide à la recherche de financements ?",
        "Recherche de financements",
    ),
)
FACT_BY_KEY = {fact.key: fact for fact in OFFER_FACTS}
