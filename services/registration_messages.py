"""What each registration is told by e-mail: each fact once, each with the link to one's page."""

from __future__ import annotations

from typing import Any

from models.outbox import OutboxMessage
from models.participants import Participant
from models.vocabulary import EventSide, ParticipantStatus
from services.evening_calendar import bump, entry_for
from services.evening_views import programme_of
from services.outbox import enqueue
from services.paris_days import moment_in_paris


def facts_of(participant: Participant) -> dict[str, Any]:
    """What every message to a participant says: their page, which evening, when and where."""
    event = participant.event
    return {
        "participant_key": participant.key,
        "event_title": event.title,
        "when": moment_in_paris(event.starts_at),
        "place": f"{event.place_name}, {event.commune.name}",
        "organiser": event.organiser_name,
        "is_host": participant.side == EventSide.HOST,
    }


def tell_state(participant: Participant, *, again: bool = False) -> None:
    """Where a registration stands. ``again``: asked for once more, so told once more."""
    status, once = participant.status, not again
    if status == ParticipantStatus.PENDING:
        _send_confirm(participant)
    elif status == ParticipantStatus.REGISTERED:
        _send_registered(participant, once)
    elif status == ParticipantStatus.WAITING:
        _send_waiting(participant, once)


def tell_promotion(participant: Participant) -> None:
    """A seat is free: it is theirs."""
    enqueue(
        "participant_promoted",
        **_to(participant),
        context=facts_of(participant),
        key=f"participant-promoted:{participant.id}",
        calendar=_entry(participant),
    )


def tell_cancellation(participant: Participant, *, had_seat: bool) -> None:
    """Their registration is over; a seat had left an entry in their calendar."""
    if had_seat:
        bump(participant)
    enqueue(
        "participant_cancelled",
        **_to(participant),
        context=facts_of(participant) | {"code": participant.event.code},
        key=f"participant-cancelled:{participant.id}",
        calendar=entry_for(participant, method="CANCEL") if had_seat else None,
    )


def tell_left_alone(participant: Participant, *, by: Participant) -> None:
    """Who was to come with them has cancelled: their own seat, or their place in line, stays."""
    enqueue(
        "couple_left",
        **_to(participant),
        context=facts_of(participant)
        | {"has_seat": participant.status == ParticipantStatus.REGISTERED},
        key=f"couple-left:{participant.id}:{by.id}",
    )


def _send_confirm(participant: Participant) -> OutboxMessage | None:
    return enqueue("participant_confirm", **_to(participant), context=facts_of(participant))


def _send_registered(participant: Participant, once: bool) -> OutboxMessage | None:
    return enqueue(
        "participant_registered",
        **_to(participant),
        context=facts_of(participant),
        key=f"participant-registered:{participant.id}" if once else None,
        calendar=_entry(participant),
    )


def _send_waiting(participant: Participant, once: bool) -> OutboxMessage | None:
    return enqueue(
        "participant_waiting",
        **_to(participant),
        context=facts_of(participant),
        key=f"participant-waiting:{participant.id}" if once else None,
    )


def _entry(participant: Participant) -> str:
    """With their programme once it was announced: a calendar keeps what it is told last."""
    return entry_for(participant, method="REQUEST", programme=programme_of(participant))


def _to(participant: Participant) -> dict[str, Any]:
    return {
        "to_address": participant.email,
        "account_id": participant.account_id,
        "is_demo": participant.event.is_demo,
    }
