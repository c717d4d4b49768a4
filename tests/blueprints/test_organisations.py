"""Pages of an organisation: create it, see it, say who acts for it."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from models import Offer, Organisation, db
from models.vocabulary import MemberRole, Role
from services.keys import make_siret
from services.members import add_member
from tests.factories import a_town_hall, an_account
from tests.support.queries import QueryRecorder
from tests.support.requests import Browser, login, page

CREATE = "/organisations/nouvelle"


@pytest.fixture
def host(client: Browser) -> Browser:
    """Someone who has just signed up for a town hall."""
    login(client, an_account([Role.HOST], "mairie@example.org"))
    return client


def only_organisation() -> Organisation:
    """The one that was created."""
    return db.session.scalars(select(Organisation)).one()


def errors(answer: object) -> str:
    """What the page says is wrong, in one text."""
    read = page(answer)  # type: ignore[arg-type]
    return " ".join(each.get_text(" ", strip=True) for each in read.select(".field__error"))


def test_two_answers_lead_to_a_first_offer(host: Browser) -> None:
    answer = host.post(CREATE, data={"kind": "town_hall", "commune": "Cahors (46)"})
    organisation = only_organisation()
    offer = db.session.scalars(select(Offer)).one()
    assert organisation.name == "Mairie de Cahors"
    assert answer.status_code == 302
    assert answer.location == f"/offres/{offer.id}/modifier/essentiel"


def test_a_second_organisation_brings_no_draft(host: Browser) -> None:
    for commune in ("Cahors (46)", "Figeac (46)"):
        host.post(CREATE, data={"kind": "town_hall", "commune": commune})
    assert db.session.scalar(select(func.count()).select_from(Organisation)) == 2
    assert db.session.scalar(select(func.count()).select_from(Offer)) == 1


def test_a_postal_code_of_several_communes_asks_which(host: Browser) -> None:
    answer = host.post(CREATE, data={"kind": "town_hall", "commune": "46100"})
    assert answer.status_code == 422
    choices = [each["value"] for each in page(answer).select(".commune-choices input")]
    assert "46102" in choices
    assert len(choices) > 1
    assert db.session.scalar(select(func.count()).select_from(Organisation)) == 0
    host.post(CREATE, data={"kind": "town_hall", "commune": ["46100", "46102"]})
    assert only_organisation().commune_code == "46102"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"commune": "Zzyzx-les-Bains"}, "Nous ne connaissons pas de commune"),
        ({"commune": ""}, "Indiquez la commune"),
        ({"commune": "x" * 100_000}, "trop long"),
        ({"siret": make_siret(1)[:-1] + "x"}, "SIRET"),
        ({"siret": "123 456 789 00012"}, "SIRET"),
        ({"finess": "123"}, "FINESS"),
        ({"name": "n" * 100_000}, "99"),
        ({"kind": "prefecture"}, ""),
    ],
)
def test_a_mistake_is_said_and_what_was_typed_stays(
    host: Browser, typed: dict[str, str], said: str
) -> None:
    form = {"kind": "msp", "commune": "Cahors (46)", "name": "Maison <b>des</b> Quais"} | typed
    answer = host.post(CREATE, data=form)
    assert answer.status_code == 422
    assert said in errors(answer)
    name = page(answer).find("input", {"name": "name"})
    assert name is not None
    assert name["value"] == form["name"]
    assert "<b>des</b>" not in answer.get_data(as_text=True)
    assert db.session.scalar(select(func.count()).select_from(Organisation)) == 0


def test_html_in_a_name_is_shown_as_text(host: Browser) -> None:
    name = "<script>alert(1)</script>"
    host.post(CREATE, data={"kind": "msp", "commune": "Cahors (46)", "name": name})
    answer = host.get(f"/organisations/{only_organisation().id}")
    read = page(answer)
    assert read.h1 is not None
    assert read.h1.get_text(strip=True) == name
    assert not [each for each in read.find_all("script") if not each.get("src")]


@pytest.mark.parametrize("role", [None, Role.DOCTOR])
def test_only_hosts_come_in(client: Browser, role: Role | None) -> None:
    if role:
        login(client, an_account([role]))
    answer = client.get(CREATE)
    assert answer.status_code == (403 if role else 302)


@pytest.mark.parametrize("address", ["", "/membres", "/membres/1/retirer"])
def test_the_organisation_of_someone_else_does_not_exist(host: Browser, address: str) -> None:
    other = a_town_hall()
    method = "POST" if address else "GET"
    answer = host.open(f"/organisations/{other.id}{address}", method=method)
    assert answer.status_code == 404


@pytest.mark.parametrize("role", [MemberRole.EDITOR, MemberRole.READER])
def test_only_administrators_say_who_the_members_are(client: Browser, role: MemberRole) -> None:
    organisation, me, other = a_town_hall(), an_account([Role.HOST]), an_account()
    add_member(organisation, me, role)
    login(client, me)
    base = f"/organisations/{organisation.id}"
    assert page(client.get(base)).find("input", {"name": "email"}) is None
    added = client.post(f"{base}/membres", data={"email": other.email, "role": "reader"})
    creator = organisation.members[0].account_id
    removed = client.post(f"{base}/membres/{creator}/retirer")
    assert (added.status_code, removed.status_code) == (403, 403)


def test_members_come_and_go(client: Browser) -> None:
    organisation, other = a_town_hall(), an_account([Role.HOST])
    creator = organisation.members[0].account
    login(client, creator)
    base = f"/organisations/{organisation.id}"
    alone = client.get(client.post(f"{base}/membres/{creator.id}/retirer").location)
    assert "qu’une seule personne" in page(alone).get_text().lower()
    add_member(organisation, other, MemberRole.ADMIN)
    client.post(f"{base}/membres/{creator.id}/retirer")
    assert client.get(base).status_code == 404


def test_the_page_asks_few_questions(client: Browser, queries: QueryRecorder) -> None:
    organisation = a_town_hall()
    login(client, organisation.members[0].account)
    for _ in range(5):
        add_member(organisation, an_account(), "reader")
    with queries:
        client.get(f"/organisations/{organisation.id}")
    # 1 account, 2 its roles, 3 organisation with commune and département, 4 its members with
    # their accounts, 5 the roles of these accounts, 6 invitations that wait
    assert len(queries) <= 6, str(queries)
