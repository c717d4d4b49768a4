"""Pages of participants: invitation, registration, wishes, programme, cards."""

from blueprints.evenings import (
    address,
    calendar,
    cards,
    couple,
    feedback,
    mine,
    outcomes,
    personal,
    programme,
    public,
    reconfirm,
    registration,
    screen,
    wishes,
)
from blueprints.evenings.after_refusals import SENTENCES_AFTER
from blueprints.evenings.base import blueprint
from blueprints.evenings.refusals import SENTENCES
from blueprints.web.refusals import add_sentences

add_sentences(SENTENCES)
add_sentences(SENTENCES_AFTER)

__all__ = [
    "address",
    "blueprint",
    "calendar",
    "cards",
    "couple",
    "feedback",
    "mine",
    "outcomes",
    "personal",
    "programme",
    "public",
    "reconfirm",
    "registration",
    "screen",
    "wishes",
]
