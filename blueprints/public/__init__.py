"""Pages for everyone."""

from blueprints.public.routes import blueprint

__all__ = ["blueprint"]
