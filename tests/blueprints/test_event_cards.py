"""Pages of cards, closing, results, opinions and outcomes: who enters, and what nobody reads."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models import (
    Account,
    Card,
    DatingEvent,
    EveningFeedback,
    OutboxMessage,
    Outcome,
    Participant,
    Wish,
    db,
)
from models.base import now
from models.vocabulary import EventRight
from services.emails import render_email
from services.evening_closing import close
from services.evening_privacy import forget_evening
from services.links import sign_id
from services.outcomes import ask_outcomes
from services.participant_keys import token_of
from tests.factories.after_evenings import a_begun_event, a_card, a_meeting, some_people
from tests.factories.evenings import a_colleague, a_participant, an_event, an_organiser
from tests.support.queries import QueryRecorder
from tests.support.requests import Browser, login, page


def text_of(answer: Any) -> str:
    return " ".join(page(answer).get_text(" ").split())


def press(client: Browser, url: str, data: Any = None) -> str:
    """Send a form and read the page it leads to."""
    answer = client.post(url, data=data)
    return text_of(client.get(answer.location) if answer.status_code in (302, 303) else answer)


def cards_url(participant: Participant) -> str:
    return f"/rencontres/inscription/{token_of(participant)}/cartes"


def owner_of(event: DatingEvent) -> Account:
    account = db.session.get(Account, event.organisers[0].account_id)
    assert account is not None
    return account


def answers() -> dict[tuple[int, int], str]:
    rows = db.session.scalars(select(Card).execution_options(populate_existing=True))
    return {(row.author_id, row.about_id): row.answer for row in rows}


# --- the phone ---


def test_one_tap_gives_a_card_without_javascript(client: Browser, queries: QueryRecorder) -> None:
    event = a_begun_event()
    [[doctor], hosts] = some_people(event, 1, 4)
    for round_, host in enumerate(hosts):
        a_meeting(doctor, host, round_)
    url = cards_url(doctor)
    with queries:
        answer = client.get(url)
    # participant with evening, clock, cards, registered ×2, couples, meetings, missing people
    assert len(queries) <= 9
    found = page(answer)
    first = found.select_one("li.evening-card form")
    assert first is not None
    assert [button["value"] for button in first.select("button[name=answer]")] == [
        "yes", "maybe", "no",
    ]  # fmt: skip
    assert hosts[0].organisation_name in text_of(answer)
    fields = {each["name"]: each.get("value", "") for each in first.select("input")}
    said = client.post(first["action"], data={**fields, "note": "Équipe", "answer": "yes"})
    assert said.status_code == 303
    assert said.location.endswith("#carte-H1")
    assert answers() == {(doctor.id, hosts[0].id): "yes"}
    again = page(client.get(url))
    pressed = again.select_one("li.evening-card button[aria-pressed=true]")
    assert pressed is not None
    assert "Oui" in pressed.get_text()
    assert "1 carte remplie sur 4" in again.get_text()


def test_a_meeting_by_chance_and_a_wrong_number(client: Browser) -> None:
    event = a_begun_event()
    [[doctor], [host]] = some_people(event, 1, 1)
    some_people(a_begun_event(), 0, 5)
    url = cards_url(doctor)
    wrong = client.post(url, data={"number": "H5", "answer": "yes", "note": "à garder"})
    assert wrong.status_code == 422
    assert "Personne ne porte le numéro « H5 »" in text_of(wrong).replace("\u00a0", " ")
    assert "à garder" in text_of(wrong)
    assert client.post(url, data={"number": "h 1", "answer": "maybe"}).status_code == 303
    assert answers() == {(doctor.id, host.id): "maybe"}


@pytest.mark.parametrize(
    "said",
    [{}, {"number": "H1"}, {"number": "H1", "answer": "oui"}, {"answer": "yes"},
     {"number": "H1", "answer": "yes", "note": "x" * 1001}, {"number": "M1", "answer": "yes"}],
)  # fmt: skip
def test_what_is_not_a_card_is_none(client: Browser, said: dict[str, str]) -> None:
    [[doctor], _] = some_people(a_begun_event(), 1, 1)
    assert client.post(cards_url(doctor), data=said).status_code == 422
    assert answers() == {}


def test_before_and_after_it_is_kindly_refused(client: Browser) -> None:
    later = an_event()
    [[doctor], _] = some_people(later, 1, 1)
    assert "s’ouvrent avec la première rencontre" in text_of(client.get(cards_url(doctor)))
    assert client.post(
        cards_url(doctor), data={"number": "H1", "answer": "yes"}
    ).status_code == 303  # fmt: skip
    over = a_begun_event()
    [[late], [host]] = some_people(over, 1, 1)
    close(over, now())
    said = press(client, cards_url(late), {"number": "H1", "answer": "yes"})
    assert "La soirée est close" in said
    assert answers() == {}
    assert host.email not in said


def test_a_forged_or_old_link_opens_nothing(client: Browser) -> None:
    old = a_begun_event(starts_at=now() - timedelta(days=91))
    [[doctor], _] = some_people(old, 1, 1)
    url = cards_url(doctor)
    for address in (url, url.replace("/cartes", "x/cartes"), "/rencontres/inscription/a.b/cartes"):
        for method in (client.get, client.post):
            assert method(address).status_code in (404, 410)


# --- paper ---


def test_the_grid_takes_many_lines_and_gives_back_counts(client: Browser) -> None:
    event = a_begun_event()
    [[doctor], hosts] = some_people(event, 1, 3)
    for round_, host in enumerate(hosts):
        a_meeting(doctor, host, round_)
    login(client, owner_of(event))
    base = f"/organiser/{event.id}/cartes"
    grid = page(client.get(f"{base}?qui=m1"))
    numbers = [each["value"] for each in grid.select("input[name=number]")]
    assert numbers == ["H1", "H2", "H3", "", "", "", ""]
    assert {each["value"] for each in grid.select("input[name=answer]")} == {""}
    kept = press(
        client, base, {"qui": "M1", "number": ["H1", "H2", "H3"], "answer": ["o", "n", ""]}
    )
    assert "2 cartes saisies sur 3 pour M1" in kept
    assert len(answers()) == 2
    again = page(client.get(f"{base}?qui=M1"))
    assert {each["value"] for each in again.select("input[name=answer]")} == {""}
    assert again.select("[aria-pressed], .evening-card") == []


def test_a_wrong_line_stays_alone_with_its_reason(client: Browser) -> None:
    event = a_begun_event()
    [[doctor], [host]] = some_people(event, 1, 1)
    login(client, owner_of(event))
    base = f"/organiser/{event.id}/cartes"
    answer = client.post(
        base, data={"qui": "M1", "number": ["H1", "H44"], "answer": ["o", "peut-être"]}
    )
    assert answer.status_code == 422
    said = text_of(answer).replace("\u00a0", " ")
    assert "1 carte gardée" in said
    assert "Ligne 2 (M1 H44). Personne ne porte le numéro « H44 »" in said
    pasted = client.post(f"{base}/coller", data={"lines": "H1 M1 oui\nH1 M9 oui\nrien"})
    said = text_of(pasted).replace("\u00a0", " ")
    assert "Ligne 2 (H1 M9)" in said
    assert "Ligne 3. Écrivez" in said
    assert answers() == {(doctor.id, host.id): "yes", (host.id, doctor.id): "yes"}
    assert "1 carte gardée" in press(client, f"{base}/coller", {"lines": "H1 M1 non"})
    unknown = client.get(f"{base}?qui=Z9")
    assert "Personne ne porte le numéro" in text_of(unknown)


def test_rights(client: Browser) -> None:
    event = a_begun_event()
    some_people(event, 1, 1)
    pages = ("cartes", "bilan", "bilan.csv", "cloture")
    posts = ("cartes", "cartes/coller", "bilan/suites", "cloture")
    editor, desk = a_colleague(event, EventRight.EDITOR), a_colleague(event, EventRight.DESK)
    expected = {
        None: (302, 302), an_organiser(): (404, 404), desk: (403, 403),
    }  # fmt: skip
    for account, (read, write) in expected.items():
        browser = client.application.test_client()
        if account:
            login(browser, account)
        for name in pages:
            assert browser.get(f"/organiser/{event.id}/{name}").status_code == read, name
        for name in posts:
            assert browser.post(f"/organiser/{event.id}/{name}").status_code == write, name
    login(client, editor)
    reads = [client.get(f"/organiser/{event.id}/{name}").status_code for name in pages]
    assert reads == [200, 200, 200, 403]
    assert client.post(f"/organiser/{event.id}/cloture").status_code == 403
    assert event.status == "published"


# --- the end ---


def test_closing_says_what_it_will_do_and_does_it_once(client: Browser) -> None:
    event = a_begun_event()
    [[doctor, other], [host]] = some_people(event, 2, 1)
    a_meeting(doctor, host, 0)
    a_meeting(other, host, 1)
    a_card(doctor, host)
    a_card(host, doctor)
    login(client, owner_of(event))
    url = f"/organiser/{event.id}/cloture"
    before = text_of(client.get(url)).replace("\u00a0", " ")
    assert "2 cartes sont remplies" in before
    assert "Il manque 2 cartes, de 2 personnes" in before
    assert "1 mise en relation" not in before
    for _ in range(2):
        said = press(client, url)
        assert "La soirée est close" in said
    assert db.session.query(OutboxMessage).count() == 2
    assert "1 mise en relation" in said.replace("\u00a0", " ")
    mine = text_of(client.get(cards_url(doctor)))
    assert host.email in mine
    assert "Vos mises en relation" in mine
    theirs = text_of(client.get(cards_url(other)))
    assert host.email not in theirs
    assert "Pas de mise en relation cette fois" in theirs


def test_the_canaries_appear_on_no_page_but_their_author_s(client: Browser) -> None:
    """A one-sided yes, a wish « non » and a note: nobody else reads them, in any page or file."""
    event = a_begun_event()
    [[doctor, mutual], [host]] = some_people(event, 2, 1)
    for round_, one in enumerate((doctor, mutual)):
        a_meeting(one, host, round_)
    a_card(doctor, host, "yes", "canari-note-du-medecin")
    a_card(mutual, host, "yes")
    a_card(host, mutual, "yes", "canari-note-de-l-hote")
    a_card(host, doctor, "no", "canari-refus")
    db.session.add(Wish(author_id=host.id, about_id=doctor.id, kind="no"))
    login(client, owner_of(event))

    def everything() -> dict[str, str]:
        organiser = [f"/organiser/{event.id}{tail}" for tail in (
            "", "/cartes", "/cartes?qui=M1", "/cartes?qui=H1", "/cloture", "/bilan", "/bilan.csv",
            "/participants", "/participants.csv", "/plan", "/accueil", "/regie",
        )]  # fmt: skip
        mine = [f"/rencontres/inscription/{token_of(one)}{tail}"
                for one in (doctor, mutual, host)
                for tail in ("", "/cartes", "/programme", "/etat",
                             "/mes-donnees.json")]  # fmt: skip
        return {url: client.get(url).get_data(as_text=True) for url in (*organiser, *mine)}

    secrets = {"canari-note-du-medecin": doctor, "canari-note-de-l-hote": host,
               "canari-refus": host}  # fmt: skip
    for stage in ("open", "closed"):
        if stage == "closed":
            close(event, now())
        for url, said in everything().items():
            for word, author in secrets.items():
                assert (word in said) <= (token_of(author) in url), (stage, url, word)
        refused = client.get(cards_url(doctor)).get_data(as_text=True)
        assert host.email not in refused
        assert doctor.email not in client.get(cards_url(host)).get_data(as_text=True)
    # the page of someone refused is, but for their own answers, that of someone not answered
    sent = [render_email(row.template, row.context).text
            for row in db.session.scalars(select(OutboxMessage))]  # fmt: skip
    assert len(sent) == 2
    assert not any(word in text for text in sent for word in (*secrets, doctor.email))


def test_a_refusal_and_a_silence_look_the_same(client: Browser) -> None:
    pages, begun = [], now() - timedelta(minutes=30)
    for answer in ("no", "maybe", None):
        event = a_begun_event(starts_at=begun)
        [[doctor], [host]] = some_people(event, 1, 1)
        host.organisation_name = "MSP"
        a_meeting(doctor, host)
        a_card(doctor, host)
        if answer:
            a_card(host, doctor, answer)
        close(event, now())
        main = page(client.get(cards_url(doctor))).select_one("main")
        assert main is not None
        said = " ".join(main.get_text(" ").split())
        pages.append(said.replace(event.title, ""))
    assert len({said[said.index("Vos mises"):] for said in pages}) == 1  # fmt: skip


def test_the_results_in_words_and_as_a_file(client: Browser, queries: QueryRecorder) -> None:
    event = a_begun_event()
    [people, [host]] = some_people(event, 5, 1)
    for mark, person in zip((5, 5, 4, 4, 3), people, strict=True):
        db.session.add(EveningFeedback(id=f"{mark}{person.id:031}", event_id=event.id,
                                       side="candidate", mark=mark,
                                       comment="Bien organisé"))  # fmt: skip
    db.session.add(EveningFeedback(id="h" * 32, event_id=event.id, side="host", mark=1,
                                   comment="seul-de-son-cote"))  # fmt: skip
    a_card(people[0], host)
    a_card(host, people[0])
    close(event, now())
    login(client, owner_of(event))
    with queries:
        answer = client.get(f"/organiser/{event.id}/bilan")
    # session ×4, evening, right ×3, people ×2, meetings, introductions, outcomes, opinions
    assert len(queries) <= 16
    said = text_of(answer).replace("\u00a0", " ")
    assert "6 personnes inscrites" in said
    assert "4,2 sur 5 en moyenne" in said
    assert "Bien organisé" in said
    assert "seul-de-son-cote" not in said
    assert "Moins de cinq réponses" in said
    table = client.get(f"/organiser/{event.id}/bilan.csv")
    assert table.mimetype == "text/csv"
    assert "seul-de-son-cote" not in table.get_data(as_text=True)


def an_evening_with(owner: Account, introduced: int, held: datetime) -> DatingEvent:
    """Three on each side; the pair of that rank was introduced, and visited."""
    event = a_begun_event(owner, title="Soirée du Lot")
    people = list(zip(*some_people(event, 3, 3), strict=True))
    for rank, (candidate, host) in enumerate(people):
        a_card(candidate, host)
        a_card(host, candidate, "yes" if rank == introduced else "maybe")
    close(event, now())
    ask_outcomes(event, 6, now())
    [row] = db.session.scalars(select(Outcome).where(Outcome.event_id == event.id))
    row.visited, row.said_by = True, "candidate"
    event.starts_at = event.closed_at = held
    forget_evening(event, now())
    db.session.commit()
    return event


@pytest.mark.parametrize("days", [1, 200], ids=["soon", "once the others are erased"])
def test_notes_tell_no_organiser_who_was_introduced(client: Browser, days: int) -> None:
    """Evenings that differ by who said yes to whom: the same notes, the same bytes."""
    owner = an_organiser()
    login(client, owner)
    read: list[list[str]] = []
    held = now() - timedelta(days=days)
    for introduced in range(3):
        event = an_evening_with(owner, introduced, held)
        url, said = f"/organiser/{event.id}/bilan", list[str]()
        for candidate, host in (("M1", "H1"), ("M2", "H2"), ("M1", "H2"), ("M1", "M2")):
            note = {"candidate": candidate, "host": host, "months": 6, "visited": "yes"}
            said.append(client.get(client.post(f"{url}/suites", data=note).location).text)
        said.append(client.get(f"{url}.csv").text)
        # The evening's own address and a stamp of the second: all else must be the same.
        of_it = re.compile(rf"/organiser/{event.id}\b|{event.code}|\.[\w-]{{6}}\.[\w-]{{27}}(?=\")")
        read.append([of_it.sub("…", each) for each in said])
    assert read[0] == read[1] == read[2]
    table = read[0][-1].replace('"', "")
    assert "Visites notées par les organisateurs à 6 mois;;;3" in table
    assert "Visites dites par les participants à 6 mois;;;1" in table


def test_an_opinion_is_given_once_and_nothing_is_lost_on_a_mistake(client: Browser) -> None:
    start = now() - timedelta(days=1)
    event = an_event(starts_at=start, closes_at=start)
    person = a_participant(event)
    url = cards_url(person).replace("/cartes", "/avis")
    wrong = client.post(url, data={"comment": "à garder"})
    assert wrong.status_code == 422
    assert "à garder" in text_of(wrong)
    said = {"mark": "4", "pace": "right", "would_return": "yes", "comment": "Merci"}
    assert client.post(url, data=said).status_code == 303
    assert "Vous avez donné votre avis" in press(client, url, said | {"mark": "1"})
    [row] = db.session.scalars(select(EveningFeedback)).all()
    assert (row.mark, row.pace, row.would_return, row.comment) == (4, "right", True, "Merci")


def test_what_became_of_it_is_answered_by_the_link_once(client: Browser) -> None:
    event = a_begun_event()
    [[doctor], [host]] = some_people(event, 1, 1)
    a_card(doctor, host)
    a_card(host, doctor)
    close(event, now())
    ask_outcomes(event, 6, now())
    row = db.session.query(OutboxMessage).filter_by(
        template="outcome_ask", to_address=doctor.email
    ).one()  # fmt: skip
    url = f"/rencontres/suites/{sign_id(row.context['link_id'])}"
    found = page(client.get(url))
    names = {each["name"] for each in found.select("input[type=radio]")}
    assert len(names) == 2
    [visited] = [name for name in names if str(name).startswith("visited")]
    assert client.post(url, data={}).location.endswith(url)
    assert client.post(url, data={str(visited): "yes"}).status_code == 303
    for method in (client.get, client.post):
        assert method(url).status_code == 410
    [outcome] = db.session.scalars(select(Outcome)).all()
    assert (outcome.visited, outcome.settled, outcome.said_by) == (True, None, "candidate")
    assert client.get("/rencontres/suites/abc.def").status_code in (404, 410)


def test_one_press_says_that_they_come(client: Browser) -> None:
    event = an_event(starts_at=now() + timedelta(days=3))
    person = a_participant(event)
    url = cards_url(person).replace("/cartes", "/venir")
    asked = page(client.get(url))
    assert asked.select_one(f"form[data-say-i-come][action='{url}']")
    assert [link["href"] for link in asked.select("main form a")] == [
        url.replace("venir", "annuler")
    ]
    db.session.refresh(person)
    assert person.reconfirmed_at is None, "programs that read mail open links"
    for _ in range(2):
        assert client.post(url).status_code == 303
    db.session.refresh(person)
    assert person.reconfirmed_at is not None
    home = url.removesuffix("/venir")
    assert client.get(url).headers["Location"].endswith(home)
    assert "Je ne peux finalement pas venir" in page(client.get(home)).get_text()


@pytest.mark.parametrize(
    ("days", "status"), [(30, "registered"), (-1, "registered"), (3, "waiting"), (3, "cancelled")]
)
def test_who_is_not_asked_whether_they_come_gets_their_page(
    client: Browser, days: int, status: str
) -> None:
    person = a_participant(an_event(starts_at=now() + timedelta(days=days)), status=status)
    home = cards_url(person).removesuffix("/cartes")
    assert client.get(f"{home}/venir").headers["Location"].endswith(home)
