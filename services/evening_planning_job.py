"""The plan at the hour chosen, without anybody there to look at it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from models.base import db
from models.dating_events import DatingEvent
from models.vocabulary import EventStatus
from services.evening_drafts import Draft, draft_plan
from services.evening_evenness import Shared
from services.evening_messages import tell_plan_failed
from services.evening_plans import announce, make_plan
from services.refusals import Refusal
from services.transaction import reading_aside

log = logging.getLogger("ancrage.evenings")


def draft_evenings(find_due: Callable[[], Iterable[int]]) -> dict[int, Draft[Shared]]:
    """Seek the plans of the evenings due while nobody waits; to be called before all else.

    In a transaction that has begun already nothing is sought: what it has not written yet would be
    lost. Whatever fails here fails again, and is told, when the plan is to be written.
    """
    if db.session().in_transaction():
        return {}
    with reading_aside():
        event_ids = list(find_due())
    drafts = {}
    for event_id in event_ids:
        try:
            draft = draft_plan(partial(db.session.get, DatingEvent, event_id))
        except Exception as error:  # noqa: BLE001 - the others must go on
            log.error("no plan sought for evening %s (%s)", event_id, type(error).__name__)
            continue
        if draft is not None:
            drafts[event_id] = draft
    return drafts


def plan_evening_now(event: DatingEvent, at: datetime, draft: Draft[Shared] | None = None) -> int:
    """Make the plan and announce it; if none can be, write to the organisers instead, once.

    It is tried again as long as the evening has not begun: someone may have mended the settings.
    Someone may also have announced it, called the evening off or put the hour off meanwhile.
    """
    is_due = event.plan_at is not None and event.plan_at <= at
    if not is_due or event.announced_at is not None or event.status != EventStatus.PUBLISHED:
        return 0
    try:
        with db.session.begin_nested():
            make_plan(event, made_by=None, at=at, draft=draft)
            return announce(event, at)
    except Refusal:
        tell_plan_failed(event)
        return 0
