"""Every e-mail is whole: a subject, a text, a page; its links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from jinja2 import UndefinedError
from werkzeug.routing.exceptions import RequestRedirect

from app import create_app
from services.email_samples import SAMPLES
from services.emails import FOLDER, TEMPLATES, render_email
from services.links import sign_id
from tests.support.sources import python_files

SITE = "https://ancrage.example"
ADDRESS = re.compile(rf"{SITE}(/[^\s\"<>?]*)")


@pytest.fixture(scope="module")
def site():
    app = create_app(
        {"SQLALCHEMY_DATABASE_URI": "sqlite://", "SECRET_KEY": "x", "PUBLIC_URL": SITE}
    )
    with app.app_context():
        yield app


def written() -> set[str]:
    """Every e-mail that the product can send."""
    return {path.name for path in (TEMPLATES / FOLDER).iterdir() if path.is_dir()}


def test_every_message_has_its_sample_and_every_sample_its_message() -> None:
    assert written() == set(SAMPLES)


def test_every_message_sent_is_written() -> None:
    sent = set()
    for path in python_files("services"):
        for call in re.findall(r"(?:enqueue|_send|_to_\w+)\(\s*([^,]+),", path.read_text()):
            sent |= set(re.findall(r'"(\w+)"', call))
    assert sent == written()


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_a_message_is_whole(site: Flask, name: str) -> None:
    email = render_email(name, SAMPLES[name])
    assert 10 < len(email.subject) < 80
    assert "\n" not in email.subject
    page = BeautifulSoup(email.html, "html.parser")
    assert page.title is not None
    assert page.title.get_text() == email.subject
    assert page.find("h1")
    assert not page.find(["script", "img", "link"])
    for said in (email.text, page.get_text()):
        assert "{{" not in said
        assert "{%" not in said
        assert not re.search(r"\w [:;?!]", said), "a breaking space before a sign"
    assert "\n\n\n" not in email.text
    assert "\n\n-- \n" in email.text
    # what one version says, the other says
    words = " ".join(page.get_text().split())
    body = email.text.partition("\n-- \n")[0].removeprefix("Bonjour,")
    for paragraph in body.split("\n\n"):
        line = " ".join(paragraph.split("\n")[0].split())
        assert line.rstrip(" :\u00a0") in words


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_its_links_lead_somewhere(site: Flask, name: str) -> None:
    email = render_email(name, SAMPLES[name])
    adapter = site.url_map.bind("ancrage.example")
    paths = ADDRESS.findall(email.text)
    assert paths
    assert set(paths) | {"/"} == set(ADDRESS.findall(email.html)) | {"/"}
    for path in paths:
        try:
            adapter.match(path, method="GET")
        except RequestRedirect as error:
            pytest.fail(f"{path} redirects to {error.new_url}")


def test_a_token_is_signed_in_the_message(site: Flask) -> None:
    assert sign_id("exemple-de-lien") in render_email("confirm", SAMPLES["confirm"]).text


def test_a_word_that_is_missing_is_an_error(site: Flask) -> None:
    with pytest.raises(UndefinedError):
        render_email("invitation_received", {"offer_id": 1})


def test_the_command_writes_every_message(site: Flask, tmp_path: Path) -> None:
    runner = site.test_cli_runner()
    done = runner.invoke(args=["emails", "--out", str(tmp_path)])
    assert done.exit_code == 0, done.output
    written = {path.name for path in tmp_path.iterdir()}
    assert written == {f"{name}.{kind}" for name in SAMPLES for kind in ("txt", "html")}
    assert "Bonjour" in runner.invoke(args=["emails", "confirm"]).output
    assert runner.invoke(args=["emails", "nothing"]).exit_code != 0
