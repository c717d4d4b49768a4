"""What a sentence may need beside the term itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from matching.score import Term

# From this value on it fits, from the next on it is to be checked, below it does not fit.
FITS_FROM, CHECK_FROM = 0.75, 0.5
_TOLERANCE = 1e-4


@dataclass(frozen=True, slots=True)
class Context:
    """Names for one pair; ``places`` are the doctor's own and stay empty for anyone else."""

    regions: Mapping[str, str] = field(default_factory=dict)
    places: tuple[tuple[str, int], ...] = ()  # name, longest drive in minutes
    several_sites: bool = False


Data = Mapping[str, Any]
Sentence = Callable[[Term, Context], str]


def verdict_of(value: float | None) -> str:
    """The sign of a value: fits, check, misses, or unknown."""
    if value is None:
        return "unknown"
    if value >= FITS_FROM - _TOLERANCE:
        return "fits"
    return "check" if value >= CHECK_FROM - _TOLERANCE else "misses"


def found_or_not(data: Data, words: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Words for what is there and for what is missing, in the order of the table."""
    there, missing = set(data["matched"]), set(data["missing"])
    return (
        [word for code, word in words.items() if code in there],
        [word for code, word in words.items() if code in missing],
    )
