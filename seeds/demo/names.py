"""First names, last names, addresses and telephones of people who do not exist."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from seeds.demo.draws import Draws
from seeds.demo.french import words
from services.demo_logins import DEMO_DOMAIN
from services.french import fold

WOMEN = words(
    "Camille Léa Manon Chloé Emma Julie Marie Sarah Laura Pauline Mathilde Anaïs Lucie Marion "
    "Clara Élise Justine Morgane Claire Hélène Sophie Aurélie Céline Émilie Charlotte Juliette "
    "Margaux Alice Inès Nadia Yasmine Samira Leïla Amina Fatou Aïssata Awa Mariama Khadija "
    "Soraya Linh Mai Thuy Mei Ana Inês Rosa Lucia Giulia Elena Irina Oksana Maëlle Nolwenn "
    "Gwenaëlle Enora Amaia Maialen Laetitia Ghjulia Solène Agathe Valentine Apolline Constance "
    "Nathalie Isabelle Véronique Sylvie Catherine Florence Béatrice Odile Cécile Agnès Delphine "
    "Sandrine Anne-Laure Marie-Claire Marie-Ève Naïma Rachel Esther Noémie Zoé Louise Jeanne"
)
MEN = words(
    "Thomas Nicolas Julien Alexandre Antoine Maxime Romain Guillaume Clément Pierre Paul Hugo "
    "Lucas Louis Arthur Adrien Baptiste Quentin Valentin Florian Simon Mathieu Benjamin Vincent "
    "Olivier Sébastien François Philippe Jean-Marc Laurent Bruno Didier Patrick Michel Bernard "
    "Alain Gérard Thierry Mehdi Karim Sofiane Rachid Youssef Bilal Nabil Samir Moussa Mamadou "
    "Ibrahima Ousmane Cheikh Amadou Minh Quang Wei Rui João Tiago Paulo Miguel Pablo Marco Luca "
    "Matteo Andrei Mihai Piotr Dmitri Erwan Yann Gaël Tanguy Loïc Peio Xabi Mikel Ange "
    "Barthélemy Étienne Rémi Cédric Tristan Gabriel Raphaël Nathan David Samuel Joachim Emre"
)
FAMILIES = words(
    "Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon Laurent Lefebvre "
    "Michel Garcia David Bertrand Roux Vincent Fournier Morel Girard André Mercier Dupont Lambert "
    "Bonnet François Martinez Legrand Garnier Faure Rousseau Blanc Guérin Muller Henry Roussel "
    "Nicolas Perrin Morin Mathieu Clément Gauthier Dumont Lopez Fontaine Chevalier Robin Masson "
    "Sanchez Gérard Nguyen Boyer Denis Lemaire Duval Joly Gautier Roger Roche Roy Noël Meyer "
    "Lucas Meunier Jean Perez Marchand Dufour Blanchard Marie Barbier Brun Dumas Brunet Schmitt "
    "Leroux Colas Fernandez Pierre Renard Arnaud Rolland Caron Aubert Giraud Leclerc Vidal "
    "Bourgeois Renaud Lemoine Picard Gaillard Philippe Leclercq Lacroix Fabre Dupuis Olivier "
    "Rodriguez Da_Silva Hubert Louis Charles Guillot Rivière Le_Gall Guillaume Adam Rey "
    "Moulin Gonzalez Berger Lecomte Menard Fleury Deschamps Carpentier Julien Benoît Maillard "
    "Marchal Aubry Vasseur Le_Roux Renault Jacquet Collet Prévost Poirier Charpentier Royer "
    "Huet Baron Dupuy Pons Paul Laine Carré Breton Rémy Schneider Perrot Guyot Barré Marty Cousin "
    "Traoré Diallo Diop Ndiaye Coulibaly Koné Camara Sow Cissé Benali Haddad Mansouri Belkacem "
    "Cherif Ziani Amrani Bouzid Saïdi Brahimi Tran Pham Le_Goff Kervella Etcheverry Iriart "
    "Casanova Mattei Santoni Ferreira Pereira Costa Lopes Rossi Ferrari Kowalski Nowak Popescu "
    "Yılmaz Demir Chen Wang Rakoto Hoarau Payet Grondin Césaire Delannoy Vandamme Wagner Klein"
)

# Ranges kept by Arcep for works of fiction: they never ring anywhere.
LANDLINES = ("01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49")
MOBILE = "06 39 98"


@dataclass(frozen=True, slots=True)
class Person:
    """Someone imaginary."""

    first_name: str
    last_name: str
    email: str
    woman: bool

    @property
    def full_name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"


class Registry:
    """Gives out imaginary people; no two addresses are alike."""

    def __init__(self, draws: Draws) -> None:
        self._draws = draws
        self._numbers = count(1)

    def person(self) -> Person:
        """The next person: as many women as men."""
        draws = self._draws
        woman = draws.chance(0.5)
        first = draws.pick(WOMEN if woman else MEN)
        last = draws.pick(FAMILIES)
        local = f"{slug(first)}.{slug(last)}.{next(self._numbers)}"
        email = f"{local}@{DEMO_DOMAIN}"
        return Person(first, last, email, woman)

    def mobile(self) -> str:
        """A mobile number of fiction."""
        return f"{MOBILE} {self._four_digits()}"

    def landline(self) -> str:
        """A landline number of fiction."""
        return f"{self._draws.pick(LANDLINES)} {self._four_digits()}"

    def _four_digits(self) -> str:
        number = self._draws.between(0, 9_999)
        return f"{number // 100:02d} {number % 100:02d}"


def slug(name: str) -> str:
    """A name as an address spells it."""
    letters = fold(name).replace("ı", "i")
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in letters)
