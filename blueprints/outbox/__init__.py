"""The messages of a demonstration, which nobody receives, shown on a page."""

from blueprints.outbox.routes import blueprint

__all__ = ["blueprint"]
