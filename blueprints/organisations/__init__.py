"""Pages of organisations."""

from blueprints.organisations import members, routes, verification
from blueprints.organisations.base import blueprint
from blueprints.organisations.refusals import SENTENCES
from blueprints.web.refusals import add_sentences

add_sentences(SENTENCES)

__all__ = ["blueprint", "members", "routes", "verification"]
