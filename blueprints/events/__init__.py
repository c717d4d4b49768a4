"""Pages of organisers: making an evening, its people, its plan, the night, the results."""

from blueprints.events.base import blueprint
from blueprints.events.refusals import SENTENCES
from blueprints.web.refusals import add_sentences

add_sentences(SENTENCES)

__all__ = ["blueprint"]
