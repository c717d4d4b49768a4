"""How an evening will run, said in a sentence and hour by hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from models.dating_events import DatingEvent
from models.vocabulary import Phase
from services.evening_programme import ends_at, slots_of
from services.paris_days import hour_in_paris

_NBSP = "\u00a0"
_FEW = {1: "une pause", 2: "deux pauses", 3: "trois pauses", 4: "quatre pauses"}


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the programme: a round (from 1) or a break, from when to when."""

    round: int | None
    starts_at: datetime
    ends_at: datetime


def tell_programme(event: DatingEvent) -> str:
    """« 12 manches de 7 min, une pause de 15 min, fin à 20 h 53 »."""
    rounds = "manche" if event.rounds == 1 else "manches"
    parts = [f"{event.rounds}{_NBSP}{rounds} de {event.meeting_minutes}{_NBSP}min"]
    kept = [each["minutes"] for each in event.breaks if each["after"] < event.rounds]
    if kept:
        count = _FEW.get(len(kept), f"{len(kept)}{_NBSP}pauses")
        lengths = sorted(set(kept))
        said = " et ".join(f"{minutes}{_NBSP}min" for minutes in lengths[:2])
        parts.append(f"{count} de {said}" if len(lengths) <= 2 else count)
    parts.append(f"fin à {hour_in_paris(ends_at(event))}")
    return ", ".join(parts)


def tell_changeover(event: DatingEvent) -> str:
    """« 1 min pour changer de table », « 1 min 30 pour… »; nothing where none is kept."""
    minutes, seconds = divmod(event.changeover_seconds, 60)
    if not event.changeover_seconds:
        return "aucun temps entre deux rencontres"
    if not minutes:
        said = f"{seconds}{_NBSP}secondes"
    else:
        said = f"{minutes}{_NBSP}min" + (f"{_NBSP}{seconds:02}" if seconds else "")
    return f"{said} pour changer de table avant chaque rencontre"


def list_moments(event: DatingEvent) -> list[Moment]:
    """Meetings and breaks in order, with their hours."""
    return [
        Moment(
            slot.round + 1 if slot.phase == Phase.MEETING else None,
            event.starts_at + timedelta(seconds=slot.start),
            event.starts_at + timedelta(seconds=slot.end),
        )
        for slot in slots_of(event)
        if slot.phase != Phase.CHANGEOVER
    ]
