"""Both databases, a client, and a closed network.

Tests that ask for ``app`` or ``client`` run twice: on SQLite and on a real PostgreSQL. Each starts
with the settings of the tests, all communes of France and nobody in them.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from typing import cast

import hypothesis
import pytest
from flask import Flask

from tests.support.databases import (
    ENGINES,
    ROOT,
    PostgresDatabases,
    SqliteDatabases,
    empty,
    show_forgotten_orders,
)
from tests.support.network import close_network
from tests.support.queries import QueryRecorder
from tests.support.requests import Browser

SLOW_FIRST = ("browser", "hostile", "others")


# The same examples each time, and as long as they need on a busy machine: a run tells of the change
# that it tests. To look for new ones: HYPOTHESIS_PROFILE=random make test
STEADY = hypothesis.settings(
    deadline=None, derandomize=True, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.register_profile("steady", STEADY)
hypothesis.settings.register_profile("random", STEADY, derandomize=False)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def pytest_configure(config: pytest.Config) -> None:
    """Give the run a folder of its own; the workers, started later, inherit its name."""
    if not hasattr(config, "workerinput"):
        root = tempfile.mkdtemp(prefix="ancrage-tests-")
        os.environ["ANCRAGE_TEST_ROOT"] = root
        os.environ["ANCRAGE_INSTANCE"] = os.path.join(root, "instance")
        os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="runtime-", dir=root)
    for name in ("DATABASE_URL", "SECRET_KEY", "ANCRAGE_ENV", "ANCRAGE_DEMO"):
        os.environ.pop(name, None)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ["ANCRAGE_TEST_ROOT"], ignore_errors=True)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """One worker takes a file on one engine; the slow ones are taken first, so that none waits."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(_group_of(item)))
    yield
    items.sort(key=lambda item: SLOW_FIRST.index(_kind_of(item)))


def _group_of(item: pytest.Item) -> str:
    given = getattr(item, "callspec", None)
    values = given.params.values() if given else []
    engines = [value for value in values if isinstance(value, str) and value in ENGINES]
    return "/".join([item.path.name, *engines])


def _kind_of(item: pytest.Item) -> str:
    kind = item.path.relative_to(ROOT / "tests").parts[0]
    return kind if kind in SLOW_FIRST else "others"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures that tests measured: ``record_property("figure", "…")``."""
    reports = [one for kind in ("passed", "failed") for one in terminalreporter.stats.get(kind, [])]
    figures = [
        str(value)
        for report in reports
        for name, value in getattr(report, "user_properties", [])
        if name == "figure" and report.when == "call"
    ]
    if figures:
        terminalreporter.section("figures")
        terminalreporter.write_line("\n".join(figures))


@pytest.fixture(scope="session", autouse=True)
def closed_network() -> Iterator[None]:
    """No test reaches another machine."""
    with pytest.MonkeyPatch.context() as patch:
        close_network(patch)
        yield


@pytest.fixture(scope="session")
def sqlite_databases() -> SqliteDatabases:
    """Makes SQLite databases."""
    return SqliteDatabases()


@pytest.fixture(scope="session")
def postgres_databases() -> Iterator[PostgresDatabases]:
    """Makes PostgreSQL databases."""
    databases = PostgresDatabases()
    yield databases
    databases.close()


@pytest.fixture(scope="session")
def new_database(request: pytest.FixtureRequest) -> Callable[[str], str]:
    """A function from the engine's name to the address of a fresh database."""

    def create(engine: str) -> str:
        name = "postgres_databases" if engine == "postgresql" else "sqlite_databases"
        makers = cast(SqliteDatabases | PostgresDatabases, request.getfixturevalue(name))
        return makers.create()

    return create


@pytest.fixture(scope="session", params=ENGINES)
def database_url(request: pytest.FixtureRequest, new_database: Callable[[str], str]) -> str:
    """This worker's database on each engine in turn."""
    return new_database(request.param)


@pytest.fixture(scope="session")
def application(database_url: str) -> Flask:
    """This worker's application over that database: its routes and templates are read once."""
    from app import create_app
    from models import db

    made = create_app(
        {
            "TESTING": True,
            "SECRET_KEY": "tests",
            "SQLALCHEMY_DATABASE_URI": database_url,
            "WTF_CSRF_ENABLED": False,  # a test of CSRF switches it on
        }
    )
    made.test_client_class = Browser
    with made.app_context():
        show_forgotten_orders(db.engine)
    return made


@pytest.fixture
def app(application: Flask) -> Iterator[Flask]:
    """The application on an emptied database; its context is open during the test."""
    from models import db
    from services.market import forget_markets

    settings = dict(application.config)
    empty(application)
    forget_markets()
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()
    application.config.clear()
    application.config.update(settings)


@pytest.fixture
def client(app: Flask) -> Browser:
    """Someone who is not logged in."""
    return cast(Browser, app.test_client())


@pytest.fixture
def queries(app: Flask) -> QueryRecorder:
    """``with queries: …`` then ``len(queries)``."""
    return QueryRecorder(app)
