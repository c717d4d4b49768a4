"""How evenly the meetings of an evening can be shared out, and at what price.

Where many pairs are worth nearly the same, the greatest total alone may give someone eight
meetings and another one. So the least number of meetings is raised, for all and then for each
side, as long as the total stays near enough to the greatest; then for all but one in ten, so that
someone hard to place does not keep the others from it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from matching.evening.plan import certify
from matching.evening.shapes import EveningPlan
from models.dating_events import DatingEvent
from services.evening_scores import Bools, EveningScores, Ints
from services.evening_solving import (
    Least,
    Lows,
    MinimumTooHigh,
    Room,
    most_possible,
    solve,
    solve_without_hours,
)

AFFORDABLE = 0.01  # of the greatest total may be spent on evenness that nobody asked for
FIRST_MEETING = 0.05  # and so much for nobody to come in vain
FEW = 10  # one in so many may be left with less than the others
STRIDE = 40  # one in so many is set apart at once
ROUNDING = 1e-9
NEARLY = 1e-4  # of a plan that is not proved the best


@dataclass(frozen=True)
class Dial:
    """What an organiser asks of a plan.

    ``least``: meetings for everyone, None where the house chooses. ``alpha``: see ``DatingEvent``.
    """

    least: int | None
    alpha: float = 1.0

    @property
    def is_automatic(self) -> bool:
        """Does the house choose how even it is?"""
        return self.least is None


AUTOMATIC = Dial(None)


@dataclass(frozen=True)
class Shared:
    """A plan, and how many meetings candidates and hosts have at least in it, but for a few."""

    plan: EveningPlan
    least: Least

    @property
    def below(self) -> int:
        """How many people have less, because of their hours or of what it would cost."""
        counts = (np.bincount(self.plan.meetings[:, 2 + side], minlength=self.plan.shape[side])
                  for side in (0, 1))  # fmt: skip
        return sum(int((count < low).sum()) for count, low in zip(counts, self.least, strict=True))


def dial_of(event: DatingEvent) -> Dial:
    """The organiser's dial. The house chooses a least number beside the greatest total alone."""
    if event.auto_minimum:
        return AUTOMATIC if event.alpha == 1.0 else Dial(0, event.alpha)
    return Dial(event.min_meetings, event.alpha)


@dataclass
class Sharing:
    """Seeks plans of one evening; each least number is planned once, however often it is asked."""

    room: Room
    gathered: EveningScores
    _plans: dict[Least, EveningPlan | None] = field(default_factory=dict)
    _beyond: dict[Least, float] = field(default_factory=dict)

    def share_out(self, dial: Dial) -> Shared:
        """The plan that a dial asks for."""
        least = dial.least or 0
        if dial.alpha != 1.0:
            return Shared(solve(self.room, self.gathered, least, dial.alpha), (least, least))
        best = self.best(least)
        if dial.is_automatic:
            return self._spend(best, self._floor(best))
        slack = ROUNDING if best.certificate.kind == "exact" else NEARLY
        floor = best.objective - slack * abs(best.objective)
        return self._even_out(best, (least, least), floor)

    def best(self, least: int) -> EveningPlan:
        """The plan of the greatest total with that least number for everyone, or a refusal."""
        known = self._plans.get((least, least))
        return known or self._keep((least, least), solve(self.room, self.gathered, least))

    def _floor(self, best: EveningPlan) -> float:
        """The total below which evenness is too dear, or what a first meeting for all leaves."""
        floor, lowest = (
            best.objective - share * abs(best.objective) for share in (AFFORDABLE, FIRST_MEETING)
        )
        if self._reaches((1, 1), floor) or not self._reaches((1, 1), lowest):
            return floor
        plan = self._plans[1, 1]
        return plan.objective - ROUNDING * abs(plan.objective) if plan else floor

    def _even_out(self, best: EveningPlan, kept: Least, floor: float) -> Shared:
        """As even as may be with a total of ``floor``.

        Flows say at once what is too much to ask; most of the time the rest can be planned.
        """
        wanted = self._climb(kept, lambda least: self._may_reach(least, floor))
        if not self._reaches(wanted, floor):
            wanted = self._climb(kept, lambda least: self._reaches(least, floor))
        return Shared(_beside(self._plans.get(wanted) or best, best), wanted)

    def _spend(self, best: EveningPlan, floor: float) -> Shared:
        """As much for as many people as a total of ``floor`` allows; the last step is tried first.

        Flows say which steps are possible as far as hours go; most of the time they all are.
        """
        steps = self._steps(floor)
        low, high, found = 0, len(steps), Shared(best, (0, 0))
        while high - low > 1:
            middle = high - 1 if high == len(steps) else (low + high) // 2
            least, lows = steps[middle]
            try:
                plan = solve(self.room, self.gathered, lows)
            except MinimumTooHigh:
                plan = None
            if plan is not None and plan.objective >= floor:
                low, found = middle, Shared(_beside(plan, best), least)
            else:
                high = middle
        return found

    def _steps(self, floor: float) -> list[tuple[Least, Lows]]:
        """From nothing asked for: a level more for all, then for all but a few, each side in turn.

        A first meeting is given to as many as can be, however many are left.
        """
        tops = self._highest()
        lower = min(tops)
        common, _ = _raise((0, 0), (lower, lower), lambda least: self._may_reach(least, floor))
        levels, lows = [common, common], [np.full(many, common) for many in self._shape]
        steps = [
            ((level, level), (np.minimum(lows[0], level), np.minimum(lows[1], level)))
            for level in range(common + 1)
        ]
        apart: list[Bools | None] = [np.zeros(many, dtype=bool) for many in self._shape]
        for level in range(common + 1, max(tops) + 1):
            for side in (0, 1):
                before = apart[side]
                if before is None or level > tops[side]:
                    continue
                few = len(before) if level == 1 else max(1, len(before) // FEW)
                apart[side] = after = self._set_apart(lows, (side, level), before, few, floor)
                if after is not None:
                    levels[side] = level
                    lows = [*lows]
                    lows[side] = np.where(after, lows[side], level)
                    steps.append(((levels[0], levels[1]), (lows[0], lows[1])))
        return steps

    def _set_apart(
        self, lows: list[Ints], aim: tuple[int, int], apart: Bools, few: int, floor: float
    ) -> Bools | None:
        """Who keeps what they had for a side to reach a level (``aim``); None if that is too many.

        Those whose least meetings cost most come first: where a minimum binds, a person's price is
        below that of a meeting.
        """
        side, level = aim
        while apart.sum() <= few:
            asked = [*lows]
            asked[side] = np.where(apart, lows[side], level)
            pairs = solve_without_hours(self.room, self.gathered, (asked[0], asked[1]))
            if pairs is not None and pairs.bound >= floor:
                return apart
            if pairs is None or apart.sum() == few:
                return None
            prices = (
                pairs.prices.of_candidates - pairs.prices.of_meetings
                if side == 0
                else pairs.prices.of_hosts
            )
            costly = np.where(apart, np.inf, prices)
            if costly.min() >= 0:
                return None
            apart = apart.copy()
            at_once = min(max(1, len(apart) // STRIDE), few - int(apart.sum()))
            apart[np.argsort(costly, kind="stable")[:at_once]] = True
        return None

    @property
    def _shape(self) -> tuple[int, int]:
        candidates, hosts = self.gathered.scores.shape
        return candidates, hosts

    def _climb(self, kept: Least, is_fine: Callable[[Least], bool]) -> Least:
        """The highest least numbers that are fine: for all, then candidates, then hosts."""
        candidates, hosts = self._highest()
        lower = min(candidates, hosts)
        kept = _raise(kept, (lower, lower), is_fine)
        kept = _raise(kept, (candidates, kept[1]), is_fine)
        return _raise(kept, (kept[0], hosts), is_fine)

    def _highest(self) -> Least:
        """The most that everyone on a side can have, counting rounds and tables alone."""
        most = most_possible(self.room, self.gathered)
        places = min(self.room.rounds * self.room.tables, *(int(side.sum()) for side in most))
        return _ceiling(most[0], places), _ceiling(most[1], places)

    def _may_reach(self, least: Least, floor: float) -> bool:
        if least not in self._beyond:
            pairs = solve_without_hours(self.room, self.gathered, least)
            self._beyond[least] = pairs.bound if pairs else -np.inf
        return self._beyond[least] >= floor

    def _reaches(self, least: Least, floor: float) -> bool:
        if not self._may_reach(least, floor):
            return False
        if least not in self._plans:
            try:
                self._keep(least, solve(self.room, self.gathered, least))
            except MinimumTooHigh:
                self._plans[least] = None
        plan = self._plans[least]
        return plan is not None and plan.objective >= floor

    def _keep(self, least: Least, plan: EveningPlan) -> EveningPlan:
        self._plans[least] = plan
        return plan


def _ceiling(most: Ints, places: int) -> int:
    """The highest number of which everyone can have as much as they could have at all."""
    levels = np.arange(int(most.max(initial=0)) + 1)
    taken = np.minimum(most[:, None], levels).sum(axis=0)
    return int(np.flatnonzero(taken <= places).max())


def _raise(kept: Least, highest: Least, is_fine: Callable[[Least], bool]) -> Least:
    """Bisection between ``kept``, which is fine, and ``highest``, which is tried first."""
    step = max(0, *(up - down for up, down in zip(highest, kept, strict=True)))
    low, high = 0, step + 1
    while high - low > 1:
        middle = step if high > step else (low + high) // 2
        low, high = (middle, high) if is_fine(_between(kept, highest, middle)) else (low, middle)
    return _between(kept, highest, low)


def _between(kept: Least, highest: Least, step: int) -> Least:
    candidates, hosts = (
        max(down, min(up, down + step)) for down, up in zip(kept, highest, strict=True)
    )
    return candidates, hosts


def _beside(plan: EveningPlan, best: EveningPlan) -> EveningPlan:
    """The same meetings, measured against every plan and not against those so even alone."""
    if plan is best:
        return plan
    bound = max(best.bound, plan.objective)
    lost = best.objective - plan.objective
    price = max(0.0, lost / best.objective) if best.objective > 0 else 0.0
    certificate = certify(plan.objective, bound, best.certificate.method)
    return replace(plan, bound=bound, certificate=certificate, price=price)
