"""The papers of an evening of 200 people and 20 rounds: seconds and size of each document.

Seconds are of the processor, which others on the machine do not lengthen.
``python -m bench.evening_paper`` prints one table. Reading the database is left out (six queries
whatever the size); the baseline makes one file a person, as a page that is asked for alone.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from app import create_app
from models.communes import Commune
from models.dating_events import DatingEvent
from models.evening_plans import EveningPlanRow
from models.participants import Participant
from models.vocabulary import EventSide, MeetingState
from services.evening_paper import PaperKind
from services.evening_paper.printing import print_reading
from services.evening_paper.reading import EveningReading
from services.evening_views import MeetingLine, ProgrammeLine, starts_and_ends

PEOPLE, ROUNDS, SAMPLE, MOST_SECONDS = 100, 20, 20, 20.0
AT = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)


def imaginary_event() -> DatingEvent:
    """A hundred a side; everyone meets someone in every round."""
    return DatingEvent(
        id=1, code="banc", title="Généraliste dating du banc d’essai", organiser_name="URPS",
        contact_email="banc@essai.example", theme="general", place_name="Salle des fêtes",
        commune=Commune(code="46042", name="Cahors"), starts_at=AT, meeting_minutes=5,
        changeover_seconds=60, rounds=ROUNDS, breaks=[{"after": 10, "minutes": 15}],
        tables=PEOPLE,
    )  # fmt: skip


def imaginary_people(side: EventSide) -> list[Participant]:
    """With names of every length."""
    places = ("Mairie", "Maison de santé du Célé", "CPTS du Grand Quercy et des vallées du Lot")
    return [
        Participant(
            id=at + (1000 if side == EventSide.HOST else 0), event_id=1, side=side.value,
            number=at, key=f"clef-{side.value}-{at:012}", badge_code=f"badge{at:05}",
            first_name="Camille", last_name=f"Essai{at}", phone="06 00 00 00 00",
            email=f"p{at}@essai.example", commune_code="46042",
            organisation_name=places[at % 3] if side == EventSide.HOST else None,
        )
        for at in range(1, PEOPLE + 1)
    ]  # fmt: skip


def imaginary_reading() -> EveningReading:
    """What the database would have given."""
    event = imaginary_event()
    candidates, hosts = (imaginary_people(side) for side in EventSide)
    times = starts_and_ends(event)
    meetings: list[MeetingLine] = []
    programmes: dict[int, list[ProgrammeLine]] = {each.id: [] for each in (*candidates, *hosts)}
    state = MeetingState.PLANNED
    for round_ in range(ROUNDS):
        for table, host in enumerate(hosts):
            who = candidates[(table + round_) % PEOPLE]
            meetings.append(MeetingLine(0, round_, table, *times[round_], (who,), host, state))
            for person, other in ((who, host), (host, who)):
                programmes[person.id].append(
                    ProgrammeLine(round_, *times[round_], table, (other,), state)
                )
    plan = EveningPlanRow(version=1, made_at=AT)
    people = [*candidates, *hosts]
    return EveningReading(
        event, plan, people, [], meetings, programmes, {"46042": "Cahors"}, {}, AT
    )


def measure(reading: EveningReading, kind: PaperKind) -> tuple[float, int]:
    """Seconds and bytes of one document."""
    start = time.process_time()
    made = print_reading(reading, kind)
    return time.process_time() - start, len(made.content)


def line(label: str, seconds: float, note: str) -> None:
    """Print one line as soon as it is known."""
    print(f"{label:<44}{seconds:>8.2f} s  {note}", flush=True)


def main() -> None:
    """Print the table."""
    settings: dict[str, Any] = {"SQLALCHEMY_DATABASE_URI": "sqlite://", "SECRET_KEY": "bench"}
    with create_app(settings).app_context():
        reading = imaginary_reading()
        total = 0.0
        for kind in PaperKind:
            seconds, size = measure(reading, kind)
            total += seconds
            line(kind.label, seconds, f"{size // 1024:>6} Ko")
        line(f"All five, {2 * PEOPLE} people, {ROUNDS} rounds", total, f"aim: {MOST_SECONDS:.0f} s")
        one_by_one = 0.0
        for person in reading.people[:SAMPLE]:
            alone = EveningReading(
                reading.event, reading.plan, [person], [], [], reading.programmes,
                reading.communes, {}, AT,
            )  # fmt: skip
            one_by_one += measure(alone, PaperKind.SCHEDULES)[0]
        line("Baseline: schedules one file a person", one_by_one * 2 * PEOPLE / SAMPLE,
             f"from {SAMPLE} of them")  # fmt: skip
        assert total < MOST_SECONDS, "papers are too slow"


if __name__ == "__main__":
    main()
