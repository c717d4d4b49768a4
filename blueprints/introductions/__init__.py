"""Pages of introductions."""

from blueprints.introductions.routes import blueprint

__all__ = ["blueprint"]
