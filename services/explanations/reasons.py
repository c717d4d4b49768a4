"""From the terms of a score to what a page shows: reasons, bars per theme, flags."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from matching.score import Score, Term
from models.vocabulary import HostTheme, Importance, Labelled, Theme
from services.explanations import (
    doctor_household,
    doctor_places,
    doctor_practice,
    doctor_support,
    host,
)
from services.explanations.context import Context, Sentence, verdict_of
from services.explanations.typography import lower_first, typeset
from services.explanations.words import CRITERIA

VERDICTS = ("fits", "check", "misses", "unknown")


@dataclass(frozen=True, slots=True)
class Reason:
    """One criterion, told. ``weight`` is its share of all that counts, known or not."""

    criterion: str
    theme: str
    theme_label: str
    verdict: str
    value: float | None
    weight: float
    weight_label: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ThemeBar:
    """One theme summed up: the weighted mean of what is known of it."""

    theme: str
    label: str
    value: float | None
    verdict: str
    weight_label: str


@dataclass(frozen=True, slots=True)
class Flag:
    """Something essential that is not said, or that rules a pair out."""

    criterion: str
    sentence: str


FOR_DOCTOR: dict[str, Sentence] = {
    "practice_mode": doctor_practice.practice_mode,
    "days": doctor_practice.days,
    "on_call": doctor_practice.on_call,
    "start": doctor_practice.start,
    "team": doctor_practice.team,
    "medical_time": doctor_support.medical_time,
    "teaching": doctor_practice.teaching,
    "travel": doctor_places.travel,
    "region": doctor_places.region,
    "commune_size": doctor_places.commune_size,
    "life": doctor_places.life,
    "partner_work": doctor_household.partner_work,
    "childcare": doctor_household.childcare,
    "schools": doctor_household.schools,
    "housing": doctor_household.housing,
    "money": doctor_support.money,
    "premises": doctor_support.premises,
    "welcome": doctor_support.welcome,
    "safety": doctor_support.safety,
    "affinity": doctor_support.affinity,
}
FOR_HOST: dict[str, Sentence] = {
    "availability": host.availability,
    "days": host.days,
    "duration": host.duration,
    "on_call": host.on_call,
    "mode": host.mode,
    "teaching": host.teaching,
    "experience": host.experience,
    "languages": host.languages,
    "skills": host.skills,
    "affinity": host.affinity,
}


@dataclass(frozen=True, slots=True)
class Voice:
    """How one side is spoken to: its sentences, its themes and its words for gates."""

    sentences: Mapping[str, Sentence]
    themes: type[Labelled]
    gates: Mapping[str, str]
    not_said: str
    missed: str
    other_missed: str


DOCTOR_VOICE = Voice(
    FOR_DOCTOR,
    Theme,
    {
        "specialty": "L'offre s'adresse à une autre spécialité que la vôtre",
        "opportunity": "Le type de poste n'est pas de ceux que vous cherchez",
        "region_refused": "L'offre se trouve dans une région que vous avez écartée",
    },
    "Indispensable pour vous, et non précisé dans l'offre : {}",
    "Indispensable pour vous, et l'offre n'y répond pas : {}",
    "L'hôte juge indispensable un point auquel votre profil ne répond pas : {}",
)
HOST_VOICE = Voice(
    FOR_HOST,
    HostTheme,
    {
        "specialty": "Ce médecin exerce une autre spécialité que celle de l'offre",
        "opportunity": "Ce médecin cherche un autre type de poste",
        "region_refused": "Ce médecin ne souhaite pas exercer dans cette région",
    },
    "Indispensable pour vous, et non précisé par ce médecin : {}",
    "Indispensable pour vous, et ce médecin n'y répond pas : {}",
    "Ce médecin juge indispensable un point auquel l'offre ne répond pas : {}",
)
_SPECIALTY_NOT_SAID = "Spécialité non précisée d'un côté : à vérifier"


@cache
def set_label(label: str) -> str:
    """A label set for the screen."""
    return typeset(label)


@cache
def weight_label(importance: int) -> str:
    """« important », « un plus »…"""
    return lower_first(Importance(str(importance)).label)


def counted_terms(score: Score) -> list[Term]:
    """The terms that weigh something: the others are left unsaid."""
    return [term for term in score.terms if term.weight > 0]


def give_reasons(score: Score, voice: Voice, context: Context) -> tuple[Reason, ...]:
    """Each term that weighs, told: what fits first, the heaviest first."""
    terms = counted_terms(score)
    total = sum(term.weight for term in terms)
    reasons = [_reason(term, total, voice, context) for term in terms]
    reasons.sort(key=lambda reason: (VERDICTS.index(reason.verdict), -reason.weight))
    return tuple(reasons)


def _reason(term: Term, total: float, voice: Voice, context: Context) -> Reason:
    return Reason(
        term.criterion,
        term.theme,
        set_label(voice.themes(term.theme).label),
        verdict_of(term.value),
        term.value,
        term.weight / total,
        weight_label(term.importance),
        typeset(voice.sentences[term.criterion](term, context)),
    )


def sum_up_themes(score: Score, voice: Voice) -> tuple[ThemeBar, ...]:
    """One bar per theme that counts, in the order of the themes."""
    by_theme: dict[str, list[Term]] = defaultdict(list)
    for term in counted_terms(score):
        by_theme[term.theme].append(term)
    return tuple(_bar(theme, by_theme[theme]) for theme in voice.themes if theme in by_theme)


def _bar(theme: Labelled, terms: list[Term]) -> ThemeBar:
    known = [(term.weight, term.value) for term in terms if term.value is not None]
    weight = sum(part for part, _ in known)
    value = sum(part * value for part, value in known) / weight if known else None
    label = weight_label(terms[0].importance)
    return ThemeBar(theme.value, set_label(theme.label), value, verdict_of(value), label)


def name_flags(score: Score, voice: Voice) -> tuple[Flag, ...]:
    """What is essential and not said."""
    return tuple(
        _flag(name, voice.not_said, {"specialty": _SPECIALTY_NOT_SAID}) for name in score.flagged
    )


def name_exclusions(score: Score, voice: Voice) -> tuple[Flag, ...]:
    """What rules the pair out on this side."""
    return tuple(_flag(name, voice.missed, voice.gates) for name in score.excluded)


def _flag(name: str, sentence: str, gates: Mapping[str, str]) -> Flag:
    said = gates[name] if name in gates else sentence.format(CRITERIA[name])
    return Flag(name, typeset(said))


def note_on_other(excluded: Iterable[str], voice: Voice) -> str:
    """What the other side holds for essential and misses here; the gates are told on one's own."""
    names = [CRITERIA[name] for name in excluded if name in CRITERIA]
    return typeset(voice.other_missed.format(", ".join(names))) if names else ""
