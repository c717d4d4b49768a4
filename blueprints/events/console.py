"""The organiser's console: start, pause, one minute more, next, end; who is missing; the screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.events.base import blueprint
from blueprints.web.drawn_codes import draw_code
from blueprints.web.forms import BaseForm
from blueprints.web.guards import requires_login
from blueprints.web.refusals import flash_refusal
from models.base import now
from models.dating_events import DatingEvent
from models.vocabulary import ClockState, EventRight, Phase
from services import evening_orders as orders
from services.clock_rules import break_follows
from services.evening_clock import ClockView
from services.evening_programme import slots_of
from services.event_access import open_event
from services.live_state import list_seats, read_live
from services.night_board import (
    count_concerned,
    count_states,
    list_attendees,
    list_missing,
    round_on_show,
)
from services.refusals import Forbidden, NotFound, Refusal
from services.standby import list_standby
from services.transaction import transaction

_ORDERS: dict[str, Callable[[DatingEvent, datetime, str], object]] = {
    "start": lambda event, at, mark: orders.start(event, at, mark=mark),
    "pause": lambda event, at, mark: orders.pause(event, at, mark=mark),
    "resume": lambda event, at, mark: orders.resume(event, at, mark=mark),
    "more": lambda event, at, mark: orders.extend(event, at, 60, mark=mark),
    "less": lambda event, at, mark: orders.extend(event, at, -60, mark=mark),
    "phase": lambda event, at, mark: orders.skip(event, at, mark=mark),
    "round": lambda event, at, mark: orders.skip(event, at, to_round=True, mark=mark),
    "back": lambda event, at, mark: orders.back(event, at, mark=mark),
    "end": lambda event, at, mark: orders.end(event, at, mark=mark),
    "by_hand": lambda event, at, _mark: orders.advance_by_hand(event, at, by_hand=True),
    "by_itself": lambda event, at, _mark: orders.advance_by_hand(event, at, by_hand=False),
}


@blueprint.get("/<int:event_id>/regie")
@requires_login
def console(event_id: int) -> ResponseReturnValue:
    """Where the night is, and the buttons that make it go."""
    event = open_event(event_id, current_user.id, EventRight.DESK)
    instant = now()
    live = read_live(event, instant)
    people, seats = list_attendees(event), list_seats(event.id, 0)
    view = live.view
    return render_template(
        "events/console.html",
        event=event,
        view=view,
        phase=tell_phase(view),
        concerned=count_concerned(event, people, seats, view, instant),
        missing=list_missing(people, seats, view) if view.state != ClockState.ENDED else [],
        shown=round_on_show(view),
        following=tell_following(event, view),
        next_is_break=view.waits and break_follows(slots_of(event), view.round, view.phase),
        has_meetings=bool(seats),
        counts=count_states(people),
        standby=list_standby(event),
        screen=_screen_address(event),
        qr=draw_code(_screen_address(event), border=2),
        longest=orders.LONGEST_MESSAGE,
        form=BaseForm(),
    )


@blueprint.post("/<int:event_id>/regie")
@requires_login
def order(event_id: int) -> ResponseReturnValue:
    """Give one order to the clock; one that comes second is refused kindly."""
    given = _ORDERS.get(request.form.get("order", ""))
    try:
        with transaction():
            event = open_event(event_id, current_user.id, EventRight.DESK, lock=True)
            if given is None:
                abort(400)
            given(event, now(), request.form.get("mark", "")[:100])
    except (NotFound, Forbidden):
        raise
    except Refusal as refusal:
        flash_refusal(refusal)
    return redirect(url_for("events.console", event_id=event_id))


@blueprint.post("/<int:event_id>/regie/message")
@requires_login
def say_on_screen(event_id: int) -> ResponseReturnValue:
    """Put a few words on every screen, or take them off."""
    try:
        with transaction():
            event = open_event(event_id, current_user.id, EventRight.DESK, lock=True)
            orders.say(event, "" if "clear" in request.form else request.form.get("message", ""))
    except orders.MessageTooLong as refusal:
        flash_refusal(refusal)
    return redirect(url_for("events.console", event_id=event_id))


def tell_phase(view: ClockView) -> str:
    """« Manche 3 sur 12 : rencontre »."""
    round_ = f"Manche\u00a0{view.round + 1}\u00a0sur\u00a0{view.rounds}"
    if view.state == ClockState.WAITING:
        return "La soirée n’a pas commencé"
    if view.state == ClockState.ENDED:
        return "Les rencontres sont finies"
    if view.waits:
        return f"{round_}\u00a0: finie"
    words = {"meeting": "rencontre", "changeover": "changement de table", "break": "pause"}
    return f"{round_}\u00a0: {words[view.phase.value]}"


def tell_following(event: DatingEvent, view: ClockView) -> str:
    """What the button that goes on does from here."""
    if view.phase == Phase.CHANGEOVER:
        return "Lancer la rencontre"
    if break_follows(slots_of(event), view.round, view.phase):
        return "Passer à la pause"
    return "Finir la manche" if view.phase == Phase.MEETING else "Finir la pause"


def _screen_address(event: DatingEvent) -> str:
    site = str(current_app.config["PUBLIC_URL"]).rstrip("/")
    return site + url_for("evenings.screen", screen_key=event.screen_key)
