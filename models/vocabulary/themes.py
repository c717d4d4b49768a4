"""The themes that doctors weigh, and what hosts weigh; keys as scoring knows them."""

from models.vocabulary.labels import Labelled


class Theme(Labelled):
    """A group of criteria that a doctor weighs as one."""

    MODE = "mode", "Le mode d’exercice"
    RHYTHM = "rhythm", "Le rythme\u00a0: jours, gardes, date d’arrivée"
    TEAM = "team", "L’équipe et le temps médical"
    TEACHING = "teaching", "L’enseignement"
    PLACES = "places", "La proximité de mes lieux"
    SETTING = "setting", "Le cadre de vie"
    HOUSEHOLD = "household", "Les besoins de mon foyer"
    MONEY = "money", "Les revenus et les aides"
    PREMISES = "premises", "Les locaux et la télémédecine"
    SUPPORT = "support", "L’accueil et l’accompagnement"
    SAFETY = "safety", "La sécurité"
    PROJECT = "project", "Mon projet, en mots"


class HostTheme(Labelled):
    """What a host weighs in a doctor."""

    AVAILABILITY = "availability", "La date d’arrivée"
    DAYS = "days", "Les jours par semaine"
    DURATION = "duration", "La durée envisagée"
    ON_CALL = "on_call", "La participation aux gardes"
    MODE = "mode", "Le goût pour ce mode d’exercice"
    TEACHING = "teaching", "L’envie d’enseigner"
    EXPERIENCE = "experience", "L’expérience"
    LANGUAGES = "languages", "Les langues parlées"
    SKILLS = "skills", "Les compétences particulières"
    AFFINITY = "affinity", "La proximité du projet"


class Lever(Labelled):
    """The ten levers of attractiveness; every answer of an offer belongs to one."""

    INTERNS = "interns", "Accueil des internes"
    MODES = "modes", "Mode d’exercice"
    MEDICAL_TIME = "medical_time", "Temps médical et équipe"
    TERRITORY = "territory", "Le territoire"
    SUPPORT = "support", "Accompagnement personnel"
    PROTECTION = "protection", "Protection et soutien"
    MONEY = "money", "Aides et revenus"
    PREMISES = "premises", "Locaux et télémédecine"
    TIES = "ties", "Liens avec les élus"
    PROJECTS = "projects", "Appui aux projets"
