"""How an evening runs: its phases one after the other, from what the organiser chose. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.dating_events import DatingEvent
from models.vocabulary import Phase


@dataclass(frozen=True, slots=True)
class Slot:
    """One phase: what, before or in which round (from 0), from when, seconds from the start."""

    phase: Phase
    round: int
    start: int
    seconds: int

    @property
    def end(self) -> int:
        """Seconds from the start of the evening to the end of this phase."""
        return self.start + self.seconds


def list_slots(
    rounds: int,
    meeting_minutes: int,
    changeover_seconds: int,
    breaks: Sequence[dict[str, int]] = (),
) -> tuple[Slot, ...]:
    """Changeover, meeting, changeover, meeting…, with a break after the rounds that say so.

    >>> [(slot.phase.value, slot.round, slot.start) for slot in list_slots(2, 5, 60)]
    [('changeover', 0, 0), ('meeting', 0, 60), ('changeover', 1, 360), ('meeting', 1, 420)]
    """
    pauses = {each["after"]: each["minutes"] * 60 for each in breaks if each["after"] < rounds}
    slots: list[Slot] = []
    at = 0
    for round_ in range(rounds):
        lengths = [(Phase.CHANGEOVER, changeover_seconds), (Phase.MEETING, meeting_minutes * 60)]
        if pauses.get(round_ + 1):
            lengths.append((Phase.BREAK, pauses[round_ + 1]))
        for phase, seconds in lengths:
            if seconds:
                slots.append(Slot(phase, round_, at, seconds))
                at += seconds
    return tuple(slots)


def slots_of(event: DatingEvent) -> tuple[Slot, ...]:
    """The programme of this evening."""
    return list_slots(event.rounds, event.meeting_minutes, event.changeover_seconds, event.breaks)


def ends_at(event: DatingEvent) -> datetime:
    """When the last meeting ends, if all goes by the programme."""
    return event.starts_at + timedelta(seconds=slots_of(event)[-1].end)


def starts_of(event: DatingEvent, round_: int) -> datetime:
    """When the meeting of a round starts, if all goes by the programme."""
    wanted = (slot for slot in slots_of(event) if slot.phase == Phase.MEETING)
    return event.starts_at + timedelta(
        seconds=next(slot.start for slot in wanted if slot.round == round_)
    )


def rounds_within(
    minutes: int,
    meeting_minutes: int,
    changeover_seconds: int,
    breaks: Sequence[dict[str, int]] = (),
) -> int:
    """The most rounds that fit in ``minutes``, breaks counted; 0 when not even one does."""
    pauses = {each["after"]: each["minutes"] * 60 for each in breaks}
    each_round = changeover_seconds + meeting_minutes * 60
    rounds, end = 0, each_round
    while end <= minutes * 60:
        rounds += 1
        end += pauses.get(rounds, 0) + each_round
    return rounds


def window_of(
    event: DatingEvent, arrives_at: datetime | None, leaves_at: datetime | None
) -> tuple[int, int] | None:
    """First and last round of someone there from ``arrives_at`` to ``leaves_at``; None if none.

    A round counts when they are there for the whole meeting.
    """
    there = [
        slot.round
        for slot in slots_of(event)
        if slot.phase == Phase.MEETING
        and (arrives_at is None or event.starts_at + timedelta(seconds=slot.start) >= arrives_at)
        and (leaves_at is None or event.starts_at + timedelta(seconds=slot.end) <= leaves_at)
    ]
    return (there[0], there[-1]) if there else None
