"""Coming in and going out."""

from blueprints.auth.refusals import SENTENCES
from blueprints.auth.routes import blueprint
from blueprints.web.refusals import add_sentences

add_sentences(SENTENCES)

__all__ = ["blueprint"]
