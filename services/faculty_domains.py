"""Electronic addresses that French universities with a faculty of medicine give to students.

An address vouches when its domain is a student domain of one of the universities below:
``etu.univ-….fr`` and its like (``PREFIXES``), or one of the exceptions spelt out. Staff domains
are left out on purpose: a university employs many people. The address says « studies at this
university », not « studies medicine »: pages say so, and a steward is the other road.
"""

from __future__ import annotations

# What universities put before their domain for students' mailboxes.
PREFIXES = ("etu", "etud", "etudiant", "etudiants", "edu", "stud", "student", "students")

# Universities with a faculty of medicine, by the domain they use.
UNIVERSITIES = frozenset(
    {
        "univ-amu.fr",  # Aix-Marseille
        "u-picardie.fr",  # Amiens
        "univ-angers.fr",
        "univ-antilles.fr",
        "univ-fcomte.fr",  # Besançon
        "umlp.fr",  # Besançon, since 2025
        "u-bordeaux.fr",
        "univ-brest.fr",
        "unicaen.fr",  # Caen
        "uca.fr",  # Clermont-Ferrand
        "u-bourgogne.fr",  # Dijon
        "ube.fr",  # Dijon, since 2025
        "univ-grenoble-alpes.fr",
        "univ-lille.fr",
        "univ-catholille.fr",  # Lille
        "unilim.fr",  # Limoges
        "univ-lyon1.fr",
        "umontpellier.fr",  # Montpellier and Nîmes
        "univ-lorraine.fr",  # Nancy
        "univ-nantes.fr",
        "univ-cotedazur.fr",  # Nice
        "unice.fr",  # Nice, before 2020
        "univ-orleans.fr",
        "u-paris.fr",
        "sorbonne-universite.fr",
        "u-pec.fr",  # Créteil
        "universite-paris-saclay.fr",
        "univ-paris13.fr",  # Bobigny
        "uvsq.fr",  # Versailles
        "univ-poitiers.fr",
        "univ-reims.fr",
        "univ-rennes.fr",
        "univ-rennes1.fr",
        "univ-reunion.fr",
        "univ-rouen.fr",
        "univ-st-etienne.fr",
        "unistra.fr",  # Strasbourg
        "univ-tlse3.fr",  # Toulouse
        "utoulouse.fr",  # Toulouse, since 2025
        "univ-tours.fr",
    }
)


def is_faculty_address(address: str) -> bool:
    """Is this a student's mailbox of a university where medicine is studied?

    >>> is_faculty_address("camille@etu.univ-tlse3.fr"), is_faculty_address("x@univ-tlse3.fr")
    (True, False)
    >>> is_faculty_address("camille@etu.univ-tlse3.fr.example.org")
    False
    """
    domain = address.rpartition("@")[2].strip().lower()
    prefix, _dot, university = domain.partition(".")
    return prefix in PREFIXES and university in UNIVERSITIES
