import io
import json
import logging
import re

import pytest
from flask import Blueprint, request
from sqlalchemy import insert, text

from app import create_app
from blueprints.web.logs import JsonLines
from models import Account, db
from tests.factories import a_document, a_steward, a_waiting_request, an_account
from tests.support.requests import Browser, login

PAGES = ("/", "/classement", "/connexion", "/inscription", "/nulle-part", "/communes?q=cahors")


@pytest.fixture
def production(app, database_url):
    """The same database, served as in production, with a route that fails."""
    site = create_app(
        {
            "SECRET_KEY": "tests",
            "SQLALCHEMY_DATABASE_URI": database_url,
            "PRODUCTION": True,
            "DEMO_MODE": False,
            "ALLOWED_HOSTS": ["ancrage.lot.fr"],
            "TRUSTED_PROXIES": 1,
            "SESSION_COOKIE_NAME": "__Host-ancrage",
            "SESSION_COOKIE_SECURE": True,
        }
    )
    extra = Blueprint("extra", __name__)

    @extra.get("/essai/<int:number>")
    def fail(number):
        if request.args.get("how") == "database":
            account = {"id": number, "email": "secret@example.org", "password_hash": "x"}
            db.session.execute(insert(Account), [account | {"is_demo": False}] * 2)
        return f"{request.scheme} {request.remote_addr} {request.host}"

    site.register_blueprint(extra)
    site.test_client_class = Browser
    yield site.test_client()
    with site.app_context():
        db.engine.dispose()


TLS = {"base_url": "https://ancrage.lot.fr"}


# --- headers and cookies ---


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_loaded_from_elsewhere_and_nothing_runs_inline(client, path):
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers


def test_in_production_the_cookie_belongs_to_this_very_site(production):
    answer = production.get("/connexion", **TLS)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-ancrage=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert "max-age=" in answer.headers["Strict-Transport-Security"]


# --- names and proxies ---


@pytest.mark.parametrize(
    "host",
    ["ailleurs.example", "ancrage.lot.fr.ailleurs.example", "ancrage.lot.fr@ailleurs", "", "a b",
     "ancrage.lot.fr:99999", "127.0.0.1", "[::1", "ancrage.lot.fr\tx", "AILLEURS"],
)  # fmt: skip
def test_another_name_gets_nothing(production, host):
    answer = production.get("/offres", headers={"Host": host})
    assert answer.status_code == 400
    assert "Location" not in answer.headers
    assert "//ailleurs" not in "".join(re.findall(r'(?:href|src|action)="[^"]*"', answer.text))


def test_a_name_that_cannot_be_one_is_refused_everywhere(client):
    assert client.get("/", headers={"Host": "a/b<script>"}).status_code == 400


def test_only_the_announced_proxy_is_believed(production):
    said = {
        "X-Forwarded-For": "203.0.113.9, 192.0.2.1",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "ailleurs.example",
    }
    answer = production.get("/essai/1", base_url="http://ancrage.lot.fr", headers=said)
    assert answer.text == "https 192.0.2.1 ancrage.lot.fr"


def test_without_a_proxy_nobody_chooses_their_address(app, client):
    app.config["TRUSTED_PROXIES"] = 0
    with app.test_request_context("/", headers={"X-Forwarded-For": "203.0.113.9"}):
        assert request.remote_addr != "203.0.113.9"


# --- sizes ---


def test_a_body_too_large_is_refused_with_a_page(client):
    answer = client.post("/connexion", data={"email": "x" * 4_000_000})
    assert answer.status_code == 413
    assert "trop lourd" in answer.text


def test_a_form_of_thousands_of_fields_is_refused(client):
    many = {f"f{n}": "x" for n in range(1_500)}
    answer = client.post("/connexion", data=many, content_type="multipart/form-data")
    assert answer.status_code == 413


# --- files given back ---


def test_a_proof_is_saved_and_never_opened_here(client):
    asked, steward = a_waiting_request(), a_steward()
    login(client, steward)
    answer = client.get(f"/pilote/documents/{asked.documents[0].id}")
    assert (answer.status_code, answer.data) == (200, a_document().content)
    name = f"piece-{asked.documents[0].id}.pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"


# --- what is written down ---


@pytest.fixture
def written():
    """Every line that the site writes."""
    lines, page = logging.StreamHandler(io.StringIO()), logging.getLogger()
    lines.setFormatter(JsonLines())
    watched = [page, logging.getLogger("ancrage")]
    levels = [logger.level for logger in watched]
    page.addHandler(lines)
    for logger in watched:
        logger.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in lines.stream.getvalue().splitlines()]
    page.removeHandler(lines)
    for logger, level in zip(watched, levels, strict=True):
        logger.setLevel(level)


def test_a_request_is_told_by_its_route(app, client, written):
    login(client, an_account(email="secret@example.org"))
    client.get("/offres/987654?q=secret@example.org", headers={"X-Request-ID": "secret"})
    client.open("/connexion", method="SECRET")
    first, second = (line for line in written() if line["event"] == "request")
    assert first["route"] == "/offres/<int:offer_id>"
    assert first["method"] == "GET"
    assert first["status"] == 404
    assert first["ms"] > 0
    assert re.fullmatch(r"[0-9a-f]{16}", first["request_id"])
    assert second["method"] == "other"
    assert not re.search("secret|987654|127.0.0.1", json.dumps(written()))


def test_an_error_is_told_by_its_kind_and_place_without_what_it_quotes(production, written):
    answer = production.get("/essai/987654?how=database", **TLS)
    assert answer.status_code == 500
    (line,) = (line for line in written() if line["event"] == "error")
    assert line["kinds"][0] == "IntegrityError"
    assert line["route"] == "/essai/<int:number>"
    assert any("fail" in place for place in line["where"])
    assert answer.headers["X-Request-ID"] == line["request_id"]
    assert not re.search("secret|987654", json.dumps(written()))


# --- is it alive, is it ready ---


def test_alive_and_ready(client, queries):
    with queries:
        assert client.get("/healthz").json == {"alive": True}
    assert len(queries) == 0
    with queries:
        assert client.get("/readyz").json == {"ready": True, "missing": None}
    assert len(queries) == 1  # the number of the last migration


def test_not_ready_while_tables_are_older_than_the_code(app, client):
    head = db.session.execute(text("select version_num from alembic_version")).scalar_one()
    db.session.execute(text("update alembic_version set version_num = '0001'"))
    try:
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json["missing"]) == (503, "migrations")
    finally:
        db.session.execute(text("update alembic_version set version_num = :head"), {"head": head})
        db.session.commit()


def test_alive_but_not_ready_without_a_database(tmp_path):
    site = create_app({"SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path}/none/none.db"})
    assert site.test_client().get("/healthz").status_code == 200
    answer = site.test_client().get("/readyz")
    assert (answer.status_code, answer.json["missing"]) == (503, "database")


def test_the_probes_answer_to_any_name_of_the_machine(production):
    assert production.get("/healthz", headers={"Host": "10.0.0.3:8000"}).status_code == 200


# --- leading elsewhere ---


ELSEWHERE = [
    "https://ailleurs.example",
    "//ailleurs.example",
    "/\\ailleurs.example",
    "\\\\ailleurs.example",
    "/\t/ailleurs.example",
    "/\n/ailleurs.example",
    "javascript:alert(1)",
    " //ailleurs.example",
    "https:ailleurs.example",
    "////ailleurs.example",
    "/\r\nX-Y: z",
    "http:///ailleurs.example",
    "//[ailleurs",
]


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_coming_in_never_leads_elsewhere(client, elsewhere):
    login(client, an_account())
    location = client.get("/connexion", query_string={"next": elsewhere}).headers["Location"]
    # As browsers read it: tabs and line ends are dropped, a backslash is a slash.
    read = re.sub(r"[\t\r\n]", "", location.strip()).replace("\\", "/")
    assert read.startswith("/")
    assert not read.startswith("//")


@pytest.mark.parametrize(
    "body", ['{"email": {"$ne": null}, "password": {}}', "[" * 5_000, "{", "1"]
)
def test_a_form_is_what_a_browser_sends_never_json(client, body):
    answer = client.post("/connexion", data=body, content_type="application/json")
    assert answer.status_code == 422


@pytest.mark.parametrize("path", ["/offres/%00", "/communes?q=%00", "/%00", "/connexion?next=%00"])
def test_a_character_that_no_keyboard_types_is_refused(client, path):
    assert client.get(path).status_code == 400
    assert client.post("/connexion", data={"email": "a\x00b"}).status_code == 400
