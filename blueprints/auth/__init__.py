"""Accounts: coming in, going out, proving who one is."""

from blueprints.auth import account, factor, recovery, routes
from blueprints.auth.base import blueprint
from blueprints.auth.refusals import SENTENCES
from blueprints.web.refusals import add_sentences

add_sentences(SENTENCES)

__all__ = ["account", "blueprint", "factor", "recovery", "routes"]
