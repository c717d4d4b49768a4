"""Papers: who may read what on them, what no name can break, and nothing forgotten."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Any

import pytest
from flask import Flask

from models import DatingEvent, EveningPlanRow, Meeting, Participant, db
from models.base import now
from models.vocabulary import EventSide
from services.evening_paper import (
    PaperKind,
    pack_all,
    print_document,
    print_own_schedule,
    printing,
    read_state,
)
from services.evening_paper.codes import badge_address, draw_code
from services.evening_paper.evening_words import say_evening, say_programme
from services.evening_paper.personal_sheets import say_badge, say_schedule
from services.evening_paper.reading import EveningReading, read_evening
from services.evening_paper.shared_sheets import (
    say_by_person,
    say_by_table,
    say_desk_list,
    say_tables,
    say_waiting,
)
from services.participants import list_participants
from tests.factories import a_full_event, a_participant, an_event
from tests.factories.after_evenings import a_couple
from tests.support.queries import QueryRecorder


def a_planned_event(candidates: int = 4, hosts: int = 3, **answers: Any) -> DatingEvent:
    """Hosts keep their tables, candidates turn; one host is free in the last round."""
    event = a_full_event(candidates, hosts, **({"rounds": 3, "tables": hosts} | answers))
    db.session.add(
        EveningPlanRow(
            event_id=event.id, version=1, kind="plan", rounds=3, tables=hosts,
            objective=1, bound=1, certificate="exact", gap=0, method="flow",
        )
    )  # fmt: skip
    coming = list_participants(event.id, EventSide.CANDIDATE)
    seated = list_participants(event.id, EventSide.HOST)
    for round_ in range(3):
        for table, host in enumerate(seated):
            if round_ == 2 and table == 0:
                continue
            candidate = coming[(table + round_) % len(coming)]
            db.session.add(
                Meeting(
                    event_id=event.id, round=round_, table=table,
                    candidate_id=candidate.id, host_id=host.id,
                )
            )  # fmt: skip
    event.announced_at = now()
    db.session.commit()
    return event


def _read(event: DatingEvent) -> EveningReading:
    return read_evening(event, now())


def _people(event: DatingEvent) -> list[Participant]:
    return list_participants(event.id)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the typesetter is given."""
    seen: list[str] = []

    def keep(_template: str, words: dict[str, Any], _at: object) -> bytes:
        seen.append(json.dumps(words, ensure_ascii=False))
        return b"%PDF-"

    monkeypatch.setattr(printing, "set_pdf", keep)
    return seen


@pytest.mark.parametrize("kind", PaperKind)
def test_each_document_is_an_accessible_pdf(app: Flask, kind: PaperKind) -> None:
    document = print_document(a_planned_event(), kind)
    assert document.content.startswith(b"%PDF-")
    assert b"pdfuaid" in document.content
    assert re.fullmatch(rf"{kind.value}-\d{{4}}-\d\d-\d\d-plan-1\.pdf", document.name)


@pytest.mark.parametrize("kind", PaperKind)
def test_an_evening_without_people_or_plan_prints_too(app: Flask, kind: PaperKind) -> None:
    event = an_event()
    assert print_document(event, kind).content.startswith(b"%PDF-")
    assert read_state(event).plan_words == "Avant le plan"


def test_the_archive_holds_all_of_them(app: Flask) -> None:
    packed = pack_all(a_planned_event())
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        names = archive.namelist()
        assert [name.partition("-20")[0] for name in names] == [kind.value for kind in PaperKind]
        assert all(archive.read(name).startswith(b"%PDF-") for name in names)


HOSTILE = [
    "#panic(1)",
    '$x$ *b* _i_ `code` \\ @ref <label> #import "x"',
    "<script>alert(1)</script>",
    "\u202edrawkcab\u0000\u0007",
    "日本語 👩‍⚕️ שלום",
    "Łukasz Żółć",
    "a" * 60,
    "un\nnom\ten\r\nlignes",
    "",
]


def test_no_name_breaks_a_page_or_becomes_markup(app: Flask) -> None:
    reading = _read(a_planned_event(4, 3))
    with db.session.no_autoflush:  # some of these no database would keep
        for text in HOSTILE:
            reading.event.title, reading.event.place_name = text or "x", text
            for person in reading.people:
                person.badge_name, person.last_name, person.organisation_name = text, text, text
                person.phone = text
            for kind in PaperKind:
                assert printing.print_reading(reading, kind).content.startswith(b"%PDF-")
    db.session.rollback()


def test_hosts_read_numbers_and_badges_never_names(app: Flask, said: list[str]) -> None:
    event = a_planned_event()
    for person in _people(event):
        person.badge_name = f"Badge{person.number}"
        person.first_name, person.last_name = "Hyacinthe", "Secret"
        person.phone = "06 00 00 00 00"
    for kind in (PaperKind.SCHEDULES, PaperKind.BADGES, PaperKind.TABLES, PaperKind.WALK_INS):
        print_document(event, kind)
    for words in said:
        for secret in ("Hyacinthe", "Secret", "06 00", "@essai.example"):
            assert secret not in words
    assert "Badge1" in said[0]
    print_document(event, PaperKind.OVERVIEW)
    assert "SECRET Hyacinthe" in said[-1]
    assert "06 00 00 00 00" in said[-1]


def test_a_schedule_says_each_round_with_its_table(app: Flask) -> None:
    event = a_planned_event(breaks=[{"after": 1, "minutes": 15}])
    reading = _read(event)
    host = reading.of_side(EventSide.HOST)[0]
    schedule = say_schedule(reading, host)
    assert [line["round"] for line in schedule["lines"]] == [1, 2, 3]
    assert [line["table"] for line in schedule["lines"]] == [1, 1, None]
    assert [line["pause"] for line in schedule["lines"]] == [15, 0, 0]
    assert [each["number"] for line in schedule["lines"] for each in line["whom"]] == ["M1", "M2"]
    assert schedule["meetings"] == 2
    first = say_schedule(reading, reading.of_side(EventSide.CANDIDATE)[0])
    (whom,) = first["lines"][0]["whom"]
    assert whom["name"] == host.organisation_name
    assert whom["place"] == "Cahors"


def test_a_couple_has_two_lines_to_tick_and_one_row(app: Flask) -> None:
    event = a_planned_event()
    first = list_participants(event.id, EventSide.CANDIDATE)[0]
    second = a_participant(event)
    a_couple(first, second)
    db.session.commit()
    reading = _read(event)
    host = reading.of_side(EventSide.HOST)[0]
    met = say_schedule(reading, host)["lines"][0]["whom"]
    assert [each["number"] for each in met] == ["M1", f"M{second.number}"]
    both = [say_schedule(reading, each) for each in (first, second)]
    assert both[0]["lines"] == both[1]["lines"]
    assert [each["with"] for each in both] == [f"M{second.number}", "M1"]
    assert say_by_table(reading)[0]["cells"][0] == f"M1+M{second.number}"
    assert print_own_schedule(second).content.startswith(b"%PDF-")


def test_the_overview_agrees_with_itself(app: Flask) -> None:
    reading = _read(a_planned_event())
    tables, hosts = say_by_table(reading), say_by_person(reading, EventSide.HOST)
    candidates = say_by_person(reading, EventSide.CANDIDATE)
    assert len(tables) == len(hosts) == 3
    seats = {
        (row["table"], at, cell) for row in tables for at, cell in enumerate(row["cells"]) if cell
    }
    for rows in (hosts, candidates):
        found = {
            (cell["table"], at, cell["whom"] if rows is hosts else row["number"])
            for row in rows
            for at, cell in enumerate(row["cells"])
            if cell
        }
        assert found == seats
    assert len(seats) == 8


def test_a_table_with_several_hosts_names_them_by_round(app: Flask) -> None:
    event = a_planned_event()
    moved = next(each for each in _read(event).meetings if each.round == 2)
    row = db.session.get_one(Meeting, moved.meeting_id)
    row.table = 0
    db.session.commit()
    sign = say_tables(_read(event))[0]
    assert [each["number"] for each in sign["hosts"]] == ["H1", "H2"]
    assert [line["host"] for line in sign["lines"]] == ["H1", "H1", "H2"]
    assert "·H2" in say_by_table(_read(event))[0]["cells"][2]


def test_before_the_plan_every_table_has_its_sign(app: Flask) -> None:
    assert [each["table"] for each in say_tables(_read(an_event(tables=4)))] == [1, 2, 3, 4]


def test_who_waits_is_listed_in_order_and_has_no_badge(app: Flask, said: list[str]) -> None:
    event = a_planned_event()
    later = a_participant(event, status="waiting", waiting_since=now())
    sooner = a_participant(event, status="waiting", waiting_since=event.opens_at)
    gone = a_participant(event, status="cancelled")
    db.session.commit()
    reading = _read(event)
    waiting = [each["number"] for each in say_waiting(reading)]
    assert waiting == [f"M{sooner.number}", f"M{later.number}"]
    listed = {each["number"] for each in say_desk_list(reading)}
    assert len(listed) == 7
    assert f"M{gone.number}" not in listed
    print_document(event, PaperKind.BADGES)
    assert all(f'"M{each.number}"' not in said[0] for each in (later, sooner, gone))


def test_a_badge_tells_the_desk_and_nobody_else(app: Flask) -> None:
    event = a_full_event(1, 0)
    (person,) = _people(event)
    assert badge_address(person).endswith(f"/organiser/{event.id}/accueil/{person.badge_code}")
    badge = say_badge(person)
    assert person.key not in json.dumps(badge)
    assert badge["qr"] == draw_code(badge_address(person))
    assert badge["qr"].startswith("<svg")


def test_the_programme_goes_by_the_clock(app: Flask) -> None:
    event = an_event(rounds=2, breaks=[{"after": 1, "minutes": 10}], changeover_seconds=60)
    steps = say_programme(event)
    assert [(each["kind"], each["round"], each["minutes"]) for each in steps] == [
        ("meeting", 1, 7),
        ("break", 1, 10),
        ("meeting", 2, 7),
    ]
    words = say_evening(event, None, now())
    assert words["plan"] == "Avant le plan"
    assert "à" in words["printed"]


def test_ones_own_page_waits_for_the_announcement(app: Flask, said: list[str]) -> None:
    event = a_planned_event()
    someone = _people(event)[0]
    print_own_schedule(someone)
    event.announced_at = None
    db.session.commit()
    print_own_schedule(someone)
    told, untold = (json.loads(words) for words in said)
    assert len(told["people"][0]["lines"]) == 3
    assert untold["people"][0]["lines"] == []
    assert untold["plan"] == "Avant le plan"


def test_reading_costs_the_same_for_few_and_many(app: Flask, queries: QueryRecorder) -> None:
    counts = []
    for size in (3, 12):
        event = a_planned_event(size, 3)
        db.session.expire_all()
        event = db.session.get_one(DatingEvent, event.id)
        with queries:
            reading = _read(event)
            say_desk_list(reading)
            say_by_table(reading)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 14
