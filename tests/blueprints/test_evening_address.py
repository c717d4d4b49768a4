"""Pages of a change of address: from one's page to the link, and back from the old address."""

from __future__ import annotations

import re

from models import OutboxMessage, Participant, db
from services.emails import render_email
from services.links import sign_id
from services.participant_data import erase
from tests.blueprints.test_evenings import home_of, mails, press, said
from tests.factories import a_participant, an_event
from tests.support.requests import Browser, page

NEW = "camille.nouvelle@essai.example"


def someone() -> Participant:
    person = a_participant(an_event(), email="camille@essai.example")
    person.email_key = person.email
    db.session.commit()
    return person


def link_in(message: OutboxMessage) -> str:
    """The first link of a message, as its reader presses it."""
    text = render_email(message.template, message.context, "http://site.test").text
    found = re.search(r"http://site\.test(/\S+)", text)
    assert found
    return found[1]


def test_from_one_s_page_to_the_new_address_and_back(client: Browser) -> None:
    person = someone()
    old = home_of(person)
    assert page(client.get(old)).select_one(f"a[href='{old}/adresse']")
    assert page(client.get(f"{old}/modifier")).select_one(f"a[href='{old}/adresse']")
    assert person.email in said(client.get(f"{old}/adresse"))
    told = said(press(client, f"{old}/adresse", email=NEW))
    assert f"Un message vient de partir vers {NEW}" in told
    link = link_in(mails()[-1])
    for _ in range(2):  # whoever opens it first may be a program
        assert NEW in said(client.get(link))
        assert client.get(old).status_code == 200
    answer = client.post(link)
    db.session.refresh(person)
    assert (answer.status_code, answer.location) == (303, home_of(person))
    assert "vos messages arrivent désormais ici" in said(client.get(answer.location))
    assert client.get(old).status_code == 410
    assert client.get(link).status_code == client.post(link).status_code == 410
    undo = next(link_in(row) for row in mails() if row.template == "participant_address_changed")
    assert "camille@essai.example" in said(client.get(undo))
    assert client.get(home_of(person)).status_code == 200
    assert client.post(undo).status_code == 303
    db.session.refresh(person)
    assert person.email == "camille@essai.example"
    assert client.get(undo).status_code == 410


def test_what_is_wrong_is_said_at_the_field_and_kept(client: Browser) -> None:
    person = someone()
    for typed, words in (
        ("", "Indiquez votre nouvelle adresse."),
        ("camille.nouvelle", "Cette adresse n’est pas complète."),
        ("CAMILLE@essai.example", "C’est déjà l’adresse de votre inscription."),
    ):
        answer = client.post(f"{home_of(person)}/adresse", data={"email": typed})
        field = page(answer).select_one("#email")
        assert answer.status_code == 422
        assert field
        assert field["value"] == typed
        assert words in page(answer).select_one("#email-error").get_text()  # type: ignore[union-attr]
    assert mails() == []


def test_the_answer_is_the_same_whoever_has_the_address(client: Browser) -> None:
    person = someone()
    other = a_participant(person.event, email="autre@essai.example")
    other.email_key = other.email
    db.session.commit()
    answers = [
        said(press(client, f"{home_of(person)}/adresse", email=email)).replace(email, "…")
        for email in ("autre@essai.example", "libre@essai.example")
    ]
    assert answers[0] == answers[1]
    assert [row.template for row in mails()] == [
        "participant_address_taken",
        "participant_address_confirm",
    ]


def test_asking_again_and_again_ends(client: Browser) -> None:
    person = someone()
    url = f"{home_of(person)}/adresse"
    codes = [client.post(url, data={"email": NEW}).status_code for _ in range(6)]
    assert codes == [302] * 5 + [429]
    assert len(mails()) == 5
    refused = client.post(url, data={"email": NEW})
    assert "en peu de temps" in said(refused)


def test_links_of_nothing_open_nothing(client: Browser) -> None:
    person = someone()
    for path in ("adresse", "adresse/annuler"):
        assert client.get(f"/rencontres/{path}/{sign_id('rien')}").status_code == 410
    press(client, f"{home_of(person)}/adresse", email=NEW)
    link = link_in(mails()[-1])
    person.event.status = "cancelled"
    db.session.commit()
    assert "Cette soirée est annulée" in said(client.get(client.post(link).location))
    erase(person)
    db.session.commit()
    assert client.get(link).status_code == 410


def test_who_has_cancelled_has_no_address_to_change(client: Browser) -> None:
    person = someone()
    person.status = "cancelled"
    db.session.commit()
    url = f"{home_of(person)}/adresse"
    assert client.get(url).location == client.post(url).location == home_of(person)
    assert f"{url}" not in client.get(home_of(person)).get_data(as_text=True)
