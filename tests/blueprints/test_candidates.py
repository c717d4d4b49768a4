"""Pages of candidates: ranked, masked, invited, answered."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from models import Doctor, Interest, Introduction, Offer, db
from services.candidates import PER_PAGE
from services.doctors import set_visibility
from services.market import forget_markets
from services.offers import pause
from services.pseudonyms import conceal
from tests.factories import (
    a_published_offer,
    a_ready_offer,
    a_visible_doctor,
    an_interest,
    an_invitation,
)
from tests.factories.offers import host_of
from tests.support.queries import QueryRecorder
from tests.support.requests import Browser, login, page


@pytest.fixture(autouse=True)
def fresh_market() -> None:
    """Pools of an earlier test know people who are gone."""
    forget_markets()


def text_of(answer: Any) -> str:
    """What the page says, spaces made one."""
    return " ".join(page(answer).get_text(" ").split())


def followed(client: Browser, address: str, **sent: Any) -> Any:
    """Send a form and read the page one is led to."""
    return client.get(client.post(address, **sent).location)


def as_host(client: Browser, offer: Offer) -> Browser:
    """Enter as someone of the offer's organisation."""
    login(client, host_of(offer))
    return client


SECRETS = ("Camille", "Essai", "05 65 00 00 00", "Cahors", "nursery", "École maternelle")


def test_candidates_are_ranked_and_masked(client: Browser) -> None:
    doctor = a_visible_doctor(project="Je suis Camille Essai, camille@example.org. Randonnée.")
    hidden = a_visible_doctor()
    set_visibility(hidden, False)
    offer = a_published_offer()
    as_host(client, offer)
    answer = client.get(f"/offres/{offer.id}/candidats")
    cards = page(answer).select("article h3 a")
    assert len(cards) == 1
    assert cards[0]["href"].endswith(conceal(doctor.id, offer.id, "tests"))  # type: ignore[union-attr]
    one = client.get(str(cards[0]["href"]))
    for read in (answer, one):
        whole = read.get_data(as_text=True)
        for secret in (*SECRETS, "camille@example.org", doctor.account.email):
            assert secret not in whole
    assert "Randonnée" in text_of(one)


def test_addresses_do_not_tell_who_it_is(client: Browser) -> None:
    doctor, offer, other = a_visible_doctor(), a_published_offer(), a_published_offer()
    as_host(client, offer)
    base = f"/offres/{offer.id}/candidats"
    assert client.get(f"{base}/{conceal(doctor.id, offer.id, 'tests')}").status_code == 200
    for wrong in (str(doctor.id), conceal(doctor.id, other.id, "tests"), "zzzzzzzz", "00000000"):
        assert client.get(f"{base}/{wrong}").status_code == 404


def test_a_doctor_who_is_not_visible_cannot_be_found(client: Browser) -> None:
    doctor, offer = an_interest()
    set_visibility(doctor, False)
    as_host(client, offer)
    address = f"/offres/{offer.id}/candidats/{conceal(doctor.id, offer.id, 'tests')}"
    assert client.get(address).status_code == 404
    assert client.post(f"{address}/inviter").status_code == 404
    assert "médecin s’intéresse" not in text_of(client.get(f"/offres/{offer.id}/candidats"))


def test_a_draft_has_no_candidates_yet(client: Browser) -> None:
    a_visible_doctor()
    offer = a_ready_offer()
    as_host(client, offer)
    answer = client.get(f"/offres/{offer.id}/candidats")
    assert page(answer).select("article") == []
    assert "encore un brouillon" in text_of(answer)


def test_an_invitation_goes_out_and_is_taken_back(client: Browser) -> None:
    doctor, offer = a_visible_doctor(), a_published_offer()
    as_host(client, offer)
    address = f"/offres/{offer.id}/candidats/{conceal(doctor.id, offer.id, 'tests')}"
    sent = followed(client, f"{address}/inviter", data={"message": "Venez."})
    assert "Invitation envoyée" in text_of(sent)
    interest = db.session.scalars(select(Interest)).one()
    assert (interest.side, interest.answer, interest.message) == ("host", "yes", "Venez.")
    listed = client.get(f"/offres/{offer.id}/candidats?vue=invites")
    assert len(page(listed).select("article")) == 1
    client.post(f"{address}/retirer")
    db.session.expire_all()
    assert interest.answer == "withdrawn"


def test_a_yes_to_a_yes_opens_the_introduction(client: Browser) -> None:
    doctor, offer = an_interest()
    as_host(client, offer)
    listed = client.get(f"/offres/{offer.id}/candidats?vue=interesses")
    assert "1 médecin s’intéresse à votre offre" in text_of(listed).replace("\u00a0", " ")
    address = f"/offres/{offer.id}/candidats/{conceal(doctor.id, offer.id, 'tests')}"
    answer = client.post(f"{address}/inviter", data={"message": ""})
    introduction = db.session.scalars(select(Introduction)).one()
    assert answer.location == f"/mises-en-relation/{introduction.id}"


def test_one_may_decline(client: Browser) -> None:
    doctor, offer = an_interest()
    as_host(client, offer)
    address = f"/offres/{offer.id}/candidats/{conceal(doctor.id, offer.id, 'tests')}"
    client.post(f"{address}/decliner")
    assert "Personne n’attend" in text_of(
        client.get(f"/offres/{offer.id}/candidats?vue=interesses")
    )


def test_a_message_that_is_too_long_stays_typed(client: Browser) -> None:
    doctor, offer = a_visible_doctor(), a_published_offer()
    as_host(client, offer)
    address = f"/offres/{offer.id}/candidats/{conceal(doctor.id, offer.id, 'tests')}"
    answer = client.post(f"{address}/inviter", data={"message": "x" * 100_000})
    assert answer.status_code == 422
    assert "dépasse" in text_of(answer)
    assert db.session.scalars(select(Interest)).all() == []


def test_nothing_to_answer_is_not_found(client: Browser) -> None:
    doctor, offer = a_visible_doctor(), a_published_offer()
    as_host(client, offer)
    address = f"/offres/{offer.id}/candidats/{conceal(doctor.id, offer.id, 'tests')}"
    assert client.post(f"{address}/decliner").status_code == 404
    assert client.post(f"{address}/retirer").status_code == 404


def test_the_message_of_a_doctor_is_masked(client: Browser) -> None:
    doctor, offer = an_interest()
    interest = db.session.scalars(select(Interest)).one()
    interest.message = "Camille, 06 12 34 56 78, appelez-moi."
    as_host(client, offer)
    token = conceal(doctor.id, offer.id, "tests")
    said = text_of(client.get(f"/offres/{offer.id}/candidats/{token}"))
    assert "appelez-moi" in said
    assert "Camille" not in said
    assert "06 12" not in said


def test_candidates_do_not_grow_in_queries(client: Browser, queries: QueryRecorder) -> None:
    offer = a_published_offer()
    for _ in range(PER_PAGE + 2):
        a_visible_doctor()
    an_invitation(offer=offer)
    as_host(client, offer)
    address = f"/offres/{offer.id}/candidats"
    first = page(client.get(address))
    assert len(first.select("article")) == PER_PAGE
    assert first.select_one("a[rel=next]") is not None
    with queries:
        client.get(address)
    # 1 account, 2 roles, 3 offer, 4 sites, 5 membership, 6-7 offer as scoring reads it,
    # 8 market's clock, 9-10 masked doctors and regions, 11-12 answers and introductions,
    # 13 names to take out, 14 messages, 15 yeses waiting, then their explanation:
    # 16-17 offer, 18 places, 19 doctors, 20 clock
    assert len(queries) <= 20, str(queries)
    assert client.get(f"{address}?page=999999999999").status_code == 200
    assert client.get(f"{address}?page=abc").status_code == 200


def test_an_invitation_needs_an_open_offer(client: Browser) -> None:
    doctor, offer = a_visible_doctor(), a_published_offer()
    pause(offer)
    as_host(client, offer)
    address = f"/offres/{offer.id}/candidats/{conceal(doctor.id, offer.id, 'tests')}"
    answer = followed(client, f"{address}/inviter", data={"message": ""})
    assert answer.status_code == 200
    assert db.session.scalars(select(Interest)).all() == []
    assert db.session.get(Doctor, doctor.id) is not None
