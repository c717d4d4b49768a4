"""People who press at the same instant."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask

from models import db
from services.transaction import transaction

Verb = Callable[[], object]


def at_once(app: Flask, *verbs: Verb) -> list[BaseException]:
    """Each verb in a thread, a connection and a transaction of its own, all starting together.

    Gives what they were refused.
    """
    start = Barrier(len(verbs))

    def run(verb: Verb) -> BaseException | None:
        with app.app_context():
            start.wait()
            try:
                with transaction():
                    verb()
            except BaseException as error:  # noqa: BLE001 - told to the test
                return error
            finally:
                db.session.remove()
        return None

    with ThreadPoolExecutor(len(verbs)) as threads:
        return [error for error in threads.map(run, verbs) if error]
