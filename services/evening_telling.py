"""Tell participants their programme, and later what changed in it: by e-mail, each once.

``told_version`` on a participant is the version of the plan whose programme they know.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from models.base import db
from models.dating_events import DatingEvent
from models.participants import Participant
from models.vocabulary import EventSide
from services.evening_calendar import bump, entry_for
from services.evening_views import ProgrammeLine, list_programmes
from services.outbox import enqueue
from services.paris_days import hour_in_paris, moment_in_paris
from services.participants import badge_name, badge_number, list_participants

Programmes = Mapping[int, Sequence[ProgrammeLine]]
Key = tuple[int, int, tuple[int, ...]]


def tell_programmes(event: DatingEvent, version: int, before: Programmes | None = None) -> int:
    """Write to everyone who does not know their programme of this version; how many.

    ``before``: the programmes as they were, so that a message says what is new and what is gone.
    """
    programmes = list_programmes(event)
    told = 0
    for person in list_participants(event.id):
        if person.told_version == version or is_missing(person):
            continue
        _tell(event, person, version, programmes[person.id], (before or {}).get(person.id))
        person.told_version = version
        told += 1
    db.session.flush()
    return told


def keep_told(event: DatingEvent, version: int, before: Programmes) -> list[Participant]:
    """Whose programme a new version changes; the others know it already, which is noted."""
    after = list_programmes(event)
    changed = []
    for person in list_participants(event.id):
        if meetings_of(after[person.id]) != meetings_of(before.get(person.id, ())):
            changed.append(person)
        elif person.told_version is not None and person.told_version == version - 1:
            person.told_version = version
    db.session.flush()
    return changed


def is_missing(person: Participant) -> bool:
    """Did the desk say that they do not come, or have gone? A programme is no use to them."""
    return person.absent_at is not None or person.left_at is not None


def meetings_of(lines: Sequence[ProgrammeLine]) -> set[Key]:
    """When, where and whom: what makes two programmes the same."""
    return {_key(line) for line in lines if not line.is_idle}


def name_of_other(person: Participant) -> str:
    """How the other side reads someone before an introduction: a place, or a number alone."""
    if person.side == EventSide.HOST:
        return person.organisation_name or badge_name(person)
    return badge_number(person)


def _tell(
    event: DatingEvent,
    person: Participant,
    version: int,
    lines: Sequence[ProgrammeLine],
    before: Sequence[ProgrammeLine] | None,
) -> None:
    context: dict[str, Any] = {
        "participant_key": person.key,
        "event_title": event.title,
        "when": moment_in_paris(event.starts_at),
        "place": ", ".join(part for part in (event.place_name, event.commune.name) if part),
        "number": badge_number(person),
        "meetings": sum(not line.is_idle for line in lines),
    }
    is_first = person.told_version is None
    if is_first:
        context["lines"] = [_said(line) for line in lines]
    else:
        known = meetings_of(before) if before is not None else None
        now = meetings_of(lines)
        context["lines"] = [
            {**_said(line), "is_new": known is not None and _key(line) not in known}
            for line in lines
            if not line.is_idle
        ]
        context["gone"] = [_said(line) for line in before or () if _key(line) not in now
                           and not line.is_idle]  # fmt: skip
    bump(person)
    enqueue(
        "evening_plan" if is_first else "evening_plan_changed",
        to_address=person.email,
        account_id=person.account_id,
        context=context,
        key=f"evening-plan:{person.id}" + ("" if is_first else f":{version}"),
        is_demo=event.is_demo,
        calendar=entry_for(person, method="REQUEST", programme=lines),
    )


def _key(line: ProgrammeLine) -> Key:
    return line.round, line.table or 0, tuple(sorted(each.id for each in line.others))


def _said(line: ProgrammeLine) -> dict[str, Any]:
    """One line as an e-mail keeps it; without a table, a round to wait in."""
    return {
        "hour": hour_in_paris(line.starts_at),
        "table": None if line.table is None else line.table + 1,
        "who": " et ".join(name_of_other(each) for each in line.others),
    }
