"""A list of people brought by the organiser: read and judged first, written when they say so.

What a line cannot be is named with its number; the others may be taken without it. Nothing is
written by reading, and writing is one transaction: everyone, or nobody.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from models.base import db
from models.dating_events import DatingEvent
from models.participants import Participant
from models.vocabulary import EventSide, ParticipantStatus, RegistrationSource
from services.accounts import EmailInvalid
from services.communes import AmbiguousCommune, UnknownCommune, fold_name, resolve_commune
from services.email_keys import email_key
from services.event_columns import CANDIDATES, HOSTS
from services.event_file import Line, read_file
from services.paris_days import PARIS
from services.refusals import Refusal
from services.registration_answers import SideUnknown, check_registration
from services.registration_window import check_takes_place
from services.registrations import Registration, register
from services.waiting_list import seats_left, waiting_count

_HOUR = re.compile(
    r"(?:\d{1,2}/\d{1,2}/\d{4}\s+)?(\d{1,2})\s*[:hH]\s*(\d{2})?(?:\s*min)?(?::\d{2})?"
)
_POSTAL = re.compile(r"(\d{5})\s+(\D.*)")
_SHOWN = 80  # of a cell that is quoted
_TEXTS = (
    "first_name",
    "last_name",
    "phone",
    "badge_name",
    "organisation_name",
    "video_url",
)


class LineRefused(Refusal):
    """What is wrong with one line."""


class TooManyCells(LineRefused):
    """More cells than there are columns: a separator stands inside one."""


class SideUnclear(LineRefused):
    """« ``text`` » is neither a candidate nor a host."""


class AddressMissing(LineRefused):
    """A line without an address."""


class AddressWrong(LineRefused):
    """« ``text`` » is no address."""


class AddressTwice(LineRefused):
    """``text`` is the same address as ``other``, on line ``line``."""


class AlreadyOnList(LineRefused):
    """``text`` is on the list already."""


class AlreadyUnderAnother(AlreadyOnList):
    """``text`` is on the list already, spelt ``other``."""


class CommuneUnclear(LineRefused):
    """« ``text`` » names no commune, or several."""


class HourUnclear(LineRefused):
    """« ``text`` » is no hour."""


class ImportHasProblems(Refusal):
    """``count`` lines cannot be taken, and it was not said to leave them."""


class NothingToImport(Refusal):
    """No line can be taken."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One line that cannot be taken: its number, in which column (a field), and why."""

    number: int
    column: str | None
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class ReadyLine:
    """One line that can."""

    number: int
    side: str
    said: Registration


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do. ``seats``: how many can sit down at once, by side."""

    ready: list[ReadyLine] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    seats: dict[str, int] = field(default_factory=dict)

    def count(self, side: str) -> int:
        """How many would come on this side."""
        return sum(line.side == side for line in self.ready)


class _Wrong(Exception):
    """What stops the reading of one line."""

    def __init__(self, column: str | None, refusal: Refusal) -> None:
        super().__init__()
        self.column, self.refusal = column, refusal


def read_people(event: DatingEvent, content: bytes, side: str | None = None) -> Preview:
    """Judge every line; ``side`` is that of all where no column says it. Writes nothing."""
    check_takes_place(event)
    if side and side not in [known.value for known in EventSide]:
        raise SideUnknown(side=side[:20])
    lines = read_file(content, needed=("email",) if side else ("side", "email"))
    preview = Preview(seats={each.value: _free(event, each) for each in EventSide})
    reader = _Reader(event, side)
    for line in lines:
        try:
            preview.ready.append(reader.read(line))
        except _Wrong as wrong:
            preview.problems.append(Problem(line.number, wrong.column, wrong.refusal))
    return preview


def import_people(
    event: DatingEvent,
    content: bytes,
    side: str | None = None,
    *,
    are_confirmed: bool,
    skips_problems: bool,
    at: datetime | None = None,
) -> Counter[str]:
    """Register everyone; the caller holds the lock. How many came to which status."""
    preview = read_people(event, content, side)
    if preview.problems and not skips_problems:
        raise ImportHasProblems(count=len(preview.problems))
    if not preview.ready:
        raise NothingToImport()
    people = [
        register(
            event,
            line.side,
            line.said,
            source=RegistrationSource.IMPORT.value,
            is_confirmed=are_confirmed,
            at=at,
        )
        for line in preview.ready
    ]
    return Counter(person.status for person in people)


class _Reader:
    """Reads one line after the other, and knows those before and those on the list."""

    def __init__(self, event: DatingEvent, side: str | None) -> None:
        self.event, self.side = event, side
        rows = db.session.execute(
            select(Participant.email_key, Participant.email).where(
                Participant.event_id == event.id,
                Participant.status != ParticipantStatus.CANCELLED.value,
            )
        )
        self._listed: dict[str, str] = {key: email for key, email in rows}  # noqa: C416 - typed rows
        self._seen: dict[str, tuple[int, str]] = {}
        self._communes: dict[str, str] = {}

    def read(self, line: Line) -> ReadyLine:
        """The line as a registration, or what is wrong with it."""
        if line.too_many:
            raise _Wrong(None, TooManyCells())
        side = self.side or self._side(line.cells.get("side", ""))
        email = line.cells.get("email", "")
        key = self._key(email)
        texts: dict[str, Any] = {name: line.cells.get(name) or None for name in _TEXTS}
        said = Registration(
            email=email,
            **texts,
            commune_code=self._commune(line.cells.get("commune", "")),
            arrives_at=self._instant("arrives_at", line.cells.get("arrives_at", "")),
            leaves_at=self._instant("leaves_at", line.cells.get("leaves_at", "")),
        )
        try:
            said = check_registration(self.event, side, said)
        except Refusal as refusal:
            named = refusal.data.get("field")
            raise _Wrong(str(named) if named else None, refusal) from refusal
        self._seen[key] = (line.number, email)
        return ReadyLine(line.number, side, said)

    def _side(self, text: str) -> str:
        word = fold_name(text)
        if word in CANDIDATES:
            return EventSide.CANDIDATE.value
        if word in HOSTS:
            return EventSide.HOST.value
        raise _Wrong("side", SideUnclear(text=text[:_SHOWN]))

    def _key(self, email: str) -> str:
        if not email:
            raise _Wrong("email", AddressMissing())
        try:
            key = email_key(email)
        except EmailInvalid as refusal:
            raise _Wrong("email", AddressWrong(text=email[:_SHOWN])) from refusal
        if key in self._seen:
            number, other = self._seen[key]
            raise _Wrong("email", AddressTwice(text=email, other=other, line=number))
        if key in self._listed:
            raise _Wrong("email", _listed_as(email, self._listed[key]))
        return key

    def _commune(self, text: str) -> str | None:
        if not text:
            return None
        if text not in self._communes:
            self._communes[text] = _resolve(text)
        return self._communes[text]

    def _instant(self, column: str, text: str) -> datetime | None:
        if not text:
            return None
        found = _HOUR.fullmatch(text)
        hour, minute = (int(part or 0) for part in found.groups()) if found else (99, 0)
        if hour > 23 or minute > 59:
            raise _Wrong(column, HourUnclear(text=text[:_SHOWN]))
        start = self.event.starts_at.astimezone(PARIS)
        shown = start.replace(hour=hour, minute=minute, second=0, microsecond=0)
        if shown < start - timedelta(hours=12):
            shown += timedelta(days=1)  # after midnight
        return shown.astimezone(UTC)


def _listed_as(email: str, listed: str) -> AlreadyOnList:
    if email.casefold() == listed.casefold():
        return AlreadyOnList(text=email)
    return AlreadyUnderAnother(text=email, other=listed)


def _resolve(text: str) -> str:
    postal = _POSTAL.fullmatch(text)
    tries = [text]
    if postal:
        code, name = postal.groups()
        departement = code[:3] if code.startswith(("97", "98")) else code[:2]
        tries = [f"{name} ({departement})", name]
    for each in tries:
        try:
            return resolve_commune(each[:100]).code
        except (UnknownCommune, AmbiguousCommune):
            continue
    raise _Wrong("commune", CommuneUnclear(text=text[:_SHOWN]))


def _free(event: DatingEvent, side: EventSide) -> int:
    return max(0, seats_left(event, side) - waiting_count(event, side))
