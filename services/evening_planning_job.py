"""The plan at the hour chosen, without anybody there to look at it."""

from __future__ import annotations

from datetime import datetime

from models.base import db
from models.dating_events import DatingEvent
from services.evening_messages import tell_plan_failed
from services.evening_plans import announce, make_plan
from services.refusals import Refusal


def plan_evening_now(event: DatingEvent, at: datetime) -> int:
    """Make the plan and announce it; if none can be, write to the organisers instead, once.

    It is tried again as long as the evening has not begun: someone may have mended the settings.
    """
    try:
        with db.session.begin_nested():
            make_plan(event, made_by=None, at=at)
            return announce(event, at)
    except Refusal:
        tell_plan_failed(event)
        return 0
