"""Lists from spreadsheets: every alphabet, every separator, every mistake by its line."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from models import OutboxMessage, Participant, db
from services.event_export import export_people, write_template
from services.event_file import (
    LARGEST,
    ColumnMissing,
    ColumnTwice,
    FileBroken,
    FileMissing,
    FileNotText,
    FileTooBig,
    TooManyLines,
    read_file,
)
from services.event_import import (
    AddressMissing,
    AddressTwice,
    AddressWrong,
    AlreadyUnderAnother,
    CommuneUnclear,
    HourUnclear,
    ImportHasProblems,
    NothingToImport,
    SideUnclear,
    TooManyCells,
    import_people,
    read_people,
)
from services.paris_days import PARIS
from services.refusals import Refusal
from services.registration_answers import AnswerTooLong, NoMeetingThen, VideoNotSecure
from services.registration_window import EveningCancelled
from services.transaction import transaction
from tests.factories import a_draft_event, a_participant, an_event

LIST = (
    "Côté;Prénom;Nom;Courriel;Structure;Commune;Départ\n"
    "Candidat;Éléonore;Noël;eleonore@example.org;;;\n"
    "Hôte;Zoé;Œuvrard;zoe@example.org;MSP d’Œuvre;Figeac (46);19:00\n"
)
NEEDED = ("side", "email")


# --- the file alone ---


@pytest.mark.parametrize("alphabet", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_list_is_read_whatever_wrote_it(alphabet: str, separator: str, end: str) -> None:
    content = LIST.replace(";", separator).replace("\n", end).encode(alphabet)
    lines = read_file(content, needed=NEEDED)
    assert [line.number for line in lines] == [2, 3]
    assert lines[0].cells["first_name"] == "Éléonore"
    assert lines[1].cells["organisation_name"] == "MSP d’Œuvre"


def test_latin_1_is_read_too() -> None:
    content = "Rôle;E-mail;PRÉNOM\ninterne;a@example.org;Éloïse\n".encode("latin-1")
    (line,) = read_file(content, needed=NEEDED)
    assert line.cells == {"side": "interne", "email": "a@example.org", "first_name": "Éloïse"}


def test_quotes_blank_lines_and_numbers_of_lines() -> None:
    content = (
        "sep=,\n\n"
        'cote,"adresse électronique",Nom,Structure\n'
        'candidat,a@example.org,"Le, Gall","sur deux\nlignes"\n'
        ",,,\n"
        "hote,b@example.org\n"
    )
    lines = read_file(content.encode(), needed=NEEDED)
    assert [(line.number, line.cells.get("last_name")) for line in lines] == [
        (4, "Le, Gall"),
        (7, None),
    ]


def test_of_two_columns_the_one_that_says_it_best() -> None:
    content = "Code postal;Commune;Côté;Mail\n46000;Cahors;candidat;a@example.org\n"
    (line,) = read_file(content.encode(), needed=NEEDED)
    assert line.cells["commune"] == "Cahors"


@pytest.mark.parametrize(
    ("content", "refusal", "data"),
    [
        (b"", FileMissing, {}),
        (b" \r\n ", FileMissing, {}),
        (b"PK\x03\x04 workbook", FileNotText, {}),
        (b"\x00\x01\x02", FileNotText, {}),
        (b"a" * (LARGEST + 1), FileTooBig, {"limit": 256}),
        (
            b"Nom;Courriel\nRoux;a@example.org\n",
            ColumnMissing,
            {"column": "Côté", "found": "Nom, Courriel"},
        ),
        ("Côté;Nom\ncandidat;Roux".encode(), ColumnMissing, None),
        ("Côté;mail;mail\n".encode(), ColumnTwice, {"column": "Adresse électronique"}),
        ('Côté;mail\n"candidat;a\n'.encode(), FileBroken, {"line": 2}),
        ("Côté;mail\n".encode() + b"candidat;a@example.org\n" * 501, TooManyLines, {"most": 500}),
    ],
)
def test_a_file_that_is_no_list(
    content: bytes, refusal: type[Refusal], data: dict[str, Any] | None
) -> None:
    with pytest.raises(refusal) as refused:
        read_file(content, needed=NEEDED)
    if data is not None:
        assert refused.value.data == data


@given(st.binary(max_size=300))
def test_no_file_breaks_the_reader(content: bytes) -> None:
    for whole in (content, "Côté;mail\n".encode() + content):
        try:
            read_file(whole, needed=NEEDED)
        except Refusal:
            continue


# --- what a list would do ---


@pytest.mark.usefixtures("app")
def test_reading_says_everything_and_writes_nothing() -> None:
    event = an_event()
    preview = read_people(event, LIST.encode("cp1252"))
    assert (preview.count("candidate"), preview.count("host")) == (1, 1)
    assert preview.problems == []
    assert preview.seats == {"candidate": 12, "host": 9}
    host = preview.ready[1].said
    assert host.commune_code == "46102"
    assert host.leaves_at is not None
    assert host.leaves_at.astimezone(PARIS).strftime("%H:%M") == "19:00"
    assert not db.session.new
    assert db.session.scalars(select(Participant)).all() == []


@pytest.mark.usefixtures("app")
def test_each_bad_line_is_named_with_its_number_and_its_column() -> None:
    event = an_event()
    a_participant(event, email="deja@gmail.com", email_key="deja@gmail.com")
    a_participant(
        event, email="parti@example.org", email_key="parti@example.org", status="cancelled"
    )
    lines = [
        "Côté;Courriel;Prénom;Commune;Vidéo;Arrivée",
        "candidat;bon@example.org;Ana;;;",
        "spectateur;b@example.org;;;;",
        "candidat;;Sans;;;",
        "candidat;pas une adresse;;;;",
        "candidat;BON@example.org ;;;;",
        "candidat;de.ja+soir@googlemail.com;;;;",
        "candidat;c@example.org;;Trifouillis;;",
        "candidat;d@example.org;;Saint-Denis;;",
        "candidat;e@example.org;;46000 Cahors;;18h40",
        "hôte;f@example.org;;;http://video.example;",
        "candidat;g@example.org;;;;bientôt",
        "candidat;h@example.org;;;;25:00",
        "candidat;i@example.org;;;;23:30",
        f"candidat;j@example.org;{'a' * 81};;;",
        "candidat;k@example.org;;;;;trop",
        "candidat;parti@example.org;;;;",
    ]
    preview = read_people(event, "\n".join(lines).encode())
    assert [(each.number, each.column, type(each.refusal)) for each in preview.problems] == [
        (3, "side", SideUnclear),
        (4, "email", AddressMissing),
        (5, "email", AddressWrong),
        (6, "email", AddressTwice),
        (7, "email", AlreadyUnderAnother),
        (8, "commune", CommuneUnclear),
        (9, "commune", CommuneUnclear),
        (11, "video_url", VideoNotSecure),
        (12, "arrives_at", HourUnclear),
        (13, "arrives_at", HourUnclear),
        (14, "arrives_at", NoMeetingThen),
        (15, "first_name", AnswerTooLong),
        (16, None, TooManyCells),
    ]
    assert [line.number for line in preview.ready] == [2, 10, 17]
    twice = preview.problems[3].refusal
    assert twice.data == {"text": "BON@example.org", "other": "bon@example.org", "line": 2}


@pytest.mark.usefixtures("app")
def test_bad_lines_hold_everything_back_until_they_are_left() -> None:
    event = an_event()
    content = (LIST + "Candidat;;;rien;;;\n").encode()
    with pytest.raises(ImportHasProblems), transaction():
        import_people(event, content, are_confirmed=True, skips_problems=False)
    event = an_event()
    db.session.commit()
    with transaction():
        done = import_people(event, content, are_confirmed=True, skips_problems=True)
    assert done == {"registered": 2}
    people = db.session.scalars(select(Participant).order_by(Participant.side)).all()
    assert [(each.source, each.number) for each in people] == [("import", 1), ("import", 1)]
    assert people[1].organisation_name == "MSP d’Œuvre"
    templates = [each.template for each in db.session.scalars(select(OutboxMessage))]
    assert templates == ["participant_registered"] * 2
    with pytest.raises(NothingToImport), transaction():
        import_people(event, LIST.encode(), are_confirmed=True, skips_problems=True)


@pytest.mark.usefixtures("app")
def test_those_who_confirm_by_themselves_hold_no_seat_yet() -> None:
    event = an_event()
    with transaction():
        done = import_people(event, LIST.encode(), are_confirmed=False, skips_problems=False)
    assert done == {"pending": 2}
    templates = {each.template for each in db.session.scalars(select(OutboxMessage))}
    assert templates == {"participant_confirm"}


@pytest.mark.usefixtures("app")
def test_more_people_than_seats_wait_in_the_order_of_the_list() -> None:
    event = an_event(candidate_capacity=2)
    rows = "\n".join(f"p{n}@example.org" for n in range(4))
    content = f"Mail\n{rows}\n".encode()
    assert read_people(event, content, "candidate").seats["candidate"] == 2
    with transaction():
        done = import_people(event, content, "candidate", are_confirmed=True, skips_problems=False)
    assert done == {"registered": 2, "waiting": 2}
    waiting = db.session.scalars(
        select(Participant.email)
        .where(Participant.status == "waiting")
        .order_by(Participant.waiting_since, Participant.id)
    )
    assert list(waiting) == ["p2@example.org", "p3@example.org"]


@pytest.mark.usefixtures("app")
def test_nobody_is_brought_to_an_evening_that_is_off() -> None:
    event = an_event(status="cancelled")
    with pytest.raises(EveningCancelled):
        read_people(event, LIST.encode())


@pytest.mark.usefixtures("app")
def test_what_goes_out_comes_back_in() -> None:
    source = an_event()
    a_participant(source, first_name="=2+3", last_name="Ève", phone="+33 6 39 98 12 34")
    a_participant(
        source,
        "host",
        organisation_name="« Chez nous »; et ailleurs",
        leaves_at=source.starts_at.replace(hour=18, minute=0),
    )
    a_participant(source, status="cancelled")
    content = export_people(source)
    assert content.startswith("\ufeff")
    assert '"\'=2+3"' in content
    other = a_draft_event(starts_at=source.starts_at)
    preview = read_people(other, content.encode())
    assert preview.problems == []
    candidate, host = (line.said for line in preview.ready)
    assert (candidate.first_name, candidate.phone) == ("=2+3", "+33 6 39 98 12 34")
    assert host.organisation_name == "« Chez nous »; et ailleurs"
    assert host.commune_code == "46042"
    assert host.leaves_at == source.starts_at.replace(hour=18, minute=0)


@pytest.mark.usefixtures("app")
def test_the_template_is_a_list_that_can_be_read() -> None:
    preview = read_people(
        an_event(starts_at=an_event().starts_at, rounds=20), write_template().encode()
    )
    assert preview.problems == []
    assert (preview.count("candidate"), preview.count("host")) == (1, 1)
