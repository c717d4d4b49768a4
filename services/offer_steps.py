"""The six steps of an offer: each is saved on its own, and an offer can wait between two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.base import db, now
from models.offers import Offer, OfferSite
from models.vocabulary import (
    FACT_BY_KEY,
    OFFER_FACTS,
    Duration,
    Fact,
    FactKind,
    HostTheme,
    Importance,
    Labelled,
    Language,
    Lever,
    MarketKind,
    OfferStatus,
    Opportunity,
    PracticeMode,
    Skill,
    Stage,
)
from services.market_clock import note_change
from services.offer_essentials import check_complete, check_expiry, check_field, check_sites
from services.paris_days import today_in_paris
from services.refusals import NotFound, Refusal

ESSENTIALS, WISHES = "essentiel", "souhaits"
# Codes are those of the addresses.
STEPS: dict[str, str] = {
    ESSENTIALS: "L’essentiel",
    "exercice": "L’exercice",
    "moyens": "Les moyens",
    "territoire": "Le territoire",
    "accueil": "L’accueil",
    WISHES: "Vos souhaits",
}
LEVERS_OF_STEP: dict[str, tuple[Lever, ...]] = {
    "exercice": (Lever.MODES, Lever.MEDICAL_TIME),
    "moyens": (Lever.MONEY, Lever.PREMISES),
    "territoire": (Lever.TERRITORY, Lever.SUPPORT),
    "accueil": (Lever.INTERNS, Lever.PROTECTION, Lever.TIES, Lever.PROJECTS),
}
_WRITTEN_AS_SAID = (
    "title",
    "field",
    "opportunities",
    "practice_mode",
    "start_on",
    "expires_on",
    "description",
    "contact_name",
    "contact_role",
    "contact_email",
    "contact_phone",
)
STEP_OF_LEVER = {lever: step for step, levers in LEVERS_OF_STEP.items() for lever in levers}


class StartPast(Refusal):
    """The day on which the post begins, ``day``, is over."""


class UnknownAnswer(Refusal):
    """``answer`` is not among what ``key`` may say."""


class DaysReversed(Refusal):
    """At least ``low`` days and at most ``high``, which is fewer."""


@dataclass(frozen=True, slots=True)
class Essentials:
    """The first step; ``sites`` are (commune code, share of the week), the main one first."""

    title: str | None
    field: str | None
    opportunities: list[str] | None
    practice_mode: str | None
    sites: list[tuple[str, int]]
    start_on: date | None
    expires_on: date | None
    description: str | None
    contact_name: str | None
    contact_role: str | None
    contact_email: str | None
    contact_phone: str | None


def facts_of_step(step: str) -> list[Fact]:
    """The questions of a step, lever by lever."""
    levers = LEVERS_OF_STEP.get(step, ())
    return [fact for lever in levers for fact in OFFER_FACTS if fact.lever == lever]


def check_step(step: str) -> None:
    """Refuse a step that does not exist."""
    if step not in STEPS:
        raise NotFound(step=step)


def next_step(step: str) -> str | None:
    """The step after this one; none after the last."""
    names = list(STEPS)
    at = names.index(step) + 1
    return names[at] if at < len(names) else None


def save_essentials(offer: Offer, said: Essentials, today: date | None = None) -> None:
    """Write the first step. A published offer must stay complete; a draft may have gaps."""
    today = today or today_in_paris()
    check_field(said.field)
    _check_codes("opportunities", Opportunity, said.opportunities)
    _check_codes("practice_mode", PracticeMode, [said.practice_mode] if said.practice_mode else [])
    check_sites(said.sites)
    check_expiry(said.expires_on, today)
    if said.start_on and said.start_on < today and said.start_on != offer.start_on:
        raise StartPast(day=said.start_on)
    for name in _WRITTEN_AS_SAID:
        setattr(offer, name, getattr(said, name) or None)
    _write_sites(offer, said.sites)
    _note_saved(offer, ESSENTIALS, today)


def save_facts(offer: Offer, step: str, answers: Mapping[str, Any]) -> None:
    """Write the answers of one step; ``None`` is "not said" and leaves no key."""
    facts = dict(offer.facts or {})
    for fact in facts_of_step(step):
        if fact.key in answers:
            facts.pop(fact.key, None)
            if answers[fact.key] is not None:
                facts[fact.key] = _checked(fact, answers[fact.key])
    low, high = facts.get("days_min"), facts.get("days_max")
    if low and high and low > high:
        raise DaysReversed(low=low, high=high)
    offer.facts = facts
    _note_saved(offer, step, today_in_paris())


def save_wishes(offer: Offer, wishes: Mapping[str, Any], importance: Mapping[str, int]) -> None:
    """Write what the host hopes for; hopes that are empty leave no key."""
    for key, codes in (
        ("durations", Duration),
        ("stages", Stage),
        ("languages", Language),
        ("skills", Skill),
    ):
        _check_codes(key, codes, wishes.get(key))
    _check_codes("importance", HostTheme, importance)
    _check_codes("importance", Importance, [str(value) for value in importance.values()])
    low, high = wishes.get("days_min"), wishes.get("days_max")
    if low and high and low > high:
        raise DaysReversed(low=low, high=high)
    offer.wishes = {key: value for key, value in wishes.items() if value not in (None, [], "")}
    offer.wish_importance = dict(importance)
    _note_saved(offer, WISHES, today_in_paris())


def _write_sites(offer: Offer, sites: list[tuple[str, int]]) -> None:
    """Put the rows in place one by one: a main site that changes keeps its row."""
    del offer.sites[len(sites) :]
    for position, (commune_code, share) in enumerate(sites):
        if position < len(offer.sites):
            site = offer.sites[position]
            site.commune_code, site.share = commune_code, share
        else:
            offer.sites.append(OfferSite(position=position, commune_code=commune_code, share=share))


def _note_saved(offer: Offer, step: str, today: date) -> None:
    done = offer.steps_done or []
    if step not in done:
        offer.steps_done = [*done, step]
    if offer.status == OfferStatus.PUBLISHED:
        check_complete(offer, today)
    offer.updated_at = now()
    db.session.flush()
    if offer.status == OfferStatus.PUBLISHED:
        note_change(MarketKind.OFFER, offer.id)


def _checked(fact: Fact, answer: Any) -> Any:
    if fact.kind is FactKind.YES_NO:
        wrong = not isinstance(answer, bool)
    elif fact.kind is FactKind.TEXT:
        wrong = not isinstance(answer, str)
    elif fact.kind in (FactKind.INTEGER, FactKind.EUROS):
        wrong = not fact.low <= answer <= fact.high
    else:
        codes = answer if fact.kind is FactKind.MANY else [answer]
        _check_codes(fact.key, fact.choices or Labelled, codes)
        wrong = False
    if wrong:
        raise UnknownAnswer(key=FACT_BY_KEY[fact.key].label, answer=answer)
    return answer


def _check_codes(key: str, choices: type[Labelled], codes: Any) -> None:
    known = {member.value for member in choices}
    for code in codes or ():
        if code not in known:
            raise UnknownAnswer(key=key, answer=code)
