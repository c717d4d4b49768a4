"""Put named situations into the database of a running site."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from models import db
from tests.support.live_site import Site

# For a story whose services are tested on both engines anyway: the engine of a real site.
ON_POSTGRESQL = pytest.mark.parametrize("live", ["postgresql"], indirect=True)


@contextmanager
def open_world(site: Site) -> Iterator[None]:
    """What is made inside is committed, and the site sees it."""
    from app import create_app

    app = create_app(
        {"TESTING": True, "SECRET_KEY": "tests", "SQLALCHEMY_DATABASE_URI": site.database_url}
    )
    with app.app_context():
        yield
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
