"""What the desk and the console see of the evening's people: who is here, who is missing where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.dating_events import DatingEvent
from models.participants import Participant
from models.vocabulary import ClockState, ParticipantStatus, Phase
from services.check_in import windows_of
from services.evening_clock import ClockView
from services.evening_gaps import is_refused, list_refused
from services.french import fold
from services.live_state import Seat
from services.participants import badge_name, badge_number, full_name, list_participants

EXPECTED, LATE, HERE, ABSENT, LEFT = "expected", "late", "here", "absent", "left"


@dataclass(frozen=True, slots=True)
class Attendee:
    """One person as the desk sees them; ``words`` is what a search looks in."""

    participant: Participant
    number: str
    name: str
    place: str
    state: str
    words: str

    @property
    def waits(self) -> bool:
        """Are they on the waiting list?"""
        return self.participant.status == ParticipantStatus.WAITING


@dataclass(frozen=True, slots=True)
class Missing:
    """Someone whose table waits for them."""

    attendee: Attendee
    table: int


def list_attendees(event: DatingEvent) -> list[Attendee]:
    """Everyone who may stand at the desk. One query."""
    statuses = (ParticipantStatus.REGISTERED, ParticipantStatus.WAITING)
    return [describe(one) for one in list_participants(event.id, statuses=statuses)]


def describe(one: Participant) -> Attendee:
    """How the desk names a person, and how it finds them."""
    number, name = badge_number(one), full_name(one) or badge_name(one)
    place = one.organisation_name or ""
    words = fold(f"{number} {name} {place} {one.badge_name or ''}")
    return Attendee(one, number, name, place, state_of(one), words)


def state_of(one: Participant) -> str:
    """Expected, late (they said so), here, absent or gone."""
    if one.absent_at is not None:
        return ABSENT
    if one.left_at is not None:
        return LEFT
    if one.checked_in_at is not None:
        return HERE
    return LATE if one.arrives_at and one.arrives_at > one.event.starts_at else EXPECTED


def search(attendees: Iterable[Attendee], text: str) -> list[Attendee]:
    """Those of whom every word is found; a number alone finds that number on both sides."""
    words = fold(text).split()
    return [one for one in attendees if all(_matches(one, word) for word in words)]


def count_states(attendees: Iterable[Attendee]) -> Counter[tuple[str, str]]:
    """How many by side and state, of those who have a place."""
    return Counter((one.participant.side, one.state) for one in attendees if not one.waits)


def round_on_show(view: ClockView) -> int | None:
    """The round whose tables matter now; None when none does."""
    if view.state == ClockState.ENDED:
        return None
    over = view.phase == Phase.BREAK or view.waits
    round_ = view.round + 1 if over and view.state != ClockState.WAITING else view.round
    return round_ if round_ < view.rounds else None


def list_missing(
    attendees: Sequence[Attendee], seats: Sequence[Seat], view: ClockView
) -> list[Missing]:
    """Whose table waits in the round that runs or comes, by table."""
    shown = round_on_show(view)
    by_id = {one.participant.id: one for one in attendees}
    return [
        Missing(by_id[person.id], seat.table)
        for seat in seats
        if seat.round == shown
        for person in (*seat.candidates, seat.host)
        if person.id in by_id and by_id[person.id].state != HERE
    ]


def count_concerned(
    event: DatingEvent,
    attendees: Sequence[Attendee],
    seats: Sequence[Seat],
    view: ClockView,
    at: datetime,
) -> int:
    """How many people a re-plan could serve.

    Whoever has a meeting to come with someone who will not be there, or that cannot stand
    (``evening_gaps``), and whoever is here with a place and no meeting to come. One query.
    """
    people = [one.participant for one in attendees if not one.waits]
    windows = windows_of(event, view, people, at)
    refused = list_refused(event.id)
    first, concerned, busy = view.first_open_round, set(), set()
    for seat in (seat for seat in seats if seat.round >= first):
        candidates = [person.id for person in seat.candidates]
        there = {each: _is_there(windows, each, seat.round) for each in (*candidates, seat.host.id)}
        busy |= set(there)
        is_held = there[seat.host.id] and any(there[each] for each in candidates)
        if not is_held or is_refused(refused, candidates, seat.host.id):
            concerned |= {each for each, is_there in there.items() if is_there}
    if first < event.rounds and seats:
        here = {one.participant.id for one in attendees if one.state == HERE and not one.waits}
        concerned |= here - busy
    return len(concerned)


def _is_there(windows: dict[int, tuple[int, int]], person_id: int, round_: int) -> bool:
    first, last = windows.get(person_id, (1, 0))
    return first <= round_ <= last


def _matches(one: Attendee, word: str) -> bool:
    if word.isdigit():
        return str(one.participant.number) == word
    if one.number.lower() == word:
        return True
    letter_and_number = word[0] in "mh" and word[1:].isdigit()
    return not letter_and_number and word in one.words
