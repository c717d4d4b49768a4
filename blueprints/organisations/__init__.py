"""Pages of organisations."""

from blueprints.organisations.refusals import SENTENCES
from blueprints.organisations.routes import blueprint
from blueprints.web.refusals import add_sentences

add_sentences(SENTENCES)

__all__ = ["blueprint"]
