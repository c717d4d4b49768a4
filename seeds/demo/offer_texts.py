"""Titles and texts of offers, the way a mayor or a team writes them: warm, concrete, positive."""

from __future__ import annotations

from models.vocabulary import Opportunity, OrganisationKind, PracticeMode
from seeds.demo.draws import Draws, Weighted
from seeds.demo.french import capital, typeset
from seeds.demo.geography import Ground, Place
from seeds.demo.subjects import SUBJECTS
from services.french import at, of, of_departement

_ALL = tuple(SUBJECTS)
_TITLES: dict[Opportunity, tuple[str, ...]] = {
    Opportunity.INSTALLATION: (
        "{Who} : installez-vous {at}",
        "{at_cap}, un cabinet vous attend – {who}",
        "S'installer {at} : {who}",
    ),
    Opportunity.SUCCESSION: (
        "Prendre la suite {at} : {who}",
        "Patientèle à transmettre {at} – {who}",
    ),
    Opportunity.PARTNERSHIP: (
        "S'associer {at} : {who}",
        "Rejoindre l'équipe {of} – {who}",
    ),
    Opportunity.COLLABORATION: (
        "Collaboration {at} : {who}",
        "Venez essayer : collaboration {at} – {who}",
    ),
    Opportunity.LOCUM: ("Remplacements {at} : {who}", "{Who} : remplacer {at}"),
    Opportunity.DEPUTY: ("Renfort de saison {at} – {who}", "Un adjoint {at} : {who}"),
    Opportunity.ASSISTANT: ("Assistanat {at} : {who}", "{Who} : poste d'assistant {at}"),
    Opportunity.SALARIED: (
        "Poste salarié {at} : {who}",
        "{at_cap}, {who} en poste salarié",
    ),
    Opportunity.SESSIONS: ("Quelques jours par mois {at} : {who}", "Vacations {at} – {who}"),
    Opportunity.ITINERANT: ("Sur les routes avec le médicobus {of}", "Médicobus {of} : {who}"),
    Opportunity.OUTREACH: ("Consultations avancées {at} : {who}",),
    Opportunity.TELECONSULTATION: ("Téléconsultations pour les habitants {of} : {who}",),
    Opportunity.INTERNSHIP: ("Stage d'interne {at} : {who}", "Internes, venez {at} – {who}"),
    Opportunity.MSU_TRAINING: ("Terrain de stage {at} : {who}",),
}
_OPENINGS: dict[OrganisationKind, tuple[str, ...]] = {
    OrganisationKind.TOWN_HALL: (
        "Notre commune a gardé son école, ses commerces et son envie d'accueillir : il ne manque "
        "que vous.",
        "Le conseil municipal a préparé votre arrivée : locaux, logement et un interlocuteur "
        "unique.",
        "Ici, on se connaît et on s'entraide ; toute la commune se réjouit de vous rencontrer.",
    ),
    OrganisationKind.MSP: (
        "La maison de santé réunit des professionnels qui ont choisi de travailler ensemble.",
        "Notre équipe pluriprofessionnelle s'agrandit et vous propose d'y trouver votre place.",
    ),
    OrganisationKind.HEALTH_CENTRE: (
        "Au centre de santé, vous soignez, nous nous occupons du reste.",
        "Salariés et en équipe, nos médecins ont des horaires tenus et du temps pour leurs "
        "patients.",
    ),
    OrganisationKind.HOSPITAL: (
        "L'équipe médicale de territoire travaille sur plusieurs sites et partage ses plannings.",
        "Hôpital à taille humaine, nous ouvrons nos consultations à la médecine de ville.",
    ),
    OrganisationKind.SURGERY: (
        "Notre cabinet cherche un confrère ou une consœur pour partager le travail et les idées.",
        "Une patientèle fidèle, un cabinet agréable et des collègues disponibles vous attendent.",
    ),
}
_OPENINGS_OTHER = (
    "Les élus et les soignants du territoire ont bâti ensemble cette proposition.",
    "Tout un territoire s'organise pour vous accueillir, à votre rythme.",
)
_CLOSINGS = (
    "Venez passer une journée avec nous, on vous offre le déjeuner.",
    "Un week-end de découverte peut être organisé avec votre famille.",
    "Nous répondons sous deux jours, sans engagement.",
    "Le rythme, les jours et l'organisation se décident avec vous.",
    "Le logement des premiers mois peut être trouvé ensemble.",
    "Vous pouvez commencer par un remplacement, pour voir.",
)
_WEEKS = (
    "Consultations sur rendez-vous de 9 h à 18 h, une visite à domicile en fin de matinée.",
    "Lundi, mardi et jeudi en consultation, une demi-journée de visites, le mercredi libre.",
    "Des créneaux de vingt minutes, une pause commune à 10 h 30, pas de samedi.",
    "Deux longues journées et deux courtes ; les urgences du jour sont partagées.",
    "Huit semaines de congés, organisées entre confrères en janvier.",
    "Le planning est fixé trois mois à l'avance et chacun choisit ses jours.",
    "Un samedi matin sur cinq, récupéré la semaine suivante.",
)
_SIGHTS = Weighted(
    {
        "son marché du samedi": 3.0, "ses halles": 1.5, "ses sentiers": 3.0, "sa médiathèque": 2.0,
        "ses clubs de sport": 3.0, "ses producteurs": 2.5, "son festival d'été": 1.5,
        "son cinéma associatif": 1.5, "son école de musique": 1.5, "sa voie verte": 2.0,
        "ses fêtes de village": 2.0, "sa piscine": 1.0, "ses vergers": 1.0,
    }
)  # fmt: skip
_TERRITORY = (
    "On aime {name} pour {a}, {b} et la douceur de ses soirées.",
    "{name}, au cœur du département {of_departement}, se raconte par {a} et {b}.",
    "Entre {a} et {b}, la vie quotidienne est simple {at}.",
    "Autour {of}, {a} et {b} rythment les saisons, et les associations ne manquent pas.",
)
WHO = {
    "medecine-generale": "médecin généraliste",
    "pediatrie": "pédiatre",
    "psychiatrie": "psychiatre",
    "medecine-urgence": "médecin urgentiste",
    "geriatrie": "gériatre",
    "cardiologie": "cardiologue",
    "ophtalmologie": "ophtalmologue",
    "gynecologie": "gynécologue",
    "radiologie": "radiologue",
    "dermatologie": "dermatologue",
    "rhumatologie": "rhumatologue",
    "endocrinologie": "endocrinologue",
    "pneumologie": "pneumologue",
    "neurologie": "neurologue",
    "gastro-enterologie": "gastro-entérologue",
}


def write_title(opportunity: Opportunity, field: str, place: Place, draws: Draws) -> str:
    """A title of at most 120 characters."""
    who = WHO[field]
    title = draws.pick(_TITLES[opportunity]).format(
        who=who,
        Who=capital(who),
        at=at(place.name),
        at_cap=capital(at(place.name)),
        of=of(place.name, place.departement),
    )
    return typeset(title)[:120]


def write_description(kind: OrganisationKind, mode: PracticeMode, draws: Draws) -> str:
    """What is offered: an opening, one to three subjects, a way to meet."""
    opening = draws.pick(_OPENINGS.get(kind, _OPENINGS_OTHER))
    subjects = draws.some(_ALL, draws.between(1, 3))
    if mode is PracticeMode.ITINERANT and "itinerance" not in subjects:
        subjects[0] = "itinerance"
    elif mode is PracticeMode.MIXED and "mixed" not in subjects:
        subjects[0] = "mixed"
    sentences = [draws.pick(SUBJECTS[name].host) for name in subjects]
    return typeset(" ".join([opening, *sentences, draws.pick(_CLOSINGS)]))


def write_territory(place: Place, ground: Ground, draws: Draws) -> str:
    """The place in a sentence or two, by what it has."""
    first, second = draws.some(_SIGHTS.options, 2)
    departement = ground.departement_names[place.departement]
    sentence = draws.pick(_TERRITORY).format(
        name=place.name,
        a=first,
        b=second,
        at=at(place.name),
        of=of(place.name, place.departement),
        of_departement=of_departement(place.departement, departement),
    )
    return capital(sentence)


def write_week(draws: Draws) -> str:
    """A usual week in one or two sentences."""
    return typeset(" ".join(draws.some(_WEEKS, draws.between(1, 2))))
