"""Write a plan: a row that says what it reached, and the meetings of the rounds that may change."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from matching.evening.check import check_evening
from matching.evening.shapes import ROUND, EveningPlan
from models.base import db
from models.dating_events import DatingEvent
from models.evening_plans import EveningPlanRow, Meeting
from models.vocabulary import MeetingState
from services.evening_clock import touch
from services.evening_evenness import Dial
from services.evening_scores import EveningScores
from services.evening_solving import Least

MAKING, FILL, FULL = "plan", "fill", "full"
_SLICE = 500  # a database has a ceiling on bound values
Key = tuple[int, int, int, int]


@dataclass(frozen=True)
class Aim:
    """What a plan was asked for: see ``EveningPlanRow``."""

    min_meetings: int
    alpha: float
    least_candidates: int | None = None
    least_hosts: int | None = None

    @classmethod
    def of(cls, dial: Dial, least: Least) -> Aim:
        """The dial, and what the house chose where it was left to it."""
        if dial.least is None:
            return cls(min(least), dial.alpha, *least)
        return cls(dial.least, dial.alpha)

    @classmethod
    def of_row(cls, row: EveningPlanRow) -> Aim:
        """The same as a plan that is mended."""
        return cls(row.min_meetings, row.alpha, row.least_candidates, row.least_hosts)


class PlanFaulty(AssertionError):
    """A plan broke a rule: it is not written."""


def current_plan(event_id: int) -> EveningPlanRow | None:
    """The plan in force, if any."""
    return db.session.scalar(
        select(EveningPlanRow)
        .where(EveningPlanRow.event_id == event_id, EveningPlanRow.is_current)
        .execution_options(populate_existing=True)
    )


def write_plan(
    event: DatingEvent,
    gathered: EveningScores,
    plan: EveningPlan,
    *,
    aim: Aim,
    kind: str,
    from_round: int,
    made_by: int | None,
    at: datetime,
) -> EveningPlanRow:
    """Write a plan in the place of the one in force; rounds before ``from_round`` stay as they are.

    A meeting that both plans hold keeps its row.
    """
    _check(gathered, plan, from_round)
    row = EveningPlanRow(
        event_id=event.id,
        version=_retire(event.id) + 1,
        kind=kind,
        from_round=from_round,
        rounds=plan.rounds,
        tables=plan.tables,
        **asdict(aim),
        objective=plan.objective,
        bound=plan.bound,
        certificate=plan.certificate.kind,
        gap=plan.certificate.gap,
        method=plan.certificate.method,
        price=plan.price,
        made_by=made_by,
        made_at=at,
    )
    db.session.add(row)
    _write_meetings(event.id, gathered, plan, from_round)
    db.session.flush()
    touch(event.id)
    return row


def _check(gathered: EveningScores, plan: EveningPlan, from_round: int) -> None:
    """The rules again, by code that shares nothing with the planner."""
    shape = len(gathered.candidates), len(gathered.hosts)
    faults = check_evening(plan.meetings, rounds=plan.rounds, tables=plan.tables, shape=shape)
    faults += check_evening(
        plan.meetings[plan.meetings[:, ROUND] >= from_round],
        rounds=plan.rounds,
        tables=plan.tables,
        shape=shape,
        candidate_windows=gathered.candidate_windows,
        host_windows=gathered.host_windows,
        barred=gathered.barred,
    )
    if faults:
        raise PlanFaulty("; ".join(str(fault) for fault in faults[:5]))


def _retire(event_id: int) -> int:
    """The version in force, which is now a former one; 0 before the first."""
    row = current_plan(event_id)
    if row is None:
        return 0
    row.is_current = False
    db.session.flush()
    return row.version


def _write_meetings(
    event_id: int, gathered: EveningScores, plan: EveningPlan, from_round: int
) -> None:
    wanted: dict[Key, float] = {}
    for round_, table, candidate, host in plan.meetings.tolist():
        if round_ >= from_round:
            key = (round_, table, gathered.candidates[candidate].id, gathered.hosts[host].id)
            wanted[key] = float(gathered.scores[candidate, host])
    known = _known(event_id, from_round)
    _delete([known[key] for key in known.keys() - wanted.keys()])
    new = sorted(wanted.keys() - known.keys())
    if new:
        db.session.execute(
            insert(Meeting),
            [
                {
                    "event_id": event_id,
                    "round": round_,
                    "table": table,
                    "candidate_id": candidate_id,
                    "host_id": host_id,
                    "state": MeetingState.PLANNED.value,
                    "score": wanted[round_, table, candidate_id, host_id],
                }
                for round_, table, candidate_id, host_id in new
            ],
        )


def _known(event_id: int, from_round: int) -> dict[Key, int]:
    rows = db.session.execute(
        select(
            Meeting.id, Meeting.round, Meeting.table, Meeting.candidate_id, Meeting.host_id
        ).where(Meeting.event_id == event_id, Meeting.round >= from_round)
    )
    return {(row.round, row.table, row.candidate_id, row.host_id): row.id for row in rows}


def _delete(ids: Collection[int]) -> None:
    listed = sorted(ids)
    for at in range(0, len(listed), _SLICE):
        gone = delete(Meeting).where(Meeting.id.in_(listed[at : at + _SLICE]))
        db.session.execute(gone.execution_options(synchronize_session="fetch"))
