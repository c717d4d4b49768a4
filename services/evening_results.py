"""What an evening gave, in figures: people, meetings, cards, introductions, what came of them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from models.base import db
from models.dating_events import DatingEvent
from models.evening_plans import Meeting
from models.participants import Participant
from models.vocabulary import EventSide, EventStatus, MeetingState, ParticipantStatus
from services.cards_due import count_given, list_progress
from services.csv_safety import write_csv
from services.evening_closing import count_introductions
from services.evening_dates import day_of
from services.evening_feedback import SideOpinion, read_feedback
from services.outcomes import Counted, count_outcomes

HEADER = ("Mesure", "Candidats", "Hôtes", "Total")


@dataclass(frozen=True, slots=True)
class BySide:
    """A count of people on each side."""

    candidates: int
    hosts: int

    @property
    def total(self) -> int:
        """Both sides."""
        return self.candidates + self.hosts


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that the page and the file tell. ``introductions`` is None until the closing."""

    registered: BySide
    present: BySide
    planned: int
    held: int
    missed: int
    cards: int
    cards_missing: int | None
    introductions: int | None
    outcomes: tuple[Counted, ...]
    opinions: tuple[SideOpinion, ...]


def sum_up(event: DatingEvent) -> Results:
    """The figures of this evening, as they are now."""
    is_closed = event.status == EventStatus.CLOSED
    meetings = _meetings(event.id)
    return Results(
        registered=_people(event.id),
        present=_people(event.id, present=True),
        planned=sum(meetings.values()),
        held=meetings.get(MeetingState.HELD.value, 0),
        missed=meetings.get(MeetingState.MISSED.value, 0),
        cards=count_given(event.id) if event.cards_given is None else event.cards_given,
        cards_missing=None if is_closed else sum(one.missing for one in list_progress(event)),
        introductions=count_introductions(event.id) if is_closed else None,
        outcomes=tuple(count_outcomes(event.id)) if is_closed else (),
        opinions=tuple(read_feedback(event)),
    )


def export_results(event: DatingEvent) -> str:
    """The same as a table for a spreadsheet; what is not known yet is empty."""
    found = sum_up(event)
    rows: list[tuple[object, ...]] = [
        ("Soirée", "", "", event.title),
        ("Date", "", "", day_of(event).isoformat()),
        ("Inscrits", *_sides(found.registered)),
        ("Présents", *_sides(found.present)),
        ("Rencontres prévues", "", "", found.planned),
        ("Rencontres tenues", "", "", found.held),
        ("Rencontres non tenues", "", "", found.missed),
        ("Cartes remplies", "", "", found.cards),
        ("Mises en relation", "", "", found.introductions),
    ]
    for counted in found.outcomes:
        after = f"à {counted.months} mois"
        rows += [
            (f"Réponses {after}", "", "", counted.answered),
            (f"Visites dites par les participants {after}", "", "", counted.visited),
            (f"Installations dites par les participants {after}", "", "", counted.settled),
            (f"Visites notées par les organisateurs {after}", "", "", counted.noted_visits),
            (
                f"Installations notées par les organisateurs {after}",
                "",
                "",
                counted.noted_installations,
            ),
        ]
    candidates, hosts = found.opinions
    rows += [
        ("Avis reçus", candidates.answers, hosts.answers, candidates.answers + hosts.answers),
        ("Note moyenne sur 5", _mark(candidates), _mark(hosts), ""),
        ("Reviendraient, en %", _share(candidates), _share(hosts), ""),
    ]
    return write_csv(HEADER, rows)


def _sides(people: BySide) -> tuple[int, int, int]:
    return people.candidates, people.hosts, people.total


def _mark(opinion: SideOpinion) -> str:
    return "" if opinion.mark is None else f"{opinion.mark:.1f}".replace(".", ",")


def _share(opinion: SideOpinion) -> object:
    return "" if opinion.would_return is None else round(opinion.would_return * 100)


def _people(event_id: int, *, present: bool = False) -> BySide:
    query = (
        select(Participant.side, func.count().label("people"))
        .where(Participant.event_id == event_id)
        .where(Participant.status == ParticipantStatus.REGISTERED)
        .group_by(Participant.side)
    )
    if present:
        query = query.where(Participant.checked_in_at.is_not(None))
    found = {row.side: row.people for row in db.session.execute(query)}
    return BySide(found.get(EventSide.CANDIDATE.value, 0), found.get(EventSide.HOST.value, 0))


def _meetings(event_id: int) -> dict[str, int]:
    rows = db.session.execute(
        select(Meeting.state, func.count().label("meetings"))
        .where(Meeting.event_id == event_id)
        .group_by(Meeting.state)
    )
    return {row.state: row.meetings for row in rows}
