"""What is real and what is imaginary are never mixed; what is set is written down."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable

import pytest

from app import create_app
from models import db
from scripts.serve import site_command
from tests.factories import an_account
from tests.support.sources import HOUSE, ROOT, python_files

SECRET = "3f9c2a71d4e85b60a7c1f2d93e4b5860cafe1234"
# Given by one of our processes to another, never by a person.
BETWEEN_PROCESSES = {"ANCRAGE_WAIT_FOR"}


def production_settings(url: str) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if name != "ANCRAGE_DEMO"},
        "ANCRAGE_ENV": "production",
        "SECRET_KEY": SECRET,
        "DATABASE_URL": url,
        "PUBLIC_URL": "https://ancrage.example.org",
    }


@pytest.fixture
def demo_url(new_database: Callable[[str], str]) -> str:
    """A database where one person is imaginary."""
    url = new_database("sqlite")
    app = create_app({"SECRET_KEY": "tests", "SQLALCHEMY_DATABASE_URI": url})
    with app.app_context():
        an_account(is_demo=True)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return url


def run(command: list[str], url: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=ROOT,
        env=production_settings(url),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_site_refuses_to_serve_imaginary_people_as_real_ones(demo_url: str) -> None:
    said = run(site_command(8999), demo_url)
    assert said.returncode != 0
    assert "monde de démonstration" in said.stderr


@pytest.mark.parametrize(
    ("words", "why"), [(["scheduler"], "monde de démonstration"), (["demo"], "imaginaire")]
)
def test_commands_refuse_too(demo_url: str, words: list[str], why: str) -> None:
    said = run([sys.executable, "-m", "flask", "--app", "app", *words], demo_url)
    assert said.returncode == 1
    assert why in said.stderr


@pytest.mark.parametrize("demo", [True, False])
def test_a_demonstration_says_so_on_every_page(demo: bool) -> None:
    app = create_app({"SQLALCHEMY_DATABASE_URI": "sqlite://", "DEMO_MODE": demo})
    with app.app_context():
        shown = app.test_client().get("/conditions").get_data(as_text=True)
        db.engine.dispose()
    assert ("imaginaires" in shown) is demo


# --- the environment ---


def variables_read() -> set[str]:
    files = [ROOT / "app.py", ROOT / "settings.py", *python_files(*HOUSE, "scripts")]
    text = "\n".join(path.read_text() for path in files)
    asked = re.findall(r"""environ(?:\.get\(|\.pop\(|\[)\s*["']([A-Z_]+)["']""", text)
    return set(asked) - BETWEEN_PROCESSES


def test_every_variable_of_the_environment_is_in_the_guide() -> None:
    guide = (ROOT / "docs" / "production.md").read_text()
    written = set(re.findall(r"^\| `([A-Z_]+)` \|", guide, re.MULTILINE))
    assert variables_read() == written
