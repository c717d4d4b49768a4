"""What can be an evening: what an organiser says of it, checked and completed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.evening_programme import list_slots, rounds_within
from services.paris_days import PARIS
from services.paris_hours import at_hour
from services.refusals import Refusal

MEETING_MINUTES = (2, 30)
LIMITS = {
    "tables": (1, 500),
    "candidate_capacity": (1, 2000),
    "host_capacity": (1, 2000),
    "changeover_seconds": (0, 900),
    "rounds": (1, 60),
    "min_meetings": (0, 60),
}
BREAK_MINUTES = (1, 120)
LONGEST = timedelta(hours=10)


class FigureWrong(Refusal):
    """``field`` is a figure from ``least`` to ``most``."""


class NoTable(Refusal):
    """People need a table to sit at."""


class NoCapacity(Refusal):
    """Nobody could come on the side ``side``; ``field`` says how many may."""


class MeetingLengthWrong(Refusal):
    """A meeting lasts from ``least`` to ``most`` minutes."""


class LengthUnsaid(Refusal):
    """Neither rounds nor an hour of end."""


class NoRoundFits(Refusal):
    """Not one meeting ends before the hour of end."""


class TooManyRounds(Refusal):
    """``rounds`` are more than the ``most`` that end in time."""


class EveningTooLong(Refusal):
    """More than ``hours`` hours."""


class BreakAfterEnd(Refusal):
    """A break after round ``after`` of ``rounds``: nobody would come back from it."""


class BreakTwice(Refusal):
    """Two breaks after round ``after``."""


class BreakLengthWrong(Refusal):
    """A break lasts from ``least`` to ``most`` minutes."""


class MinimumTooHigh(Refusal):
    """At least ``meetings`` meetings each, in ``rounds`` rounds."""


class ClosesBeforeOpening(Refusal):
    """Registration would close before it opens."""


class ClosesAfterStart(Refusal):
    """Registration would close once the evening has begun."""


class PlanTooEarly(Refusal):
    """The plan would be made while people still register."""


class PlanAfterStart(Refusal):
    """The plan would be made once the evening has begun."""


@dataclass(frozen=True, slots=True)
class EventSaid:
    """What an organiser says; None where the site is to propose.

    ``rounds`` or ``ends_at`` says how long it goes on; with both, the rounds must fit. Without
    ``min_meetings`` each plan finds how many meetings it can give everyone.
    """

    title: str
    organiser_name: str
    contact_email: str
    place_name: str
    commune_code: str
    starts_at: datetime
    tables: int
    candidate_capacity: int
    host_capacity: int
    meeting_minutes: int = 7
    changeover_seconds: int = 60
    rounds: int | None = None
    ends_at: datetime | None = None
    breaks: tuple[tuple[int, int], ...] = ()
    theme: str = "general"
    description: str | None = None
    address: str | None = None
    auto_advance: bool = True
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    plan_at: datetime | None = None
    plan_by_hand: bool = False
    min_meetings: int | None = None
    alpha: float = 1.0


_AS_SAID = (
    "title",
    "organiser_name",
    "contact_email",
    "place_name",
    "commune_code",
    "starts_at",
    "tables",
    "candidate_capacity",
    "host_capacity",
    "meeting_minutes",
    "changeover_seconds",
    "theme",
    "description",
    "address",
    "auto_advance",
    "alpha",
)


def settle(said: EventSaid, at: datetime) -> dict[str, Any]:
    """The columns of an evening, or a refusal that names what cannot be."""
    _check_figures(said)
    breaks = _settle_breaks(said)
    rounds = _settle_rounds(said, breaks)
    least = said.min_meetings or 0
    if least > rounds:
        raise MinimumTooHigh(meetings=least, rounds=rounds)
    opens_at = said.opens_at or at
    closes_at = said.closes_at or _usual_closing(said.starts_at, opens_at)
    if closes_at <= opens_at:
        raise ClosesBeforeOpening()
    if closes_at > said.starts_at:
        raise ClosesAfterStart()
    columns = {name: getattr(said, name) for name in _AS_SAID}
    return columns | {
        "rounds": rounds,
        "breaks": breaks,
        "opens_at": opens_at,
        "closes_at": closes_at,
        "plan_at": _settle_plan(said, closes_at),
        "auto_minimum": said.min_meetings is None,
        "min_meetings": least,
    }


def _check_figures(said: EventSaid) -> None:
    if said.tables < 1:
        raise NoTable()
    for side in ("candidate", "host"):
        if getattr(said, f"{side}_capacity") < 1:
            raise NoCapacity(side=side, field=f"{side}_capacity")
    least, most = MEETING_MINUTES
    if not least <= said.meeting_minutes <= most:
        raise MeetingLengthWrong(least=least, most=most)
    for name, (least, most) in LIMITS.items():
        figure = getattr(said, name)
        if figure is not None and not least <= figure <= most:
            raise FigureWrong(field=name, least=least, most=most)


def _settle_breaks(said: EventSaid) -> list[dict[str, int]]:
    least, most = BREAK_MINUTES
    seen: set[int] = set()
    for after, minutes in said.breaks:
        if not least <= minutes <= most:
            raise BreakLengthWrong(least=least, most=most)
        if after in seen:
            raise BreakTwice(after=after)
        seen.add(after)
    return [{"after": after, "minutes": minutes} for after, minutes in sorted(said.breaks)]


def _settle_rounds(said: EventSaid, breaks: list[dict[str, int]]) -> int:
    lengths = (said.meeting_minutes, said.changeover_seconds, breaks)
    rounds = said.rounds
    if said.ends_at is not None:
        available = said.ends_at - said.starts_at
        if available > LONGEST:
            raise EveningTooLong(hours=LONGEST // timedelta(hours=1))
        most = min(rounds_within(int(available.total_seconds() // 60), *lengths), 60)
        if most < 1:
            raise NoRoundFits()
        if rounds is not None and rounds > most:
            raise TooManyRounds(rounds=rounds, most=most)
        rounds = rounds or most
    if rounds is None:
        raise LengthUnsaid()
    late = [each["after"] for each in breaks if not 1 <= each["after"] < rounds]
    if late:
        raise BreakAfterEnd(after=late[0], rounds=rounds)
    if timedelta(seconds=list_slots(rounds, *lengths)[-1].end) > LONGEST:
        raise EveningTooLong(hours=LONGEST // timedelta(hours=1))
    return rounds


def _usual_closing(starts_at: datetime, opens_at: datetime) -> datetime:
    """The day before at noon; an hour before where that is too late already."""
    noon = at_hour(starts_at.astimezone(PARIS).date() - timedelta(days=1), 12)
    return noon if noon > opens_at else starts_at - timedelta(hours=1)


def _settle_plan(said: EventSaid, closes_at: datetime) -> datetime | None:
    """The hour chosen, none by hand, else the evening before, once registration is closed."""
    if said.plan_by_hand:
        return None
    if said.plan_at is None:
        day_before = said.starts_at.astimezone(PARIS).date() - timedelta(days=1)
        return max(at_hour(day_before, 18), closes_at)
    if said.plan_at < closes_at:
        raise PlanTooEarly()
    if said.plan_at > said.starts_at:
        raise PlanAfterStart()
    return said.plan_at
