"""A plan sought while nobody waits: read, let go, seek, and only then hold the evening to write.

Seeking may take seconds. Meanwhile others register and say their wishes; whoever writes the plan
reads everything again, and seeks again only if something of it has changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from models.dating_events import DatingEvent
from models.vocabulary import EventStatus
from services.evening_evenness import Dial, Shared, Sharing, dial_of
from services.evening_scores import EveningScores, gather
from services.evening_solving import Room
from services.refusals import Refusal
from services.transaction import reading_aside


class DialWrong(Refusal):
    """From 0 to ``most`` meetings for everyone, and one of the offered balances."""


ALPHAS = (1.0, 0.5, 0.0)


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
        people = self.gathered.people
        rows = [[each.id for each in people.together(first)] for first in people.candidates]
        hosts = [each.id for each in people.hosts]
        digest = sha256(repr((self.room, self.dial, rows, hosts)).encode())
        for values in (
            self.gathered.scores,
            self.gathered.barred,
            self.gathered.candidate_windows,
            self.gathered.host_windows,
        ):
            digest.update(np.ascontiguousarray(values).tobytes())
        return digest.digest()


@dataclass(frozen=True)
class Draft:
    """A plan that is written nowhere yet, or why there is none, and what it was made from."""

    made_from: bytes
    found: Shared | Refusal


def read_task(event: DatingEvent, dial: Dial | None = None) -> Task:
    """What a plan is made from now; ``dial``: instead of the one that the evening keeps."""
    return Task(Room(event.rounds, event.tables), gather(event), dial or dial_of(event))


def draft_plan(find: Callable[[], DatingEvent | None], dial: Dial | None = None) -> Draft | None:
    """Seek the plan of the evening that ``find`` gives, holding nothing meanwhile.

    To be called before ``transaction()`` is opened. None where no plan is to be made any more:
    whoever would write it says why.
    """
    with reading_aside():
        event = find()
        if event is None or not _can_be_planned(event):
            return None
        if dial is not None:
            check_dial(event, dial)
        task = read_task(event, dial)
        made_from = task.fingerprint()
    try:
        return Draft(made_from, task.seek())
    except Refusal as refusal:
        return Draft(made_from, refusal)


def finish(task: Task, draft: Draft | None) -> Shared:
    """The plan that was sought if nothing has changed since, else one sought now."""
    if draft is None or draft.made_from != task.fingerprint():
        return task.seek()
    if isinstance(draft.found, Refusal):
        raise draft.found
    return draft.found


def check_dial(event: DatingEvent, dial: Dial) -> None:
    """Refuse a position that the dial does not have."""
    if not 0 <= (dial.least or 0) <= event.rounds or dial.alpha not in ALPHAS:
        raise DialWrong(most=event.rounds)


def _can_be_planned(event: DatingEvent) -> bool:
    is_over = event.status in (EventStatus.CANCELLED, EventStatus.CLOSED)
    return event.announced_at is None and not is_over
