"""A plan sought while nobody waits: read, let go, seek, and only then hold the evening to write.

Seeking may take seconds. Meanwhile others register, arrive and say their wishes; whoever writes
the plan reads everything again, and seeks again only if something of it has changed. A plan is
made so, and mended so (``evening_replans``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Generic, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from models.dating_events import DatingEvent
from services.evening_evenness import Dial, Shared, Sharing, dial_of
from services.evening_scores import EveningScores, gather
from services.evening_solving import Room
from services.refusals import Refusal
from services.transaction import reading_aside


class DialWrong(Refusal):
    """From 0 to ``most`` meetings for everyone, and one of the offered balances."""


ALPHAS = (1.0, 0.5, 0.0)
Found = TypeVar("Found")
Given_co = TypeVar("Given_co", covariant=True)


class Search(Protocol[Given_co]):
    """What was read to seek something from; seeking asks the database for nothing more."""

    def seek(self) -> Given_co:
        """What is sought, or a refusal."""

    def fingerprint(self) -> bytes:
        """The same as long as nothing that was read has changed."""


@dataclass(frozen=True)
class Task:
    """Everything that a plan is made from."""

    room: Room
    gathered: EveningScores
    dial: Dial

    def seek(self) -> Shared:
        """The plan, or a refusal; seconds when many people come late or leave early."""
        return Sharing(self.room, self.gathered).share_out(self.dial)

    def fingerprint(self) -> bytes:
        """The same for the same people, scores, refusals to meet, hours, room and dial."""
        return take_print(self.gathered, (self.room, self.dial))


@dataclass(frozen=True)
class Draft(Generic[Found]):
    """What is written nowhere yet, or why there is none, and what it was made from."""

    made_from: bytes
    found: Found | Refusal


def read_task(event: DatingEvent, dial: Dial | None = None) -> Task:
    """What a plan is made from now; ``dial``: instead of the one that the evening keeps."""
    return Task(Room(event.rounds, event.tables), gather(event), dial or dial_of(event))


def draft_plan(
    find: Callable[[], DatingEvent | None], dial: Dial | None = None
) -> Draft[Shared] | None:
    """Seek the plan of the evening that ``find`` gives, holding nothing meanwhile.

    To be called before ``transaction()`` is opened. None where no plan is to be made any more:
    whoever would write it says why.
    """

    def read() -> Task | None:
        event = find()
        if event is None or not _can_be_planned(event):
            return None
        if dial is not None:
            check_dial(event, dial)
        return read_task(event, dial)

    return seek_aside(read)


def seek_aside(read: Callable[[], Search[Found] | None]) -> Draft[Found] | None:
    """Read, let go and seek; to be called before ``transaction()`` is opened."""
    with reading_aside():
        search = read()
        if search is None:
            return None
        made_from = search.fingerprint()
    try:
        return Draft(made_from, search.seek())
    except Refusal as refusal:
        return Draft(made_from, refusal)


def finish(search: Search[Found], draft: Draft[Found] | None) -> Found:
    """What was sought if nothing has changed since, else what is sought now."""
    if draft is None or draft.made_from != search.fingerprint():
        return search.seek()
    if isinstance(draft.found, Refusal):
        raise draft.found
    return draft.found


def take_print(gathered: EveningScores, said: object, *values: npt.NDArray[np.generic]) -> bytes:
    """The same for the same people, scores, refusals to meet and hours, and all that is given."""
    people = gathered.people
    rows = [[each.id for each in people.together(first)] for first in people.candidates]
    hosts = [each.id for each in people.hosts]
    digest = sha256(repr((said, rows, hosts)).encode())
    read = gathered.scores, gathered.barred, gathered.candidate_windows, gathered.host_windows
    for each in (*read, *values):
        digest.update(np.ascontiguousarray(each).tobytes())
    return digest.digest()


def check_dial(event: DatingEvent, dial: Dial) -> None:
    """Refuse a position that the dial does not have."""
    if not 0 <= (dial.least or 0) <= event.rounds or dial.alpha not in ALPHAS:
        raise DialWrong(most=event.rounds)


def _can_be_planned(event: DatingEvent) -> bool:
    return event.announced_at is None and not event.is_over
