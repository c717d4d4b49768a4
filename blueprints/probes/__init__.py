"""What watches over the site asks here."""

from blueprints.probes.routes import blueprint

__all__ = ["blueprint"]
