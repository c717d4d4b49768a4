"""Coming in and going out."""

from __future__ import annotations

import re
from collections import Counter
from typing import cast

import pytest
from flask import Flask

from blueprints.auth import routes
from models import Account, OutboxMessage, db
from models.base import now
from models.vocabulary import Role
from services.accounts import find_by_credentials, find_by_email, hash_password, sign_up
from services.demo_logins import DEMO_PASSWORD
from services.sessions import COOKIE_KEY, find_presence
from services.transaction import transaction
from tests.support.queries import QueryRecorder
from tests.support.requests import Browser, login, page

PASSWORD = "une phrase que je retiens"
DOCTOR = {"role": "doctor", "email": "camille@exemple.fr", "password": PASSWORD}


def _account(role: str = Role.DOCTOR) -> Account:
    with transaction():
        account = sign_up("camille@exemple.fr", hash_password(PASSWORD), role)
        account.confirmed_at = now()
        return account


@pytest.mark.parametrize(("role", "goes_to"), [("doctor", "/medecin"), ("host", "/offres")])
def test_signing_up_logs_in_and_leads_to_what_one_came_for(
    client: Browser, role: str, goes_to: str
) -> None:
    answer = client.post("/inscription", data={**DOCTOR, "role": role})
    assert answer.status_code == 302
    assert answer.location == goes_to
    account = db.session.query(Account).one()
    assert account.has_role(role)


def test_the_form_keeps_what_was_typed_but_not_the_password(client: Browser) -> None:
    answer = client.post("/inscription", data={**DOCTOR, "password": "court"})
    assert answer.status_code == 422
    read = page(answer)
    assert read.find("input", {"name": "email"})["value"] == "camille@exemple.fr"  # type: ignore[index]
    assert not read.find("input", {"name": "password"}).get("value")  # type: ignore[union-attr]
    assert "au moins 10 caractères" in read.get_text()
    assert db.session.query(Account).count() == 0


def _signed_up(client: Browser, queries: QueryRecorder, hashes: list[str]) -> list[object]:
    """What a visitor and a clock can see of a sign-up, and of the pages after it."""
    hashes.clear()
    with queries:
        answer = client.post("/inscription", data=DOCTOR)
    verbs = Counter(statement.split()[0] for statement in queries.statements)
    pages = [client.get(path) for path in ("/medecin", "/compte")]
    texts = [re.sub(r"[0-9a-f]{64}|I[jm][\w.-]{40,}", "", each.text) for each in pages]
    return [answer.status_code, answer.location, answer.text, verbs, list(hashes), texts]


def test_signing_up_with_a_known_address_shows_and_costs_the_same(
    app: Flask, queries: QueryRecorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashes: list[str] = []
    monkeypatch.setattr(
        routes, "hash_password", lambda text: hashes.append(text) or hash_password(text)
    )
    unknown = _signed_up(cast(Browser, app.test_client()), queries, hashes)
    owner = _account()
    known = _signed_up(cast(Browser, app.test_client()), queries, hashes)
    assert known == unknown
    assert hashes == [PASSWORD]
    messages = db.session.query(OutboxMessage).order_by(OutboxMessage.id)
    told = [(row.template, row.account_id) for row in messages]
    assert told[0][0] == "confirm"
    assert told[1] == ("already_registered", owner.id)


def test_a_sign_up_in_another_s_name_enters_nothing_of_theirs(client: Browser) -> None:
    owner = _account()
    client.post("/inscription", data={**DOCTOR, "password": "une autre phrase"})
    with client.session_transaction() as session:
        found = find_presence(session[COOKIE_KEY])
    assert found is not None
    assert found.account.id != owner.id
    assert find_by_email(DOCTOR["email"]) == owner
    assert find_by_credentials(DOCTOR["email"], "une autre phrase") is None


def test_nobody_signs_up_as_steward(client: Browser) -> None:
    assert client.post("/inscription", data={**DOCTOR, "role": "steward"}).status_code == 422
    assert db.session.query(Account).count() == 0


def test_a_wrong_password_and_an_unknown_address_get_the_same_page(client: Browser) -> None:
    _account()
    texts = set()
    for email in ("camille@exemple.fr", "claude@exemple.fr"):
        answer = client.post("/connexion", data={"email": email, "password": "pas la bonne"})
        assert answer.status_code == 422
        texts.add(answer.text.replace(email, ""))
    assert len(texts) == 1


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://ailleurs.example",
        "//ailleurs.example",
        "/\\ailleurs.example",
        "javascript:alert(1)",
    ],
)
def test_logging_in_never_leads_elsewhere(client: Browser, elsewhere: str) -> None:
    _account()
    answer = client.post(
        "/connexion",
        query_string={"next": elsewhere},
        data={"email": DOCTOR["email"], "password": PASSWORD},
    )
    assert answer.location == "/medecin"


def test_logging_in_goes_back_to_the_page_that_was_wanted(client: Browser) -> None:
    _account()
    wanted = client.get("/medecin/interets").location
    answer = client.post(wanted, data={"email": DOCTOR["email"], "password": PASSWORD})
    assert answer.location == "/medecin/interets"


def test_logging_out_is_a_post_and_ends_the_session(client: Browser) -> None:
    login(client, _account())
    assert client.get("/deconnexion").status_code == 405
    assert client.get("/medecin").status_code == 200
    assert client.post("/deconnexion").location == "/"
    assert client.get("/medecin").status_code == 302


def test_an_account_takes_its_other_role(client: Browser) -> None:
    account = _account()
    login(client, account)
    assert client.get("/offres").status_code == 403
    assert client.post("/mes-roles/host").location == "/offres"
    assert client.get("/offres").status_code in (200, 302)
    assert client.post("/mes-roles/steward").status_code == 404


@pytest.mark.parametrize(("demo", "shown"), [(True, True), (False, False)])
def test_demo_logins_are_shown_in_demo_mode_only(
    app: Flask, client: Browser, demo: bool, shown: bool
) -> None:
    app.config["DEMO_MODE"] = demo
    assert (DEMO_PASSWORD in client.get("/connexion").text) is shown


def test_a_form_without_its_token_is_refused_kindly(app: Flask, client: Browser) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    answer = client.post("/inscription", data=DOCTOR)
    assert answer.status_code == 400
    assert "trop longtemps" in page(answer).get_text()
    assert db.session.query(Account).count() == 0
