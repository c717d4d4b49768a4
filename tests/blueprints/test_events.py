"""Pages of organisers: writing an evening, its list, its team; who may and who may not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from models import (
    DatingEvent,
    EventOrganiser,
    OutboxMessage,
    Participant,
    db,
)
from models.base import now
from models.vocabulary import EventRight, EventStatus, Role
from tests.factories import (
    a_colleague,
    a_draft_event,
    a_full_event,
    a_participant,
    an_account,
    an_event,
    an_organiser,
)
from tests.support.organising import as_owner, post, text_of
from tests.support.requests import Browser, login, page

# A Tuesday of winter far enough ahead, whatever the day on which the tests run.
DAY = (now() + timedelta(days=60)).date()
SAID: dict[str, Any] = {
    "title": "Généraliste dating du Lot",
    "theme": "general",
    "place_name": "Salle des fêtes",
    "commune": "Cahors (46)",
    "day": DAY.isoformat(),
    "hour": "18:30",
    "end_hour": "20:30",
    "meeting_minutes": "7",
    "changeover_seconds": "60",
    "tables": "10",
    "candidate_capacity": "20",
    "host_capacity": "10",
    "auto_advance": "y",
    "alpha": "1.0",
    "min_meetings": "0",
    "organiser_name": "URPS d’essai",
    "contact_email": "urps@example.org",
}


def test_a_first_evening_is_proposed_and_becomes_a_draft(client: Browser) -> None:
    login(client, an_organiser())
    assert "Votre première soirée" in text_of(client.get("/organiser"))
    form = page(client.get("/organiser/nouvelle"))
    assert form.select_one("input[name=meeting_minutes]")["value"] == "7"  # type: ignore[index]
    said = post(client, "/organiser/nouvelle", **SAID)
    assert "15 manches de 7 min, fin à 20 h 30" in said
    assert "Publier la soirée" in said
    event = db.session.scalars(select(DatingEvent)).one()
    assert (event.status, event.rounds, event.commune_code) == ("draft", 15, "46042")
    assert event.plan_at is not None
    published = post(client, f"/organiser/{event.id}/publier")
    assert "La soirée est publiée" in published
    db.session.expire_all()
    assert event.status == "published"
    assert "déjà publiée" in post(client, f"/organiser/{event.id}/publier")


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("tables", "0", "au moins une table"),
        ("rounds", "20", "il y a la place pour 15"),
        ("closes_at", "2020-01-01T12:00", "avant de s’ouvrir"),
        ("closes_at", f"{DAY + timedelta(days=1)}T12:00", "après le début"),
        ("break_0_after", "15", "une pause se place entre deux"),
        ("candidate_capacity", "0", "au moins une place"),
        ("host_capacity", "-3", "au moins une place"),
        ("meeting_minutes", "1", "de 2 à 30 minutes"),
        ("meeting_minutes", "31", "de 2 à 30 minutes"),
        ("meeting_minutes", "sept", "entier"),
        ("end_hour", "18:31", "Aucune manche ne tient"),
        ("end_hour", "18:00", "plus de 10 heures"),
        ("plan_at", "2020-01-01T12:00", "avant la clôture"),
        ("plan_at", f"{DAY + timedelta(days=1)}T12:00", "après le début"),
        ("day", "0001-01-01", "Vérifiez l’année"),
        ("min_meetings", "16", "plus que les 15 de la soirée"),
        ("tables", "9" * 40, "entre 1 et 500"),
        ("commune", "Trifouillis", "Trifouillis"),
        ("contact_email", "rien", "pas valable"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    client: Browser, field: str, typed: str, said: str
) -> None:
    login(client, an_organiser())
    extra = {"break_0_minutes": "15"} if "break" in field else {}
    answer = client.post("/organiser/nouvelle", data=SAID | extra | {field: typed})
    assert answer.status_code == 422
    read = page(answer)
    assert said in " ".join(read.select_one(f"[id={field}-error]").get_text(" ").split())  # type: ignore[union-attr]
    assert read.select_one("input[name=title]")["value"] == SAID["title"]  # type: ignore[index]
    assert db.session.scalars(select(DatingEvent)).all() == []


def test_the_hour_that_spring_skips_is_refused(client: Browser) -> None:
    login(client, an_organiser())
    said = SAID | {"day": "2027-03-28", "hour": "02:30", "end_hour": "05:00"}
    answer = client.post("/organiser/nouvelle", data=said)
    assert answer.status_code == 422
    assert "dimanche 28 mars à 2 h 30 est sautée" in text_of(answer)


def test_breaks_are_added_without_a_script(client: Browser) -> None:
    login(client, an_organiser())
    typed = SAID | {"break_0_after": "5", "break_0_minutes": "15", "add_break": "1"}
    read = page(client.post("/organiser/nouvelle", data=typed))
    assert len(read.select("input[name$=_after]")) == 3
    del typed["add_break"]
    said = post(client, "/organiser/nouvelle", **typed)
    assert "13 manches de 7 min, une pause de 15 min, fin à 20 h 29" in said


def test_settings_tell_those_who_come(client: Browser) -> None:
    owner = an_organiser()
    event = a_full_event(2, 1, owner)
    login(client, owner)
    address = f"/organiser/{event.id}/reglages"
    form = page(client.get(address))
    kept = {
        each["name"]: each.get("value", "")
        for each in form.select("main form.event-form input:not([type=checkbox], [type=radio])")
    }
    kept |= {"auto_advance": "y", "plan_by_hand": "y", "alpha": "1.0", "theme": "general"}
    said = post(client, address, **kept)
    assert "C’est enregistré" in said
    assert "reçoivent un courriel" not in said
    said = post(client, address, **(kept | {"place_name": "Mairie"}))
    assert "3 personnes reçoivent un courriel" in said
    messages = db.session.scalars(select(OutboxMessage)).all()
    assert [each.template for each in messages] == ["event_changed"] * 3
    assert all(each.calendar for each in messages)


def test_an_evening_is_called_off_once_with_its_reason(client: Browser) -> None:
    owner = an_organiser()
    event = a_full_event(2, 1, owner)
    login(client, owner)
    address = f"/organiser/{event.id}/annuler"
    assert "3 personnes inscrites recevront" in text_of(client.get(address))
    assert "Dites pourquoi" in text_of(client.post(address, data={"reason": "  "}))
    said = post(client, address, reason="La salle est fermée.")
    assert "3 personnes inscrites reçoivent votre message" in said
    assert "Annulée" in said
    post(client, address, reason="Encore")
    assert len(db.session.scalars(select(OutboxMessage)).all()) == 3


def test_a_draft_is_deleted_after_a_word_and_nothing_else_is(client: Browser) -> None:
    owner = an_organiser()
    draft, published = a_draft_event(owner, title="À jeter"), an_event(owner)
    login(client, owner)
    assert "/supprimer" in client.get(f"/organiser/{draft.id}/reglages").get_data(as_text=True)
    assert "/supprimer" not in client.get(f"/organiser/{published.id}/reglages").get_data(
        as_text=True
    )
    address = f"/organiser/{draft.id}/supprimer"
    assert "Cela ne se reprend pas" in text_of(client.get(address))
    assert db.session.scalar(select(func.count(DatingEvent.id))) == 2
    assert "Le brouillon est supprimé" in post(client, address)
    assert client.post(address).status_code == 404
    for status in ("published", "cancelled", "closed"):
        published.status = status
        db.session.commit()
        address = f"/organiser/{published.id}/supprimer"
        assert "ne se supprime plus" in text_of(client.get(address))
        assert "Seul un brouillon se supprime" in post(client, address)
    assert [each.id for each in db.session.scalars(select(DatingEvent))] == [published.id]
    assert not db.session.scalars(
        select(EventOrganiser).where(EventOrganiser.event_id != published.id)
    ).all()


def test_a_draft_whose_people_were_told_is_called_off_instead(client: Browser) -> None:
    owner = an_organiser()
    draft = a_draft_event(owner)
    someone = a_participant(draft)
    login(client, owner)
    address = f"/organiser/{draft.id}/supprimer"
    assert "annulez plutôt la soirée" in text_of(client.get(address))
    assert "annulez plutôt la soirée" in post(client, address)
    someone.status = "cancelled"
    db.session.commit()
    assert "Le brouillon est supprimé" in post(client, address)
    assert db.session.scalars(select(Participant)).all() == []


def test_a_copy_is_a_draft_without_its_people(client: Browser) -> None:
    owner = an_organiser()
    event = a_full_event(2, 1, owner)
    login(client, owner)
    said = post(client, f"/organiser/{event.id}/dupliquer")
    assert "sans les participants" in said
    copy = db.session.scalars(select(DatingEvent).where(DatingEvent.id != event.id)).one()
    assert copy.status == EventStatus.DRAFT
    assert copy.code != event.code
    assert not db.session.scalars(select(Participant).where(Participant.event_id == copy.id)).all()


# --- who may ---

READ_BY_DESK = ("", "/participants")
READ_BY_EDITORS = (
    "/reglages",
    "/equipe",
    "/participants.csv",
    "/participants/importer",
    "/participants/modele.csv",
    "/participants/liberer",
)
WRITTEN_BY_EDITORS = (
    "/publier",
    "/reglages",
    "/participants/importer",
    "/participants/liberer",
)
WRITTEN_BY_OWNERS = ("/annuler", "/supprimer", "/equipe")


@pytest.mark.parametrize("right", list(EventRight))
def test_each_right_opens_its_pages_and_no_other(client: Browser, right: EventRight) -> None:
    event = an_event()
    someone = a_participant(event)
    login(client, a_colleague(event, right.value))
    base = f"/organiser/{event.id}"
    edits, owns = right is not EventRight.DESK, right is EventRight.OWNER
    person = f"/participants/{someone.id}"
    for address in READ_BY_DESK:
        assert client.get(base + address).status_code == 200, address
    for address in (*READ_BY_EDITORS, person):
        assert client.get(base + address).status_code == (200 if edits else 403), address
    assert client.get(base + "/annuler").status_code == (200 if owns else 403)
    if not edits:
        for address in (*WRITTEN_BY_EDITORS, person, *WRITTEN_BY_OWNERS):
            assert client.post(base + address).status_code == 403, address
        for action in ("annuler", "promouvoir", "lien"):
            assert client.post(f"{base}{person}/{action}").status_code == 403, action
    if not owns:
        for address in WRITTEN_BY_OWNERS:
            assert client.post(base + address).status_code == 403, address
        member = event.organisers[0].id
        for action in ("droit", "retirer"):
            assert client.post(f"{base}/equipe/{member}/{action}").status_code == 403, action
    assert event.status == EventStatus.PUBLISHED


@pytest.mark.parametrize("known", ["nobody", "another organiser"])
def test_the_evening_of_others_does_not_exist(client: Browser, known: str) -> None:
    event = an_event()
    someone = a_participant(event)
    expected = 302
    if known != "nobody":
        other = an_organiser()
        a_draft_event(other)
        login(client, other)
        expected = 404
    base = f"/organiser/{event.id}"
    person = f"/participants/{someone.id}"
    for address in (*READ_BY_DESK, *READ_BY_EDITORS, person, "/annuler"):
        assert client.get(base + address).status_code == expected, address
    for address in (*WRITTEN_BY_EDITORS, *WRITTEN_BY_OWNERS, person, "/quitter", "/dupliquer"):
        assert client.post(base + address).status_code == expected, address


def test_the_people_of_another_evening_are_not_reached_through_mine(client: Browser) -> None:
    stranger = a_participant(an_event())
    event, _owner = as_owner(client)
    base = f"/organiser/{event.id}/participants/{stranger.id}"
    assert client.get(base).status_code == 404
    for action in ("annuler", "promouvoir", "lien"):
        assert client.post(f"{base}/{action}").status_code == 404, action
    assert stranger.status == "registered"


@pytest.mark.parametrize(("roles", "status"), [((), 302), ((Role.DOCTOR,), 403)])
def test_only_organisers_write_new_evenings(
    client: Browser, roles: tuple[Role, ...], status: int
) -> None:
    if roles:
        login(client, an_account(roles))
    assert client.get("/organiser/nouvelle").status_code == status
    assert client.post("/organiser/nouvelle", data=SAID).status_code == status
