"""Scores told in French: a sentence per criterion, for the one who reads it."""

from services.explanations.context import Context, verdict_of
from services.explanations.reasons import (
    DOCTOR_VOICE,
    HOST_VOICE,
    Flag,
    Reason,
    ThemeBar,
    Voice,
    counted_terms,
    give_reasons,
    name_exclusions,
    name_flags,
    note_on_other,
    sum_up_themes,
)

__all__ = [
    "DOCTOR_VOICE",
    "HOST_VOICE",
    "Context",
    "Flag",
    "Reason",
    "ThemeBar",
    "Voice",
    "counted_terms",
    "give_reasons",
    "name_exclusions",
    "name_flags",
    "note_on_other",
    "sum_up_themes",
    "verdict_of",
]
