"""``flask --app app jobs`` lists and runs jobs by hand; ``scheduler`` runs them by the clock."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup

from jobs.schedule import JOB_BY_NAME, JOBS
from jobs.scheduler import run_forever
from services.demo_guard import DEMO_IN_PRODUCTION, holds_demo_accounts
from services.transaction import transaction


def register(app: Flask) -> None:
    """Add the commands."""
    group = AppGroup("jobs", help="Tâches programmées.")

    @group.command("list")
    def list_jobs() -> None:
        """Dit ce qui tourne, et quand."""
        for job in JOBS:
            click.echo(f"{job.name:<20} {job.trigger}  {job.says}")

    @group.command("run")
    @click.argument("name", type=click.Choice(sorted(JOB_BY_NAME)))
    def run(name: str) -> None:
        """Exécute une tâche tout de suite."""
        with transaction():
            outcome = JOB_BY_NAME[name].run()
        click.echo(f"{name} : {outcome if outcome is not None else 'fait'}")

    app.cli.add_command(group)

    @app.cli.command("scheduler")
    def scheduler() -> None:
        """Exécute les tâches à leur heure, dans un seul processus à la fois."""
        if app.config["PRODUCTION"] and holds_demo_accounts():
            raise click.ClickException(DEMO_IN_PRODUCTION)
        run_forever(app)
