"""The application: settings, extensions, pages, commands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect

import blueprints
import jobs.commands
import seeds.commands
import seeds.demo.command
from blueprints.commands import backup, emails, grant, import_rpps, rank
from blueprints.web.presence import load_account
from models import db
from models.engine import configure
from services import throttles
from settings import read_settings

login_manager = LoginManager()
login_manager.login_view = "auth.login"
login_manager.login_message = "Connectez-vous pour continuer."
login_manager.login_message_category = "info"
login_manager.request_loader(load_account)


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """Build the application; ``overrides`` replace settings, for tests."""
    app = Flask(__name__)
    app.config.update(read_settings() if overrides is None else {**read_settings(), **overrides})
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    db.init_app(app)
    Migrate(app, db, render_as_batch=True, compare_type=True)
    login_manager.init_app(app)
    with app.app_context():
        configure(db.engine)
    throttles.configure(app.config["SECRET_KEY"])
    blueprints.register(app)
    CSRFProtect(app)  # after the checks of names and sizes: it reads the form
    ours = (backup, emails, grant, import_rpps, rank)
    for commands in (jobs.commands, seeds.commands, seeds.demo.command, *ours):
        commands.register(app)
    return app
