"""The desk, the console, the big screen: by plain forms, for those who may, twice at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from models import EventClock, Meeting, Participant, db
from models.base import now
from models.vocabulary import EventRight, WishKind
from services.check_in import arrive, mark_absent
from services.evening_clock import read
from services.evening_views import programme_of
from services.participant_keys import token_of
from tests.factories import (
    a_colleague,
    a_draft_event,
    a_full_event,
    a_participant,
    an_organiser,
)
from tests.factories.after_evenings import a_wish
from tests.support.queries import QueryRecorder
from tests.support.requests import Browser, login, page


@pytest.fixture
def event(app: Flask):
    """Tonight: four candidates, four hosts, two rounds planned and announced."""
    found = a_full_event(
        4,
        4,
        candidate_capacity=4,
        host_capacity=4,
        starts_at=now() - timedelta(minutes=1),
        closes_at=now() - timedelta(hours=3),
        announced_at=now() - timedelta(days=1),
    )
    candidates, hosts = people(found, "candidate"), people(found, "host")
    for round_ in (0, 1):
        for table, host in enumerate(hosts):
            candidate = candidates[(table + round_) % 4]
            ids = {"candidate_id": candidate.id, "host_id": host.id}
            db.session.add(Meeting(event_id=found.id, round=round_, table=table, **ids))
    db.session.flush()
    return found


def people(event, side) -> list[Participant]:
    query = select(Participant).where(Participant.event_id == event.id, Participant.side == side)
    return list(db.session.scalars(query.order_by(Participant.number)))


@pytest.fixture
def desk(client: Browser, event) -> Browser:
    """Whoever holds only the right of the desk."""
    return login(client, a_colleague(event, EventRight.DESK))


def regie(event):
    return f"/organiser/{event.id}/regie"


def send(client, path, data=None):
    """Post, and read the page where one is sent."""
    answer = client.post(path, data=data or {})
    return client.get(answer.location) if answer.status_code == 302 else answer


def order(client, event, name, mark=None):
    mark = mark if mark is not None else mark_of(client, event)
    return send(client, regie(event), {"order": name, "mark": mark})


def mark_of(client, event):
    return page(client.get(regie(event))).select_one("[data-mark]")["value"]


def said(answer):
    return " ".join(page(answer).get_text(" ").replace("\u00a0", " ").split())


# --- who may ---

PAGES = ["regie", "accueil", "accueil/nouveau", "accueil/{badge}"]
POSTS = ["regie", "regie/message", "accueil/absents", "accueil/personnes/{person}"]


def addresses(event):
    one = people(event, "candidate")[0]
    names = {"badge": one.badge_code, "person": one.id}
    base = f"/organiser/{event.id}/"
    return (
        [base + path.format(**names) for path in PAGES],
        [base + path.format(**names) for path in POSTS],
    )


def test_the_night_is_for_its_own_organisers(client: Browser, event):
    pages, posts = addresses(event)
    order_ = {"order": "start", "do": "arrive"}
    assert {client.get(path).status_code for path in pages} == {302}
    assert {client.post(path, data=order_).status_code for path in posts} == {302}
    login(client, an_organiser())
    assert {client.get(path).status_code for path in pages} == {404}
    assert {client.post(path, data=order_).status_code for path in posts} == {404}
    db.session.expire_all()
    assert read(event, now()).started_at is None


def test_a_draft_has_no_screen(client: Browser, app: Flask):
    draft = a_draft_event()
    for path in ("", "/etat"):
        assert client.get(f"/rencontres/ecran/{draft.screen_key}{path}").status_code == 404
    assert client.get("/rencontres/ecran/inconnu/etat").status_code == 404


# --- the console ---


def test_the_whole_night_by_plain_forms(desk: Browser, event):
    assert "La soirée n’a pas commencé" in said(desk.get(regie(event)))
    assert "Manche 1 sur 6 : changement de table" in said(order(desk, event, "start"))
    assert "horloge arrêtée" in said(order(desk, event, "pause"))
    order(desk, event, "resume")
    before = read(event, now()).ends_at
    order(desk, event, "more")
    db.session.expire_all()
    assert read(event, now()).ends_at == before + timedelta(minutes=1)
    assert "Manche 1 sur 6 : rencontre" in said(order(desk, event, "phase"))
    assert "Manche 2 sur 6 : changement de table" in said(order(desk, event, "round"))
    assert "Manche 1 sur 6 : rencontre" in said(order(desk, event, "back"))
    over = said(order(desk, event, "end"))
    assert "Les rencontres sont finies" in over
    assert "Qui est là" in over  # some may never have come, so not « personne ne manque »
    assert "horloge arrêtée" in said(order(desk, event, "back"))


def test_two_people_who_press_next_skip_once(desk: Browser, event):
    order(desk, event, "start")
    mark = mark_of(desk, event)
    assert "Manche 1 sur 6 : rencontre" in said(order(desk, event, "phase", mark))
    second = said(order(desk, event, "phase", mark))
    assert "Déjà fait par quelqu’un d’autre" in second
    assert "Manche 1 sur 6 : rencontre" in second


def test_an_order_that_is_none_is_refused(desk: Browser, event):
    for name in ("", "inconnu", "START"):
        assert desk.post(regie(event), data={"order": name}).status_code == 400


def test_a_mark_made_up_gives_no_order(desk: Browser, event):
    order(desk, event, "start")
    for mark in ("", "x" * 5000, "running.0.<script>"):
        assert "Déjà fait" in said(order(desk, event, "phase", mark))


def test_looking_at_the_console_starts_nothing(desk: Browser, event):
    desk.get(regie(event))
    desk.get(f"/rencontres/ecran/{event.screen_key}")
    desk.get(f"/rencontres/ecran/{event.screen_key}/etat")
    assert db.session.get(EventClock, event.id) is None


def test_who_is_missing_at_which_table(desk: Browser, event):
    candidates = people(event, "candidate")
    for one in [*candidates[1:], *people(event, "host")]:
        arrive(one, now())
    found = page(desk.get(regie(event)))
    assert "Il manque 1 personne à table" in found.get_text(" ").replace("\u00a0", " ")
    line = found.select_one("section .desk-line")
    assert "Table 1" in line.get_text()
    assert "M1" in line.get_text()
    tap = line.select("form")[0]
    answers = {field["name"]: field["value"] for field in tap.select("input")}
    answer = desk.post(tap["action"], data=answers)
    assert answer.location.endswith(regie(event))
    assert "Personne ne manque" in said(desk.get(regie(event)))


def test_how_many_a_re_plan_concerns(desk: Browser, event):
    hosts = people(event, "host")
    for one in [*people(event, "candidate"), *hosts[1:]]:
        arrive(one, now())
    mark_absent(hosts[0], now())
    # Two candidates would sit alone at the absent host's table, one in each round.
    assert "2 personnes concernées" in said(desk.get(regie(event)))


def test_a_no_said_since_shows_that_there_is_something_to_mend_and_nothing_more(
    desk: Browser, event
):
    for one in [*people(event, "candidate"), *people(event, "host")]:
        arrive(one, now())
    candidate = people(event, "candidate")[0]
    host = next(each for line in programme_of(candidate) for each in line.others)
    db.session.commit()
    before = said(desk.get(regie(event)))
    assert "concernée" not in before
    a_wish(host, candidate, WishKind.NO)
    db.session.commit()
    after = said(desk.get(regie(event)))
    assert after == before.replace("de la suite", "de la suite (2 personnes concernées)")


def test_a_message_on_the_screen(desk: Browser, event):
    path = f"{regie(event)}/message"
    desk.post(path, data={"message": "<b>Le buffet</b> est ouvert"})
    state = desk.get(f"/rencontres/ecran/{event.screen_key}/etat").get_json()
    assert state["message"] == "<b>Le buffet</b> est ouvert"
    assert "<b>Le buffet" not in desk.get(regie(event)).get_data(as_text=True)
    too_long = send(desk, path, {"message": "x" * 161})
    assert "dépasse 160 caractères" in said(too_long)
    desk.post(path, data={"message": "resté", "clear": "1"})
    assert desk.get(f"/rencontres/ecran/{event.screen_key}/etat").get_json()["message"] == ""


def test_what_the_console_asks_of_the_database(desk: Browser, event, app: Flask):
    with QueryRecorder(app) as queries:
        desk.get(regie(event))
    # session, account and roles (3), right and evening (2), clock, people, meetings, wishes,
    # standby, and the right again for the tabs
    assert len(queries) <= 11, queries


# --- the desk ---


def tap(client, event, one, **data):
    path = f"/organiser/{event.id}/accueil/personnes/{one.id}"
    return client.post(path, data=data)


def fresh(one) -> Participant:
    return db.session.get_one(Participant, one.id, populate_existing=True)


def test_one_tap_and_back(desk: Browser, event):
    one = people(event, "candidate")[0]
    answer = tap(desk, event, one, do="arrive", q="m1")
    assert answer.location.endswith(f"/accueil?q=m1#p{one.id}")
    assert fresh(one).checked_in_at is not None
    tap(desk, event, one, do="undo")
    assert fresh(one).checked_in_at is None
    tap(desk, event, one, do="absent")
    assert fresh(one).absent_at is not None
    tap(desk, event, one, do="late", hour="23:59")
    assert fresh(one).arrives_at is not None
    assert fresh(one).absent_at is None


def test_a_tap_that_means_nothing_is_refused(desk: Browser, event):
    one = people(event, "candidate")[0]
    for data in ({}, {"do": "delete"}, {"do": "' OR 1=1 --"}):
        assert tap(desk, event, one, **data).status_code == 400


def test_an_hour_that_is_none_is_said(desk: Browser, event):
    one = people(event, "candidate")[0]
    path = f"/organiser/{event.id}/accueil/personnes/{one.id}"
    for hour in ("", "25:00", "demain"):
        assert "n’est pas une heure" in said(send(desk, path, {"do": "late", "hour": hour}))


def test_someone_of_another_evening_is_nobody_here(desk: Browser, event):
    stranger = a_participant(a_full_event(1, 1))
    assert tap(desk, event, stranger, do="arrive").status_code == 404
    path = f"/organiser/{event.id}/accueil/{stranger.badge_code}"
    assert desk.get(path).status_code == 404


def test_with_a_script_one_line_and_the_counters_come_back(desk: Browser, event):
    one = people(event, "candidate")[0]
    path = f"/organiser/{event.id}/accueil/personnes/{one.id}"
    answer = desk.post(path, data={"do": "arrive"}, headers={"HX-Request": "true"})
    found = page(answer)
    assert found.select_one("html") is None
    assert found.select_one(f"#p{one.id}.desk-line--here")
    assert found.select_one("#compte[hx-swap-oob]")


def test_a_search_without_any_script(desk: Browser, event):
    found = page(desk.get(f"/organiser/{event.id}/accueil?q=m2"))
    assert [line["id"] for line in found.select(".desk-line")] == [
        f"p{people(event, 'candidate')[1].id}"
    ]
    nobody = desk.get(f"/organiser/{event.id}/accueil", query_string={"q": "<script>"})
    assert "Personne de ce nom" in said(nobody)
    assert '<script>"' not in nobody.get_data(as_text=True)


def test_a_badge_opens_one_large_button(desk: Browser, event):
    one = people(event, "candidate")[2]
    found = page(desk.get(f"/organiser/{event.id}/accueil/{one.badge_code}"))
    assert found.select_one(".desk-badge__number").get_text() == "M3"
    assert found.select_one("form input[name=do]")["value"] == "arrive"


def test_the_camera_is_for_the_desk_alone(desk: Browser, event):
    desk_page = desk.get(f"/organiser/{event.id}/accueil")
    assert "camera=(self)" in desk_page.headers["Permissions-Policy"]
    assert "camera=()" in desk.get(regie(event)).headers["Permissions-Policy"]


def test_all_who_are_missing_in_one_go(desk: Browser, event):
    arrive(people(event, "candidate")[0], now())
    answer = send(desk, f"/organiser/{event.id}/accueil/absents")
    assert "7 personnes sont notées absentes" in said(answer)


WALK_IN = {
    "side": "candidate",
    "first_name": "Noé",
    "last_name": "Imprévu",
    "email": "noe@essai.example",
}


def test_someone_nobody_expected_waits_when_the_hall_is_full(desk: Browser, event):
    path = f"/organiser/{event.id}/accueil/nouveau"
    assert "dans la file" in said(send(desk, path, WALK_IN))
    newcomer = people(event, "candidate")[-1]
    assert (newcomer.status, newcomer.source) == ("waiting", "desk")
    assert "Noé Imprévu" in said(desk.get(f"/organiser/{event.id}/accueil"))
    refused = send(desk, f"/organiser/{event.id}/accueil/personnes/{newcomer.id}", {"do": "call"})
    assert "Aucune place libre" in said(refused)
    tap(desk, event, people(event, "candidate")[0], do="absent")
    tap(desk, event, newcomer, do="call")
    assert fresh(newcomer).status == "registered"


def test_someone_nobody_expected_takes_a_free_place(desk: Browser, event):
    event.candidate_capacity = 5
    path = f"/organiser/{event.id}/accueil/nouveau"
    assert "une place" in said(send(desk, path, WALK_IN))
    newcomer = people(event, "candidate")[-1]
    assert (newcomer.status, newcomer.checked_in_at is not None) == ("registered", True)


@pytest.mark.parametrize(
    "wrong", [{"email": "pas une adresse"}, {"first_name": ""}, {"side": "autre"}]
)
def test_a_wrong_answer_at_the_desk_is_said_and_nothing_is_lost(desk: Browser, event, wrong):
    answer = desk.post(f"/organiser/{event.id}/accueil/nouveau", data=WALK_IN | wrong)
    assert answer.status_code == 422
    assert page(answer).select_one("#last_name")["value"] == "Imprévu"
    assert len(people(event, "candidate")) == 4


# --- screens and phones ---


def test_who_has_the_state_gets_no_second_copy(client: Browser, event, app: Flask):
    path = f"/rencontres/ecran/{event.screen_key}/etat"
    first = client.get(path)
    assert first.status_code == 200
    assert "Set-Cookie" not in first.headers
    tag = {"If-None-Match": first.headers["ETag"]}
    with QueryRecorder(app) as queries:
        again = client.get(path, headers=tag)
    assert (again.status_code, again.get_data()) == (304, b"")
    assert int(again.headers["X-Server-Now"]) >= first.get_json()["now"]
    assert len(queries) == 2, queries  # the evening; its clock
    arrive(people(event, "host")[0], now())
    assert client.get(path, headers=tag).status_code == 200


def test_a_phone_is_told_its_own_tables(client: Browser, event, app: Flask):
    one = people(event, "candidate")[0]
    path = f"/rencontres/inscription/{token_of(one)}/etat"
    first = client.get(path)
    assert [seat["table"] for seat in first.get_json()["mine"]] == [1, 4]
    with QueryRecorder(app) as queries:
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert len(queries) == 2, queries  # the person with the evening; its clock
    forged = client.get("/rencontres/inscription/abc.def/etat")
    assert forged.status_code == 404


def test_the_screen_names_its_state(client: Browser, event):
    found = page(client.get(f"/rencontres/ecran/{event.screen_key}"))
    part = found.select_one("[data-screen]")
    assert client.get(part["data-state"]).status_code == 200
