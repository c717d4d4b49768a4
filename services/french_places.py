"""Names of places after « de » and « à », the way French contracts them."""

from __future__ import annotations

from services.explanations.typography import of_commune, typeset


def of_place(name: str) -> str:
    """« de Cahors », « d’Albi », « du Mans », « des Herbiers », « de La Rochelle ».

    >>> of_place("Albi"), of_place("Le Mans")
    ('d’Albi', 'du Mans')
    """
    return typeset(of_commune(name))


def at_place(name: str) -> str:
    """« à Cahors », « au Mans », « aux Herbiers ».

    >>> at_place("Les Herbiers")
    'aux Herbiers'
    """
    for article, contracted in (("Le ", "au "), ("Les ", "aux ")):
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return f"à {name}"
