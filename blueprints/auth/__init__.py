"""Coming in and going out."""

from blueprints.auth.routes import blueprint

__all__ = ["blueprint"]
