"""What the code of a paper opens: the programme, and nothing that is one's own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask, url_for

from models import DatingEvent, Participant, db
from models.base import now
from services.evening_paper.codes import programme_address
from services.links import LinkExpired, LinkForged
from services.participant_keys import (
    OPEN_AFTER,
    open_participant,
    open_programme,
    programme_token_of,
    token_of,
)
from services.participants import list_participants
from tests.factories import a_participant, a_planned_event, an_event
from tests.factories.after_evenings import a_couple
from tests.support.queries import QueryRecorder
from tests.support.requests import Browser, page

SHARED = {"evenings.shared_programme", "evenings.shared_state"}
OF_LINKS_MAILED = {"evenings.outcomes", "evenings.say_outcomes"}  # made by ``services.links``


@pytest.fixture
def event(app: Flask) -> DatingEvent:
    return a_planned_event()


def _first(event: DatingEvent, side: str = "candidate") -> Participant:
    return list_participants(event.id, side)[0]


def test_neither_token_is_the_other(app: Flask, event: DatingEvent) -> None:
    someone = _first(event)
    assert open_participant(token_of(someone)).id == someone.id
    assert open_programme(programme_token_of(someone)).id == someone.id
    with pytest.raises(LinkForged):
        open_participant(programme_token_of(someone))
    with pytest.raises(LinkForged):
        open_programme(token_of(someone))
    with pytest.raises(LinkForged):
        open_programme(f"{someone.key}.")
    with pytest.raises(LinkExpired):
        open_programme(programme_token_of(someone), event.starts_at + OPEN_AFTER * 2)


def test_a_paper_opens_no_page_of_ones_own_and_a_mail_no_paper(
    app: Flask, client: Browser, event: DatingEvent
) -> None:
    someone = _first(event)
    asked = 0
    for rule in list(app.url_map.iter_rules()):
        if "token" not in rule.arguments or not rule.endpoint.startswith("evenings."):
            continue
        if rule.endpoint in OF_LINKS_MAILED:
            continue
        shared = rule.endpoint in SHARED
        wrong = token_of(someone) if shared else programme_token_of(someone)
        values = dict.fromkeys(rule.arguments - {"token"}, "1")
        with app.test_request_context():
            address = url_for(rule.endpoint, token=wrong, **values)
        for method in {"GET", "POST"} & (rule.methods or set()):
            asked += 1
            answer = client.open(address, method=method)
            assert answer.status_code in (404, 410), f"{method} {rule.endpoint}"
    assert asked > len(SHARED) + 12
    db.session.expire_all()
    assert db.session.get_one(Participant, someone.id).status == "registered"


def test_the_page_says_what_the_paper_says(client: Browser, event: DatingEvent) -> None:
    someone, host = _first(event), _first(event, "host")
    someone.badge_name = "Camille"
    someone.answers = {"words": "Un mot à moi"}
    db.session.commit()
    assert programme_address(someone).endswith(
        f"/rencontres/programme/{programme_token_of(someone)}"
    )
    answer = client.get(f"/rencontres/programme/{programme_token_of(host)}")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    said = page(answer).get_text(" ")
    assert "Programme de H1" in said
    assert "Camille" in said
    assert "Pour vos cartes, ouvrez le lien de votre courriel" in said
    for secret in ("Un mot à moi", "Dominique", "Essai", "@essai.example"):
        assert secret not in said
    html = answer.get_data(as_text=True)
    assert "/rencontres/inscription/" not in html
    assert token_of(host) not in html
    own = page(client.get(f"/rencontres/programme/{programme_token_of(someone)}"))
    assert len(own.select(".stop")) == event.rounds


def test_the_night_follows_there_too(client: Browser, event: DatingEvent) -> None:
    someone = _first(event)
    event.starts_at = now() - timedelta(minutes=1)
    db.session.commit()
    path = f"/rencontres/programme/{programme_token_of(someone)}"
    live = page(client.get(path)).select_one("[data-live]")
    assert live is not None
    assert live["data-live"] == f"{path}/etat"
    assert [seat["round"] for seat in client.get(f"{path}/etat").get_json()["mine"]]


def test_it_opens_before_the_plan_and_once_one_has_cancelled(client: Browser) -> None:
    event = an_event()
    ahead, gone = a_participant(event), a_participant(event, status="cancelled")
    for someone, words in ((ahead, "Pas de rencontre prévue"), (gone, "inscription est annulée")):
        answer = client.get(f"/rencontres/programme/{programme_token_of(someone)}")
        assert answer.status_code == 200
        assert words in page(answer).get_text(" ")


def test_both_of_a_couple_read_the_same(app: Flask, client: Browser, event: DatingEvent) -> None:
    first, second = list_participants(event.id, "candidate")[:2]
    a_couple(first, second)
    db.session.commit()
    read = []
    for each in (first, second):
        with QueryRecorder(app) as queries:
            answer = client.get(f"/rencontres/programme/{programme_token_of(each)}")
        read.append([stop.get_text(" ") for stop in page(answer).select(".stop")])
        assert len(queries) <= 8, queries
    assert read[0] == read[1]
