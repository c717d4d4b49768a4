"""Which communes can be reached from each other by road."""

CORSICA = frozenset({"2A", "2B"})

# Communes with neither bridge nor road to the mainland of their zone. Ré, Oléron, Noirmoutier
# have a bridge; Chausey, Porquerolles, the Frioul belong to a mainland commune.
ISLANDS = {
    "17004": "ile-17004",  # Île-d'Aix
    "22016": "ile-22016",  # Bréhat
    "29082": "ile-29082",  # Batz
    "29083": "ile-29083",  # Sein
    "29084": "ile-29084",  # Molène
    "29155": "ile-29155",  # Ouessant
    "56009": "ile-belle-ile",  # Bangor
    "56114": "ile-belle-ile",  # Locmaria
    "56152": "ile-belle-ile",  # Le Palais
    "56241": "ile-belle-ile",  # Sauzon
    "56069": "ile-56069",  # Groix
    "56085": "ile-56085",  # Hœdic
    "56086": "ile-56086",  # Houat
    "56087": "ile-56087",  # Île-aux-Moines
    "56088": "ile-56088",  # Île-d'Arz
    "85113": "ile-85113",  # Yeu
    "97108": "ile-marie-galante",  # Capesterre-de-Marie-Galante
    "97112": "ile-marie-galante",  # Grand-Bourg
    "97126": "ile-marie-galante",  # Saint-Louis
    "97110": "ile-97110",  # La Désirade
    "97130": "ile-97130",  # Terre-de-Bas, in Les Saintes
    "97131": "ile-97131",  # Terre-de-Haut, in Les Saintes
    "97608": "ile-petite-terre",  # Dzaoudzi
    "97615": "ile-petite-terre",  # Pamandzi
}


def landmass_of(commune: str, departement: str) -> str:
    """Return the name of the land on which one may drive from this commune."""
    if commune in ISLANDS:
        return ISLANDS[commune]
    if departement in CORSICA:
        return "corse"
    return departement if departement.startswith(("97", "98")) else "metro"
