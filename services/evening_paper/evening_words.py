"""What every paper of an evening says of it: where, when, by what plan, in which order."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from babel.dates import format_date

from models.dating_events import DatingEvent
from models.evening_plans import EveningPlanRow
from models.vocabulary import EventTheme, Phase
from services.evening_paper.codes import public_address
from services.evening_programme import ends_at, slots_of
from services.paris_days import PARIS, hour_in_paris, moment_in_paris

Said = dict[str, Any]


def say_evening(event: DatingEvent, plan: EveningPlanRow | None, at: datetime) -> Said:
    """The words that head a page, and those that date it."""
    return {
        "title": event.title,
        "organiser": event.organiser_name,
        "contact": event.contact_email,
        "theme": EventTheme(event.theme).label,
        "day": _day(event.starts_at),
        "starts": hour_in_paris(event.starts_at),
        "ends": hour_in_paris(ends_at(event)),
        "place": event.place_name,
        "where": ", ".join(part for part in (event.address, event.commune.name) if part),
        "minutes": event.meeting_minutes,
        "changeover": event.changeover_seconds,
        "rounds": event.rounds,
        "tables": event.tables,
        "address": public_address(event.code),
        "plan": say_plan(plan),
        "printed": f"Imprimé {moment_in_paris(at)}",
    }


def say_plan(plan: EveningPlanRow | None) -> str:
    """« Plan n° 2, fait mardi 24 novembre à 18 h 30 »."""
    if plan is None:
        return "Avant le plan"
    return f"Plan n°\u00a0{plan.version}, fait {moment_in_paris(plan.made_at)}"


def say_programme(event: DatingEvent) -> list[Said]:
    """Rounds and breaks in their order, by the clock; rounds count from 1."""
    steps: list[Said] = []
    for slot in slots_of(event):
        if slot.phase == Phase.CHANGEOVER:
            continue
        start = event.starts_at + timedelta(seconds=slot.start)
        steps.append(
            {
                "kind": slot.phase.value,
                "round": slot.round + 1,
                "start": hour_in_paris(start),
                "end": hour_in_paris(start + timedelta(seconds=slot.seconds)),
                "minutes": slot.seconds // 60,
            }
        )
    return steps


def _day(at: datetime) -> str:
    local = at.astimezone(PARIS).date()
    pattern = "EEEE '1er' MMMM y" if local.day == 1 else "EEEE d MMMM y"
    return str(format_date(local, pattern, locale="fr_FR"))
