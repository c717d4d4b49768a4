"""Everything the database needs before the site starts.

The same as ``flask --app app init`` then ``flask --app app demo --if-empty``, without loading
pages and scoring where there is nothing to do: that is most starts, and most of their time.
"""

from __future__ import annotations

from flask import Flask
from flask.cli import FlaskGroup
from flask_migrate import Migrate
from sqlalchemy import select

import seeds.commands
from models import Account, db
from models.engine import configure
from settings import read_settings


def database_only() -> Flask:
    """The application as migrations and official facts need it: settings and the database."""
    site = Flask("app")
    site.config.update(read_settings())
    db.init_app(site)
    Migrate(site, db, render_as_batch=True, compare_type=True)
    with site.app_context():
        configure(db.engine)
    seeds.commands.register(site)
    return site


def run(site: Flask, *words: str) -> None:
    """Run one command of ``site`` as the terminal would."""
    FlaskGroup(create_app=lambda: site).main(words, prog_name="flask", standalone_mode=False)


def main() -> None:
    """Tables, communes and, where nobody is there yet, the demo world."""
    site = database_only()
    run(site, "init")
    with site.app_context():
        is_empty = db.session.scalar(select(Account.id).limit(1)) is None
        db.session.remove()
        db.engine.dispose()
    if is_empty and site.config["DEMO_MODE"]:
        from app import create_app

        run(create_app(), "demo", "--if-empty")


if __name__ == "__main__":
    main()
