"""Take out of a free text what tells who wrote it: addresses, numbers, links, own names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

MASK = "[masqué]"

_EMAIL = re.compile(
    r"[\w.+\-]+\s*(?:@|\(at\)|\[at\]|\(arobase\)|\barobase\b)\s*[\w\-]+(?:\s*\.\s*[\w\-]+)+",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s,;)]+"
    r"|\b[\w\-]+(?:\.[\w\-]+)*\.(?:fr|com|org|net|eu|io|me|info|bzh|re|corsica)\b(?:/[^\s,;)]*)?",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<!\w)@\w{2,}")
# Nine digits or more, however they are spaced: telephones, RPPS, SIRET, FINESS.
_NUMBER = re.compile(r"(?:\+|\b)\d(?:[\s.\-/()\u00a0\u202f]{0,2}\d){8,}")
_SHORTEST_NAME = 2


def mask_text(text: str, names: Iterable[str | None] = ()) -> str:
    """``text`` without e-mails, links, long numbers or ``names``, whatever their accents or case.

    >>> mask_text("Élodie Martin, 06 12 34 56 78, elodie@exemple.fr", ["elodie", "MARTIN"])
    '[masqué], [masqué], [masqué]'
    """
    for pattern in (_EMAIL, _LINK, _HANDLE, _NUMBER):
        text = pattern.sub(MASK, text)
    text = _mask_names(text, names)
    return re.sub(rf"{re.escape(MASK)}(?:[\s\-]+{re.escape(MASK)})+", MASK, text)


def _mask_names(text: str, names: Iterable[str | None]) -> str:
    """Each word of a name is masked where it stands as a word of its own."""
    words = {_fold(word) for name in names for word in re.findall(r"\w+", name or "")}
    words = {word for word in words if len(word) >= _SHORTEST_NAME} - _PARTICLES
    if not words:
        return text
    return re.sub(
        r"[^\W\d_]+(?:\u0300|\u0301|\u0302|\u0308|\u0327|[^\W\d_])*",
        lambda found: MASK if _fold(found.group()) in words else found.group(),
        text,
    )


_PARTICLES = frozenset({"de", "du", "des", "la", "le", "les", "el", "al", "von", "van", "di", "da"})


def _fold(word: str) -> str:
    spelt = word.lower().replace("œ", "oe").replace("æ", "ae")
    return "".join(c for c in unicodedata.normalize("NFKD", spelt) if not unicodedata.combining(c))
