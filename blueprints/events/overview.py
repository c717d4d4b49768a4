"""One's evenings, and what one of them needs next."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from blueprints.events.base import blueprint
from blueprints.events.tabs import has_page
from blueprints.web.drawn_codes import draw_code
from blueprints.web.filters import plural
from blueprints.web.forms import BaseForm
from blueprints.web.guards import requires_login
from models.base import now
from models.dating_events import DatingEvent
from models.vocabulary import EventRight, EventSide, EventStatus, Role
from services.evening_gaps import Gaps, gaps_of
from services.evening_words import list_moments, tell_changeover, tell_programme
from services.event_access import allows, find_right, list_events_of, open_event
from services.event_overview import NextStep, count_sides, list_jobs, next_step_of

# Label, page and why, by step; a page of another name is not linked where there is none.
_ACTIONS: dict[NextStep, tuple[str, str, str, EventRight]] = {
    NextStep.MAKE_PLAN: (
        "Faire le plan",
        "plan",
        "Les inscriptions sont closes\u00a0: il reste à dire qui rencontre qui.",
        EventRight.EDITOR,
    ),
    NextStep.ANNOUNCE: (
        "Relire et annoncer le plan",
        "plan",
        "Le plan est prêt. Personne ne l’a encore reçu.",
        EventRight.EDITOR,
    ),
    NextStep.PRINT: (
        "Imprimer badges et programmes",
        "paper",
        "Le plan est annoncé. Le papier suffit si le réseau tombe.",
        EventRight.EDITOR,
    ),
    NextStep.WELCOME: (
        "Ouvrir l’accueil",
        "desk",
        "C’est ce soir\u00a0: pointez les arrivées, par le nom ou le badge.",
        EventRight.DESK,
    ),
    NextStep.RUN: (
        "Ouvrir la régie",
        "console",
        "La soirée est en cours.",
        EventRight.DESK,
    ),
    NextStep.CARDS: (
        "Saisir les cartes",
        "cards",
        "La soirée est passée\u00a0: les cartes sur papier se saisissent ici, puis on clôt.",
        EventRight.EDITOR,
    ),
    NextStep.RESULTS: (
        "Lire le bilan",
        "results",
        "La soirée est close, les mises en relation sont parties.",
        EventRight.EDITOR,
    ),
}


@dataclass(frozen=True, slots=True)
class PublicLink:
    """A page to share: its address, and the same as a QR code."""

    side: EventSide
    href: str
    qr: Markup


@blueprint.get("")
@requires_login
def index() -> ResponseReturnValue:
    """The evenings that one organises, those ahead first."""
    instant = now()
    mine = list_events_of(current_user.id)
    ahead = [pair for pair in mine if not pair[0].is_over and pair[0].starts_at > instant]
    shown = {pair[0].id for pair in ahead}
    return render_template(
        "events/index.html",
        ahead=sorted(ahead, key=lambda pair: pair[0].starts_at),
        others=[pair for pair in mine if pair[0].id not in shown],
        may_create=current_user.has_role(Role.ORGANISER),
        tell=tell_programme,
        form=BaseForm(),
    )


@blueprint.get("/<int:event_id>")
@requires_login
def overview(event_id: int) -> ResponseReturnValue:
    """Where the evening stands, and the one thing to do next."""
    event = open_event(event_id, current_user.id, EventRight.DESK)
    held = find_right(event.id, current_user.id) or EventRight.DESK.value
    instant = now()
    step = next_step_of(event, instant)
    is_public = event.status == EventStatus.PUBLISHED
    return render_template(
        "events/overview.html",
        event=event,
        held=held,
        may_edit=allows(held, EventRight.EDITOR),
        step=step.value,
        action=_action(step, held),
        gaps=_tell_gaps(gaps_of(event, instant)),
        sides=count_sides(event),
        jobs=list_jobs(event, instant),
        links=_links(event) if is_public else [],
        is_open=event.opens_at <= instant < event.closes_at,
        programme=tell_programme(event),
        changeover=tell_changeover(event),
        moments=list_moments(event),
        form=BaseForm(),
    )


def _tell_gaps(gaps: Gaps) -> str | None:
    """« 2 personnes inscrites ne sont pas dans le plan, 1 rencontre prévue ne tient plus ».

    Why a meeting cannot stand is never said: it may be what someone said in confidence.
    """
    said = []
    if gaps.outside:
        one, many = "personne inscrite n’est pas", "personnes inscrites ne sont pas"
        said.append(f"{plural(gaps.outside, one, many)} dans le plan")
    if gaps.lost:
        one, many = "rencontre prévue ne tient plus", "rencontres prévues ne tiennent plus"
        said.append(plural(gaps.lost, one, many))
    return ", ".join(said) or None


def _action(step: NextStep, held: str) -> dict[str, str] | None:
    found = _ACTIONS.get(step)
    if found is None or not has_page(found[1]) or not allows(held, found[3]):
        return None
    label, name, why, _right = found
    endpoint = f"{blueprint.name}.{name}"
    return {
        "label": label,
        "href": url_for(endpoint, event_id=request.view_args["event_id"]),  # type: ignore[index]
        "why": why,
    }


def _links(event: DatingEvent) -> list[PublicLink]:
    pages = {EventSide.CANDIDATE: "invite_candidates", EventSide.HOST: "invite_hosts"}
    site = current_app.config["PUBLIC_URL"].rstrip("/")
    links = []
    for side, name in pages.items():
        if f"evenings.{name}" in current_app.view_functions:
            href = site + url_for(f"evenings.{name}", code=event.code)
            links.append(PublicLink(side, href, draw_code(href)))
    return links
