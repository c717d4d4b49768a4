"""Pages of organisers: the list of one's evenings, an evening's people, files, team."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models import EventOrganiser, OutboxMessage, Participant, SignedLink, db
from models.base import now
from models.vocabulary import EventRight, Role, WishKind
from services import registrations
from services.evening_views import programme_of
from services.links import sign_id
from services.participants import list_participants
from tests.factories import (
    a_colleague,
    a_draft_event,
    a_full_event,
    a_participant,
    a_planned_event,
    an_account,
    an_event,
    an_organiser,
)
from tests.factories.after_evenings import a_wish
from tests.support.organising import as_owner, post, text_of
from tests.support.queries import QueryRecorder
from tests.support.requests import Browser, login, page

# --- lists ---


def test_the_list_says_what_each_evening_needs_in_few_queries(
    client: Browser, queries: QueryRecorder
) -> None:
    event, owner = as_owner(client)
    for _ in range(4):
        a_draft_event(owner)
    an_event()
    with queries:
        answer = client.get("/organiser")
    # 1 session with account and factor, 2 roles, 3 evenings with communes
    assert len(queries) <= 3, str(queries)
    read = page(answer)
    assert len(read.select("article.event-line")) == 5
    assert read.select_one(f"a[href='/organiser/{event.id}']")
    assert read.select_one("nav.site-nav a[aria-current]").get_text() == "Mes soirées"  # type: ignore[union-attr]


def test_helpers_find_their_evening_without_the_role(client: Browser) -> None:
    event = an_event()
    login(client, a_colleague(event, "desk"))
    read = page(client.get("/organiser"))
    assert read.select_one(f"a[href='/organiser/{event.id}']")
    assert not read.select_one("a[href='/organiser/nouvelle']")
    assert "n’organisez plus" in post(client, f"/organiser/{event.id}/quitter")
    assert client.get(f"/organiser/{event.id}").status_code == 404


def test_the_overview_says_one_thing_to_do_and_shares_both_links(
    client: Browser, queries: QueryRecorder
) -> None:
    owner = an_organiser()
    event = a_full_event(3, 2, owner, plan_at=None, breaks=[{"after": 3, "minutes": 15}])
    login(client, owner)
    address = f"/organiser/{event.id}"
    client.get(address)
    with queries:
        answer = client.get(address)
    # 1 session, 2 roles, 3 right, 4 evening, 5 right held, 6 clock, 7 plan, 8 figures,
    # 9 right for the tabs
    assert len(queries) <= 9, str(queries)
    read = page(answer)
    assert len(read.select(".next-step .button")) == 1
    links = [each["value"] for each in read.select("#inviter input[readonly]")]
    assert [each.rsplit("/", 1)[1] for each in links] == ["medecins", "hotes"]
    assert all(event.code in str(each) for each in links)
    assert len(read.select("#inviter svg.qr")) == 2
    said = text_of(answer)
    assert "6 manches de 7 min, une pause de 15 min, fin à" in said
    assert "3 inscrits pour 12 places" in said
    assert "Ce qui se fera tout seul" in said
    tabs = [each.get_text() for each in read.select(".event-tabs a")]
    assert tabs[:2] == ["Vue d’ensemble", "Participants"]
    assert tabs[-1] == "Réglages"


def test_the_desk_reads_names_and_no_address(client: Browser) -> None:
    event = an_event()
    someone = a_participant(event, last_name="Vallès", phone="06 39 98 12 34")
    login(client, a_colleague(event, "desk"))
    answer = client.get(f"/organiser/{event.id}/participants")
    assert "Vallès" in text_of(answer)
    whole = answer.get_data(as_text=True)
    assert someone.email not in whole
    assert "06 39 98" not in whole
    # nor by guessing at it
    searched = client.get(f"/organiser/{event.id}/participants?q={someone.email}")
    assert "Vallès" not in text_of(searched)
    tabs = [each.get_text() for each in page(answer).select(".event-tabs a")]
    assert "Réglages" not in tabs
    assert "Cartes" not in tabs


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("?q=eleonore", {"M1"}),
        ("?q=VALLES+Zo%C3%A9", {"M2"}),
        ("?q=m2", {"M2"}),
        ("?q=figeac", {"H1"}),
        ("?side=host", {"H1", "H2"}),
        ("?status=waiting", {"M3"}),
        ("?status=unreconfirmed&side=candidate", {"M2"}),
        ("?q=%25", {"M1", "M2", "M3", "H1", "H2"}),
        ("?side=roi&status=%27&page=99", {"M1", "M2", "M3", "H1", "H2"}),
        ("?q=personne-ici", set()),
    ],
)
def test_people_are_found_by_name_place_number_side_and_state(
    client: Browser, asked: str, found: set[str]
) -> None:
    event, _owner = as_owner(client)
    a_participant(event, first_name="Éléonore", last_name="Roux", reconfirmed_at=now())
    a_participant(event, first_name="Zoé", last_name="Vallès")
    a_participant(event, status="waiting", first_name="Ana", last_name="Faure")
    a_participant(event, "host", organisation_name="MSP de Figeac", reconfirmed_at=now())
    a_participant(event, "host", organisation_name="Mairie")
    read = page(client.get(f"/organiser/{event.id}/participants{asked}"))
    numbers = {each.get_text() for each in read.select("td[data-label=Numéro]")}
    assert numbers == found


def test_a_long_list_has_pages_and_no_more_queries(client: Browser, queries: QueryRecorder) -> None:
    owner = an_organiser()
    event = a_full_event(101, 2, owner)
    login(client, owner)
    address = f"/organiser/{event.id}/participants"
    with queries:
        read = page(client.get(address))
    # 1 session, 2 roles, 3 right, 4 evening, 5 right held, 6 people, 7 figures, 8 tabs
    assert len(queries) <= 8, str(queries)
    assert len(read.select("tbody tr")) == 100
    assert len(page(client.get(f"{address}?page=2")).select("tbody tr")) == 3


def test_one_person_is_corrected_promoted_and_cancelled(client: Browser) -> None:
    event, _owner = as_owner(client, candidate_capacity=1)
    seated = a_participant(event)
    waits = a_participant(event, status="waiting", waiting_since=now())
    base = f"/organiser/{event.id}/participants/{waits.id}"
    assert "en première position" in text_of(client.get(base))
    assert "Toutes les places" in post(client, f"{base}/promouvoir")
    said = post(client, base, first_name="Zoé", last_name="<b>Vallès</b>", commune="Figeac (46)")
    assert "<b>Vallès</b>" in said
    wrong = client.post(
        base, data={"arrives_at": "2020-01-01T10:00", "leaves_at": "2019-01-01T10:00"}
    )
    assert wrong.status_code == 422
    said = post(client, f"/organiser/{event.id}/participants/{seated.id}/annuler")
    assert "1 personne de la liste d’attente a sa place" in said
    db.session.expire_all()
    assert (seated.status, waits.status, waits.first_name) == ("cancelled", "registered", "Zoé")
    assert waits.commune_code == "46102"
    assert "n’attend pas" in post(client, f"{base}/promouvoir")
    before = len(db.session.scalars(select(OutboxMessage)).all())
    assert "envoyé de nouveau" in post(client, f"{base}/lien")
    assert len(db.session.scalars(select(OutboxMessage)).all()) == before + 1


def test_the_list_of_an_evening_that_is_over_changes_no_more(client: Browser) -> None:
    event, _owner = as_owner(client, status="closed")
    someone = a_participant(event)
    base = f"/organiser/{event.id}/participants/{someone.id}"
    assert "elle ne change plus" in post(client, f"{base}/annuler")
    assert client.post(base, data={"first_name": "Zoé"}).status_code == 422
    db.session.expire_all()
    assert (someone.status, someone.first_name) == ("registered", "Dominique")


def test_a_seat_is_given_by_hand_out_of_turn(client: Browser) -> None:
    event, _owner = as_owner(client)
    a_participant(event, status="waiting", waiting_since=now() - timedelta(days=1))
    second = a_participant(event, status="waiting", waiting_since=now())
    base = f"/organiser/{event.id}/participants/{second.id}"
    assert page(client.get(base)).select_one("form[action$=promouvoir]")
    assert "a une place" in post(client, f"{base}/promouvoir")
    db.session.expire_all()
    assert second.status == "registered"


def test_seats_of_those_who_did_not_answer_are_freed_at_once(client: Browser) -> None:
    event, _owner = as_owner(client, candidate_capacity=3)
    base = f"/organiser/{event.id}/participants/liberer"
    long_ago = now() - timedelta(days=20)
    silent = [a_participant(event, confirmed_at=long_ago) for _ in range(2)]
    kept = a_participant(event, confirmed_at=long_ago, reconfirmed_at=now())
    waits = a_participant(event, status="waiting", waiting_since=now())
    assert "Rien à libérer" in text_of(client.get(base))
    event.week_reminder_at = now() - timedelta(hours=1)
    late = a_participant(event, "host")  # confirmed after the reminder: was not asked
    read = text_of(client.get(base))
    assert "2 personnes n’ont pas reconfirmé" in read
    assert "Libérer 2 places" in read
    said = post(client, base)
    assert "2 places libérées, dont 1 donnée aussitôt" in said
    db.session.expire_all()
    assert {each.status for each in silent} == {"cancelled"}
    assert {each.status for each in (kept, waits, late)} == {"registered"}
    assert "0 place libérée" in post(client, base)


# --- files ---

LIST = "Côté;Prénom;Courriel\ncandidat;Ève;eve@example.org\nhôte;Zoé;zoe@example.org\n"


def chosen(content: bytes, **data: str) -> dict[str, Any]:
    """A form with a file in it."""
    return {"file": (io.BytesIO(content), "liste.csv"), "confirmed": "ask", "side": ""} | data


def kept_in(answer: Any) -> dict[str, str]:
    """What the page that shows a list sends again, its button aside."""
    form = page(answer).select("main form")[-1]
    return {each["name"]: each.get("value", "") for each in form.select("input[type=hidden]")}  # type: ignore[misc]


def test_a_list_is_shown_before_it_is_taken(client: Browser) -> None:
    event, _owner = as_owner(client)
    address = f"/organiser/{event.id}/participants/importer"
    shown = client.post(address, data=chosen(LIST.encode("cp1252"), confirmed="yes"))
    assert shown.status_code == 200
    assert "Rien n’est encore écrit" in text_of(shown)
    assert db.session.scalars(select(Participant)).all() == []
    assert page(shown).select_one("button[name=take]")
    said = post(client, address, **kept_in(shown), take="1")
    assert "2 personnes inscrites" in said
    people = db.session.scalars(select(Participant)).all()
    assert {each.first_name for each in people} == {"Ève", "Zoé"}
    again = client.post(address, data=kept_in(shown) | {"take": "1"})
    assert "lignes sont à corriger" in text_of(again)
    assert len(db.session.scalars(select(Participant)).all()) == 2


def test_bad_lines_are_named_and_the_others_taken_when_asked(client: Browser) -> None:
    event, _owner = as_owner(client)
    address = f"/organiser/{event.id}/participants/importer"
    bad = LIST + "candidat;Max;rien\ncandidat;Eve;EVE@example.org\n"
    shown = client.post(address, data=chosen(bad.encode()))
    problems = [" ".join(each.get_text(" ").split()) for each in page(shown).select(".problems li")]
    assert problems[0].startswith("Ligne 4, Adresse électronique")
    assert "EVE@example.org est la même adresse que eve@example.org, ligne 2" in problems[1]
    assert not page(shown).select_one("button[name=take]")
    refused = client.post(address, data=kept_in(shown) | {"take": "1"})
    assert refused.status_code == 422
    assert db.session.scalars(select(Participant)).all() == []
    said = post(client, address, **kept_in(shown), take_rest="1")
    assert "2 courriels de confirmation envoyés" in said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Prénom;Courriel\nÈve;eve@example.org\n".encode(), "Il manque la colonne « Côté »"),
        ("Côté;Prénom\ncandidat;Ève\n".encode(), "Il manque la colonne « Adresse électronique »"),
        (b"", "Choisissez un fichier"),
        (b"PK\x03\x04", "format CSV"),
        ('Côté;mail\n"candidat;a'.encode(), "guillemet ouvert à la ligne 2"),
    ],
)
def test_what_is_no_list_is_said_beside_the_file(
    client: Browser, content: bytes, said: str
) -> None:
    event, _owner = as_owner(client)
    answer = client.post(f"/organiser/{event.id}/participants/importer", data=chosen(content))
    assert answer.status_code == 422
    error = page(answer).select_one("#file-error")
    assert error is not None
    assert said in error.get_text().replace("\u00a0", " ")


@pytest.mark.parametrize("kept", ["", "%%%", "é", "AAAA", "a" * 100_000])
def test_a_file_that_was_tampered_with_is_refused(client: Browser, kept: str) -> None:
    event, _owner = as_owner(client)
    answer = client.post(
        f"/organiser/{event.id}/participants/importer",
        data={"kept": kept, "side": "", "confirmed": "yes", "take": "1"},
    )
    assert answer.status_code == 422


def test_the_list_goes_out_as_a_spreadsheet_wants_it(client: Browser) -> None:
    event, _owner = as_owner(client)
    a_participant(event, first_name="=cmd", last_name="Ève")
    answer = client.get(f"/organiser/{event.id}/participants.csv")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    lines = answer.get_data(as_text=True).split("\r\n")
    assert lines[0].startswith('\ufeff"Côté";"Adresse électronique";"Prénom"')
    assert '"\'=cmd";"Ève"' in lines[1]
    template = client.get(f"/organiser/{event.id}/participants/modele.csv")
    assert template.get_data(as_text=True).startswith('\ufeff"Côté"')


# --- the team ---


def test_someone_is_invited_joins_and_is_taken_out(client: Browser) -> None:
    event, owner = as_owner(client)
    base = f"/organiser/{event.id}/equipe"
    assert "est envoyée à aide@example.org" in post(
        client, base, email="Aide@example.org", right="editor"
    )
    link = db.session.scalars(select(SignedLink)).one()
    address = f"/organiser/invitation/{sign_id(link.id)}"
    assert "autre compte" in text_of(client.get(address))
    assert "est pour aide@example.org" in post(client, address)
    helper = an_account([Role.HOST], "aide@example.org")
    login(client, helper)
    assert page(client.get(address)).select_one("main form button")
    assert "Vous organisez maintenant" in post(client, address)
    assert client.get(address).status_code == 410
    assert client.get(base).status_code == 200
    assert "Inviter quelqu’un" not in text_of(client.get(base))
    login(client, owner)
    member = db.session.scalars(
        select(EventOrganiser.id).where(EventOrganiser.email == helper.email)
    ).one()
    assert "C’est changé" in post(client, f"{base}/{member}/droit", right="desk")
    assert "n’organise plus" in post(client, f"{base}/{member}/retirer")
    mine = db.session.scalars(select(EventOrganiser.id)).one()
    assert "confiez d’abord" in post(client, f"{base}/{mine}/retirer")
    assert "confiez d’abord" in post(client, f"{base}/{mine}/droit", right="desk")


def test_a_link_that_is_forged_opens_nothing(client: Browser) -> None:
    assert client.get("/organiser/invitation/faux.faux").status_code == 410
    assert client.post("/organiser/invitation/faux.faux").status_code == 410


def test_a_wrong_address_is_said_beside_its_field(client: Browser) -> None:
    event, owner = as_owner(client)
    for typed in ("rien", "", owner.email):
        answer = client.post(
            f"/organiser/{event.id}/equipe", data={"email": typed, "right": "desk"}
        )
        assert answer.status_code == 422
        assert page(answer).select_one("#email-error")


def test_the_overview_says_at_once_what_the_plan_no_longer_fits(
    client: Browser, queries: QueryRecorder
) -> None:
    owner = an_organiser()
    event = a_planned_event(6, 4, owner)
    login(client, owner)
    address = f"/organiser/{event.id}"
    assert "dans le plan" not in text_of(client.get(address))
    for each in list_participants(event.id, "host")[:1]:
        registrations.cancel(each)
    for name in ("a", "b"):
        said = registrations.Registration(email=f"{name}@essai.example")
        registrations.register(event, "candidate", said, source="organiser", is_confirmed=True)
    db.session.commit()
    with queries:
        answer = client.get(address)
    assert len(queries) <= 14, str(queries)
    step = page(answer).select_one(".next-step")
    assert step is not None
    words = "2 personnes inscrites ne sont pas dans le plan, 6 rencontres prévues ne tiennent plus"
    assert words in " ".join(step.get_text(" ").split())
    assert step.select_one(f'a[href="{address}/replan"]') is not None
    desk = a_colleague(event, EventRight.DESK)
    db.session.commit()
    login(client, desk)
    read = page(client.get(address))
    assert "dans le plan" in read.get_text(" ")
    assert read.select_one(f'.next-step a[href="{address}/replan"]') is None


def test_a_no_said_since_the_plan_is_a_number_and_no_more(client: Browser) -> None:
    owner = an_organiser()
    event = a_planned_event(6, 4, owner)
    candidate = list_participants(event.id, "candidate")[0]
    host = next(each for line in programme_of(candidate) for each in line.others)
    login(client, owner)
    address = f"/organiser/{event.id}"
    before = text_of(client.get(address))
    a_wish(candidate, host, WishKind.NO)
    db.session.commit()
    after = text_of(client.get(address))
    assert after == before.replace(
        "Maintenant", "Maintenant 1 rencontre prévue ne tient plus. Réparer le plan", 1
    )
