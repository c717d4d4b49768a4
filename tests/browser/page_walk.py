"""Every page of the site for every role, found in the map of routes: none is listed by hand.

A route with an argument needs an example below; a route without one fails the tests.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, Rule

from models import Account, DatingEvent, Doctor, Offer, Participant, db
from models.base import now
from models.invitations import MemberInvitation
from models.second_factors import SecondFactor
from models.verifications import ProofDocument, StewardTerritory, Verification
from models.vocabulary import Role, SeriesRhythm
from services.evening_paper import PaperKind
from services.evening_plans import announce, make_plan
from services.event_series import create_series
from services.event_team import PURPOSE as TEAM_PURPOSE
from services.event_team import invite_organiser
from services.links import make_link
from services.offer_steps import STEPS
from services.outcomes import PURPOSE as OUTCOME_PURPOSE
from services.participant_keys import programme_token_of, token_of
from services.participants import list_participants
from services.pseudonyms import conceal
from services.registration_addresses import CHANGE, UNDO
from services.second_factors import start_factor
from tests.factories import (
    a_closed_event,
    a_draft_event,
    a_draft_offer,
    a_full_event,
    a_participant,
    a_published_offer,
    a_visible_doctor,
    an_account,
    an_interest,
    an_introduction,
    an_invitation,
)
from tests.factories.after_evenings import a_begun_event, a_meeting, some_people
from tests.factories.offers import host_of
from tests.support.requests import login

ANONYMOUS = "anonymous"
ROLES = (ANONYMOUS, *(role.value for role in Role))


@dataclass(frozen=True, slots=True)
class Evenings:
    """Four evenings of the organiser, and the public names of the announced one."""

    draft: int
    planned: int
    begun: int
    closed: int
    code: str
    screen: str

    def people(self, event_id: int) -> list[Participant]:
        """Those who are registered for one of them."""
        return list_participants(event_id)


@dataclass(frozen=True, slots=True)
class World:
    """Who is there, by role, and the rows that addresses name."""

    app: Flask
    accounts: dict[str, int]
    doctor: int
    published: int
    draft: int
    organisation: int
    introduction: int
    evenings: Evenings

    def cookie(self, role: str) -> str:
        """The cookie of a session of this role."""
        client = self.app.test_client()
        login(client, db.session.get_one(Account, self.accounts[role]))
        found = client.get_cookie(self.app.config["SESSION_COOKIE_NAME"])
        assert found is not None
        return found.value

    def visitor(self, role: str) -> FlaskClient:
        """A client of this role, without a browser."""
        client = self.app.test_client()
        if role != ANONYMOUS:
            login(client, db.session.get_one(Account, self.accounts[role]))
        return client


def make_world(app: Flask) -> World:
    """A doctor and a host who have met, a waiting yes on each side, and one of each other role."""
    offer = a_published_offer()
    doctor = a_visible_doctor()
    met = an_introduction(doctor, offer)
    an_interest(a_visible_doctor(), offer)
    an_invitation(doctor, a_published_offer(title="Rejoindre une équipe à Figeac"))
    an_interest(doctor, a_published_offer(title="Une semaine à Figeac, pour voir"))
    draft = a_draft_offer(offer.organisation)
    accounts = {Role.DOCTOR.value: doctor.account_id, Role.HOST.value: host_of(offer).id}
    for role in Role:
        accounts.setdefault(role.value, an_account([role.value]).id)
    db.session.add(StewardTerritory(account_id=accounts[Role.STEWARD.value], departement_code="46"))
    start_factor(db.session.get_one(Account, accounts[Role.ORGANISER.value]))
    steward = db.session.get_one(Account, accounts[Role.STEWARD.value])
    start_factor(steward)
    db.session.get_one(SecondFactor, steward.id).confirmed_at = now()
    organiser = db.session.get_one(Account, accounts[Role.ORGANISER.value])
    evenings = make_evenings(organiser, doctor, offer)
    world = World(
        app, accounts, doctor.id, offer.id, draft.id, offer.organisation_id, met.id, evenings
    )
    db.session.commit()
    return world


def make_evenings(organiser: Account, doctor: Doctor, offer: Offer) -> Evenings:
    """A draft, one announced with people of all sorts, one that has begun, one that is closed."""
    planned = a_full_event(4, 3, organiser, title="Soirée annoncée")
    a_participant(planned, doctor_id=doctor.id, account_id=doctor.account_id)
    a_participant(planned, "host", offer_id=offer.id, organisation_name=offer.organisation.name)
    a_participant(planned, status="waiting", waiting_since=now(), checked_in_at=now())
    a_participant(planned, status="pending", confirmed_at=None)
    make_plan(planned, made_by=organiser.id, at=now())
    announce(planned, now())
    begun = a_begun_event(organiser, title="Soirée commencée")
    for pair in zip(*some_people(begun, 2, 2), strict=True):
        a_meeting(*pair)
    closed = a_closed_event(organiser, title="Soirée close")
    create_series(planned, organiser, title="Le Lot", rhythm=SeriesRhythm.SEMESTER, area="46")
    return Evenings(
        draft=a_draft_event(organiser, title="Soirée en préparation").id,
        planned=planned.id,
        begun=begun.id,
        closed=closed.id,
        code=planned.code,
        screen=planned.screen_key,
    )


def _programme_keys(world: World) -> list[str]:
    """What papers carry: of a candidate of the announced evening, and of a host."""
    people = (list_participants(world.evenings.planned, side)[0] for side in ("candidate", "host"))
    return [programme_token_of(each) for each in people]


def _three(world: World) -> list[int]:
    return [world.evenings.draft, world.evenings.planned, world.evenings.closed]


# What an argument of a route may be, by « endpoint argument » or by « argument » alone.
EXAMPLES: dict[str, Callable[[World], Sequence[Any]]] = {
    "auth.confirm_email token": lambda _: [_link("confirm", an_account(confirmed=False))],
    "auth.confirm_change token": lambda _: [_link("email_change", an_account())],
    "auth.undo_change token": lambda _: [_link("email_undo", an_account())],
    "auth.reset token": lambda _: [_link("reset", an_account()), "abime"],
    "doctors.faculty_link token": lambda world: [_faculty_link(world)],
    "organisations.official_link token": lambda world: [_official_link(world)],
    "organisations.invitation token": lambda world: [_invitation_link(world)],
    "steward.case request_id": lambda world: [_request(world, "waiting").id],
    "steward.document document_id": lambda world: [_document(world).id],
    "evenings.check_mail code": lambda world: [world.evenings.code],
    "code": lambda world: [world.evenings.code],
    "screen_key": lambda world: [world.evenings.screen],
    "evenings.outcomes token": lambda world: [_outcome_link(world)],
    "evenings.confirm_address token": lambda world: [_address_link(world, CHANGE)],
    "evenings.undo_address_change token": lambda world: [_address_link(world, UNDO)],
    "events.invitation token": lambda world: [_team_link(world)],
    "evenings.mine token": lambda world: _keys(world, "planned", "closed", "pending"),
    "evenings.cards token": lambda world: _keys(world, "planned", "begun", "closed"),
    "evenings.edit token": lambda world: _keys(world, "planned", "host"),
    "evenings.feedback token": lambda world: _keys(world, "begun", "closed"),
    "evenings.wishes token": lambda world: _keys(world, "planned", "host"),
    "evenings.shared_programme token": _programme_keys,
    "evenings.shared_state token": _programme_keys,
    "token": lambda world: _keys(world, "planned"),
    "event_id": lambda world: [world.evenings.planned],
    "events.overview event_id": _three,
    "events.delete event_id": _three,
    "events.plan event_id": _three,
    "events.cards event_id": lambda world: [
        world.evenings.planned,
        world.evenings.begun,
        world.evenings.closed,
    ],
    "events.close event_id": lambda world: [world.evenings.planned, world.evenings.closed],
    "events.results event_id": lambda world: [world.evenings.planned, world.evenings.closed],
    "events.replan event_id": lambda world: [world.evenings.planned, world.evenings.closed],
    "participant_id": lambda world: [world.evenings.people(world.evenings.planned)[0].id],
    "badge_code": lambda world: [world.evenings.people(world.evenings.planned)[0].badge_code],
    "events.paper_document kind": lambda _: [kind.value for kind in PaperKind],
    "offer_id": lambda world: [world.published],
    "offers.edit offer_id": lambda world: [world.published, world.draft],
    "offers.review offer_id": lambda world: [world.published, world.draft],
    "offers.edit step": lambda _: list(STEPS),
    "doctor_id": lambda world: [
        conceal(world.doctor, world.published, world.app.config["SECRET_KEY"])
    ],
    "organisation_id": lambda world: [world.organisation],
    "introduction_id": lambda world: [world.introduction],
}

# Pages that are something else once asked a question.
QUESTIONS: dict[str, Callable[[World], Sequence[dict[str, Any]]]] = {
    "auth.signup": lambda _: [{"role": "doctor"}, {"role": "host"}],
    "doctors.compare": lambda world: [{"o": [world.published, world.published + 1]}],
    "doctors.offers": lambda _: [{"sort": "start"}],
}


class NoExample(AssertionError):
    """A route has an argument that nobody gave an example of."""


def _link(purpose: str, account: Account) -> str:
    token = make_link(purpose, account_id=account.id, payload={"email": account.email}, hours=1)
    db.session.commit()
    return token


def _request(world: World, state: str, method: str = "document") -> Verification:
    """About the host's organisation, in the Lot, which is the steward's territory."""
    request = Verification(
        subject_kind="organisation",
        subject_id=world.organisation,
        method=method,
        state=state,
        departement_code="46",
        note="Nous n’avons pas d’adresse officielle.",
        asked_by=world.accounts["host"],
    )
    db.session.add(request)
    db.session.commit()
    return request


def _document(world: World) -> ProofDocument:
    request = _request(world, "waiting")
    document = ProofDocument(media_type="image/png", content=b"\x89PNG\r\n\x1a\n")
    request.documents.append(document)
    db.session.commit()
    return document


def _official_link(world: World) -> str:
    request = _request(world, "sent", "official_email")
    token = make_link("official_email", payload={"verification_id": request.id}, hours=1)
    db.session.commit()
    return token


def _faculty_link(world: World) -> str:
    request = _request(world, "sent", "faculty_email")
    request.subject_kind, request.subject_id = "doctor", world.doctor
    token = make_link(
        "faculty_email",
        account_id=world.accounts["doctor"],
        payload={"verification_id": request.id},
        hours=1,
    )
    db.session.commit()
    return token


def _keys(world: World, *which: str) -> list[str]:
    """Tokens of a candidate of each evening named, of a host, of someone not yet confirmed."""
    evenings, found = world.evenings, {}
    for name in ("planned", "begun", "closed"):
        found[name] = token_of(evenings.people(getattr(evenings, name))[0])
    found["host"] = token_of(list_participants(evenings.planned, "host")[0])
    found["pending"] = token_of(list_participants(evenings.planned, statuses=["pending"])[0])
    return [found[name] for name in which]


def _outcome_link(world: World) -> str:
    person = world.evenings.people(world.evenings.closed)[0]
    payload = {"participant_id": person.id, "months": 6}
    token = make_link(OUTCOME_PURPOSE, payload=payload, hours=1)
    db.session.commit()
    return token


def _address_link(world: World, purpose: str) -> str:
    person = world.evenings.people(world.evenings.planned)[0]
    payload = {"participant_id": person.id, "email": "nouvelle@essai.example"}
    token = make_link(purpose, payload=payload, hours=1)
    db.session.commit()
    return token


def _team_link(world: World) -> str:
    event = db.session.get_one(DatingEvent, world.evenings.planned)
    owner = db.session.get_one(Account, world.accounts[Role.ORGANISER.value])
    email = db.session.get_one(Account, world.accounts[Role.AMBASSADOR.value]).email
    invited = next((one for one in event.organisers if one.email == email), None)
    invited = invited or invite_organiser(event, email, "editor", by=owner)
    payload = {"organiser_id": invited.id, "invited_at": invited.invited_at.isoformat()}
    token = make_link(TEAM_PURPOSE, payload=payload, hours=1)
    db.session.commit()
    return token


def _invitation_link(world: World) -> str:
    invitation = MemberInvitation(
        organisation_id=world.organisation,
        email="invitee@example.org",
        role="reader",
        expires_at=now() + timedelta(days=1),
    )
    db.session.add(invitation)
    db.session.flush()
    token = make_link("member_invitation", payload={"invitation_id": invitation.id}, hours=1)
    db.session.commit()
    return token


def _values(rule: Rule, argument: str, world: World) -> Sequence[Any]:
    converter = rule._converters[argument]
    if isinstance(converter, AnyConverter):
        return sorted(converter.items)
    for key in (f"{rule.endpoint} {argument}", argument):
        if key in EXAMPLES:
            return EXAMPLES[key](world)
    raise NoExample(f"{rule.endpoint} {argument}")


def addresses(world: World) -> Iterator[tuple[str, str]]:
    """(endpoint, address) of everything that GET can ask for."""
    with world.app.test_request_context():
        adapter = world.app.url_map.bind("")
        for rule in world.app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
                continue
            names = sorted(rule.arguments)
            choices = [_values(rule, name, world) for name in names]
            db.session.rollback()  # what was read for the examples must not keep the site waiting
            for values in itertools.product(*choices):
                address = adapter.build(rule.endpoint, dict(zip(names, values, strict=True)))
                yield rule.endpoint, address
                asked = QUESTIONS.get(rule.endpoint)
                for question in asked(world) if asked else ():
                    yield rule.endpoint, f"{address}?{urlencode(question, doseq=True)}"
