"""Which rows of the evenings are about one person, and which of their columns they are given.

What someone else wished, answered or noted is about them too, but it is the other's secret: a
yes that was not returned is never told, so only what this person wrote goes out.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from models import (
    Card,
    Couple,
    DatingEvent,
    EveningIntroduction,
    EveningPlanRow,
    EventOrganiser,
    EventSeries,
    InvitationProposal,
    Meeting,
    Outcome,
    Participant,
    Wish,
)
from services.email_keys import email_key
from services.personal_shares import Person, Share

_SEALED = "Un secret : il ouvre vos pages sans mot de passe."
_OTHER = "L’identité d’une autre personne."
_MIXED = "Un calcul où entrent les souhaits de l’autre personne."


def registrations_of(person: Person) -> ColumnElement[bool]:
    """A person's registrations: by their account, or by their own address without one.

    However the address was spelt: who comes to an evening under one spelling is known by all.
    """
    by_address = (
        and_(Participant.account_id.is_(None), Participant.email_key == email_key(person.email))
        if person.email
        else false()
    )
    return or_(Participant.account_id == person.account_id, by_address)


def _mine(person: Person) -> Select[Any]:
    return select(Participant.id).where(registrations_of(person))


def _couples(person: Person) -> ColumnElement[bool]:
    return or_(Couple.first_id.in_(_mine(person)), Couple.second_id.in_(_mine(person)))


def _introductions(person: Person) -> ColumnElement[bool]:
    mine = _mine(person)
    return or_(EveningIntroduction.candidate_id.in_(mine), EveningIntroduction.host_id.in_(mine))


def _outcomes(person: Person) -> ColumnElement[bool]:
    """What came of their introductions, and what an organiser noted of them: it is theirs too."""
    mine = _mine(person)
    return or_(Outcome.candidate_id.in_(mine), Outcome.host_id.in_(mine))


def _team(person: Person) -> ColumnElement[bool]:
    invited = EventOrganiser.email == person.email if person.email else false()
    return or_(EventOrganiser.account_id == person.account_id, invited)


EVENING_SHARES: tuple[Share, ...] = (
    Share(
        "registrations",
        "Mes inscriptions à des soirées",
        Participant,
        registrations_of,
        {"key": _SEALED, "badge_code": _SEALED},
    ),
    Share(
        "couples",
        "Venir en couple",
        Couple,
        _couples,
        dict.fromkeys(("first_id", "second_id", "second_email", "asked_id"), _OTHER),
    ),
    Share("wishes", "Mes souhaits de rencontres", Wish, lambda p: Wish.author_id.in_(_mine(p))),
    Share(
        "meetings",
        "Mes rencontres",
        Meeting,
        lambda p: or_(Meeting.candidate_id.in_(_mine(p)), Meeting.host_id.in_(_mine(p))),
        {"score": _MIXED, "late": _OTHER},
    ),
    Share(
        "cards",
        "Mes cartes",
        Card,
        lambda p: Card.author_id.in_(_mine(p)),
        {"typed_by": _OTHER},
    ),
    Share(
        "evening_introductions",
        "Mes mises en relation après une soirée",
        EveningIntroduction,
        _introductions,
    ),
    Share("outcomes", "Visites et installations après une soirée", Outcome, _outcomes),
    Share(
        "evenings_organised",
        "Les soirées que j’organise",
        EventOrganiser,
        _team,
    ),
    Share(
        "evenings_contact",
        "Mon adresse comme contact d’une soirée",
        DatingEvent,
        lambda p: DatingEvent.contact_email == p.email if p.email else false(),
        only=("id", "title", "contact_email"),
        rest="La soirée appartient à ceux qui l’organisent.",
    ),
    Share(
        "series",
        "Les séries de soirées que j’ai ouvertes",
        EventSeries,
        lambda p: EventSeries.account_id == p.account_id,
    ),
    Share(
        "plans",
        "Les plans de rencontres que j’ai faits",
        EveningPlanRow,
        lambda p: EveningPlanRow.made_by == p.account_id,
        only=("id", "event_id", "version", "made_by", "made_at"),
        rest="Le plan d’une soirée concerne tous ceux qui y viennent.",
    ),
    Share(
        "proposals",
        "Les soirées où l’on a pensé à m’inviter",
        InvitationProposal,
        lambda p: InvitationProposal.doctor_id == p.doctor_id,
        {"decided_by": _OTHER},
    ),
    Share(
        "proposals_decided",
        "Mes décisions d’invitation",
        InvitationProposal,
        lambda p: InvitationProposal.decided_by == p.account_id,
        only=("id", "event_id", "state", "decided_by", "sent_at"),
        rest="Ce qui concerne la personne proposée lui appartient.",
    ),
)

EVENINGS_LEFT_OUT: dict[str, str] = {
    "evening_feedback": "Des avis sans nom : rien ne dit lequel est le vôtre.",
    "event_clock": "L’horloge d’une soirée : elle ne dit rien de vous.",
}
