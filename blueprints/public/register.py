"""The plain table of what is kept, why, and who sees it."""

REGISTER = (
    (
        "Adresse électronique et mot de passe",
        "Vous connecter. Le mot de passe n’est gardé que sous une forme illisible (Argon2).",
        "Vous seul\u00a0; l’adresse, votre correspondant après une mise en relation",
    ),
    (
        "Nom, téléphone",
        "Vous joindre quand les deux côtés ont dit oui",
        "Votre correspondant, après une mise en relation",
    ),
    ("Numéro RPPS", "Attester plus tard que vous êtes médecin", "Vous seul"),
    (
        "Étape, spécialité, expérience, langues, compétences",
        "Classer les offres, et vous proposer aux hôtes",
        "Les hôtes, sans votre nom, si vous l’avez accepté",
    ),
    (
        "Pratique souhaitée et projet",
        "Classer les offres, et vous proposer aux hôtes",
        "Les hôtes, sans votre nom, si vous l’avez accepté",
    ),
    ("Lieux qui comptent pour vous", "Calculer les temps de trajet", "Vous seul"),
    ("Besoins de votre foyer", "Classer les offres pour vous", "Vous seul"),
    (
        "Favoris et offres masquées",
        "Retrouver vos choix",
        "Vous seul",
    ),
    (
        "«\u00a0Ça m’intéresse\u00a0» et invitations",
        "Ouvrir une mise en relation quand les deux côtés disent oui",
        "Vous et l’hôte concerné",
    ),
    (
        "Contact d’une offre",
        "Répondre aux médecins",
        "Nom et fonction\u00a0: tout le monde\u00a0; coordonnées\u00a0: après une mise en relation",
    ),
)
