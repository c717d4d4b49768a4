"""Pages of offers: reading one, writing one, and who could take it."""

from blueprints.offers import candidates, editing, hosting, reading, states
from blueprints.offers.base import blueprint
from blueprints.offers.refusals import SENTENCES
from blueprints.web.refusals import add_sentences

add_sentences(SENTENCES)

__all__ = ["blueprint", "candidates", "editing", "hosting", "reading", "states"]
