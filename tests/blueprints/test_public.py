"""Pages for everyone."""

from __future__ import annotations

import pytest
from flask import Flask

from models.vocabulary import Role
from tests.factories import an_account
from tests.support.queries import QueryRecorder
from tests.support.requests import Browser, login, page

PAGES = (
    "/",
    "/classement",
    "/mentions-legales",
    "/confidentialite",
    "/accessibilite",
    "/conditions",
    "/inscription",
    "/connexion",
)


@pytest.mark.parametrize("address", PAGES)
def test_everyone_may_read(client: Browser, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    read = page(answer)
    assert len(read.find_all("h1")) == 1
    assert read.find("html")["lang"] == "fr"  # type: ignore[index]
    assert not read.find_all(style=True)
    assert not read.find_all("style")
    assert all(script.get("src", "").startswith("/static/") for script in read.find_all("script"))
    assert "Set-Cookie" not in answer.headers or address in ("/inscription", "/connexion")


@pytest.mark.parametrize("address", PAGES)
def test_nothing_may_load_or_run_from_elsewhere(client: Browser, address: str) -> None:
    policy = client.get(address).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_home_page_asks_one_question(client: Browser, queries: QueryRecorder) -> None:
    with queries:
        client.get("/")
    assert len(queries) == 1  # the three figures


def test_communes_are_proposed(client: Browser) -> None:
    found = client.get("/communes?q=figeac").json
    assert found == [{"code": "46102", "label": "Figeac (46)", "detail": found[0]["detail"]}]
    assert found[0]["detail"].startswith("Lot, ")


@pytest.mark.parametrize("typed", ["", "%", "a" * 100_000, "\x01", "<script>"])
def test_odd_searches_find_nothing_and_break_nothing(client: Browser, typed: str) -> None:
    answer = client.get("/communes", query_string={"q": typed})
    assert answer.status_code == 200
    assert answer.json == []


def test_an_unknown_address_is_a_kind_page(client: Browser) -> None:
    answer = client.get("/nulle-part")
    assert answer.status_code == 404
    assert "Revenir à l’accueil" in page(answer).get_text()


def test_a_fault_shows_no_trace(
    app: Flask, client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.config.update(PROPAGATE_EXCEPTIONS=False)

    def broken() -> str:
        raise RuntimeError("secret of the house")

    monkeypatch.setitem(app.view_functions, "public.terms", broken)
    answer = client.get("/conditions")
    assert answer.status_code == 500
    assert "secret of the house" not in answer.text
    assert "<h1" in answer.text


@pytest.mark.parametrize(
    ("role", "leads"),
    [(None, True), (Role.DOCTOR, True), (Role.HOST, True), (Role.STEWARD, False)],
)
def test_the_header_leads_to_the_evenings(client: Browser, role: Role | None, leads: bool) -> None:
    if role is not None:
        login(client, an_account([role]))
    read = page(client.get("/"))
    assert (read.select_one('.site-nav a[href="/rencontres"]') is not None) is leads
    assert read.select_one('main a[href="/rencontres"]') is not None
