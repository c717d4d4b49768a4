"""Mend the rounds to come of an evening: people are late, absent, gone, or called in.

Two ways: fill the holes, which moves no announced meeting, or plan the rest again. Rounds that
have begun and what became of them stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

import numpy as np
from sqlalchemy import select

from matching.evening.plan import certify
from matching.evening.replan import compare, replan_evening
from matching.evening.shapes import CANDIDATE, HOST, ROUND, Certificate, EveningPlan, Replan
from models.base import db
from models.dating_events import DatingEvent
from models.evening_plans import EveningPlanRow, Meeting
from models.participants import Participant
from models.vocabulary import MeetingState
from services.check_in import presence
from services.evening_clock import first_open_round
from services.evening_drafts import Draft, finish, seek_aside, take_print
from services.evening_evenness import dial_of
from services.evening_people import Window
from services.evening_plans import NoPlanYet, has_begun, lock_for_plan
from services.evening_scores import EveningScores, Ints, gather
from services.evening_telling import keep_told, tell_programmes
from services.evening_views import list_programmes
from services.evening_writing import Aim, current_plan, write_plan
from services.refusals import Refusal


class ReplanMode(Enum):
    """How far the rest of the evening may change."""

    FILL = "fill"
    FULL = "full"


class NoRoundLeft(Refusal):
    """The last round has begun: nothing can change any more."""


@dataclass(frozen=True)
class Outcome:
    """What one way would do, or did: counts of meetings, and whom it changes something for.

    ``alone`` are there for a round to come at least, and meet nobody in any of them.
    ``is_discreet``: a meeting is dropped though both its people are there, so that one of them
    would rather not: pages say how many this concerns, and name nobody.
    ``gain`` compares what is still to come with filling the holes, as a share; 0 for filling.
    ``gap``: nothing that could still be done this way adds more than that share to what is to
    come, 0 when nothing is better. ``alpha``: the balance that was kept, when planned again.
    """

    mode: ReplanMode
    dropped: int
    added: int
    moved: int
    candidates: tuple[Participant, ...]
    hosts: tuple[Participant, ...]
    alone: tuple[Participant, ...] = ()
    gain: float = 0.0
    gap: float = 0.0
    alpha: float = 1.0
    is_discreet: bool = False

    @property
    def changes_nothing(self) -> bool:
        """Is the plan as good as it can be this way?"""
        return not (self.dropped or self.added or self.moved)


@dataclass(frozen=True)
class Preview:
    """Both ways side by side, from round ``now`` on."""

    now: int
    fill: Outcome
    full: Outcome


@dataclass(frozen=True)
class _Night:
    """A plan in force, its ``version``, beside who is there now."""

    version: int
    now: int
    gathered: EveningScores
    plan: EveningPlan
    aim: Aim
    least: tuple[Ints, Ints]

    def mend(self, mode: ReplanMode) -> Replan:
        """What the planner answers."""
        return replan_evening(
            self.plan,
            self.gathered.scores,
            now=self.now,
            candidate_windows=self.gathered.candidate_windows,
            host_windows=self.gathered.host_windows,
            barred=self.gathered.barred,
            min_meetings=self.least,
            mode=mode.value,
            alpha=self.aim.alpha,
        )


@dataclass(frozen=True)
class Mend:
    """Everything that the rest of an evening is mended from, one way."""

    night: _Night
    mode: ReplanMode

    def seek(self) -> Replan:
        """What the planner answers; a second when many people come late or have gone."""
        return self.night.mend(self.mode)

    def fingerprint(self) -> bytes:
        """The same while nobody comes or goes, no round begins and the plan is the same one."""
        night, plan = self.night, self.night.plan
        said = self.mode, night.version, night.now, night.aim, plan.rounds, plan.tables
        return take_print(night.gathered, said, plan.meetings, *night.least)


def draft_replan(
    find: Callable[[], DatingEvent], mode: ReplanMode, at: datetime
) -> Draft[Replan] | None:
    """Seek what ``replan`` will write, for the evening that ``find`` gives, holding nothing.

    To be called before ``transaction()`` is opened. None where nothing can be mended: whoever
    would write it says why.
    """

    def read() -> Mend | None:
        try:
            return Mend(_read_night(find(), at), mode)
        except (NoPlanYet, NoRoundLeft):
            return None

    return seek_aside(read)


def preview(event: DatingEvent, at: datetime) -> Preview:
    """What either way would change; nothing is written."""
    night = _read_night(event, at)
    filled, full = night.mend(ReplanMode.FILL), night.mend(ReplanMode.FULL)
    gain = compare(filled, full).gain
    return Preview(
        night.now,
        _outcome(night, filled, ReplanMode.FILL),
        replace(_outcome(night, full, ReplanMode.FULL), gain=gain),
    )


def replan(
    event: DatingEvent,
    *,
    mode: ReplanMode,
    made_by: int | None,
    at: datetime,
    draft: Draft[Replan] | None = None,
) -> Outcome:
    """Change the rounds to come, for who is there now; a second press changes nothing more.

    Before the evening, those whose announced programme changes are written to; on the night
    screens and phones follow by themselves. ``draft``: what was sought before the evening was
    held; without it, or if something has changed since, others wait for the answer.
    """
    event = lock_for_plan(event)
    night = _read_night(event, at)
    answer = finish(Mend(night, mode), draft)
    outcome = _outcome(night, answer, mode)
    if outcome.changes_nothing:
        return outcome
    tells = event.announced_at is not None and not has_begun(event, at)
    before = list_programmes(event) if tells else {}
    row = write_plan(
        event,
        night.gathered,
        replace(answer.plan, certificate=_certify_ahead(answer)),
        aim=night.aim,
        kind=mode.value,
        from_round=night.now,
        made_by=made_by,
        at=at,
    )
    if tells:
        keep_told(event, row.version, before)
        tell_programmes(event, row.version, before)
    return outcome


def _read_night(event: DatingEvent, at: datetime) -> _Night:
    row = current_plan(event.id)
    if row is None:
        raise NoPlanYet()
    now = first_open_round(event, at)
    if now >= event.rounds:
        raise NoRoundLeft()
    meetings = db.session.execute(
        select(Meeting.round, Meeting.table, Meeting.candidate_id, Meeting.host_id)
        # a pair whose meeting was missed may still meet
        .where(Meeting.event_id == event.id, Meeting.state != MeetingState.MISSED)
        .order_by(Meeting.round, Meeting.table)
    ).all()
    named = {each for line in meetings for each in (line.candidate_id, line.host_id)}
    gathered = _with_presence(event, gather(event, named), presence(event, at))
    row_of = {each.id: at for at, each in enumerate(gathered.candidates)}
    column_of = {each.id: at for at, each in enumerate(gathered.hosts)}
    told = [
        (line.round, line.table, row_of[line.candidate_id], column_of[line.host_id])
        for line in meetings
    ]
    plan = _as_plan(event, row, gathered, told)
    owed = _owed(event, row, gathered, plan)
    return _Night(row.version, now, gathered, plan, _aim(event, row), owed)


def _aim(event: DatingEvent, row: EveningPlanRow) -> Aim:
    """What the rest of the evening is asked for: what the organiser asks, or the plan promised."""
    aim, dial = Aim.of_row(row), dial_of(event)
    return aim if dial.least is None else Aim(dial.least, dial.alpha)


def _owed(
    event: DatingEvent, row: EveningPlanRow, gathered: EveningScores, plan: EveningPlan
) -> tuple[Ints, Ints]:
    """How many meetings each candidate and each host should have in all, as far as can be.

    The least number that the organiser asks for, or what the plan had found for each; and at least
    one. Whoever comes late finds everyone taken and would otherwise watch: they are owed half of
    what others have in as many rounds. Nobody is owed more rounds than they are there for.
    """
    aim, owed = _aim(event, row), []
    for column, windows, chosen in (
        (CANDIDATE, gathered.candidate_windows, aim.least_candidates),
        (HOST, gathered.host_windows, aim.least_hosts),
    ):
        last = np.minimum(windows[:, 1], event.rounds - 1)
        rounds_there = np.maximum(last - windows[:, 0] + 1, 0)
        usual = len(plan.meetings) / max(rounds_there.sum(), 1)
        half = np.floor(rounds_there * usual / 2 * (windows[:, 0] > 0)).astype(np.int64)
        had = np.bincount(plan.meetings[:, column], minlength=len(windows))
        asked = aim.min_meetings if chosen is None else np.minimum(had, chosen)
        owed.append(np.maximum(half, np.minimum(np.maximum(asked, 1), rounds_there)))
    return owed[0], owed[1]


def _as_plan(
    event: DatingEvent,
    row: EveningPlanRow,
    gathered: EveningScores,
    told: list[tuple[int, int, int, int]],
) -> EveningPlan:
    return EveningPlan(
        np.array(told, dtype=np.int64).reshape(-1, 4),
        row.objective,
        row.bound,
        Certificate(row.certificate, row.gap, row.method),
        event.rounds,
        event.tables,
        (len(gathered.candidates), len(gathered.hosts)),
    )


def _with_presence(
    event: DatingEvent, gathered: EveningScores, here: dict[int, Window]
) -> EveningScores:
    """The same people, there when the desk says so instead of when they said they would be."""
    people, outside = gathered.people, (event.rounds, event.rounds)

    def windows(rows: list[tuple[Participant, ...]]) -> Ints:
        found = [
            outside if row[0].id in people.gone else _window(row, here, outside) for row in rows
        ]
        return np.array(found, dtype=np.int64).reshape(-1, 2)

    return replace(
        gathered,
        candidate_windows=windows([people.together(each) for each in people.candidates]),
        host_windows=windows([(each,) for each in people.hosts]),
    )


def _window(together: tuple[Participant, ...], here: dict[int, Window], outside: Window) -> Window:
    """Of a couple whose other half is missing, the one who came goes on alone."""
    windows = [here[each.id] for each in together if each.id in here]
    if not windows:
        return outside
    first, last = max(each[0] for each in windows), min(each[1] for each in windows)
    return (first, last) if first <= last else windows[0]


def _outcome(night: _Night, answer: Replan, mode: ReplanMode) -> Outcome:
    people = night.gathered.people
    touched = [people.candidates[at] for at in answer.candidates]
    return Outcome(
        mode,
        len(answer.dropped),
        len(answer.added),
        len(answer.moved),
        tuple(each for first in touched for each in people.together(first)),
        tuple(people.hosts[at] for at in answer.hosts),
        _alone(night, answer.plan.meetings),
        gap=_certify_ahead(answer).gap,
        alpha=night.aim.alpha,
        is_discreet=_drops_who_is_there(night.gathered, answer.dropped),
    )


def _drops_who_is_there(gathered: EveningScores, dropped: Ints) -> bool:
    """Is one of these meetings dropped for nothing that a room shows?"""
    rounds = dropped[:, ROUND]
    there = np.ones(len(dropped), dtype=bool)
    for column, windows in (
        (CANDIDATE, gathered.candidate_windows),
        (HOST, gathered.host_windows),
    ):
        own = windows[dropped[:, column]]
        there &= (own[:, 0] <= rounds) & (rounds <= own[:, 1])
    return bool((there & gathered.barred[dropped[:, CANDIDATE], dropped[:, HOST]]).any())


def _certify_ahead(answer: Replan) -> Certificate:
    """How good the rounds to come are; those that are over are worth what they are worth."""
    past = answer.plan.objective - answer.future_objective
    certificate = answer.plan.certificate
    return certify(answer.future_objective, answer.plan.bound - past, certificate.method)


def _alone(night: _Night, meetings: Ints) -> tuple[Participant, ...]:
    """Candidates, then hosts, who are there later on and have no meeting then."""
    gathered, people = night.gathered, night.gathered.people
    ahead = meetings[meetings[:, 0] >= night.now]
    alone: list[Participant] = []
    for column, windows in ((2, gathered.candidate_windows), (3, gathered.host_windows)):
        there = (windows[:, 1] >= night.now) & (windows[:, 0] < night.plan.rounds)
        there[np.unique(ahead[:, column])] = False
        for at in np.flatnonzero(there):
            if column == 2:
                alone += people.together(people.candidates[at])
            else:
                alone.append(people.hosts[at])
    return tuple(alone)
