"""Pages of wishes and of couples: what is seen, what is kept, what is never shown."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from models import Participant, db
from models.vocabulary import Role
from services.couples import list_agreed, state_of
from services.participant_keys import token_of
from services.wishes import MOST_MUSTS, wishes_of
from tests.factories import (
    a_draft_event,
    a_full_event,
    a_participant,
    a_visible_doctor,
    an_account,
    an_event,
)
from tests.support.queries import QueryRecorder
from tests.support.requests import Browser, login, page


def said(answer: Any) -> str:
    return " ".join(page(answer).get_text(" ").split())


def home_of(participant: Participant) -> str:
    return f"/rencontres/inscription/{token_of(participant)}"


def ana_among(hosts: int = 7) -> Participant:
    return a_participant(a_full_event(candidates=0, hosts=hosts), first_name="Ana")


def chosen(answer: Any) -> dict[str, str]:
    return {each["name"]: each["value"] for each in page(answer).select("[checked]")}


def test_one_form_keeps_all_wishes_and_shows_them_again(client: Browser) -> None:
    ana = ana_among(3)
    address = f"{home_of(ana)}/souhaits"
    assert set(chosen(client.get(address)).values()) == {""}
    sent = {"souhait-1": "must", "souhait-2": "no", "souhait-3": ""}
    assert client.post(address, data=sent).status_code == 302
    assert chosen(client.get(address)) == sent
    assert wishes_of(ana) == {1: "must", 2: "no"}


def test_too_many_first_choices_are_refused_and_nothing_is_lost(client: Browser) -> None:
    ana = ana_among()
    address = f"{home_of(ana)}/souhaits"
    sent = {f"souhait-{n}": "must" for n in range(1, MOST_MUSTS + 2)}
    answer = client.post(address, data=sent)
    assert answer.status_code == 422
    assert f"au plus {MOST_MUSTS}" in said(answer)
    assert sent.items() <= chosen(answer).items()
    assert wishes_of(ana) == {}


@pytest.mark.parametrize(
    "sent",
    [
        {"souhait-1": "perhaps"},
        {"souhait-1": "x" * 5000},
        {"souhait-999999999999": "must"},
        {"souhait-é": "must"},
        {"souhait-": "must"},
        {"souhait-1": "must", "souhait-2'; drop table wish": "no"},
    ],
)
def test_what_no_page_sends_breaks_nothing(client: Browser, sent: dict[str, str]) -> None:
    ana = ana_among(2)
    answer = client.post(f"{home_of(ana)}/souhaits", data=sent)
    assert answer.status_code in (302, 422)
    assert set(wishes_of(ana).values()) <= {"must"}


def test_a_no_is_shown_to_its_author_alone(client: Browser) -> None:
    event = an_event()
    host, ana = a_participant(event, "host"), a_participant(event)
    client.post(f"{home_of(ana)}/souhaits", data={"souhait-1": "no"})
    for address in ("", "/souhaits"):
        answer = client.get(home_of(host) + address)
        assert set(chosen(answer).values()) <= {""}
    assert chosen(client.get(f"{home_of(ana)}/souhaits")) == {"souhait-1": "no"}


def test_nobody_is_named_before_both_said_yes(client: Browser) -> None:
    event = an_event()
    doctor = a_visible_doctor(first_name="Hortense", last_name="Delmas", phone="06 11 22 33 44")
    a_participant(
        event,
        doctor_id=doctor.id,
        first_name="Hortense",
        last_name="Delmas",
        badge_name="Hortense D.",
        email="hortense@essai.example",
        phone="06 11 22 33 44",
        pitch="Je suis Hortense Delmas, hortense@essai.example.",
    )
    host = a_participant(
        event,
        "host",
        first_name="Baptiste",
        last_name="Vidal",
        email="baptiste@essai.example",
        organisation_name="Cabinet des Tilleuls",
    )
    seen_by_host = client.get(f"{home_of(host)}/souhaits").get_data(as_text=True)
    for hidden in ("Hortense", "Delmas", "hortense@", "06 11"):
        assert hidden not in seen_by_host
    ana = a_participant(event)
    seen_by_ana = client.get(f"{home_of(ana)}/souhaits").get_data(as_text=True)
    assert "Cabinet des Tilleuls" in seen_by_ana
    for hidden in ("Baptiste", "Vidal", "baptiste@"):
        assert hidden not in seen_by_ana


def test_a_video_is_a_link_elsewhere_and_never_part_of_the_page(client: Browser) -> None:
    event = an_event()
    a_participant(event, "host", video_url="https://exemple.fr/minute")
    shown = page(client.get(f"{home_of(a_participant(event))}/souhaits"))
    link = shown.select_one('a[href="https://exemple.fr/minute"]')
    assert link is not None
    assert "noreferrer" in link["rel"]
    assert shown.select("iframe, video, embed, object") == []


def test_markup_in_answers_is_text(client: Browser) -> None:
    event = an_event()
    a_participant(event, "host", organisation_name="<script>1</script>", pitch="<img src=x>")
    shown = page(client.get(f"{home_of(a_participant(event))}/souhaits"))
    assert "<script>1</script>" in shown.select_one("main").get_text()
    assert shown.select("main script, main img") == []


def test_the_page_asks_as_much_for_two_as_for_twenty(
    client: Browser, queries: QueryRecorder
) -> None:
    counts = []
    for hosts in (2, 20):
        address = f"{home_of(ana_among(hosts))}/souhaits"
        db.session.commit()
        with queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6, str(queries)  # who, wishes, people, offers, communes


# --- couples ---


def two() -> tuple[Participant, Participant]:
    event = an_event()
    bela = a_participant(event, first_name="Bela")
    return a_participant(event, first_name="Ana"), bela


def test_a_couple_is_asked_for_agreed_to_and_undone(client: Browser) -> None:
    ana, bela = two()
    asked = client.post(
        f"{home_of(ana)}/couple", data={"email": bela.email.upper(), "mode": "together"}
    )
    assert asked.status_code == 302
    assert "attend une réponse" in said(client.get(f"{home_of(ana)}/couple"))
    assert "Ana propose" in said(client.get(home_of(bela)))
    shown = page(client.get(f"{home_of(bela)}/couple"))
    number = shown.select_one('[name="couple_id"]')
    assert number is not None
    client.post(f"{home_of(bela)}/couple/accepter", data={"couple_id": number["value"]})
    assert len(list_agreed(ana.event_id)) == 1
    assert "Vous venez avec Bela" in said(client.get(f"{home_of(ana)}/couple"))
    client.post(f"{home_of(bela)}/couple/retirer")
    assert list_agreed(ana.event_id) == []


def test_the_same_answer_for_an_address_on_the_list_and_for_any_other(client: Browser) -> None:
    ana, bela = two()
    carla = a_participant(ana.event)
    answers = []
    for who, address in ((ana, bela.email), (carla, "nulle.part@essai.example")):
        sent = client.post(f"{home_of(who)}/couple", data={"email": address, "mode": "together"})
        shown = said(client.get(f"{home_of(who)}/couple"))
        answers.append((sent.status_code, shown.replace(address, "").replace(home_of(who), "")))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("number", ["", "x", "0", "99999999999999999999", "-1"])
def test_agreeing_to_nothing_says_so(client: Browser, number: str) -> None:
    ana, _ = two()
    answer = client.post(f"{home_of(ana)}/couple/accepter", data={"couple_id": number})
    assert answer.status_code == 302
    assert "n’existe plus" in said(client.get(answer.headers["Location"]))


@pytest.mark.parametrize(
    ("who", "left"), [("me", ["registered"]), ("both", []), ("", ["registered"])]
)
def test_who_cancels_says_whether_both_do(client: Browser, who: str, left: list[str]) -> None:
    ana, bela = two()
    client.post(f"{home_of(ana)}/couple", data={"email": bela.email, "mode": "together"})
    client.post(
        f"{home_of(bela)}/couple/accepter",
        data={"couple_id": str(state_of(bela).asked_by[0].couple_id)},
    )
    db.session.expire_all()
    assert "Qui annule" in said(client.get(f"{home_of(ana)}/annuler"))
    client.post(f"{home_of(ana)}/annuler", data={"who": who})
    db.session.expire_all()
    statuses = db.session.scalars(
        select(Participant.status).where(
            Participant.event_id == ana.event_id, Participant.status != "cancelled"
        )
    )
    assert list(statuses) == left


def test_who_is_alone_cancels_for_nobody_else(client: Browser) -> None:
    ana, bela = two()
    client.post(f"{home_of(ana)}/annuler", data={"who": "both"})
    db.session.expire_all()
    assert (ana.status, bela.status) == ("cancelled", "registered")


@pytest.mark.parametrize(
    ("status", "words"), [("closed", "déjà eu lieu"), ("cancelled", "annulée")]
)
def test_nobody_cancels_what_is_over_or_off(client: Browser, status: str, words: str) -> None:
    ana = a_participant(an_event(status=status))
    answer = client.post(f"{home_of(ana)}/annuler")
    assert words in said(client.get(answer.headers["Location"]))
    db.session.expire_all()
    assert ana.status == "registered"


def test_hosts_have_no_page_of_couples(client: Browser) -> None:
    host = a_participant(an_event(), "host")
    assert client.get(f"{home_of(host)}/couple").status_code == 404
    assert f"{home_of(host)}/couple" not in client.get(home_of(host)).get_data(as_text=True)


def test_strangers_are_not_written_to_without_end(client: Browser) -> None:
    ana, _ = two()
    said_again = []
    for _time in range(7):
        answer = client.post(
            f"{home_of(ana)}/couple", data={"email": "loin@essai.example", "mode": "together"}
        )
        said_again.append(answer.status_code)
        client.post(f"{home_of(ana)}/couple/retirer")
    assert said_again == [302] * 5 + [422] * 2


# --- accounts whose address has not answered ---


def test_an_account_that_has_not_confirmed_is_not_let_in_by_the_site(client: Browser) -> None:
    account, event = an_account([Role.DOCTOR]), an_event()
    account.confirmed_at = None
    login(client, account)
    sent = client.post(
        f"/rencontres/{event.code}/medecins", data={"first_name": "Ana", "last_name": "Roux"}
    )
    assert sent.headers["Location"].endswith(f"/rencontres/{event.code}/courriel")
    (one,) = db.session.scalars(select(Participant)).all()
    assert one.status == "pending"
    for address in ("/rencontres", f"/rencontres/{event.code}"):
        assert one.key not in client.get(address).get_data(as_text=True)


def test_someone_written_into_a_draft_reads_their_page(client: Browser) -> None:
    one = a_participant(a_draft_event())
    shown = client.get(home_of(one))
    assert shown.status_code == 200
    assert page(shown).select(f'a[href="/rencontres/{one.event.code}"]') == []
