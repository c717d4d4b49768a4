"""Named situations. They flush, so that ids exist; whoever asks for them commits."""

from tests.factories.accounts import an_account
from tests.factories.doctors import a_doctor, a_gp_in_lot, a_visible_doctor
from tests.factories.evenings import (
    a_closed_event,
    a_colleague,
    a_draft_event,
    a_full_event,
    a_participant,
    a_planned_event,
    an_event,
    an_organiser,
    in_paris,
)
from tests.factories.meetings import an_interest, an_introduction, an_invitation
from tests.factories.offers import a_draft_offer, a_published_offer, a_ready_offer
from tests.factories.organisations import a_new_organisation, a_town_hall, an_msp
from tests.factories.stewards import a_document, a_steward, a_waiting_request

__all__ = [
    "a_closed_event",
    "a_colleague",
    "a_doctor",
    "a_document",
    "a_draft_event",
    "a_draft_offer",
    "a_full_event",
    "a_gp_in_lot",
    "a_new_organisation",
    "a_participant",
    "a_planned_event",
    "a_published_offer",
    "a_ready_offer",
    "a_steward",
    "a_town_hall",
    "a_visible_doctor",
    "a_waiting_request",
    "an_account",
    "an_event",
    "an_interest",
    "an_introduction",
    "an_invitation",
    "an_msp",
    "an_organiser",
    "in_paris",
]
