"""Evenings that come back: the next is drawn up as a draft, and waits for its organisers."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.accounts import Account
from models.base import db, now
from models.communes import Departement
from models.dating_events import DatingEvent, EventOrganiser
from models.event_series import EventSeries
from models.vocabulary import EventRight, EventStatus, Role, SeriesRhythm
from services.evening_dates import add_months, day_of
from services.events import copy_as_draft
from services.invitation_messages import tell_draft
from services.invitation_proposals import propose
from services.paris_days import PARIS
from services.paris_hours import same_hour
from services.refusals import Refusal

log = logging.getLogger("ancrage.evenings")

MONTHS = {SeriesRhythm.QUARTER: 3, SeriesRhythm.SEMESTER: 6, SeriesRhythm.YEAR: 12}
AHEAD = timedelta(weeks=8)  # how long before the evening its draft is drawn up
LEAST_AHEAD = timedelta(weeks=3)  # later than that nobody could come: the next time, then


class SeriesExists(Refusal):
    """This evening is part of a series already."""


class DepartementUnknown(Refusal):
    """There is no département « ``code`` »."""


def create_series(
    event: DatingEvent, owner: Account, *, title: str, rhythm: SeriesRhythm, area: str
) -> EventSeries:
    """Let this evening come back. ``area``: numbers of départements, as people write them."""
    if event.series is not None and event.series.stopped_at is None:
        raise SeriesExists()
    series = EventSeries(
        account_id=owner.id,
        title=title,
        rhythm=rhythm.value,
        departements=read_departements(area) or [event.commune.departement_code],
        next_on=next_day(day_of(event), rhythm) - AHEAD,
    )
    db.session.add(series)
    db.session.flush()
    event.series_id = series.id
    db.session.flush()
    db.session.refresh(event, ["series"])
    return series


def stop_series(series: EventSeries, at: datetime | None = None) -> None:
    """No other evening is drawn up; those that are stay."""
    series.stopped_at = series.stopped_at or at or now()
    db.session.flush()


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """A series, its latest evening, and the day of the next one."""

    series: EventSeries
    latest: DatingEvent
    next_day: date | None


def list_series_of(account_id: int) -> list[SeriesLine]:
    """The series of the evenings that this person prepares, the next to come first: one query."""
    events = db.session.scalars(
        select(DatingEvent)
        .join(EventOrganiser, EventOrganiser.event_id == DatingEvent.id)
        .where(
            EventOrganiser.account_id == account_id,
            EventOrganiser.accepted_at.is_not(None),
            EventOrganiser.right.in_([EventRight.OWNER, EventRight.EDITOR]),
            DatingEvent.series_id.is_not(None),
        )
        .options(joinedload(DatingEvent.series))
        .order_by(DatingEvent.starts_at, DatingEvent.id)
    )
    latest = {event.series_id: event for event in events}
    lines = [
        SeriesLine(
            event.series, event, None if event.series.stopped_at else day_after(event.series)
        )
        for event in latest.values()
        if event.series
    ]
    return sorted(lines, key=lambda line: (line.next_day is None, line.series.next_on))


def day_after(series: EventSeries) -> date:
    """The day of the next evening that will be drawn up."""
    return series.next_on + AHEAD


def next_day(day: date, rhythm: SeriesRhythm) -> date:
    """The same weekday, as near as can be to the same date so many months later.

    >>> next_day(date(2026, 11, 24), SeriesRhythm.SEMESTER).isoformat()
    '2027-05-25'
    """
    later = add_months(day, MONTHS[rhythm])
    shift = (day.weekday() - later.weekday() + 3) % 7 - 3
    return later + timedelta(days=shift)


def read_departements(text: str) -> list[str]:
    """« 46, 12 et 2a » -> the codes that we know; refuses one that there is not."""
    codes = [each.upper() for each in re.findall(r"\d[\dA-Za-z]{1,2}", text)]
    known = set(db.session.scalars(select(Departement.code).where(Departement.code.in_(codes))))
    for code in codes:
        if code not in known:
            raise DepartementUnknown(code=code)
    return list(dict.fromkeys(codes))


def make_next_evenings(at: datetime) -> int:
    """A draft for each series whose day has come; how many were made. Safe to run twice."""
    today = at.astimezone(PARIS).date()
    due = db.session.scalars(
        select(EventSeries.id)
        .where(EventSeries.stopped_at.is_(None), EventSeries.next_on <= today)
        .order_by(EventSeries.id)
    ).all()
    made = 0
    for series_id in due:
        try:
            with db.session.begin_nested():
                made += _make_next(series_id, today, at)
        except Exception as error:  # noqa: BLE001 - whatever it is, the others must go on
            log.error("make_next_evenings: series %s failed (%s)", series_id, type(error).__name__)
    return made


def _make_next(series_id: int, today: date, at: datetime) -> int:
    series = db.session.scalar(
        select(EventSeries)
        .where(EventSeries.id == series_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if series is None or series.stopped_at is not None or series.next_on > today:
        return 0  # someone else was quicker
    latest = _latest_of(series_id)
    owner = _owner_of(series, latest) if latest else None
    if latest is None or owner is None:
        stop_series(series, at)  # nobody is left to ask
        return 0
    rhythm = SeriesRhythm(series.rhythm)
    day = next_day(day_of(latest), rhythm)
    if day - AHEAD > today:  # the latest was put off: so is the next
        series.next_on = day - AHEAD
        return 0
    while day - LEAST_AHEAD < today:
        day = next_day(day, rhythm)
    draft = _draw_up(latest, owner, (day - day_of(latest)).days, at)
    series.next_on = next_day(day, rhythm) - AHEAD
    db.session.flush()
    tell_draft(draft, propose(draft, at))
    return 1


def _draw_up(latest: DatingEvent, owner: Account, days: int, at: datetime) -> DatingEvent:
    """The same evening so many days later, with the same team; who sees it decides."""
    draft = copy_as_draft(latest, owner, days=days, at=at)
    draft.series_id = latest.series_id
    draft.opens_at = min(same_hour(latest.opens_at, days), draft.closes_at - timedelta(hours=1))
    for each in latest.organisers:
        if each.account_id not in (None, owner.id) and each.accepted_at is not None:
            draft.organisers.append(
                EventOrganiser(
                    email=each.email,
                    account_id=each.account_id,
                    right=each.right,
                    accepted_at=at,
                )
            )
    db.session.flush()
    return draft


def _latest_of(series_id: int) -> DatingEvent | None:
    return db.session.scalar(
        select(DatingEvent)
        .where(DatingEvent.series_id == series_id, DatingEvent.status != EventStatus.CANCELLED)
        .order_by(DatingEvent.starts_at.desc(), DatingEvent.id.desc())
        .limit(1)
    )


def _owner_of(series: EventSeries, latest: DatingEvent) -> Account | None:
    """Whoever made the series, if they are still responsible for its latest evening.

    Who may not make evenings any more is not given one.
    """
    owners = [
        each
        for each in latest.organisers
        if each.right == EventRight.OWNER
        and each.accepted_at is not None
        and each.account
        and each.account.has_role(Role.ORGANISER)
    ]
    owners.sort(key=lambda each: each.account_id != series.account_id)
    return owners[0].account if owners else None
