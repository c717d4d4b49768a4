"""How French is set: spaces that do not break, apostrophes, lists, elisions, plurals, months."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

NBSP = "\u00a0"
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
# A vowel, or « Yvetot »; an h may be aspirated, and « de » is never wrong before one.
_ELIDED = re.compile(r"[aàâeéèêëiîïoôuùûœæ]|y[^aeiouéè]", re.IGNORECASE)


# Before double signs and units, after an opening quotation mark, between a figure and its noun.
_KEPT_SPACE = re.compile(r" (?=[:;?!»%€])|(?<=«) |(?<=\d) (?=\w)")


@lru_cache(maxsize=4096)
def typeset(text: str) -> str:
    """Curved apostrophes, and spaces that keep signs and units with their words."""
    return _KEPT_SPACE.sub(NBSP, text.replace("'", "’"))


def listed(words: Sequence[str], last: str = "et") -> str:
    """« a », « a et b », « a, b et c »."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def of(word: str) -> str:
    """« de sage-femme », « d'infirmiers »."""
    return f"d'{word}" if _ELIDED.match(word) else f"de {word}"


def lacking(words: Sequence[str]) -> str:
    """« pas de sage-femme », « pas de sage-femme ni d'infirmiers »."""
    return "pas " + " ni ".join(of(word) for word in words)


def counted(count: int, one: str, many: str | None = None) -> str:
    """« 1 jour », « 3 jours »: the singular below two."""
    return f"{count} {one if abs(count) < 2 else many or one + 's'}"


def duration(minutes: float) -> str:
    """« 25 minutes », « 1 h », « 1 h 05 »."""
    whole = round(minutes)
    if whole < 60:
        return counted(whole, "minute")
    return f"{whole // 60} h" + (f" {whole % 60:02d}" if whole % 60 else "")


def month_name(month: int) -> str:
    """« mars 2027 » for a number of months since year 0."""
    return f"{MONTHS[month % 12]} {month // 12}"


def days_span(span: tuple[int, int]) -> str:
    """« 4 », « 3 à 4 »."""
    low, high = span
    return str(low) if low == high else f"{low} à {high}"


def days_a_week(span: tuple[int, int]) -> str:
    """« 1 jour par semaine », « 3 à 4 jours par semaine »."""
    return f"{days_span(span)} jour{'s' if span[1] > 1 else ''} par semaine"


def lower_first(label: str) -> str:
    """A label inside a sentence; an acronym keeps its capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
