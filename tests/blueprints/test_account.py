"""One's own account: confirmation, forgotten passwords, other addresses, sessions, codes."""

from __future__ import annotations

import re
from collections import Counter
from typing import cast

import pyotp
import pytest
from flask import Flask

from models import Account, OutboxMessage, db
from models.base import now
from models.vocabulary import Role
from services.accounts import find_by_credentials, find_by_email
from services.emails import render_email
from services.links import make_link
from services.second_factors import find_enrolment, has_factor
from services.transaction import transaction
from tests.factories import a_published_offer, a_visible_doctor, an_account
from tests.factories.accounts import PASSWORD
from tests.support.queries import QueryRecorder
from tests.support.requests import Browser, login, page

NEW = "une toute nouvelle phrase"
LINK = re.compile(r"http://127\.0\.0\.1:8000(/(?:confirmer|adresse|mot-de-passe)/\S+)")


@pytest.fixture
def other(app: Flask) -> Browser:
    """Another browser."""
    return cast(Browser, app.test_client())


def last_link(template: str) -> str:
    """The path in the last message of this kind."""
    rows = db.session.query(OutboxMessage).filter_by(template=template)
    row = rows.order_by(OutboxMessage.id.desc()).first()
    assert row is not None, f"no {template} in the outbox"
    found = LINK.search(render_email(template, row.context).text)
    assert found
    return found[1]


def sign_up(client: Browser, email: str = "camille@exemple.fr") -> Account:
    client.post("/inscription", data={"role": "doctor", "email": email, "password": PASSWORD})
    account = db.session.query(Account).filter_by(email=email).order_by(Account.id.desc()).first()
    assert account is not None
    return account


def said(answer: object) -> str:
    return page(answer).get_text(" ")  # type: ignore[arg-type]


# --- confirmation ---


def test_a_link_confirms_an_address_in_ones_own_browser(client: Browser) -> None:
    account = sign_up(client)
    assert "Confirmez votre adresse" in said(client.get("/medecin"))
    link = last_link("confirm")
    read = page(client.get(link))
    assert not read.find("input", {"type": "password"})
    db.session.expire_all()
    assert account.confirmed_at is None  # programs that read mail open links
    assert client.post(link).location == "/medecin"
    assert account.confirmed_at is not None
    assert "Confirmez votre adresse" not in said(client.get("/medecin"))
    assert client.get(link).status_code == 410


def test_elsewhere_the_password_is_asked_so_that_no_stranger_is_helped(
    client: Browser, other: Browser
) -> None:
    """Someone signs up with my address: their link in my mailbox confirms nothing."""
    account = sign_up(client)
    link = last_link("confirm")
    assert other.post(link).status_code == 422
    assert other.post(link, data={"password": "ce n'est pas elle"}).status_code == 422
    assert account.confirmed_at is None
    assert other.post(link, data={"password": PASSWORD}).location == "/medecin"
    assert account.confirmed_at is not None
    assert other.get("/medecin").status_code == 200


def test_asking_again_replaces_the_link(client: Browser) -> None:
    sign_up(client)
    first = last_link("confirm")
    assert client.post("/compte/confirmation").location == "/compte"
    assert last_link("confirm") != first
    assert client.get(first).status_code == 410
    assert client.get(last_link("confirm")).status_code == 200


def test_who_has_not_answered_reaches_nobody(app: Flask, client: Browser) -> None:
    account = an_account(confirmed=False)
    doctor = a_visible_doctor(account)
    offer = a_published_offer()
    login(client, account)
    answer = client.post(f"/medecin/offres/{offer.id}/interet", data={"message": "", "agree": "y"})
    assert answer.status_code == 422
    assert "Confirmez d’abord votre adresse" in said(answer)
    account.confirmed_at = now()
    answer = client.post(f"/medecin/offres/{offer.id}/interet", data={"message": "", "agree": "y"})
    assert answer.status_code == 302
    assert doctor.id


@pytest.mark.parametrize("kind", ["confirmer", "mot-de-passe", "adresse", "adresse/annuler"])
@pytest.mark.parametrize("token", ["x", "x.y", "%01", "é.à", "a" * 2_000])
def test_a_forged_link_gets_a_page_that_says_so(client: Browser, kind: str, token: str) -> None:
    for answer in (client.get(f"/{kind}/{token}"), client.post(f"/{kind}/{token}")):
        assert answer.status_code in (404, 410)


def test_a_link_opens_only_what_it_was_made_for(client: Browser) -> None:
    account = an_account()
    with transaction():
        token = make_link("reset", account_id=account.id, payload={"email": "x@y.fr"}, hours=1)
    for kind in ("confirmer", "adresse", "adresse/annuler"):
        assert client.get(f"/{kind}/{token}").status_code == 410
    assert client.get(f"/mot-de-passe/{token}").status_code == 200


# --- forgotten password ---


def test_a_forgotten_password_shows_and_costs_the_same_for_any_address(
    app: Flask, queries: QueryRecorder
) -> None:
    known = an_account(email="connue@exemple.fr")
    seen = []
    for email in (known.email, "inconnu@exemple.fr"):
        visitor = cast(Browser, app.test_client())
        db.session.commit()
        with queries:
            answer = visitor.post("/mot-de-passe-oublie", data={"email": email})
        verbs = Counter(statement.split()[0] for statement in queries.statements)
        seen.append((answer.status_code, answer.text.replace(email, ""), verbs))
    assert seen[0] == seen[1]
    sent = {row.to_address: row.template for row in db.session.query(OutboxMessage)}
    assert sent == {known.email: "reset_password", "inconnu@exemple.fr": "no_account"}


def test_a_new_password_ends_every_session_and_is_told(client: Browser, other: Browser) -> None:
    account = an_account(email="camille@exemple.fr")
    login(other, account)
    client.post("/mot-de-passe-oublie", data={"email": " Camille@Exemple.fr "})
    link = last_link("reset_password")
    assert client.get(link).status_code == 200
    assert client.post(link, data={"password": "court"}).status_code == 422
    assert client.post(link, data={"password": NEW}).location == "/connexion"
    assert find_by_credentials(account.email, NEW) is not None
    assert find_by_credentials(account.email, PASSWORD) is None
    assert other.get("/compte").status_code == 302
    assert db.session.query(OutboxMessage).filter_by(template="password_changed").count() == 1
    assert client.post(link, data={"password": NEW}).status_code == 410


def test_asking_for_links_is_limited_alike_for_any_address(app: Flask) -> None:
    an_account(email="connue@exemple.fr")
    for email in ("connue@exemple.fr", "inconnu@exemple.fr"):
        visitor = cast(Browser, app.test_client())
        answers = [
            visitor.post("/mot-de-passe-oublie", data={"email": email}).status_code
            for _ in range(5)
        ]
        assert answers == [200, 200, 200, 429, 429]


# --- locked out ---


def test_tries_are_limited_for_any_address_and_the_right_password_waits_too(app: Flask) -> None:
    an_account(email="connue@exemple.fr")
    seen = []
    for email in ("connue@exemple.fr", "inconnu@exemple.fr"):
        visitor = cast(Browser, app.test_client())
        answers = [
            visitor.post("/connexion", data={"email": email, "password": "fausse"})
            for _ in range(12)
        ]
        seen.append([answer.status_code for answer in answers])
    assert seen[0] == seen[1] == [422] * 10 + [429] * 2
    answer = visitor.post("/connexion", data={"email": "connue@exemple.fr", "password": PASSWORD})
    assert answer.status_code == 429


# --- changes ---


def test_a_new_password_is_asked_with_the_old_one(client: Browser, other: Browser) -> None:
    account = an_account()
    login(client, account)
    login(other, account)
    wrong = client.post("/compte/mot-de-passe", data={"current": "fausse phrase", "password": NEW})
    assert wrong.status_code == 422
    right = client.post("/compte/mot-de-passe", data={"current": PASSWORD, "password": NEW})
    assert right.location == "/compte"
    assert client.get("/compte").status_code == 200
    assert other.get("/compte").status_code == 302
    assert find_by_credentials(account.email, NEW) is not None


def test_a_new_address_answers_first_and_the_old_one_is_told(client: Browser) -> None:
    account = an_account(email="ancienne@exemple.fr")
    login(client, account)
    data = {"email": "nouvelle@exemple.fr", "current": PASSWORD}
    assert client.post("/compte/adresse", data=data).location == "/compte"
    assert account.email == "ancienne@exemple.fr"
    assert client.post(last_link("email_change_confirm")).status_code == 302
    db.session.expire_all()
    assert account.email == "nouvelle@exemple.fr"
    told = db.session.query(OutboxMessage).filter_by(template="email_changed_notice").one()
    assert told.to_address == "ancienne@exemple.fr"


def test_the_old_address_takes_the_account_back(client: Browser, other: Browser) -> None:
    account = an_account(email="ancienne@exemple.fr")
    login(client, account)  # someone who found the computer open, and knows the password
    data = {"email": "voleur@exemple.fr", "current": PASSWORD}
    client.post("/compte/adresse", data=data)
    client.post(last_link("email_change_confirm"))
    client.post("/compte/second-facteur/commencer")
    owner_s_link = last_link("email_changed_notice")
    assert other.get(owner_s_link).status_code == 200
    answer = other.post(owner_s_link)
    assert answer.status_code == 302
    db.session.expire_all()
    assert account.email == "ancienne@exemple.fr"
    assert client.get("/compte").status_code == 302
    assert find_enrolment(account) is None
    assert other.post(answer.location, data={"password": NEW}).location == "/connexion"
    assert find_by_credentials("ancienne@exemple.fr", NEW) is not None
    assert other.post(owner_s_link).status_code == 410


def test_an_address_that_someone_has_is_refused_in_silence(client: Browser) -> None:
    account, owner = an_account(), an_account(email="prise@exemple.fr")
    login(client, account)
    answers = []
    for email in (owner.email, "libre@exemple.fr"):
        answer = client.post("/compte/adresse", data={"email": email, "current": PASSWORD})
        answers.append((answer.status_code, answer.location))
    assert answers[0] == answers[1]
    told = db.session.query(OutboxMessage).filter_by(to_address=owner.email).one()
    assert told.template == "already_registered"


def test_a_provisional_account_corrects_its_address(client: Browser) -> None:
    account = sign_up(client, "faute@exemple.fr")
    data = {"email": "juste@exemple.fr", "current": PASSWORD}
    client.post("/compte/adresse", data=data)
    assert client.post(last_link("confirm")).status_code == 302
    assert find_by_email("juste@exemple.fr") == account


# --- sessions ---


def test_sessions_are_listed_and_ended_one_by_one(
    client: Browser, other: Browser, queries: QueryRecorder
) -> None:
    account = an_account()
    login(client, account)
    login(other, account)
    with queries:
        read = page(client.get("/compte"))
    # session and account, roles, sessions, second factor
    assert len(queries) == 4, queries
    forms = [form["action"] for form in read.select("form[action^='/compte/sessions/']")]
    assert len(forms) == 1
    assert client.post(str(forms[0])).location == "/compte"
    assert other.get("/compte").status_code == 302
    assert client.post(str(forms[0])).status_code == 404


def test_the_others_are_ended_at_once(client: Browser, other: Browser) -> None:
    account = an_account()
    login(client, account)
    login(other, account)
    assert client.post("/compte/sessions").location == "/compte"
    assert other.get("/compte").status_code == 302
    assert client.get("/compte").status_code == 200


def test_a_cookie_kept_after_leaving_opens_nothing(client: Browser, other: Browser) -> None:
    login(client, an_account())
    with client.session_transaction() as session:
        stolen = dict(session)
    client.post("/deconnexion")
    with other.session_transaction() as session:
        session.update(stolen)
    assert other.get("/compte").status_code == 302


def test_coming_in_gives_a_new_secret(client: Browser) -> None:
    account = an_account()
    with client.session_transaction() as session:
        session["entry"] = "chosen by someone else"
    client.post("/connexion", data={"email": account.email, "password": PASSWORD})
    with client.session_transaction() as session:
        assert session["entry"] != "chosen by someone else"
    assert client.get("/compte").status_code == 200


# --- second factor ---


def _set_up(client: Browser, account: Account) -> tuple[pyotp.TOTP, list[str]]:
    client.post("/compte/second-facteur/commencer")
    read = page(client.get("/compte/second-facteur"))
    assert read.find("svg", class_="qr")
    enrolment = find_enrolment(account)
    assert enrolment is not None
    assert enrolment.secret in read.get_text()
    phone = pyotp.TOTP(enrolment.secret)
    answer = client.post("/compte/second-facteur", data={"code": phone.now()})
    codes = [code.get_text() for code in page(answer).select(".recovery code")]
    assert len(codes) == 10
    return phone, codes


def test_the_code_is_asked_after_the_password(client: Browser, other: Browser) -> None:
    account = an_account()
    login(client, account)
    _, codes = _set_up(client, account)
    entered = other.post("/connexion", data={"email": account.email, "password": PASSWORD})
    assert entered.location == "/connexion/code"
    assert other.get("/compte").status_code == 302  # not in yet
    assert other.post("/connexion/code", data={"code": "000000"}).status_code == 422
    assert other.post("/connexion/code", data={"code": codes[0]}).location == "/medecin"
    assert other.get("/compte").status_code == 200
    assert codes[0] not in other.get("/compte/second-facteur/actif").text


def test_codes_are_not_guessed(client: Browser, other: Browser) -> None:
    account = an_account()
    login(client, account)
    _, codes = _set_up(client, account)
    other.post("/connexion", data={"email": account.email, "password": PASSWORD})
    answers = [other.post("/connexion/code", data={"code": "000000"}) for _ in range(7)]
    assert answers[-1].status_code == 429
    assert other.post("/connexion/code", data={"code": codes[0]}).status_code == 429


@pytest.mark.parametrize("role", [Role.ORGANISER, Role.STEWARD])
def test_some_roles_set_it_up_before_anything_else(client: Browser, role: str) -> None:
    account = an_account([role])
    client.post("/connexion", data={"email": account.email, "password": PASSWORD})
    for path in ("/", "/compte", "/mises-en-relation"):
        assert client.get(path).location == "/compte/second-facteur"
    _set_up(client, account)
    assert client.get("/compte").status_code == 200


def test_doing_without_asks_for_both(client: Browser) -> None:
    account = an_account()
    login(client, account)
    _, codes = _set_up(client, account)
    url = "/compte/second-facteur/retirer"
    client.post(url, data={"retrait-current": "fausse", "retrait-code": codes[0]})
    client.post(url, data={"retrait-current": PASSWORD, "retrait-code": "000000"})
    assert has_factor(account)
    client.post(url, data={"retrait-current": PASSWORD, "retrait-code": codes[0]})
    assert not has_factor(account)


# --- the messages of a demonstration ---


def test_the_messages_of_a_demonstration_are_on_a_page(app: Flask, client: Browser) -> None:
    sign_up(client)
    assert "Confirmez votre adresse" in said(client.get("/courrier"))
    app.config["DEMO_MODE"] = False
    assert client.get("/courrier").status_code == 404
    assert "courrier" not in client.get("/medecin").text
