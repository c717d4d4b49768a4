"""Everything the database needs before the site starts, in one process and one loading of the code.

The same as ``flask --app app init`` then ``flask --app app demo --if-empty``.
"""

from __future__ import annotations

import os

from flask.cli import FlaskGroup

from app import create_app


def main() -> None:
    """Run both commands; each does nothing when there is nothing to do."""
    site = create_app()
    commands = FlaskGroup(create_app=lambda: site)
    commands.main(["init"], prog_name="flask", standalone_mode=False)
    if site.config["DEMO_MODE"]:
        commands.main(["demo", "--if-empty"], prog_name="flask", standalone_mode=False)


if __name__ == "__main__":
    os.environ.setdefault("FLASK_SKIP_DOTENV", "1")
    main()
