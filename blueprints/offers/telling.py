"""An offer told: what it says yes to, no to, in its own words, and what it does not say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from blueprints.web.filters import euros
from models.offers import Offer
from models.vocabulary import OFFER_FACTS, Fact, FactKind, Lever


@dataclass(frozen=True, slots=True)
class Answers:
    """What some levers say yes to, and what they say no to."""

    yes: tuple[str, ...]
    no: tuple[str, ...]

    def __bool__(self) -> bool:
        """Was anything said?"""
        return bool(self.yes or self.no)


def yes_and_no(offer: Offer, *levers: Lever) -> Answers:
    """The yes/no answers of these levers."""
    facts = _facts(levers, FactKind.YES_NO)
    yes = [_statement(offer, fact) for fact in facts if offer.facts.get(fact.key) is True]
    no = [_name(fact) for fact in facts if offer.facts.get(fact.key) is False]
    return Answers(tuple(yes), tuple(no))


def labels(offer: Offer, key: str) -> tuple[str, ...] | None:
    """The labels of a choice; ``None`` if it was not made, empty for « aucun »."""
    fact = next(fact for fact in OFFER_FACTS if fact.key == key)
    answer = offer.facts.get(key)
    if answer is None or fact.choices is None:
        return None
    codes = [answer] if isinstance(answer, str) else answer
    return tuple(fact.choices.labels_of(codes))


def not_said(offer: Offer) -> list[str]:
    """The questions left open, as short names without their question marks."""
    open_facts = [fact for fact in OFFER_FACTS if offer.facts.get(fact.key) is None]
    names = [_name(fact) for fact in open_facts if fact.key not in _FOLLOW_UPS]
    if offer.start_on is None:
        names.insert(0, "date de début")
    return names


def days_said(offer: Offer) -> str:
    """« 3 à 4 jours par semaine », or nothing."""
    low, high = offer.facts.get("days_min"), offer.facts.get("days_max")
    if not low and not high:
        return ""
    if low and high and low != high:
        return f"{low} à {high} jours par semaine"
    if low and high:
        return f"{low} jour{'s' if low > 1 else ''} par semaine"
    bound, count = ("Au moins", low) if low else ("Au plus", high)
    return f"{bound} {count} jour{'s' if (count or 0) > 1 else ''} par semaine"


# Asked only to complete another answer: leaving them out leaves nothing open.
_FOLLOW_UPS = {"days_min", "guaranteed_amount", "local_aid_text", "week_text", "territory_text"}
_NAMES = {
    "days_max": "jours par semaine",
    "on_call": "gardes et astreintes",
    "team": "professionnels sur place",
    "zoning": "zonage de l’ARS",
    "life": "ce qu’il y a à vivre autour",
    "schools": "écoles proches",
    "childcare": "garde des jeunes enfants",
    "housing": "logement",
    "partner_sectors": "secteurs qui recrutent",
    "teaching": "maîtrise de stage",
}


def _name(fact: Fact) -> str:
    name = _NAMES.get(fact.key) or fact.statement or fact.label
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _statement(offer: Offer, fact: Fact) -> str:
    amount = offer.facts.get("guaranteed_amount")
    if fact.key == "guaranteed_income" and amount:
        return f"{fact.statement}\u00a0: {euros(amount)} par mois"
    return fact.statement


def _facts(levers: Iterable[Lever], kind: FactKind) -> list[Fact]:
    wanted = list(levers)
    found = [fact for fact in OFFER_FACTS if fact.lever in wanted and fact.kind is kind]
    return sorted(found, key=lambda fact: wanted.index(fact.lever))
