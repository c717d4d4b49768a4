"""Pages of doctors: profile, ranked offers, comparison, marks, interests."""

from blueprints.doctors import interests, marks, offers, profile, refusals, verification, visibility
from blueprints.doctors.base import blueprint
from blueprints.web.refusals import add_sentences

add_sentences(refusals.SENTENCES)

__all__ = ["blueprint", "interests", "marks", "offers", "profile", "verification", "visibility"]
