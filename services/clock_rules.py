"""What the clock of the night does at each order, and where it is at each instant. Pure.

A phase is known by its place in the programme. The clock as it was last left says in which phase,
and when that one ends or how much of it remains; everything else follows from the programme.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from models.vocabulary import ClockState, Phase
from services.evening_programme import Slot

# What stops by itself when the organiser calls each round by hand.
_HELD = (Phase.MEETING, Phase.BREAK)


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock as left by the last order: phase ``at`` of the programme, and what remains.

    ``ends_at`` while running; ``left`` (seconds) while paused, and of an evening that was ended.
    """

    state: ClockState = ClockState.WAITING
    at: int = 0
    ends_at: datetime | None = None
    left: float | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def mark(self) -> str:
        """What an order was given for: it changes with every order and every phase."""
        end = self.ends_at.isoformat() if self.ends_at else f"{self.left or 0:.3f}"
        return f"{self.state.value}.{self.at}.{end}"


@dataclass(frozen=True, slots=True)
class Span:
    """One phase to come, or the one that runs: the programme laid on real time."""

    phase: Phase
    round: int
    starts_at: datetime
    ends_at: datetime
    mark: str  # what an order given during it carries


def settle(clock: Clock, slots: Sequence[Slot], auto: bool, now: datetime) -> Clock:
    """The same clock as it stands at ``now``: phases that are over have given way to the next.

    Without ``auto`` a meeting or a break that is over waits for the organiser's word, but for the
    last meeting, which ends the evening.
    """
    at = min(clock.at, len(slots) - 1)  # the programme may have been shortened
    clock = replace(clock, at=at)
    if clock.state != ClockState.RUNNING or clock.ends_at is None:
        return clock
    ends_at = clock.ends_at
    while now >= ends_at:
        if at == len(slots) - 1:
            return replace(
                clock, state=ClockState.ENDED, at=at, ends_at=None, left=0.0, ended_at=ends_at
            )
        if not auto and slots[at].phase in _HELD:
            break
        at += 1
        ends_at += timedelta(seconds=slots[at].seconds)
    return replace(clock, at=at, ends_at=ends_at)


def spans(clock: Clock, slots: Sequence[Slot], auto: bool, now: datetime) -> tuple[Span, ...]:
    """The phase of the clock and all after it, laid on time as if nobody gave another order.

    Paused, as if it were resumed ``now``. Without ``auto``, up to the next that waits.
    """
    ends_at = clock.ends_at
    if clock.state == ClockState.PAUSED:
        ends_at = now + timedelta(seconds=clock.left or 0)
    if ends_at is None or clock.state in (ClockState.WAITING, ClockState.ENDED):
        return ()
    found: list[Span] = []
    starts_at = ends_at - timedelta(seconds=slots[clock.at].seconds)
    for slot in slots[clock.at :]:
        here = replace(clock, at=clock.at + len(found), ends_at=ends_at)
        found.append(Span(slot.phase, slot.round, starts_at, ends_at, here.mark))
        if not auto and slot.phase in _HELD:
            break
        starts_at = ends_at
        following = clock.at + len(found)
        ends_at += timedelta(seconds=slots[following].seconds if following < len(slots) else 0)
    return tuple(found)


def open_round(clock: Clock, slots: Sequence[Slot]) -> int:
    """The first round that may still change: its meeting has not begun."""
    rounds = slots[-1].round + 1
    if clock.state == ClockState.WAITING:
        return 0
    if clock.state == ClockState.ENDED:
        return rounds
    slot = slots[clock.at]
    return slot.round if slot.phase == Phase.CHANGEOVER else slot.round + 1


def rounds_done(clock: Clock, slots: Sequence[Slot], now: datetime) -> int:
    """How many rounds have had their meeting, to its end or until the evening was ended."""
    if clock.state == ClockState.WAITING:
        return 0
    slot = slots[clock.at]
    if slot.phase == Phase.CHANGEOVER:
        return slot.round
    over = slot.phase == Phase.BREAK or clock.state == ClockState.ENDED
    over = over or (clock.ends_at is not None and now >= clock.ends_at)
    return slot.round + 1 if over else slot.round


def break_follows(slots: Sequence[Slot], round_: int, phase: Phase) -> bool:
    """Does a break come right after this phase of this round?"""
    has_break = any(slot.round == round_ and slot.phase == Phase.BREAK for slot in slots)
    return phase == Phase.MEETING and has_break


def passed_over(before: Clock, after: Clock, slots: Sequence[Slot]) -> set[int]:
    """Rounds that an order went past before their meeting began."""
    behind = after.at + 1 if after.state == ClockState.ENDED else after.at
    return {slot.round for slot in slots[before.at + 1 : behind] if slot.phase == Phase.MEETING}


def let_go(clock: Clock, now: datetime) -> Clock:
    """What waited for the organiser's word is over now, and not since it began to wait."""
    if clock.state != ClockState.RUNNING or clock.ends_at is None:
        return clock
    return replace(clock, ends_at=max(clock.ends_at, now))


# Orders: each takes a settled clock. What makes no sense in a state leaves the clock as it is.


def start(clock: Clock, slots: Sequence[Slot], now: datetime) -> Clock:
    """The first phase begins."""
    if clock.state != ClockState.WAITING:
        return clock
    return _enter(replace(clock, state=ClockState.RUNNING, started_at=now), 0, slots, now)


def pause(clock: Clock, _slots: Sequence[Slot], now: datetime) -> Clock:
    """Time stands still."""
    if clock.state != ClockState.RUNNING or clock.ends_at is None:
        return clock
    left = max(0.0, (clock.ends_at - now).total_seconds())
    return replace(clock, state=ClockState.PAUSED, ends_at=None, left=left)


def resume(clock: Clock, _slots: Sequence[Slot], now: datetime) -> Clock:
    """Time goes on with what remained."""
    if clock.state != ClockState.PAUSED:
        return clock
    ends_at = now + timedelta(seconds=clock.left or 0)
    return replace(clock, state=ClockState.RUNNING, ends_at=ends_at, left=None)


def extend(seconds: int) -> Callable[[Clock, Sequence[Slot], datetime], Clock]:
    """This phase lasts longer, or less long but never less than until now; the others follow."""

    def lengthen(clock: Clock, _slots: Sequence[Slot], now: datetime) -> Clock:
        if clock.state == ClockState.PAUSED:
            return replace(clock, left=max(0.0, (clock.left or 0) + seconds))
        if clock.state != ClockState.RUNNING or clock.ends_at is None:
            return clock
        # A meeting that waits for the organiser's word gets the whole minute from now on.
        end = max(clock.ends_at, now) + timedelta(seconds=seconds)
        return replace(clock, ends_at=max(end, now))

    return lengthen


def skip_phase(clock: Clock, slots: Sequence[Slot], now: datetime) -> Clock:
    """To the beginning of what follows; after the last phase, the end."""
    return _skip(clock, clock.at + 1, slots, now)


def skip_round(clock: Clock, slots: Sequence[Slot], now: datetime) -> Clock:
    """To the beginning of the next round, past a break; after the last round, the end."""
    here = slots[clock.at].round
    following = next((i for i, slot in enumerate(slots) if slot.round > here), len(slots))
    return _skip(clock, following, slots, now)


def back(clock: Clock, slots: Sequence[Slot], now: datetime) -> Clock:
    """To the beginning of the phase before; an evening ended by mistake stands paused again.

    Before the first phase nothing has begun: a clock started by mistake has not been.
    """
    if clock.state == ClockState.WAITING:
        return clock
    if clock.state == ClockState.ENDED:
        left = clock.left or float(slots[clock.at].seconds)
        return replace(clock, state=ClockState.PAUSED, left=left, ended_at=None)
    return _enter(clock, clock.at - 1, slots, now) if clock.at else Clock()


def end(clock: Clock, _slots: Sequence[Slot], now: datetime) -> Clock:
    """The evening is over; what remained is kept for whoever ended it by mistake."""
    if clock.state in (ClockState.WAITING, ClockState.ENDED):
        return clock
    left = clock.left if clock.ends_at is None else (clock.ends_at - now).total_seconds()
    return replace(
        clock, state=ClockState.ENDED, ends_at=None, left=max(0.0, left or 0.0), ended_at=now
    )


def _skip(clock: Clock, following: int, slots: Sequence[Slot], now: datetime) -> Clock:
    if clock.state in (ClockState.WAITING, ClockState.ENDED):
        return clock
    if following >= len(slots):
        last = replace(clock, at=len(slots) - 1, ends_at=None, left=0.0)
        return replace(last, state=ClockState.ENDED, ended_at=now)
    return _enter(clock, following, slots, now)


def _enter(clock: Clock, at: int, slots: Sequence[Slot], now: datetime) -> Clock:
    seconds = slots[at].seconds
    if clock.state == ClockState.PAUSED:
        return replace(clock, at=at, left=float(seconds))
    return replace(clock, at=at, left=None, ends_at=now + timedelta(seconds=seconds))
