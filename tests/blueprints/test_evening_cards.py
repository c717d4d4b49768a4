"""One's own cards, sent wrong: what is said where, and what is kept."""

from __future__ import annotations

from services.participant_keys import token_of
from tests.factories.after_evenings import a_begun_event, a_meeting, some_people
from tests.support.requests import Browser, page


def test_a_card_sent_wrong_says_it_on_that_card_and_keeps_the_note(client: Browser) -> None:
    event = a_begun_event()
    [[candidate], hosts] = some_people(event, 1, 2)
    for round_, host in enumerate(hosts):
        a_meeting(candidate, host, round_)
    address = f"/rencontres/inscription/{token_of(candidate)}/cartes"
    answer = client.post(address, data={"number": "h2", "note": "À rappeler lundi"})
    found = page(answer)
    assert answer.status_code == 422
    [link] = found.select("[data-error-summary] a")
    group = found.select_one(str(link["href"]))
    assert group
    assert group.find_parent("li")["id"] == "carte-H2"  # type: ignore[index]
    assert found.select_one(f"#{group['aria-describedby']}").get_text(strip=True)  # type: ignore[union-attr]
    notes = {str(each["id"]): each.get_text().strip() for each in found.select("textarea")}
    assert notes == {"note-H1": "", "note-H2": "À rappeler lundi", "note": ""}
    by_chance = page(client.post(address, data={"number": "H9", "answer": "yes"}))
    assert by_chance.select_one("#number")["value"] == "H9"  # type: ignore[index]
    assert "H9" in by_chance.select_one("#number-error").get_text()  # type: ignore[union-attr]
