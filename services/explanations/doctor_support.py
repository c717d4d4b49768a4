"""Sentences for a doctor about what the offer brings: time, money, premises, welcome, words."""

from __future__ import annotations

from matching.score import Term
from services.explanations import words
from services.explanations.context import Context, Data, Sentence, verdict_of
from services.explanations.typography import lacking, listed

# Beyond so many, what is not said is counted rather than listed.
_SPELT_OUT = 2


def amenity(subject: str, not_said: str) -> Sentence:
    """The sentence maker of one group of yes/no facts."""

    def say(term: Term, _context: Context) -> str:
        data: Data = term.data
        yes, no, unknown = (
            words.said(words.FACTS, data[answer]) for answer in ("yes", "no", "unknown")
        )
        parts = [listed(yes)] if yes else []
        parts += [lacking(no)] if no else []
        if not parts:
            return f"{subject} : {not_said}"
        if len(unknown) > _SPELT_OUT:
            parts.append(f"{len(unknown)} points à préciser")
        elif unknown:
            parts.append(f"à préciser : {listed(unknown)}")
        return f"{subject} : {' ; '.join(parts)}"

    return say


medical_time = amenity("Temps médical", "non précisé")
money = amenity("Revenus et aides", "non précisé")
premises = amenity("Locaux", "non précisé")
welcome = amenity("Accueil", "non précisé")
safety = amenity("Sécurité", "non précisée")


def affinity(term: Term, _context: Context) -> str:
    """How near the doctor's own words are to the offer's."""
    return in_words(term, "Votre projet et l'offre", "Votre projet : l'offre est trop peu décrite")


def in_words(term: Term, both: str, not_said: str) -> str:
    """The same sentence for either side."""
    data: Data = term.data
    shared = [f"« {word} »" for word in data["words"]]
    verdict = verdict_of(term.value)
    if verdict == "unknown":
        return not_said
    if not shared:
        return f"{both} n'emploient pas les mêmes mots"
    if verdict == "fits":
        return f"{both} parlent des mêmes choses : {listed(shared)}"
    if verdict == "check":
        return f"{both} se rejoignent en partie : {listed(shared)}"
    return f"{both} ont peu de mots en commun : {listed(shared)}"
