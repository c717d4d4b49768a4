"""The columns of a list of participants, and the names that people give them."""

from __future__ import annotations

# In the order in which we write them.
COLUMNS = {
    "side": "Côté",
    "email": "Adresse électronique",
    "first_name": "Prénom",
    "last_name": "Nom",
    "phone": "Téléphone",
    "badge_name": "Nom sur le badge",
    "organisation_name": "Structure",
    "commune": "Commune",
    "video_url": "Vidéo",
    "arrives_at": "Arrivée",
    "leaves_at": "Départ",
}
# Without accents nor capitals, as ``communes.fold_name`` writes them.
NAMES = {
    "side": ("cote", "role", "type", "profil", "participe comme", "qualite"),
    "email": (
        "adresse electronique",
        "email",
        "e mail",
        "mail",
        "courriel",
        "adresse mail",
        "adresse email",
        "adresse e mail",
        "adresse de courriel",
        "adresse courriel",
        "mel",
    ),
    "first_name": ("prenom", "prenoms"),
    "last_name": ("nom", "nom de famille", "nom d usage", "noms"),
    "phone": ("telephone", "tel", "portable", "mobile", "numero de telephone", "gsm"),
    "badge_name": ("nom sur le badge", "badge", "nom du badge"),
    "organisation_name": (
        "structure",
        "organisation",
        "organisme",
        "etablissement",
        "lieu d exercice",
        "collectivite",
        "employeur",
    ),
    "commune": ("commune", "ville", "localite", "code postal", "cp"),
    "video_url": ("video", "lien video", "adresse de la video"),
    "arrives_at": ("arrivee", "heure d arrivee", "arrive a"),
    "leaves_at": ("depart", "heure de depart", "part a", "repart a"),
}
FIELD_BY_NAME = {name: field for field, names in NAMES.items() for name in names}
CANDIDATES = {
    "candidat",
    "candidate",
    "candidats",
    "medecin",
    "docteur",
    "interne",
    "etudiant",
    "etudiante",
    "remplacant",
    "remplacante",
    "m",
    "c",
}
HOSTS = {
    "hote",
    "hotes",
    "host",
    "structure",
    "recruteur",
    "commune",
    "mairie",
    "msp",
    "cabinet",
    "accueillant",
    "h",
}
