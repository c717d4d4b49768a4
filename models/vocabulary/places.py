"""The words of places and of life around."""

from models.vocabulary.labels import Labelled


class CommuneSize(Labelled):
    """Population bands."""

    UNDER_2000 = "under_2000", "Village (moins de 2 000 habitants)"
    FROM_2000 = "2000_10000", "Bourg (2 000 à 10 000)"
    FROM_10000 = "10000_50000", "Petite ville (10 000 à 50 000)"
    FROM_50000 = "50000_200000", "Ville moyenne (50 000 à 200 000)"
    OVER_200000 = "over_200000", "Grande ville (plus de 200 000)"

    @classmethod
    def of(cls, population: int) -> "CommuneSize":
        """The band of a commune of ``population`` inhabitants."""
        bounds = (2_000, 10_000, 50_000, 200_000)
        return list(cls)[sum(population >= bound for bound in bounds)]


class PlaceReason(Labelled):
    """Why a commune matters to a doctor (private)."""

    RELATIVES = "relatives", "Des proches y vivent"
    PARTNER_WORK = "partner_work", "Mon conjoint y travaille"
    HOME = "home", "J’y habite"
    HOSPITAL = "hospital", "Un hôpital, une faculté"
    LEISURE = "leisure", "J’y ai mes habitudes"
    OTHER = "other", "Autre raison"


class Sector(Labelled):
    """Sector of a partner's work."""

    AGRICULTURE = "agriculture", "Agriculture"
    INDUSTRY = "industry", "Industrie"
    CONSTRUCTION = "construction", "Bâtiment"
    TRADE = "trade", "Commerce"
    TRANSPORT = "transport", "Transport, logistique"
    HOSPITALITY = "hospitality", "Hôtellerie, restauration, tourisme"
    DIGITAL = "digital", "Numérique"
    FINANCE_LAW = "finance_law", "Banque, assurance, droit"
    PUBLIC_SERVICE = "public_service", "Fonction publique"
    EDUCATION = "education", "Enseignement"
    HEALTH = "health", "Santé"
    SOCIAL_WORK = "social_work", "Action sociale"
    CULTURE = "culture", "Culture"
    RESEARCH = "research", "Recherche"
    SELF_EMPLOYED = "self_employed", "Indépendant, profession libérale"


class Childcare(Labelled):
    """What childcare an offer can promise."""

    RESERVED = "reserved", "Une place est réservée"
    AVAILABLE = "available", "Crèche ou assistantes maternelles à moins de 15 minutes"
    ABSENT = "absent", "Pas de mode de garde à moins de 15 minutes"


class School(Labelled):
    """School levels within fifteen minutes."""

    NURSERY = "nursery", "École maternelle"
    PRIMARY = "primary", "École élémentaire"
    MIDDLE = "middle", "Collège"
    HIGH = "high", "Lycée"
    HIGHER = "higher", "Enseignement supérieur"


class Housing(Labelled):
    """Housing looked for or available."""

    RENT = "rent", "Location"
    BUY = "buy", "Achat"
    READY_HOME = "ready_home", "Logement prêt à l’arrivée"


class Life(Labelled):
    """What there is to live for around."""

    SEA = "sea", "Mer, océan"
    MOUNTAIN = "mountain", "Montagne"
    COUNTRYSIDE = "countryside", "Campagne, forêt"
    TEAM_SPORTS = "team_sports", "Clubs de sport"
    WATER_SPORTS = "water_sports", "Piscine, sports d’eau"
    HIKING_CYCLING = "hiking_cycling", "Randonnée, vélo"
    CINEMA_THEATRE = "cinema_theatre", "Cinéma, théâtre"
    MUSIC_SCHOOL = "music_school", "École de musique, médiathèque"
    MARKET_SHOPS = "market_shops", "Marché, commerces"
    TRAIN_STATION = "train_station", "Gare"
    MOTORWAY = "motorway", "Accès autoroute"
    FIBRE = "fibre", "Fibre"


class Zoning(Labelled):
    """Regional zoning on which some aids depend."""

    ZIP = "zip", "ZIP (zone d’intervention prioritaire)"
    ZAC = "zac", "ZAC (zone d’action complémentaire)"
    NONE = "none", "Ni ZIP ni ZAC"
