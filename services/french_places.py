"""Names of places after « de » and « à », set as pages show them."""

from __future__ import annotations

from services.explanations.typography import typeset
from services.french import at, of


def of_place(name: str, departement: str = "") -> str:
    """« de Cahors », « d’Albi », « du Mans », « des Herbiers », « de La Rochelle ».

    >>> of_place("Albi"), of_place("Le Mans")
    ('d’Albi', 'du Mans')
    """
    return typeset(of(name, departement))


def at_place(name: str) -> str:
    """« à Cahors », « au Mans », « aux Herbiers ».

    >>> at_place("Les Herbiers")
    'aux Herbiers'
    """
    return typeset(at(name))
