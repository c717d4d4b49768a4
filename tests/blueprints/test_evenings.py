"""Pages of those who come to an evening: invitation, registration, one's own page."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models import DatingEvent, OutboxMessage, Participant, db
from models.base import now
from models.vocabulary import MemberRole, Role
from services.members import add_member
from services.participant_keys import OPEN_AFTER, token_of
from services.registrations import confirm
from tests.factories import (
    a_draft_event,
    a_participant,
    a_published_offer,
    a_visible_doctor,
    an_account,
    an_event,
)
from tests.factories.offers import host_of
from tests.support.queries import QueryRecorder
from tests.support.requests import Browser, login, page

GUEST = {
    "first_name": "Camille",
    "last_name": "Roux",
    "email": "camille.roux@essai.example",
    "agree": "y",
}
HOST = GUEST | {"organisation_name": "Maison de santé de Figeac", "commune": "Figeac (46)"}
SIDES = [("medecins", "candidate", GUEST), ("hotes", "host", HOST)]
PAGES = ("", "/modifier", "/annuler", "/souhaits", "/couple", "/effacer", "/mes-donnees.json")


def said(answer: Any) -> str:
    """What the page says, spaces made one."""
    return " ".join(page(answer).get_text(" ").split())


def press(client: Browser, address: str, **data: str) -> Any:
    """Send a form, and read the page that it leads to."""
    answer = client.post(address, data=data)
    assert answer.status_code == 302, page(answer).select_one("main .error-summary")
    return client.get(answer.headers["Location"])


def mails() -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def registered(event: DatingEvent) -> list[Participant]:
    query = select(Participant).where(Participant.event_id == event.id).order_by(Participant.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def home_of(participant: Participant) -> str:
    return f"/rencontres/inscription/{token_of(participant)}"


# --- what anyone reads ---


def test_evenings_to_come_are_listed_and_drafts_are_not(
    client: Browser, queries: QueryRecorder
) -> None:
    later = an_event(title="Rencontres de Rodez", starts_at=now() + timedelta(days=40))
    soon = an_event(title="Rencontres de Cahors")
    an_event(title="Soirée passée", starts_at=now() - timedelta(days=1))
    an_event(title="Soirée annulée", status="cancelled")
    a_draft_event(title="Brouillon")
    a_participant(soon)
    db.session.commit()
    with queries:
        answer = client.get("/rencontres")
    assert len(queries) == 2, str(queries)  # evenings with their place, seats
    titles = [each.get_text(strip=True) for each in page(answer).select("article h3")]
    assert titles == [soon.title, later.title]


def test_an_empty_list_says_what_to_do(client: Browser) -> None:
    assert "Aucune soirée annoncée" in said(client.get("/rencontres"))


def test_an_evening_says_what_when_where_how_and_who(client: Browser) -> None:
    event = an_event(breaks=[{"after": 3, "minutes": 15}])
    a_participant(event)
    whole = said(client.get(f"/rencontres/{event.code}"))
    for words in (
        event.title,
        "Salle des fêtes",
        "Cahors",
        "URPS d’essai",
        event.contact_email,
        "6 manches de 7 min",
        "une pause de 15 min",
        "11 places libres sur 12",
        "9 places libres sur 9",
    ):
        assert words in whole
    assert client.get("/rencontres/nulle-part").status_code == 404
    assert client.get(f"/rencontres/{a_draft_event().code}").status_code == 404


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"opens_at": now() + timedelta(days=2)}, "Les inscriptions ouvrent"),
        ({"closes_at": now() - timedelta(days=2)}, "Les inscriptions sont closes depuis"),
        ({"status": "cancelled"}, "Cette soirée est annulée"),
        ({"status": "closed"}, "Cette soirée a déjà eu lieu"),
    ],
)
@pytest.mark.parametrize("door", ["medecins", "hotes"])
def test_a_shut_door_says_why(
    client: Browser, answers: dict[str, Any], words: str, door: str
) -> None:
    event = an_event(**answers)
    address = f"/rencontres/{event.code}/{door}"
    shown = client.get(address)
    assert words in said(shown)
    assert page(shown).select_one("main form") is None
    refused = client.post(address, data=HOST)
    assert refused.status_code == 422
    assert registered(event) == []


# --- registering without an account ---


@pytest.mark.parametrize(("door", "side", "answers"), SIDES)
def test_a_guest_registers_then_confirms_by_one_button(
    client: Browser, door: str, side: str, answers: dict[str, str]
) -> None:
    event = an_event()
    sent = press(client, f"/rencontres/{event.code}/{door}", **answers)
    assert "Regardez vos courriels" in said(sent)
    (one,) = registered(event)
    assert (one.side, one.status, one.consent_wording) == (side, "pending", "2026-11")
    (mail,) = mails()
    assert mail.template == "participant_confirm"
    assert mail.context["participant_key"] == one.key

    opened = client.get(home_of(one))  # as a program that reads mail does, again and again
    assert registered(event)[0].status == "pending"
    buttons = page(opened).select("main form button")
    assert [button.get_text(strip=True) for button in buttons] == ["Confirmer mon inscription"]
    confirmed = press(client, f"{home_of(one)}/confirmer")
    assert "votre place vous attend" in said(confirmed)
    assert registered(event)[0].status == "registered"
    assert page(confirmed).select_one("svg.qr") is not None
    assert mails()[-1].template == "participant_registered"
    assert mails()[-1].calendar


def test_the_same_answer_whether_or_not_one_is_registered(client: Browser) -> None:
    event = an_event()
    a_participant(event, email="camille.roux@essai.example", email_key=GUEST["email"])
    address = f"/rencontres/{event.code}/medecins"
    known = press(client, address, **GUEST)
    unknown = press(client, address, **GUEST | {"email": "autre.roux@essai.example"})
    assert known.request.path == unknown.request.path
    assert said(known).replace("camille", "autre") == said(unknown)
    assert [mail.template for mail in mails()] == ["participant_registered", "participant_confirm"]
    assert mails()[0].to_address == "camille.roux@essai.example"
    assert len(registered(event)) == 2


def test_a_full_side_says_so_before_one_registers(client: Browser) -> None:
    event = an_event(candidate_capacity=1)
    a_participant(event)
    address = f"/rencontres/{event.code}/medecins"
    assert "liste d’attente" in said(client.get(address))
    client.post(address, data=GUEST)
    one = registered(event)[-1]
    confirmed = press(client, f"{home_of(one)}/confirmer")
    assert "Vous êtes le prochain sur la liste d’attente" in said(confirmed)
    first = registered(event)[0]
    client.post(f"{home_of(first)}/annuler")
    assert [each.status for each in registered(event)] == ["cancelled", "registered"]
    assert "participant_promoted" in [mail.template for mail in mails()]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"email": "camille@"}, "n’est pas complète"),
        ({"first_name": ""}, "prénom"),
        ({"agree": ""}, "Sans votre accord"),
        ({"email": ""}, "Indiquez votre adresse"),
        ({"organisation_name": ""}, "organisation"),
        ({"commune": "Nulle-Part-en-Quercy"}, "Nous ne connaissons pas"),
        ({"video_url": "http://exemple.fr/v"}, "https://"),
        ({"opportunities": "gold"}, ""),
        ({"pitch": "a" * 601}, "dépasse"),
        ({"specialty_code": "SM99"}, ""),
        ({"arrives": "never"}, ""),
        ({"first_name": "a" * 5000}, "dépasse"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_is_lost(
    client: Browser, wrong: dict[str, str], words: str
) -> None:
    event = an_event()
    answer = client.post(f"/rencontres/{event.code}/hotes", data=HOST | wrong)
    assert answer.status_code == 422
    assert words in said(answer)
    assert page(answer).select_one(f'[name="last_name"][value="{HOST["last_name"]}"]')
    assert registered(event) == []
    assert mails() == []


def test_the_same_mailbox_is_not_written_to_without_end(client: Browser) -> None:
    event = an_event()
    address = f"/rencontres/{event.code}/medecins"
    answers = [client.post(address, data=GUEST).status_code for _ in range(8)]
    assert answers == [302] * 6 + [429] * 2
    assert len(mails()) == 6


# --- registering with an account ---


def test_a_doctor_comes_with_their_profile_in_one_click(client: Browser) -> None:
    doctor, event = a_visible_doctor(), an_event()
    login(client, doctor.account)
    address = f"/rencontres/{event.code}/medecins"
    form = page(client.get(address)).select_one("main form")
    assert form is not None
    assert form.select_one('[name="email"]') is None
    assert form.select_one('[name="agree"]') is None
    fields = {
        each["name"]: each.get("value", "")
        for each in form.select("input")
        if each.get("type") != "checkbox" or each.has_attr("checked")
    }
    for choice in form.select("select"):
        chosen = choice.select_one("option[selected]")
        fields[choice["name"]] = chosen["value"] if chosen else ""
    answer = press(client, address, **fields)
    (one,) = registered(event)
    assert (one.doctor_id, one.account_id, one.status) == (
        doctor.id,
        doctor.account_id,
        "registered",
    )
    assert one.answers["stage"] == doctor.stage
    assert "Vous êtes inscrit" in said(answer)
    again = client.get(address)
    assert again.status_code == 302
    assert one.event.title in said(client.get("/rencontres"))
    assert "Mes soirées" in said(client.get("/rencontres"))


def test_a_host_brings_one_of_their_published_offers(client: Browser) -> None:
    offer, event = a_published_offer(), an_event()
    stranger = a_published_offer()
    login(client, host_of(offer))
    address = f"/rencontres/{event.code}/hotes"
    choices = page(client.get(address)).select('[name="offer_id"]')
    assert [each["value"] for each in choices] == [str(offer.id), ""]
    names = {"first_name": "Dominique", "last_name": "Essai"}
    refused = client.post(address, data=names | {"offer_id": str(stranger.id)})
    assert refused.status_code == 422
    client.post(address, data=names | {"offer_id": str(offer.id)})
    (one,) = registered(event)
    assert (one.offer_id, one.organisation_name) == (offer.id, offer.organisation.name)
    assert one.commune_code == offer.sites[0].commune_code


def test_a_reader_brings_no_offer(client: Browser) -> None:
    offer, event = a_published_offer(), an_event()
    reader = an_account([Role.HOST])
    add_member(offer.organisation, reader, MemberRole.READER)
    login(client, reader)
    shown = page(client.get(f"/rencontres/{event.code}/hotes"))
    assert shown.select('[name="offer_id"]') == []


def test_an_account_at_an_address_that_never_answered_is_a_guest(client: Browser) -> None:
    """Whoever makes an account at somebody else's address sees nothing of theirs."""
    pretender = an_account([Role.DOCTOR], "cible@example.org", confirmed=False)
    doctor, event = a_visible_doctor(pretender), an_event()
    address = f"/rencontres/{event.code}/medecins"
    login(client, pretender)
    answers = {"first_name": "Camille", "last_name": "Roux"}
    first = said(press(client, address, **answers))
    (one,) = registered(event)
    assert (one.account_id, one.doctor_id, one.status) == (None, None, "pending")
    confirm(one)  # the person whose address it is presses the button of the mail
    db.session.commit()
    assert doctor.id
    assert client.get(address).status_code == 200
    assert token_of(one) not in client.get(f"/rencontres/{event.code}").get_data(as_text=True)
    assert token_of(one) not in client.get("/rencontres").get_data(as_text=True)
    assert said(press(client, address, **answers)) == first  # nor that someone is on the list
    assert [each.to_address for each in mails()] == [one.email] * 3


def test_who_registered_as_a_guest_finds_it_with_their_account(client: Browser) -> None:
    account, event = an_account([Role.DOCTOR]), an_event()
    one = a_participant(event, email=account.email, email_key=account.email)
    login(client, account)
    answer = client.get(f"/rencontres/{event.code}/medecins")
    assert answer.headers["Location"].endswith(home_of(one))


# --- one's own page ---


@pytest.mark.parametrize("address", PAGES)
def test_a_made_up_link_opens_nothing(client: Browser, address: str) -> None:
    one = a_participant(an_event())
    forged = home_of(one)[:-1] + ("a" if home_of(one)[-1] != "a" else "b")
    for link in (forged, "/rencontres/inscription/rien", "/rencontres/inscription/é.é"):
        answer = client.get(link + address)
        assert answer.status_code == 410
        assert "Ce lien n’ouvre rien" in said(answer)


@pytest.mark.parametrize("address", PAGES)
def test_a_link_closes_some_time_after_the_evening(client: Browser, address: str) -> None:
    one = a_participant(an_event(starts_at=now() - OPEN_AFTER - timedelta(days=1)))
    answer = client.get(home_of(one) + address)
    assert answer.status_code == 410
    assert "Cette page s’est refermée" in said(answer)


@pytest.mark.parametrize("address", PAGES)
def test_ones_pages_are_kept_by_no_cache(client: Browser, address: str) -> None:
    answer = client.get(home_of(a_participant(an_event())) + address)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]


@pytest.mark.parametrize("address", ["/modifier", "/annuler", "/souhaits", "/couple"])
@pytest.mark.parametrize("status", ["pending", "cancelled"])
def test_nothing_is_done_before_the_confirmation_or_after_the_end(
    client: Browser, address: str, status: str
) -> None:
    one = a_participant(an_event(), status=status)
    answer = client.get(home_of(one) + address)
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(home_of(one))


def test_what_was_said_is_corrected(client: Browser) -> None:
    event = an_event()
    one = a_participant(event, "host", answers={"stages": ["intern"]})
    form = page(client.get(f"{home_of(one)}/modifier"))
    assert form.select_one('[name="commune"][value="Cahors (46)"]')
    assert form.select_one('[name="stages"][value="intern"][checked]')
    arrival = form.select('[name="arrives"] option')[2]["value"]
    answers = HOST | {"last_name": "Nouvelle", "arrives": arrival}
    changed = press(client, f"{home_of(one)}/modifier", **answers)
    assert "C’est corrigé" in said(changed)
    kept = registered(event)[0]
    assert (kept.last_name, kept.email, kept.answers) == ("Nouvelle", one.email, {})
    assert kept.arrives_at == event.starts_at + timedelta(minutes=17)
    again = page(client.get(f"{home_of(one)}/modifier"))
    assert again.select_one(f'[name="arrives"] option[value="{arrival}"][selected]')


def test_looking_at_cancelling_cancels_nothing(client: Browser) -> None:
    event = an_event()
    one = a_participant(event)
    for address in ("/annuler", "/effacer"):
        assert client.get(home_of(one) + address).status_code == 200
    assert registered(event)[0].status == "registered"
    assert client.get(f"{home_of(one)}/confirmer").status_code == 405


def test_the_copy_holds_what_is_kept_and_no_secret(client: Browser) -> None:
    one = a_participant(an_event(), pitch="Un cabinet près d’une rivière.")
    answer = client.get(f"{home_of(one)}/mes-donnees.json")
    assert answer.headers["Cache-Control"] == "private, no-store"  # a link opens it, not a log-in
    kept = json.loads(answer.get_data(as_text=True))
    assert kept["registration"][0]["pitch"] == "Un cabinet près d’une rivière."
    whole = answer.get_data(as_text=True)
    assert one.key not in whole
    assert one.badge_code not in whole


def test_erasing_frees_the_seat_and_leaves_nobody(client: Browser) -> None:
    event = an_event(candidate_capacity=1)
    one = a_participant(event, phone="06 12 34 56 78")
    waiting = a_participant(event, status="waiting", waiting_since=now())
    address = home_of(one)
    answer = press(client, f"{address}/effacer")
    assert "Tout est effacé" in said(answer)
    gone, promoted = registered(event)
    assert (gone.first_name, gone.phone, gone.status, gone.number) == (None, None, "cancelled", 1)
    assert "essai.example" not in gone.email
    assert (promoted.id, promoted.status) == (waiting.id, "registered")
    assert client.get(address).status_code == 410
    assert "participant_cancelled" not in [mail.template for mail in mails()]


def test_ones_page_asks_few_questions(client: Browser, queries: QueryRecorder) -> None:
    one = a_participant(an_event())
    address = home_of(one)
    db.session.commit()
    with queries:
        client.get(address)
    # the person with evening and place; own couple, who asks
    assert len(queries) <= 4, str(queries)
