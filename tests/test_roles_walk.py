"""Every route × every role × one's own rows and other people's, by GET and by POST.

What is expected follows from the guard of the route and from ``OWNERS`` below, which says whose
the row is that an address (or a form) names. A route without a guard, or that names a row without
saying whose it is, fails. A leak is an answer given to someone who should have been kept out, or
a page that shows a private word of a row to someone else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, url_for
from sqlalchemy import insert, select
from werkzeug.routing import Rule

from models import Account, Base, MemberInvitation, Offer, Organisation, Verification, db
from models.base import now
from models.dating_events import DatingEvent, EventOrganiser
from models.sessions import OpenSession
from models.vocabulary import EventRight, MemberRole, OrganisationKind, Role
from services.member_invitations import invite_member
from services.members import add_member
from tests.factories import (
    a_draft_offer,
    a_new_organisation,
    a_participant,
    a_published_offer,
    a_town_hall,
    a_visible_doctor,
    a_waiting_request,
    an_account,
    an_event,
    an_introduction,
)
from tests.factories.stewards import give_territory
from tests.support.databases import REFERENCE_TABLES
from tests.support.requests import login

# --- who there is, and whose everything is ---


@dataclass(frozen=True)
class Rows:
    """Everything that an address can name, of one territory; ``words`` are private to some."""

    organisation: int
    draft: int
    published: int
    doctor: int
    member: int
    invitation: int
    introduction: int
    request: int
    document: int
    session: str
    evening: int
    participant: int
    organiser: int
    badge: str
    code: str
    screen: str
    words: dict[str, frozenset[str]] = field(default_factory=dict)
    # by what one must be to a row: who is
    members: frozenset[str] = frozenset()
    editors: frozenset[str] = frozenset()
    admins: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()
    stewards: frozenset[str] = frozenset()
    member_or_admin: frozenset[str] = frozenset()
    owner: frozenset[str] = frozenset()
    # of an evening
    event_owners: frozenset[str] = frozenset()
    event_editors: frozenset[str] = frozenset()
    event_desk: frozenset[str] = frozenset()


PEOPLE = (
    "anonymous",
    "doctor",
    "other doctor",
    "admin",
    "editor",
    "reader",
    "stranger host",
    "organiser",
    "co-organiser",
    "desk",
    "stranger organiser",
    "ambassador",
    "steward here",
    "steward elsewhere",
    "steward without territory",
)


@dataclass
class World:
    """The people, the cookie that each holds, and two sets of rows."""

    cookies: dict[str, str]
    accounts: dict[str, Account]
    rows: tuple[Rows, Rows]


def make_world(app: Flask) -> World:
    """Two territories: Figeac, of the first people, and Lyon, of the others."""
    roles = {"doctor": [Role.DOCTOR], "other doctor": [Role.DOCTOR], "admin": [Role.HOST]}
    roles |= {"editor": [Role.HOST], "reader": [Role.HOST], "stranger host": [Role.HOST]}
    roles |= {"organiser": [Role.ORGANISER], "ambassador": [Role.AMBASSADOR]}
    roles |= {"co-organiser": [Role.DOCTOR], "desk": [Role.AMBASSADOR]}
    roles |= {"stranger organiser": [Role.ORGANISER]}
    accounts = {name: an_account(roles.get(name, [Role.STEWARD])) for name in PEOPLE[1:]}
    give_territory(accounts["steward here"], "46")
    give_territory(accounts["steward elsewhere"], "69")
    town = a_town_hall(accounts["admin"])
    add_member(town, accounts["editor"], MemberRole.EDITOR)
    add_member(town, accounts["reader"], MemberRole.READER)
    sessions = {name: _open(app, account) for name, account in accounts.items()}
    evening = an_event(accounts["organiser"], title="Soirée")
    for name, right in (("co-organiser", EventRight.EDITOR), ("desk", EventRight.DESK)):
        _join(evening, accounts[name], right)
    elsewhere = an_event(accounts["stranger organiser"], title="Soirée")
    here = _rows(
        town,
        accounts["doctor"],
        accounts["editor"],
        sessions["doctor"][1],
        "figeacois",
        event=evening,
    )
    city = a_town_hall(accounts["stranger host"], "69123")
    stranger = add_member(city, an_account(), MemberRole.EDITOR).account
    there = _rows(
        city,
        accounts["other doctor"],
        stranger,
        sessions["other doctor"][1],
        "lyonnais",
        event=elsewhere,
    )
    cookies = {name: cookie for name, (cookie, _session) in sessions.items()}
    ours = frozenset({"admin", "editor", "reader"})
    here = _owned(
        here,
        members=ours,
        editors=frozenset({"admin", "editor"}),
        admins=frozenset({"admin"}),
        parties=ours | {"doctor"},
        stewards=frozenset({"steward here"}),
        member_or_admin=frozenset({"admin", "editor"}),
        owner=frozenset({"doctor"}),
        event_owners=frozenset({"organiser"}),
        event_editors=frozenset({"organiser", "co-organiser"}),
        event_desk=frozenset({"organiser", "co-organiser", "desk"}),
    )
    theirs = frozenset({"stranger host"})
    there = _owned(
        there,
        members=theirs,
        editors=theirs,
        admins=theirs,
        parties=theirs | {"other doctor"},
        stewards=frozenset({"steward elsewhere"}),
        member_or_admin=theirs,
        owner=frozenset({"other doctor"}),
        event_owners=frozenset({"stranger organiser"}),
        event_editors=frozenset({"stranger organiser"}),
        event_desk=frozenset({"stranger organiser"}),
    )
    db.session.commit()
    return World(cookies, accounts, (here, there))


def _open(app: Flask, account: Account) -> tuple[str, str]:
    """A cookie, and the id of its session."""
    client = app.test_client()
    login(client, account)
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    wanted = select(OpenSession.id).where(OpenSession.account_id == account.id)
    return cookie.value, str(db.session.scalars(wanted).one())


def _join(event: DatingEvent, account: Account, right: EventRight) -> None:
    event.organisers.append(
        EventOrganiser(
            email=account.email, account_id=account.id, right=right.value, accepted_at=now()
        )
    )


def _rows(
    organisation: Organisation,
    doctor: Account,
    member: Account,
    session: str,
    mark: str,
    *,
    event: DatingEvent,
) -> Rows:
    guest = a_participant(event, last_name=f"Invité-{mark}", email=f"candidat-{mark}@example.org")
    db.session.flush()
    profile = a_visible_doctor(doctor, last_name=f"Nom-{mark}", phone="06 39 98 00 00")
    published: Offer = a_published_offer(organisation, contact_email=f"contact-{mark}@example.org")
    draft = a_draft_offer(organisation, title=f"Brouillon {mark}")
    met = an_introduction(profile, published)
    admin = next(m.account for m in organisation.members if m.role == MemberRole.ADMIN)
    invited: MemberInvitation = invite_member(
        organisation, f"invite-{mark}@example.org", MemberRole.READER, by=admin
    )
    waiting: Verification = a_waiting_request(
        a_new_organisation(admin, organisation.commune_code, OrganisationKind.MSP)
    )
    waiting.note = f"Note {mark}"
    db.session.flush()
    return Rows(
        organisation=organisation.id,
        draft=draft.id,
        published=published.id,
        doctor=profile.id,
        member=member.id,
        invitation=invited.id,
        introduction=met.id,
        request=waiting.id,
        document=waiting.documents[0].id,
        session=session,
        evening=event.id,
        participant=guest.id,
        organiser=event.organisers[-1].id,
        badge=guest.badge_code,
        code=event.code,
        screen=event.screen_key,
        words={
            f"Invité-{mark}": frozenset({"event_desk"}),
            f"candidat-{mark}@": frozenset({"event_editors", "event_desk"}),
            f"Brouillon {mark}": frozenset({"members"}),
            f"contact-{mark}@": frozenset({"members", "parties"}),
            f"Nom-{mark}": frozenset({"parties", "owner"}),
            f"invite-{mark}@": frozenset({"members"}),
            f"Note {mark}": frozenset({"stewards", "admins"}),
        },
    )


def _owned(rows: Rows, **who: frozenset[str]) -> Rows:
    return Rows(**{**rows.__dict__, **who})


# --- whose is what: the table ---

# What opens with the link of a registration alone.
OF_A_TOKEN = (  # noqa: SIM905 - a line of words reads better than a list
    "address calendar cancel cards come confirm couple couple_agree couple_undo edit erase "
    "feedback give_card mine my_data my_state programme reconfirm say_feedback schedule_pdf "
    "shared_programme shared_state wishes"
).split()
# What each right in an evening opens.
BY_RIGHT = {
    "event_owners": "call_off close close_now delete invite_organiser remove_organiser set_right "
    "stop_series",
    "event_editors": "announce apply_replan cancel_person cards create_series decide_proposals "
    "duplicate free_seats import_people import_template look_for_people make_plan paste_in "
    "people_csv person plan promote_person proposals publish replan resend_link results "
    "results_csv say_outcome series settings team type_in paper paper_all paper_document",
    "event_desk": "badge check_person console desk leave mark_missing order overview people "
    "say_on_screen walk_in",
}
# Who must have to do with the row that an address names: a field of ``Rows``. Others who pass
# the guard get 404; those of ``members`` who may not do this get 403.
ANYONE = None
OWNERS: dict[str, str | None] = {
    # the link is the right: without a good one nobody gets anything
    "auth.confirm_email": ANYONE,
    "auth.confirm_change": ANYONE,
    "auth.undo_change": ANYONE,
    "auth.reset": ANYONE,
    "doctors.faculty_link": ANYONE,
    "organisations.invitation": ANYONE,
    "organisations.official_link": ANYONE,
    # what one does with a published offer is one's own
    "doctors.accept": ANYONE,
    "doctors.decline": "owner",
    "doctors.favourite": ANYONE,
    "doctors.hide": ANYONE,
    "doctors.interest": ANYONE,
    "doctors.unhide": ANYONE,
    "doctors.withdraw": "owner",
    "doctors.profile": ANYONE,
    "auth.take_role": ANYONE,
    "privacy.decide": ANYONE,
    "auth.end_one": "owner",
    "offers.show": "members",
    "offers.review": "members",
    "offers.candidates": "members",
    "offers.candidate": "members",
    "offers.create": "editors",
    "offers.edit": "editors",
    "offers.transition": "editors",
    "offers.invite": "editors",
    "offers.decline": "editors",
    "offers.withdraw": "editors",
    "organisations.show": "members",
    "organisations.verification": "members",
    "organisations.ask": "admins",
    "organisations.send_link": "admins",
    "organisations.invite": "admins",
    "organisations.withdraw": "admins",
    "organisations.set_role": "admins",
    "organisations.dismiss_member": "member_or_admin",
    "introductions.show": "parties",
    "steward.case": "stewards",
    "steward.document": "stewards",
    "steward.settle": "stewards",
    # an evening is everyone's once published, a registration is whose link it is
    **dict.fromkeys(
        (
            "evenings.check_mail",
            "evenings.invite_candidates",
            "evenings.invite_hosts",
            "evenings.show",
            "evenings.screen",
            "evenings.screen_state",
            "evenings.outcomes",
            "evenings.say_outcomes",
            "evenings.confirm_address",
            "evenings.undo_address_change",
            "events.invitation",
            *(f"evenings.{name}" for name in OF_A_TOKEN),
        ),
        ANYONE,
    ),
    **{f"events.{name}": right for right, names in BY_RIGHT.items() for name in names.split()},
}
# Where other members of the same organisation are told that they may not.
PARTS_OF_MEMBERS = {"editors", "admins", "member_or_admin"}
PARTS_OF_TEAM = {"event_owners", "event_editors"}
# Routes whose form, and not whose address, names a row.
IN_FORMS: dict[str, Callable[[Rows], dict[str, Any]]] = {
    "offers.create": lambda rows: {"organisation_id": rows.organisation},
}
# What else the arguments of addresses may be.
PLAIN = {"step": "essentiel", "action": "pause", "token": "faux"}
PLAIN |= {"way": "combler"}
PLAIN |= {"role": "doctor", "kind": "alerts", "answer": "oui"}
STEP_OF = {"doctors.profile": "identite"}
KIND_OF = {"events.paper_document": "badges"}
# The members' own page of an offer is the draft; elsewhere the published one is named.
ON_DRAFTS = {"offers.show", "offers.edit", "offers.review"}
METHODS = ("GET", "POST")


def arguments(rule: Rule, rows: Rows) -> dict[str, Any]:
    """A value for each argument of an address."""
    named = {
        "offer_id": rows.draft if rule.endpoint in ON_DRAFTS else rows.published,
        "doctor_id": rows.doctor,
        "organisation_id": rows.organisation,
        "account_id": rows.member,
        "invitation_id": rows.invitation,
        "introduction_id": rows.introduction,
        "request_id": rows.request,
        "document_id": rows.document,
        "session_id": rows.session,
        "event_id": rows.evening,
        "participant_id": rows.participant,
        "organiser_id": rows.organiser,
        "badge_code": rows.badge,
        "code": rows.code,
        "screen_key": rows.screen,
        **PLAIN,
        "kind": KIND_OF.get(rule.endpoint, PLAIN["kind"]),
        "step": STEP_OF.get(rule.endpoint, PLAIN["step"]),
    }
    return {name: named[name] for name in rule.arguments}


def routes(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Every route of ours, by each of its methods."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            yield from ((rule, method) for method in METHODS if method in (rule.methods or ()))


def passes(guard: str, account: Account | None) -> bool:
    """Does the guard alone let this person in?"""
    if guard == "all":
        return True
    if account is None:
        return False
    return guard == "login" or account.has_role(guard)


@dataclass(frozen=True)
class Visit:
    """Someone asks for something."""

    rule: Rule
    method: str
    person: str
    rows: Rows

    def __str__(self) -> str:
        return f"{self.method} {self.rule.endpoint} as {self.person}"


def expected(app: Flask, visit: Visit, world: World) -> str:
    """in, login, 403 or 404."""
    rule, method, person, rows = visit.rule, visit.method, visit.person, visit.rows
    guard = app.view_functions[rule.endpoint].guard  # type: ignore[attr-defined]
    account = world.accounts.get(person)
    if not passes(guard, account):
        return "login" if account is None else "403"
    owner = OWNERS.get(rule.endpoint, ANYONE)
    if rule.endpoint in IN_FORMS and method == "GET":
        owner = ANYONE
    if owner is ANYONE or person in getattr(rows, owner):
        return "in"
    told = (owner in PARTS_OF_MEMBERS and person in rows.members) or (
        owner in PARTS_OF_TEAM and person in rows.event_desk
    )
    return "403" if told else "404"


def outcome(answer: Any) -> str:
    """What became of a request, in the same words."""
    if answer.status_code in (403, 404):
        return str(answer.status_code)
    if answer.status_code >= 500:
        return "fault"
    away = answer.status_code == 302 and answer.location.startswith("/connexion?")
    return "login" if away else "in"


# --- the walk ---


class Snapshot:
    """The rows of every table as they were, to come back to after each thing that was done."""

    def __init__(self) -> None:
        tables = [t for t in Base.metadata.sorted_tables if t.name not in REFERENCE_TABLES]
        self._rows = [
            (table, [dict(row._mapping) for row in db.session.execute(select(table))])
            for table in tables
        ]
        db.session.rollback()

    def restore(self) -> None:
        """Put everything back."""
        db.session.rollback()
        for table, _rows in reversed(self._rows):
            db.session.execute(table.delete())
        for table, rows in self._rows:
            if rows:
                db.session.execute(insert(table), rows)
        db.session.commit()


def test_every_route_declares_who_may_enter(app: Flask) -> None:
    undeclared = []
    for rule, _method in routes(app):
        if not hasattr(app.view_functions[rule.endpoint], "guard"):
            undeclared.append(f"{rule.endpoint}: no guard")
        elif (rule.arguments or rule.endpoint in IN_FORMS) and rule.endpoint not in OWNERS:
            undeclared.append(f"{rule.endpoint}: names a row, and OWNERS does not say whose")
    assert undeclared == []
    assert set(OWNERS) <= {rule.endpoint for rule, _method in routes(app)}


def test_nobody_enters_where_they_should_not(
    app: Flask, record_property: Callable[[str, object], None]
) -> None:
    world = make_world(app)
    before = Snapshot()
    walked, leaks, closed = 0, [], []
    for visit in visits(app, world):
        wanted, answer = expected(app, visit, world), _ask(app, visit, world)
        got, walked = outcome(answer), walked + 1
        if got == "fault" or (got == "in" and wanted != "in"):
            leaks.append(f"{visit}: {got} instead of {wanted}")
        elif got != wanted and not _link_refused(visit.rule, got):
            closed.append(f"{visit}: {got} instead of {wanted}")
        leaks += _told(answer, visit, world)
        if visit.method == "POST" and got == "in" and answer.status_code < 400:
            before.restore()
    record_property("figure", f"routes × rôles parcourus : {walked}, fuites : {len(leaks)}")
    assert leaks == [], "\n".join(leaks)
    assert closed == [], "\n".join(closed)


def visits(app: Flask, world: World) -> Iterator[Visit]:
    """Every route, by everyone; to both territories where the address or the form names a row."""
    for rule, method in routes(app):
        varied = bool(rule.arguments) or rule.endpoint in IN_FORMS
        for person in PEOPLE:
            for rows in world.rows if varied else world.rows[:1]:
                yield Visit(rule, method, person, rows)


def _ask(app: Flask, visit: Visit, world: World) -> Any:
    endpoint = visit.rule.endpoint
    with app.test_request_context():
        address = url_for(endpoint, **arguments(visit.rule, visit.rows))
    said = IN_FORMS[endpoint](visit.rows) if endpoint in IN_FORMS else {}
    client = app.test_client()  # a new one each time: some pages end the session
    if visit.person in world.cookies:
        client.set_cookie(app.config["SESSION_COOKIE_NAME"], world.cookies[visit.person])
    return client.open(address, method=visit.method, data=said if visit.method == "POST" else None)


def _link_refused(rule: Rule, got: str) -> bool:
    """A forged link leads nowhere, for anyone."""
    return "token" in rule.arguments and got in ("403", "404")


def _told(answer: Any, visit: Visit, world: World) -> list[str]:
    """Private words that this answer says to someone whom they do not concern."""
    text = answer.get_data().decode(errors="replace")  # a document is no text
    return [
        f"{visit} is told {word}"
        for rows in world.rows
        for word, kinds in rows.words.items()
        if word in text and not any(visit.person in getattr(rows, kind) for kind in kinds)
    ]
