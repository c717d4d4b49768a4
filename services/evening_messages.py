"""What the clock writes around an evening: to those who come, and to those who organise it.

A job finds its evenings, then waits for whoever changes one of them: by then it may have been
called off or closed, and nobody is written to as if it had not.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from models.dating_events import DatingEvent, EventOrganiser
from models.participants import Participant
from models.vocabulary import EventRight, EventSide, EventStatus
from services.cards_due import list_progress
from services.evening_closing import preview
from services.evening_results import sum_up
from services.event_access import allows
from services.outbox import enqueue
from services.paris_days import moment_in_paris
from services.participants import list_participants


def remind(event: DatingEvent, kind: str, days: int) -> int:
    """Ask everyone with a seat whether they come; ``kind`` is week or day."""
    if event.status != EventStatus.PUBLISHED:
        return 0
    people = _reachable(list_participants(event.id))
    for person in people:
        _to_participant(
            "evening_reminder",
            event,
            person,
            f"evening-reminder:{kind}:{person.id}:{event.starts_at.isoformat()}",
            {
                "days": days,
                "place": _place(event),
                "has_confirmed": person.reconfirmed_at is not None,
                "has_programme": event.announced_at is not None,
            },
        )
    return len(people)


def chase_cards(event: DatingEvent) -> int:
    """Those who came and whose cards are missing; and the organisers, who close."""
    if event.status != EventStatus.PUBLISHED:
        return 0
    progress = list_progress(event)
    came = {person.id for person in who_came([one.participant for one in progress])}
    late = [one for one in progress if one.missing and one.participant.id in came]
    for one in late:
        _to_participant(
            "cards_chase",
            event,
            one.participant,
            f"cards-chase:{one.participant.id}",
            {"missing": one.missing},
        )
    found = preview(event)
    told = _to_organisers(
        "evening_to_close",
        event,
        EventRight.OWNER,
        f"evening-to-close:{event.id}",
        {"cards": found.cards, "missing": found.missing},
    )
    return len(late) + told


def ask_feedback(event: DatingEvent) -> int:
    """Those who came and have not answered yet."""
    people = [
        person
        for person in who_came(list_participants(event.id))
        if not person.gave_feedback and person.anonymised_at is None
    ]
    for person in people:
        _to_participant("feedback_ask", event, person, f"feedback-ask:{person.id}", {})
    return len(people)


def tell_opening(event: DatingEvent) -> int:
    """Registration is open: the two addresses to pass on."""
    if event.status != EventStatus.PUBLISHED:
        return 0
    return _to_organisers(
        "registration_opened",
        event,
        EventRight.EDITOR,
        f"registration-opened:{event.id}",
        {"code": event.code, "closes": moment_in_paris(event.closes_at)},
    )


def tell_closing(event: DatingEvent) -> int:
    """Registration is closed: how many are coming."""
    if event.status != EventStatus.PUBLISHED:
        return 0
    registered = sum_up(event).registered
    return _to_organisers(
        "registration_closed",
        event,
        EventRight.EDITOR,
        f"registration-closed:{event.id}:{event.closes_at.isoformat()}",
        {
            "candidates": registered.candidates,
            "hosts": registered.hosts,
            "plan": moment_in_paris(event.plan_at) if event.plan_at else None,
        },
    )


def tell_plan_failed(event: DatingEvent) -> int:
    """The plan could not be made at its hour: someone must look. Once for each hour chosen."""
    chosen = event.plan_at.isoformat(timespec="minutes") if event.plan_at else ""
    return _to_organisers(
        "evening_plan_failed", event, EventRight.EDITOR, f"plan-failed:{event.id}:{chosen}", {}
    )


def tell_results(event: DatingEvent) -> int:
    """What the evening gave."""
    found = sum_up(event)
    return _to_organisers(
        "evening_results",
        event,
        EventRight.EDITOR,
        f"evening-results:{event.id}",
        {
            "present": found.present.total,
            "held": found.held,
            "cards": found.cards,
            "introductions": found.introductions or 0,
        },
    )


def who_came(people: Iterable[Participant]) -> list[Participant]:
    """Those seen at the desk; where nobody was noted there, all but those declared absent."""
    expected = [person for person in people if person.absent_at is None]
    seen = [person for person in expected if person.checked_in_at is not None]
    return seen or expected


def _reachable(people: Iterable[Participant]) -> list[Participant]:
    return [person for person in people if person.anonymised_at is None]


def _place(event: DatingEvent) -> str:
    parts = (event.place_name, event.address, event.commune.name)
    return ", ".join(part for part in parts if part)


def _to_participant(
    template: str, event: DatingEvent, person: Participant, key: str, context: dict[str, Any]
) -> None:
    about = {"participant_key": person.key, "is_host": person.side == EventSide.HOST}
    _send(template, event, person, key, {**about, **context})


def _to_organisers(
    template: str, event: DatingEvent, right: EventRight, key: str, context: dict[str, Any]
) -> int:
    """Each organiser who may do something about it; the owner is among them."""
    team = [one for one in event.organisers if one.accepted_at and allows(one.right, right)]
    for one in team:
        _send(template, event, one, f"{key}:{one.id}", {"event_id": event.id, **context})
    return len(team)


def _send(
    template: str,
    event: DatingEvent,
    to: Participant | EventOrganiser,
    key: str,
    context: dict[str, Any],
) -> None:
    evening = {"event_title": event.title, "when": moment_in_paris(event.starts_at)}
    enqueue(
        template,
        to_address=to.email,
        account_id=to.account_id,
        context={**evening, **context},
        key=key,
        is_demo=event.is_demo,
    )
