"""Elisions and contractions before the names of places, as French speaks them."""

from __future__ import annotations

import unicodedata

_VOWELS = "aeiou"
# Départements of Germanic and Mosellan names, whose initial h is aspirated.
_ASPIRATING = {"57", "67", "68"}
_ASPIRATED = (
    "hach",
    "hagu",
    "hall",
    "ham",
    "hanc",
    "hang",
    "hard",
    "harf",
    "hau",
    "hav",
    "hay",
    "haz",
    "hel",
    "hem",
    "hoc",
    "honf",
    "houd",
    "houi",
    "houl",
    "houp",
    "hun",
    "hur",
)


def elides(name: str, departement: str = "") -> bool:
    """Does « de » lose its e before this name? Mute and aspirated h by rule and by list."""
    plain = fold(name)
    if plain[:1] == "h":
        return departement not in _ASPIRATING and not plain.startswith(_ASPIRATED)
    if plain[:1] == "y":
        return plain.startswith(("yonne", "yeu")) or plain[1:2] not in _VOWELS or plain == "y"
    return plain[:1] in _VOWELS


def fold(name: str) -> str:
    """Lower case, without accents or ligatures."""
    spelt = name.lower().replace("œ", "oe").replace("æ", "ae")
    plain = unicodedata.normalize("NFKD", spelt)
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def of(name: str, departement: str = "") -> str:
    """« de » and the name of a commune.

    >>> of("Cahors"), of("Uzès"), of("Le Mans"), of("Les Herbiers"), of("La Rochelle")
    ('de Cahors', "d'Uzès", 'du Mans', 'des Herbiers', 'de La Rochelle')
    """
    if name.startswith("Le "):
        return f"du {name[3:]}"
    if name.startswith("Les "):
        return f"des {name[4:]}"
    return f"d'{name}" if elides(name, departement) else f"de {name}"


def at(name: str) -> str:
    """« à » and the name of a commune: au Mans, aux Herbiers, à La Rochelle, à L'Isle-Jourdain."""
    if name.startswith("Le "):
        return f"au {name[3:]}"
    if name.startswith("Les "):
        return f"aux {name[4:]}"
    return f"à {name}"


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_FEMININE = _words(
    "16 17 19 21 23 24 26 2A 2B 31 33 42 43 44 48 50 51 52 53 55 57 58 70 72 73 74 76 80 85 86 87 "
    "93 971 972 973"
)
_PLURAL = _words("04 05 06 08 13 22 40 64 65 66 78 79 88 92")
_BARE = _words("75 84 974 976")  # Paris, Vaucluse, La Réunion, Mayotte


def of_departement(code: str, name: str) -> str:
    """« de » and the name of a département.

    >>> of_departement("46", "Lot"), of_departement("01", "Ain"), of_departement("40", "Landes")
    ('du Lot', "de l'Ain", 'des Landes')
    """
    if code in _BARE or "-et-" in name:
        return f"d'{name}" if elides(name) else f"de {name}"
    if code in _PLURAL:
        return f"des {name}"
    if elides(name):
        return f"de l'{name}"
    return f"de la {name}" if code in _FEMININE else f"du {name}"
