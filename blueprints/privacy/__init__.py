"""What is kept on a person: consents, who looked, a copy of everything, the end of the account."""

from blueprints.privacy import ending, register, routes
from blueprints.privacy.base import blueprint
from blueprints.privacy.refusals import SENTENCES
from blueprints.web.refusals import add_sentences

add_sentences(SENTENCES)

__all__ = ["blueprint", "ending", "register", "routes"]
