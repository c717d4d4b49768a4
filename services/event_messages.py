"""What those who come are told when their evening moves, runs otherwise, or is called off."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.base import db
from models.dating_events import DatingEvent
from models.participants import Participant
from models.vocabulary import ParticipantStatus, Phase
from services.evening_calendar import bump, entry_for
from services.evening_programme import ends_at, slots_of
from services.evening_views import programme_of
from services.evening_words import tell_changeover
from services.outbox import enqueue
from services.paris_days import hour_in_paris, moment_in_paris

NOBODY = "soiree-sans-contact@ancrage.invalid"  # whoever answered for it is gone
_ON_THE_LIST = (
    ParticipantStatus.PENDING,
    ParticipantStatus.REGISTERED,
    ParticipantStatus.WAITING,
)


@dataclass(frozen=True, slots=True)
class Pace:
    """The hours of the rounds: meetings and breaks from and to which minute of the evening.

    ``breaks_at``: as they are told, « 20 h 10 »; ``changeover``: « 1 min pour changer de table… ».
    """

    minutes: int
    changeover: str
    meetings: tuple[tuple[int, int], ...]
    breaks: tuple[tuple[int, int], ...]
    breaks_at: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhenAndWhere:
    """What one writes down of an evening; ``pace``: once a programme has said its hours."""

    moment: str
    end: str
    place: str
    pace: Pace | None = field(default=None, compare=False)


def when_and_where(event: DatingEvent) -> WhenAndWhere:
    """As people are told it: « mardi 24 novembre à 18 h 30 », « 20 h 53 », « Salle des fêtes… »."""
    parts = (event.place_name, event.address, event.commune.name)
    return WhenAndWhere(
        moment=moment_in_paris(event.starts_at),
        end=hour_in_paris(ends_at(event)),
        place=", ".join(part for part in parts if part),
        pace=None if event.announced_at is None else _pace_of(event),
    )


def tell_pace(was: WhenAndWhere, becomes: WhenAndWhere) -> str | None:
    """« 6 min chacune, pause à 20 h 10 », if a round that people know has other hours.

    Counted from the beginning: that an evening begins later is told by its hour.
    """
    if was.pace is None or becomes.pace is None:
        return None
    old, new = was.pace, becomes.pace
    both = min(len(old.meetings), len(new.meetings))
    if old.meetings[:both] == new.meetings[:both]:
        return None
    said = []
    if old.minutes != new.minutes:
        said.append(f"{new.minutes}\u00a0min chacune")
    if old.breaks != new.breaks:
        label = "pause" if len(new.breaks_at) == 1 else "pauses"
        hours = " et ".join(
            part for part in (", ".join(new.breaks_at[:-1]), *new.breaks_at[-1:]) if part
        )
        said.append(f"{label} à {hours}" if hours else "sans pause")
    return ", ".join(said) or new.changeover


def list_told(event_id: int) -> list[Participant]:
    """Everyone on the list, with a seat or waiting for one."""
    query = (
        select(Participant)
        .where(
            Participant.event_id == event_id,
            Participant.status.in_([status.value for status in _ON_THE_LIST]),
            Participant.anonymised_at.is_(None),
        )
        .options(joinedload(Participant.event).joinedload(DatingEvent.commune))
        .order_by(Participant.id)
    )
    return list(db.session.scalars(query))


def knows_hours(participant: Participant) -> bool:
    """Were they told the hours of their meetings, and do they still have a seat?"""
    has_seat = participant.status == ParticipantStatus.REGISTERED
    return has_seat and participant.told_version is not None


def tell_change(participant: Participant, was: WhenAndWhere, becomes: WhenAndWhere) -> None:
    """It is at another hour or elsewhere, or its rounds are; calendars take the new entry."""
    bump(participant)
    event = participant.event
    _send(
        "event_changed",
        participant,
        key=f"event-changed:{participant.id}:{participant.calendar_sequence}",
        calendar="REQUEST",
        context={
            "moment": becomes.moment,
            "end": becomes.end,
            "place": becomes.place,
            "was_moment": None if was.moment == becomes.moment else was.moment,
            "was_end": None if was.end == becomes.end else was.end,
            "was_place": None if was.place == becomes.place else was.place,
            "pace": tell_pace(was, becomes) if knows_hours(participant) else None,
            "contact": event.contact_email,
        },
    )


def tell_called_off(event: DatingEvent, participant: Participant, reason: str) -> None:
    """It will not take place; calendars withdraw the entry."""
    bump(participant)
    _send(
        "event_called_off",
        participant,
        key=f"event-called-off:{event.id}:{participant.id}",
        calendar="CANCEL",
        context={
            "moment": moment_in_paris(event.starts_at),
            "reason": reason,
            "contact": "" if event.contact_email == NOBODY else event.contact_email,
        },
    )


def _pace_of(event: DatingEvent) -> Pace:
    slots = slots_of(event)
    meetings, breaks = (
        [slot for slot in slots if slot.phase == phase] for phase in (Phase.MEETING, Phase.BREAK)
    )
    return Pace(
        event.meeting_minutes,
        tell_changeover(event),
        tuple((slot.start // 60, slot.end // 60) for slot in meetings),
        tuple((slot.start // 60, slot.end // 60) for slot in breaks),
        tuple(hour_in_paris(event.starts_at + timedelta(seconds=slot.start)) for slot in breaks),
    )


def _send(
    template: str,
    participant: Participant,
    *,
    key: str,
    calendar: str,
    context: dict[str, object],
) -> None:
    event = participant.event
    has_entry = participant.status == ParticipantStatus.REGISTERED
    enqueue(
        template,
        to_address=participant.email,
        account_id=participant.account_id,
        context=context
        | {
            "participant_key": participant.key,
            "event_title": event.title,
            "organiser": event.organiser_name,
        },
        calendar=_entry(participant, calendar) if has_entry else None,
        key=key,
        is_demo=event.is_demo,
    )


def _entry(participant: Participant, method: str) -> str:
    return entry_for(participant, method=method, programme=programme_of(participant))
