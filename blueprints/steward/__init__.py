"""Pages of stewards: what waits for a decision, and what was decided."""

from blueprints.steward.refusals import SENTENCES
from blueprints.steward.routes import blueprint
from blueprints.web.refusals import add_sentences

add_sentences(SENTENCES)

__all__ = ["blueprint"]
