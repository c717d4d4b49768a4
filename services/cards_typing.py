"""Paper cards typed in by the organiser: many lines at once, each kept or refused alone.

What comes back are counts and line numbers. No answer is ever given back, so that whoever looks
over a shoulder, or comes to the same page later, learns nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.base import db
from models.dating_events import DatingEvent
from models.participants import Participant
from models.vocabulary import CardAnswer, ParticipantStatus
from services.badge_numbers import read_badge_number
from services.cards import AnswerUnknown, CardsClosed, CardsNotOpen, NumberUnknown, give, open_met
from services.participants import badge_number
from services.refusals import Refusal

MOST_LINES = 2_000
_LIKE_A_NUMBER = re.compile(r"\d")  # what is shown again; a word could be the answer
_SPACES = re.compile(r"[\s;,|:]+")
_ANSWERS = {
    **dict.fromkeys(("o", "oui", "y", "yes", "1", "+"), CardAnswer.YES),
    **dict.fromkeys(("p", "pe", "peut-etre", "peutetre", "peut", "?"), CardAnswer.MAYBE),
    **dict.fromkeys(("n", "non", "no", "0", "-"), CardAnswer.NO),
}


class LineUnreadable(Refusal):
    """A line is not « who, whom, answer »."""


class SaidOtherwise(Refusal):
    """Line ``line`` says something else of the same two people."""


class TooManyLines(Refusal):
    """More than ``limit`` lines at once."""


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """One line that was left out: which, the numbers in it (never the answer), and why."""

    line: int
    numbers: str
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Typed:
    """What became of a page of lines: the rest was kept."""

    kept: int
    refused: tuple[RefusedLine, ...]


def read_answer(text: str) -> CardAnswer:
    """« o », « Oui », « peut-être », « ? », « n »: what a hand writes on a card.

    >>> read_answer("Peut-être").value, read_answer(" O ").value
    ('maybe', 'yes')
    """
    plain = unicodedata.normalize("NFKD", text.strip().casefold())
    letters = "".join(each for each in plain if not unicodedata.combining(each))
    answer = _ANSWERS.get(letters.replace("\u2010", "-"))
    if answer is None:
        raise AnswerUnknown()
    return answer


def open_author(event: DatingEvent, number: str, *, with_erased: bool = False) -> Participant:
    """Who wears this number in this evening, or wore it until erased; the letter is needed."""
    side, digits = read_badge_number(number)
    if side is None or digits is None:
        raise NumberUnknown(number=number.strip()[:12])
    found = db.session.scalar(
        select(Participant).where(
            Participant.event_id == event.id,
            Participant.side == side,
            Participant.number == digits,
            Participant.status == ParticipantStatus.REGISTERED,
        )
    )
    if found is None or (found.anonymised_at is not None and not with_erased):
        raise NumberUnknown(number=number.strip()[:12])
    return found


def type_cards(
    event: DatingEvent,
    author: Participant,
    rows: Sequence[tuple[str, str]],
    *,
    typed_by: int,
    at: datetime,
) -> Typed:
    """One person's cards: (number, answer) by row; rows without an answer are left as they are."""
    lines = (
        (line, badge_number(author), number, answer)
        for line, (number, answer) in enumerate(rows, start=1)
        if answer.strip()
    )
    return _type(event, lines, typed_by, at)


def paste_cards(event: DatingEvent, text: str, *, typed_by: int, at: datetime) -> Typed:
    """Lines as « M12 H3 oui », of as many people as one likes."""
    found = text.splitlines()
    if len(found) > MOST_LINES:
        raise TooManyLines(limit=MOST_LINES)
    lines = (
        (line, *_parts(each)) for line, each in enumerate(found, start=1) if each.strip(" \t;,")
    )
    return _type(event, lines, typed_by, at)


def _parts(line: str) -> tuple[str, str, str]:
    """Who, whom, and what: a letter may stand apart from its number (« M 12 H 3 peut être »)."""
    joined = re.sub(r"\b([MmHh])\s+(?=\d)", r"\1", line.strip())
    parts = [part for part in _SPACES.split(joined) if part]
    if len(parts) < 3:
        return ("", "", "")
    return parts[0], parts[1], "-".join(parts[2:])


def _type(
    event: DatingEvent, lines: Iterable[tuple[int, str, str, str]], typed_by: int, at: datetime
) -> Typed:
    kept, refused = 0, []
    before: dict[tuple[int, int], tuple[CardAnswer, int]] = {}
    for line, author, about, answer in lines:
        try:
            who, about_id, said = _read_line(event, author, about, answer)
            known, first = before.setdefault((who.id, about_id), (said, line))
            if known is not said:
                raise SaidOtherwise(line=first)
            give(who, about_id, said, typed_by=typed_by, at=at)
            kept += first == line
        except (CardsClosed, CardsNotOpen):
            raise
        except Refusal as refusal:
            numbers = " ".join(each[:12] for each in (author, about) if _LIKE_A_NUMBER.search(each))
            refused.append(RefusedLine(line, numbers, refusal))
    return Typed(kept, tuple(refused))


def _read_line(
    event: DatingEvent, author: str, about: str, answer: str
) -> tuple[Participant, int, CardAnswer]:
    if not author or not about.strip():
        raise LineUnreadable()
    who = open_author(event, author)
    said = read_answer(answer)
    return who, open_met(who, about).id, said
