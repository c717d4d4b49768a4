"""Pages of the plan: made, compared, announced, mended; and each person's programme."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from models import (
    Account,
    DatingEvent,
    Meeting,
    OutboxMessage,
    Participant,
    Wish,
    db,
)
from models.base import now
from models.vocabulary import CoupleMode, EventRight, ParticipantStatus, WishKind
from services.check_in import mark_absent
from services.evening_orders import start
from services.evening_plans import announce, make_plan
from services.evening_views import programme_of
from services.participant_keys import token_of
from services.participants import badge_number
from tests.factories import a_colleague, a_full_event, a_participant, an_organiser
from tests.factories.after_evenings import a_couple, a_wish
from tests.services.test_evening_scores import both_sides
from tests.support.queries import QueryRecorder
from tests.support.requests import Browser, login, page


def text_of(answer: Any) -> str:
    """What the page says, spaces made one."""
    return " ".join(page(answer).get_text(" ").split())


def followed(client: Browser, address: str, **sent: Any) -> str:
    """Send a form and read the page one is led to."""
    return text_of(client.get(client.post(address, **sent).location))


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def owner(client: Browser) -> Account:
    """An organiser who is logged in."""
    account = an_organiser()
    login(client, account)
    return account


def an_announced_evening(owner: Account, candidates: int = 5, hosts: int = 4) -> DatingEvent:
    event = a_full_event(candidates, hosts, owner)
    make_plan(event, made_by=owner.id, at=now())
    announce(event, now())
    return event


ADDRESSES = [
    ("get", "plan"),
    ("post", "plan/faire"),
    ("post", "plan/annoncer"),
    ("get", "replan"),
    ("post", "replan/combler"),
    ("post", "replan/refaire"),
]


@pytest.mark.parametrize(("method", "path"), ADDRESSES)
def test_who_may_not_enter(client: Browser, method: str, path: str) -> None:
    event = a_full_event(2, 2)
    stranger, desk = an_organiser(), a_colleague(event, EventRight.DESK)
    address = f"/organiser/{event.id}/{path}"
    assert getattr(client, method)(address).status_code == 302
    login(client, stranger)
    assert getattr(client, method)(address).status_code == 404
    login(client, desk)
    assert getattr(client, method)(address).status_code == 403
    assert count(Meeting) == count(OutboxMessage) == 0


def test_a_plan_is_made_read_and_announced(client: Browser, owner: Account) -> None:
    event = a_full_event(5, 4, owner)
    address = f"/organiser/{event.id}/plan"
    assert "Pas encore de plan" in text_of(client.get(address))
    assert count(Meeting) == 0
    read = followed(client, f"{address}/faire")
    assert "Chaque candidat a au moins 4 rencontres, chaque hôte au moins 5, et cela ne" in read
    assert "coûte rien. C’est le meilleur plan possible" in read
    assert "aucun autre n’a un total plus élevé (prouvé)" in read
    assert "Chaque candidat rencontre" in read
    assert count(Meeting) == 20
    shown = page(client.get(address))
    assert len(shown.select(".plan-round")) == 6
    assert len(shown.select(".plan-round tbody tr")) == 20
    by_person = page(client.get(f"{address}?vue=personnes"))
    assert len(by_person.select("tbody tr")) == 9
    assert followed(client, f"{address}/annoncer").count("9 personnes reçoivent") == 1
    assert count(OutboxMessage) == 9
    assert "Aucun message n’est parti" in followed(client, f"{address}/annoncer")
    assert count(OutboxMessage) == 9
    refused = followed(client, f"{address}/faire")
    assert "le plan ne se refait plus" in refused
    assert "Refaire le plan" not in refused


def test_the_dial_shows_its_price_and_goes_back_to_automatic(
    client: Browser, owner: Account
) -> None:
    event = a_full_event(6, 3, owner, tables=2)
    address = f"/organiser/{event.id}/plan"
    assert "Vous n’avez rien à régler" in text_of(client.get(address))
    read = client.get(f"{address}?comparer=1")
    rows = page(read).select("tbody tr")
    assert len(rows) >= 4
    assert "Automatique : au moins 2 par candidat, 4 par hôte" in " ".join(
        rows[0].get_text().split()
    )
    assert "Réglage actuel" in rows[0].get_text()
    assert "100\u00a0%" in rows[1].get_text()
    assert count(Meeting) == 0
    said = followed(client, f"{address}/faire", data={"min_meetings": "2", "alpha": "1.0"})
    assert "où chacun a au moins 2 rencontres" in said
    assert "Vous avez choisi le réglage" in said
    db.session.refresh(event)
    assert (event.auto_minimum, event.min_meetings, event.alpha) == (False, 2, 1.0)
    followed(client, f"{address}/faire", data={"min_meetings": "", "alpha": "0.5"})
    db.session.refresh(event)
    assert (event.auto_minimum, event.alpha) == (False, 0.5)
    assert "Il partage mieux les bonnes rencontres" in text_of(client.get(address))
    back = page(client.get(address)).select_one("#comparer form")
    assert back is not None
    sent = {str(each["name"]): str(each["value"]) for each in back.select("input[name]")}
    assert (sent["min_meetings"], sent["alpha"]) == ("", "1.0")
    assert "Réglage : automatique." in followed(client, f"{address}/faire", data=sent)
    db.session.refresh(event)
    assert (event.auto_minimum, event.min_meetings, event.alpha) == (True, 0, 1.0)


def test_the_price_of_evenness_is_said(client: Browser, owner: Account) -> None:
    event = a_full_event(9, 3, owner, rounds=5, tables=3)
    people, hosts = both_sides(event)
    for person in people:
        for host in hosts:
            a_wish(person, host, WishKind.MUST)
            if person != people[8]:
                a_wish(host, person, WishKind.GLADLY)
    # each meeting is worth 1.75, those of the last 1.5: of fifteen, one costs 0.25 / 26.25
    address = f"/organiser/{event.id}/plan"
    read = followed(client, f"{address}/faire")
    assert (
        "Chaque candidat a au moins 1 rencontre, chaque hôte au moins 5 : cela coûte 0,96 % des "
        "affinités du meilleur plan possible, pas plus (prouvé)."
    ) in read
    assert "Sans rencontre" not in read
    event.rounds = 4  # of twelve, it costs more than one hundredth, and nobody should come in vain
    db.session.commit()
    assert "au moins 4 : cela coûte 1,2 % des affinités" in followed(client, f"{address}/faire")
    # worth 0.5, it would cost 1.25 / 21, more than a twentieth: the others are served
    db.session.execute(delete(Wish).where(Wish.author_id == people[8].id))
    db.session.commit()
    read = followed(client, f"{address}/faire")
    assert (
        "chaque hôte au moins 4, sauf 1 personne, et cela ne coûte rien. En donner au moins une à "
        "tous est impossible, ou coûterait plus de 5 % des affinités : comparez les réglages. "
        "C’est le meilleur plan possible"
    ) in read
    assert "Sans rencontre (1)" in read
    shown = page(client.get(f"{address}?comparer=1")).select("tbody tr")
    assert "Automatique" in shown[0].get_text()
    assert "94\u00a0%" in shown[2].get_text()  # at least one each


def test_a_late_no_names_nobody_where_the_plan_is_mended(client: Browser, owner: Account) -> None:
    event = an_announced_evening(owner, 8, 6)
    people, _hosts = both_sides(event)
    address = f"/organiser/{event.id}/replan"
    mark_absent(people[0], now())
    db.session.commit()
    assert page(client.get(address)).select(".plan-ways details")  # who is missing is no secret
    followed(client, f"{address}/combler")
    host = next(each for line in programme_of(people[1]) for each in line.others)
    a_wish(people[1], host, WishKind.NO)
    db.session.commit()
    ways = page(client.get(address)).select_one(".plan-ways")
    assert ways is not None
    assert "1 rencontre n’aura pas lieu" in ways.get_text(" ").replace("\u00a0", " ")
    assert "concernées" in ways.get_text(" ")
    assert ways.select("details") == []
    for one in (people[1], host):
        assert badge_number(one) not in ways.get_text(" ").split()


def test_nor_who_is_left_alone_by_it(client: Browser, owner: Account) -> None:
    event = an_announced_evening(owner, 2, 1)
    (shy, other), (host,) = both_sides(event)
    a_wish(shy, host, WishKind.NO)
    db.session.commit()
    ways = page(client.get(f"/organiser/{event.id}/replan")).select_one(".plan-ways")
    assert ways is not None
    said = ways.get_text(" ").replace("\u00a0", " ")
    assert "1 personne sans rencontre ensuite" in said
    assert not {badge_number(one) for one in (shy, other, host)} & set(said.split())


def test_what_is_known_of_a_mended_plan_is_said(client: Browser, owner: Account) -> None:
    event = an_announced_evening(owner, 8, 6)
    people, hosts = both_sides(event)
    start(event, event.starts_at)
    for gone in (people[0], hosts[0]):
        mark_absent(gone, now())
    address = f"/organiser/{event.id}/replan"
    assert text_of(client.get(address)).count("(prouvé)") == 2  # of either way
    assert "(prouvé)" in followed(client, f"{address}/combler")
    assert "sans rien déplacer" in text_of(client.get(f"/organiser/{event.id}/plan")).lower()
    mark_absent(people[1], now())
    followed(client, f"{address}/refaire")
    assert "Parmi les suites où chacun garde son minimum" in text_of(
        client.get(f"/organiser/{event.id}/plan")
    )
    event.auto_minimum, event.alpha = False, 0.0
    mark_absent(hosts[1], now())
    db.session.commit()
    assert "Elle partage mieux les bonnes rencontres" in followed(client, f"{address}/refaire")


def test_a_minimum_that_is_too_high_names_people_and_keeps_the_dial(
    client: Browser, owner: Account
) -> None:
    event = a_full_event(8, 2, owner)
    people, _ = both_sides(event)
    people[0].first_name, people[0].last_name = "Alix", "Rouquette"
    read = followed(
        client, f"/organiser/{event.id}/plan/faire", data={"min_meetings": "2", "alpha": "1.0"}
    )
    assert "2 rencontres pour chacun, c’est impossible : 1 au plus." in read
    assert "M1 Alix Rouquette" in read
    db.session.refresh(event)
    assert (event.auto_minimum, event.min_meetings) == (True, 0)
    assert count(Meeting) == 0


@pytest.mark.parametrize(
    "sent",
    [
        {"min_meetings": "-1", "alpha": "1"},
        {"min_meetings": "999999999999", "alpha": "1"},
        {"min_meetings": "1", "alpha": "nan"},
        {"min_meetings": "1", "alpha": "-1e308"},
    ],
)
def test_a_dial_beyond_its_ends_is_refused(
    client: Browser, owner: Account, sent: dict[str, str]
) -> None:
    event = a_full_event(2, 2, owner)
    read = followed(client, f"/organiser/{event.id}/plan/faire", data=sent)
    assert "Demandez de 0 à 6 rencontres" in read
    assert count(Meeting) == 0


def test_an_empty_side_is_said(client: Browser, owner: Account) -> None:
    event = a_full_event(3, 0, owner)
    address = f"/organiser/{event.id}/plan"
    assert "Il manque un côté" in followed(client, f"{address}/faire")
    assert "Il manque un côté" in text_of(client.get(f"{address}?comparer=1"))


def test_who_meets_nobody_is_told_without_a_wish_being_shown(
    client: Browser, owner: Account
) -> None:
    event = a_full_event(3, 2, owner)
    people, hosts = both_sides(event)
    for host in hosts:
        a_wish(host, people[0], WishKind.NO)
    people[1].arrives_at = event.starts_at + timedelta(hours=3)
    make_plan(event, made_by=owner.id, at=now())
    alone = page(client.get(f"/organiser/{event.id}/plan")).select("#sans + ul li")
    said = [" ".join(each.get_text(" ").split()) for each in alone]
    assert len(said) == 2
    assert said[0].endswith(": aucune rencontre possible")
    assert "d’après ses horaires" in said[1]
    assert "merci" not in " ".join(said)


def test_both_ways_of_mending_are_shown_before_either_is_done(
    client: Browser, owner: Account
) -> None:
    event = an_announced_evening(owner, 6, 5)
    people, _ = both_sides(event)
    start(event, event.starts_at)
    mark_absent(people[0], now())
    rows = count(Meeting)
    address = f"/organiser/{event.id}/replan"
    read = text_of(client.get(address))
    assert "Combler les trous" in read
    assert "Refaire la suite" in read
    assert "Ne viennent pas, ou plus (1)" in read
    assert count(Meeting) == rows
    done = followed(client, f"{address}/combler")
    assert "aucune rencontre annoncée n’a bougé" in done
    assert "rien à réparer" in done or "Refaire la suite" in done
    assert "rien à changer" in followed(client, f"{address}/combler")
    assert client.post(f"{address}/autrement").status_code == 404


def test_there_is_nothing_to_mend_without_a_plan(client: Browser, owner: Account) -> None:
    event = a_full_event(2, 2, owner)
    assert "pas encore de plan" in text_of(client.get(f"/organiser/{event.id}/replan"))
    assert "pas encore de plan" in followed(client, f"/organiser/{event.id}/replan/combler")
    assert "pas encore de plan" in followed(client, f"/organiser/{event.id}/plan/annoncer")


def test_a_page_of_the_plan_asks_little(
    client: Browser, owner: Account, queries: QueryRecorder
) -> None:
    counts = []
    for candidates, hosts in ((3, 2), (20, 12)):
        event = a_full_event(candidates, hosts, owner, tables=12)
        make_plan(event, made_by=owner.id, at=now())
        address = f"/organiser/{event.id}/plan"
        client.get(address)
        with queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    # session and account (3), the right and the event (2), the plan, the event again, meetings,
    # people and couples (twice), counts by status, the clock, the tabs
    assert counts[0] <= 18


# --- a participant's programme ---


def programme_page(client: Browser, person: Participant) -> Any:
    return client.get(f"/rencontres/inscription/{token_of(person)}/programme")


def test_a_programme_says_when_it_comes_then_whom_one_meets(client: Browser, app: Flask) -> None:
    event = a_full_event(4, 3, plan_at=now() + timedelta(days=20))
    people, hosts = both_sides(event)
    read = text_of(programme_page(client, people[0]))
    assert "Votre programme arrivera" in read
    make_plan(event, made_by=None, at=now())
    assert "Votre programme arrivera" in text_of(programme_page(client, people[0]))
    announce(event, now())
    shown = page(programme_page(client, people[0]))
    assert len(shown.select(".stop__table")) == 3
    said = shown.get_text()
    for host in hosts:
        assert str(host.organisation_name) in said
        assert str(host.last_name) not in said
        assert host.email not in said
    theirs = page(programme_page(client, hosts[0])).get_text()
    for person in people:
        assert str(person.last_name) not in theirs
        assert str(person.first_name) not in theirs
    assert "M1" in theirs


def test_both_of_a_couple_read_the_same(client: Browser, app: Flask) -> None:
    event = a_full_event(4, 3)
    people, hosts = both_sides(event)
    a_couple(people[0], people[1], CoupleMode.TOGETHER)
    make_plan(event, made_by=None, at=now())
    announce(event, now())
    lists = [
        " ".join(page(programme_page(client, each)).select_one(".programme").get_text().split())  # type: ignore[union-attr]
        for each in people[:2]
    ]
    assert lists[0] == lists[1]
    assert "Vous venez à deux" in text_of(programme_page(client, people[1]))
    theirs = text_of(programme_page(client, hosts[0]))
    assert "M1" in theirs
    assert "M2" in theirs


def test_who_waits_or_meets_nobody_is_told_kindly(client: Browser, app: Flask) -> None:
    event = a_full_event(2, 1)
    waiting = a_participant(event, status=ParticipantStatus.WAITING.value)
    make_plan(event, made_by=None, at=now())
    announce(event, now())
    newcomer = a_participant(event)
    assert "liste d’attente" in text_of(programme_page(client, waiting))
    assert "Venez quand même" in text_of(programme_page(client, newcomer))


def test_a_made_up_link_opens_no_programme(client: Browser, app: Flask) -> None:
    event = a_full_event(1, 1)
    person = both_sides(event)[0][0]
    for token in ("x", token_of(person)[:-1], person.key, "%00"):
        answer = client.get(f"/rencontres/inscription/{token}/programme")
        assert answer.status_code in (400, 404, 410)


def someone_of_a_night(candidates: int, hosts: int) -> Participant:
    """A candidate of an evening that was announced and began three minutes ago."""
    event = a_full_event(candidates, hosts, starts_at=now() - timedelta(minutes=3))
    make_plan(event, made_by=None, at=now())
    event.announced_at = now()
    start(event, event.starts_at)
    return both_sides(event)[0][0]


def test_the_night_shows_the_programme_live(client: Browser, app: Flask) -> None:
    person = someone_of_a_night(2, 2)
    shown = page(programme_page(client, person))
    assert shown.select_one("[data-live]") is not None
    assert shown.select_one(".programme") is not None


def test_who_sits_out_a_round_reads_that_they_are_free(client: Browser, app: Flask) -> None:
    person = someone_of_a_night(1, 2)
    first = db.session.scalars(select(Meeting).order_by(Meeting.round)).first()
    assert first is not None
    told = []
    for round_ in (0, 1):
        first.round = round_
        db.session.commit()
        told.append(page(programme_page(client, person)).select_one("[data-live-phase]").text)
    assert ["vous êtes libre" in each for each in told] == [False, True]
