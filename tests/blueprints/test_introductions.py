"""Introductions: both sides enter, nobody else."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.factories import a_visible_doctor, an_account, an_introduction
from tests.factories.offers import host_of
from tests.support.queries import QueryRecorder
from tests.support.requests import Browser, login, page


def test_both_sides_see_both_contacts(client: Browser) -> None:
    introduction = an_introduction()
    doctor, host = introduction.doctor, host_of(introduction.offer)
    for account in (doctor.account, host):
        login(client, account)
        shown = page(client.get(f"/mises-en-relation/{introduction.id}")).get_text()
        for word in ("Camille Essai", doctor.account.email, "05 65 00 00 00", "Dominique Essai"):
            assert word in shown
        listed = page(client.get("/mises-en-relation"))
        assert listed.select_one(f"a[href='/mises-en-relation/{introduction.id}']")


@pytest.mark.parametrize("roles", [["doctor"], ["host"], ["doctor", "host"], []])
def test_for_anyone_else_there_is_no_such_page(client: Browser, roles: list[str]) -> None:
    introduction = an_introduction()
    login(client, an_account(roles))
    assert client.get(f"/mises-en-relation/{introduction.id}").status_code == 404
    assert not page(client.get("/mises-en-relation")).select("main .card")


@pytest.mark.parametrize("number", ["999999", str(10**30), "abc", "-1"])
def test_an_introduction_that_is_not_is_not_found(client: Browser, number: str) -> None:
    login(client, a_visible_doctor().account)
    assert client.get(f"/mises-en-relation/{number}").status_code == 404


@pytest.mark.parametrize("path", ["/mises-en-relation", "/mises-en-relation/1"])
def test_a_stranger_is_asked_to_log_in(client: Browser, path: str) -> None:
    assert client.get(path).location.startswith("/connexion")


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_asks_the_same_however_long(
    app: Flask, client: Browser, queries: QueryRecorder, count: int
) -> None:
    doctor = a_visible_doctor()
    for _ in range(count):
        an_introduction(doctor)
    login(client, doctor.account)
    with queries:
        assert client.get("/mises-en-relation").status_code == 200
    # 1 the account, 2 its roles, 3 introductions with both sides, 4 their messages, 5 their places
    assert len(queries) <= 5, str(queries)
