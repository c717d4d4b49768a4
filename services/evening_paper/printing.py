"""The five documents of an evening, one by one or all in one archive."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from models.base import now
from models.dating_events import DatingEvent
from models.evening_plans import EveningPlanRow
from models.participants import Participant
from models.vocabulary import EventSide, ParticipantStatus
from models.vocabulary.labels import Labelled
from services.evening_paper.evening_words import Said, say_evening, say_plan, say_programme
from services.evening_paper.personal_sheets import say_badge, say_schedule
from services.evening_paper.reading import (
    EveningReading,
    commune_names,
    current_plan_row,
    pair_up,
    read_evening,
)
from services.evening_paper.setting import set_pdf
from services.evening_paper.shared_sheets import (
    say_by_person,
    say_by_table,
    say_desk_list,
    say_tables,
    say_waiting,
)
from services.evening_views import programme_of
from services.paris_days import PARIS
from services.participants import count_by_status, list_participants


class PaperKind(Labelled):
    """What can be printed; the value is the word of its address and of its file."""

    OVERVIEW = "vue-d-ensemble", "Vue d’ensemble de l’organisateur"
    SCHEDULES = "programmes", "Programmes personnels"
    BADGES = "badges", "Badges"
    TABLES = "tables", "Chevalets de table"
    WALK_INS = "fiches-vierges", "Fiches vierges"


@dataclass(frozen=True, slots=True)
class Document:
    """A file to be saved."""

    name: str
    content: bytes


def print_document(event: DatingEvent, kind: PaperKind, at: datetime | None = None) -> Document:
    """One of the five, as the current plan says."""
    return print_reading(read_evening(event, at or now()), kind)


def pack_all(event: DatingEvent, at: datetime | None = None) -> Document:
    """All of them in one archive, from one reading, so that they agree."""
    reading = read_evening(event, at or now())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for kind in PaperKind:
            document = print_reading(reading, kind)
            archive.writestr(document.name, document.content)
    return Document(f"{_stem(reading, 'papiers')}.zip", packed.getvalue())


def print_own_schedule(participant: Participant, at: datetime | None = None) -> Document:
    """A participant's own page, once the plan was announced; before, it says so."""
    event, at = participant.event, at or now()
    lines = programme_of(participant)
    others = {person for line in lines for person in line.others}
    codes = {each.commune_code for each in (participant, *others) if each.commune_code}
    plan = current_plan_row(event.id) if event.announced_at else None
    reading = EveningReading(
        event=event,
        plan=plan,
        people=[participant],
        waiting=[],
        meetings=[],
        programmes={participant.id: lines},
        communes=commune_names(codes),
        partners=pair_up(event.id, list_participants(event.id, EventSide.CANDIDATE)),
        at=at,
    )
    said = say_evening(event, plan, at) | {"people": [say_schedule(reading, participant)]}
    name = f"{_stem(reading, 'mon-programme')}.pdf"
    return Document(name, set_pdf("paper/schedules.typ", said, at))


@dataclass(frozen=True, slots=True)
class PaperState:
    """What would be printed now."""

    plan: EveningPlanRow | None
    plan_words: str
    people: int


def read_state(event: DatingEvent) -> PaperState:
    """Which plan would be printed, for how many people: two queries."""
    plan = current_plan_row(event.id)
    counts = count_by_status(event.id).items()
    people = sum(n for (_side, status), n in counts if status == ParticipantStatus.REGISTERED)
    return PaperState(plan, say_plan(plan), people)


def print_reading(reading: EveningReading, kind: PaperKind) -> Document:
    """One of the five, from what was read."""
    template, say = _DOCUMENTS[kind]
    said = say_evening(reading.event, reading.plan, reading.at) | say(reading)
    return Document(f"{_stem(reading, kind.value)}.pdf", set_pdf(template, said, reading.at))


def _stem(reading: EveningReading, word: str) -> str:
    """« programmes-2026-11-24-plan-2 »: printed twice, one sees which is the latest."""
    day = reading.event.starts_at.astimezone(PARIS).date().isoformat()
    return f"{word}-{day}" + (f"-plan-{reading.plan.version}" if reading.plan else "")


def _schedules(reading: EveningReading) -> Said:
    return {"people": [say_schedule(reading, each) for each in reading.people]}


def _tables(reading: EveningReading) -> Said:
    return {"signs": say_tables(reading)}


def _badges(reading: EveningReading) -> Said:
    return {"badges": [say_badge(each, reading.place_of(each)) for each in reading.people]}


def _overview(reading: EveningReading) -> Said:
    return {
        "programme": say_programme(reading.event),
        "by_table": say_by_table(reading),
        "candidates": say_by_person(reading, EventSide.CANDIDATE),
        "hosts": say_by_person(reading, EventSide.HOST),
        "desk": say_desk_list(reading),
        "waiting": say_waiting(reading),
    }


def _walk_ins(reading: EveningReading) -> Said:
    return {"programme": say_programme(reading.event)}


_DOCUMENTS: dict[PaperKind, tuple[str, Callable[[EveningReading], Said]]] = {
    PaperKind.OVERVIEW: ("paper/overview.typ", _overview),
    PaperKind.SCHEDULES: ("paper/schedules.typ", _schedules),
    PaperKind.BADGES: ("paper/badges.typ", _badges),
    PaperKind.TABLES: ("paper/tables.typ", _tables),
    PaperKind.WALK_INS: ("paper/walk_ins.typ", _walk_ins),
}
