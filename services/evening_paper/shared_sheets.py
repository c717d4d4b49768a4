"""What stands on tables, and what the organiser holds: who is where, in every round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from models.participants import Participant
from models.vocabulary import EventSide
from services.evening_paper.evening_words import Said
from services.evening_paper.personal_sheets import SIDE_WORDS, say_person
from services.evening_paper.reading import EveningReading
from services.evening_views import MeetingLine
from services.paris_days import hour_in_paris
from services.participants import badge_name, badge_number, full_name


def say_tables(reading: EveningReading) -> list[Said]:
    """A sign for each table in use; for each table of the room before there is a plan."""
    by_table: dict[int, list[MeetingLine]] = defaultdict(list)
    for meeting in reading.meetings:
        by_table[meeting.table].append(meeting)
    tables = sorted(by_table) or range(reading.event.tables)
    return [_sign(reading, table, by_table[table]) for table in tables]


def _sign(reading: EveningReading, table: int, meetings: Sequence[MeetingLine]) -> Said:
    hosts = {each.host.id: each.host for each in meetings}
    return {
        "table": table + 1,
        "hosts": [say_person(each, reading.place_of(each)) for each in hosts.values()],
        "lines": [
            {
                "round": each.round + 1,
                "start": hour_in_paris(each.starts_at),
                "host": badge_number(each.host),
                "candidates": [badge_number(person) for person in each.candidates],
            }
            for each in meetings
        ],
    }


def say_by_table(reading: EveningReading) -> list[Said]:
    """One row a table: its host, and the candidate of each round."""
    rows = []
    for sign in say_tables(reading):
        alone = len(sign["hosts"]) == 1
        cells = [""] * reading.event.rounds
        for line in sign["lines"]:
            who = "+".join(line["candidates"])
            cells[line["round"] - 1] = who if alone else f"{who}·{line['host']}"
        rows.append({"table": sign["table"], "hosts": sign["hosts"], "cells": cells})
    return rows


def say_by_person(reading: EveningReading, side: EventSide) -> list[Said]:
    """One row a person: the table and whom, round by round."""
    rows = []
    for person in reading.of_side(side):
        cells: list[Said | None] = [None] * reading.event.rounds
        for line in reading.programmes.get(person.id, []):
            if line.table is not None and line.round < len(cells):
                whom = "+".join(sorted(badge_number(each) for each in line.others))
                cells[line.round] = {"table": line.table + 1, "whom": whom}
        rows.append(say_person(person, reading.place_of(person)) | {"cells": cells})
    return rows


def say_desk_list(reading: EveningReading) -> list[Said]:
    """Everyone in full, for the desk alone: by side and name, then those who wait, in order."""
    registered = sorted(reading.people, key=lambda each: (each.side, _sorting_name(each)))
    return [_desk_line(reading, each) for each in registered]


def say_waiting(reading: EveningReading) -> list[Said]:
    """Who to call when a place is free, in the order of waiting."""
    return [_desk_line(reading, each) for each in reading.waiting]


def _desk_line(reading: EveningReading, person: Participant) -> Said:
    return {
        "number": badge_number(person),
        "side": person.side,
        "word": SIDE_WORDS[person.side],
        "name": _listed_name(person),
        "from": _whence(reading, person),
        "phone": person.phone or "",
        "email": person.email,
        "there": _presence(person),
    }


def _listed_name(person: Participant) -> str:
    """« ESSAI Dominique », as one looks for it in a list."""
    if not person.last_name:
        return full_name(person) or badge_name(person)
    return f"{person.last_name.upper()} {person.first_name or ''}".strip()


def _sorting_name(person: Participant) -> str:
    return (person.last_name or badge_name(person)).casefold()


def _whence(reading: EveningReading, person: Participant) -> str:
    parts = (person.organisation_name, reading.place_of(person))
    return ", ".join(part for part in parts if part)


def _presence(person: Participant) -> str:
    """« arrive à 19 h », « part à 20 h »; nothing for those who come for the whole evening."""
    said = []
    if person.arrives_at:
        said.append(f"arrive à {hour_in_paris(person.arrives_at)}")
    if person.leaves_at:
        said.append(f"part à {hour_in_paris(person.leaves_at)}")
    return ", ".join(said)
