"""The numbers of badges as people type them: « M12 », « m 12 », « H07 », « 7 »."""

from __future__ import annotations

import re

from models.vocabulary import EventSide

_NUMBER = re.compile(r"\s*([MmHh]?)\s*0*(\d{1,5})\s*", re.ASCII)
_SIDES = {"M": EventSide.CANDIDATE.value, "H": EventSide.HOST.value}


def read_badge_number(text: str) -> tuple[str | None, int | None]:
    """The side that the letter says, and the number; nothing where it is no such number.

    >>> read_badge_number(" h 07"), read_badge_number("12"), read_badge_number("X3")
    (('host', 7), (None, 12), (None, None))
    """
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None, None
    return _SIDES.get(found[1].upper()), int(found[2])
