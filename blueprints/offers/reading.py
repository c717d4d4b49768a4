"""The page of an offer: what a doctor reads."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.offers import telling
from blueprints.offers.base import blueprint
from blueprints.web.guards import open_to_all
from models.offers import Offer
from models.organisations import Member
from models.vocabulary import Lever, OfferStatus, Role
from services.aids import ENDED, IN_FORCE, list_aids
from services.doctors import find_doctor_of
from services.interests import PairState, offer_state
from services.offer_essentials import field_name
from services.offer_map import draw_offer
from services.offers import find_offer, is_open_to_doctors
from services.organisations import find_membership
from services.paris_days import today_in_paris
from services.ranking import RankedItem, explain_offer
from services.refusals import NotFound
from services.specialties import GENERAL_PRACTICE


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looks: a member of the organisation, a doctor with their explanation, or anyone."""

    member: Member | None = None
    explained: RankedItem | None = None
    state: PairState | None = None


@blueprint.get("/<int:offer_id>")
@open_to_all
def show(offer_id: int) -> ResponseReturnValue:
    """A published offer, for anyone; another one, for its organisation and who answered it."""
    offer = find_offer(offer_id)
    if offer is None:
        raise NotFound(offer_id=offer_id)
    looking = _who_looks(offer)
    is_open = is_open_to_doctors(offer, today_in_paris())
    if not (is_open or looking.member or _knows_it(offer, looking)):
        raise NotFound(offer_id=offer_id)
    return render_template(
        "offers/show.html",
        offer=offer,
        looking=looking,
        is_open=is_open,
        told=telling,
        levers=Lever,
        field_name=field_name(offer.field),
        map=draw_offer(offer),
        aids=list_aids(
            zoning=offer.facts.get("zoning"),
            opportunities=offer.opportunities,
            practice_mode=offer.practice_mode,
            is_general_practice=offer.field == GENERAL_PRACTICE,
        ),
        ended_aids=ENDED,
        aids_in_force=IN_FORCE,
    )


def _who_looks(offer: Offer) -> Looking:
    if not current_user.is_authenticated:
        return Looking()
    member = find_membership(current_user.id, offer.organisation_id)
    if not current_user.has_role(Role.DOCTOR):
        return Looking(member)
    doctor = find_doctor_of(current_user.id)
    if doctor is None or offer.status == OfferStatus.DRAFT:
        return Looking(member)
    state = offer_state(doctor.id, [offer.id])[offer.id]
    return Looking(member, explain_offer(doctor.id, offer.id), state)


def _knows_it(offer: Offer, looking: Looking) -> bool:
    """A doctor who answered, was invited or kept it may read it again after it closed."""
    state = looking.state
    if state is None or offer.status in (OfferStatus.DRAFT, OfferStatus.PAUSED):
        return False
    return bool(state.favourite or state.doctor_answer or state.host_answer)
