"""What one person holds in the hand: their schedule, which is also their cards, and their badge.

The other side appears as it does on screen: hosts by their organisation, candidates by a number
and the name they chose for their badge.
"""

from __future__ import annotations

from collections.abc import Iterable

from models.participants import Participant
from models.vocabulary import EventSide, Phase
from services.evening_paper.codes import badge_address, draw_code, programme_address
from services.evening_paper.evening_words import Said
from services.evening_paper.reading import EveningReading
from services.evening_programme import slots_of
from services.evening_views import ProgrammeLine
from services.paris_days import hour_in_paris
from services.participants import badge_name, badge_number

SIDE_WORDS = {EventSide.CANDIDATE.value: "Candidat", EventSide.HOST.value: "Hôte"}


def say_person(participant: Participant, place: str = "") -> Said:
    """How papers that others may see name somebody."""
    number, name = badge_number(participant), badge_name(participant)
    return {
        "number": number,
        "side": participant.side,
        "word": SIDE_WORDS[participant.side],
        "name": "" if name == number else name,
        "place": place,
    }


def say_badge(participant: Participant, place: str = "") -> Said:
    """A badge; its code tells the desk who stands there, and nothing to anybody else."""
    return say_person(participant, place) | {"qr": draw_code(badge_address(participant))}


def say_schedule(reading: EveningReading, participant: Participant) -> Said:
    """One page: each round of this person, with boxes to tick."""
    lines = reading.programmes.get(participant.id, [])
    breaks = {
        slot.round: slot.seconds // 60
        for slot in slots_of(reading.event)
        if slot.phase == Phase.BREAK
    }
    return say_person(participant, reading.place_of(participant)) | {
        "qr": draw_code(programme_address(participant)),
        "with": _partner(reading, participant),
        "meetings": sum(not line.is_idle for line in lines),
        "lines": [_line(reading, line, breaks, is_last=line is lines[-1]) for line in lines],
    }


def _line(
    reading: EveningReading, line: ProgrammeLine, breaks: dict[int, int], *, is_last: bool
) -> Said:
    return {
        "round": line.round + 1,
        "start": hour_in_paris(line.starts_at),
        "end": hour_in_paris(line.ends_at),
        "table": None if line.table is None else line.table + 1,
        "whom": [say_person(each, reading.place_of(each)) for each in _by_number(line.others)],
        "pause": 0 if is_last else breaks.get(line.round, 0),
    }


def _partner(reading: EveningReading, participant: Participant) -> str:
    """« M13 » where two come as one."""
    partner = reading.partners.get(participant.id)
    return badge_number(partner) if partner else ""


def _by_number(people: Iterable[Participant]) -> list[Participant]:
    return sorted(people, key=lambda each: each.number)
