"""Pages of participants: invitation, registration, wishes, programme, cards."""

from blueprints.evenings.base import blueprint
from blueprints.evenings.refusals import SENTENCES
from blueprints.web.refusals import add_sentences

add_sentences(SENTENCES)

__all__ = ["blueprint"]
